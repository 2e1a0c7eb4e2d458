//! Whether a text or a file can be sent, told before anything leaves.

use beseda_protocol::limits::{FILE_BYTES_MAX, TEXT_CHARS_MAX};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::unseen::looks_empty;

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

impl Weight {
    /// Whether Send does something, with so many files beside the text.
    pub fn can_go(self, n_files: usize) -> bool {
        match self {
            Self::Empty => n_files > 0,
            Self::Fits { .. } => true,
            Self::Over { .. } => false,
        }
    }
}

/// Weighs a text as it stands in the field.
pub fn text(text: &str) -> Weight {
    let text = text.trim();
    match text.chars().count() {
        _ if looks_empty(text) => Weight::Empty,
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

    /// Field T8.
    #[test]
    fn what_looks_empty_is_nothing_to_send() {
        for unseen in ["\u{200b}", " \u{2060}\n", "\u{3164}\u{2800}", "\u{fe0f}"] {
            assert_eq!(text(unseen), Weight::Empty, "{unseen:?}");
        }
        assert_eq!(text("\u{200f}\u{5d0}"), Weight::Fits { left: 9_998 });
    }

    #[test]
    fn files_go_without_a_text_but_not_with_one_that_is_too_long() {
        assert!(!Weight::Empty.can_go(0));
        assert!(Weight::Empty.can_go(1));
        assert!(Weight::Fits { left: 0 }.can_go(0));
        assert!(!Weight::Over { by: 1 }.can_go(1));
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
