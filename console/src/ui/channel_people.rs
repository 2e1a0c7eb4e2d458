//! Who sees a channel: the same fact as in "People", from the other side.

use beseda_protocol::ask::team::SetAccess;
use beseda_protocol::ids::{ChannelId, OperatorId};
use beseda_protocol::team::Employee;
use leptos::prelude::*;

use super::avatar::{Avatar, Size};
use super::note::Outcome;
use super::words;
use crate::model::question::{Form, Progress};
use crate::session::Desk;
use crate::texts::say;

/// Those who may be given it or not. Administrators see every channel.
#[component]
pub(crate) fn ChannelPeople(
    /// Which channel.
    id: ChannelId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let people = desk.memo(|model| {
        let roster = model.roster.iter();
        let employees = roster.flat_map(|roster| &roster.employees);
        employees
            .filter(|employee| employee.works() && !employee.role.administers())
            .map(|employee| employee.id)
            .collect::<Vec<_>>()
    });
    view! {
        <fieldset class="field choice-list">
            <legend class="label">{say("channel_people")}</legend>
            <For each=move || people.get() key=|person| *person let:person>
                <Sees channel=id person=person />
            </For>
        </fieldset>
    }
}

/// Whether one of them sees it.
#[component]
fn Sees(
    /// Which channel.
    channel: ChannelId,
    /// Who.
    person: OperatorId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    desk.act(|model, _| {
        model.forget(&Form::Employee(person));
        Vec::new()
    });
    let employee = desk.memo(move |model| model.roster.as_ref()?.employee(person).cloned());
    let sees = Memo::new(move |_| {
        employee.with(|one| one.as_ref().is_some_and(|one| one.sees_channel(channel)))
    });
    let progress = desk.memo(move |model| model.progress(&Form::Employee(person)));
    // The outcome stands with the channel where it was asked for.
    let was_asked = RwSignal::new(false);
    let shown = Memo::new(move |_| match was_asked.get() {
        true => progress.get(),
        false => Progress::Idle,
    });
    let set = move |on: bool| {
        was_asked.set(true);
        let asked = desk.peek(|model| {
            let roster = model.roster.as_ref()?;
            let from = roster.employee(person)?.access.clone();
            let to = roster.access_with(&from, channel, on);
            Some(SetAccess {
                employee: person,
                from,
                to,
            })
        });
        if let Some(asked) = asked {
            desk.request(asked);
        }
    };
    let role = move |one: &Employee| words::role(one.role);
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=sees
                on:change:target=move |event| {
                    let on = event.target().checked();
                    // It shows what holds: the center's answer moves it.
                    event.target().set_checked(sees.get_untracked());
                    set(on);
                }
            />
            {move || employee.get().map(|one| {
                let role = role(&one);
                view! {
                    <Avatar name=one.name.clone() number=one.id.0 size=Size::Tiny />
                    <span class="cut" dir="auto">{one.name}</span>
                    " "
                    <span class="quiet small">{role}</span>
                }
            })}
        </label>
        <Outcome progress=shown />
    }
}
