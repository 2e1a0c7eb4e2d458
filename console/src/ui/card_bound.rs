//! Whom a client is bound to (X4): whose his next dialogs are.

use beseda_protocol::ask::clients::BindClient;
use beseda_protocol::ids::{ClientId, OperatorId};
use beseda_protocol::team::Employee;
use leptos::prelude::*;

use super::card_part::{CardPart, of_profile};
use crate::session::Desk;
use crate::texts::say;

/// The part of the card.
#[component]
pub(crate) fn CardBound(
    /// Whose card, by his number.
    client: ClientId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let bound_to = of_profile(desk, client, |profile| profile.bound_to);
    // Who is disabled stays while the client is bound to him.
    let people = desk.memo(move |model| {
        let bound_to = bound_to.get();
        let employees = model.roster.iter().flat_map(|roster| &roster.employees);
        let offered = |one: &&Employee| one.works() || Some(one.id) == bound_to;
        employees
            .filter(offered)
            .map(|one| (one.id, one.name.clone()))
            .collect::<Vec<_>>()
    });
    let choose = move |value: String| {
        let to = value.parse().ok().map(OperatorId);
        desk.request(BindClient { client, to });
    };
    view! {
        <CardPart form=None title=say("bound_to")>
            <select
                class="input slim"
                aria-label=say("bound_to")
                on:change:target=move |event| choose(event.target().value())
            >
                <option value="" selected=move || bound_to.get().is_none()>{say("bound_to_nobody")}</option>
                <For each=move || people.get() key=|one| one.clone() let:one>
                    <option value=one.0.to_string() selected=move || bound_to.get() == Some(one.0)>
                        {one.1.clone()}
                    </option>
                </For>
            </select>
        </CardPart>
    }
}
