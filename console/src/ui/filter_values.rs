//! A facet of a filter that has a list of values: any of those that are chosen, and, of
//! marks, none of those that are left out.

use beseda_protocol::fold::fold;
use leptos::prelude::*;

use super::filtering::Filtering;
use crate::model::facet::{Facet, Value};
use crate::texts::{say, say_with};

/// With more than so many, they are sought.
const SOUGHT_FROM: usize = 8;

/// One of the values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// It.
    pub(crate) value: Value,
    /// What it is called.
    pub(crate) name: String,
}

/// The facet, folded up unless something of it is asked; nothing where there is nothing
/// to choose.
#[component]
pub(crate) fn FilterValues(
    /// Of which list.
    of: Filtering,
    /// What they are.
    title: String,
    /// What is asked with those that are chosen.
    facet: Facet,
    /// What is asked with those that are left out.
    #[prop(optional)]
    without: Option<Facet>,
    /// The values.
    choices: Memo<Vec<Choice>>,
) -> impl IntoView {
    let n = of.memo(move |facets| {
        let left_out = without.map_or(0, |facet| facets.values(facet).len());
        facets.values(facet).len() + left_out
    });
    let has_choices = Memo::new(move |_| choices.with(|choices| !choices.is_empty()));
    let is_open = n.get_untracked() > 0;
    let title = StoredValue::new(title);
    view! {
        <Show when=move || has_choices.get()>
            <details class="filter-values" open=is_open>
                <summary class="row">
                    <span class="grow label">{title.get_value()}</span>
                    <span class="small quiet numbers">{move || Some(n.get()).filter(|n| *n > 0)}</span>
                </summary>
                <Values of=of title=title.get_value() facet=facet without=without choices=choices />
            </details>
        </Show>
    }
}

#[component]
fn Values(
    /// Of which list.
    of: Filtering,
    /// What they are.
    title: String,
    /// What is asked with those that are chosen.
    facet: Facet,
    /// What is asked with those that are left out.
    without: Option<Facet>,
    /// The values.
    choices: Memo<Vec<Choice>>,
) -> impl IntoView {
    let sought = RwSignal::new(String::new());
    let shown = Memo::new(move |_| {
        let part = sought.with(|sought| fold(sought.trim()));
        let mut shown = choices.get();
        shown.retain(|choice| fold(&choice.name).contains(&part));
        shown
    });
    let are_many = Memo::new(move |_| choices.with(|choices| choices.len() > SOUGHT_FROM));
    let seek_name = say_with("filter_seek", &[("what", &title)]);
    view! {
        <Show when=move || are_many.get()>
            <input
                class="input slim"
                type="search"
                dir="auto"
                autocomplete="off"
                aria-label=seek_name.clone()
                placeholder=say("filter_seek_short")
                prop:value=sought
                on:input:target=move |event| sought.set(event.target().value())
            />
        </Show>
        <ul class="filter-choices" role="list" aria-label=title>
            {without.map(|_| view! { <li class="filter-choice small quiet" aria-hidden="true">
                <span>{say("filter_with")}</span><span>{say("filter_without")}</span>
            </li> })}
            <For each=move || shown.get() key=|choice| (choice.value.clone(), choice.name.clone()) let:choice>
                <Line of=of facet=facet without=without choice=choice />
            </For>
            {move || shown.with(Vec::is_empty).then(|| view! { <li class="small quiet">{say("filter_seek_none")}</li> })}
        </ul>
    }
}

/// One value: chosen, left out, or neither.
#[component]
fn Line(
    /// Of which list.
    of: Filtering,
    /// What is asked with those that are chosen.
    facet: Facet,
    /// What is asked with those that are left out.
    without: Option<Facet>,
    /// Which.
    choice: Choice,
) -> impl IntoView {
    let Choice { value, name } = choice;
    let is_in = {
        let value = value.clone();
        move |facet| {
            let value = value.clone();
            of.memo(move |facets| facets.values(facet).contains(&value))
        }
    };
    let chosen = is_in(facet);
    let choose = {
        let value = value.clone();
        move |on: bool| {
            if let Some(without) = without.filter(|_| on) {
                of.act(|facets| facets.with_value(without, &value, false));
            }
            of.act(|facets| facets.with_value(facet, &value, on));
        }
    };
    let leave_out = without.map(|without| {
        let left_out = is_in(without);
        let label = say_with("filter_without_this", &[("name", &name)]);
        view! {
            <input
                type="checkbox"
                aria-label=label
                prop:checked=left_out
                on:change:target=move |event| {
                    let on = event.target().checked();
                    if on {
                        of.act(|facets| facets.with_value(facet, &value, false));
                    }
                    of.act(|facets| facets.with_value(without, &value, on));
                }
            />
        }
    });
    view! {
        <li class="filter-choice">
            <label class="check grow">
                <input
                    type="checkbox"
                    prop:checked=chosen
                    on:change:target=move |event| choose(event.target().checked())
                />
                <bdi class="cut" title=name.clone()>{name.clone()}</bdi>
            </label>
            {leave_out}
        </li>
    }
}
