//! What else is done with a dialog: behind the dots of its head, and on its card.

use beseda_protocol::ask::Question;
use beseda_protocol::ask::dialogs::{MarkUnread, PinDialog, UnpinDialog};
use beseda_protocol::dialog::DialogState;
use beseda_protocol::ids::DialogId;
use beseda_protocol::team::Right;
use leptos::prelude::*;

use super::hidden_kinds::KindItems;
use super::icon::{self, Icon};
use super::menu::Menu;
use super::standing::StandingItems;
use crate::session::Desk;
use crate::texts::say;

/// The dots, and the menu behind them.
#[component]
pub(crate) fn DialogMore(
    /// Which dialog.
    id: DialogId,
) -> impl IntoView {
    view! {
        <Menu label=say("dialog_actions") tip=true face=|| view! { <Icon of=icon::MORE size=18 /> }>
            <DialogItems id=id />
            <KindItems />
        </Menu>
    }
}

/// The items, as they are when a menu opens.
#[component]
pub(super) fn DialogItems(
    /// Which dialog.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let (is_pinned, is_open, client) = desk.peek(|model| {
        let card = model.board.card(id);
        let is_open = card.is_some_and(|card| matches!(card.state, DialogState::Open {}));
        let may_act = model.right(id) == Right::Answerable;
        let client = card.filter(|_| may_act).map(|card| card.client.clone());
        (model.board.is_pinned(id), is_open, client)
    });
    let (pin, pinning): (_, Question) = match is_pinned {
        true => ("unpin_dialog", UnpinDialog { dialog: id }.into()),
        false => ("pin_dialog", PinDialog { dialog: id }.into()),
    };
    let item = move |icon, text: &str, question: Question| {
        let ask = move |_| desk.request(question.clone());
        view! {
            <button type="button" class="menu-item" role="menuitem" on:click=ask>
                <Icon of=icon />
                {say(text)}
            </button>
        }
    };
    let unread = MarkUnread { dialog: id };
    view! {
        {item(icon::PIN, pin, pinning)}
        {is_open.then(|| item(icon::MAIL, "mark_unread", unread.into()))}
        {client.map(|client| view! {
            <span class={"menu-rule"} aria-hidden="true"></span>
            <StandingItems client=client />
        })}
    }
}
