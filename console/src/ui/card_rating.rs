//! How the client has rated a conversation last.

use beseda_protocol::dialog::{ClientCard, Rated};
use beseda_protocol::ids::DialogId;
use beseda_protocol::message::{Content, Happened, Message};
use leptos::prelude::*;

use super::words;
use crate::browser::intl::{Style, moment};
use crate::session::Desk;
use crate::texts::say;

/// It, if he ever has.
#[component]
pub(crate) fn CardRating(
    /// Whose.
    card: Memo<Option<ClientCard>>,
    /// The dialog that the card is beside.
    beside: Option<DialogId>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    // Since the card came he may have rated the one that is open.
    let newest = desk.memo(move |model| {
        let thread = model.thread(beside?)?;
        thread.messages.iter().rev().find_map(rated)
    });
    let shown = Memo::new(move |_| {
        let known = card.with(|card| card.as_ref()?.rated.clone());
        [known, newest.get()]
            .into_iter()
            .flatten()
            .max_by_key(|rated| rated.at)
    });
    move || {
        shown.get().map(|rated| {
            view! {
                <section class="card-section">
                    <h4 class="small quiet">{say("client_rating")}</h4>
                    <p class="card-rating" dir="auto">{words::rated(rated.rating, &rated.comment)}</p>
                    <p class="small quiet numbers">{moment(rated.at, Style::Full)}</p>
                </section>
            }
        })
    }
}

/// The rating that a message tells of.
fn rated(message: &Message) -> Option<Rated> {
    let Content::System {
        happened: Happened::Rated { rating, comment },
    } = &message.content
    else {
        return None;
    };
    Some(Rated {
        dialog: message.dialog,
        rating: *rating,
        comment: comment.clone(),
        at: message.at,
    })
}
