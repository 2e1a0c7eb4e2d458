//! The labels on a client (X7): chosen among those that there are.

use beseda_protocol::ask::clients::{AddClientLabel, RemoveClientLabel};
use beseda_protocol::client::Label;
use beseda_protocol::fold::fold;
use beseda_protocol::ids::{ClientId, DialogId};
use leptos::prelude::*;

use super::card_part::{AddLine, CardPart, RemoveButton, Removed, of_profile};
use crate::model::question::Part;
use crate::session::Desk;
use crate::texts::say;

/// The list that the field chooses from.
const CHOICES: &str = "card-label-choices";

/// The labels.
#[component]
pub(crate) fn CardLabels(
    /// Beside which dialog.
    id: DialogId,
    /// On whom, by his number.
    client: ClientId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let on = of_profile(desk, id, |profile| profile.labels.clone());
    let all = desk.memo(|model| {
        let roster = model.roster.as_ref();
        roster
            .map(|roster| roster.labels.clone())
            .unwrap_or_default()
    });
    let of = move |is_on: bool| -> Vec<Label> {
        let on = on.get();
        let mut labels = all.get();
        labels.retain(|label| on.contains(&label.id) == is_on);
        labels
    };
    let back = RwSignal::new(None::<Callback<()>>);
    let put = move |label| desk.request(AddClientLabel { client, label });
    let remove = move |label| {
        desk.request(RemoveClientLabel { client, label });
        back.set(Some(Callback::new(move |()| put(label))));
    };
    let add = Callback::new(move |written: String| {
        let all = all.get_untracked();
        match all.iter().find(|label| fold(&label.name) == fold(&written)) {
            Some(label) => {
                back.set(None);
                put(label.id);
                Ok(())
            }
            None => Err(say("label_unknown")),
        }
    });
    view! {
        <CardPart client=client part=Part::Labels title=say("labels")>
            <ul class="card-labels">
                <For each=move || of(true) key=|label| (label.id, label.name.clone()) let:label>
                    <li class="card-label">
                        <span class="cut" dir="auto">{label.name.clone()}</span>
                        <RemoveButton name=label.name remove=Callback::new(move |()| remove(label.id)) />
                    </li>
                </For>
            </ul>
            <Removed back=back />
            <datalist id=CHOICES>
                <For each=move || of(false) key=|label| (label.id, label.name.clone()) let:label>
                    <option value=label.name></option>
                </For>
            </datalist>
            <AddLine label=say("add_label") list=CHOICES add=add />
        </CardPart>
    }
}
