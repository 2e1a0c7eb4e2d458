//! What is offered above the composer for the beginning of an emoji's name behind a colon.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::KeyboardEvent;

use super::offers::{OfferList, Offers};
use super::reply_insert::ReplyInsert;
use crate::browser::edit;
use crate::browser::emoji::{Emoji, Shelf, found, shelves};
use crate::model::completion::emoji_word;
use crate::session::Desk;
use crate::texts::say;

/// So many are offered at most.
const OFFERED_MAX: usize = 8;

/// What is typed behind a colon, and what is offered for it.
#[derive(Clone, Copy)]
pub(crate) struct EmojiOffers {
    desk: Desk,
    into: ReplyInsert,
    offers: Offers,
    /// All that there are, once wanted and fetched.
    all: RwSignal<Option<Vec<Shelf>>>,
    is_wanted: StoredValue<bool>,
    found: Memo<Vec<Emoji>>,
}

impl EmojiOffers {
    pub(crate) fn new(desk: Desk, into: ReplyInsert) -> Self {
        let offers = Offers::new("emoji-offers");
        let all = RwSignal::new(None::<Vec<Shelf>>);
        let found = Memo::new(move |_| {
            let sought = offers.wanted().map(|word| word.replace(['_', '-'], " "));
            all.with(|all| match (sought, all) {
                (Some(sought), Some(all)) => found(all, &sought, OFFERED_MAX),
                _ => Vec::new(),
            })
        });
        Self {
            desk,
            into,
            offers,
            all,
            is_wanted: StoredValue::new(false),
            found,
        }
    }

    /// The text before the cursor is this now.
    pub(crate) fn look(self, before: &str) {
        let word = emoji_word(before);
        if word.is_some() && !self.is_wanted.get_value() {
            self.is_wanted.set_value(true);
            self.fetch();
        }
        self.offers.look(word);
    }

    fn fetch(self) {
        let locale = self.desk.locale();
        spawn_local(async move {
            match shelves(locale).await {
                Some(shelves) => drop(self.all.try_set(Some(shelves))),
                // The next word tries again.
                None => drop(self.is_wanted.try_set_value(false)),
            }
        });
    }

    /// The field was left.
    pub(crate) fn leave(self) {
        self.offers.leave();
    }

    /// Whether a key is meant for the offers.
    pub(crate) fn keyed(self, event: &KeyboardEvent) -> bool {
        let n = self.found.with_untracked(Vec::len);
        self.offers.keyed(event, n, |place| self.insert(place))
    }

    fn insert(self, place: usize) {
        let chosen = self.found.with_untracked(|found| found.get(place).cloned());
        let area = self.into.area.get_untracked();
        if let (Some(emoji), Some(word), Some(area)) = (chosen, self.offers.word(), area) {
            let tone = self.desk.prefs.with_untracked(|prefs| prefs.tone);
            let n_before = 1 + word.encode_utf16().count() as u32;
            edit::insert_over(&area, n_before, emoji.with_tone(tone));
            self.into.write.run(area.value());
            self.leave();
        }
    }

    /// The offers, while there are any.
    pub(crate) fn shown(self) -> Option<Offers> {
        (!self.found.with(Vec::is_empty)).then_some(self.offers)
    }
}

/// The list.
#[component]
pub(crate) fn EmojiOfferList(
    /// What is offered.
    emoji: EmojiOffers,
) -> impl IntoView {
    let row = move |one: Emoji| {
        let tone = emoji.desk.prefs.with_untracked(|prefs| prefs.tone);
        let shown = one.with_tone(tone).to_owned();
        view! {
            <span class="offered-emoji" aria-hidden="true">{shown}</span>
            <bdi class="cut">{one.name}</bdi>
        }
        .into_any()
    };
    let rows = move |()| emoji.found.get().into_iter().map(row).collect::<Vec<_>>();
    let rows = Callback::new(rows);
    let take = Callback::new(move |place| emoji.insert(place));
    view! {
        <Show when=move || emoji.shown().is_some()>
            <OfferList
                offers=emoji.offers
                rows=rows
                label=say("emoji")
                hint=say("slash_hint")
                take=take
            />
        </Show>
    }
}
