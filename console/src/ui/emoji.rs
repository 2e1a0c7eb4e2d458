//! The emoji picker: shelves with a search, fetched when it is first opened.

use js_sys::Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::icon::{self, Icon};
use super::outside::close_outside;
use crate::browser::emoji::{Emoji, Shelf, found, shelves};
use crate::browser::{edit, store};
use crate::model::recent_emoji::{picked, step};
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The narrowest that an emoji's place in a line is, as in the style sheet.
const EMOJI_PX: i32 = 36;

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
    let desk: Desk = expect_context();
    let pick = move |emoji: Emoji| {
        if let Some(area) = area.get_untracked() {
            let tone = desk.prefs.with_untracked(|prefs| prefs.tone);
            edit::insert(&area, emoji.with_tone(tone));
            write.run(area.value());
            note(desk, &emoji);
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

/// Remembers that an emoji was picked.
pub(super) fn note(desk: Desk, emoji: &Emoji) {
    if let Some(me) = desk.peek(|model| model.me()) {
        let now = picked(&store::picked_emoji(me), &emoji.text);
        store::keep_picked_emoji(me, &now);
    }
}

/// The search and the shelves.
#[component]
fn Picker(
    /// An emoji was chosen.
    pick: Callback<Emoji>,
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
    let recent = desk.peek(|model| model.me()).map(store::picked_emoji);
    let recent = recent.unwrap_or_default();
    let list = NodeRef::<leptos::html::Div>::new();
    let walk = move |event: KeyboardEvent| {
        if let Some(list) = list.get_untracked() {
            walk(&list, &event);
        }
    };
    view! {
        <div
            class="popover above left emoji-picker"
            role="dialog"
            aria-label=say("emoji")
            on:keydown=walk
        >
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
            <div class="emoji-shelves" node_ref=list>
                {move || match all.get() {
                    None => view! { <p class="emoji-none quiet">{say("loading")}</p> }.into_any(),
                    Some(None) => view! { <p class="emoji-none quiet">{say("emoji_failed")}</p> }.into_any(),
                    Some(Some(all)) => {
                        let query = query.get();
                        let tone = desk.prefs.with(|prefs| prefs.tone);
                        match query.trim().is_empty() {
                            true => {
                                let recent = Shelf::of_picked(&all, &recent, say("emoji_recent"));
                                let all = recent.into_iter().chain(all).collect();
                                view! { <Shelves shelves=all tone=tone pick=pick /> }.into_any()
                            }
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
    pick: Callback<Emoji>,
) -> impl IntoView {
    shelves
        .into_iter()
        .enumerate()
        .map(|(place, shelf)| {
            view! {
                <h3 class="emoji-title small quiet">{shelf.name}</h3>
                <Grid emoji=shelf.emoji tone=tone is_first={place == 0} pick=pick />
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
    pick: Callback<Emoji>,
) -> impl IntoView {
    match emoji.is_empty() {
        true => view! { <p class="emoji-none quiet">{say("emoji_none")}</p> }.into_any(),
        false => view! { <Grid emoji=emoji tone=tone is_first=true pick=pick /> }.into_any(),
    }
}

/// Arrows walk over the emoji, and from the search down to them.
fn walk(list: &Element, event: &KeyboardEvent) {
    let (Ok(all), Some(target)) = (list.query_selector_all(".emoji"), event.target()) else {
        return;
    };
    let all = Array::from(&all);
    let here = usize::try_from(all.index_of(&target, 0)).ok();
    if here.is_none() && !target.is_instance_of::<HtmlInputElement>() {
        return;
    }
    let n_columns = (list.client_width() / EMOJI_PX).max(1) as usize;
    let next = step(&event.key(), here, n_columns).map(|next| all.get(next as u32));
    if let Some(next) = next.filter(|next| !next.is_undefined()) {
        event.prevent_default();
        next.unchecked_ref::<HtmlElement>().focus().ok();
    }
}

/// Emoji in rows.
#[component]
fn Grid(
    /// They.
    emoji: Vec<Emoji>,
    /// Their skin tone.
    tone: u8,
    /// Whether they stand above all others: the first is where the Tab key stops.
    is_first: bool,
    /// One was chosen.
    pick: Callback<Emoji>,
) -> impl IntoView {
    view! {
        <div class="emoji-grid">
            {emoji
                .into_iter()
                .enumerate()
                .map(|(place, emoji)| {
                    let text = emoji.with_tone(tone).to_owned();
                    let name = emoji.name.clone();
                    let tabindex = if is_first && place == 0 { "0" } else { "-1" };
                    view! {
                        <button
                            type="button"
                            class="emoji"
                            tabindex=tabindex
                            aria-label=name.clone()
                            title=name
                            on:click=move |_| pick.run(emoji.clone())
                        >
                            {text}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}
