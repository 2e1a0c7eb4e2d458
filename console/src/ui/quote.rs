//! A message that another one answers: over the answer, and over what is being written.

use beseda_protocol::ids::{DialogId, MessageId};
use leptos::prelude::*;

use super::icon::{self, Icon};
use super::words;
use crate::model::feed::{Quoted, Side};
use crate::model::place::Place;
use crate::session::Desk;
use crate::texts::say;

/// Over an answer: a press leads to what it answers.
#[component]
pub(crate) fn Quote(
    /// Of which dialog.
    dialog: DialogId,
    /// What it answers.
    quoted: Quoted,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let id = quoted.id;
    view! {
        <button
            type="button"
            class="quote"
            title=say("quote_show")
            on:click=move |_| show(desk, dialog, id)
        >
            <Words dialog=dialog quoted=quoted />
        </button>
    }
}

/// Over what is being written, with the way to take it off.
#[component]
pub(crate) fn Quoting(
    /// In which dialog.
    dialog: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let quoted = desk.memo(move |model| model.quoted(dialog));
    move || {
        quoted.get().map(|quoted| {
            view! {
                <div class="quoting" role="group" aria-label=say("quoting")>
                    <Icon of=icon::REPLY size=14 />
                    <Quote dialog=dialog quoted=quoted />
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=say("quote_remove")
                        title=say("quote_remove")
                        on:click=move |_| desk.quote(dialog, None)
                    >
                        <Icon of=icon::CLOSE size=14 />
                    </button>
                </div>
            }
        })
    }
}

/// Whose it is, and how it begins; of one that is not loaded, that there is one.
#[component]
fn Words(
    /// Of which dialog.
    dialog: DialogId,
    /// What.
    quoted: Quoted,
) -> impl IntoView {
    let desk: Desk = expect_context();
    quoted.said.map_or_else(
        || view! { <span class="quote-text cut">{say("quote_earlier")}</span> }.into_any(),
        |(side, text)| {
            let author = desk.memo(move |model| match side {
                Side::Client => {
                    let card = model.board.card(dialog);
                    card.map_or_else(String::new, |card| words::client(&card.client))
                }
                Side::Automatic(_) => say("label_automatic"),
                Side::Operator(id) | Side::Note(id) => model.name(id),
            });
            let text = match text.as_str() {
                "" => say("withdrawn"),
                _ => text,
            };
            view! {
                <span class="quote-author cut"><bdi>{author}</bdi></span>
                <span class="quote-text cut" dir="auto">{text}</span>
            }
            .into_any()
        },
    )
}

/// Leads to a message, again if it is the one that was led to last.
fn show(desk: Desk, dialog: DialogId, id: MessageId) {
    let place = Place::Message(dialog, id);
    match desk.peek(|model| *model.place == place) {
        true => {
            desk.act(|model, _| model.go(Place::Dialogs(Some(dialog))));
            request_animation_frame(move || desk.act(|model, _| model.go(place)));
        }
        false => desk.go(place),
    }
}
