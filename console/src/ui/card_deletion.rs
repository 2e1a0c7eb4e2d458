//! Deletes the client for good (X13): asked about once more, beside how much of him goes.

use beseda_protocol::ask::clients::{DeleteClient, MeasureClient};
use beseda_protocol::ids::ClientId;
use leptos::prelude::*;

use super::confirm::{Confirm, focus};
use super::icon::{self, Icon};
use super::menu::Menu;
use super::note::Outcome;
use super::standing::StandingItems;
use crate::model::question::{Form, Progress};
use crate::session::Desk;
use crate::texts::{say, say_count, say_with};

/// What may be done with the whole of a client.
#[component]
pub(crate) fn CardMenu(
    /// Whose card it is, by his number.
    client: ClientId,
    /// Whether he may be deleted.
    may_delete: Memo<bool>,
    /// Whether he shall be.
    is_asked: RwSignal<bool>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let standing = move || {
        let client = desk.peek(|model| Some(model.card(client)?.client.clone()));
        client.map(|client| view! { <StandingItems client=client /> })
    };
    view! {
        <Menu label=say("client_actions") face=|| view! { <Icon of=icon::MORE /> }>
            {standing}
            <Show when=move || may_delete.get()>
                <span class={"menu-rule"} aria-hidden="true"></span>
                <button
                    type="button"
                    class="menu-item"
                    role="menuitem"
                    on:click=move |_| {
                        desk.act(|model, _| {
                            model.forget(&Form::Deletion(client));
                            Vec::new()
                        });
                        desk.request(MeasureClient { client });
                        is_asked.set(true);
                    }
                >
                    <Icon of=icon::TRASH />
                    {say("delete_client")}
                </button>
            </Show>
        </Menu>
    }
}

/// How much goes, and whether it shall.
#[component]
pub(crate) fn CardDeletion(
    /// Who, by his number.
    client: ClientId,
    /// Set to false when it is over.
    is_asked: RwSignal<bool>,
    /// Where the keyboard goes back to.
    head: NodeRef<leptos::html::Header>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let progress = desk.memo(move |model| model.progress(&Form::Deletion(client)));
    let extent = desk.memo(move |model| {
        let (of, extent) = model.extent.as_ref()?;
        (*of == client).then(|| extent.clone())
    });
    let cancel = move || {
        is_asked.set(false);
        let button = head
            .get_untracked()
            .and_then(|head| head.query_selector("[aria-haspopup]").ok()?);
        if let Some(button) = button {
            focus(&button);
        }
    };
    // Done: there is no card any more. What went wrong stands below.
    Effect::new(move |_| {
        if matches!(
            progress.get(),
            Progress::Failed(_) | Progress::Lost | Progress::NoLine
        ) {
            cancel();
        }
    });
    let title = say_with("delete_client_title", &[("n", &client.to_string())]);
    move || {
        let title = title.clone();
        extent.get().filter(|_| is_asked.get()).map(|extent| {
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
    }
}

/// What came of it.
#[component]
pub(crate) fn DeletionOutcome(
    /// Whose.
    client: ClientId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let progress = desk.memo(move |model| model.progress(&Form::Deletion(client)));
    view! { <Outcome progress=progress /> }
}
