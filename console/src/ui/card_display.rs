//! What cards show (SB-08): chosen in a small panel behind the sliders, while the cards
//! stand beside it.

use beseda_parts::gate;
use beseda_protocol::ask::list::ListVariables;
use beseda_protocol::limits::VARIABLE_NAME_CHARS_MAX;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, SubmitEvent};

use super::confirm::focus;
use super::icon::{self, Icon};
use super::outside::close_outside;
use super::parts::{Later, Shown};
use crate::model::Wish;
use crate::model::card_prefs::{CardFact, CardPrefs, CardTime, Density};
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The sliders in the head of the list, and the panel under them.
#[component]
pub(crate) fn CardDisplay() -> impl IntoView {
    let host = NodeRef::<leptos::html::Div>::new();
    let button = NodeRef::<leptos::html::Button>::new();
    let is_open = RwSignal::new(false);
    close_outside(host, is_open);
    let keyed = move |event: KeyboardEvent| {
        if event.key() == "Escape" && is_open.get_untracked() {
            event.stop_propagation();
            is_open.set(false);
            if let Some(button) = button.get_untracked() {
                focus(&button);
            }
        }
    };
    view! {
        <div class="menu-host" node_ref=host on:keydown=keyed>
            <button
                type="button"
                node_ref=button
                class="icon-button"
                aria-label=say("card_display")
                aria-haspopup="dialog"
                aria-expanded=move || is_open.get().to_string()
                data-tip=say("card_display")
                data-tip-side="right-edge"
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                <Icon of=icon::SLIDERS />
            </button>
            <Show when=move || is_open.get()>
                <Shown part=Later::Panels class="popover card-display" enter=|| panel(()) />
            </Show>
        </div>
    }
}

gate! { "panels", "00000000000000000000000000000009",
/// In the part "panels".
fn panel(_given: ()) -> AnyView {
    view! { <Panel /> }.into_any()
}}

/// The panel.
#[component]
fn Panel() -> impl IntoView {
    let desk: Desk = expect_context();
    let panel = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if let Some(panel) = panel.get() {
            focus(&panel);
        }
    });
    desk.act(|_, _| vec![Wish::ask(ListVariables {})]);
    let facts = CardFact::ALL.map(|fact| {
        let text = say(&format!("card_fact_{}", fact.word()));
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || desk.prefs.with(|prefs| prefs.cards.shows(fact))
                    on:change:target=move |event| {
                        let on = event.target().checked();
                        desk.choose(|prefs| prefs.cards.show(fact, on));
                    }
                />
                <span>{text}</span>
            </label>
        }
    });
    view! {
        <div
            node_ref=panel
            class="popover card-display"
            role="dialog"
            aria-label=say("card_display")
            tabindex="-1"
        >
            <Choice
                title=say("density")
                choices=Density::ALL
                    .map(|choice| (choice, say(&format!("density_{}", choice.word()))))
                    .to_vec()
                read=|cards| cards.density
                write=|cards, choice| cards.density = choice
            />
            <Choice
                title=say("card_time")
                choices=CardTime::ALL
                    .map(|choice| (choice, say(&format!("card_time_{}", choice.word()))))
                    .to_vec()
                read=|cards| cards.time
                write=|cards, choice| cards.time = choice
            />
            <div class="field" role="group" aria-label=say("card_facts")>
                <span class="label">{say("card_facts")}</span>
                {facts}
            </div>
            <Variables />
        </div>
    }
}

/// Which variables of a client.
#[component]
fn Variables() -> impl IntoView {
    let desk: Desk = expect_context();
    let names = desk.memo(|model| model.variables.clone());
    let shown = Memo::new(move |_| desk.prefs.with(|prefs| prefs.cards.variables.clone()));
    let has_room = Memo::new(move |_| desk.prefs.with(|prefs| prefs.cards.has_room()));
    let name = RwSignal::new(String::new());
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        let name = std::mem::take(&mut *name.write());
        desk.choose(|prefs| prefs.cards.add_variable(name.trim()));
    };
    let others = move || {
        let names = names.get().into_iter();
        let others = names.filter(|name| shown.with(|shown| !shown.contains(name)));
        others
            .map(|name| view! { <option value=name></option> })
            .collect_view()
    };
    let chips = move || {
        let chip = |name: String| {
            let taken = name.clone();
            let label = say_with("remove_this", &[("name", &name)]);
            view! {
                <li class="filter-chip">
                    <bdi class="cut">{name}</bdi>
                    <button
                        type="button"
                        aria-label=label
                        on:click=move |_| desk.choose(|prefs| prefs.cards.remove_variable(&taken))
                    >
                        <Icon of=icon::CLOSE size=12 />
                    </button>
                </li>
            }
        };
        shown.get().into_iter().map(chip).collect_view()
    };
    view! {
        <form class="field" on:submit=add>
            <label for="card-variable">{say("card_variables")}</label>
            <Show when=move || shown.with(|shown| !shown.is_empty())>
                <ul class="filter-chips" role="list" aria-label=say("card_variables")>{chips}</ul>
            </Show>
            <Show when=move || has_room.get()>
                <div class="row">
                    <input
                        id="card-variable"
                        class="input slim grow"
                        dir="auto"
                        list="card-variables"
                        autocomplete="off"
                        placeholder=say("variable_name")
                        maxlength=VARIABLE_NAME_CHARS_MAX.to_string()
                        prop:value=name
                        on:input:target=move |event| name.set(event.target().value())
                    />
                    <button type="submit" class="button" disabled=move || name.with(|name| name.trim().is_empty())>
                        {say("add")}
                    </button>
                </div>
                <datalist id="card-variables">{others}</datalist>
            </Show>
        </form>
    }
}

/// One of several.
#[component]
fn Choice<T: Copy + PartialEq + Send + Sync + 'static>(
    /// Of what.
    title: String,
    /// They, and their names.
    choices: Vec<(T, String)>,
    /// Reads it.
    read: fn(&CardPrefs) -> T,
    /// Changes it.
    write: fn(&mut CardPrefs, T),
) -> impl IntoView {
    let desk: Desk = expect_context();
    let choice = move |(choice, name): (T, String)| {
        view! {
            <button
                type="button"
                class="choice"
                aria-pressed=move || desk.prefs.with(|prefs| read(&prefs.cards) == choice).to_string()
                on:click=move |_| desk.choose(|prefs| write(&mut prefs.cards, choice))
            >
                {name}
            </button>
        }
    };
    view! {
        <div class="field">
            <span class="label">{title.clone()}</span>
            <div class="choices" role="group" aria-label=title>
                {choices.into_iter().map(choice).collect_view()}
            </div>
        </div>
    }
}
