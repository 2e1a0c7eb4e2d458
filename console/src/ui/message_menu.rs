//! The menu of a message: the dots beside it answer it, copy its text (KC-20), and change or
//! withdraw an own one while there is time.

use beseda_protocol::ask::dialogs::FirstText;
use beseda_protocol::ids::{DialogId, MessageId, Timestamp};
use beseda_protocol::limits::REVISE_MS_MAX;
use beseda_protocol::team::Right;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::called_menu::{CalledMenu, Menus};
use super::icon::{self, Icon, Outline};
use super::revising::{Deed, Revising, RevisingOf};
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
    /// When it was written.
    pub(crate) at: Timestamp,
    /// Absent: a file, or it was withdrawn.
    pub(crate) text: Option<String>,
    /// Whether it may be answered: the client sees it.
    pub(crate) is_talk: bool,
    /// Whether it is the operator's own.
    pub(crate) is_own: bool,
    /// Whether it was changed or withdrawn.
    pub(crate) is_revised: bool,
    /// Whether it was withdrawn.
    pub(crate) is_withdrawn: bool,
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
    let revising: Revising = expect_context();
    let Acted {
        dialog,
        id,
        at,
        text,
        is_talk,
        is_own,
        is_revised,
        is_withdrawn,
    } = acted;
    let may_write = desk.peek(|model| model.right(dialog) == Right::Answerable);
    let has_time = desk.now.get_untracked().ms_since(at) < REVISE_MS_MAX;
    let is_changeable = !is_talk || desk.peek(|model| model.is_changeable(dialog, id));
    let may_revise = may_write && is_own && !is_withdrawn && has_time && is_changeable;
    let answer = move || desk.quote(dialog, Some(id));
    let begin = move |deed: Deed| revising.begin(RevisingOf { dialog, id, deed });
    let edit = text.clone().filter(|_| may_revise);
    let first = is_revised && desk.peek(|model| model.administers());
    view! {
        {(may_write && is_talk && !is_withdrawn)
            .then(|| view! { <Item icon=icon::REPLY text=say("message_reply") act=Callback::new(move |()| answer()) /> })}
        {text
            .map(|text| {
                let copy = move |()| {
                    let text = text.clone();
                    spawn_local(async move {
                        // What the browser does not let us do, nobody can.
                        page::copy(text).await;
                    });
                };
                view! { <Item icon=icon::COPY text=say("copy_text") act=Callback::new(copy) /> }
            })}
        {edit
            .map(|text| {
                let edit = move |()| begin(Deed::Edit(text.clone()));
                view! { <Item icon=icon::PENCIL text=say("message_edit") act=Callback::new(edit) /> }
            })}
        {may_revise
            .then(|| {
                let withdraw = move |()| begin(Deed::Withdraw);
                view! { <Item icon=icon::TRASH text=say("message_withdraw") act=Callback::new(withdraw) /> }
            })}
        {first
            .then(|| {
                let show = move |()| desk.request(FirstText { dialog, message: id });
                view! { <Item icon=icon::EYE text=say("message_first") act=Callback::new(show) /> }
            })}
    }
}

/// One item.
#[component]
fn Item(
    /// Its picture.
    icon: Outline,
    /// What it does.
    text: String,
    /// Does it.
    act: Callback<()>,
) -> impl IntoView {
    view! {
        <button type="button" class="menu-item" role="menuitem" on:click=move |_| act.run(())>
            <Icon of=icon />
            {text}
        </button>
    }
}
