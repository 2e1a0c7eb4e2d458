//! Where the rows of an import come from: a spreadsheet's clipboard, or a file.

use beseda_parts::Stage;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::icon::{self, Icon};
use super::import_flow::{Flow, Stage as Doing};
use super::import_texts::{say, say_with};
use super::note::{Mood, Notice};
use super::parts::{Later, Parts};
use super::workbook;
use crate::browser::tables;
use crate::tables::columns::{Column, Layout};
use crate::tables::workbook::is_workbook;
use crate::tables::{Cells, delimited};

/// A file that is larger is not read, in bytes: 100,000 rows have a fifth of it.
const BYTES_MAX: f64 = 50.0 * 1024.0 * 1024.0;

/// A button for a file, and how to paste.
#[component]
pub(super) fn Source(
    /// The import.
    flow: Flow,
) -> impl IntoView {
    let parts: Parts = expect_context();
    let input = NodeRef::<leptos::html::Input>::new();
    let fault = RwSignal::new(None::<String>);
    let is_reading = RwSignal::new(false);
    // A workbook, as long as what reads it is not here.
    let waiting = StoredValue::new_local(None::<(String, Vec<u8>)>);
    let told = move |name: &str, read: Option<Cells>| {
        if is_reading.try_set(false).is_some() {
            // The screen is gone.
            return;
        }
        match read {
            Some(cells) if cells.is_empty() => fault.set(Some(say("file_empty"))),
            Some(cells) => flow.take(cells),
            None => fault.set(Some(say_with("file_unread", &[("name", name)]))),
        }
    };
    let open = move || {
        let stage = untrack(|| parts.stage(Later::Workbook));
        if !matches!(stage, Stage::Here | Stage::Failed) {
            return;
        }
        let Some((name, bytes)) = waiting.try_update_value(Option::take).flatten() else {
            return;
        };
        let read = match stage {
            Stage::Here => tables::guarded(move || workbook::read(bytes)).flatten(),
            _ => None,
        };
        told(&name, read);
    };
    Effect::new(move |_| {
        parts.stage(Later::Workbook);
        open();
    });
    let picked = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        let input: &HtmlInputElement = input.unchecked_ref();
        let file = input.files().and_then(|files| files.get(0));
        // The same file may be picked again.
        input.set_value("");
        let Some(file) = file else {
            return;
        };
        fault.set(None);
        is_reading.set(true);
        spawn_local(async move {
            let name = file.name();
            let bytes = match file.size() > BYTES_MAX {
                true => None,
                false => tables::bytes(&file).await,
            };
            match bytes {
                Some(bytes) if is_workbook(&name) => {
                    // Its reader may still be on its way.
                    let waits = waiting.try_set_value(Some((name, bytes)));
                    if waits.is_none() {
                        parts.want(Later::Workbook);
                        open();
                    }
                }
                bytes => told(&name, bytes.and_then(|bytes| text_of(&bytes))),
            }
        });
    };
    let is_busy = move || !matches!(flow.stage.get(), Doing::Filling | Doing::Checked);
    view! {
        <div class="row wrap">
            <button
                type="button"
                class="button"
                disabled=move || is_busy() || is_reading.get()
                on:click=move |_| {
                    if let Some(input) = input.get_untracked() {
                        input.click();
                    }
                }
            >
                <Icon of=icon::FILE />
                {say("file")}
            </button>
            <span class="small quiet">{say("file_hint")}</span>
        </div>
        <input
            node_ref=input
            class={"unseen"}
            type="file"
            accept=".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.xlsb,.ods"
            tabindex="-1"
            aria-hidden="true"
            on:change=picked
        />
        <p class="small quiet" role="status">{move || is_reading.get().then(|| say("file_reading"))}</p>
        {move || fault.get().map(|text| view! { <Notice mood=Mood::Bad text=text /> })}
    }
}

/// The cells of a file of text.
fn text_of(bytes: &[u8]) -> Option<Cells> {
    let text = tables::text(bytes, delimited::encoding(bytes))?;
    Some(delimited::read(&text))
}

const COLUMNS: [(Column, &str); 7] = [
    (Column::Contact, "contact"),
    (Column::Name, "name"),
    (Column::Comment, "comment"),
    (Column::Channel, "channel"),
    (Column::Transport, "transport"),
    (Column::Labels, "labels_column"),
    (Column::Other, "column_other"),
];

/// What the columns of the table say that was read.
#[component]
pub(super) fn Columns(
    /// The import.
    flow: Flow,
) -> impl IntoView {
    let is_open = Memo::new(move |_| {
        flow.source.with(|source| {
            let layout = source.as_ref().map(|(_, layout)| layout);
            layout.is_some_and(|layout| !layout.columns.contains(&Column::Contact))
        })
    });
    let set = move |change: Box<dyn FnOnce(&mut Layout)>| {
        if let Some((cells, mut layout)) = flow.source.get_untracked() {
            change(&mut layout);
            flow.lay_out(cells, layout);
        }
    };
    move || {
        let (cells, layout) = flow.source.get()?;
        let heads = layout.columns.iter().enumerate().map(|(place, _)| {
            let head = cells.first().and_then(|row| row.get(place)).cloned();
            match head.filter(|head| !head.trim().is_empty()) {
                Some(head) => head.chars().take(40).collect(),
                None => say_with("column_n", &[("n", &(place + 1).to_string())]),
            }
        });
        let heads: Vec<String> = heads.collect();
        let columns = layout.columns.clone().into_iter().zip(heads).enumerate();
        let columns = columns.map(|(place, (column, head))| {
            view! {
                <label class="field">
                    <span class="cut">{head}</span>
                    <select
                        class="input slim"
                        on:change:target=move |event| {
                            let value = event.target().value();
                            let known = COLUMNS.iter().find(|(_, key)| *key == value);
                            if let Some((column, _)) = known {
                                let column = *column;
                                set(Box::new(move |layout| layout.columns[place] = column));
                            }
                        }
                    >
                        {COLUMNS
                            .into_iter()
                            .map(|(of, key)| {
                                let is_chosen = of == column;
                                view! { <option value=key selected=is_chosen>{say(key)}</option> }
                            })
                            .collect_view()}
                    </select>
                </label>
            }
        });
        let has_head = layout.has_head;
        Some(view! {
            <details class="import-columns" open=is_open.get_untracked()>
                <summary>{say("columns")}</summary>
                <div class="import-options">{columns.collect_view()}</div>
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=has_head
                        on:change=move |_| set(Box::new(move |layout| layout.has_head = !has_head))
                    />
                    <span>{say("has_head")}</span>
                </label>
            </details>
        })
    }
}
