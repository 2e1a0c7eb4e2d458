//! A labelled line of text.

use leptos::prelude::*;

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
    let hint_id = format!("{id}-hint");
    let described = (!hint.is_empty()).then(|| hint_id.clone());
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                node_ref=input
                id=id
                name=id
                class="input"
                type=kind
                autocomplete=autocomplete
                autocapitalize="off"
                spellcheck=(kind == "text").to_string()
                placeholder=placeholder
                aria-describedby=described
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            />
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
        </div>
    }
}
