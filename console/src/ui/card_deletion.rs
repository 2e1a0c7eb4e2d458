//! Deletes the client for good (X13): asked about once more, beside how much of him goes.

use beseda_protocol::ask::clients::{DeleteClient, MeasureClient};
use beseda_protocol::export::Export;
use beseda_protocol::ids::ClientId;
use leptos::prelude::*;

use super::confirm::{Confirm, focus};
use super::icon::{self, Icon};
use super::menu::Menu;
use super::note::Outcome;
use super::standing::StandingItems;
use crate::model::Model;
use crate::model::question::{Form, Progress};
use crate::session::Desk;
use crate::texts::{say, say_count, say_with};

/// What may be done with the whole of a client.
#[component]
pub(crate) fn CardMenu(
    /// Whose card it is, by his number.
    client: ClientId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let standing = move || {
        let client = desk.peek(|model| Some(model.card(client)?.client.clone()));
        client.map(|client| view! { <StandingItems client=client /> })
    };
    let administers = desk.memo(Model::administers);
    view! {
        <Menu label=say("client_actions") face=|| view! { <Icon of=icon::MORE /> }>
            {standing}
            <Show when=move || administers.get()>
                <span class={"menu-rule"} aria-hidden="true"></span>
                <button
                    type="button"
                    class="menu-item"
                    role="menuitem"
                    on:click=move |_| desk.export(Export::Client { client })
                >
                    <Icon of=icon::DOWNLOAD />
                    {say("client_export")}
                </button>
                <DeletionItem client=client />
            </Show>
        </Menu>
    }
}

/// Who shall be deleted, as a menu has asked: the place that has the menu in it asks once
/// more, and has this as its context.
#[derive(Clone, Copy)]
pub(crate) struct Deletion {
    of: RwSignal<Option<ClientId>>,
    /// Where the keyboard goes back to.
    back: &'static str,
}

impl Deletion {
    /// Of nobody; the keyboard goes back to what this selects.
    pub(crate) fn new(back: &'static str) -> Self {
        let of = RwSignal::new(None);
        Self { of, back }
    }

    fn lead_back(self) {
        if let Ok(Some(element)) = document().query_selector(self.back) {
            focus(&element);
        }
    }
}

/// The item of a menu that asks for it (SB-59).
#[component]
pub(crate) fn DeletionItem(
    /// Who, by his number.
    client: ClientId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let deletion: Deletion = expect_context();
    let ask = move |_| {
        desk.act(|model, _| {
            model.forget(&Form::Deletion(client));
            Vec::new()
        });
        desk.request(MeasureClient { client });
        deletion.of.set(Some(client));
    };
    view! {
        <button type="button" class="menu-item" role="menuitem" on:click=ask>
            <Icon of=icon::TRASH />
            {say("delete_client")}
        </button>
    }
}

/// The question, and what came of it.
#[component]
pub(crate) fn CardDeletion(
    /// Whom it is about.
    deletion: Deletion,
) -> impl IntoView {
    move || {
        deletion
            .of
            .get()
            .map(|client| view! { <Asked client=client deletion=deletion /> })
    }
}

/// How much goes, and whether it shall.
#[component]
fn Asked(
    /// Who, by his number.
    client: ClientId,
    /// Emptied when it is over.
    deletion: Deletion,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let progress = desk.memo(move |model| model.progress(&Form::Deletion(client)));
    let extent = desk.memo(move |model| {
        let (of, extent) = model.extent.as_ref()?;
        (*of == client).then(|| extent.clone())
    });
    let cancel = move || {
        deletion.of.set(None);
        deletion.lead_back();
    };
    let has_failed = Memo::new(move |_| {
        let progress = progress.get();
        matches!(
            progress,
            Progress::Failed(_) | Progress::Lost | Progress::NoLine
        )
    });
    Effect::new(move |_| match progress.get() {
        // There is no card any more.
        Progress::Done => deletion.of.set(None),
        _ if has_failed.get() => deletion.lead_back(),
        _ => {}
    });
    let title = say_with("delete_client_title", &[("n", &client.to_string())]);
    let question = move || {
        let title = title.clone();
        extent.get().filter(|_| !has_failed.get()).map(|extent| {
            let goes = [
                say_count("delete_client_dialogs", extent.dialogs),
                say_count("delete_client_messages", extent.messages),
                say_count("delete_client_files", extent.files),
            ];
            let text = say_with("delete_client_text", &[("goes", &goes.join(", "))]);
            view! {
                <Confirm
                    title=title
                    text=text
                    yes=say("delete_client_yes")
                    is_busy=Signal::derive(move || progress.get() == Progress::Busy)
                    carry_out=Callback::new(move |()| desk.request(DeleteClient { client }))
                    cancel=Callback::new(move |()| cancel())
                />
            }
        })
    };
    view! {
        {question}
        <Outcome progress=progress />
    }
}
