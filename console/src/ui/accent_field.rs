//! The widget's colour.

use leptos::prelude::*;

use crate::texts::say;

/// The widget's colour.
#[component]
pub(crate) fn AccentField(
    /// Ties the label to the input; unique on the page.
    #[prop(into)]
    id: String,
    /// The colour, `#rrggbb`.
    value: RwSignal<String>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id.clone()>{say("accent")}</label>
            <input
                id=id
                class="swatch"
                type="color"
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            />
        </div>
    }
}
