//! Who gets a frame: the sockets behind a name, as this instance remembers them.
//!
//! To ask the runtime for the sockets of a tag and to read from each who it is
//! costs more than to send it a frame, so answers are kept until a socket of the
//! tag comes, is greeted or goes. A cache: after an eviction all is asked anew.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use beseda_center::turn::{Peer, To};
use beseda_protocol::ids::OperatorId;
use worker::State;

use crate::seats::{self, Seat, Tag};

/// Names that are remembered; more than sockets fit one object. A bound, not a
/// plan: what is forgotten is asked again.
const NAMES_MAX: usize = 50_000;

/// See the module.
#[derive(Default)]
pub(crate) struct Switchboard {
    seats: RefCell<HashMap<Tag, Rc<[Seat]>>>,
}

impl Switchboard {
    /// The sockets that a frame goes to, closing ones among them.
    pub(crate) fn recipients(&self, state: &State, to: &To) -> impl Iterator<Item = Seat> {
        let (tag, but) = match to {
            To::Line(line) => (Tag::Line(*line), None),
            To::Identity(identity) => (Tag::Identity(identity.clone()), None),
            To::IdentityBut(identity, line) => (Tag::Identity(identity.clone()), Some(*line)),
            To::Operators | To::People(_) => (Tag::Operators, None),
            To::OperatorsBut(line) | To::PeopleBut(_, line) => (Tag::Operators, Some(*line)),
        };
        let people = match to {
            To::People(people) | To::PeopleBut(people, _) => Some(people.clone()),
            To::Line(_)
            | To::Identity(_)
            | To::IdentityBut(..)
            | To::Operators
            | To::OperatorsBut(_) => None,
        };
        let hears_all = matches!(to, To::Line(_));
        let seats = self.seats(state, tag);
        let is_of = move |operator: Option<OperatorId>| match &people {
            None => true,
            Some(people) => operator.is_some_and(|operator| people.contains(&operator)),
        };
        let meant = move |seat: &Seat| {
            (hears_all || seat.is_greeted) && Some(seat.line) != but && is_of(seat.operator)
        };
        (0..seats.len())
            .map(move |i| seats[i].clone())
            .filter(meant)
    }

    /// A socket of this peer has come, was greeted or has gone.
    pub(crate) fn changed(&self, peer: &Peer) {
        let mut seats = self.seats.borrow_mut();
        seats.remove(&Tag::Line(peer.line()));
        seats.remove(&match peer {
            Peer::Visitor { identity, .. } => Tag::Identity(identity.clone()),
            Peer::Operator { .. } => Tag::Operators,
        });
    }

    fn seats(&self, state: &State, tag: Tag) -> Rc<[Seat]> {
        if let Some(known) = self.seats.borrow().get(&tag) {
            return known.clone();
        }
        let found: Rc<[Seat]> = seats::seats(state, &tag).into();
        let mut seats = self.seats.borrow_mut();
        if seats.len() >= NAMES_MAX {
            seats.clear();
        }
        seats.insert(tag, found.clone());
        found
    }
}
