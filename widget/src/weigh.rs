//! Whether a text or a file can be sent, told before anything leaves.

use beseda_protocol::limits::{FILE_BYTES_MAX, TEXT_CHARS_MAX};
use beseda_protocol::refusal::{Code, Refusal};

/// From so many characters left on, their number is shown.
pub const FEW_LEFT: usize = 500;

/// What can be done with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// There is nothing to send.
    Empty,
    /// It can be sent.
    Fits {
        /// Characters that could follow.
        left: usize,
    },
    /// It is too long.
    Over {
        /// By so many characters.
        by: usize,
    },
}

/// Weighs a text as it stands in the field.
pub fn text(text: &str) -> Weight {
    let text = text.trim();
    let n = text.chars().count();
    match n {
        0 => Weight::Empty,
        n if n > TEXT_CHARS_MAX => Weight::Over {
            by: n - TEXT_CHARS_MAX,
        },
        n => Weight::Fits {
            left: TEXT_CHARS_MAX - n,
        },
    }
}

/// Why a file of this size can't be sent. The catalogue has the words.
pub fn file(bytes: u64) -> Option<Refusal> {
    let code = match bytes {
        0 => Code::FileEmpty,
        n if n > FILE_BYTES_MAX => Code::FileTooLarge,
        _ => return None,
    };
    Some(Refusal::new(code, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_counted_in_characters_without_the_space_around_it() {
        assert_eq!(text(" \n "), Weight::Empty);
        assert_eq!(text(" ё "), Weight::Fits { left: 9_999 });
        assert_eq!(text(&"😀".repeat(10_000)), Weight::Fits { left: 0 });
        assert_eq!(text(&"я".repeat(10_002)), Weight::Over { by: 2 });
    }

    #[test]
    fn a_file_has_at_least_one_byte_and_at_most_two_megabytes() {
        let code = |bytes| file(bytes).map(|refusal| refusal.code);
        assert_eq!(code(0), Some(Code::FileEmpty));
        assert_eq!(code(1), None);
        assert_eq!(code(2_097_152), None);
        assert_eq!(code(2_097_153), Some(Code::FileTooLarge));
    }
}
