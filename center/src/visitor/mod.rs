//! What widgets say, one file for each thing.

mod hello;
mod history;
mod marks;
mod presence;
mod say;

use beseda_protocol::ids::{Ask, Cid, ClientId, SiteId};
use beseda_protocol::refusal::Refusal;
use beseda_protocol::visitor::{FromVisitor, ToVisitor};

use crate::fault::Fault;
use crate::stop::Stop;
use crate::turn::LineId;
use crate::work::Work;

pub(crate) use presence::closed;

/// Who speaks.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    pub(crate) line: LineId,
    pub(crate) client: ClientId,
    pub(crate) site: SiteId,
}

/// Takes one frame of a widget.
pub(crate) fn take(work: &mut Work<'_>, who: &Visitor, said: FromVisitor) -> Result<(), Fault> {
    let (cid, ask) = names(&said);
    match answer(work, who, said) {
        Ok(()) => Ok(()),
        Err(Stop::Fault(fault)) => Err(fault),
        Err(Stop::Refused(refusal)) => {
            work.forget_unsaved();
            refused(work, who.line, cid, ask, refusal);
            Ok(())
        }
    }
}

/// Says no.
pub(crate) fn refused(
    work: &mut Work<'_>,
    line: LineId,
    cid: Option<Cid>,
    ask: Option<Ask>,
    refusal: Refusal,
) {
    work.tell_visitor(line, &ToVisitor::Refused { cid, ask, refusal });
}

fn answer(work: &mut Work<'_>, who: &Visitor, said: FromVisitor) -> Result<(), Stop> {
    match said {
        FromVisitor::Hello {
            v: _,
            epoch,
            seq,
            locale,
            page,
        } => hello::take(work, who, epoch.zip(seq), locale, page),
        FromVisitor::Say { cid, body, quote } => say::take(work, who, cid, body, quote),
        FromVisitor::Read { upto } => marks::read(work, who, upto),
        FromVisitor::Got { seq } => marks::got(work, who, seq),
        FromVisitor::Typing { on } => presence::typing(work, who, on),
        FromVisitor::Page { page } => presence::page(work, who, page),
        FromVisitor::History { ask, before } => history::take(work, who, ask, before),
        // Of a newer widget: ignored, never fatal (C15).
        FromVisitor::Unknown => Ok(()),
    }
}

fn names(said: &FromVisitor) -> (Option<Cid>, Option<Ask>) {
    match said {
        FromVisitor::Say { cid, .. } => (Some(cid.clone()), None),
        FromVisitor::History { ask, .. } => (None, Some(*ask)),
        FromVisitor::Hello { .. }
        | FromVisitor::Read { .. }
        | FromVisitor::Got { .. }
        | FromVisitor::Typing { .. }
        | FromVisitor::Page { .. }
        | FromVisitor::Unknown => (None, None),
    }
}
