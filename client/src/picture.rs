//! Pictures by their first bytes: how large they will be once they are drawn, which
//! the length of a file does not tell; and how large they are sent and shown.

use beseda_protocol::limits::FILE_BYTES_MAX;

/// A picture of more points is a file: drawn, each takes four bytes, and a file of
/// 31 KB may have 256 million. This is a telephone's largest; ten of them in one
/// conversation, decoded one at a time, took 450 MB of a tab (measured in Chromium).
pub const POINTS_MAX: u64 = 50_000_000;

/// The longest side of a picture that is sent.
pub const SIDE_MAX: u32 = 2_048;

/// A strip, such as a receipt, is made no narrower than this: its text is read.
const BREADTH_MIN: u32 = SIDE_MAX / 3;

/// So many first bytes of a file tell what picture it is. What a camera adds stands
/// before the size.
pub const HEAD_BYTES: u64 = 1024 * 1024;

/// Breadth and height in points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Breadth.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// What the first bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture {
    /// Before it is turned as its camera says.
    pub size: Size,
    /// What becomes of it when it is made smaller.
    pub kind: Kind,
}

/// What becomes of a picture when it is made smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It moves: a smaller one would stand still.
    Moving,
    /// It may be seen through.
    Clear,
    /// Neither.
    Solid,
}

impl Picture {
    /// What a file of these first bytes shows, if it is a PNG, JPEG, GIF or WebP.
    pub fn of(head: &[u8]) -> Option<Self> {
        let picture = png(head)
            .or_else(|| jpeg(head))
            .or_else(|| gif(head))
            .or_else(|| webp(head))?;
        (picture.size.points() > 0).then_some(picture)
    }

    /// Whether it is drawn at all.
    pub fn is_drawn(&self) -> bool {
        self.size.points() <= POINTS_MAX
    }

    /// The shares of its sides to try until the bytes are few enough, for a browser that
    /// tells its sides only after it has turned them.
    pub fn shares(&self) -> impl Iterator<Item = f64> + use<> {
        let long = |size: Size| f64::from(size.width.max(size.height));
        let whole = long(self.size);
        self.size.attempts().map(move |size| long(size) / whole)
    }

    /// Whether a file of so many bytes is to be sent smaller.
    pub fn is_too_large(&self, bytes: u64) -> bool {
        let is_large = bytes > FILE_BYTES_MAX || self.size.sent() != self.size;
        is_large && self.is_drawn() && self.kind != Kind::Moving
    }
}

impl Size {
    /// How many points it has.
    pub fn points(self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// In its proportions, within a box; never larger than it is.
    pub fn within(self, width: u32, height: u32) -> Self {
        let share = |side, of| f64::from(side) / f64::from(of);
        self.by(share(width, self.width).min(share(height, self.height)))
    }

    /// As it is sent.
    pub fn sent(self) -> Self {
        let (long, broad) = (self.width.max(self.height), self.width.min(self.height));
        let share = |side, of| f64::from(side) / f64::from(of);
        self.by(share(SIDE_MAX, long).max(share(BREADTH_MIN, broad)))
    }

    /// The sizes to try until the bytes are few enough: as it is sent, then each a
    /// half of the points before.
    pub fn attempts(self) -> impl Iterator<Item = Self> {
        let first = self.sent();
        (0..6).map(move |n| first.by(0.5_f64.powi(n).sqrt()))
    }

    fn by(self, share: f64) -> Self {
        let share = share.min(1.0);
        let scaled = |side: u32| ((f64::from(side) * share).round() as u32).max(1);
        Self {
            width: scaled(self.width),
            height: scaled(self.height),
        }
    }
}

/// PNG (3rd edition): chunks, the first one `IHDR`; `acTL` before the first `IDAT`
/// makes it move.
fn png(head: &[u8]) -> Option<Picture> {
    let mut chunks = head.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    let header = chunks.get(4..)?.strip_prefix(b"IHDR")?;
    let size = Size {
        width: big(header, 0, 4)?,
        height: big(header, 4, 4)?,
    };
    // 4 and 6: grey and colours with an alpha channel.
    let mut kind = match header.get(9)? {
        4 | 6 => Kind::Clear,
        _ => Kind::Solid,
    };
    while let (Some(length), Some(name)) = (big(chunks, 0, 4), chunks.get(4..8)) {
        match name {
            b"tRNS" => kind = Kind::Clear,
            b"acTL" => {
                return Some(Picture {
                    size,
                    kind: Kind::Moving,
                });
            }
            b"IDAT" => break,
            _ => {}
        }
        // The length does not count itself, the name and the checksum.
        let rest = chunks.get(length as usize..);
        chunks = rest.and_then(|rest| rest.get(12..)).unwrap_or_default();
    }
    Some(Picture { size, kind })
}

/// JPEG (T.81): segments, of which one that starts a frame has the size.
fn jpeg(head: &[u8]) -> Option<Picture> {
    let mut segments = head.strip_prefix(b"\xff\xd8")?;
    loop {
        let (marker, rest) = segments.strip_prefix(b"\xff")?.split_first()?;
        match marker {
            // Filled up with more of the same.
            0xff => segments = &segments[1..],
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let size = Size {
                    height: big(rest, 3, 2)?,
                    width: big(rest, 5, 2)?,
                };
                return Some(Picture {
                    size,
                    kind: Kind::Solid,
                });
            }
            // Data begins, or the picture ends.
            0xd9 | 0xda => return None,
            0x01 | 0xd0..=0xd7 => segments = rest,
            _ => segments = rest.get(big(rest, 0, 2)? as usize..)?,
        }
    }
}

/// GIF: taken for one that moves, since whether it does stands at its end.
fn gif(head: &[u8]) -> Option<Picture> {
    let screen = head
        .strip_prefix(b"GIF87a")
        .or_else(|| head.strip_prefix(b"GIF89a"))?;
    let size = Size {
        width: little(screen, 0, 2)?,
        height: little(screen, 2, 2)?,
    };
    Some(Picture {
        size,
        kind: Kind::Moving,
    })
}

/// WebP (RFC 9649): a RIFF whose first chunk is one of three.
fn webp(head: &[u8]) -> Option<Picture> {
    let chunk = head
        .strip_prefix(b"RIFF")?
        .get(4..)?
        .strip_prefix(b"WEBP")?;
    let data = chunk.get(8..)?;
    let size = |width, height| Size { width, height };
    let (size, kind) = match chunk.get(..4)? {
        b"VP8X" => {
            let kind = match data.first()? {
                flags if flags & 0x02 != 0 => Kind::Moving,
                flags if flags & 0x10 != 0 => Kind::Clear,
                _ => Kind::Solid,
            };
            (size(little(data, 4, 3)? + 1, little(data, 7, 3)? + 1), kind)
        }
        b"VP8L" => {
            let bits = little(data, 1, 4)?;
            let kind = match bits >> 28 & 1 {
                1 => Kind::Clear,
                _ => Kind::Solid,
            };
            (size((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1), kind)
        }
        b"VP8 " => {
            let side = |at| Some(little(data, at, 2)? & 0x3fff);
            (size(side(6)?, side(8)?), Kind::Solid)
        }
        _ => return None,
    };
    Some(Picture { size, kind })
}

/// A number of `n` bytes, the greatest first.
fn big(bytes: &[u8], at: usize, n: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + n)?.iter();
    Some(bytes.fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

/// A number of `n` bytes, the least first.
fn little(bytes: &[u8], at: usize, n: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + n)?.iter().rev();
    Some(bytes.fold(0, |number, byte| number << 8 | u32::from(*byte)))
}
