//! The section of clients: the list of them, with its search and its filter, and the card
//! of the one who is open. On a phone one at a time.

use beseda_parts::gate;
use beseda_protocol::ids::ClientId;
use leptos::prelude::*;

use super::card::ClientPane;
use super::client_list::ClientList;
use super::empty::Empty;
use super::filter_chips::FilterChips;
use super::filter_panel::FilterPanel;
use super::filter_words;
use super::filtering::{FilterButton, Filtering, Listing};
use super::icon::{self, Icon};
use super::new_client::NewClient;
use super::search_field::SearchField;
use crate::model::facet::Facet;
use crate::model::place::{Place, Section};
use crate::session::Desk;
use crate::texts::say;

gate! { "clients", "00000000000000000000000000000002",
/// The part "clients".
pub(crate) fn section(_given: ()) -> AnyView {
    view! { <Clients /> }.into_any()
}}

/// The two columns.
#[component]
fn Clients() -> impl IntoView {
    let desk: Desk = expect_context();
    let open = desk.memo(|model| match *model.place {
        Place::Clients(open) => open,
        _ => None,
    });
    let is_adding = RwSignal::new(false);
    let may_import = desk.memo(|model| {
        let roster = model.roster.as_ref();
        roster.is_some_and(|roster| Section::Import.is_for(roster.me.role))
    });
    // Whoever chooses somebody from the list wants to see him.
    Effect::new(move |_| {
        if open.get().is_some() {
            is_adding.set(false);
        }
    });
    let add = Callback::new(move |()| {
        // Whoever is open can be chosen again from the list, too.
        if open.get_untracked().is_some() {
            desk.go(Place::Clients(None));
        }
        is_adding.set(true);
    });
    let filtering = filtering(desk);
    let sought = filtering.memo(|facets| facets.part(Facet::Search).to_owned());
    let seek = Callback::new(move |part: String| {
        filtering.act(|facets| facets.with_part(Facet::Search, &part));
    });
    view! {
        <div class="clients" class:client-shown=move || open.get().is_some() || is_adding.get()>
            <section class="list-pane" aria-label=say("clients")>
                <header class="list-title clients-head">
                    <h1 class="grow">{say("clients")}</h1>
                    <div class="row list-tools">
                        <FilterButton of=filtering />
                        <Show when=move || may_import.get()>
                            <button
                                type="button"
                                class="icon-button"
                                aria-label=say("settings_import")
                                data-tip=say("settings_import")
                                data-tip-side="right-edge"
                                on:click=move |_| desk.go(Place::Settings(Section::Import))
                            >
                                <Icon of=icon::FILE />
                            </button>
                        </Show>
                        <button
                            type="button"
                            class="icon-button"
                            aria-label=say("client_new")
                            data-tip=say("client_new")
                            data-tip-side="right-edge"
                            on:click=move |_| add.run(())
                        >
                            <Icon of=icon::PLUS />
                        </button>
                    </div>
                </header>
                <SearchField label="clients_search" text=sought seek=seek />
                <FilterChips of=filtering />
                <Count of=filtering />
                <ClientList reset=filtering.reset add=add />
            </section>
            <FilterPanel of=filtering />
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

/// The filter of the list.
fn filtering(desk: Desk) -> Filtering {
    let all_of = desk.memo(|model| model.client_list.all_of().to_vec());
    let change = Callback::new(move |all_of| desk.show_clients(all_of));
    let reset = Callback::new(move |()| desk.show_clients(Vec::new()));
    let sentence = desk.memo(|model| {
        let roster = model.roster.as_ref();
        roster.map_or_else(String::new, |roster| {
            filter_words::clients(model.client_list.all_of(), roster)
        })
    });
    let found = desk.memo(|model| filter_words::found(model.client_list.size(), "n_clients"));
    Filtering::new(
        desk,
        Listing::Clients,
        all_of,
        change,
        reset,
        [sentence, found],
    )
}

/// How many there are while nothing is asked: else the chips say it.
#[component]
fn Count(
    /// Of which list.
    of: Filtering,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let is_any = desk.memo(|model| {
        let list = &model.client_list;
        !list.is_narrowed() && !list.list().is_empty()
    });
    view! {
        <Show when=move || is_any.get()>
            <p class="clients-count quiet small numbers" role="status">{of.found}</p>
        </Show>
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
