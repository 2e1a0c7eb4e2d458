//! Where a reply or a note is written.

use beseda_client::paste::is_text_meant;
use beseda_protocol::ids::{DialogId, MessageId};
use beseda_protocol::limits::TEXT_CHARS_MAX;
use beseda_protocol::unseen::looks_empty;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DragEvent, File, FileList, HtmlInputElement, KeyboardEvent};

use super::attached::AttachedFiles;
use super::completion::{Completion, Completions};
use super::draft_choice::DraftChoice;
use super::emoji::EmojiButton;
use super::icon::{self, Icon};
use super::meanwhile::MeanwhileNotice;
use super::note::{Mood, Notice};
use super::offers::Offers;
use super::quote::Quoting;
use super::reply_insert::ReplyInsert;
use super::reply_picker::ReplyButton;
use super::send_button::{SendButton, Sending, send_by_key};
use super::send_hint::SendHint;
use crate::browser::{drag, edit, page};
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The text's length is shown from here on.
const COUNT_FROM: usize = TEXT_CHARS_MAX - 500;

/// The composer.
#[component]
pub(crate) fn Composer(
    /// Of which dialog.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let text = RwSignal::new(desk.peek(|model| model.drafts.text(id).to_owned()));
    let is_note = desk.memo(move |model| model.drafts.is_note(id));
    let area = NodeRef::<leptos::html::Textarea>::new();
    let dragged = RwSignal::new(false);
    // Files were given to a note, which has none.
    let files_refused = RwSignal::new(false);
    let give = move |files: Vec<File>| files_refused.set(!give_all(desk, id, files));
    let write = move |value: String| {
        text.set(value.clone());
        files_refused.set(false);
        desk.act(|model, now| model.typed(id, &value, now));
        desk.keep_draft(id);
    };
    let files = desk.memo(move |model| {
        let is_reply = !model.drafts.is_note(id);
        match model.attached.is_preparing(id) && is_reply {
            true => Files::Preparing,
            false if model.attached.is_ready(id) && is_reply => Files::Ready,
            false => Files::None,
        }
    });
    let send = move |how: Sending| {
        let written = text.get_untracked();
        if !is_sendable(&written, files.get_untracked()) {
            return;
        }
        if desk.model.update(|model| model.asks_before_sending(id)) {
            return;
        }
        // Before the text is cleared: what is cleared away is not used.
        desk.act(|model, _| model.count_saved_replies(id));
        if let Some(area) = area.get_untracked() {
            edit::clear(&area);
        }
        text.set(String::new());
        // Read before the text is sent: then a note is a reply again.
        let has_files = files.get_untracked() == Files::Ready;
        let mut sent = Vec::new();
        if !looks_empty(&written) {
            sent.push(desk.write(id, written.trim_end().to_owned()));
        }
        if has_files {
            sent.extend(desk.send_given(id));
        }
        if how == Sending::AndClose {
            desk.act(|model, _| model.close_behind(id, sent));
        }
        focus(area);
    };
    let write = Callback::new(write);
    let into = ReplyInsert {
        dialog: id,
        area,
        write,
    };
    let completion = Completion::new(desk, into, is_note);
    let send = Callback::new(send);
    // Behind a slash they are offered at once.
    desk.act(|model, _| model.need_saved_replies());
    Effect::new(move |_| focus(area));
    // Who wants to answer a message writes next.
    let quoted = desk.memo(move |model| model.drafts.quote(id));
    Effect::new(move |before: Option<Option<MessageId>>| {
        let quoted = quoted.get();
        if before.is_some_and(|before| before != quoted) && quoted.is_some() {
            focus(area);
        }
        quoted
    });
    Effect::new(move |_| {
        is_note.track();
        files_refused.set(false);
    });
    // What could neither be sent nor kept comes back.
    let draft = desk.memo(move |model| model.drafts.text(id).to_owned());
    Effect::new(move |_| {
        let draft = draft.get();
        if text.with_untracked(|text| *text != draft) {
            text.set(draft);
        }
    });
    view! {
        <div
            class="composer"
            class:note=move || is_note.get()
            class:dragged=move || dragged.get()
            on:dragover=move |event: DragEvent| {
                if drag::has_files(&event) {
                    event.prevent_default();
                    dragged.set(true);
                }
            }
            on:dragleave=move |_| dragged.set(false)
            on:drop=move |event: DragEvent| {
                dragged.set(false);
                if drag::has_files(&event) {
                    event.prevent_default();
                    give(each(event.data_transfer().and_then(|data| data.files())));
                }
            }
        >
            <Completions of=completion />
            <DraftChoice id=id area=area />
            <MeanwhileNotice id=id />
            <Quoting dialog=id />
            <Modes id=id is_note=is_note />
            <TextArea
                area=area
                text=text
                is_note=is_note
                write=write
                completion=completion
                send=send
                give=Callback::new(give)
            />
            <AttachedFiles id=id is_note=is_note send=send />
            {move || files_refused.get().then(|| view! { <Notice mood=Mood::Warm text=say("note_no_files") /> })}
            <div class="composer-bar">
                <AttachButton is_note=is_note give=Callback::new(give) />
                <EmojiButton area=area write=write />
                <ReplyButton into=into />
                <Length text=text />
                <span class={"grow"}></span>
                <SendHint />
                <SendButton
                    is_ready=Signal::derive(move || is_sendable(&text.get(), files.get()))
                    is_busy=Signal::derive(move || files.get() == Files::Preparing)
                    send=send
                />
            </div>
            <p class={"drop-hint"} aria-hidden="true">
                {move || say(if is_note.get() { "note_no_files" } else { "drop_files" })}
            </p>
        </div>
    }
}

/// A reply to the client, or a note to colleagues.
#[component]
fn Modes(
    /// Of which dialog.
    id: DialogId,
    /// Which of them it is.
    is_note: Memo<bool>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let mode = move |note: bool, outline: icon::Outline, key: &str| {
        view! {
            <button
                type="button"
                class="mode"
                aria-pressed=move || (is_note.get() == note).to_string()
                on:click=move |_| set_note(desk, id, note)
            >
                <Icon of=outline size=14 />
                {say(key)}
            </button>
        }
    };
    view! {
        <div class="modes" role="group" aria-label=say("composer_mode")>
            {mode(false, icon::REPLY, "mode_reply")}
            {mode(true, icon::NOTE, "mode_note")}
            {move || is_note.get().then(|| view! { <span class="small note-hint">{say("note_hint")}</span> })}
        </div>
    }
}

/// The text field, which grows with its text.
#[component]
fn TextArea(
    /// The element.
    area: NodeRef<leptos::html::Textarea>,
    /// The text.
    text: RwSignal<String>,
    /// Whether it is a note.
    is_note: Memo<bool>,
    /// The text was changed.
    write: Callback<String>,
    /// What is offered for a word.
    completion: Completion,
    /// It is to be sent.
    send: Callback<Sending>,
    /// Files were pasted.
    give: Callback<Vec<File>>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let keyed = move |event: KeyboardEvent| {
        if !completion.keyed(&event) {
            send_by_key(desk, &event, send);
        }
    };
    let pasted = move |event: ClipboardEvent| {
        let Some(data) = event.clipboard_data() else {
            return;
        };
        let files = each(data.files());
        let names: Vec<String> = files.iter().map(web_sys::File::name).collect();
        let text = data.get_data("text/plain").unwrap_or_default();
        if !files.is_empty() && !is_text_meant(&text, &names) {
            event.prevent_default();
            give.run(files);
        }
    };
    view! {
        // The twin has the text's size, and gives it to the field.
        <div class="grows" data-twin=move || format!("{} ", text.get())>
            <textarea
                node_ref=area
                rows="1"
                dir="auto"
                aria-label=move || say(if is_note.get() { "mode_note" } else { "mode_reply" })
                placeholder=move || say(if is_note.get() { "note_placeholder" } else { "reply_placeholder" })
                prop:value=move || text.get()
                aria-autocomplete="list"
                aria-controls=move || completion.shown().map(Offers::list)
                aria-activedescendant=move || completion.shown().map(Offers::active_id)
                on:input:target=move |event| {
                    write.run(event.target().value());
                    completion.look();
                }
                on:keydown=keyed
                on:keyup=move |_| completion.look()
                on:click=move |_| completion.look()
                on:blur=move |_| completion.leave()
                on:paste=pasted
            ></textarea>
        </div>
    }
}

/// Picks files.
#[component]
fn AttachButton(
    /// A note has no files.
    is_note: Memo<bool>,
    /// They were picked.
    give: Callback<Vec<File>>,
) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    let picked = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        let input: &HtmlInputElement = input.unchecked_ref();
        give.run(each(input.files()));
        // The same file may be picked again.
        input.set_value("");
    };
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=say("attach")
            data-tip=say("attach_tip")
            data-tip-side="above"
            disabled=move || is_note.get()
            on:click=move |_| {
                if let Some(input) = input.get_untracked() {
                    input.click();
                }
            }
        >
            <Icon of=icon::PAPERCLIP size=18 />
        </button>
        <input node_ref=input class={"unseen"} type="file" multiple=true tabindex="-1" aria-hidden="true" on:change=picked />
    }
}

/// How much room is left, when it gets scarce.
#[component]
fn Length(
    /// The text.
    text: RwSignal<String>,
) -> impl IntoView {
    move || {
        let n = text.with(|text| {
            if text.len() < COUNT_FROM {
                0
            } else {
                text.chars().count()
            }
        });
        (n >= COUNT_FROM).then(|| {
            let (n_text, max) = (n.to_string(), TEXT_CHARS_MAX.to_string());
            view! {
                <span class="small numbers" class:over={n > TEXT_CHARS_MAX} role="status">
                    {say_with("length", &[("n", &n_text), ("max", &max)])}
                </span>
            }
        })
    }
}

/// How far the files are that wait beside the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Files {
    None,
    Preparing,
    Ready,
}

fn is_sendable(text: &str, files: Files) -> bool {
    let has_something = !looks_empty(text) || files == Files::Ready;
    has_something && files != Files::Preparing && text.chars().count() <= TEXT_CHARS_MAX
}

fn set_note(desk: Desk, id: DialogId, on: bool) {
    desk.act(|model, _| {
        model.drafts.set_note(id, on);
        model.cease_typing()
    });
    desk.keep_draft(id);
}

/// False: the composer takes no files now.
fn give_all(desk: Desk, id: DialogId, files: Vec<File>) -> bool {
    files.into_iter().all(|file| desk.give(id, file))
}

fn each(files: Option<FileList>) -> Vec<File> {
    let each = |files: FileList| (0..files.length()).filter_map(move |i| files.get(i));
    files.map(each).into_iter().flatten().collect()
}

fn focus(area: NodeRef<leptos::html::Textarea>) {
    if let Some(area) = area.get_untracked().filter(|_| !page::is_touch()) {
        area.focus().ok();
    }
}
