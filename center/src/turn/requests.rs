//! Requests of other programs: counted in memory, written once a turn, and answered, at once
//! or by what goes on in slices.

use std::collections::BTreeMap;

use beseda_protocol::ask::Answer;
use beseda_protocol::ids::{Ask, TokenId};
use beseda_protocol::limits::API_REQUESTS_FREE;
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::Refusal;
use beseda_protocol::token::Quota;

use super::command::Reply;
use super::current::{Turn, json};
use super::input::Ticket;
use super::output::Output;
use super::peer::LineId;
use super::refusals::Stop;
use super::spending::{Month, Spent, month};
use crate::storage::fault::Fault;
use crate::storage::tokens::{self, MonthRow};

/// What stands for a request where a question asks for the line of whoever asks.
pub(crate) const fn line(request: Ticket) -> LineId {
    LineId::of_request(request.0)
}

/// The request behind a line, if it is none of a socket.
pub(crate) fn of_line(line: LineId) -> Option<Ticket> {
    line.request().map(Ticket)
}

/// Answers what a question was asked by: a console's, or another program's.
pub(crate) fn answer_to(
    turn: &mut Turn<'_>,
    line: LineId,
    ask: Ask,
    answer: Answer,
) -> Result<(), Fault> {
    match of_line(line) {
        Some(request) => self::answer(turn, request, Ok(json(&answer))),
        None => {
            turn.tell_operator(line, &ToOperator::Answer { ask, answer });
            Ok(())
        }
    }
}

/// Answers what another program has asked.
pub(crate) fn answer(
    turn: &mut Turn<'_>,
    request: Ticket,
    outcome: Result<String, Refusal>,
) -> Result<(), Fault> {
    let quota = Some(quota(turn)?);
    let reply = Reply::Request { outcome, quota };
    turn.out.push(Output::Answer(request, Ok(reply)));
    Ok(())
}

/// A request was made.
pub(crate) fn count(turn: &mut Turn<'_>, token: TokenId) -> Result<(), Fault> {
    ready(turn)?;
    let used_at = turn.now;
    let spending = &mut turn.cache.spending;
    let spent = spending.of.entry(token).or_insert(Spent {
        requests: 0,
        used_at,
    });
    spent.requests += 1;
    spent.used_at = used_at;
    spending.unwritten.insert(token);
    Ok(())
}

/// What a token has spent; nothing: it was never used.
pub(crate) fn of(turn: &mut Turn<'_>, token: TokenId) -> Result<Option<Spent>, Fault> {
    ready(turn)?;
    Ok(turn.cache.spending.of.get(&token).copied())
}

/// What all of them have spent.
pub(crate) fn quota(turn: &mut Turn<'_>) -> Result<Quota, Fault> {
    ready(turn)?;
    let spending = &turn.cache.spending;
    let month = spending.month.clone();
    let month = month.ok_or(Fault::Corrupt("token_months"))?;
    Ok(Quota {
        month: month.name,
        ends_at: month.ends_at,
        free: API_REQUESTS_FREE,
        spent: spending.of.values().map(|spent| spent.requests).sum(),
        before: spending.before,
    })
}

/// The end of the turn. A storage that is full keeps no counts, and no request is refused for
/// that.
pub(crate) fn flush(turn: &mut Turn<'_>) -> Result<(), Stop> {
    if turn.cache.spending.unwritten.is_empty() || !turn.has_room() {
        return Ok(());
    }
    let Some(Month { name, .. }) = turn.cache.spending.month.clone() else {
        return Ok(());
    };
    for token in std::mem::take(&mut turn.cache.spending.unwritten) {
        let Some(spent) = turn.cache.spending.of.get(&token).copied() else {
            continue;
        };
        let row = MonthRow {
            token,
            month: name.clone(),
            requests: spent.requests,
            used_at: spent.used_at,
        };
        turn.put(&MonthRow::UPSERT, row)?;
    }
    Ok(())
}

/// Makes sure that what is counted is of this month, as the center's time zone has it.
fn ready(turn: &mut Turn<'_>) -> Result<(), Fault> {
    let is_this = |month: &Month| (month.begins_at..month.ends_at).contains(&turn.now);
    if turn.cache.spending.month.as_ref().is_some_and(is_this) {
        return Ok(());
    }
    let month = month(turn.now, &turn.cache.center.general.value.time_zone);
    // What was not written yet is of the month before, or in no room.
    turn.cache.spending.unwritten.clear();
    let mut of = BTreeMap::new();
    let mut before = 0;
    for token in turn.cache.tokens.keys().copied() {
        before += tokens::of_month(turn.storage, token, &month.before)?;
        if let Some(last) = tokens::last_month(turn.storage, token)? {
            let is_this = last.month == month.name;
            let spent = Spent {
                requests: if is_this { last.requests } else { 0 },
                used_at: last.used_at,
            };
            of.insert(token, spent);
        }
    }
    let spending = &mut turn.cache.spending;
    (spending.of, spending.before) = (of, before);
    spending.month = Some(month);
    Ok(())
}
