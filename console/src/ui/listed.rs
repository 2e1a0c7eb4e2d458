//! What a list can be of: dialogs, or clients. Of either a card is a link of 68 pixels.

use beseda_protocol::ids::{ClientId, DialogId};
use leptos::prelude::*;

use super::client_row::ClientRow;
use super::list_card::ListCard;
use super::selecting::Selectable;
use crate::model::board::Size;
use crate::model::place::Place;
use crate::model::{Model, Wish};

/// The id of what a list shows.
pub(super) trait Listed: Selectable + Default {
    /// The one that is open.
    fn open(model: &Model) -> Option<Self>;
    /// How many there are of what the list shows.
    fn n_all(model: &Model) -> Size;
    /// The list was scrolled to its end.
    fn more(model: &mut Model) -> Vec<Wish>;
    /// The card of a row, which may come to be another one's.
    fn card(id: Signal<Self>) -> AnyView;
}

impl Listed for DialogId {
    fn open(model: &Model) -> Option<Self> {
        model.open()
    }

    fn n_all(model: &Model) -> Size {
        model.list_size()
    }

    fn more(model: &mut Model) -> Vec<Wish> {
        model.more_dialogs()
    }

    fn card(id: Signal<Self>) -> AnyView {
        view! { <ListCard id=id /> }.into_any()
    }
}

impl Listed for ClientId {
    fn open(model: &Model) -> Option<Self> {
        match *model.place {
            Place::Clients(open) => open,
            _ => None,
        }
    }

    fn n_all(model: &Model) -> Size {
        model.client_list.size()
    }

    fn more(model: &mut Model) -> Vec<Wish> {
        model.more_clients()
    }

    fn card(id: Signal<Self>) -> AnyView {
        view! { <ClientRow id=id /> }.into_any()
    }
}
