//! A widget's first frame: its view goes on where it was, or is given anew.

use beseda_protocol::dialog::Page;
use beseda_protocol::ids::{Epoch, MessageId, Seq};
use beseda_protocol::limits::RESUME_EVENTS_MAX;
use beseda_protocol::visitor::ToVisitor;

use crate::clients::{presence, visits};
use crate::dispatch::storage_regression;
use crate::storage::clients::Client;
use crate::storage::events::{self, Event};
use crate::storage::fault::Fault;
use crate::storage::messages::{self, NEWEST};
use crate::storage::visits::{self as rows, Visit};
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Visitor;
use crate::turn::{Output, To, fanout, pages};

/// Languages are short tags (BCP 47); more is not kept.
const LOCALE_CHARS_MAX: usize = 35;

pub(super) fn take(
    turn: &mut Turn<'_>,
    who: &Visitor,
    had: Option<(Epoch, Seq)>,
    locale: String,
    page: Option<Page>,
) -> Result<(), Stop> {
    // What others are yet to be told comes first: from here on the line's view
    // goes on without a gap.
    fanout::flush(turn)?;
    let mut client = turn.client(&who.client)?.cloned();
    let kept = match client {
        Some(_) => None,
        None => rows::load(turn.storage, &who.client)?,
    };
    let mut view = match (&client, &kept) {
        (Some(client), _) => client.view,
        (None, kept) => kept.as_ref().map_or(0, |kept| kept.view),
    };
    let name = epoch(&turn.cache.epoch, view);
    let had = had.filter(|(had, _)| *had == name).map(|(_, seq)| seq);
    let missed = had.map_or(Ok(Missed::All), |seq| missed(turn, who, seq))?;
    match (had, missed) {
        (Some(seq), Missed::These(events)) => resume(turn, who, seq, &events),
        (told, missed) => {
            if let (Some(told), Missed::Lost) = (told, missed)
                && storage_regression::widget_was_told(turn, &who.client, told)
            {
                view += 1;
                if let Some(client) = &mut client {
                    client.view = view;
                    turn.change_client(client.clone())?;
                }
            }
            reset(turn, who, client.as_ref(), view)?;
        }
    }
    let visit = Visit {
        client: who.client.clone(),
        locale: locale.chars().take(LOCALE_CHARS_MAX).collect(),
        page: page.map(presence::tidy),
        view,
    };
    match client {
        Some(client) => note(turn, client, visit),
        None if turn.has_room() && kept.as_ref() != Some(&visit) => visits::keep(turn, visit),
        None => Ok(()),
    }
}

/// The name of a visitor's view. It begins before his row does, so it follows
/// from the center's: a restored center makes every view anew.
fn epoch(center: &Epoch, view: u64) -> Epoch {
    Epoch(format!("{center}.{view}"))
}

/// What a widget lacks.
enum Missed {
    /// What the view has after its place.
    These(Vec<Event>),
    /// More than is worth telling, or than the log still has.
    All,
    /// Its place is none of this view: the storage has lost something (or it lies).
    Lost,
}

fn missed(turn: &Turn<'_>, who: &Visitor, after: Seq) -> Result<Missed, Fault> {
    let (storage, cache) = (turn.storage, &turn.cache);
    if after < cache.pruned {
        return Ok(Missed::All);
    }
    // Of a view that has nothing since, it is where the log begins (see `reset`).
    if after > cache.pruned && !events::is_of_client(storage, &who.client, after)? {
        return Ok(Missed::Lost);
    }
    let limit = RESUME_EVENTS_MAX as u64 + 1;
    let missed = events::of_client(storage, &who.client, after, limit)?;
    Ok(match missed.len() <= RESUME_EVENTS_MAX {
        true => Missed::These(missed),
        false => Missed::All,
    })
}

fn resume(turn: &mut Turn<'_>, who: &Visitor, after: Seq, missed: &[Event]) {
    let resumed = ToVisitor::Resumed {
        v: beseda_protocol::VERSION,
        seq: missed.last().map_or(after, |event| event.seq),
        delivered_upto: received(turn),
    };
    turn.tell_visitor(who.line, &resumed);
    for frame in fanout::for_client(turn.cache, after, missed.iter()) {
        turn.out.push(Output::Frame(To::Line(who.line), frame));
    }
}

fn reset(
    turn: &mut Turn<'_>,
    who: &Visitor,
    client: Option<&Client>,
    view: u64,
) -> Result<(), Stop> {
    let read_upto = client.map_or(MessageId(0), |client| client.read_upto);
    let last = events::last_of_client(turn.storage, &who.client, Seq(NEWEST.0))?;
    let shown = pages::of_client(turn, &who.client, NEWEST)?;
    let reset = ToVisitor::Reset {
        v: beseda_protocol::VERSION,
        epoch: epoch(&turn.cache.epoch, view),
        seq: last.max(turn.cache.pruned),
        messages: shown.messages,
        more: shown.more,
        delivered_upto: received(turn),
        opened_upto: messages::opened_upto(turn.storage, &who.client)?,
        read_upto,
        unread_count: messages::unread_by_client(turn.storage, &who.client, read_upto)?,
    };
    turn.tell_visitor(who.line, &reset);
    Ok(())
}

/// Up to where a console has the messages: their ids are places in the log.
fn received(turn: &Turn<'_>) -> MessageId {
    MessageId(turn.cache.received.0)
}

/// Keeps what the widget told of itself, and shows it to operators.
fn note(turn: &mut Turn<'_>, client: Client, visit: Visit) -> Result<(), Stop> {
    if !turn.has_room() {
        return Ok(());
    }
    let Visit { locale, page, .. } = visit;
    let page = page.or_else(|| client.page.clone());
    let noted = Client {
        locale,
        page,
        ..client.clone()
    };
    presence::visiting(turn, &noted, true)?;
    match noted == client {
        true => Ok(()),
        false => turn.change_client(noted),
    }
}
