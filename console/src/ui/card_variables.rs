//! A client's variables: named values.

use beseda_protocol::ask::clients::SetClientVariable;
use beseda_protocol::client::Variable;
use beseda_protocol::ids::ClientId;
use leptos::prelude::*;

use super::card_part::{AddLine, Adding, CardPart, RemoveButton, Removed, of_profile};
use crate::model::question::{Form, Part};
use crate::session::Desk;
use crate::texts::say;

/// The variables. One is written as "name: value"; to write it again changes it.
#[component]
pub(crate) fn CardVariables(
    /// Whose, by his number.
    client: ClientId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let variables = of_profile(desk, client, |profile| profile.variables.clone());
    let removed = RwSignal::new(None::<Variable>);
    let set = move |name: String, value: Option<String>, replaced: Option<String>| {
        desk.request(SetClientVariable {
            client,
            name,
            value,
            replaced,
        });
    };
    let remove = move |variable: Variable| {
        let Variable { name, value } = variable.clone();
        set(name, None, Some(value));
        removed.set(Some(variable));
    };
    let put_back = move |Variable { name, value }: Variable| set(name, Some(value), None);
    let add = Callback::new(move |written: String| {
        let parts = written.split_once([':', '=']);
        let parts = parts.map(|(name, value)| (name.trim(), value.trim()));
        match parts {
            Some((name, value)) if !name.is_empty() && !value.is_empty() => {
                removed.set(None);
                let known = variables.get_untracked();
                let known = known.into_iter().find(|variable| variable.name == name);
                let replaced = known.map(|variable| variable.value);
                set(name.to_owned(), Some(value.to_owned()), replaced);
                Ok(())
            }
            _ => Err(say("variable_wrong")),
        }
    });
    let adding = Adding::new();
    view! {
        <CardPart
            form=Some(Form::Client(client, Part::Variables))
            title=say("variables")
            adding=(adding, say("add_variable"))
        >
            <ul class="variables">
                <For
                    each=move || variables.get()
                    key=|variable| (variable.name.clone(), variable.value.clone())
                    let:variable
                >
                    <li class="row">
                        <span class="quiet cut" dir="auto">{variable.name.clone()}</span>
                        <span class="grow variable-value" dir="auto">{variable.value.clone()}</span>
                        <RemoveButton
                            name=variable.name.clone()
                            remove=Callback::new(move |()| remove(variable.clone()))
                        />
                    </li>
                </For>
            </ul>
            <Removed removed=removed put_back=Callback::new(put_back) />
            <AddLine adding=adding label=say("add_variable") placeholder=say("variable_hint") add=add />
        </CardPart>
    }
}
