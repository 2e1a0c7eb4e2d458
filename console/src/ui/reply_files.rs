//! The files of a saved reply: uploaded when they are chosen, its own when it is saved.

use beseda_client::clock;
use beseda_protocol::file_name;
use beseda_protocol::limits::REPLY_FILES_MAX;
use beseda_protocol::message::File;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::icon::{self, Icon};
use super::reply_written::Written;
use crate::browser::http::{self, Failure};
use crate::browser::scaling;
use crate::texts::{say, say_refusal, say_size, say_with};

/// Characters of a name that stand in a line.
const NAME_CHARS: usize = 36;

/// Those that it has, and a button for more.
#[component]
pub(crate) fn FilesField(
    /// The form.
    written: RwSignal<Written>,
    /// How many are on their way.
    n_coming: RwSignal<usize>,
) -> impl IntoView {
    let fault = RwSignal::new(None::<String>);
    let input = NodeRef::<leptos::html::Input>::new();
    let n = move || written.with(|written| written.files.len()) + n_coming.get();
    let is_full = move || n() >= REPLY_FILES_MAX;
    let picked = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        let input: &HtmlInputElement = input.unchecked_ref();
        fault.set(None);
        let files = input.files();
        let n_files = files.as_ref().map_or(0, web_sys::FileList::length);
        let files = (0..n_files).filter_map(|place| files.as_ref()?.get(place));
        let room = REPLY_FILES_MAX.saturating_sub(untrack(n));
        for file in files.take(room) {
            upload(file, written, n_coming, fault);
        }
        // The same file may be picked again.
        input.set_value("");
    };
    let hint = say_with("reply_files_hint", &[("n", &REPLY_FILES_MAX.to_string())]);
    view! {
        <div class="field">
            <span id="reply-files">{say("reply_files")}</span>
            <ul class="reply-form-files" aria-labelledby="reply-files">
                <For each=move || written.with(|written| written.files.clone()) key=|file| file.id.clone() let:file>
                    <Row file=file written=written />
                </For>
            </ul>
            <div class="row">
                <button
                    type="button"
                    class="button"
                    aria-describedby="reply-files-hint"
                    disabled=is_full
                    on:click=move |_| {
                        if let Some(input) = input.get_untracked() {
                            input.click();
                        }
                    }
                >
                    <Icon of=icon::PAPERCLIP />
                    {say("reply_files_add")}
                </button>
                <span class="small quiet" role="status">
                    {move || (n_coming.get() != 0).then(|| say("attached_preparing"))}
                </span>
            </div>
            <input
                node_ref=input
                class={"unseen"}
                type="file"
                multiple=true
                tabindex="-1"
                aria-hidden="true"
                on:change=picked
            />
            <p class="hint" id="reply-files-hint">{hint}</p>
            <p class="fault" role="status">{fault}</p>
        </div>
    }
}

/// One of them.
#[component]
fn Row(
    /// Which.
    file: File,
    /// The form.
    written: RwSignal<Written>,
) -> impl IntoView {
    let File { id, name, size, .. } = file;
    let remove = say_with("attached_remove", &[("name", &name)]);
    let take_away = move |_| {
        written.update(|written| written.files.retain(|file| file.id != id));
    };
    view! {
        <li class="row">
            <Icon of=icon::FILE />
            <bdi class="cut" dir="ltr" title=name.clone()>
                {file_name::cut(&name, NAME_CHARS)}
            </bdi>
            <span class="small quiet grow">{say_size(size)}</span>
            <button
                type="button"
                class="icon-button slim"
                aria-label=remove.clone()
                title=remove
                on:click=take_away
            >
                <Icon of=icon::CLOSE size=14 />
            </button>
        </li>
    }
}

/// Uploads a file, a large picture made smaller. The form may be gone before it is there.
fn upload(
    file: web_sys::File,
    written: RwSignal<Written>,
    n_coming: RwSignal<usize>,
    fault: RwSignal<Option<String>>,
) {
    n_coming.update(|n| *n += 1);
    spawn_local(async move {
        let file = scaling::prepared(file).await;
        let stored = http::upload_for_reply(&clock::new_cid(), &file).await;
        n_coming.try_update(|n| *n = n.saturating_sub(1));
        match stored {
            Ok(file) => drop(written.try_update(|written| written.files.push(file))),
            Err(failure) => {
                let why = match failure {
                    Failure::Refused(refusal) => say_refusal(&refusal),
                    Failure::Network => say("upload_failed"),
                };
                let name = file_name::plain(&file.name());
                fault.try_set(Some(format!("{name}: {why}")));
            }
        }
    });
}
