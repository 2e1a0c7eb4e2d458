//! A widget's first frame: its view goes on where it was, or is given anew.

use beseda_protocol::dialog::Page;
use beseda_protocol::ids::{Epoch, MessageId, Seq};
use beseda_protocol::limits::RESUME_EVENTS_MAX;
use beseda_protocol::visitor::ToVisitor;

use crate::clients::{blocked, presence, tracks, visits};
use crate::dialogs::standing;
use crate::dispatch::storage_regression;
use crate::storage::events::{self, Event};
use crate::storage::fault::Fault;
use crate::storage::identities::Identity;
use crate::storage::messages::{self, NEWEST};
use crate::storage::visits::{self as rows, Visit};
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Visitor;
use crate::turn::{Output, To, fanout, pages, views};

/// Languages are short tags (BCP 47); more is not kept.
const LOCALE_CHARS_MAX: usize = 35;

pub(super) fn greet(
    turn: &mut Turn<'_>,
    who: &Visitor,
    had: Option<(Epoch, Seq)>,
    locale: String,
    page: Option<Page>,
) -> Result<(), Stop> {
    // What others are yet to be told comes first: from here on the line's view
    // goes on without a gap.
    fanout::flush(turn)?;
    let mut identity = turn.identity(&who.identity)?.cloned();
    let kept = match identity {
        Some(_) => None,
        None => rows::load(turn.storage, &who.identity)?,
    };
    let mut view = match (&identity, &kept) {
        (Some(identity), _) => identity.view,
        (None, kept) => kept
            .as_ref()
            .map_or(turn.cache.views_from, |kept| kept.view),
    };
    let name = views::epoch(&turn.cache.epoch, view);
    let had = had.filter(|(had, _)| *had == name).map(|(_, seq)| seq);
    let missed = had.map_or(Ok(Missed::All), |seq| missed(turn, who, seq))?;
    match (had, missed) {
        (Some(seq), Missed::These(events)) => {
            resume(turn, who, identity.as_ref(), seq, &events)?;
        }
        (told, missed) => {
            if let (Some(told), Missed::Lost) = (told, missed)
                && storage_regression::widget_was_told(turn, &who.identity, told)
            {
                view += 1;
                if let Some(identity) = &mut identity {
                    identity.view = view;
                    turn.change_identity(identity.clone())?;
                }
            }
            reset(turn, who, identity.as_ref(), view)?;
        }
    }
    if let Some(stands) = standing::stands(turn, &who.identity)? {
        turn.tell_visitor(who.line, &stands);
    }
    let visit = Visit {
        identity: who.identity.clone(),
        locale: locale.chars().take(LOCALE_CHARS_MAX).collect(),
        page: page.map(presence::tidy),
        view,
    };
    visits::keep_whence(turn, who)?;
    let known = match (&identity, &kept) {
        (Some(identity), _) => identity.page.as_ref(),
        (None, kept) => kept.as_ref().and_then(|kept| kept.page.as_ref()),
    };
    if let Some(page) = visit.page.as_ref().filter(|page| known != Some(*page)) {
        tracks::see(turn, who, page)?;
    }
    match identity {
        Some(identity) => note(turn, identity, visit),
        None if turn.has_room() && kept.as_ref() != Some(&visit) => visits::keep(turn, visit),
        None => Ok(()),
    }
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
    if after > cache.pruned && !events::is_of_identity(storage, &who.identity, after)? {
        return Ok(Missed::Lost);
    }
    let limit = RESUME_EVENTS_MAX as u64 + 1;
    let missed = events::of_identity(storage, &who.identity, after, limit)?;
    Ok(match missed.len() <= RESUME_EVENTS_MAX {
        true => Missed::These(missed),
        false => Missed::All,
    })
}

fn resume(
    turn: &mut Turn<'_>,
    who: &Visitor,
    identity: Option<&Identity>,
    after: Seq,
    missed: &[Event],
) -> Result<(), Fault> {
    let resumed = ToVisitor::Resumed {
        v: beseda_protocol::VERSION,
        seq: missed.last().map_or(after, |event| event.seq),
        delivered_upto: views::received(turn.cache, identity),
        is_blocked: blocked::is(turn, &who.identity)?,
    };
    turn.tell_visitor(who.line, &resumed);
    for frame in fanout::for_client(turn.cache, after, missed.iter()) {
        turn.out.push(Output::Frame(To::Line(who.line), frame));
    }
    Ok(())
}

fn reset(
    turn: &mut Turn<'_>,
    who: &Visitor,
    identity: Option<&Identity>,
    view: u64,
) -> Result<(), Stop> {
    let read_upto = identity.map_or(MessageId(0), |identity| identity.read_upto);
    let last = events::last_of_identity(turn.storage, &who.identity, Seq(NEWEST.0))?;
    let shown = pages::of_identity(turn, &who.identity, NEWEST)?;
    let reset = ToVisitor::Reset {
        v: beseda_protocol::VERSION,
        epoch: views::epoch(&turn.cache.epoch, view),
        seq: last.max(turn.cache.pruned),
        messages: shown.messages,
        more: shown.more,
        delivered_upto: views::received(turn.cache, identity),
        opened_upto: messages::opened_upto(turn.storage, &who.identity)?,
        read_upto,
        unread_count: messages::unread_by_identity(turn.storage, &who.identity, read_upto)?,
        is_blocked: blocked::is(turn, &who.identity)?,
    };
    turn.tell_visitor(who.line, &reset);
    Ok(())
}

/// Keeps what the widget told of itself, and shows it to operators.
fn note(turn: &mut Turn<'_>, identity: Identity, visit: Visit) -> Result<(), Stop> {
    if !turn.has_room() {
        return Ok(());
    }
    let Visit { locale, page, .. } = visit;
    let page = page.or_else(|| identity.page.clone());
    let noted = Identity {
        locale,
        page,
        ..identity.clone()
    };
    presence::visiting(turn, &noted, true)?;
    match noted == identity {
        true => Ok(()),
        false => turn.change_identity(noted),
    }
}
