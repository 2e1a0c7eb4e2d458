//! Files that were made, and those that are being made. All clients and all dialogs can be
//! exported from here; what a filter shows, from its panel.

use beseda_protocol::export::{Export, TableFormat};
use beseda_protocol::filter::{Filter, StateFilter, Tab};
use beseda_protocol::job::Work;
use leptos::prelude::*;

use super::jobs::JobRow;
use super::note::Outcome;
use super::settings_group::SettingsGroup;
use crate::model::Model;
use crate::model::question::Form;
use crate::session::Desk;
use crate::texts::say;

/// The page of the settings.
#[component]
pub(crate) fn Downloads() -> impl IntoView {
    let desk: Desk = expect_context();
    let administers = desk.memo(Model::administers);
    let ids = desk.memo(|model| {
        let exports = model.jobs.iter();
        let exports = exports.filter(|job| matches!(job.work, Work::Export { .. }));
        exports.map(|job| job.id.clone()).rev().collect::<Vec<_>>()
    });
    view! {
        <p class="quiet">{say("downloads_text")}</p>
        <Show when=move || administers.get()>
            <All />
        </Show>
        <section class="settings-group downloads">
            <Show when=move || ids.with(Vec::is_empty)>
                <p class="quiet">{say("downloads_none")}</p>
            </Show>
            <For each=move || ids.get() key=Clone::clone let:id>
                <JobRow id=id />
            </For>
        </section>
    }
}

/// Everything, whatever a list shows.
#[component]
fn All() -> impl IntoView {
    let desk: Desk = expect_context();
    desk.act(|model, _| {
        model.forget(&Form::Export);
        Vec::new()
    });
    let progress = desk.memo(|model| model.progress(&Form::Export));
    let clients = |format| Export::Clients {
        all_of: Vec::new(),
        format,
    };
    let dialogs = |format| Export::Dialogs {
        filter: Filter {
            state: StateFilter::All,
            tab: Tab::All,
            all_of: Vec::new(),
        },
        format,
    };
    view! {
        <SettingsGroup title=say("export_all") text=say("export_hint")>
            <div class="row export-row">
                <span class="grow">{say("clients")}</span>
                <Formats what=say("clients") make=clients />
            </div>
            <div class="row export-row">
                <span class="grow">{say("dialogs")}</span>
                <Formats what=say("dialogs") make=dialogs />
            </div>
            <Outcome progress=progress />
        </SettingsGroup>
    }
}

/// One button for each format.
#[component]
fn Formats(
    /// What is exported, in words.
    what: String,
    /// The same, as it is asked.
    make: fn(TableFormat) -> Export,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let button = move |format: TableFormat, name: &'static str| {
        view! {
            <button
                type="button"
                class="button slim"
                aria-label=format!("{what}: {name}")
                on:click=move |_| desk.export(make(format))
            >
                {name}
            </button>
        }
    };
    view! { {button.clone()(TableFormat::Csv, "CSV")} {button(TableFormat::Xlsx, "XLSX")} }
}
