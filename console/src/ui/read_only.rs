//! In the composer's place where one may not write: why.

use beseda_protocol::ids::DialogId;
use leptos::prelude::*;

use super::icon::{self, Icon};
use super::unsent::Unsent;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// A quiet line, and what had been typed before.
#[component]
pub(crate) fn ReadOnly(
    /// Which dialog.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let responsible = desk.memo(move |model| {
        let responsible = model.board.card(id)?.responsible?;
        Some(model.name(responsible))
    });
    let why = move || match responsible.get() {
        Some(name) => say_with("read_only_responsible", &[("name", &name)]),
        None => say("read_only"),
    };
    view! {
        <div class="read-only">
            <Unsent id=id />
            <p class="row quiet" role="status">
                <Icon of=icon::EYE />
                <span>{why}</span>
            </p>
        </div>
    }
}
