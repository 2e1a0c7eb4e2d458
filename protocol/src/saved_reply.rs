//! Replies that were written down to be used again (KC-24): private ones, those of channels,
//! and those that are shared with everybody.

use crate::ids::{ChannelId, OperatorId, SavedReplyId};
use crate::limits::SHORTCUT_CHARS_MAX;
use crate::message::File;
use crate::team::Employee;
use crate::wire;

wire! {
    /// A text that operators put into the reply that they write. It is never sent by itself.
    pub struct SavedReply {
        /// Which.
        pub id: SavedReplyId,
        /// Who has saved it.
        pub owner: OperatorId,
        /// What it is called.
        pub name: String,
        /// What is typed behind a slash to find it. Of those that somebody sees when he
        /// gives it, no other one has it, whatever its case.
        pub shortcut: Option<String>,
        /// In which folder it lies; empty: in none.
        pub folder: String,
        /// What is put into the reply; variables stand in it as `{{client.name}}`, and
        /// with what is said for want of a value as `{{client.name|there}}`.
        pub text: String,
        /// What is put beside the reply, each to be a message of its own.
        pub files: Vec<File>,
        /// Who may use it.
        pub scope: ReplyScope,
        /// How often it was part of a reply, as of when this was told.
        pub n_used: u64,
        /// How often it was saved.
        pub version: u32,
    }
}

wire! {
    /// Who may use a saved reply.
    pub kinds ReplyScope {
        /// Its owner alone.
        "private" => Private {},
        /// Everybody.
        "shared" => Shared {},
        /// Its owner, and who sees one of these channels.
        "channels" => Channels {
            /// In the order of their ids; at least one.
            any_of: Vec<ChannelId>,
        },
    }
}

impl ReplyScope {
    /// Whether it is for its owner alone.
    pub fn is_private(&self) -> bool {
        matches!(self, Self::Private {})
    }
}

impl SavedReply {
    /// Whether an employee may use it. For who may not, there is none.
    pub fn is_seen_by(&self, employee: &Employee) -> bool {
        self.owner == employee.id
            || match &self.scope {
                ReplyScope::Private {} | ReplyScope::Unknown => false,
                ReplyScope::Shared {} => true,
                ReplyScope::Channels { any_of } => {
                    any_of.iter().any(|id| employee.sees_channel(*id))
                }
            }
    }

    /// Whether he may change it, delete it and put it back: its owner may, and of what is
    /// not private also whoever may make such and sees it.
    pub fn is_changed_by(&self, employee: &Employee) -> bool {
        let is_his_to_see_to = employee.role.supervises() && self.is_seen_by(employee);
        self.owner == employee.id || !self.scope.is_private() && is_his_to_see_to
    }
}

/// Whether a shortcut may have this letter.
pub fn is_shortcut_letter(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '-' | '_')
}

/// Whether a text can be a shortcut: letters, digits, `-` and `_`.
pub fn is_shortcut(text: &str) -> bool {
    (1..=SHORTCUT_CHARS_MAX).contains(&text.chars().count()) && text.chars().all(is_shortcut_letter)
}
