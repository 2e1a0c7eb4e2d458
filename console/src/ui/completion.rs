//! What completes the word before the cursor of the composer: saved replies behind a slash,
//! emoji behind a colon, colleagues behind an at sign in a note.

use beseda_protocol::ids::OperatorId;
use beseda_protocol::saved_reply::SavedReply;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::KeyboardEvent;

use super::avatar::{Avatar, Size};
use super::emoji::note;
use super::offers::{OfferList, Offers};
use super::reply_insert::{ReplyFiles, ReplyInsert, ReplyPreview};
use crate::browser::edit;
use crate::browser::emoji::{Emoji, Shelf, found, shelves};
use crate::model::completion::Sought;
use crate::session::Desk;
use crate::texts::say;

/// So many are offered at most, of emoji and of colleagues.
const OFFERED_MAX: usize = 8;

/// What may stand in the place of the word.
#[derive(Debug, Clone, PartialEq)]
enum Offer {
    Reply(SavedReply),
    Emoji(Emoji),
    Colleague(OperatorId, String),
}

/// The word, and what is offered for it.
#[derive(Clone, Copy)]
pub(crate) struct Completion {
    desk: Desk,
    into: ReplyInsert,
    is_note: Memo<bool>,
    offers: Offers,
    /// All emoji that there are, once wanted and fetched.
    emoji: RwSignal<Option<Vec<Shelf>>>,
    is_emoji_wanted: StoredValue<bool>,
    found: Memo<Vec<Offer>>,
}

impl Completion {
    pub(crate) fn new(desk: Desk, into: ReplyInsert, is_note: Memo<bool>) -> Self {
        let offers = Offers::new("composer-offers");
        let emoji = RwSignal::new(None::<Vec<Shelf>>);
        let channel = into.channel(desk);
        let found = desk.memo(move |model| match offers.wanted() {
            Some(Sought::Reply(word)) => {
                let replies = model.saved_replies.offered(&word, channel.get());
                replies.into_iter().map(Offer::Reply).collect()
            }
            Some(Sought::Emoji(word)) => emoji.with(|all| {
                let word = word.replace(['_', '-'], " ");
                let all = all.as_deref().unwrap_or_default();
                let found = found(all, &word, OFFERED_MAX);
                found.into_iter().map(Offer::Emoji).collect()
            }),
            Some(Sought::Colleague(word)) => {
                let (roster, card) = (model.roster.as_ref(), model.board.card(into.dialog));
                let found = roster
                    .zip(card)
                    .map(|(roster, card)| roster.to_call(card, &word));
                let offer = |(id, name)| Offer::Colleague(id, name);
                found
                    .into_iter()
                    .flatten()
                    .map(offer)
                    .take(OFFERED_MAX)
                    .collect()
            }
            None => Vec::new(),
        });
        Self {
            desk,
            into,
            is_note,
            offers,
            emoji,
            is_emoji_wanted: StoredValue::new(false),
            found,
        }
    }

    /// The text or the cursor has changed.
    pub(crate) fn look(self) {
        let Some(area) = self.into.area.get_untracked() else {
            return;
        };
        let before = edit::before_cursor(&area);
        let sought = Sought::at_end(&before, self.is_note.get_untracked());
        if matches!(sought, Some(Sought::Emoji(_))) && !self.is_emoji_wanted.get_value() {
            self.is_emoji_wanted.set_value(true);
            self.fetch_emoji();
        }
        self.offers.look(sought);
    }

    fn fetch_emoji(self) {
        let locale = self.desk.locale();
        spawn_local(async move {
            match shelves(locale).await {
                Some(shelves) => drop(self.emoji.try_set(Some(shelves))),
                // The next word tries again.
                None => drop(self.is_emoji_wanted.try_set_value(false)),
            }
        });
    }

    /// The field was left.
    pub(crate) fn leave(self) {
        self.offers.leave();
    }

    /// Whether a key is meant for what is offered.
    pub(crate) fn keyed(self, event: &KeyboardEvent) -> bool {
        let n = self.found.with_untracked(Vec::len);
        self.offers.keyed(event, n, |place| self.insert(place))
    }

    fn insert(self, place: usize) {
        let offer = self.found.with_untracked(|found| found.get(place).cloned());
        let area = self.into.area.get_untracked();
        let (Some(offer), Some(sought), Some(area)) = (offer, self.offers.sought(), area) else {
            return;
        };
        let n_before = sought.n_units();
        let text = match offer {
            Offer::Reply(reply) => {
                self.into.insert(self.desk, &reply, n_before);
                return self.leave();
            }
            Offer::Emoji(emoji) => {
                note(self.desk, &emoji);
                self.toned(&emoji)
            }
            Offer::Colleague(_, name) => format!("@{name} "),
        };
        edit::insert_over(&area, n_before, &text);
        self.into.write.run(area.value());
        self.leave();
    }

    fn toned(self, emoji: &Emoji) -> String {
        let tone = self.desk.prefs.with_untracked(|prefs| prefs.tone);
        emoji.with_tone(tone).to_owned()
    }

    /// What is offered now.
    pub(crate) fn shown(self) -> Option<Offers> {
        (!self.found.with(Vec::is_empty)).then_some(self.offers)
    }

    /// What the offers are called.
    fn label(self) -> String {
        let key = self.found.with_untracked(|found| match found.first() {
            Some(Offer::Emoji(_)) => "emoji",
            Some(Offer::Colleague(..)) => "mention_offers",
            Some(Offer::Reply(_)) | None => "saved_replies",
        });
        say(key)
    }

    /// What an offer shows.
    fn row(self, offer: Offer) -> AnyView {
        match offer {
            Offer::Reply(reply) => {
                let pieces = self.into.preview(self.desk, &reply);
                let shortcut = reply.shortcut.map(|shortcut| format!("/{shortcut}"));
                view! {
                    <bdi class="reply-name cut">{reply.name}</bdi>
                    <bdi class="reply-short small numbers">{shortcut}</bdi>
                    <ReplyFiles n=reply.files.len() />
                    <ReplyPreview pieces=pieces />
                }
                .into_any()
            }
            Offer::Emoji(emoji) => {
                let shown = self.toned(&emoji);
                view! {
                    <span class="offered-emoji" aria-hidden="true">{shown}</span>
                    <bdi class="cut">{emoji.name}</bdi>
                }
                .into_any()
            }
            Offer::Colleague(id, name) => view! {
                <Avatar name=name.clone() number=id.0 size=Size::Tiny />
                <bdi class="cut">{name}</bdi>
            }
            .into_any(),
        }
    }
}

/// The list.
#[component]
pub(crate) fn Completions(
    /// What is offered.
    of: Completion,
) -> impl IntoView {
    let rows = move |()| {
        of.found
            .get()
            .into_iter()
            .map(|offer| of.row(offer))
            .collect::<Vec<AnyView>>()
    };
    let rows = Callback::new(rows);
    let take = Callback::new(move |place| of.insert(place));
    view! {
        <Show when=move || of.shown().is_some()>
            <OfferList offers=of.offers rows=rows label=of.label() hint=say("slash_hint") take=take />
        </Show>
    }
}
