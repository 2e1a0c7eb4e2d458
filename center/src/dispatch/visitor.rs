//! What widgets say: which file carries it out.

mod hello;

use beseda_protocol::visitor::FromVisitor;

use crate::clients::{presence, tracks};
use crate::dialogs::say::Named;
use crate::dialogs::{history, receipts, say};
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Visitor;

/// Takes one frame of a widget.
pub(crate) fn dispatch(turn: &mut Turn<'_>, who: &Visitor, said: FromVisitor) -> Result<(), Stop> {
    match said {
        FromVisitor::Hello {
            v: _,
            epoch,
            seq,
            locale,
            page,
        } => hello::greet(turn, who, epoch.zip(seq), locale, page),
        FromVisitor::Say { cid, body, quote } => {
            let said = Named::plain(cid);
            say::say(turn, who, said, body, quote)
        }
        FromVisitor::Open {
            cid,
            body,
            trigger,
            reach,
            consent,
            answers,
        } => {
            let said = Named {
                trigger,
                reach,
                consent,
                answers,
                ..Named::plain(cid)
            };
            say::say(turn, who, said, body, None)
        }
        FromVisitor::Read { upto } => receipts::read(turn, who, upto),
        FromVisitor::Got { seq } => receipts::got(turn, who, seq),
        FromVisitor::Typing { on } => presence::typing(turn, who, on),
        FromVisitor::Page { page } => presence::page(turn, who, page),
        FromVisitor::Came { referrer, landing } => tracks::come(turn, who, &referrer, &landing),
        FromVisitor::History { ask, before } => history::page(turn, who, ask, before),
        // Of a newer widget: ignored, never fatal (C15).
        FromVisitor::Unknown => Ok(()),
    }
}
