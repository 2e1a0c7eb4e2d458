//! What a colleague sees: his colleagues' dialogs, and of which channels.

use std::collections::BTreeSet;

use beseda_protocol::ask::team::SetAccess;
use beseda_protocol::ids::{ChannelId, OperatorId};
use beseda_protocol::team::{Access, Employee, Others, Role};
use leptos::prelude::*;
use web_sys::{KeyboardEvent, SubmitEvent};

use super::words;
use crate::model::Model;
use crate::model::question::{Form, Progress};
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The choices, and a button that makes them hold.
#[component]
pub(crate) fn PersonAccess(
    /// Whose.
    employee: Employee,
    /// It is over.
    close: Callback<()>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let Employee {
        id,
        name,
        role,
        access,
        ..
    } = employee;
    let progress = desk.memo(move |model| model.progress(&Form::Employee(id)));
    let others = RwSignal::new(access.others);
    let is_every = RwSignal::new(access.channels.is_none());
    let chosen = RwSignal::new(BTreeSet::from_iter(
        access.channels.clone().unwrap_or_default(),
    ));
    let has_channels = desk.memo(|model| model.roster.as_ref().is_some_and(|it| it.has_channels()));
    // Done: whoever looks at the row sees it. What went wrong stands below.
    Effect::new(move |_| {
        if !matches!(progress.get(), Progress::Idle | Progress::Busy) {
            close.run(());
        }
    });
    let before = access.clone();
    let given = move || Access {
        others: others.get(),
        channels: (!is_every.get()).then(|| chosen.get().into_iter().collect()),
    };
    let loses = {
        let before = before.clone();
        move || {
            desk.model
                .with(|model| loses_channels(model, &before, &given()))
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match given() == before {
            true => close.run(()),
            false => desk.request(SetAccess {
                employee: id,
                from: before.clone(),
                to: given(),
            }),
        }
    };
    let keyed = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            close.run(());
        }
    };
    view! {
        <form class="confirm" aria-labelledby="access-title" on:submit=submit on:keydown=keyed>
            <p id="access-title">
                <strong>{say_with("access_title", &[("name", &name)])}</strong>
            </p>
            {(role == Role::Operator).then(|| view! { <OthersChoice others=others /> })}
            <Show when=move || has_channels.get()>
                <ChannelsChoice of=id is_every=is_every chosen=chosen is_first=role != Role::Operator />
            </Show>
            {move || loses().then(|| view! { <p class="quiet">{say("access_frees")}</p> })}
            <div class="row wrap">
                <button
                    type="submit"
                    class="button primary"
                    aria-disabled=move || (progress.get() == Progress::Busy).to_string()
                >
                    {say("save")}
                </button>
                <button type="button" class="button" on:click=move |_| close.run(())>
                    {say("cancel")}
                </button>
            </div>
        </form>
    }
}

/// Whether there is a channel that he sees and would see no longer.
fn loses_channels(model: &Model, before: &Access, after: &Access) -> bool {
    let sees = |access: &Access, id: ChannelId| {
        let channels = access.channels.as_ref();
        channels.is_none_or(|channels| channels.contains(&id))
    };
    let channels = model.roster.iter().flat_map(|roster| &roster.channels);
    let mut ids = channels.map(|channel| channel.id);
    ids.any(|id| sees(before, id) && !sees(after, id))
}

/// What an operator may do in dialogs of his colleagues.
#[component]
fn OthersChoice(
    /// What he may.
    others: RwSignal<Others>,
) -> impl IntoView {
    let first = NodeRef::<leptos::html::Input>::new();
    keyboard_to(first);
    let choice = move |it: Others, key: &str, first: Option<NodeRef<leptos::html::Input>>| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="access-others"
                    node_ref=first.unwrap_or_default()
                    prop:checked=move || others.get() == it
                    on:change=move |_| others.set(it)
                />
                <span>{say(key)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field choice-list">
            <legend class="label">{say("access_others")}</legend>
            {choice(Others::Answerable, "access_answerable", Some(first))}
            {choice(Others::Readable, "access_readable", None)}
            {choice(Others::Hidden, "access_hidden", None)}
        </fieldset>
    }
}

/// All channels, or chosen ones.
#[component]
fn ChannelsChoice(
    /// Whose they are to be.
    of: OperatorId,
    /// All, those to come too.
    is_every: RwSignal<bool>,
    /// Else these.
    chosen: RwSignal<BTreeSet<ChannelId>>,
    /// Whether the keyboard begins here.
    is_first: bool,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let channels = desk.memo(|model| {
        let roster = model.roster.as_ref();
        roster
            .map(|roster| roster.channels.clone())
            .unwrap_or_default()
    });
    let first = NodeRef::<leptos::html::Input>::new();
    if is_first {
        keyboard_to(first);
    }
    let choice = move |every: bool, key: &str, input: NodeRef<leptos::html::Input>| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="access-channels"
                    node_ref=input
                    prop:checked=move || is_every.get() == every
                    on:change=move |_| is_every.set(every)
                />
                <span>{say(key)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field choice-list">
            <legend class="label">{say("access_channels")}</legend>
            {choice(true, "access_every", first)}
            {choice(false, "access_chosen", NodeRef::new())}
            <Show when=move || !is_every.get()>
                <div class="choice-list inner" id=format!("access-of-{of}")>
                    <For each=move || channels.get() key=|channel| channel.id let:channel>
                        <label class="check">
                            <input
                                type="checkbox"
                                prop:checked=move || chosen.with(|chosen| chosen.contains(&channel.id))
                                on:change:target=move |event| {
                                    let on = event.target().checked();
                                    chosen.update(|chosen| match on {
                                        true => drop(chosen.insert(channel.id)),
                                        false => drop(chosen.remove(&channel.id)),
                                    });
                                }
                            />
                            <span dir="auto">{words::channel(&channel)}</span>
                        </label>
                    </For>
                </div>
                {move || chosen.with(BTreeSet::is_empty).then(|| view! { <p class="hint">{say("access_none_hint")}</p> })}
            </Show>
        </fieldset>
    }
}

/// Brings the keyboard to where a form begins.
fn keyboard_to(input: NodeRef<leptos::html::Input>) {
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            super::confirm::focus(&input);
        }
    });
}
