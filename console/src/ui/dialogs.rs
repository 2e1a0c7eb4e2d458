//! The dialogs: list, dialog, client's card; on a phone one of them at a time.

use beseda_protocol::filter::Filter;
use leptos::ev;
use leptos::prelude::*;

use super::ask_bar::AskBar;
use super::card_deletion::{CardDeletion, Deletion};
use super::card_menu::{CardMenu, CardMenus};
use super::dialog_panes;
use super::empty::Empty;
use super::filter_chips::FilterChips;
use super::filter_panel::FilterPanel;
use super::filter_words;
use super::filtering::{Filtering, Listing};
use super::found::Found;
use super::icon;
use super::key_sheet::KeySheet;
use super::left_behind::LeftBehind;
use super::list::DialogList;
use super::list_head::ListHead;
use super::no_access::NoAccess;
use super::parts::{Later, Shown};
use super::search_field::SearchField;
use super::shortcuts::{self, Keys};
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
    // What is found stands in the place of the list.
    let sought = RwSignal::new(desk.peek(|model| model.messages.text.clone()));
    let seek = Callback::new(move |written: String| {
        desk.act(|model, _| model.seek_above_list(&written));
        sought.set(written);
    });
    let is_empty = desk.memo(|model| model.sees_nothing() && model.open().is_none());
    let filtering = filtering(desk);
    let menus = CardMenus::new();
    provide_context(menus);
    let sheet = Keys(RwSignal::new(false));
    shortcuts::listen(desk, sheet);
    // The card that has the keyboard, or would have it.
    let deletion = Deletion::new(".list-card[tabindex='0']");
    provide_context(deletion);
    let columns = move || {
        view! {
            <div class="dialogs" class:card-shown=move || card_shown.get()>
                <section class="list-pane" aria-label=say("dialogs")>
                    <ListHead filtering=filtering />
                    <SearchField label="search_messages" text=sought seek=seek />
                    <FilterChips of=filtering />
                    <AskBar />
                    <LeftBehind />
                    <CardDeletion deletion=deletion />
                    {move || match is_sought.get() {
                        true => view! { <Found /> }.into_any(),
                        false => view! { <DialogList reset=filtering.reset /> }.into_any(),
                    }}
                </section>
                <FilterPanel of=filtering />
                <CardMenu menus=menus />
                <KeySheet keys=sheet />
                {move || match open.get() {
                    Some(id) => {
                        let enter = move || dialog_panes::panes(id);
                        view! { <Shown part=Later::Dialog class="dialog-pane none" enter=enter /> }.into_any()
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

/// The filter of the list. To reset it leaves the tab, which is a place as much as a
/// question (SB-42).
fn filtering(desk: Desk) -> Filtering {
    let all_of = desk.memo(|model| model.board.filter().all_of.clone());
    let change = Callback::new(move |all_of| {
        let mut query = desk.peek(|model| model.board.query().clone());
        query.filter.all_of = all_of;
        desk.show(query);
    });
    let reset = Callback::new(move |()| {
        let tab = desk.peek(|model| model.board.filter().tab);
        let filter = Filter {
            tab,
            ..Filter::default()
        };
        desk.show(filter.into());
    });
    let sentence = desk.memo(|model| {
        let roster = model.roster.as_ref();
        roster.map_or_else(String::new, |roster| {
            filter_words::dialogs(model.board.query(), roster)
        })
    });
    let found = desk.memo(|model| filter_words::found(model.list_size(), "n_dialogs"));
    Filtering::new(
        desk,
        Listing::Dialogs,
        all_of,
        change,
        reset,
        [sentence, found],
    )
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
