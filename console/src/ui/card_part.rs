//! What the parts of a client's card have in common: a titled section, a line that adds
//! something, the way back from removing.

use beseda_protocol::client::Profile;
use beseda_protocol::ids::{ClientId, DialogId};
use leptos::prelude::*;
use web_sys::{KeyboardEvent, SubmitEvent};

use super::icon::{self, Icon};
use super::note::Outcome;
use crate::model::question::{Form, Part};
use crate::session::Desk;
use crate::texts::say;

/// Something of what is written on the card beside an open dialog, as it changes.
pub(crate) fn of_profile<T: Clone + Default + PartialEq + Send + Sync + 'static>(
    desk: Desk,
    id: DialogId,
    read: impl Fn(&Profile) -> T + Send + Sync + 'static,
) -> Memo<T> {
    desk.memo(move |model| {
        let card = model.thread(id).and_then(|thread| thread.card.as_ref());
        card.map(|card| read(&card.profile)).unwrap_or_default()
    })
}

/// A section, with what became of the last change in it.
#[component]
pub(crate) fn CardPart(
    /// Whose card, by the client's number.
    client: ClientId,
    /// Which part.
    part: Part,
    /// Its title.
    title: String,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let form = Form::Client(client, part);
    desk.act(|model, _| {
        model.forget(&form);
        Vec::new()
    });
    let progress = desk.memo(move |model| model.progress(&form));
    view! {
        <section class="card-section">
            <h4 class="small quiet">{title}</h4>
            {children()}
            <Outcome progress=progress />
        </section>
    }
}

/// A button that becomes a line: Enter adds what is written there, Escape leaves it.
#[component]
pub(crate) fn AddLine(
    /// The button's name, and the field's.
    label: String,
    /// What the keyboard of a phone shows.
    #[prop(default = "text")]
    inputmode: &'static str,
    /// The id of a list to choose from.
    #[prop(optional)]
    list: Option<&'static str>,
    /// Adds it, or says what is wrong with it.
    add: Callback<String, Result<(), String>>,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let value = RwSignal::new(String::new());
    let fault = RwSignal::new(None::<String>);
    let input = NodeRef::<leptos::html::Input>::new();
    let button = NodeRef::<leptos::html::Button>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            // An element in the page takes the focus.
            input.focus().ok();
        }
    });
    let close = move || {
        is_open.set(false);
        value.set(String::new());
        fault.set(None);
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let written = value.get_untracked().trim().to_owned();
        if written.is_empty() {
            return close();
        }
        match add.run(written) {
            Ok(()) => close(),
            Err(wrong) => fault.set(Some(wrong)),
        }
    };
    let keyed = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            close();
        }
    };
    let name = label.clone();
    view! {
        <Show
            when=move || is_open.get()
            fallback={
                let label = label.clone();
                move || view! {
                    <button
                        type="button"
                        node_ref=button
                        class="text-button add-line"
                        on:click=move |_| is_open.set(true)
                    >
                        {label.clone()}
                    </button>
                }
            }
        >
            <form class="field" on:submit=submit on:keydown=keyed>
                <span class="row">
                    <input
                        node_ref=input
                        class="input slim"
                        dir="auto"
                        inputmode=inputmode
                        list=list
                        autocomplete="off"
                        aria-label=name.clone()
                        aria-invalid=move || fault.with(Option::is_some).then_some("true")
                        prop:value=value
                        on:input:target=move |event| {
                            value.set(event.target().value());
                            fault.set(None);
                        }
                    />
                    <button type="submit" class="icon-button" aria-label=say("save")>
                        <Icon of=icon::CHECK />
                    </button>
                </span>
                <p class="fault" role="alert">{move || fault.get()}</p>
            </form>
        </Show>
    }
}

/// Takes something off the card.
#[component]
pub(crate) fn RemoveButton(
    /// What, by name.
    name: String,
    /// Takes it off.
    remove: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="icon-button slim"
            aria-label=crate::texts::say_with("remove_this", &[("name", &name)])
            on:click=move |_| remove.run(())
        >
            <Icon of=icon::CLOSE size=14 />
        </button>
    }
}

/// What was taken off the card a moment ago can be put back.
#[component]
pub(crate) fn Removed(
    /// Puts it back; absent: nothing was removed.
    back: RwSignal<Option<Callback<()>>>,
) -> impl IntoView {
    move || {
        back.get().map(|put_back| {
            view! {
                <p class="row small" role="status">
                    <span class="quiet">{say("removed")}</span>
                    <button
                        type="button"
                        class="text-button"
                        on:click=move |_| {
                            put_back.run(());
                            back.set(None);
                        }
                    >
                        {say("close_undo")}
                    </button>
                </p>
            }
        })
    }
}
