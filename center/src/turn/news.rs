//! What consoles are shown of events: each rendered once for all who see it, a job's slice
//! in sum.

use std::collections::{BTreeMap, BTreeSet};

use beseda_protocol::ids::{ClientId, DialogId, Seq};
use beseda_protocol::operator::OperatorEvent;
use beseda_protocol::team::{Employee, Right};

use super::cache::Cache;
use super::current::{Turn, json};
use super::event_frames::Frames;
use super::output::Frame;
use super::rights::CLIENT_DIALOGS_MAX;
use crate::storage::deliveries::{self, DeliveryRow};
use crate::storage::dialogs::Responsible;
use crate::storage::events::{Event, What};
use crate::storage::fault::Fault;
use crate::storage::place::Place;
use crate::storage::{marks, profiles};

/// Nothing is told in sum: who resumes asks for nothing besides.
pub(crate) const ONE_BY_ONE: (Seq, Seq) = (Seq(0), Seq(0));

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

/// What is told in sum to a viewer.
#[derive(Default)]
struct Sum {
    dialogs: BTreeSet<DialogId>,
    clients: BTreeSet<ClientId>,
}

impl Sum {
    fn event(self) -> Option<String> {
        let changed = OperatorEvent::Changed {
            dialogs: self.dialogs.into_iter().collect(),
            clients: self.clients.into_iter().collect(),
        };
        let is_any = changed
            != OperatorEvent::Changed {
                dialogs: vec![],
                clients: vec![],
            };
        is_any.then(|| json(&changed))
    }
}

/// What an event shows.
enum Piece {
    /// Whoever may see the dialog: this; nothing, if a later one says it as well.
    OfDialog(DialogId, Option<String>),
    /// Whoever may see a dialog of the client: this; nothing, if a later one says it.
    OfClient(ClientId, Option<String>),
    /// Everybody: this.
    ForAll(Option<String>),
    /// Whoever may see it: that it has changed.
    InSum(SumOf),
}

/// What has changed that is told in sum.
enum SumOf {
    Dialog(DialogId),
    Client(ClientId),
}

/// Whether a viewer sees a dialog after an event of it.
enum Seeing {
    Sees,
    /// Not any more: this tells him so, once.
    Loses(String),
    Not,
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
    /// Whether it has become part of another one.
    is_merged: bool,
    last: Seq,
}

impl<'e> News<'e> {
    /// Renders events that follow each other; those behind a place up to another in sum:
    /// what each of their dialogs has become is read and told only if somebody asks.
    pub(crate) fn render(
        turn: &mut Turn<'_>,
        events: &'e [Event],
        summed: (Seq, Seq),
    ) -> Result<Self, Fault> {
        let ids = events.iter().filter_map(|event| event.what.dialog());
        turn.load_dialogs(&ids.collect::<BTreeSet<_>>())?;
        let mut dialogs: BTreeMap<DialogId, Seen> = BTreeMap::new();
        for event in events {
            let Some(id) = event.what.dialog() else {
                continue;
            };
            let is = turn.dialog(id)?.map(Place::of);
            let is_merged = is.is_none() && turn.dialog_now(id)? != id;
            let (was, last) = (None, event.seq);
            let seen = dialogs.entry(id).or_insert(Seen {
                was,
                is,
                is_merged,
                last,
            });
            // The first time that it moves tells where it was before all of them.
            if let What::Moved(_, was) | What::Deleted(_, was) = event.what {
                seen.was.get_or_insert(was);
            }
            seen.last = last;
        }
        let clients = clients(turn, events)?;
        let pieces = (events.iter()).map(|event| match is_summed(summed, event.seq) {
            true => in_sum(turn, event, &clients),
            false => piece(turn, event, &dialogs, &clients),
        });
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
        let mut sum = Sum::default();
        for (event, piece) in self.events.iter().zip(&self.pieces) {
            let shown = match piece {
                Piece::InSum(SumOf::Dialog(id)) => match self.sight_of(viewer, *id, event.seq) {
                    Seeing::Sees => {
                        sum.dialogs.insert(*id);
                        n_shown += 1;
                        None
                    }
                    Seeing::Loses(gone) => Some(gone),
                    Seeing::Not => None,
                },
                Piece::InSum(SumOf::Client(id)) => {
                    if self.knows(viewer, *id) {
                        sum.clients.insert(*id);
                        n_shown += 1;
                    }
                    None
                }
                Piece::ForAll(text) => text.clone(),
                Piece::OfDialog(id, text) => self.of_dialog(viewer, *id, event.seq, text),
                Piece::OfClient(id, text) => text.clone().filter(|_| self.knows(viewer, *id)),
            };
            n_shown += usize::from(shown.is_some());
            frames.add(event.seq, shown);
        }
        frames.add(frames.seq, sum.event());
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
        match self.sight_of(viewer, id, seq) {
            Seeing::Sees => text.clone(),
            Seeing::Loses(gone) => Some(gone),
            Seeing::Not => None,
        }
    }

    /// Whether a viewer sees a dialog after the event at a place.
    fn sight_of(&self, viewer: Option<&Employee>, id: DialogId, seq: Seq) -> Seeing {
        let Some(seen) = self.dialogs.get(&id) else {
            return Seeing::Not;
        };
        let sees = |place: &Place| sees(viewer, place);
        let was_seen = seen.was.or(seen.is).as_ref().is_some_and(sees);
        let is_seen = seen.is.as_ref().is_some_and(sees);
        match (was_seen, is_seen) {
            (_, true) => Seeing::Sees,
            (true, false) if seen.last == seq => Seeing::Loses(json(&match seen.is {
                None if !seen.is_merged => OperatorEvent::Deleted { dialog: id },
                _ => OperatorEvent::Gone { dialog: id },
            })),
            (_, false) => Seeing::Not,
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

pub(super) fn sees(viewer: Option<&Employee>, place: &Place) -> bool {
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

fn is_summed((after, upto): (Seq, Seq), seq: Seq) -> bool {
    after < seq && seq <= upto
}

/// What an event shows of which only a sum is told.
fn in_sum(
    turn: &mut Turn<'_>,
    event: &Event,
    clients: &BTreeMap<ClientId, SeenClient>,
) -> Result<Piece, Fault> {
    if let Some(id) = event.what.dialog() {
        return Ok(Piece::InSum(SumOf::Dialog(id)));
    }
    match event.what {
        What::Client(id) => Ok(Piece::InSum(SumOf::Client(turn.who_is(id)?))),
        _ => piece(turn, event, &BTreeMap::new(), clients),
    }
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
        What::Revised(message) => {
            let shown = match dialogs.get(&message.dialog) {
                Some(Seen { is: Some(_), .. }) => Some(json(&OperatorEvent::Revised {
                    message: message.clone(),
                    dialog: turn.summary(message.dialog)?,
                })),
                _ => None,
            };
            Piece::OfDialog(message.dialog, shown)
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
        What::DialogMerged(gone, id) => {
            // It may have become part of yet another one since, which tells it.
            let shown = match dialogs.get(id) {
                Some(Seen { is: Some(_), .. }) => Some(json(&OperatorEvent::DialogMerged {
                    dialog: *gone,
                    into: turn.summary(*id)?,
                })),
                _ => None,
            };
            Piece::OfDialog(*id, shown)
        }
        What::Deliveries(id) => {
            let rows = deliveries::of_dialog(turn.storage, *id)?.into_iter();
            let shown = OperatorEvent::Deliveries {
                dialog: *id,
                deliveries: rows.map(DeliveryRow::told).collect(),
            };
            Piece::OfDialog(*id, Some(json(&shown)))
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
