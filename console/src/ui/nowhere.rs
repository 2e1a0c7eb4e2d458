//! An address at which there is nothing.

use leptos::prelude::*;

use super::empty::Empty;
use super::icon;
use crate::model::place::Place;
use crate::session::Desk;
use crate::texts::say;

/// Says so, and leads back.
#[component]
pub(crate) fn Nowhere() -> impl IntoView {
    let desk: Desk = expect_context();
    view! {
        <main class="gate">
            <Empty icon=icon::CIRCLE_ALERT title=say("nowhere_title") text=say("nowhere_text")>
                <button type="button" class="button primary" on:click=move |_| desk.go(Place::Dialogs(None))>
                    {say("to_dialogs")}
                </button>
            </Empty>
        </main>
    }
}
