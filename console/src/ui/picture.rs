//! A picture in a message, and the same one large.

use beseda_protocol::message::File;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::MouseEvent;

use super::icon::{self, Icon};
use crate::browser::files;
use crate::texts::say;

/// What is known of the bytes.
#[derive(Debug, Clone, PartialEq)]
enum Bytes {
    Coming,
    Here(String),
    Lost,
}

/// A link with the picture in it. Its place is reserved before the bytes come.
#[component]
pub(crate) fn Picture(
    /// Which.
    file: File,
) -> impl IntoView {
    let bytes = RwSignal::new(Bytes::Coming);
    let large = RwSignal::new(false);
    let asked = file.clone();
    spawn_local(async move {
        let url = files::blob_url(&asked).await;
        bytes.try_set(url.map_or(Bytes::Lost, Bytes::Here));
    });
    let alt = file.name.clone();
    let open = move |event: MouseEvent| {
        if !(event.ctrl_key() || event.meta_key())
            && matches!(bytes.get_untracked(), Bytes::Here(_))
        {
            event.prevent_default();
            large.set(true);
        }
    };
    let shown = file.clone();
    view! {
        <a class="picture" href=files::path(&file.id) download=file.name.clone() on:click=open>
            {move || match bytes.get() {
                Bytes::Coming => {
                    let alt = alt.clone();
                    view! { <span class="bone picture-bone" role="img" aria-label=alt></span> }.into_any()
                }
                Bytes::Here(url) => {
                    let alt = alt.clone();
                    view! { <img src=url alt=alt draggable="false" /> }.into_any()
                }
                Bytes::Lost => {
                    let name = alt.clone();
                    view! {
                        <span class="picture-lost">
                            <Icon of=icon::FILE size=20 />
                            {name}
                        </span>
                    }
                        .into_any()
                }
            }}
        </a>
        <Show when=move || large.get()>
            <Large file=shown.clone() bytes=bytes open=large />
        </Show>
    }
}

/// The picture over the page.
#[component]
fn Large(
    /// Which.
    file: File,
    /// Its bytes.
    bytes: RwSignal<Bytes>,
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
    let Bytes::Here(url) = bytes.get_untracked() else {
        return None;
    };
    Some(view! {
        <dialog
            class="large"
            node_ref=dialog
            aria-label=file.name.clone()
            on:close=move |_| open.set(false)
            on:click=move |_| open.set(false)
        >
            <img src=url alt=file.name.clone() />
            <span class="large-bar">
                <span class={"cut"}>{file.name.clone()}</span>
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
    })
}
