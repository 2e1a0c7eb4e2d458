//! A question before something that is not undone by a press: what will happen, and
//! whether it shall. It stands where it was asked for, so that what it is about is seen.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use crate::texts::say;

/// The question. The keyboard begins at "Cancel"; Escape cancels, too.
#[component]
pub(crate) fn Confirm(
    /// What is asked.
    title: String,
    /// What will happen.
    text: String,
    /// The button that lets it happen.
    yes: String,
    /// Whether it is on its way.
    is_busy: Signal<bool>,
    /// Lets it happen.
    carry_out: Callback<()>,
    /// It shall not.
    cancel: Callback<()>,
    /// What has to be given before it may.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let button = NodeRef::<leptos::html::Button>::new();
    Effect::new(move |_| {
        if let Some(button) = button.get() {
            focus(&button);
        }
    });
    let keyed = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            cancel.run(());
        }
    };
    view! {
        <div class="confirm" role="group" aria-labelledby="confirm-title" aria-describedby="confirm-text" on:keydown=keyed>
            <p id="confirm-title">
                <strong>{title}</strong>
            </p>
            <p id="confirm-text" class="quiet">{text}</p>
            {children.map(|children| children())}
            <div class="row wrap">
                <button
                    type="button"
                    class="button primary"
                    aria-disabled=move || is_busy.get().to_string()
                    on:click=move |_| carry_out.run(())
                >
                    {yes}
                </button>
                <button type="button" class="button" node_ref=button on:click=move |_| cancel.run(())>
                    {say("cancel")}
                </button>
            </div>
        </div>
    }
}

/// Brings the keyboard to an element.
pub(crate) fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // An element in the page takes the focus.
        element.focus().ok();
    }
}
