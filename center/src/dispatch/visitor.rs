//! What widgets say: which file carries it out.

mod hello;

use beseda_protocol::ids::{Ask, Cid};
use beseda_protocol::refusal::Refusal;
use beseda_protocol::visitor::{FromVisitor, ToVisitor};

use crate::clients::presence;
use crate::dialogs::{history, marks, say};
use crate::storage::fault::Fault;
use crate::turn::LineId;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Visitor;

/// Takes one frame of a widget.
pub(crate) fn dispatch(turn: &mut Turn<'_>, who: &Visitor, said: FromVisitor) -> Result<(), Fault> {
    let (cid, ask) = names(&said);
    match answer(turn, who, said) {
        Ok(()) => Ok(()),
        Err(Stop::Fault(fault)) => Err(fault),
        Err(Stop::Refused(refusal)) => {
            turn.forget_unsaved();
            refused(turn, who.line, cid, ask, refusal);
            Ok(())
        }
    }
}

/// Says no.
pub(crate) fn refused(
    turn: &mut Turn<'_>,
    line: LineId,
    cid: Option<Cid>,
    ask: Option<Ask>,
    refusal: Refusal,
) {
    turn.tell_visitor(line, &ToVisitor::Refused { cid, ask, refusal });
}

fn answer(turn: &mut Turn<'_>, who: &Visitor, said: FromVisitor) -> Result<(), Stop> {
    match said {
        FromVisitor::Hello {
            v: _,
            epoch,
            seq,
            locale,
            page,
        } => hello::greet(turn, who, epoch.zip(seq), locale, page),
        FromVisitor::Say { cid, body, quote } => say::say(turn, who, cid, body, quote),
        FromVisitor::Read { upto } => marks::read(turn, who, upto),
        FromVisitor::Got { seq } => marks::got(turn, who, seq),
        FromVisitor::Typing { on } => presence::typing(turn, who, on),
        FromVisitor::Page { page } => presence::page(turn, who, page),
        FromVisitor::History { ask, before } => history::page(turn, who, ask, before),
        // Of a newer widget: ignored, never fatal (C15).
        FromVisitor::Unknown => Ok(()),
    }
}

fn names(said: &FromVisitor) -> (Option<Cid>, Option<Ask>) {
    match said {
        FromVisitor::Say { cid, .. } => (Some(cid.clone()), None),
        FromVisitor::History { ask, .. } => (None, Some(*ask)),
        _ => (None, None),
    }
}
