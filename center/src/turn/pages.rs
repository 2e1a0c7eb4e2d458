//! Messages as they are shown: in pages that fit a frame, and to a visitor without
//! notes and system messages.

use beseda_protocol::ids::{DialogId, IdentityId, MessageId, OperatorId};
use beseda_protocol::json::Wire;
use beseda_protocol::limits::{HISTORY_PAGE, PAGE_BYTES_MAX};
use beseda_protocol::message::{Body, Content, Message, Person, VisitorContent, VisitorMessage};

use super::cache::Cache;
use super::current::Turn;
use crate::storage::fault::Fault;
use crate::storage::messages;

/// Who has written what the center answers by itself: for the visitor, the company.
const NOBODY: OperatorId = OperatorId(0);

/// Some messages, oldest first, and whether older ones exist.
pub(crate) struct Page<M> {
    pub(crate) messages: Vec<M>,
    pub(crate) more: bool,
}

impl<M: Wire> Page<M> {
    /// As many as fit, oldest first.
    fn of(newest_first: Vec<M>) -> Self {
        let n_found = newest_first.len();
        let mut room = PAGE_BYTES_MAX;
        let mut messages = Vec::new();
        for message in newest_first.into_iter().take(HISTORY_PAGE) {
            let size = beseda_protocol::json::to_text(&message).len();
            if size > room {
                break;
            }
            room -= size;
            messages.push(message);
        }
        let more = messages.len() < n_found;
        messages.reverse();
        Self { messages, more }
    }
}

/// A page of a dialog.
pub(crate) fn of_dialog(
    turn: &Turn<'_>,
    dialog: DialogId,
    before: MessageId,
) -> Result<Page<Message>, Fault> {
    messages::page(turn.storage, dialog, before).map(Page::of)
}

/// A page of all that a client sees, through all his dialogs.
pub(crate) fn of_identity(
    turn: &Turn<'_>,
    identity: &IdentityId,
    before: MessageId,
) -> Result<Page<VisitorMessage>, Fault> {
    let found = messages::identity_page(turn.storage, identity, before)?;
    let seen = found
        .iter()
        .filter_map(|message| for_visitor(message, turn.cache));
    Ok(Page::of(seen.collect()))
}

/// The message on the visitor's wire; notes and system messages are not.
pub(crate) fn for_visitor(message: &Message, cache: &Cache) -> Option<VisitorMessage> {
    let (cid, content) = match &message.content {
        Content::Visitor { body } => {
            let body = body.clone();
            (message.cid.clone(), VisitorContent::You { body })
        }
        Content::Operator { by, body } => {
            let (by, body) = (cache.employees.person(*by), body.clone());
            (None, VisitorContent::Operator { by, body })
        }
        Content::Automatic { text, .. } => {
            let by = Person {
                id: NOBODY,
                name: cache.center.general.value.name.clone(),
            };
            let body = Body::Text { text: text.clone() };
            (None, VisitorContent::Operator { by, body })
        }
        Content::Note { .. } | Content::System { .. } | Content::Unknown => return None,
    };
    Some(VisitorMessage {
        id: message.id,
        cid,
        at: message.at,
        quote: message.quote,
        revised_at: message.revised_at,
        content,
    })
}
