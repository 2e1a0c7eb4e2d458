//! What keys mean.

use serde::{Deserialize, Serialize};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SendKey {
    /// Enter with Control (on a Mac also Command); alone it begins a line.
    ControlEnter,
    /// Enter; with Shift it begins a line.
    Enter,
}

impl SendKey {
    /// Every choice.
    pub const ALL: [Self; 2] = [Self::ControlEnter, Self::Enter];

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
        }
        assert!(!SendKey::ControlEnter.sends(enter));
        assert!(SendKey::Enter.sends(enter));
    }
}
