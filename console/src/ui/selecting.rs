//! Selects cards of a list: by their box, with Control or Shift held, by keys, with a finger.

use std::hash::Hash;

use beseda_protocol::ids::{ClientId, DialogId};
use beseda_protocol::selection::Selection;
use leptos::prelude::*;
use web_sys::MouseEvent;

use crate::model::Model;
use crate::model::selected::{Extent, Selected};
use crate::session::Desk;
use crate::texts::say_with;

/// The id of what can be selected.
pub(super) trait Selectable: Copy + Eq + Hash + Send + Sync + 'static {
    /// Whether it is a client: then what is done with dialogs is not done with it.
    const IS_CLIENT: bool;
    /// The list, as far as it is loaded.
    fn order(model: &Model) -> Vec<Self>;
    /// What of it is selected.
    fn selected(model: &Model) -> &Selected<Self>;
    /// To change that.
    fn selected_mut(model: &mut Model) -> &mut Selected<Self>;
    /// The same, as it is asked for.
    fn selection(model: &Model) -> Selection;
}

impl Selectable for DialogId {
    const IS_CLIENT: bool = false;

    fn order(model: &Model) -> Vec<Self> {
        model.list()
    }

    fn selected(model: &Model) -> &Selected<Self> {
        &model.selected
    }

    fn selected_mut(model: &mut Model) -> &mut Selected<Self> {
        &mut model.selected
    }

    fn selection(model: &Model) -> Selection {
        model.dialog_selection()
    }
}

impl Selectable for ClientId {
    const IS_CLIENT: bool = true;

    fn order(model: &Model) -> Vec<Self> {
        model.client_list.list()
    }

    fn selected(model: &Model) -> &Selected<Self> {
        &model.selected_clients
    }

    fn selected_mut(model: &mut Model) -> &mut Selected<Self> {
        &mut model.selected_clients
    }

    fn selection(model: &Model) -> Selection {
        model.client_selection()
    }
}

/// Selects a card where it is pressed with Control or Shift held, or, where a finger does
/// it, while others are selected. Whether it did.
pub(super) fn select<Id: Selectable>(desk: Desk, id: Id, event: &MouseEvent) -> bool {
    let is_range = event.shift_key();
    let is_toggle = event.ctrl_key() || event.meta_key();
    let is_selecting = desk.peek(is_any::<Id>);
    if !(is_range || is_toggle || is_selecting && has_no_pointer()) {
        return false;
    }
    event.prevent_default();
    desk.act(|model, _| {
        let order = Id::order(model);
        match is_range {
            true => Id::selected_mut(model).extend(id, id, &order),
            false => Id::selected_mut(model).toggle(id, &order),
        }
        vec![]
    });
    true
}

/// Whether nothing can be pointed at without being pressed.
fn has_no_pointer() -> bool {
    let query = window().match_media("(hover: none)").ok().flatten();
    query.is_some_and(|query| query.matches())
}

/// The box on a card by which it is selected: there while a pointer or the keyboard is at
/// the card, and while anything is selected.
#[component]
pub(super) fn SelectBox<Id: Selectable>(
    /// Of which card.
    id: Signal<Id>,
    /// What the card is called.
    name: impl Fn() -> String + Send + 'static,
    /// Whether it is.
    is_selected: impl Fn() -> bool + Send + 'static,
) -> impl IntoView {
    let desk: Desk = expect_context();
    view! {
        <label class="select-box">
            <input
                type="checkbox"
                tabindex="-1"
                aria-label=move || say_with("select_card", &[("name", &name())])
                prop:checked=is_selected
                on:click=move |event| {
                    event.stop_propagation();
                    let id = id.get_untracked();
                    let is_range = event.shift_key();
                    desk.act(|model, _| {
                        let order = Id::order(model);
                        match is_range {
                            true => Id::selected_mut(model).extend(id, id, &order),
                            false => Id::selected_mut(model).toggle(id, &order),
                        }
                        vec![]
                    });
                }
            />
        </label>
    }
}

/// Whether anything of a list is selected.
pub(super) fn is_any<Id: Selectable>(model: &Model) -> bool {
    Id::selected(model).extent(&Id::order(model)) != Extent::Nothing
}
