//! What is offered above the composer for a word behind a slash.

use beseda_protocol::saved_reply::SavedReply;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::offers::{OfferList, Offers};
use super::reply_insert::{ReplyInsert, ReplyPreview};
use crate::model::saved_replies::slash_word;
use crate::session::Desk;
use crate::texts::say;

/// What is typed behind a slash, and what is offered for it.
#[derive(Clone, Copy)]
pub(crate) struct Slash {
    desk: Desk,
    into: ReplyInsert,
    offers: Offers,
    found: Memo<Vec<SavedReply>>,
}

impl Slash {
    pub(crate) fn new(desk: Desk, into: ReplyInsert) -> Self {
        let offers = Offers::new("slash-offers");
        let channel = into.channel(desk);
        let found = desk.memo(move |model| match offers.wanted() {
            Some(word) => model.saved_replies.offered(&word, channel.get()),
            None => Vec::new(),
        });
        Self {
            desk,
            into,
            offers,
            found,
        }
    }

    /// The text before the cursor is this now.
    pub(crate) fn look(self, before: &str) {
        self.offers.look(slash_word(before));
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
        let offer = self.found.with_untracked(|found| found.get(place).cloned());
        if let Some((offer, word)) = offer.zip(self.offers.word()) {
            let n_before = 1 + word.encode_utf16().count() as u32;
            self.into.insert(self.desk, &offer, n_before);
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
pub(crate) fn SlashOffers(
    /// What is offered.
    slash: Slash,
) -> impl IntoView {
    let row = move |reply: SavedReply| {
        let pieces = slash.into.preview(slash.desk, &reply);
        let shortcut = reply.shortcut.map(|shortcut| format!("/{shortcut}"));
        view! {
            <bdi class="reply-name cut">{reply.name}</bdi>
            <bdi class="reply-short small numbers">{shortcut}</bdi>
            <ReplyPreview pieces=pieces />
        }
        .into_any()
    };
    let rows = move |()| slash.found.get().into_iter().map(row).collect::<Vec<_>>();
    let rows = Callback::new(rows);
    let take = Callback::new(move |place| slash.insert(place));
    view! {
        <Show when=move || slash.shown().is_some()>
            <OfferList
                offers=slash.offers
                rows=rows
                label=say("saved_replies")
                hint=say("slash_hint")
                take=take
            />
        </Show>
    }
}
