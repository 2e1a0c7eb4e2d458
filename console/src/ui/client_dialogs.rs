//! The client's other dialogs (CQ-10).

use beseda_protocol::dialog::{DialogState, Summary};
use leptos::prelude::*;

use super::words;
use crate::model::place::Place;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The list, or a sentence in its place.
#[component]
pub(crate) fn ClientDialogs(
    /// Newest first, without the open one.
    dialogs: Vec<Summary>,
    /// Whether one of them is open beside the card.
    is_beside_one: bool,
) -> impl IntoView {
    let is_empty = dialogs.is_empty();
    let (title, none) = match is_beside_one {
        true => ("other_dialogs", "no_other_dialogs"),
        false => ("dialogs", "no_dialogs"),
    };
    view! {
        <section class="card-section">
            <h4 class="small quiet">{say(title)}</h4>
            {is_empty.then(|| view! { <p class="quiet small">{say(none)}</p> })}
            <ul>{dialogs.into_iter().map(|dialog| view! { <Item dialog=dialog /> }).collect_view()}</ul>
        </section>
    }
}

/// One of them.
#[component]
fn Item(
    /// Which.
    dialog: Summary,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let place = Place::Dialogs(Some(dialog.id));
    let at = dialog.last.at;
    let state = match dialog.state {
        DialogState::Closed { .. } => say("closed"),
        DialogState::Open {} | DialogState::Unknown => say("open"),
    };
    view! {
        <li>
            <a
                class="other-dialog"
                href=place.path()
                on:click=move |event| {
                    event.prevent_default();
                    desk.go(place.clone());
                }
            >
                <span class="cut">{dialog.last.preview}</span>
                <span class="small quiet numbers">
                    {say_with("dialog_number", &[("n", &dialog.id.to_string())])} " · " {state} " · "
                    {move || words::list_time(at, desk.now.get())}
                </span>
            </a>
        </li>
    }
}
