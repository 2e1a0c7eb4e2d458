//! A picture in a message, and the same one large.

use beseda_client::picture::Size;
use beseda_protocol::file_name;
use beseda_protocol::message::File;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::MouseEvent;

use super::file_link::FileLink;
use super::icon::{self, Icon};
use crate::browser::files::{self, Drawn};
use crate::texts::say;

/// The largest it is shown in a message.
const WIDTH_MAX: u32 = 280;
/// See [`WIDTH_MAX`].
const HEIGHT_MAX: u32 = 320;

/// Characters of a name that stand below the large picture.
const NAME_CHARS: usize = 60;

/// What is known of the bytes.
#[derive(Debug, Clone, PartialEq)]
enum Bytes {
    Coming,
    Here(Drawn),
    /// They did not come, or no browser draws them: then it is a file like any other.
    Undrawn,
}

/// A picture; its place is reserved before the bytes come.
#[component]
pub(crate) fn Picture(
    /// Which.
    file: File,
) -> impl IntoView {
    let bytes = RwSignal::new(Bytes::Coming);
    let asked = file.clone();
    spawn_local(async move {
        let drawn = files::drawn(&asked).await;
        bytes.try_set(drawn.map_or(Bytes::Undrawn, Bytes::Here));
    });
    move || match bytes.get() {
        Bytes::Coming => {
            let name = file.name.clone();
            view! { <span class="picture bone picture-bone" role="img" aria-label=name></span> }
                .into_any()
        }
        Bytes::Here(drawn) => view! { <Shown file=file.clone() drawn=drawn /> }.into_any(),
        Bytes::Undrawn => view! { <FileLink file=file.clone() /> }.into_any(),
    }
}

/// A link with the picture in it, in its proportions.
#[component]
fn Shown(
    /// Which.
    file: File,
    /// It.
    drawn: Drawn,
) -> impl IntoView {
    let large = RwSignal::new(false);
    let open = move |event: MouseEvent| {
        if !(event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            large.set(true);
        }
    };
    let Size { width, height } = drawn.size.within(WIDTH_MAX, HEIGHT_MAX);
    let (name, url) = (file.name.clone(), drawn.url.clone());
    view! {
        <a class="picture" href=files::path(&file.id) download=name.clone() title=name.clone() on:click=open>
            <img
                src=url.clone()
                alt=name.clone()
                width=width.to_string()
                height=height.to_string()
                draggable="false"
                decoding="async"
            />
        </a>
        <Show when=move || large.get()>
            <Large file=file.clone() url=url.clone() open=large />
        </Show>
    }
}

/// The picture over the page.
#[component]
fn Large(
    /// Which.
    file: File,
    /// The address of its bytes.
    url: String,
    /// Set to false when it is closed.
    open: RwSignal<bool>,
) -> impl IntoView {
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // Fails when it is open already.
            dialog.show_modal().ok();
        }
    });
    view! {
        <dialog
            class="large"
            node_ref=dialog
            aria-label=file.name.clone()
            on:close=move |_| open.set(false)
            on:click=move |_| open.set(false)
        >
            <img src=url alt=file.name.clone() />
            <span class="large-bar">
                <bdi class="cut" dir="ltr" title=file.name.clone()>
                    {file_name::cut(&file.name, NAME_CHARS)}
                </bdi>
                <a
                    class="button"
                    href=files::path(&file.id)
                    download=file.name.clone()
                    on:click=|event| event.stop_propagation()
                >
                    <Icon of=icon::DOWNLOAD />
                    {say("download")}
                </a>
                <button type="button" class="button">
                    {say("close")}
                </button>
            </span>
        </dialog>
    }
}
