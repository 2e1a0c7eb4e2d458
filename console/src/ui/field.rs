//! A labelled line of text.

use leptos::prelude::*;

use super::icon::{self, Icon};
use crate::texts::say;

/// A labelled line of text.
#[component]
pub(crate) fn Field(
    /// Ties the label to the input; unique on the page.
    id: &'static str,
    /// Its name.
    label: String,
    /// The text.
    value: RwSignal<String>,
    /// `text`, `email`, `password`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What a password manager fills in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// An example.
    #[prop(optional)]
    placeholder: String,
    /// A sentence below it.
    #[prop(optional)]
    hint: String,
    /// What is wrong with it, said below it.
    #[prop(optional)]
    fault: Option<RwSignal<Option<String>>>,
    /// Whether the keyboard is here at once.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    if autofocus {
        Effect::new(move |_| {
            if let Some(input) = input.get() {
                // An element in the page takes the focus.
                input.focus().ok();
            }
        });
    }
    let is_password = kind == "password";
    let is_hidden = RwSignal::new(is_password);
    let hint_id = format!("{id}-hint");
    let fault_id = format!("{id}-fault");
    let is_wrong = move || fault.is_some_and(|fault| fault.with(Option::is_some));
    let described = {
        let hint_id = (!hint.is_empty()).then(|| hint_id.clone());
        let fault_id = fault_id.clone();
        move || match is_wrong() {
            true => Some(fault_id.clone()),
            false => hint_id.clone(),
        }
    };
    view! {
        <div class="field" class:secret=is_password>
            <label for=id>{label}</label>
            <input
                node_ref=input
                id=id
                name=id
                class="input"
                // Not `email`: browsers turn its host to Punycode under the cursor.
                type=move || if is_hidden.get() { "password" } else { "text" }
                inputmode=(kind == "email").then_some("email")
                dir=(!is_password).then_some("auto")
                autocomplete=autocomplete
                autocapitalize="off"
                spellcheck=(kind == "text").to_string()
                placeholder=placeholder
                aria-describedby=described
                aria-invalid=move || is_wrong().then_some("true")
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            />
            {is_password.then(|| view! { <Reveal of=id is_hidden=is_hidden /> })}
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {fault.map(|fault| view! { <Fault id=fault_id text=fault /> })}
        </div>
    }
}

/// Shows a password, or hides it again.
#[component]
fn Reveal(
    /// The field's id.
    of: &'static str,
    /// Whether it is hidden.
    is_hidden: RwSignal<bool>,
) -> impl IntoView {
    let name = move || {
        say(match is_hidden.get() {
            true => "password_show",
            false => "password_hide",
        })
    };
    view! {
        <button
            type="button"
            class="icon-button reveal"
            aria-controls=of
            aria-label=name
            title=name
            on:click=move |_| is_hidden.update(|is_hidden| *is_hidden = !*is_hidden)
        >
            {move || match is_hidden.get() {
                true => view! { <Icon of=icon::EYE size=18 /> },
                false => view! { <Icon of=icon::EYE_OFF size=18 /> },
            }}
        </button>
    }
}

/// What is wrong with a field; read aloud when it appears.
#[component]
pub(crate) fn Fault(
    /// By which the field refers to it.
    id: String,
    /// Nothing, or a sentence.
    text: RwSignal<Option<String>>,
) -> impl IntoView {
    view! {
        <p class="fault" id=id role="alert">
            {move || text.get()}
        </p>
    }
}
