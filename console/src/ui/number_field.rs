//! A number as it is typed: nothing stands for none.

use leptos::prelude::*;

use super::field::Fault;
use crate::texts::say_with;

/// A labelled number, or nothing.
#[component]
pub(super) fn NumberField(
    /// Ties the label to the input; unique on the page.
    id: String,
    /// Its name.
    label: String,
    /// As it is typed.
    value: RwSignal<String>,
    /// A sentence below it.
    hint: String,
    /// What is wrong with it, said below it.
    fault: RwSignal<Option<String>>,
) -> impl IntoView {
    let (hint_id, fault_id) = (format!("{id}-hint"), format!("{id}-fault"));
    let described = {
        let (hint_id, fault_id) = (hint_id.clone(), fault_id.clone());
        move || match fault.with(Option::is_some) {
            true => fault_id.clone(),
            false => hint_id.clone(),
        }
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                id=id
                class="input"
                inputmode="numeric"
                autocomplete="off"
                aria-describedby=described
                aria-invalid=move || fault.with(Option::is_some).then_some("true")
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            />
            <p class="hint" id=hint_id>{hint}</p>
            <Fault id=fault_id text=fault />
        </div>
    }
}

/// What is typed as a number: nothing stands for none, as 0 does.
pub(super) fn number(typed: &str, max: u32) -> Option<u32> {
    match typed.trim() {
        "" => Some(0),
        typed => typed.parse().ok().filter(|n| *n <= max),
    }
}

/// What is said of more than there may be.
pub(super) fn wrong(max: u32) -> String {
    say_with("silence_days_wrong", &[("max", &max.to_string())])
}

/// As it stands in its field.
pub(super) fn shown(n: u32) -> String {
    match n {
        0 => String::new(),
        n => n.to_string(),
    }
}
