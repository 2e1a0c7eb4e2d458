//! Messages that were found, below the dialogs. What comes later is added at the end.

use beseda_protocol::ask::search::FoundMessage;
use beseda_protocol::dialog::{DialogState, LastLabel};
use leptos::prelude::*;

use super::avatar::{Avatar, Size};
use super::icon::{self, Icon};
use super::words;
use crate::model::place::Place;
use crate::session::Desk;
use crate::texts::say;

/// They, and how many they are.
#[component]
pub(crate) fn FoundMessages() -> impl IntoView {
    let desk: Desk = expect_context();
    let found = desk.memo(|model| model.messages.found.clone());
    let is_looking = desk.memo(|model| model.messages.is_looking());
    let has_more = desk.memo(|model| model.messages.has_more());
    let is_empty = move || found.with(Vec::is_empty);
    let n = move || words::found_count(found.with(Vec::len), has_more.get());
    view! {
        <Show when=move || !is_empty()>
            <h2 class="found-title small">
                {say("found_messages")} " " <span class="numbers quiet">{n}</span>
            </h2>
        </Show>
        <ul class="list found-list" role="list" aria-label=say("found_messages") aria-busy=move || is_looking.get().to_string()>
            <For each=move || found.get() key=|found| found.id let:found>
                <Found found=found />
            </For>
        </ul>
        <Show when=move || has_more.get() && !is_looking.get()>
            <p class="found-state">
                <button type="button" class="text-button" on:click=move |_| desk.act(|model, _| model.seek_more_messages())>
                    {say("show_more")}
                </button>
            </p>
        </Show>
    }
}

/// One of them: a link to its place in its dialog.
#[component]
fn Found(
    /// Which.
    found: FoundMessage,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let FoundMessage {
        id,
        at,
        label,
        by,
        is_file,
        snippet,
        dialog,
    } = found;
    let place = Place::Message(dialog.id, id);
    let href = place.path();
    let here = place.clone();
    let is_open = desk.memo(move |model| model.place == here);
    let name = words::client(&dialog.client);
    let me = desk.peek(|model| model.me()).unwrap_or_default();
    let names = desk.memo(|model| model.names());
    let whose = move || {
        // What has no label is the client's.
        let is_ours = label != LastLabel::Visitor;
        is_ours.then(|| {
            format!(
                "{}: ",
                names.with(|names| words::label(label, by, me, names))
            )
        })
    };
    let is_closed = matches!(dialog.state, DialogState::Closed { .. });
    view! {
        <li>
            <a
                class="found-message"
                href=href
                aria-current=move || is_open.get().then_some("true")
                on:click=move |event| {
                    if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                        event.prevent_default();
                        desk.go(place.clone());
                    }
                }
            >
                <Avatar name=name.clone() number=dialog.client.id.0 is_named=dialog.client.name.is_some() size=Size::Small />
                <span class="found-lines">
                    <span class="card-line">
                        <strong class="cut">
                            <bdi>{name}</bdi>
                        </strong>
                        <span class="card-time numbers">
                            {is_closed.then(|| format!("{} · ", say("closed")))}
                            {move || words::list_time(at, desk.now.get())}
                        </span>
                    </span>
                    <span class="found-text" dir="auto">
                        <span class="card-label">{whose}</span>
                        {is_file.then(|| view! { <Icon of=icon::PAPERCLIP size=12 /> })}
                        {snippet.before}
                        <mark>{snippet.hit}</mark>
                        {snippet.behind}
                    </span>
                </span>
            </a>
        </li>
    }
}
