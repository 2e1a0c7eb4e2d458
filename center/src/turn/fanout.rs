//! Who is told what: renders events for the operators and for each client that
//! sees them, one frame for each per turn, cut where it would grow too long.
//!
//! A view is a part of the log, and its places are the log's. A frame says from which
//! place on it is complete for its recipients: nothing of theirs lies between `after`
//! and `seq` that is not in it. So only an `after` beyond one's own place is a gap.

use std::collections::{BTreeMap, BTreeSet};

use beseda_protocol::ids::{ClientId, DialogId, IdentityId, Seq};
use beseda_protocol::limits::{PAGE_BYTES_MAX, RESUME_EVENTS_MAX};
use beseda_protocol::operator::OperatorEvent;
use beseda_protocol::team::{Employee, Right};
use beseda_protocol::visitor::VisitorEvent;

use super::cache::Cache;
use super::current::{Turn, json};
use super::output::{Frame, Output, To};
use super::rights::CLIENT_DIALOGS_MAX;
use super::sight::Told;
use super::{pages, rights};
use crate::storage::dialogs::Responsible;
use crate::storage::events::{self, Event, Place, What};
use crate::storage::fault::Fault;
use crate::storage::{marks, profiles};

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
    let news = News::render(turn, events)?.with_counts_of(counted);
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
            What::Opened(_, upto) => Some(json(&VisitorEvent::Opened { upto: *upto })),
            What::Read(_, upto) => Some(json(&VisitorEvent::Read { upto: *upto })),
            What::Dialog(_)
            | What::Moved(..)
            | What::Tags(_)
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

/// Events as consoles are shown them, each rendered once for all who see it.
pub(crate) struct News<'e> {
    events: &'e [Event],
    pieces: Vec<Piece>,
    /// Each dialog in them: where it was before them, where it is now, and the last of
    /// them that is about it.
    dialogs: BTreeMap<DialogId, Seen>,
    clients: BTreeMap<ClientId, SeenClient>,
    /// Whose dialogs are counted otherwise after them.
    counted: BTreeSet<Responsible>,
}

/// What an event shows.
enum Piece {
    /// Whoever may see the dialog: this; nothing, if a later one says it as well.
    OfDialog(DialogId, Option<String>),
    /// Whoever may see a dialog of the client: this; nothing, if a later one says it.
    OfClient(ClientId, Option<String>),
    /// Everybody: this.
    ForAll(Option<String>),
}

/// Where the dialogs of a client are, and the last event that is about him.
struct SeenClient {
    places: Vec<Place>,
    last: Seq,
}

/// Where a dialog was before the events, if it has moved or was deleted, and where it is
/// now: nowhere, if it was deleted.
struct Seen {
    was: Option<Place>,
    is: Option<Place>,
    last: Seq,
}

impl<'e> News<'e> {
    /// Renders events that follow each other.
    pub(crate) fn render(turn: &mut Turn<'_>, events: &'e [Event]) -> Result<Self, Fault> {
        let ids = events.iter().filter_map(|event| event.what.dialog());
        turn.load_dialogs(&ids.collect::<BTreeSet<_>>())?;
        let mut dialogs: BTreeMap<DialogId, Seen> = BTreeMap::new();
        for event in events {
            let Some(id) = event.what.dialog() else {
                continue;
            };
            let is = turn.dialog(id)?.map(Place::of);
            let (was, last) = (None, event.seq);
            let seen = dialogs.entry(id).or_insert(Seen { was, is, last });
            // The first time that it moves tells where it was before all of them.
            if let What::Moved(_, was) | What::Deleted(_, was) = event.what {
                seen.was.get_or_insert(was);
            }
            seen.last = last;
        }
        let clients = clients(turn, events)?;
        let pieces = (events.iter()).map(|event| piece(turn, event, &dialogs, &clients));
        Ok(Self {
            pieces: pieces.collect::<Result<_, Fault>>()?,
            events,
            dialogs,
            clients,
            counted: BTreeSet::new(),
        })
    }

    /// Tells also how many dialogs of these there are now.
    pub(crate) fn with_counts_of(self, counted: BTreeSet<Responsible>) -> Self {
        Self { counted, ..self }
    }

    /// Frames that take a viewer from `after` through the events, and how many of them
    /// he is shown. Without a viewer: somebody who sees everything.
    pub(crate) fn frames(
        &self,
        cache: &Cache,
        after: Seq,
        viewer: Option<&Employee>,
    ) -> (Vec<Frame>, usize) {
        let mut frames = Frames::after(after);
        let mut n_shown = 0;
        for (event, piece) in self.events.iter().zip(&self.pieces) {
            let shown = match piece {
                Piece::ForAll(text) => text.clone(),
                Piece::OfDialog(id, text) => self.of_dialog(viewer, *id, event.seq, text),
                Piece::OfClient(id, text) => text.clone().filter(|_| self.knows(viewer, *id)),
            };
            n_shown += usize::from(shown.is_some());
            frames.add(event.seq, shown);
        }
        // Who sees nothing of what has changed counts as before.
        if n_shown > 0 {
            let of = cache.cube.counts(self.counted.iter().copied(), viewer);
            let counts = (!of.is_empty()).then(|| json(&OperatorEvent::Counts { of }));
            frames.add(frames.seq, counts);
        }
        (frames.done(), n_shown)
    }

    /// What a viewer is shown of a dialog's event: the same as everybody who sees it;
    /// if he has seen the dialog and may not any more, that it is gone, once.
    fn of_dialog(
        &self,
        viewer: Option<&Employee>,
        id: DialogId,
        seq: Seq,
        text: &Option<String>,
    ) -> Option<String> {
        let seen = self.dialogs.get(&id)?;
        let sees = |place: &Place| sees(viewer, place);
        let was_seen = seen.was.or(seen.is).as_ref().is_some_and(sees);
        let is_seen = seen.is.as_ref().is_some_and(sees);
        match (was_seen, is_seen) {
            (_, true) => text.clone(),
            (true, false) if seen.last == seq => Some(json(&match seen.is {
                Some(_) => OperatorEvent::Gone { dialog: id },
                None => OperatorEvent::Deleted { dialog: id },
            })),
            (_, false) => None,
        }
    }

    /// Whether a viewer may see any dialog of a client.
    fn knows(&self, viewer: Option<&Employee>, client: ClientId) -> bool {
        let places = self.clients.get(&client).map(|seen| &seen.places[..]);
        let places = places.unwrap_or_default();
        viewer.is_none_or(|viewer| !viewer.is_restricted())
            || places.is_empty()
            || places.iter().any(|place| sees(viewer, place))
    }
}

fn sees(viewer: Option<&Employee>, place: &Place) -> bool {
    viewer.is_none_or(|viewer| viewer.right(place.channel, place.responsible) >= Right::Readable)
}

/// The clients that events are about.
fn clients(turn: &mut Turn<'_>, events: &[Event]) -> Result<BTreeMap<ClientId, SeenClient>, Fault> {
    let mut clients: BTreeMap<ClientId, SeenClient> = BTreeMap::new();
    for event in events {
        let id = match event.what {
            What::Client(id) | What::Merged(id) => turn.who_is(id)?,
            _ => continue,
        };
        let places = match clients.remove(&id) {
            Some(seen) => seen.places,
            // Deleted since.
            None if turn.client(id)?.is_none() => continue,
            None => {
                let his = turn.dialogs_of(id, DialogId(0), CLIENT_DIALOGS_MAX)?;
                his.iter().map(Place::of).collect()
            }
        };
        let last = event.seq;
        clients.insert(id, SeenClient { places, last });
    }
    Ok(clients)
}

fn piece(
    turn: &mut Turn<'_>,
    event: &Event,
    dialogs: &BTreeMap<DialogId, Seen>,
    clients: &BTreeMap<ClientId, SeenClient>,
) -> Result<Piece, Fault> {
    // A card is shown as it is now: once is enough, with the last event.
    let is_last = |id: &DialogId| {
        let seen = dialogs.get(id);
        seen.is_some_and(|seen| seen.is.is_some() && seen.last == event.seq)
    };
    let for_all = |event: Option<OperatorEvent>| Piece::ForAll(event.map(|event| json(&event)));
    Ok(match &event.what {
        What::Message(message) => {
            let shown = OperatorEvent::Message {
                message: message.clone(),
                dialog: turn.summary(message.dialog)?,
            };
            Piece::OfDialog(message.dialog, Some(json(&shown)))
        }
        What::Dialog(id)
        | What::Moved(id, _)
        | What::Deleted(id, _)
        | What::Opened(id, _)
        | What::Read(id, _) => {
            let shown = match is_last(id) {
                true => Some(json(&OperatorEvent::Dialog {
                    dialog: turn.summary(*id)?,
                })),
                false => None,
            };
            Piece::OfDialog(*id, shown)
        }
        What::Client(id) => {
            let id = turn.who_is(*id)?;
            let is_last = clients.get(&id).is_some_and(|seen| seen.last == event.seq);
            let shown = match is_last {
                true => Some(json(&card_of(turn, id)?)),
                false => None,
            };
            Piece::OfClient(id, shown)
        }
        // A number that is gone tells nobody anything.
        What::ClientDeleted(id) => for_all(Some(OperatorEvent::ClientDeleted { client: *id })),
        What::Merged(id) => {
            let into = turn.who_is(*id)?;
            // Nobody, if he was deleted since.
            let shown = turn.client(into)?.map(|into| OperatorEvent::Merged {
                client: *id,
                into: into.brief(),
            });
            Piece::OfClient(into, shown.map(|shown| json(&shown)))
        }
        What::Tags(id) => {
            let shown = OperatorEvent::Tags {
                dialog: *id,
                tags: marks::of_dialog(turn.storage, *id)?,
            };
            Piece::OfDialog(*id, Some(json(&shown)))
        }
        What::Mark(id) => for_all(Some(match turn.cache.marks.get(id) {
            Some(mark) => OperatorEvent::Mark { mark: mark.clone() },
            None => OperatorEvent::MarkGone { mark: *id },
        })),
        What::Channel(id) => for_all(Some(match turn.cache.channels.get(id) {
            Some(channel) => OperatorEvent::Channel {
                channel: channel.clone(),
            },
            None => OperatorEvent::ChannelGone { channel: *id },
        })),
        What::Employee(id) => {
            let employee = turn.cache.employees.0.get(id).cloned();
            for_all(employee.map(|employee| OperatorEvent::Employee { employee }))
        }
        What::Site(number) => {
            let site = turn.site_for_owner(*number)?;
            for_all(site.map(|site| OperatorEvent::Site { site }))
        }
        What::Center => for_all(Some(OperatorEvent::Center {
            center: turn.cache.center.clone(),
        })),
        What::Unknown => Piece::ForAll(None),
    })
}

fn card_of(turn: &mut Turn<'_>, id: ClientId) -> Result<OperatorEvent, Fault> {
    let client = turn.sure_client(id)?.clone();
    Ok(OperatorEvent::Client {
        client: client.brief(),
        profile: profiles::load(turn.storage, &client)?,
    })
}

/// `events` frames in a row: each goes on where the one before it ends.
struct Frames {
    done: Vec<Frame>,
    after: Seq,
    seq: Seq,
    events: String,
}

impl Frames {
    fn after(after: Seq) -> Self {
        Self {
            done: Vec::new(),
            after,
            seq: after,
            events: String::new(),
        }
    }

    /// An event at a place; what this recipient is not shown still moves him on.
    fn add(&mut self, seq: Seq, event: Option<String>) {
        if let Some(event) = event {
            if !self.events.is_empty() && self.events.len() + event.len() > PAGE_BYTES_MAX {
                self.close();
            }
            if !self.events.is_empty() {
                self.events.push(',');
            }
            self.events.push_str(&event);
        }
        self.seq = seq;
    }

    fn close(&mut self) {
        let (after, seq) = (self.after, self.seq);
        let events = std::mem::take(&mut self.events);
        self.done.push(Frame {
            text: format!(r#"{{"t":"events","after":{after},"seq":{seq},"events":[{events}]}}"#),
            upto: Some(seq),
        });
        self.after = seq;
    }

    fn done(mut self) -> Vec<Frame> {
        if self.seq != self.after {
            self.close();
        }
        self.done
    }
}
