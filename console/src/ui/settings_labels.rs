//! The labels of clients: made, renamed, deleted.

use beseda_protocol::ask::labels::{AddLabel, CountLabels, DeleteLabel, RenameLabel};
use beseda_protocol::client::Label;
use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::field::Field;
use super::note::Outcome;
use super::settings_group::SettingsGroup;
use crate::model::question::Form;
use crate::session::Desk;
use crate::texts::{say, say_count, say_with};

/// The page of the settings.
#[component]
pub(crate) fn LabelSettings() -> impl IntoView {
    let desk: Desk = expect_context();
    desk.request(CountLabels {});
    let labels = desk.memo(|model| {
        let roster = model.roster.as_ref();
        roster
            .map(|roster| roster.labels.clone())
            .unwrap_or_default()
    });
    view! {
        <SettingsGroup title=say("labels") text=say("labels_text")>
            <ul class="people">
                <For each=move || labels.get() key=|label| (label.id, label.name.clone()) let:label>
                    <Row label=label />
                </For>
            </ul>
            <Show when=move || labels.with(Vec::is_empty)>
                <p class="quiet">{say("labels_none")}</p>
            </Show>
            <NewLabel />
        </SettingsGroup>
    }
}

/// Makes a label.
#[component]
fn NewLabel() -> impl IntoView {
    let desk: Desk = expect_context();
    desk.act(|model, _| {
        model.forget(&Form::NewLabel);
        Vec::new()
    });
    let name = RwSignal::new(String::new());
    let progress = desk.memo(|model| model.progress(&Form::NewLabel));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let written = name.get_untracked().trim().to_owned();
        if !written.is_empty() {
            desk.request(AddLabel { name: written });
            name.set(String::new());
        }
    };
    view! {
        <form class="stack" on:submit=submit>
            <Field id="new-label" label=say("label_new") value=name />
            <Outcome progress=progress />
            <div class="row">
                <button type="submit" class="button">{say("add_label")}</button>
            </div>
        </form>
    }
}

/// A label: its name changes in place, and deleting it is asked about once more, beside
/// the number of clients who have it.
#[component]
fn Row(
    /// Which.
    label: Label,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let Label { id, name } = label;
    desk.act(|model, _| {
        model.forget(&Form::Label(id));
        Vec::new()
    });
    let is_asked = RwSignal::new(false);
    let value = RwSignal::new(name.clone());
    let n_clients = desk.memo(move |model| model.label_counts.get(&id).copied().unwrap_or(0));
    let progress = desk.memo(move |model| model.progress(&Form::Label(id)));
    let before = name.clone();
    let save = move || {
        let written = value.get_untracked().trim().to_owned();
        if !written.is_empty() && written != before {
            desk.request(RenameLabel {
                label: id,
                name: written,
            });
        }
    };
    let submit = {
        let save = save.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            save();
        }
    };
    let delete_name = say_with("delete_this", &[("name", &name)]);
    view! {
        <li class="person">
            <form class="row" on:submit=submit>
                <input
                    class="input slim grow"
                    dir="auto"
                    autocomplete="off"
                    aria-label=say_with("label_name_of", &[("name", &name)])
                    prop:value=value
                    on:input:target=move |event| value.set(event.target().value())
                    on:blur=move |_| save()
                />
                <span class="quiet small numbers">{move || say_count("n_clients", n_clients.get())}</span>
                <button
                    type="button"
                    class="button"
                    aria-label=delete_name
                    on:click=move |_| is_asked.set(true)
                >
                    {say("delete")}
                </button>
            </form>
            <Show when=move || is_asked.get()>
                <div class="notice warm stack">
                    <p>{move || say_count("label_delete_text", n_clients.get())}</p>
                    <p class="row">
                        <button type="button" class="button" on:click=move |_| desk.request(DeleteLabel { label: id })>
                            {say("delete_label")}
                        </button>
                        <button type="button" class="button plain" on:click=move |_| is_asked.set(false)>
                            {say("cancel")}
                        </button>
                    </p>
                </div>
            </Show>
            <Outcome progress=progress />
        </li>
    }
}
