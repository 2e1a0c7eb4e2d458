//! What a file is, by its own first bytes. Names and declared types are the
//! sender's word and decide nothing (F4).

/// How many bytes [`mime`] wants to see.
pub(crate) const HEAD_BYTES: usize = 16;

/// Neither shown nor run by any browser.
pub(crate) const OPAQUE: &str = "application/octet-stream";

/// One of the four kinds of picture that may be shown, else [`OPAQUE`].
pub(crate) fn mime(head: &[u8]) -> &'static str {
    match head {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => "image/gif",
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => "image/webp",
        _ => OPAQUE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_kinds_of_picture_are_recognised() {
        assert_eq!(mime(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "image/png");
        assert_eq!(mime(b"\xff\xd8\xff\xe0\0\x10JFIF"), "image/jpeg");
        assert_eq!(mime(b"GIF89a\x01\0"), "image/gif");
        assert_eq!(mime(b"GIF87a\x01\0"), "image/gif");
        assert_eq!(mime(b"RIFF\x24\0\0\0WEBPVP8 "), "image/webp");
    }

    #[test]
    fn everything_else_is_opaque() {
        for head in [
            &b""[..],
            b"<svg xmlns=",
            b"<html>",
            b"%PDF-1.7",
            b"RIFF\x24\0\0\0WAVE",
            b"GIF88a",
            b"\x89PNG",
            b"BM\0\0",
        ] {
            assert_eq!(mime(head), OPAQUE, "{head:?}");
        }
    }
}
