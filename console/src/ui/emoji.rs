//! The emoji picker: shelves with a search, fetched when it is first opened.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::icon::{self, Icon};
use super::outside::close_outside;
use crate::browser::edit;
use crate::browser::emoji::{Emoji, Shelf, found, shelves};
use crate::session::Desk;
use crate::texts::{say, say_with};

/// What a search shows at most.
const FOUND_MAX: usize = 96;

/// A button, and the picker over it.
#[component]
pub(crate) fn EmojiButton(
    /// Where the emoji goes.
    area: NodeRef<leptos::html::Textarea>,
    /// The text was changed.
    write: Callback<String>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let host = NodeRef::<leptos::html::Div>::new();
    close_outside(host, open);
    let pick = move |emoji: String| {
        if let Some(area) = area.get_untracked() {
            edit::insert(&area, &emoji);
            write.run(area.value());
        }
    };
    view! {
        <div
            class="menu-host"
            node_ref=host
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    open.set(false);
                }
            }
        >
            <button
                type="button"
                class="icon-button"
                aria-label=say("emoji")
                aria-expanded=move || open.get().to_string()
                data-tip=say("emoji")
                data-tip-side="above"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <Icon of=icon::SMILE size=18 />
            </button>
            <Show when=move || open.get()>
                <Picker pick=Callback::new(pick) />
            </Show>
        </div>
    }
}

/// The search and the shelves.
#[component]
fn Picker(
    /// An emoji was chosen.
    pick: Callback<String>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let query = RwSignal::new(String::new());
    let all = RwSignal::new(None::<Option<Vec<Shelf>>>);
    let locale = desk.locale();
    spawn_local(async move {
        let answer = shelves(locale).await;
        all.try_set(Some(answer));
    });
    let search = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(search) = search.get() {
            search.focus().ok();
        }
    });
    view! {
        <div class="popover above left emoji-picker" role="dialog" aria-label=say("emoji")>
            <input
                node_ref=search
                class="input"
                type="search"
                dir="auto"
                aria-label=say("emoji_search")
                placeholder=say("emoji_search")
                prop:value=query
                on:input:target=move |event| query.set(event.target().value())
            />
            <Tones />
            <div class="emoji-shelves">
                {move || match all.get() {
                    None => view! { <p class="emoji-none quiet">{say("loading")}</p> }.into_any(),
                    Some(None) => view! { <p class="emoji-none quiet">{say("emoji_failed")}</p> }.into_any(),
                    Some(Some(all)) => {
                        let query = query.get();
                        let tone = desk.prefs.with(|prefs| prefs.tone);
                        match query.trim().is_empty() {
                            true => view! { <Shelves shelves=all tone=tone pick=pick /> }.into_any(),
                            false => view! { <Found emoji=found(&all, &query, FOUND_MAX) tone=tone pick=pick /> }.into_any(),
                        }
                    }
                }}
            </div>
        </div>
    }
}

/// The skin tones, shown by a hand.
#[component]
fn Tones() -> impl IntoView {
    let desk: Desk = expect_context();
    let hands = ["✋", "✋🏻", "✋🏼", "✋🏽", "✋🏾", "✋🏿"];
    view! {
        <div class="emoji-tones" role="group" aria-label=say("emoji_tone")>
            {hands
                .into_iter()
                .zip(0..)
                .map(|(hand, tone)| {
                    view! {
                        <button
                            type="button"
                            class="emoji-tone"
                            aria-label=say_with("emoji_tone_n", &[("n", &tone.to_string())])
                            aria-pressed=move || (desk.prefs.with(|prefs| prefs.tone) == tone).to_string()
                            on:click=move |_| desk.choose(|prefs| prefs.tone = tone)
                        >
                            {hand}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

/// Every shelf.
#[component]
fn Shelves(
    /// They.
    shelves: Vec<Shelf>,
    /// Their skin tone.
    tone: u8,
    /// An emoji was chosen.
    pick: Callback<String>,
) -> impl IntoView {
    shelves
        .into_iter()
        .map(|shelf| {
            view! {
                <h3 class="emoji-title small quiet">{shelf.name}</h3>
                <Grid emoji=shelf.emoji tone=tone pick=pick />
            }
        })
        .collect_view()
}

/// What a search found.
#[component]
fn Found(
    /// They.
    emoji: Vec<Emoji>,
    /// Their skin tone.
    tone: u8,
    /// An emoji was chosen.
    pick: Callback<String>,
) -> impl IntoView {
    match emoji.is_empty() {
        true => view! { <p class="emoji-none quiet">{say("emoji_none")}</p> }.into_any(),
        false => view! { <Grid emoji=emoji tone=tone pick=pick /> }.into_any(),
    }
}

/// Emoji in rows.
#[component]
fn Grid(
    /// They.
    emoji: Vec<Emoji>,
    /// Their skin tone.
    tone: u8,
    /// One was chosen.
    pick: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="emoji-grid">
            {emoji
                .into_iter()
                .map(|emoji| {
                    let text = emoji.with_tone(tone).to_owned();
                    let (name, chosen) = (emoji.name, text.clone());
                    view! {
                        <button
                            type="button"
                            class="emoji"
                            aria-label=name.clone()
                            title=name
                            on:click=move |_| pick.run(chosen.clone())
                        >
                            {text}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}
