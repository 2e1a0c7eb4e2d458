//! Older messages of the visitor's one conversation.

use beseda_protocol::ids::{Ask, MessageId};
use beseda_protocol::visitor::ToVisitor;

use super::Visitor;
use crate::messages;
use crate::stop::Stop;
use crate::work::Work;

pub(super) fn take(
    work: &mut Work<'_>,
    who: &Visitor,
    ask: Ask,
    before: MessageId,
) -> Result<(), Stop> {
    let shown = messages::visitor_page(work.sql, work.known, &who.client, before)?;
    let answer = ToVisitor::History {
        ask,
        messages: shown.messages,
        more: shown.more,
    };
    work.tell_visitor(who.line, &answer);
    Ok(())
}
