//! What completes the word before the cursor of the composer: saved replies behind a slash,
//! emoji behind a colon.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::emoji_offers::{EmojiOfferList, EmojiOffers};
use super::offers::Offers;
use super::reply_insert::ReplyInsert;
use super::slash_offers::{Slash, SlashOffers};
use crate::browser::edit;
use crate::session::Desk;

/// Both kinds; of one word, only one is wanted.
#[derive(Clone, Copy)]
pub(crate) struct Completion {
    into: ReplyInsert,
    slash: Slash,
    emoji: EmojiOffers,
}

impl Completion {
    pub(crate) fn new(desk: Desk, into: ReplyInsert) -> Self {
        Self {
            into,
            slash: Slash::new(desk, into),
            emoji: EmojiOffers::new(desk, into),
        }
    }

    /// The text or the cursor has changed.
    pub(crate) fn look(self) {
        if let Some(area) = self.into.area.get_untracked() {
            let before = edit::before_cursor(&area);
            self.slash.look(&before);
            self.emoji.look(&before);
        }
    }

    /// The field was left.
    pub(crate) fn leave(self) {
        self.slash.leave();
        self.emoji.leave();
    }

    /// Whether a key is meant for what is offered.
    pub(crate) fn keyed(self, event: &KeyboardEvent) -> bool {
        self.slash.keyed(event) || self.emoji.keyed(event)
    }

    /// What is offered now.
    pub(crate) fn shown(self) -> Option<Offers> {
        self.slash.shown().or_else(|| self.emoji.shown())
    }
}

/// The lists.
#[component]
pub(crate) fn Completions(
    /// What is offered.
    of: Completion,
) -> impl IntoView {
    view! {
        <SlashOffers slash=of.slash />
        <EmojiOfferList emoji=of.emoji />
    }
}
