//! Who is told what: events for the operators ([`super::news`]) and for each client that
//! sees them, one frame for each per turn, cut where it would grow too long.
//!
//! A view is a part of the log, and its places are the log's. A frame says from which
//! place on it is complete for its recipients: nothing of theirs lies between `after`
//! and `seq` that is not in it. So only an `after` beyond one's own place is a gap.

use std::collections::BTreeMap;

use beseda_protocol::ids::{DialogId, IdentityId, Seq};
use beseda_protocol::limits::RESUME_EVENTS_MAX;
use beseda_protocol::team::Employee;
use beseda_protocol::visitor::VisitorEvent;

use super::cache::Cache;
use super::current::{Turn, json};
use super::event_frames::Frames;
use super::news::{News, sees};
use super::output::{Frame, Output, To};
use super::sight::Told;
use super::{pages, rights};
use crate::storage::events::{self, Event, What};
use crate::storage::fault::Fault;
use crate::storage::place::Place;

/// Further than this no line falls behind that is shown nothing: half of what it could
/// still resume.
const LAG_MAX: u64 = RESUME_EVENTS_MAX as u64 / 2;

/// Tells everybody what has happened since the last time.
pub(crate) fn flush(turn: &mut Turn<'_>) -> Result<(), Fault> {
    let events = std::mem::take(&mut turn.pending);
    if events.is_empty() {
        return Ok(());
    }
    let mut views: BTreeMap<&IdentityId, Vec<&Event>> = BTreeMap::new();
    for event in &events {
        if let Some(identity) = &event.identity {
            views.entry(identity).or_default().push(event);
        }
    }
    for (identity, seen) in views {
        let (Some(first), Some(last)) = (seen.first(), seen.last()) else {
            continue;
        };
        let after = match turn.cache.talk.tell(identity, last.seq) {
            Some(told) => told,
            None => events::last_of_identity(turn.storage, identity, first.seq)?,
        };
        for frame in for_client(turn.cache, after, seen.into_iter()) {
            turn.out
                .push(Output::Frame(To::Identity(identity.clone()), frame));
        }
    }
    tell_operators(turn, &events)
}

/// One frame for all consoles; or, where somebody may not see something, one for each
/// audience that is shown any of it.
fn tell_operators(turn: &mut Turn<'_>, events: &[Event]) -> Result<(), Fault> {
    let Some(last) = events.last().map(|event| event.seq) else {
        return Ok(());
    };
    let counted = turn.cache.cube.take_changed();
    let summed = turn.summed;
    let news = News::render(turn, events, summed)?.with_counts_of(counted);
    if !turn.cache.employees.is_anybody_restricted() {
        let (frames, _) = news.frames(turn.cache, turn.cache.told.everybody(), None);
        let frames = frames.into_iter();
        turn.out
            .extend(frames.map(|frame| Output::Frame(To::Operators, frame)));
        turn.cache.told = Told::all(last);
        return Ok(());
    }
    for (sight, audience) in rights::audiences(turn) {
        let after = match turn.cache.told.audience(&sight) {
            Ok(after) => after,
            Err(end) => shown_before(turn, end, &audience.viewer)?,
        };
        let (frames, n_shown) = news.frames(turn.cache, after, Some(&audience.viewer));
        // Told of nothing, a line falls behind; not so far that it could not resume.
        if n_shown == 0 && last.0 - after.0 < LAG_MAX {
            continue;
        }
        for frame in frames {
            let to = To::People(audience.people.clone());
            turn.out.push(Output::Frame(to, frame));
        }
        turn.cache.told.tell(sight, last);
    }
    Ok(())
}

/// The last place up to here at which a viewer was shown something, as far back as a line
/// may lag: where a dialog was then follows from where it is and from how it moved.
fn shown_before(turn: &mut Turn<'_>, end: Seq, viewer: &Employee) -> Result<Seq, Fault> {
    let lagging = Seq(end.0.saturating_sub(LAG_MAX));
    let events = events::since(turn.storage, lagging)?;
    let mut places: BTreeMap<DialogId, Option<Place>> = BTreeMap::new();
    for event in events.iter().rev() {
        let is_shown = match (&event.what, event.what.dialog()) {
            (what, Some(id)) => {
                let is = match places.get(&id) {
                    Some(place) => *place,
                    None => turn.dialog(id)?.map(Place::of),
                };
                let was = match what {
                    What::Moved(_, was) | What::Deleted(_, was) => Some(*was),
                    _ => is,
                };
                places.insert(id, was);
                let mut places = [is, was].into_iter().flatten();
                places.any(|place| sees(Some(viewer), &place))
            }
            (What::Client(id) | What::Merged(id), _) => {
                let id = turn.who_is(*id)?;
                rights::sees_client(turn, viewer, id)?
            }
            (what, _) => *what != What::Unknown,
        };
        if is_shown && event.seq <= end {
            return Ok(event.seq);
        }
    }
    Ok(lagging)
}

/// Frames that take a visitor's view from `after` through these events of it.
pub(crate) fn for_client<'e>(
    cache: &Cache,
    after: Seq,
    events: impl Iterator<Item = &'e Event>,
) -> Vec<Frame> {
    let mut frames = Frames::after(after);
    for event in events {
        let shown = match &event.what {
            What::Message(message) => pages::for_visitor(message, cache)
                .map(|message| json(&VisitorEvent::Message { message })),
            What::Revised(message) => pages::for_visitor(message, cache)
                .map(|message| json(&VisitorEvent::Revised { message })),
            What::Opened(_, upto) => Some(json(&VisitorEvent::Opened { upto: *upto })),
            What::Read(_, upto) => Some(json(&VisitorEvent::Read { upto: *upto })),
            What::Dialog(_)
            | What::Moved(..)
            | What::DialogMerged(..)
            | What::Tags(_)
            | What::Deliveries(_)
            | What::Deleted(..)
            | What::Client(_)
            | What::Merged(_)
            | What::ClientDeleted(_)
            | What::Mark(_)
            | What::Channel(_)
            | What::Employee(_)
            | What::Site(_)
            | What::Center
            | What::Unknown => None,
        };
        frames.add(event.seq, shown);
    }
    frames.done()
}
