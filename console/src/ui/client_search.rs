//! Seeks clients by name, number, phone or e-mail; what is found comes as it is typed.

use beseda_protocol::ask::clients::ListedClient;
use beseda_protocol::ids::ClientId;
use leptos::prelude::*;

use super::avatar::{Avatar, Size};
use super::words;
use crate::model::place::Place;
use crate::session::Desk;
use crate::texts::say;

/// The field and those who were found.
#[component]
pub(crate) fn ClientSearch(
    /// Somebody was chosen.
    choose: Callback<ListedClient>,
    /// Who is not shown.
    #[prop(optional)]
    but: Option<ClientId>,
    /// Whether the keyboard is here at once.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let text = RwSignal::new(desk.peek(|model| model.clients.customers.text.clone()));
    let seek = move |written: &str| desk.act(|model, _| model.seek_customers(written));
    seek(&text.get_untracked());
    let input = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get().filter(|_| autofocus) {
            // An element in the page takes the focus.
            input.focus().ok();
        }
    });
    let found = desk.memo(move |model| {
        let mut found = model.clients.customers.found.clone();
        found.retain(|found| Some(found.client.id) != but);
        found
    });
    let is_looking = desk.memo(move |model| model.clients.customers.is_looking());
    let has_more = desk.memo(move |model| model.clients.customers.has_more());
    let state = move || match (is_looking.get(), found.with(Vec::is_empty)) {
        (true, _) => Some(say("searching")),
        (false, true) => Some(say("clients_none")),
        (false, false) => None,
    };
    view! {
        <div class="client-search">
            <input
                node_ref=input
                class="input slim"
                type="search"
                dir="auto"
                autocomplete="off"
                aria-label=say("clients_search")
                placeholder=say("clients_search")
                prop:value=text
                on:input:target=move |event| {
                    text.set(event.target().value());
                    seek(&text.get_untracked());
                }
            />
        </div>
        <div class="list-scroll">
            <ul class="list" role="list" aria-label=say("clients") aria-busy=move || is_looking.get().to_string()>
                {move || {
                    let found = found.get().into_iter();
                    found.map(|found| view! { <Found found=found choose=choose /> }).collect_view()
                }}
            </ul>
            <p class="client-search-state quiet small" role="status">{state}</p>
            <Show when=move || has_more.get() && !is_looking.get()>
                <p class="client-search-state">
                    <button
                        type="button"
                        class="text-button"
                        on:click=move |_| desk.act(|model, _| model.seek_more_customers())
                    >
                        {say("show_more")}
                    </button>
                </p>
            </Show>
        </div>
    }
}

/// One of them.
#[component]
fn Found(
    /// Who.
    found: ListedClient,
    /// He was chosen.
    choose: Callback<ListedClient>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let name = words::client(&found.client);
    let number = found.client.id;
    let contacts: Vec<_> = found.contacts.iter().map(|one| one.value.clone()).collect();
    let contacts = contacts.join(" · ");
    let is_named = found.client.name.is_some();
    let is_open = desk.memo(move |model| *model.place == Place::Clients(Some(number)));
    let chip = found
        .is_customer
        .then(|| view! { <span class="chip">{say("customer")}</span> });
    view! {
        <li>
            <button
                type="button"
                class="found-client"
                aria-current=move || is_open.get().then_some("true")
                on:click=move |_| choose.run(found.clone())
            >
                <Avatar name=name.clone() number=number.0 is_named=is_named size=Size::Small />
                <span class="grow">
                    <span class="row">
                        <bdi class="cut">{name}</bdi>
                        {chip}
                    </span>
                    <span class="cut small quiet">{contacts}</span>
                </span>
                <span class="small quiet numbers">{number.to_string()}</span>
            </button>
        </li>
    }
}
