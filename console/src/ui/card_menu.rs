//! The menu of a dialog's card (SB-57).

use beseda_parts::gate;
use beseda_protocol::ids::DialogId;
use leptos::prelude::*;

use super::called_menu::{CalledMenu, Menus};
use super::dialog_more::DialogItems;
use super::icon::{self, Icon};
use super::parts::{Later, Shown};
use crate::session::Desk;
use crate::texts::say;

/// How cards call the menu up.
pub(crate) type CardMenus = Menus<DialogId>;

/// The menu, while one is called up.
#[component]
pub(crate) fn CardMenu(
    /// How.
    menus: CardMenus,
) -> impl IntoView {
    let items = |id| {
        let enter = move || items(id);
        view! { <Shown part=Later::Dialog class="menu-awaited" enter=enter /> }.into_any()
    };
    view! { <CalledMenu menus=menus label=say("dialog_actions") items=items /> }
}

gate! { "dialog", "0000000000000000000000000000000c",
/// In the part "dialog", whose head has them, too.
fn items(id: DialogId) -> AnyView {
    view! {
        <DialogItems id=id all=true />
        <SelectItem id=id />
    }
    .into_any()
}}

/// Begins to select: a finger has no other way.
#[component]
fn SelectItem(
    /// Which dialog.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let is_selected = desk.peek(|model| model.selected.has(id));
    let text = match is_selected {
        true => "unselect",
        false => "select",
    };
    view! {
        <button
            type="button"
            class="menu-item"
            role="menuitem"
            on:click=move |_| {
                desk.act(|model, _| {
                    let order = model.list();
                    model.selected.toggle(id, &order);
                    vec![]
                });
            }
        >
            <Icon of=icon::CHECK_CHECK />
            {say(text)}
        </button>
    }
}
