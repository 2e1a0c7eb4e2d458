//! A console's first frame: its view goes on where it was, or is given anew. So it is
//! when what its employee may see has changed.

use beseda_protocol::ids::{Epoch, OperatorId, Seq, SiteId};
use beseda_protocol::limits::RESUME_EVENTS_MAX;
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::Code;
use beseda_protocol::site::TEST_SITE;
use beseda_protocol::team::Employee;

use crate::dispatch::storage_regression;
use crate::storage::dialogs::Responsible;
use crate::storage::employees::Employees;
use crate::storage::events;
use crate::storage::fault::Fault;
use crate::storage::kept_drafts;
use crate::storage::pins;
use crate::storage::saved_filters;
use crate::team::presence;
use crate::token;
use crate::turn::current::Turn;
use crate::turn::fanout;
use crate::turn::job_list;
use crate::turn::mentioned;
use crate::turn::news::{News, ONE_BY_ONE};
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Operator;
use crate::turn::{Output, To};

pub(super) fn greet(
    turn: &mut Turn<'_>,
    who: &Operator,
    had: Option<(Epoch, Seq)>,
    me: Option<OperatorId>,
) -> Result<(), Stop> {
    if me.is_some_and(|me| me != who.me.id) {
        return Err(refuse(Code::Unauthorized).into());
    }
    presence::came(turn, who.me.id)?;
    // What others are yet to be told comes first: from here on the line's view
    // goes on without a gap.
    fanout::flush(turn)?;
    let name = epoch(turn, &who.me)?;
    let seq = had.filter(|(epoch, _)| *epoch == name).map(|(_, seq)| seq);
    match seq {
        Some(seq) if resumable(turn, seq) => resume(turn, who, seq)?,
        _ => {
            let regression = storage_regression::console_was_told(turn, seq.unwrap_or_default())?;
            let reset = view(turn, &who.me)?;
            turn.tell_operator(who.line, &reset);
            turn.out.extend(regression);
        }
    }
    job_list::greet(turn, who);
    Ok(())
}

/// Gives those whose rights have changed in this turn their view anew, on every console
/// that has one.
pub(super) fn renew(turn: &mut Turn<'_>) -> Result<(), Stop> {
    if turn.renewed.is_empty() {
        return Ok(());
    }
    // As before a greeting. They themselves are not told: see `rights::audiences`.
    fanout::flush(turn)?;
    let renewed = std::mem::take(&mut turn.renewed);
    let online = turn.lines.operators_online();
    for id in renewed.into_iter().filter(|id| online.contains(id)) {
        let me = turn.cache.employees.0.get(&id).cloned();
        let reset = view(turn, &me.ok_or(Fault::Corrupt("employees"))?)?;
        turn.send(To::People(vec![id]), &reset);
    }
    Ok(())
}

/// The name of an operator's view: another one, when the center's or his rights change.
fn epoch(turn: &Turn<'_>, me: &Employee) -> Result<Epoch, Fault> {
    let view = Employees::view(turn.storage, me.id)?;
    Ok(Epoch(format!("{}.o{view}", turn.cache.epoch)))
}

/// Whether the log has everything after a place.
fn resumable(turn: &Turn<'_>, seq: Seq) -> bool {
    let missed = turn.cache.seq.0.checked_sub(seq.0);
    seq >= turn.cache.pruned && missed.is_some_and(|n| n <= RESUME_EVENTS_MAX as u64)
}

fn resume(turn: &mut Turn<'_>, who: &Operator, after: Seq) -> Result<(), Stop> {
    let v = beseda_protocol::VERSION;
    let seq = turn.cache.seq;
    let resumed = ToOperator::Resumed {
        v,
        seq,
        pins: pins::of(turn.storage, who.me.id)?,
        saved_filters: saved_filters::seen_by(turn.storage, who.me.id)?,
        drafts: kept_drafts::of(turn.storage, who.me.id)?,
        mentioned: mentioned::of(turn, &who.me)?,
    };
    turn.tell_operator(who.line, &resumed);
    let missed = events::since(turn.storage, after)?;
    // Meanwhile anybody's may have changed.
    let news = News::render(turn, &missed, ONE_BY_ONE)?;
    let news = news.with_counts_of(everybody(turn).collect());
    let (frames, _) = news.frames(turn.cache, after, Some(&who.me));
    for frame in frames {
        turn.out.push(Output::Frame(To::Line(who.line), frame));
    }
    Ok(())
}

/// The whole view of somebody, as it is now.
fn view(turn: &Turn<'_>, me: &Employee) -> Result<ToOperator, Fault> {
    let mut sites = Vec::with_capacity(turn.cache.sites.len());
    for number in turn.cache.sites.iter().map(|site| site.row.number) {
        sites.extend(turn.site_for_owner(number)?);
    }
    let cache = &turn.cache;
    Ok(ToOperator::Reset {
        v: beseda_protocol::VERSION,
        epoch: epoch(turn, me)?,
        seq: cache.seq,
        me: me.clone(),
        center: cache.center.clone(),
        employees: cache.employees.0.values().cloned().collect(),
        marks: cache.marks.values().cloned().collect(),
        channels: cache.channels.values().cloned().collect(),
        sites,
        test_key: token::site_key(turn.secret, &cache.center.id, &SiteId::from(TEST_SITE)),
        counts: cache.cube.counts(everybody(turn), Some(me)),
        pins: pins::of(turn.storage, me.id)?,
        saved_filters: saved_filters::seen_by(turn.storage, me.id)?,
        drafts: kept_drafts::of(turn.storage, me.id)?,
        mentioned: mentioned::of(turn, me)?,
    })
}

/// Everybody who may be responsible for a dialog; and nobody.
fn everybody(turn: &Turn<'_>) -> impl Iterator<Item = Responsible> {
    let employees = turn.cache.employees.0.keys();
    employees
        .map(|id| Responsible(Some(*id)))
        .chain([Responsible(None)])
}
