//! Older messages of the visitor's one conversation.

use beseda_protocol::ids::{Ask, MessageId};
use beseda_protocol::visitor::ToVisitor;

use crate::turn::current::Turn;
use crate::turn::pages;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Visitor;

pub(crate) fn page(
    turn: &mut Turn<'_>,
    who: &Visitor,
    ask: Ask,
    before: MessageId,
) -> Result<(), Stop> {
    let shown = pages::of_identity(turn, &who.identity, before)?;
    let answer = ToVisitor::History {
        ask,
        messages: shown.messages,
        more: shown.more,
    };
    turn.tell_visitor(who.line, &answer);
    Ok(())
}
