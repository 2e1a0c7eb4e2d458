//! A colleague's answer that came while another one is written here: it is told before that
//! one is sent.

use beseda_protocol::ids::{DialogId, OperatorId};
use beseda_protocol::message::{Body, Content, Message};

use super::Model;

/// What somebody else has answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Meanwhile {
    /// Who.
    pub by: OperatorId,
    /// What: a text, or the name of a file.
    pub text: String,
    /// Whether it was asked already if the own one is to be sent all the same.
    pub is_asked: bool,
}

impl Model {
    /// What somebody else has answered in a dialog while a reply is written here.
    pub fn meanwhile(&self, dialog: DialogId) -> Option<&Meanwhile> {
        let meanwhile = self.meanwhile.get(&dialog)?;
        self.is_replying(dialog).then_some(meanwhile)
    }

    /// Whether "Send" has to ask first. It asks once.
    pub fn asks_before_sending(&mut self, dialog: DialogId) -> bool {
        if self.meanwhile(dialog).is_none_or(|one| one.is_asked) {
            return false;
        }
        if let Some(meanwhile) = self.meanwhile.get_mut(&dialog) {
            meanwhile.is_asked = true;
        }
        true
    }

    /// It was read, or is no matter any more.
    pub fn forget_meanwhile(&mut self, dialog: DialogId) {
        if self.meanwhile.contains_key(&dialog) {
            self.meanwhile.remove(&dialog);
        }
    }

    /// A message has come into a dialog.
    pub(super) fn answered_meanwhile(&mut self, message: &Message) {
        let Content::Operator { by, body } = &message.content else {
            return;
        };
        if self.me() == Some(*by) || !self.is_replying(message.dialog) {
            return;
        }
        let text = match body {
            Body::Text { text } => text.clone(),
            Body::File { file } => file.name.clone(),
            Body::Unknown => String::new(),
        };
        let meanwhile = Meanwhile {
            by: *by,
            text,
            is_asked: false,
        };
        self.meanwhile.insert(message.dialog, meanwhile);
    }

    /// These are a dialog's newest messages: one may be newer than what was written here
    /// before.
    pub(super) fn answered_since_draft(&mut self, dialog: DialogId, messages: &[Message]) {
        let Some(kept_at) = self.drafts.kept_at(dialog) else {
            return;
        };
        let is_own = |message: &Message| match message.content {
            Content::Operator { by, .. } => self.me() == Some(by),
            _ => true,
        };
        let is_newer = |message: &&Message| message.at > kept_at && !is_own(message);
        let newest = messages.iter().rev().find(is_newer).cloned();
        if let Some(message) = newest {
            self.answered_meanwhile(&message);
        }
    }

    fn is_replying(&self, dialog: DialogId) -> bool {
        self.drafts.shown(dialog).is_some() && !self.drafts.is_note(dialog)
    }
}
