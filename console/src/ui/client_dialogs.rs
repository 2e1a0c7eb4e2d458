//! The client's other dialogs (CQ-10).

use beseda_protocol::dialog::{DialogState, Summary};
use beseda_protocol::ids::{ClientId, DialogId};
use leptos::prelude::*;

use super::words;
use crate::model::place::Place;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The list, or a sentence in its place.
#[component]
pub(crate) fn ClientDialogs(
    /// Whose.
    client: ClientId,
    /// Newest first, without the open one.
    dialogs: Memo<Vec<Summary>>,
    /// Whether there are more to ask for.
    has_more: Memo<bool>,
    /// Whether one of them is open beside the card.
    is_beside_one: bool,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let (title, none) = match is_beside_one {
        true => ("other_dialogs", "no_other_dialogs"),
        false => ("dialogs", "no_dialogs"),
    };
    let is_empty = move || dialogs.with(Vec::is_empty) && !has_more.get();
    let ids = move || dialogs.with(|all| all.iter().map(|dialog| dialog.id).collect::<Vec<_>>());
    view! {
        <section class="card-section">
            <h4 class="small quiet">{say(title)}</h4>
            <Show when=is_empty>
                <p class="quiet small">{say(none)}</p>
            </Show>
            <ul>
                <For each=ids key=|id| *id let:id>
                    <Item id=id dialogs=dialogs />
                </For>
            </ul>
            <Show when=move || has_more.get()>
                <button
                    type="button"
                    class="text-button small"
                    on:click=move |_| desk.act(|model, _| model.more_dialogs_of(client))
                >
                    {say("show_more")}
                </button>
            </Show>
        </section>
    }
}

/// One of them.
#[component]
fn Item(
    /// Which.
    id: DialogId,
    /// It is among these.
    dialogs: Memo<Vec<Summary>>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let dialog =
        Memo::new(move |_| dialogs.with(|all| all.iter().find(|dialog| dialog.id == id).cloned()));
    let place = Place::Dialogs(Some(id));
    let state = move |dialog: &Summary| match dialog.state {
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
                {move || {
                    dialog
                        .get()
                        .map(|dialog| {
                            let (at, state) = (dialog.last.at, state(&dialog));
                            view! {
                                <span class="cut">{words::preview(&dialog.last)}</span>
                                <span class="small quiet numbers">
                                    {say_with("dialog_number", &[("n", &id.to_string())])} " · " {state}
                                    " · " {move || words::list_time(at, desk.now.get())}
                                </span>
                            }
                        })
                }}
            </a>
        </li>
    }
}
