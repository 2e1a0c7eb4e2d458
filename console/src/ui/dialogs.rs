//! The dialogs: list, dialog, client's card; on a phone one of them at a time.

use leptos::ev;
use leptos::prelude::*;

use super::ask_bar::AskBar;
use super::card::ClientCardPane;
use super::dialog::DialogPane;
use super::empty::Empty;
use super::found_messages::FoundMessages;
use super::icon;
use super::left_behind::LeftBehind;
use super::list::DialogList;
use super::list_head::ListHead;
use super::no_access::NoAccess;
use super::search_field::SearchField;
use crate::model::Model;
use crate::model::act::Step;
use crate::model::place::Place;
use crate::session::Desk;
use crate::texts::say;

/// The three columns.
#[component]
pub(crate) fn Dialogs() -> impl IntoView {
    let desk: Desk = expect_context();
    let card_shown = desk.memo(Model::is_card_shown);
    let open = desk.memo(|model| model.open());
    let keys = window_event_listener(ev::keydown, move |event| {
        let step = match event.key().as_str() {
            "ArrowUp" if event.alt_key() => Step::Up,
            "ArrowDown" if event.alt_key() => Step::Down,
            _ => return,
        };
        if let Some(next) = desk.peek(|model| model.neighbour(step)) {
            event.prevent_default();
            desk.go(Place::Dialogs(Some(next)));
        }
    });
    on_cleanup(move || keys.remove());
    let is_sought = desk.memo(|model| !model.messages.text.is_empty());
    let is_empty = desk.memo(|model| model.sees_nothing() && model.open().is_none());
    let columns = move || {
        view! {
            <div class="dialogs" class:card-shown=move || card_shown.get()>
                <section class="list-pane" aria-label=say("dialogs")>
                    <ListHead />
                    <SearchField />
                    <AskBar />
                    <LeftBehind />
                    {move || match is_sought.get() {
                        true => view! { <FoundMessages /> }.into_any(),
                        false => view! { <DialogList /> }.into_any(),
                    }}
                </section>
                {move || match open.get() {
                    Some(id) => {
                        view! {
                            <DialogPane id=id />
                            <ClientCardPane id=id />
                        }
                            .into_any()
                    }
                    None => view! { <NoDialog /> }.into_any(),
                }}
            </div>
        }
    };
    move || match is_empty.get() {
        true => view! { <Nothing /> }.into_any(),
        false => columns().into_any(),
    }
}

/// No dialog is open.
#[component]
fn NoDialog() -> impl IntoView {
    view! {
        <section class="dialog-pane none">
            <Empty icon=icon::MESSAGE_CIRCLE title=say("pick_title") text=say("pick_text") />
        </section>
    }
}

/// Nothing may be seen (KC-02).
#[component]
fn Nothing() -> impl IntoView {
    view! {
        <div class="no-access">
            <header class="list-head">
                <div class="list-title">
                    <h1>{say("dialogs")}</h1>
                </div>
            </header>
            <LeftBehind />
            <NoAccess />
        </div>
    }
}
