//! The section of clients: who is sought, and his card. On a phone one at a time.

use beseda_protocol::ask::clients::ListedClient;
use beseda_protocol::ids::ClientId;
use leptos::prelude::*;

use super::card::ClientPane;
use super::client_search::ClientSearch;
use super::empty::Empty;
use super::icon::{self, Icon};
use super::new_client::NewClient;
use crate::model::clients::Seeking;
use crate::model::place::Place;
use crate::session::Desk;
use crate::texts::say;

/// The two columns.
#[component]
pub(crate) fn Clients() -> impl IntoView {
    let desk: Desk = expect_context();
    let open = desk.memo(|model| match *model.place {
        Place::Clients(open) => open,
        _ => None,
    });
    let is_adding = RwSignal::new(false);
    let choose = Callback::new(move |found: ListedClient| {
        is_adding.set(false);
        desk.go(Place::Clients(Some(found.client.id)));
    });
    view! {
        <div class="clients" class:client-shown=move || open.get().is_some() || is_adding.get()>
            <section class="list-pane" aria-label=say("clients")>
                <header class="list-title clients-head">
                    <h1>{say("clients")}</h1>
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=say("client_new")
                        data-tip=say("client_new")
                        data-tip-side="right-edge"
                        on:click=move |_| is_adding.set(true)
                    >
                        <Icon of=icon::PLUS />
                    </button>
                </header>
                <ClientSearch seeking=Seeking::Section choose=choose />
            </section>
            {move || match (is_adding.get(), open.get()) {
                (true, _) => view! { <NewClient close=Callback::new(move |()| is_adding.set(false)) /> }.into_any(),
                (false, Some(client)) => view! { <Open client=client /> }.into_any(),
                (false, None) => view! {
                    <section class="client-page none">
                        <Empty icon=icon::PEOPLE title=say("client_pick_title") text=say("client_pick_text") />
                    </section>
                }
                .into_any(),
            }}
        </div>
    }
}

/// The card, or that there is none.
#[component]
fn Open(
    /// Whose, by his number.
    client: ClientId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let is_missing = desk.memo(|model| model.clients.is_missing);
    move || {
        match is_missing.get() {
        true => view! {
            <section class="client-page none">
                <Empty icon=icon::USER title=say("client_missing_title") text=say("client_missing_text")>
                    <button type="button" class="button" on:click=move |_| desk.go(Place::Clients(None))>
                        {say("back_to_clients")}
                    </button>
                </Empty>
            </section>
        }
        .into_any(),
        false => view! { <ClientPane client=client /> }.into_any(),
    }
    }
}
