//! Pictures as cameras, editors and browsers write them: small real files of 31 by
//! 17 points, and lies about them.

use beseda_client::picture::{Kind, POINTS_MAX, Picture, Size};
use beseda_protocol::limits::FILE_BYTES_MAX;

const fn size(width: u32, height: u32) -> Size {
    Size { width, height }
}

fn solid(width: u32, height: u32) -> Picture {
    Picture {
        size: size(width, height),
        kind: Kind::Solid,
    }
}

macro_rules! file {
    ($name:literal) => {
        (
            $name,
            include_bytes!(concat!("pictures/", $name)).as_slice(),
        )
    };
}

const FILES: &[((&str, &[u8]), Kind)] = &[
    (file!("solid.png"), Kind::Solid),
    (file!("clear.png"), Kind::Clear),
    (file!("palette.png"), Kind::Clear),
    (file!("moving.png"), Kind::Moving),
    (file!("plain.jpg"), Kind::Solid),
    (file!("turned.jpg"), Kind::Solid),
    (file!("still.gif"), Kind::Moving),
    (file!("moving.gif"), Kind::Moving),
    (file!("lossy.webp"), Kind::Solid),
    (file!("lossless.webp"), Kind::Solid),
    (file!("clear.webp"), Kind::Clear),
    (file!("clear-lossless.webp"), Kind::Clear),
    (file!("moving.webp"), Kind::Moving),
];

#[test]
fn a_picture_tells_its_size_before_it_is_drawn() {
    for ((name, bytes), kind) in FILES {
        let told = Picture::of(bytes);
        let wanted = Picture {
            size: size(31, 17),
            kind: *kind,
        };
        assert_eq!(told, Some(wanted), "{name}");
    }
}

#[test]
fn a_picture_that_is_cut_off_anywhere_is_no_fault() {
    for ((name, bytes), _) in FILES {
        for end in 0..bytes.len() {
            if let Some(told) = Picture::of(&bytes[..end]) {
                assert_eq!(told.size, size(31, 17), "{name}, {end} bytes");
            }
        }
    }
}

#[test]
fn what_only_begins_like_a_picture_is_none() {
    for bytes in [
        b"".as_slice(),
        b"\x89PNG\r\n\x1a\n<html>",
        b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\0\0\0\0\x01\x08\x02\0\0\0",
        b"\xff\xd8\xff\xe0\xff\xff",
        b"\xff\xd8\xff\xd9",
        b"GIF89a\0\0\x01\0",
        b"RIFF\0\0\0\0WEBPVP8 ",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        b"BM\x3a\0\0\0",
    ] {
        assert_eq!(Picture::of(bytes), None, "{bytes:?}");
    }
}

#[test]
fn a_picture_of_too_many_points_is_not_drawn() {
    assert!(solid(8_064, 6_048).is_drawn(), "a telephone's largest");
    assert!(!solid(16_000, 16_000).is_drawn());
    assert!(!solid(u32::MAX, u32::MAX).is_drawn());
    assert!(solid(1, POINTS_MAX as u32).is_drawn());
}

#[test]
fn a_photograph_is_sent_no_larger_than_a_screen_shows_it() {
    for (given, sent) in [
        (size(4_000, 3_000), size(2_048, 1_536)),
        (size(3_024, 4_032), size(1_536, 2_048)),
        (size(2_049, 2_049), size(2_048, 2_048)),
        (size(2_048, 2_048), size(2_048, 2_048)),
        (size(640, 480), size(640, 480)),
    ] {
        assert_eq!(given.sent(), sent);
    }
}

#[test]
fn a_receipt_stays_broad_enough_to_be_read() {
    assert_eq!(size(1_080, 8_000).sent(), size(682, 5_052));
    assert_eq!(size(8_000, 1_080).sent(), size(5_052, 682));
    assert_eq!(size(120, 3_000).sent(), size(120, 3_000));
}

#[test]
fn what_is_too_large_is_made_smaller_unless_it_moves_or_cannot_be_drawn() {
    let photo = solid(4_000, 3_000);
    assert!(photo.is_too_large(1));
    assert!(!solid(640, 480).is_too_large(FILE_BYTES_MAX));
    assert!(solid(640, 480).is_too_large(FILE_BYTES_MAX + 1));
    let moving = Picture {
        kind: Kind::Moving,
        ..photo
    };
    assert!(!moving.is_too_large(FILE_BYTES_MAX + 1));
    assert!(!solid(16_000, 16_000).is_too_large(FILE_BYTES_MAX + 1));
}

#[test]
fn each_attempt_has_half_the_points_of_the_one_before() {
    let attempts: Vec<Size> = size(4_000, 3_000).attempts().collect();
    assert_eq!(attempts[0], size(2_048, 1_536));
    for pair in attempts.windows(2) {
        let halved = pair[1].points() as f64 / pair[0].points() as f64;
        assert!((0.49..0.51).contains(&halved), "{attempts:?}");
    }
    assert!(attempts.last().is_some_and(|last| last.points() < 200_000));
}

#[test]
fn a_picture_is_shown_in_its_proportions() {
    assert_eq!(size(1_600, 900).within(280, 280), size(280, 158));
    assert_eq!(size(120, 3_000).within(280, 280), size(11, 280));
    assert_eq!(size(20, 10).within(280, 280), size(20, 10));
    assert_eq!(size(100_000, 10).within(280, 280), size(280, 1));
}
