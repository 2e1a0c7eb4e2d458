//! What a list can be of. A card of it is a link of 68 pixels.

use std::hash::Hash;

use beseda_protocol::ids::DialogId;
use leptos::prelude::*;

use super::list_card::ListCard;
use crate::model::board::Size;
use crate::model::{Model, Wish};

/// The id of what a list shows.
pub(super) trait Listed: Copy + Eq + Hash + Default + Send + Sync + 'static {
    /// The one that is open.
    fn open(model: &Model) -> Option<Self>;
    /// How many there are of what the list shows.
    fn n_all(model: &Model) -> Size;
    /// The list was scrolled to its end.
    fn more(model: &mut Model) -> Vec<Wish>;
    /// Its card.
    fn card(self) -> AnyView;
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

    fn card(self) -> AnyView {
        view! { <ListCard id=self /> }.into_any()
    }
}
