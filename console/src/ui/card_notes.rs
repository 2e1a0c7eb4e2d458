//! Notes on a client (X8): for colleagues only, the newest first.

use beseda_protocol::ask::clients::{AddClientNote, RemoveClientNote, RestoreClientNote};
use beseda_protocol::client::ClientNote;
use beseda_protocol::ids::{ClientId, NoteId};
use beseda_protocol::limits::NOTE_CHARS_MAX;
use beseda_protocol::unseen::looks_empty;
use leptos::prelude::*;

use super::card_part::{CardPart, RemoveButton, Removed, of_profile};
use super::words;
use crate::browser::intl::{Style, moment};
use crate::model::question::{Form, Part, Progress};
use crate::session::Desk;
use crate::texts::say;

/// The notes, and where one is written.
#[component]
pub(crate) fn CardNotes(
    /// On whom, by his number.
    client: ClientId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let notes = of_profile(desk, client, |profile| profile.notes.clone());
    let text = RwSignal::new(desk.peek(|model| {
        let draft = model.note_drafts.get(&client);
        draft.cloned().unwrap_or_default()
    }));
    let write = move |value: String| {
        text.set(value.clone());
        desk.model.update(|model| match value.is_empty() {
            true => drop(model.note_drafts.remove(&client)),
            false => drop(model.note_drafts.insert(client, value)),
        });
    };
    let is_sent = RwSignal::new(false);
    let add = move |_| {
        is_sent.set(true);
        let text = text.get_untracked();
        desk.request(AddClientNote { client, text });
    };
    // What was written stays until it is known to be stored.
    let progress = desk.memo(move |model| model.progress(&Form::Client(client, Part::Notes)));
    Effect::new(move |_| {
        if progress.get() == Progress::Done && is_sent.get_untracked() {
            is_sent.set(false);
            write(String::new());
        }
    });
    let removed = RwSignal::new(None::<NoteId>);
    let remove = move |note: NoteId| {
        is_sent.set(false);
        desk.request(RemoveClientNote { client, note });
        removed.set(Some(note));
    };
    let put_back = move |note: NoteId| desk.request(RestoreClientNote { client, note });
    view! {
        <CardPart form=Some(Form::Client(client, Part::Notes)) title=say("client_notes")>
            <textarea
                class="input slim"
                rows="2"
                dir="auto"
                maxlength=NOTE_CHARS_MAX.to_string()
                aria-label=say("new_note")
                placeholder=say("note_hint")
                prop:value=text
                on:input:target=move |event| write(event.target().value())
            ></textarea>
            <Show when=move || text.with(|text| !looks_empty(text))>
                <button type="button" class="button add-line" on:click=add>{say("add_note")}</button>
            </Show>
            <Removed removed=removed put_back=Callback::new(put_back) />
            <ul class="card-notes">
                <For each=move || notes.get() key=|note| note.id let:note>
                    <Note note=note remove=Callback::new(remove) />
                </For>
            </ul>
        </CardPart>
    }
}

/// One of them.
#[component]
fn Note(
    /// It.
    note: ClientNote,
    /// Takes it away.
    remove: Callback<NoteId>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let ClientNote { id, at, by, text } = note;
    let author = desk.memo(move |model| {
        let roster = model.roster.as_ref();
        roster.map(|roster| roster.names.of(by).to_owned())
    });
    view! {
        <li class="client-note">
            <p class="row small quiet">
                <span class="grow cut" title=moment(at, Style::Full)>
                    {author} " · " {move || words::list_time(at, desk.now.get())}
                </span>
                <RemoveButton name=say("label_note") remove=Callback::new(move |()| remove.run(id)) />
            </p>
            <p class="client-note-text" dir="auto">{text}</p>
        </li>
    }
}
