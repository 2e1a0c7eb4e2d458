//! The files that wait in a composer, each with a field for what is said of it.

use beseda_protocol::file_name;
use beseda_protocol::ids::{Cid, DialogId};
use beseda_protocol::limits::TEXT_CHARS_MAX;
use beseda_protocol::refusal::Refusal;
use leptos::prelude::*;

use super::icon::{self, Icon};
use super::send_button::{Sending, send_by_key};
use crate::model::attached::State;
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
    /// The composer's is to be sent.
    send: Callback<Sending>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    // Without what is said of them: nothing is made anew while somebody types.
    let files = desk.memo(move |model| {
        let files = model.attached.of(id).iter();
        files.map(|file| file.cid.clone()).collect::<Vec<Cid>>()
    });
    let shown = Memo::new(move |_| !is_note.get() && files.with(|files| !files.is_empty()));
    view! {
        <Show when=move || shown.get()>
            <ul class="attached" aria-label=say("attached")>
                <For each=move || files.get() key=Cid::clone let:cid>
                    <Attached cid=cid send=send />
                </For>
            </ul>
        </Show>
    }
}

/// One of them.
#[component]
fn Attached(
    /// The id of its message.
    cid: Cid,
    /// The composer's is to be sent.
    send: Callback<Sending>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let key = cid.clone();
    let known = desk.memo(move |model| {
        let file = model.attached.file(&key)?;
        Some((file.name.clone(), file.size, file.state))
    });
    let key = cid.clone();
    let preview = desk.memo(move |model| model.attached.file(&key)?.preview.clone());
    let name = Memo::new(move |_| known.get().map(|(name, ..)| name).unwrap_or_default());
    let told = move || {
        let (_, size, state) = known.get()?;
        let (told, class) = match state {
            State::Preparing => (say("attached_preparing"), "small quiet"),
            State::Ready => (say_size(size), "small quiet"),
            State::Refused(code) => (say_refusal(&Refusal::new(code, "")), "small bad"),
        };
        Some(view! { <span class=class role="status">{told}</span> })
    };
    let face = move || match preview.get() {
        Some(url) => view! { <img class="attached-face" src=url alt="" /> }.into_any(),
        None => view! { <span class="attached-face"><Icon of=icon::FILE /></span> }.into_any(),
    };
    let is_refused = Memo::new(move |_| matches!(known.get(), Some((.., State::Refused(_)))));
    let remove = move || name.with(|name| say_with("attached_remove", &[("name", name)]));
    let removed = cid.clone();
    view! {
        <li class="attached-file">
            {face}
            <span class="attached-lines">
                <span class="attached-name">
                    <bdi class="cut" dir="ltr" title=move || name.get()>
                        {move || name.with(|name| file_name::cut(name, NAME_CHARS))}
                    </bdi>
                    {told}
                </span>
                {move || {
                    let cid = cid.clone();
                    (!is_refused.get()).then(|| view! { <Caption cid=cid name=name send=send /> })
                }}
            </span>
            <button
                type="button"
                class="icon-button"
                aria-label=remove
                title=remove
                on:click=move |_| desk.take_away(&removed)
            >
                <Icon of=icon::CLOSE size=14 />
            </button>
        </li>
    }
}

/// What is said of a file: a message right behind it.
#[component]
fn Caption(
    /// The file's.
    cid: Cid,
    /// The file's.
    name: Memo<String>,
    /// The composer's is to be sent.
    send: Callback<Sending>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let before = desk.peek(|model| {
        let file = model.attached.file(&cid);
        file.map(|file| file.caption.clone())
    });
    let label = move || name.with(|name| say_with("attached_caption", &[("name", name)]));
    view! {
        <input
            type="text"
            class="input slim"
            dir="auto"
            autocomplete="off"
            maxlength=TEXT_CHARS_MAX.to_string()
            aria-label=label
            placeholder=say("attached_caption_placeholder")
            prop:value=before.unwrap_or_default()
            on:input:target=move |event| {
                let caption = event.target().value();
                desk.model.update(|model| model.attached.caption(&cid, caption));
            }
            on:keydown=move |event| send_by_key(desk, &event, send)
        />
    }
}
