//! Something was typed, and not sent, in a dialog that may not be seen any more.

use leptos::prelude::*;

use super::icon::{self, Icon};
use crate::model::Model;
use crate::model::place::Place;
use crate::session::Desk;
use crate::texts::say;

/// One line above the list, until it has been copied or discarded.
#[component]
pub(crate) fn LeftBehind() -> impl IntoView {
    let desk: Desk = expect_context();
    let left = desk.memo(Model::left_behind);
    move || {
        left.get().map(|dialog| {
            view! {
                <section class="ask-bar">
                    <Icon of=icon::CIRCLE_ALERT />
                    <p class="grow" role="status">{say("left_behind")}</p>
                    <button
                        type="button"
                        class="text-button"
                        on:click=move |_| desk.go(Place::Dialogs(Some(dialog)))
                    >
                        {say("show")}
                    </button>
                </section>
            }
        })
    }
}
