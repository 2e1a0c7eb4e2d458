//! One client on the list: always 68 pixels high.

use std::sync::Arc;

use beseda_protocol::ask::clients::ListedClient;
use beseda_protocol::fold::fold;
use beseda_protocol::ids::ClientId;
use leptos::prelude::*;

use super::avatar::Avatar;
use super::hit::Hit;
use super::icon::{self, Icon};
use super::selecting::{SelectBox, select};
use super::standing::Standing;
use super::words;
use crate::browser::intl::{Style, moment};
use crate::model::facet::{Facet, Facets};
use crate::model::place::Place;
use crate::session::Desk;
use crate::texts::{say, say_count, say_with};

/// A client's card: a link that begins with his name.
#[component]
pub(crate) fn ClientRow(
    /// Whose, by his number.
    id: ClientId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let row = desk.memo(move |model| model.client_list.row(id).cloned());
    let place = Place::Clients(Some(id));
    let is_open = {
        let place = place.clone();
        desk.memo(move |model| *model.place == place)
    };
    let marks = desk.memo(move |model| {
        let row = model.client_list.row(id);
        let ids = row.map_or(&[][..], |row| &row.marks);
        let roster = model.roster.as_ref();
        let all = roster.map_or(&[][..], |roster| &roster.marks);
        let his = ids
            .iter()
            .filter_map(|id| all.iter().find(|mark| mark.id == *id));
        his.map(|mark| mark.name.clone()).collect::<Vec<_>>()
    });
    let sought = desk.memo(|model| {
        let facets = Facets {
            all_of: model.client_list.all_of(),
            marks: &[],
        };
        Some(fold(facets.part(Facet::Search).trim())).filter(|part| !part.is_empty())
    });
    let is_selected = desk.memo(move |model| model.selected_clients.has(id));
    let called = Memo::new(move |_| {
        let row = row.get();
        row.map_or_else(String::new, |row| words::client(&row.client))
    });
    let href = place.path();
    view! {
        <a
            class="list-card"
            class:selected=move || is_selected.get()
            href=href
            aria-current=move || is_open.get().then_some("true")
            on:click=move |event| {
                if !select(desk, id, &event) {
                    event.prevent_default();
                    desk.go(place.clone());
                }
            }
        >
            {move || row.get().map(|row| view! { <Face row=row /> })}
            {move || {
                row.get().map(|row| view! { <Lines row=row marks=marks.get() sought=sought.get() /> })
            }}
        </a>
        <SelectBox id=id name=called />
    }
}

/// His avatar.
#[component]
fn Face(
    /// Who.
    row: Arc<ListedClient>,
) -> impl IntoView {
    let client = &row.client;
    view! { <Avatar name=words::client(client) number=client.id.0 is_named=client.name.is_some() /> }
}

/// Name and first contact; his number, how to reach him, his open dialogs; his labels and
/// lists.
#[component]
fn Lines(
    /// Who.
    row: Arc<ListedClient>,
    /// His labels and lists, by their names.
    marks: Vec<String>,
    /// What is sought, folded.
    sought: Option<String>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let name = words::client(&row.client);
    let at = row.created_at;
    let first = format!("{}: {}", say("first_contact"), moment(at, Style::Full));
    let contacts: Vec<&str> = row.contacts.iter().map(|one| one.value.as_str()).collect();
    let contacts = contacts.join(" · ");
    let marks = marks.join(" · ");
    let n_open = row.open_dialogs;
    let open = (n_open > 0).then(|| {
        let words = say_count("n_open_dialogs", u64::from(n_open));
        view! {
            <span class="client-open numbers" role="img" aria-label=words.clone() title=words>
                <Icon of=icon::MESSAGE_CIRCLE size=12 />
                {n_open}
            </span>
        }
    });
    let number = say_with("client_number_is", &[("n", &row.client.id.to_string())]);
    let chip =
        (row.is_customer).then(|| view! { <span class="chip small">{say("customer")}</span> });
    let has_marks = !marks.is_empty();
    view! {
        <span class="card-lines" class:two=!has_marks>
            <span class="card-line">
                <strong class="cut" title=name>
                    <bdi><Hit text=name.clone() part=sought.clone() /></bdi>
                </strong>
                {chip}
                <Standing client=row.client.clone() />
                <time class="card-time numbers" title=first>
                    {move || words::list_time(at, desk.now.get())}
                </time>
            </span>
            <span class="card-line client-reach">
                <span class="numbers" title=say("client_number")>
                    <Hit text=number part=sought.clone() />
                </span>
                <span class="card-last cut" title=contacts>
                    <bdi><Hit text=contacts.clone() part=sought /></bdi>
                </span>
                {open}
            </span>
            {has_marks
                .then(|| {
                    view! {
                        <span class="card-line card-meta">
                            <span class="client-marks cut" title=marks>{marks.clone()}</span>
                        </span>
                    }
                })}
        </span>
    }
}
