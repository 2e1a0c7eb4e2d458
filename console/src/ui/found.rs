//! What was found above the list, in its place: dialogs by their client and number first,
//! then messages.

use beseda_parts::gate;
use leptos::prelude::*;

use super::empty::Empty;
use super::found_messages::FoundMessages;
use super::icon;
use super::list_card::ListCard;
use super::parts::{Later, Shown};
use super::words;
use crate::model::messages::is_too_short;
use crate::session::Desk;
use crate::texts::say;

/// So many dialogs are shown until more are asked for: the messages stand below.
const DIALOGS_SHOWN: usize = 5;

/// What was found, and how far the search is.
#[component]
pub(crate) fn Found() -> impl IntoView {
    view! { <Shown part=Later::Panels class="list-scroll" enter=|| found(()) /> }
}

gate! { "panels", "00000000000000000000000000000010",
/// In the part "panels".
fn found(_given: ()) -> AnyView {
    view! { <Results /> }.into_any()
}}

#[component]
fn Results() -> impl IntoView {
    let desk: Desk = expect_context();
    let is_short = desk.memo(|model| is_too_short(&model.messages.text));
    let is_looking = desk.memo(|model| model.messages.is_looking() || model.sought.is_looking());
    let is_empty =
        desk.memo(|model| model.messages.found.is_empty() && model.sought.found.is_empty());
    view! {
        <div class="list-scroll">
            <FoundDialogs />
            <FoundMessages />
            <p class="found-state quiet small" role="status">
                {move || match (is_looking.get(), is_short.get()) {
                    (true, _) => Some(say("searching")),
                    (false, true) => Some(say("search_short")),
                    (false, false) => None,
                }}
            </p>
            <Show when=move || is_empty.get() && !is_short.get() && !is_looking.get()>
                <Empty icon=icon::SEARCH title=say("found_none_title") text=say("found_none_text") />
            </Show>
        </div>
    }
}

/// Dialogs, open and closed.
#[component]
fn FoundDialogs() -> impl IntoView {
    let desk: Desk = expect_context();
    let found = desk.memo(|model| {
        let found = model.sought.found.iter();
        found.map(|found| found.id).collect::<Vec<_>>()
    });
    let has_more = desk.memo(|model| model.sought.has_more());
    let text = desk.memo(|model| model.messages.text.clone());
    let are_all = RwSignal::new(false);
    Effect::new(move |_| {
        text.track();
        are_all.set(false);
    });
    let n = move || words::found_count(found.with(Vec::len), has_more.get());
    let shown = move || {
        let mut shown = found.get();
        if !are_all.get() {
            shown.truncate(DIALOGS_SHOWN);
        }
        shown
    };
    let is_cut = move || !are_all.get() && found.with(Vec::len) > DIALOGS_SHOWN;
    let more = move |_| match are_all.get_untracked() {
        true => desk.act(|model, _| model.seek_more_dialogs()),
        false => are_all.set(true),
    };
    view! {
        <Show when=move || found.with(|found| !found.is_empty())>
            <h2 class="found-title small">
                {say("dialogs")} " " <span class="numbers quiet">{n}</span>
            </h2>
            <ul class="list found-list" role="list" aria-label=say("dialogs")>
                <For each=shown key=|id| *id let:id>
                    <li>
                        <ListCard id=id.into() />
                    </li>
                </For>
            </ul>
            <Show when=move || is_cut() || has_more.get()>
                <p class="found-state">
                    <button type="button" class="text-button" on:click=more>
                        {say("show_more")}
                    </button>
                </p>
            </Show>
        </Show>
    }
}
