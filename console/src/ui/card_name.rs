//! A client's name, changed in place: a press or Enter begins, Enter saves, Escape
//! leaves it as it was.

use beseda_protocol::ask::clients::SetClientName;
use beseda_protocol::dialog::ClientBrief;
use beseda_protocol::ids::ClientId;
use beseda_protocol::limits::NAME_CHARS_MAX;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, SubmitEvent};

use super::note::Outcome;
use super::words;
use crate::model::question::{Form, Part};
use crate::session::Desk;
use crate::texts::say;

/// The name.
#[component]
pub(crate) fn CardName(
    /// Whose, as it changes.
    client: Memo<Option<ClientBrief>>,
    /// His number.
    number: ClientId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    // The name that is being replaced, while it is.
    let replaced = RwSignal::new(None::<Option<String>>);
    let value = RwSignal::new(String::new());
    let input = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            input.select();
            input.focus().ok();
        }
    });
    let name = move || client.get().and_then(|client| client.name);
    let begin = move |_| {
        let name = client.get_untracked().and_then(|client| client.name);
        value.set(name.clone().unwrap_or_default());
        replaced.set(Some(name));
    };
    let save = move || {
        let Some(replaced) = replaced.try_update(Option::take).flatten() else {
            return;
        };
        let name = value.get_untracked().trim().to_owned();
        let name = Some(name).filter(|name| !name.is_empty());
        if name != replaced {
            desk.request(SetClientName {
                client: number,
                name,
                replaced,
            });
        }
    };
    let keyed = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            replaced.set(None);
        }
    };
    let progress = desk.memo(move |model| model.progress(&Form::Client(number, Part::Name)));
    let shown = move || {
        let name = client.get().map(|client| words::client(&client));
        name.unwrap_or_default()
    };
    view! {
        <Show
            when=move || replaced.with(Option::is_some)
            fallback=move || view! {
                <h3>
                    <button type="button" class="name-button" class:quiet=move || name().is_none() title=say("rename") on:click=begin>
                        <bdi>{shown}</bdi>
                    </button>
                </h3>
            }
        >
            <form
                class="card-name"
                on:submit=move |event: SubmitEvent| {
                    event.prevent_default();
                    save();
                }
            >
                <input
                    node_ref=input
                    class="input slim"
                    dir="auto"
                    autocomplete="off"
                    maxlength=NAME_CHARS_MAX.to_string()
                    aria-label=say("client_name")
                    prop:value=value
                    on:input:target=move |event| value.set(event.target().value())
                    on:keydown=keyed
                    on:blur=move |_| save()
                />
            </form>
        </Show>
        <Outcome progress=progress />
    }
}
