//! A console's first frame: its view goes on where it was, or is given anew.

use beseda_protocol::ids::{Epoch, OperatorId, Seq, SiteId};
use beseda_protocol::limits::RESUME_EVENTS_MAX;
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::Code;

use super::Operator;
use crate::command::TEST_SITE;
use crate::stop::{Stop, refuse};
use crate::turn::{Output, To};
use crate::work::Work;
use crate::{events, fanout, list, token, went_back};

/// Dialogs in the first view: more, an operator does not look through.
const WAITING_MAX: u64 = 1_000;

pub(super) fn take(
    work: &mut Work<'_>,
    who: &Operator,
    had: Option<(Epoch, Seq)>,
    me: Option<OperatorId>,
) -> Result<(), Stop> {
    if me.is_some_and(|me| me != who.me.id) {
        return Err(refuse(Code::Unauthorized).into());
    }
    // What others are yet to be told comes first: from here on the line's view
    // goes on without a gap.
    fanout::flush(work)?;
    let seq = had
        .filter(|(epoch, _)| *epoch == work.known.epoch)
        .map(|(_, seq)| seq);
    match seq {
        Some(seq) if resumable(work, seq) => resume(work, who, seq)?,
        _ => {
            let went_back = went_back::console_was_told(work, seq.unwrap_or_default())?;
            reset(work, who)?;
            work.out.extend(went_back);
        }
    }
    Ok(())
}

/// Whether the log has everything after a place.
fn resumable(work: &Work<'_>, seq: Seq) -> bool {
    let missed = work.known.seq.0.checked_sub(seq.0);
    seq >= work.known.pruned && missed.is_some_and(|n| n <= RESUME_EVENTS_MAX as u64)
}

fn resume(work: &mut Work<'_>, who: &Operator, after: Seq) -> Result<(), Stop> {
    let v = beseda_protocol::VERSION;
    let seq = work.known.seq;
    work.tell_operator(who.line, &ToOperator::Resumed { v, seq });
    let missed = events::since(work.sql, work.known, after)?;
    for frame in fanout::for_operators(work, after, &missed)? {
        work.out.push(Output::Frame(To::Line(who.line), frame));
    }
    Ok(())
}

fn reset(work: &mut Work<'_>, who: &Operator) -> Result<(), Stop> {
    let waiting = list::waiting(work.sql, work.known, WAITING_MAX)?;
    let mut sites = Vec::with_capacity(work.known.sites.len());
    for number in work.known.sites.iter().map(|site| site.number) {
        sites.extend(work.site_for_owner(number)?);
    }
    let known = &work.known;
    let reset = ToOperator::Reset {
        v: beseda_protocol::VERSION,
        epoch: known.epoch.clone(),
        seq: known.seq,
        me: who.me.clone(),
        center: known.center.clone(),
        employees: known.employees.values().cloned().collect(),
        sites,
        test_key: token::site_key(work.secret, &known.center.id, &SiteId::from(TEST_SITE)),
        waiting: waiting
            .iter()
            .map(|(dialog, client)| dialog.summary(client, known))
            .collect(),
    };
    work.tell_operator(who.line, &reset);
    Ok(())
}
