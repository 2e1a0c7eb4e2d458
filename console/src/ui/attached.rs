//! The files that wait in a composer.

use beseda_protocol::file_name;
use beseda_protocol::ids::DialogId;
use beseda_protocol::refusal::Refusal;
use leptos::prelude::*;

use super::icon::{self, Icon};
use crate::model::attached::{File, State};
use crate::session::Desk;
use crate::texts::{say, say_refusal, say_size, say_with};

/// Characters of a name that stand in a line.
const NAME_CHARS: usize = 36;

/// The files that wait, each with its reason if it cannot be sent.
#[component]
pub(crate) fn AttachedFiles(
    /// Of which dialog.
    id: DialogId,
    /// A note has none: they wait for a reply.
    is_note: Memo<bool>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let files = desk.memo(move |model| model.attached.of(id).to_vec());
    let shown = Memo::new(move |_| !is_note.get() && files.with(|files| !files.is_empty()));
    view! {
        <Show when=move || shown.get()>
            <ul class="attached" aria-label=say("attached")>
                <For each=move || files.get() key=|file| (file.cid.clone(), file.state) let:file>
                    <Attached file=file />
                </For>
            </ul>
        </Show>
    }
}

/// One of them.
#[component]
fn Attached(
    /// Which.
    file: File,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let (told, class) = match file.state {
        State::Preparing => (say("attached_preparing"), "quiet"),
        State::Ready => (say_size(file.size), "quiet"),
        State::Refused(code) => (say_refusal(&Refusal::new(code, "")), "bad"),
    };
    let remove = say_with("attached_remove", &[("name", &file.name)]);
    view! {
        <li class="attached-file">
            <Icon of=icon::FILE />
            <span class="attached-lines">
                <bdi class="cut" dir="ltr" title=file.name.clone()>
                    {file_name::cut(&file.name, NAME_CHARS)}
                </bdi>
                <span class=format!("small {class}") role="status">
                    {told}
                </span>
            </span>
            <button
                type="button"
                class="icon-button"
                aria-label=remove.clone()
                title=remove
                on:click=move |_| desk.take_away(&file.cid)
            >
                <Icon of=icon::CLOSE size=14 />
            </button>
        </li>
    }
}
