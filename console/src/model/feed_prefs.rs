//! Which kinds of messages an operator wants to see (SB-09).

use std::collections::BTreeSet;

use beseda_protocol::message::Content;

use super::kept::kept_word;

/// A kind that may be hidden. What the client and operators say to each other is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hideable {
    /// What the system tells of the dialog.
    System,
    /// Notes of employees.
    Notes,
}

kept_word!(Hideable);

impl Hideable {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::System, Self::Notes];

    /// The word of the text's key.
    pub const fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Notes => "notes",
        }
    }

    /// Which of them a message is, if any.
    pub fn of(content: &Content) -> Option<Self> {
        match content {
            Content::System { .. } => Some(Self::System),
            Content::Note { .. } => Some(Self::Notes),
            Content::Visitor { .. }
            | Content::Operator { .. }
            | Content::Automatic { .. }
            | Content::Unknown => None,
        }
    }
}

/// Those that are hidden.
pub type Hidden = BTreeSet<Hideable>;

/// Whether a message is hidden.
pub fn is_hidden(hidden: &Hidden, content: &Content) -> bool {
    Hideable::of(content).is_some_and(|kind| hidden.contains(&kind))
}
