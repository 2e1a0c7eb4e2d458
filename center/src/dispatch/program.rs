//! Carries out what other programs ask by their tokens: questions as a console's, by the same
//! rights. Each request is counted; none is refused for how many there were (X18).

use beseda_protocol::api::{CenterView, EventPage};
use beseda_protocol::ask::Question;
use beseda_protocol::ask::clients::ClientQuestion;
use beseda_protocol::ids::{Ask, Epoch, Seq, TokenId};
use beseda_protocol::limits::API_EVENTS_MAX;
use beseda_protocol::operator::OperatorEvent;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::token::Scope;

use super::operator;
use crate::dialogs::reply;
use crate::storage::events;
use crate::storage::fault::Fault;
use crate::storage::tokens::TokenRow;
use crate::turn::cid;
use crate::turn::command::{Reply, Request};
use crate::turn::current::{Turn, json};
use crate::turn::news::{News, ONE_BY_ONE};
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;
use crate::turn::{Output, Ticket, asker, job_list, requests};

/// The only name of a question that its asker gives none: he waits for one answer.
const ASK: Ask = Ask(0);

/// Takes a request. It is answered, now or in a later turn.
pub(crate) fn dispatch(
    turn: &mut Turn<'_>,
    ticket: Ticket,
    hash: &str,
    asked: Request,
) -> Result<(), Fault> {
    let (id, me) = match asker::program(turn, hash) {
        Ok(program) => program,
        Err(refusal) => {
            let (outcome, quota) = (Err(refusal), None);
            let reply = Reply::Request { outcome, quota };
            turn.out.push(Output::Answer(ticket, Ok(reply)));
            return Ok(());
        }
    };
    let token = turn.cache.tokens[&id].clone();
    requests::count(turn, token.id)?;
    let who = Operator {
        line: requests::line(ticket),
        me,
        token: Some(token.id),
    };
    match carry_out(turn, &who, &token, asked) {
        Ok(Some(told)) => requests::answer(turn, ticket, Ok(told)),
        Ok(None) => Ok(()),
        Err(Stop::Refused(refusal)) => {
            turn.forget_unsaved();
            requests::answer(turn, ticket, Err(refusal))
        }
        Err(Stop::Fault(fault)) => Err(fault),
    }
}

/// The answer, if it is not given already, or later.
fn carry_out(
    turn: &mut Turn<'_>,
    who: &Operator,
    token: &TokenRow,
    asked: Request,
) -> Result<Option<String>, Stop> {
    match asked {
        Request::Ask(asked) => {
            asker::check(token, &asked)?;
            operator::ask_now(turn, who, ASK, named(token.id, asked)?)?;
            Ok(None)
        }
        Request::Reply {
            cid,
            dialog,
            body,
            quote,
        } => {
            asker::check_scope(token, Scope::Write)?;
            let cid = cid::of_token(token.id, &cid)?;
            reply::reply(turn, who, cid, dialog, body, quote)?;
            Ok(None)
        }
        Request::Note { cid, dialog, text } => {
            asker::check_scope(token, Scope::Write)?;
            let cid = cid::of_token(token.id, &cid)?;
            reply::note(turn, who, cid, dialog, text)?;
            Ok(None)
        }
        Request::View => {
            asker::check_scope(token, Scope::Read)?;
            Ok(Some(view(turn, who, token)?))
        }
        Request::Events { after, epoch } => {
            asker::check_scope(token, Scope::Read)?;
            Ok(Some(events(turn, who, token, after, epoch)?))
        }
    }
}

/// A question whose cid, if it has one, is the token's own.
fn named(token: TokenId, mut asked: Question) -> Result<Question, Refusal> {
    if let Question::Clients(ClientQuestion::WriteFirst(asked)) = &mut asked {
        asked.cid = cid::of_token(token, &asked.cid)?;
    }
    Ok(asked)
}

fn view(turn: &Turn<'_>, who: &Operator, token: &TokenRow) -> Result<String, Fault> {
    let cache = &turn.cache;
    let mut sites = Vec::new();
    for site in &cache.sites {
        if who.me.sees_channel(site.row.channel) {
            sites.extend(turn.site_for_owner(site.row.number)?);
        }
    }
    let channels = cache.channels.values();
    let view = CenterView {
        epoch: asker::epoch(turn, token),
        seq: cache.seq,
        center: cache.center.clone(),
        employees: cache.employees.0.values().cloned().collect(),
        marks: cache.marks.values().cloned().collect(),
        channels: channels
            .filter(|channel| who.me.sees_channel(channel.id))
            .cloned()
            .collect(),
        sites,
        jobs: match token.may(Scope::Manage) {
            true => job_list::seen_by(turn, &who.me),
            false => Vec::new(),
        },
    };
    Ok(json(&view))
}

fn events(
    turn: &mut Turn<'_>,
    who: &Operator,
    token: &TokenRow,
    after: Seq,
    known: Option<Epoch>,
) -> Result<String, Stop> {
    let epoch = asker::epoch(turn, token);
    let is_gone = after < turn.cache.pruned || after > turn.cache.seq;
    if is_gone || known.is_some_and(|known| known != epoch) {
        return Err(Refusal::new(
            Code::Stale,
            "The log does not go on from there. Read the center anew, and go on from its place.",
        )
        .into());
    }
    let next = events::next(turn.storage, after, API_EVENTS_MAX as u64)?;
    let news = News::render(turn, &next, ONE_BY_ONE)?;
    // What would be too long for one frame is in the next, and in the next answer.
    let (frames, _) = news.frames(turn.cache, after, Some(&who.me));
    let first = frames.into_iter().next();
    let (seq, events) = match first {
        Some(frame) => (frame.upto.unwrap_or(after), of_frame(&frame.text)?),
        None => (after, Vec::new()),
    };
    Ok(json(&EventPage {
        epoch,
        after,
        seq,
        events,
        more: seq < turn.cache.seq,
    }))
}

fn of_frame(text: &str) -> Result<Vec<OperatorEvent>, Fault> {
    use beseda_protocol::operator::ToOperator;
    match serde_json::from_str(text) {
        Ok(ToOperator::Events { events, .. }) => Ok(events),
        _ => Err(Fault::Corrupt("events")),
    }
}
