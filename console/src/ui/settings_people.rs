//! Colleagues: who they are, what they may do, and who is invited.

use leptos::prelude::*;

use super::invitations::Invitations;
use super::invite::Invite;
use super::person::Person;
use super::settings_group::SettingsGroup;
use crate::session::Desk;
use crate::texts::say;

/// The page of the settings.
#[component]
pub(crate) fn PeopleSettings() -> impl IntoView {
    let desk: Desk = expect_context();
    // Nobody ever leaves the list, and nobody changes his place in it.
    let people = desk.memo(|model| {
        let roster = model.roster.as_ref()?;
        Some(
            roster
                .employees
                .iter()
                .map(|employee| employee.id)
                .collect::<Vec<_>>(),
        )
    });
    // Who comes and goes is not told of: it is asked now and then.
    Effect::new(move |_| {
        desk.now.track();
        desk.act(|model, _| model.look_at_people());
    });
    view! {
        <ul class="people">
            <For each=move || people.get().unwrap_or_default() key=|id| *id let:id>
                <Person id=id />
            </For>
        </ul>
        <SettingsGroup title=say("invite_title") text=say("invite_text")>
            <Invite />
            <Invitations />
        </SettingsGroup>
    }
}
