//! The client's other dialogs (CQ-10), which can be read in place.

use beseda_protocol::dialog::{DialogState, Summary};
use beseda_protocol::ids::{ClientId, DialogId};
use beseda_protocol::team::Right;
use leptos::prelude::*;

use super::dialog_in_place::DialogInPlace;
use super::icon::{self, Icon};
use super::merge_dialog::MergeDialog;
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
    /// The one that is open beside the card, if one is.
    beside: Option<DialogId>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let merging = RwSignal::new(None);
    let (title, none) = match beside.is_some() {
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
                    <Item id=id dialogs=dialogs beside=beside merging=merging />
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
    /// The one that is open beside the card, if one is.
    beside: Option<DialogId>,
    /// Which of them shall become part of that, if one shall.
    merging: RwSignal<Option<DialogId>>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let into =
        desk.memo(move |model| beside.filter(|into| model.right(*into) == Right::Answerable));
    let merge = move || {
        let into = into.get()?;
        let values = [("n", &*id.to_string()), ("into", &*into.to_string())];
        let name = say_with("merge_dialogs", &values);
        Some(view! {
            <button
                type="button"
                class="icon-button bare"
                aria-label=name.clone()
                title=name
                on:click=move |_| merging.set(Some(id))
            >
                <Icon of=icon::MERGE size=16 />
            </button>
        })
    };
    let asked = move || {
        let into = beside.filter(|_| merging.get() == Some(id))?;
        Some(view! { <MergeDialog id=id into=into merging=merging /> })
    };
    let dialog =
        Memo::new(move |_| dialogs.with(|all| all.iter().find(|dialog| dialog.id == id).cloned()));
    let place = Place::Dialogs(Some(id));
    let is_read = RwSignal::new(false);
    // Where it is, where clients write from several places (X14).
    let origin = desk.memo(move |model| {
        let roster = model.roster.as_ref()?;
        let card = dialog.with(|dialog| dialog.clone())?;
        roster.has_origins().then(|| words::origin(roster, &card))
    });
    let state = move |dialog: &Summary| match dialog.state {
        DialogState::Closed { .. } => say("closed"),
        DialogState::Open {} | DialogState::Unknown => say("open"),
    };
    view! {
        <li>
            <div class="row other-dialog-line">
            <a
                class="other-dialog grow"
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
                                    {move || origin.get().map(|origin| format!(" · {origin}"))}
                                </span>
                            }
                        })
                }}
            </a>
            <button
                type="button"
                class="icon-button slim"
                aria-label=say_with("read_here", &[("n", &id.to_string())])
                aria-expanded=move || is_read.get().to_string()
                on:click=move |_| is_read.update(|is_read| *is_read = !*is_read)
            >
                <Icon of=icon::CHEVRON_DOWN size=16 />
            </button>
            {merge}
            </div>
            {asked}
            <Show when=move || is_read.get()>
                <DialogInPlace id=id />
            </Show>
        </li>
    }
}
