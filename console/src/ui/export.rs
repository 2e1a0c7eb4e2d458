//! What a list shows, as a file: at the foot of the filter's panel (SB-48).

use beseda_protocol::export::{Export, TableFormat};
use leptos::prelude::*;

use super::filtering::{Filtering, Listing};
use super::note::Outcome;
use crate::model::Model;
use crate::model::place::{Place, Section};
use crate::model::question::{Form, Progress};
use crate::session::Desk;
use crate::texts::say;

/// For administrators.
#[component]
pub(super) fn ExportShown(
    /// Of which list.
    of: Filtering,
) -> impl IntoView {
    let desk: Desk = expect_context();
    desk.act(|model, _| {
        model.forget(&Form::Export);
        Vec::new()
    });
    let administers = desk.memo(Model::administers);
    let progress = desk.memo(|model| model.progress(&Form::Export));
    let is_begun = Memo::new(move |_| progress.get() == Progress::Done);
    let button = move |format: TableFormat, name: &'static str| {
        let begin = move |_| {
            let what = desk.peek(|model| what(model, of.listing, format));
            desk.export(what);
        };
        let label = format!("{}: {name}", say("export"));
        view! {
            <button type="button" class="button slim" aria-label=label on:click=begin>
                {name}
            </button>
        }
    };
    view! {
        <Show when=move || administers.get()>
            <div class="row filter-export">
                <span class="grow small quiet">{say("export")}</span>
                {button(TableFormat::Csv, "CSV")}
                {button(TableFormat::Xlsx, "XLSX")}
            </div>
            <Show when=move || is_begun.get()>
                <p class="row small" role="status">
                    <span class="grow">{say("export_begun")}</span>
                    <button
                        type="button"
                        class="text-button"
                        on:click=move |_| desk.go(Place::Settings(Section::Downloads))
                    >
                        {say("downloads")}
                    </button>
                </p>
            </Show>
            <Outcome progress=progress />
        </Show>
    }
}

/// All that the list shows now.
fn what(model: &Model, listing: Listing, format: TableFormat) -> Export {
    match listing {
        Listing::Dialogs => Export::Dialogs {
            filter: model.board.filter().clone(),
            format,
        },
        Listing::Clients => Export::Clients {
            all_of: model.client_list.all_of().to_vec(),
            format,
        },
    }
}
