//! The menu of a dialog's card (SB-57).

use beseda_protocol::ids::DialogId;
use leptos::prelude::*;

use super::called_menu::{CalledMenu, Menus};
use super::dialog_more::DialogItems;
use crate::texts::say;

/// How cards call the menu up.
pub(crate) type CardMenus = Menus<DialogId>;

/// The menu, while one is called up.
#[component]
pub(crate) fn CardMenu(
    /// How.
    menus: CardMenus,
) -> impl IntoView {
    let items = |id| view! { <DialogItems id=id all=true /> }.into_any();
    view! { <CalledMenu menus=menus label=say("dialog_actions") items=items /> }
}
