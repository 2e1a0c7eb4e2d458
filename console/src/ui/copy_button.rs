//! Buttons that copy text, and say so.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::icon::{self, Icon, Outline};
use crate::browser::page;
use crate::texts::say;

/// How long "Copied" stays, in ms.
const SHOWN_MS: u64 = 1_800;

/// What a press has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Copied {
    /// Nothing yet.
    No,
    /// It is in the clipboard.
    Yes,
    /// The browser did not let us.
    Refused,
}

/// Copies text; says what has come of it, and forgets that after a while.
fn copying(text: Signal<String>) -> (RwSignal<Copied>, impl Fn(MouseEvent) + 'static) {
    let copied = RwSignal::new(Copied::No);
    let copy = move |_: MouseEvent| {
        spawn_local(async move {
            let done = page::copy(text.get_untracked()).await;
            copied.try_set(if done { Copied::Yes } else { Copied::Refused });
            set_timeout(
                move || {
                    copied.try_set(Copied::No);
                },
                std::time::Duration::from_millis(SHOWN_MS),
            );
        });
    };
    (copied, copy)
}

/// Text that copies by a press what it shows a form of.
#[component]
pub(crate) fn CopyText(
    /// What is copied.
    text: String,
    /// What is shown.
    shown: String,
    /// What a press does.
    label: String,
) -> impl IntoView {
    let (copied, copy) = copying(Signal::stored(text));
    let name = format!("{label}: {shown}");
    let shown = move || match copied.get() {
        Copied::No => shown.clone(),
        Copied::Yes => say("copied"),
        Copied::Refused => say("copy_refused"),
    };
    view! {
        <button type="button" class="copy-text" title=label aria-label=name on:click=copy>
            {shown}
        </button>
        <Said copied=copied />
    }
}

/// Copies text.
#[component]
pub(crate) fn CopyButton(
    /// What.
    #[prop(into)]
    text: Signal<String>,
    /// The button's name.
    label: String,
    /// Its picture.
    #[prop(default = icon::COPY)]
    icon: Outline,
    /// Whether it shows its picture only, as in a toolbar.
    #[prop(optional)]
    bare: bool,
) -> impl IntoView {
    let (copied, copy) = copying(text);
    let name = {
        let label = label.clone();
        move || match copied.get() {
            Copied::No => label.clone(),
            Copied::Yes => say("copied"),
            Copied::Refused => say("copy_refused"),
        }
    };
    let shown = name.clone();
    let picture = move || match copied.get() {
        Copied::No => view! { <Icon of=icon /> },
        Copied::Yes => view! { <Icon of=icon::CHECK /> },
        Copied::Refused => view! { <Icon of=icon::CIRCLE_ALERT /> },
    };
    let class = if bare { "icon-button" } else { "button" };
    view! {
        <button
            type="button"
            class=class
            aria-label=bare.then_some(label)
            data-tip=bare.then_some(name)
            data-tip-side="right-edge"
            on:click=copy
        >
            {picture}
            {(!bare).then_some(shown)}
        </button>
        <Said copied=copied />
    }
}

/// What was done, for who does not see it.
#[component]
fn Said(
    /// What has come of it.
    copied: RwSignal<Copied>,
) -> impl IntoView {
    view! {
        <span class={"unseen"} role="status">
            {move || (copied.get() == Copied::Yes).then(|| say("copied"))}
        </span>
    }
}
