//! What is offered above the composer for a word behind a slash.

use beseda_protocol::saved_reply::SavedReply;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::reply_insert::{ReplyInsert, ReplyPreview};
use crate::browser::edit;
use crate::model::saved_replies::slash_word;
use crate::session::Desk;
use crate::texts::say;

/// The id of the list.
pub(crate) const LIST: &str = "slash-offers";

/// What is typed behind a slash, and what is offered for it.
#[derive(Clone, Copy)]
pub(crate) struct Slash {
    desk: Desk,
    into: ReplyInsert,
    /// What stands behind the slash before the cursor.
    word: RwSignal<Option<String>>,
    /// Whether the operator wants no offers for this word.
    is_dismissed: RwSignal<bool>,
    offers: Memo<Vec<SavedReply>>,
    active: RwSignal<usize>,
}

impl Slash {
    pub(crate) fn new(desk: Desk, into: ReplyInsert) -> Self {
        let word = RwSignal::new(None::<String>);
        let is_dismissed = RwSignal::new(false);
        let channel = into.channel(desk);
        let offers = desk.memo(move |model| match word.get() {
            Some(word) if !is_dismissed.get() => model.saved_replies.offered(&word, channel.get()),
            Some(_) | None => Vec::new(),
        });
        let active = RwSignal::new(0);
        Self {
            desk,
            into,
            word,
            is_dismissed,
            offers,
            active,
        }
    }

    /// The text or the cursor has changed.
    pub(crate) fn look(self) {
        let Some(area) = self.into.area.get_untracked() else {
            return;
        };
        let before = edit::before_cursor(&area);
        let word = slash_word(&before).map(str::to_owned);
        if word.is_none() {
            self.is_dismissed.set(false);
        }
        if self.word.with_untracked(|known| *known != word) {
            self.active.set(0);
            self.word.set(word);
        }
    }

    /// The field was left.
    pub(crate) fn leave(self) {
        self.word.set(None);
        self.is_dismissed.set(false);
    }

    /// Whether a key is meant for the offers.
    pub(crate) fn keyed(self, event: &KeyboardEvent) -> bool {
        let n = self.offers.with_untracked(Vec::len);
        let is_plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
        if n == 0 || !is_plain {
            return false;
        }
        match event.key().as_str() {
            "ArrowDown" => self.active.update(|active| *active = (*active + 1) % n),
            "ArrowUp" => self.active.update(|active| *active = (*active + n - 1) % n),
            "Escape" => self.is_dismissed.set(true),
            "Enter" | "Tab" if !event.shift_key() => self.insert(self.active.get_untracked()),
            _ => return false,
        }
        event.prevent_default();
        event.stop_propagation();
        true
    }

    fn insert(self, place: usize) {
        let offer = self
            .offers
            .with_untracked(|offers| offers.get(place).cloned());
        let word = self.word.get_untracked();
        if let Some((offer, word)) = offer.zip(word) {
            let n_before = 1 + word.encode_utf16().count() as u32;
            self.into.insert(self.desk, &offer, n_before);
            self.leave();
        }
    }

    /// The id of the offer that Enter takes.
    pub(crate) fn active_id(self) -> Option<String> {
        (!self.offers.with(Vec::is_empty)).then(|| option(self.active.get()))
    }

    /// The id of the list, while there is one.
    pub(crate) fn list_id(self) -> Option<&'static str> {
        (!self.offers.with(Vec::is_empty)).then_some(LIST)
    }
}

fn option(place: usize) -> String {
    format!("{LIST}-{place}")
}

/// The list.
#[component]
pub(crate) fn SlashOffers(
    /// What is offered.
    slash: Slash,
) -> impl IntoView {
    let row = move |place: usize, reply: SavedReply| {
        let pieces = slash.into.preview(slash.desk, &reply);
        let shortcut = reply.shortcut.map(|shortcut| format!("/{shortcut}"));
        view! {
            <li
                class="menu-item reply-row"
                role="option"
                id=option(place)
                aria-selected=move || (slash.active.get() == place).to_string()
                // The field keeps the keyboard.
                on:mousedown=|event| event.prevent_default()
                on:click=move |_| slash.insert(place)
            >
                <bdi class="reply-name cut">{reply.name}</bdi>
                <bdi class="reply-short small numbers">{shortcut}</bdi>
                <ReplyPreview pieces=pieces />
            </li>
        }
    };
    view! {
        <Show when=move || !slash.offers.with(Vec::is_empty)>
            <div class="popover above slash-offers">
                <ul role="listbox" id=LIST aria-label=say("saved_replies")>
                    {move || {
                        let offers = slash.offers.get().into_iter().enumerate();
                        offers.map(|(place, reply)| row(place, reply)).collect_view()
                    }}
                </ul>
                <p class="small quiet slash-hint">{say("slash_hint")}</p>
            </div>
        </Show>
    }
}
