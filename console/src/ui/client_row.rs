//! One client on the list: always 68 pixels high.

use std::sync::Arc;

use beseda_protocol::ask::clients::ListedClient;
use beseda_protocol::fold::fold;
use beseda_protocol::ids::{ClientId, Timestamp};
use leptos::prelude::*;

use super::avatar::Avatar;
use super::hit::Hit;
use super::icon::{self, Icon};
use super::list_card::QUARTER_MS;
use super::selecting::{SelectBox, select};
use super::standing::Standing;
use super::words;
use crate::browser::intl::{Style, moment};
use crate::model::Model;
use crate::model::facet::{Facet, Facets};
use crate::model::place::Place;
use crate::session::Desk;
use crate::texts::{say, say_count, say_with};

/// What a client's card shows, as one value: see `list_card`.
#[derive(Clone, PartialEq)]
struct Shown {
    row: Arc<ListedClient>,
    /// His labels and lists, by their names.
    marks: Vec<String>,
    /// In which quarter of an hour it is, by which the time is told that he was met.
    quarter: u64,
    /// What is sought, folded.
    sought: Option<String>,
    is_open: bool,
    is_selected: bool,
}

impl Shown {
    fn of(desk: Desk, model: &Model, id: ClientId) -> Option<Self> {
        let row = model.client_list.row(id)?;
        let roster = model.roster.as_ref();
        let all = roster.map_or(&[][..], |roster| &roster.marks);
        let his = (row.marks.iter()).filter_map(|id| all.iter().find(|mark| mark.id == *id));
        let facets = Facets {
            all_of: model.client_list.all_of(),
            marks: &[],
        };
        let sought = fold(facets.part(Facet::Search).trim());
        Some(Self {
            marks: his.map(|mark| mark.name.clone()).collect(),
            quarter: desk.now.get().0 / QUARTER_MS,
            sought: Some(sought).filter(|part| !part.is_empty()),
            is_open: *model.place == Place::Clients(Some(id)),
            is_selected: model.selected_clients.has(id),
            row: row.clone(),
        })
    }
}

/// A client's card: a link that begins with his name.
#[component]
pub(crate) fn ClientRow(
    /// Whose, by his number.
    id: Signal<ClientId>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let shown = Memo::new(move |_| {
        let id = id.get();
        desk.model.with(|model| Shown::of(desk, model, id))
    });
    let is = move |is: fn(&Shown) -> bool| shown.with(|shown| shown.as_ref().is_some_and(is));
    view! {
        <a
            class="list-card"
            class:selected=move || is(|shown| shown.is_selected)
            href=move || Place::Clients(Some(id.get())).path()
            aria-current=move || is(|shown| shown.is_open).then_some("true")
            on:click=move |event| {
                let id = id.get_untracked();
                if !select(desk, id, &event) {
                    event.prevent_default();
                    desk.go(Place::Clients(Some(id)));
                }
            }
        >
            {move || shown.get().map(|shown| view! { <Told shown=shown /> })}
        </a>
        <SelectBox
            id=id
            name=move || shown.with(|shown| shown.as_ref().map_or_else(String::new, |shown| words::client(&shown.row.client)))
            is_selected=move || is(|shown| shown.is_selected)
        />
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

/// His face; name and first contact; his number, how to reach him, his open dialogs; his
/// labels and lists.
#[component]
fn Told(
    /// All that it tells.
    shown: Shown,
) -> impl IntoView {
    let Shown {
        row,
        marks,
        quarter,
        sought,
        ..
    } = shown;
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
    let face = row.clone();
    view! {
        <Face row=face />
        <span class="card-lines" class:two=!has_marks>
            <span class="card-line">
                <strong class="cut" title=name>
                    <bdi><Hit text=name.clone() part=sought.clone() /></bdi>
                </strong>
                {chip}
                <Standing client=row.client.clone() />
                <time class="card-time numbers" title=first>
                    {words::list_time(at, Timestamp(quarter * QUARTER_MS))}
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
