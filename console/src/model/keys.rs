//! What keys mean.

use super::kept::kept_word;

/// A key as it is pressed, with what is held down beside it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pressed<'k> {
    /// As the browser names it: `Enter`, `a`.
    pub key: &'k str,
    /// Control, or on a Mac Command.
    pub control: bool,
    /// Shift.
    pub shift: bool,
    /// Alt.
    pub alt: bool,
}

/// Which key sends what the composer holds (X11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendKey {
    /// Enter with Control (on a Mac also Command); alone it begins a line.
    ControlEnter,
    /// Enter; with Shift it begins a line.
    Enter,
}

kept_word!(SendKey);

impl SendKey {
    /// Every choice.
    pub const ALL: [Self; 2] = [Self::ControlEnter, Self::Enter];

    /// The word under which the browser keeps it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ControlEnter => "control-enter",
            Self::Enter => "enter",
        }
    }

    /// Whether this key sends.
    pub fn sends(self, pressed: Pressed<'_>) -> bool {
        let Pressed {
            key,
            control,
            shift,
            alt,
        } = pressed;
        key == "Enter" && !shift && !alt && (control || self == Self::Enter)
    }

    /// Whether this key sends, whichever was chosen, and closes the dialog then.
    pub fn sends_and_closes(pressed: Pressed<'_>) -> bool {
        let Pressed {
            key,
            control,
            shift,
            alt,
        } = pressed;
        key == "Enter" && control && shift && !alt
    }
}

/// What one key does while nothing is typed: with the dialog that the list's focus is on,
/// else with the open one; or with the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortcut {
    /// Opens the dialog below.
    Next,
    /// Opens the one above.
    Previous,
    /// Leads to the text field.
    Write,
    /// Closes the dialog.
    Close,
    /// Says that no reply is needed.
    NoReplyNeeded,
    /// Marks it read.
    MarkRead,
    /// Marks it unread.
    MarkUnread,
    /// Shows until when it can be put off.
    Snooze,
    /// Pins it, or unpins it.
    Pin,
    /// Blocks its client, or lets him in again.
    Block,
    /// Takes it for spam.
    Spam,
    /// Shows all of these.
    Keys,
}

impl Shortcut {
    /// Each of them, in the order in which they are shown.
    pub const ALL: [Self; 12] = [
        Self::Next,
        Self::Previous,
        Self::Write,
        Self::Close,
        Self::NoReplyNeeded,
        Self::MarkRead,
        Self::MarkUnread,
        Self::Snooze,
        Self::Pin,
        Self::Block,
        Self::Spam,
        Self::Keys,
    ];

    /// What a key means by its place on the keyboard (`KeyE`), which is the same in every
    /// script, and by the sign that it makes. With another key held down it is somebody else's.
    pub fn of(code: &str, pressed: Pressed<'_>) -> Option<Self> {
        if pressed.control || pressed.alt {
            return None;
        }
        let is_it = |one: &Self| match one.letter() {
            Some(letter) => !pressed.shift && code.strip_prefix("Key") == Some(letter),
            None => pressed.key == one.shown(),
        };
        Self::ALL.into_iter().find(is_it)
    }

    /// As it is shown.
    pub const fn shown(self) -> &'static str {
        match self {
            Self::Next => "J",
            Self::Previous => "K",
            Self::Write => "R",
            Self::Close => "E",
            Self::NoReplyNeeded => "N",
            Self::MarkRead => "I",
            Self::MarkUnread => "U",
            Self::Snooze => "S",
            Self::Pin => "P",
            Self::Block => "B",
            Self::Spam => "!",
            Self::Keys => "?",
        }
    }

    /// The letter on the key, if it is one.
    fn letter(self) -> Option<&'static str> {
        let shown = self.shown();
        shown.as_bytes()[0].is_ascii_alphabetic().then_some(shown)
    }

    /// The text that says what it does.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Next => "key_next",
            Self::Previous => "key_previous",
            Self::Write => "key_write",
            Self::Close => "close_dialog",
            Self::NoReplyNeeded => "no_reply_needed",
            Self::MarkRead => "mark_read",
            Self::MarkUnread => "mark_unread",
            Self::Snooze => "snooze",
            Self::Pin => "key_pin",
            Self::Block => "key_block",
            Self::Spam => "spam",
            Self::Keys => "keys",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ux C9.
    #[test]
    fn the_chosen_key_sends_and_the_other_begins_a_line() {
        let enter = Pressed {
            key: "Enter",
            ..Pressed::default()
        };
        let held = |control, shift, alt| Pressed {
            control,
            shift,
            alt,
            ..enter
        };
        let ctrl = held(true, false, false);
        for choice in SendKey::ALL {
            assert!(choice.sends(ctrl), "Ctrl+Enter sends whatever is chosen");
            assert!(!choice.sends(held(false, true, false)), "Shift+Enter");
            assert!(!choice.sends(held(false, false, true)), "Alt+Enter");
            let letter = Pressed { key: "a", ..ctrl };
            assert!(!choice.sends(letter), "Ctrl+A");
            assert!(!choice.sends(held(true, true, false)), "it closes, too");
        }
        assert!(SendKey::sends_and_closes(held(true, true, false)));
        assert!(!SendKey::sends_and_closes(ctrl));
        assert!(!SendKey::ControlEnter.sends(enter));
        assert!(SendKey::Enter.sends(enter));
    }

    #[test]
    fn a_letter_is_known_by_its_place_in_every_script_and_a_sign_by_itself() {
        let key = |key| Pressed {
            key,
            ..Pressed::default()
        };
        assert_eq!(Shortcut::of("KeyE", key("e")), Some(Shortcut::Close));
        assert_eq!(Shortcut::of("KeyE", key("у")), Some(Shortcut::Close));
        let shifted = |key| Pressed {
            key,
            shift: true,
            ..Pressed::default()
        };
        assert_eq!(Shortcut::of("Digit7", shifted("?")), Some(Shortcut::Keys));
        assert_eq!(Shortcut::of("Slash", shifted("?")), Some(Shortcut::Keys));
        assert_eq!(Shortcut::of("Digit1", shifted("!")), Some(Shortcut::Spam));
        assert_eq!(Shortcut::of("KeyE", shifted("E")), None);
        assert_eq!(Shortcut::of("KeyQ", key("q")), None);
    }

    /// Ctrl+E is the browser's, Alt+N has a meaning of its own while somebody types.
    #[test]
    fn with_another_key_held_down_it_is_somebody_elses() {
        for shortcut in Shortcut::ALL {
            let code = format!("Key{}", shortcut.shown());
            for (control, alt) in [(true, false), (false, true)] {
                let pressed = Pressed {
                    key: shortcut.shown(),
                    control,
                    shift: false,
                    alt,
                };
                assert_eq!(Shortcut::of(&code, pressed), None, "{shortcut:?}");
            }
        }
    }
}
