//! What was just done somewhere on the screen, and the way back from it: for a moment.

use std::time::Duration;

use leptos::leptos_dom::helpers::set_timeout_with_handle;
use leptos::prelude::*;

use super::icon::{self, Icon};
use super::words;
use crate::model::Model;
use crate::model::undoable::Undoable;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// How long there is a way back.
const LASTS: Duration = Duration::from_secs(10);

/// The toast, while there is something to undo.
#[component]
pub(crate) fn Toast() -> impl IntoView {
    let desk: Desk = expect_context();
    let done = desk.memo(Model::undoable);
    let forget = move || desk.model.update(Model::forget_undoable);
    Effect::new(move |_| {
        if done.with(Option::is_some)
            && let Ok(ends) = set_timeout_with_handle(forget, LASTS)
        {
            on_cleanup(move || ends.clear());
        }
    });
    view! {
        <div class="toasts" role="status">
            {move || done.get().map(|done| {
                let name = desk.peek(|model| {
                    let card = model.board.card(done.dialog());
                    card.map(|card| words::client(&card.client)).unwrap_or_default()
                });
                let told = say_with(text(&done), &[("name", &name)]);
                let undo = move |_| desk.request(done.clone().undo());
                view! {
                    <div class="toast">
                        <span class="grow cut" dir="auto" title=told.clone()>{told.clone()}</span>
                        <button type="button" class="text-button" on:click=undo>{say("close_undo")}</button>
                        <button type="button" class="icon-button slim" aria-label=say("dismiss") on:click=move |_| forget()>
                            <Icon of=icon::CLOSE size=14 />
                        </button>
                    </div>
                }
            })}
        </div>
    }
}

const fn text(done: &Undoable) -> &'static str {
    match done {
        Undoable::Spam(..) => "spam_now",
        Undoable::Snoozed(_) => "snoozed_now",
        Undoable::Closed(_) => "closed_now",
    }
}
