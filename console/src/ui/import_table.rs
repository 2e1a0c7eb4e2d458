//! The table of an import: a page of it at a time, each row with what has become of it.

use beseda_protocol::ask::marks::AddMark;
use beseda_protocol::import::{ImportRow, RowState};
use beseda_protocol::mark::MarkKind;
use leptos::prelude::*;
use web_sys::ClipboardEvent;

use super::import_flow::{Flow, PAGE, Stage};
use super::import_rows::{blank, missing_label};
use super::import_texts::{self as texts, say, say_with};
use crate::model::place::Place;
use crate::model::question::{Form, Progress};
use crate::tables::delimited;

/// Rows to fill in, where there are none.
const BLANKS: usize = 3;

/// The table.
#[component]
pub(super) fn ImportTable(
    /// The import.
    flow: Flow,
) -> impl IntoView {
    let n_rows = Memo::new(move |_| flow.rows.with(Vec::len));
    let n_wrong = Memo::new(move |_| {
        let is_wrong = |state: &&Option<RowState>| matches!(state, Some(RowState::Wrong { .. }));
        flow.states
            .with(|states| states.iter().filter(is_wrong).count())
    });
    // The places that are shown, all or those that something is wrong with.
    let places = Memo::new(move |_| {
        let n = n_rows.get();
        let all: Vec<usize> = match flow.only_wrong.get() {
            true => flow.states.with(|states| {
                let wrong = states.iter().enumerate();
                let wrong =
                    wrong.filter(|(_, state)| matches!(state, Some(RowState::Wrong { .. })));
                wrong.map(|(place, _)| place).collect()
            }),
            false => (0..n.max(BLANKS)).collect(),
        };
        let first = flow.page.get() * PAGE;
        let shown: Vec<usize> = all.iter().skip(first).take(PAGE).copied().collect();
        (shown, all.len())
    });
    let shown = Memo::new(move |_| places.with(|(shown, _)| shown.clone()));
    let n_pages = Memo::new(move |_| places.with(|(_, n)| n.div_ceil(PAGE)));
    let pasted = move |event: ClipboardEvent| {
        let text = event
            .clipboard_data()
            .and_then(|data| data.get_data("text/plain").ok());
        let text = text.unwrap_or_default();
        let is_table = text.trim_end().contains(['\t', '\n']);
        if is_table && is_editable(flow.stage.get_untracked()) {
            event.prevent_default();
            flow.take(delimited::read(&text));
        }
    };
    after_a_label(flow);
    view! {
        <Show when=move || { n_wrong.get() > 0 }>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=flow.only_wrong
                    on:change=move |_| {
                        flow.page.set(0);
                        flow.only_wrong.update(|only| *only = !*only);
                    }
                />
                <span>{say("only_wrong")}</span>
            </label>
        </Show>
        <table class="import-table" on:paste=pasted>
            <thead>
                <tr>
                    <th scope="col" class="numbers">{say("number")}</th>
                    <th scope="col">{say("contact")}</th>
                    <th scope="col">{say("name")}</th>
                    <th scope="col">{say("comment")}</th>
                    <th scope="col">{say("status")}</th>
                </tr>
            </thead>
            <tbody>
                <For each=move || shown.get() key=|place| *place let:place>
                    <Row flow=flow place=place />
                </For>
            </tbody>
        </table>
        <Show when=move || { n_pages.get() > 1 }>
            <nav class="row" aria-label=say("pages")>
                <button
                    type="button"
                    class="button slim"
                    disabled=move || flow.page.get() == 0
                    on:click=move |_| flow.turn_to(flow.page.get_untracked().saturating_sub(1))
                >
                    {say("page_before")}
                </button>
                <span class="small numbers">
                    {move || say_with("page_of", &[
                        ("n", &(flow.page.get() + 1).to_string()),
                        ("total", &n_pages.get().to_string()),
                    ])}
                </span>
                <button
                    type="button"
                    class="button slim"
                    disabled=move || { flow.page.get() + 1 >= n_pages.get() }
                    on:click=move |_| flow.turn_to(flow.page.get_untracked() + 1)
                >
                    {say("page_next")}
                </button>
            </nav>
        </Show>
    }
}

/// When a label was made that rows lack, they are checked again.
fn after_a_label(flow: Flow) {
    let progress = flow
        .desk
        .memo(|model| model.progress(&Form::NewMark(MarkKind::Label)));
    Effect::new(move |before: Option<Progress>| {
        let now = progress.get();
        let is_made = before == Some(Progress::Busy) && now == Progress::Done;
        if is_made && flow.stage.get_untracked() == Stage::Checked {
            flow.check();
        }
        now
    });
}

pub(super) fn is_editable(stage: Stage) -> bool {
    matches!(stage, Stage::Filling | Stage::Checked)
}

/// One row.
#[component]
fn Row(
    /// The import.
    flow: Flow,
    /// Its place.
    place: usize,
) -> impl IntoView {
    let row = Memo::new(move |_| flow.rows.with(|rows| rows.get(place).cloned()));
    let state = Memo::new(move |_| {
        flow.states
            .with(|states| states.get(place).cloned().flatten())
    });
    let number = (place + 1).to_string();
    let cell = move |key: &'static str,
                     get: fn(&ImportRow) -> &String,
                     set: fn(&mut ImportRow) -> &mut String| {
        let label = say_with(
            "cell",
            &[("n", &(place + 1).to_string()), ("column", &say(key))],
        );
        // A field of one line would put the words of two together.
        let value =
            move || row.with(|row| get(row.as_ref().unwrap_or(&blank())).replace('\n', " "));
        view! {
            <td>
                <input
                    class="input slim"
                    dir="auto"
                    autocomplete="off"
                    spellcheck="false"
                    aria-label=label
                    placeholder=say(key)
                    readonly=move || !is_editable(flow.stage.get())
                    prop:value=value
                    on:input:target=move |event| {
                        let value = event.target().value();
                        flow.change(place, |row| *set(row) = value);
                    }
                />
            </td>
        }
    };
    view! {
        <tr>
            <th scope="row" class="numbers quiet">{number}</th>
            {cell("contact", |row| &row.contact, |row| &mut row.contact)}
            {cell("name", |row| &row.name, |row| &mut row.name)}
            {cell("comment", |row| &row.comment, |row| &mut row.comment)}
            <td class="status">
                {move || row.get().map(|_| {
                    let state = state.get();
                    view! { <Status flow=flow state=state /> }
                })}
            </td>
        </tr>
    }
}

/// What has become of a row, why, and what helps.
#[component]
fn Status(
    /// The import.
    flow: Flow,
    /// What.
    state: Option<RowState>,
) -> impl IntoView {
    let desk = flow.desk;
    let class = match &state {
        Some(RowState::Wrong { .. }) => "import-state bad",
        Some(RowState::Made { .. } | RowState::Changed { .. } | RowState::Same { .. }) => {
            "import-state good"
        }
        _ => "import-state",
    };
    let client = match &state {
        Some(
            RowState::Made { client }
            | RowState::Changed { client }
            | RowState::Same { client }
            | RowState::Kept { client },
        ) => Some(*client),
        Some(RowState::Ready { known }) => *known,
        _ => None,
    };
    let reason = texts::reason(state.as_ref());
    let missing = missing_label(state.as_ref());
    view! {
        <span class=class>{texts::state(state.as_ref())}</span>
        {(!reason.is_empty()).then(|| view! { <span class="small quiet">{reason}</span> })}
        {missing.map(|name| view! {
            <button
                type="button"
                class="text-button"
                on:click=move |_| {
                    let (kind, name) = (MarkKind::Label, name.clone());
                    desk.request(AddMark { kind, name });
                }
            >
                {say("create_label")}
            </button>
        })}
        {client.map(|client| {
            let place = Place::Clients(Some(client));
            view! {
                <a
                    class="small"
                    href=place.path()
                    on:click=move |event| {
                        event.prevent_default();
                        desk.go(place.clone());
                    }
                >
                    {say("open_client")}
                </a>
            }
        })}
    }
}
