//! The menu of a message: the dots beside it answer it, or copy its text (KC-20).

use beseda_protocol::ids::{DialogId, MessageId};
use beseda_protocol::team::Right;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::called_menu::{CalledMenu, Menus};
use super::icon::{self, Icon};
use crate::browser::page;
use crate::session::Desk;
use crate::texts::say;

/// How messages call the menu up.
pub(crate) type MessageMenus = Menus<Acted>;

/// The message that the menu is about.
#[derive(Debug, Clone)]
pub(crate) struct Acted {
    pub(crate) dialog: DialogId,
    pub(crate) id: MessageId,
    /// Absent: a file.
    pub(crate) text: Option<String>,
    /// Whether it may be answered: the client sees it.
    pub(crate) is_talk: bool,
}

/// The menu, while one is called up.
#[component]
pub(crate) fn MessageMenu(
    /// How.
    menus: MessageMenus,
) -> impl IntoView {
    let items = |acted| view! { <Items acted=acted /> }.into_any();
    view! { <CalledMenu menus=menus label=say("message_actions") items=items /> }
}

/// The items, as they are when the menu opens.
#[component]
fn Items(
    /// Of which message.
    acted: Acted,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let Acted {
        dialog,
        id,
        text,
        is_talk,
    } = acted;
    let may_answer = is_talk && desk.peek(|model| model.right(dialog) == Right::Answerable);
    let answer = move |_| desk.quote(dialog, Some(id));
    let copy = text.map(|text| {
        let copy = move |_| {
            let text = text.clone();
            spawn_local(async move {
                // What the browser does not let us do, nobody can.
                page::copy(text).await;
            });
        };
        view! {
            <button type="button" class="menu-item" role="menuitem" on:click=copy>
                <Icon of=icon::COPY />
                {say("copy_text")}
            </button>
        }
    });
    view! {
        {may_answer
            .then(|| {
                view! {
                    <button type="button" class="menu-item" role="menuitem" on:click=answer>
                        <Icon of=icon::REPLY />
                        {say("message_reply")}
                    </button>
                }
            })}
        {copy}
    }
}
