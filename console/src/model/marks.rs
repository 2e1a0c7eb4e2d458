//! Tags, labels and lists on the screen: which there are, and one that is made where it
//! is put on.

use beseda_protocol::ask::clients::MarkClient;
use beseda_protocol::ask::dialogs::TagDialog;
use beseda_protocol::ask::marks::AddMark;
use beseda_protocol::ids::{ClientId, DialogId, MarkId};
use beseda_protocol::mark::{Mark, MarkKind};

use super::{Model, Wish};

/// What marks are put on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// Labels, lists.
    Client(ClientId),
    /// Tags.
    Dialog(DialogId),
}

impl On {
    /// The question that puts a mark on it.
    pub fn put(self, mark: MarkId) -> Wish {
        match self {
            Self::Client(client) => Wish::ask(MarkClient { client, mark }),
            Self::Dialog(dialog) => Wish::ask(TagDialog { dialog, tag: mark }),
        }
    }
}

impl Model {
    /// Those of a kind, in the order of their making.
    pub fn marks(&self, kind: MarkKind) -> Vec<Mark> {
        let marks = self.roster.as_ref().map(|roster| &roster.marks);
        let of_kind = marks.into_iter().flatten().filter(|mark| mark.kind == kind);
        of_kind.cloned().collect()
    }

    /// Makes a mark in order to put it on something.
    pub fn make_and_put(&mut self, kind: MarkKind, name: String, on: On) -> Vec<Wish> {
        let asked = AddMark { kind, name };
        self.to_put.push((asked.clone(), on));
        self.request(asked)
    }

    /// A mark was made: what it was made for has it.
    pub(super) fn put_when_made(&mut self, asked: &AddMark, mark: MarkId) -> Option<Wish> {
        let place = self.to_put.iter().position(|(made, _)| made == asked)?;
        let (_, on) = self.to_put.swap_remove(place);
        Some(on.put(mark))
    }

    /// Dialogs on which a mark is shown.
    pub(super) fn showing(&self, mark: MarkId) -> Vec<DialogId> {
        let shows = self.threads().filter(|thread| {
            let card = thread.card.as_ref();
            thread.tags.contains(&mark)
                || card.is_some_and(|card| card.profile.marks.contains(&mark))
        });
        shows.map(|thread| thread.id).collect()
    }
}
