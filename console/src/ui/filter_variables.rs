//! Variables of a filter: each has a name, a value, or both (SB-39, SB-40).

use beseda_protocol::filter::Predicate;
use beseda_protocol::limits::{VARIABLE_NAME_CHARS_MAX, VARIABLE_VALUE_CHARS_MAX};
use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::filtering::Filtering;
use crate::session::Desk;
use crate::texts::say;

/// Two fields, and a button that asks for what is in them. Those that are asked for stand
/// among the chips.
#[component]
pub(crate) fn FilterVariables(
    /// Of which list.
    of: Filtering,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let names = desk.memo(|model| model.variables.clone());
    let (name, value) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let written = move |field: RwSignal<String>| {
        let text = field.with(|text| text.trim().to_owned());
        Some(text).filter(|text| !text.is_empty())
    };
    let is_any = move || written(name).is_some() || written(value).is_some();
    let first = NodeRef::<leptos::html::Input>::new();
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        let one = untrack(|| Predicate::Variable {
            name: written(name),
            value: written(value),
        });
        if untrack(is_any) {
            of.act(|facets| {
                let mut all = facets.without(&one);
                all.push(one.clone());
                all
            });
            name.set(String::new());
            value.set(String::new());
            if let Some(first) = first.get_untracked() {
                super::confirm::focus(&first);
            }
        }
    };
    view! {
        <form class="field" on:submit=add>
            <fieldset class="field">
                <legend class="label">{say("filter_variable")}</legend>
                <div class="filter-days">
                    <label>
                        <span class="small quiet">{say("variable_name")}</span>
                        <input
                            node_ref=first
                            class="input slim"
                            dir="auto"
                            list="filter-variables"
                            autocomplete="off"
                            maxlength=VARIABLE_NAME_CHARS_MAX.to_string()
                            prop:value=name
                            on:input:target=move |event| name.set(event.target().value())
                        />
                    </label>
                    <label>
                        <span class="small quiet">{say("variable_value")}</span>
                        <input
                            class="input slim"
                            dir="auto"
                            autocomplete="off"
                            maxlength=VARIABLE_VALUE_CHARS_MAX.to_string()
                            prop:value=value
                            on:input:target=move |event| value.set(event.target().value())
                        />
                    </label>
                </div>
                <datalist id="filter-variables">
                    {move || names.get().into_iter().map(|name| view! { <option value=name></option> }).collect_view()}
                </datalist>
                <p class="hint">{say("filter_variable_hint")}</p>
            </fieldset>
            <Show when=is_any>
                <button type="submit" class="button">{say("filter_variable_add")}</button>
            </Show>
        </form>
    }
}
