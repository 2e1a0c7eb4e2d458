//! Colleagues: who they are, invitations, forgotten passwords.

use beseda_protocol::ask::team::ResetLink;
use beseda_protocol::ids::OperatorId;
use beseda_protocol::team::Employee;
use leptos::prelude::*;

use super::avatar::{Avatar, Size};
use super::invite::{Invite, OneTimeLink};
use super::note::Outcome;
use super::settings_group::SettingsGroup;
use super::words;
use crate::model::question::Form;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The page of the settings.
#[component]
pub(crate) fn PeopleSettings() -> impl IntoView {
    let desk: Desk = expect_context();
    let people = desk.memo(|model| {
        let roster = model.roster.as_ref();
        roster
            .map(|roster| roster.employees.clone())
            .unwrap_or_default()
    });
    view! {
        <ul class="people">
            <For
                each=move || people.get()
                key=|employee| (employee.id, employee.name.clone(), employee.role)
                let:employee
            >
                <Person employee=employee />
            </For>
        </ul>
        <SettingsGroup title=say("invite_title") text=say("invite_text")>
            <Invite />
        </SettingsGroup>
    }
}

/// A colleague.
#[component]
fn Person(
    /// Who.
    employee: Employee,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let id = employee.id;
    let is_me = desk.peek(|model| model.me()) == Some(id);
    let may_reset = desk.peek(|model| {
        model
            .roster
            .as_ref()
            .is_some_and(|roster| roster.may_reset(id))
    });
    let you = is_me.then(|| view! { <span class="chip">{say("label_you")}</span> });
    view! {
        <li class="person">
            <div class="row">
                <Avatar name=employee.name.clone() number=id.0 size=Size::Plain />
                <div class="grow">
                    <p class="row">
                        <strong class="cut">{employee.name.clone()}</strong>
                        {you}
                    </p>
                    <p class="quiet small cut">{words::role(employee.role)} " · " {employee.email}</p>
                </div>
                {(may_reset && !is_me).then(|| view! { <ResetButton id=id /> })}
            </div>
            {(may_reset && !is_me).then(|| view! { <ResetOutcome id=id name=employee.name /> })}
        </li>
    }
}

/// Makes a reset link.
#[component]
fn ResetButton(
    /// Whose.
    id: OperatorId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    desk.act(|model, _| {
        model.forget(&Form::ResetLink(id));
        Vec::new()
    });
    view! {
        <button type="button" class="button" on:click=move |_| desk.request(ResetLink { operator: id })>
            {say("reset_link")}
        </button>
    }
}

/// The link, once made.
#[component]
fn ResetOutcome(
    /// Whose.
    id: OperatorId,
    /// His name.
    name: String,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let progress = desk.memo(move |model| model.progress(&Form::ResetLink(id)));
    view! {
        <Outcome progress=progress />
        <OneTimeLink progress=progress text=say_with("reset_link_text", &[("name", &name)]) />
    }
}
