//! Ids for messages: UUIDv7 (RFC 9562), made where the message is written.

use beseda_protocol::ids::{Cid, Timestamp};

/// An id from the clock and ten random bytes.
pub fn cid(now: Timestamp, random: [u8; 10]) -> Cid {
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&now.0.to_be_bytes()[2..]);
    bytes[6..].copy_from_slice(&random);
    bytes[6] = bytes[6] & 0x0f | 0x70;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (i, byte) in bytes.into_iter().enumerate() {
        if matches!(i, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
        }
    }
    Cid(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_version_7_its_time_first_and_sorts_by_it() {
        let early = cid(Timestamp(0x0123_4567_89ab), [0xff; 10]);
        assert_eq!(early.as_str(), "01234567-89ab-7fff-bfff-ffffffffffff");
        assert!(early < cid(Timestamp(0x0123_4567_89ac), [0; 10]));
    }
}
