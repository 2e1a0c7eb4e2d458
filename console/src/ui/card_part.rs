//! What the parts of a client's card have in common: a titled section, a line that adds
//! something, the way back from removing.

use beseda_protocol::client::Profile;
use beseda_protocol::ids::ClientId;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, SubmitEvent};

use super::icon::{self, Icon};
use super::note::Outcome;
use crate::model::question::Form;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// Something of what is written on a client's card, as it changes.
pub(crate) fn of_profile<T: Clone + Default + PartialEq + Send + Sync + 'static>(
    desk: Desk,
    client: ClientId,
    read: impl Fn(&Profile) -> T + Send + Sync + 'static,
) -> Memo<T> {
    desk.memo(move |model| model.profile(client).map(&read).unwrap_or_default())
}

/// The plus of a section, which opens the place where something is added.
#[derive(Clone, Copy)]
pub(crate) struct Adding {
    is_open: RwSignal<bool>,
    button: NodeRef<leptos::html::Button>,
}

impl Adding {
    /// Closed.
    pub(crate) fn new() -> Self {
        Self {
            is_open: RwSignal::new(false),
            button: NodeRef::new(),
        }
    }

    /// Whether the place is open.
    pub(crate) fn is_open(self) -> bool {
        self.is_open.get()
    }

    /// Closes it; the keyboard goes back to the plus.
    pub(crate) fn close(self) {
        self.is_open.set(false);
        if let Some(button) = self.button.get_untracked() {
            // An element in the page takes the focus.
            button.focus().ok();
        }
    }
}

/// A section, with what became of the last change in it.
#[component]
pub(crate) fn CardPart(
    /// What it is told the outcome of.
    form: Option<Form>,
    /// Its title.
    title: String,
    /// What its plus opens, and the plus's name; absent: it has none.
    #[prop(optional)]
    adding: Option<(Adding, String)>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let outcome = form.map(|form| {
        desk.act(|model, _| {
            model.forget(&form);
            Vec::new()
        });
        let progress = desk.memo(move |model| model.progress(&form));
        view! { <Outcome progress=progress /> }
    });
    let plus = adding.map(|(adding, name)| {
        view! {
            <button
                type="button"
                node_ref=adding.button
                class="icon-button slim"
                aria-label=name.clone()
                aria-expanded=move || adding.is_open().to_string()
                data-tip=name
                data-tip-side="right-edge"
                on:click=move |_| adding.is_open.update(|is_open| *is_open = !*is_open)
            >
                <Icon of=icon::PLUS size=14 />
            </button>
        }
    });
    view! {
        <section class="card-section">
            <div class="row card-section-head">
                <h4 class="small quiet grow">{title}</h4>
                {plus}
            </div>
            {children()}
            {outcome}
        </section>
    }
}

/// The line under a plus: Enter adds what is written there, Escape leaves it.
#[component]
pub(crate) fn AddLine(
    /// The plus.
    adding: Adding,
    /// The field's name.
    label: String,
    /// An example.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// What the keyboard of a phone shows.
    #[prop(default = "text")]
    inputmode: &'static str,
    /// Adds it, or says what is wrong with it.
    add: Callback<String, Result<(), String>>,
) -> impl IntoView {
    let value = RwSignal::new(String::new());
    let fault = RwSignal::new(None::<String>);
    let input = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            // An element in the page takes the focus.
            input.focus().ok();
        }
    });
    let close = move || {
        value.set(String::new());
        fault.set(None);
        adding.close();
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
    view! {
        <Show when=move || adding.is_open()>
            <form class="field add-line" on:submit=submit on:keydown=keyed>
                <span class="row">
                    <input
                        node_ref=input
                        class="input slim"
                        dir="auto"
                        inputmode=inputmode
                        autocomplete="off"
                        placeholder=placeholder.clone()
                        aria-label=label.clone()
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
            aria-label=say_with("remove_this", &[("name", &name)])
            on:click=move |_| remove.run(())
        >
            <Icon of=icon::CLOSE size=14 />
        </button>
    }
}

/// What was taken off the card a moment ago can be put back.
#[component]
pub(crate) fn Removed<T: Clone + Send + Sync + 'static>(
    /// What was removed; absent: nothing.
    removed: RwSignal<Option<T>>,
    /// Puts it back.
    put_back: Callback<T>,
) -> impl IntoView {
    let undo = move |_| {
        if let Some(removed) = removed.try_update(Option::take).flatten() {
            put_back.run(removed);
        }
    };
    view! {
        <Show when=move || removed.with(Option::is_some)>
            <p class="row small" role="status">
                <span class="quiet">{say("removed")}</span>
                <button type="button" class="text-button" on:click=undo>
                    {say("close_undo")}
                </button>
            </p>
        </Show>
    }
}
