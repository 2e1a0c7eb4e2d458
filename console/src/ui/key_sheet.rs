//! The list of the keys, over everything else.

use beseda_parts::gate;
use leptos::prelude::*;
use web_sys::HtmlDialogElement;

use super::icon::{self, Icon};
use super::parts::{Later, Shown};
use super::shortcuts::Keys;
use crate::model::keys::Shortcut;
use crate::texts::say;

/// The list, when it is asked for.
#[component]
pub(crate) fn KeySheet(
    /// Where it is asked for.
    keys: Keys,
) -> impl IntoView {
    view! {
        <Show when=move || keys.0.get()>
            <Shown part=Later::Panels class="sheet-awaited" enter=move || sheet(keys) />
        </Show>
    }
}

gate! { "panels", "0000000000000000000000000000000f",
/// In the part "panels".
fn sheet(keys: Keys) -> AnyView {
    view! { <Sheet keys=keys /> }.into_any()
}}

/// It is shown as soon as it is on the page.
#[component]
fn Sheet(
    /// Where it is asked for.
    keys: Keys,
) -> impl IntoView {
    let sheet = NodeRef::<leptos::html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(sheet) = sheet.get() {
            // It is in the page, and not open.
            HtmlDialogElement::show_modal(&sheet).ok();
        }
    });
    let line = |key: &'static str, text: String| {
        view! {
            <div class="key-line">
                <dt>{text}</dt>
                <dd><kbd class="key">{key}</kbd></dd>
            </div>
        }
    };
    let close = move |_| {
        if let Some(sheet) = sheet.get_untracked() {
            sheet.close();
        }
    };
    view! {
            <dialog node_ref=sheet class="key-sheet" aria-labelledby="keys-title" on:close=move |_| keys.0.set(false)>
                <header class="row">
                    <h2 id="keys-title" class={"grow"}>{say("keys")}</h2>
                    <button type="button" class="icon-button" aria-label=say("close") on:click=close>
                        <Icon of=icon::CLOSE />
                    </button>
                </header>
                <dl>
                    {Shortcut::ALL
                        .into_iter()
                        .map(|one| line(one.shown(), say(one.text())))
                        .collect_view()}
                    {line("/", say("key_search"))}
                    {line("Alt+↑", say("key_previous"))}
                    {line("Alt+↓", say("key_next"))}
                </dl>
                <p class="small quiet">{say("keys_text")}</p>
            </dialog>
    }
}
