//! Above the messages: the client, who is responsible, and the dialog's acts.

use beseda_protocol::dialog::{DialogState, Summary};
use beseda_protocol::ids::DialogId;
use leptos::prelude::*;

use super::avatar::{Avatar, Size};
use super::copy_button::{CopyButton, CopyText};
use super::dialog_acts::{DialogActs, JustClosed};
use super::dialog_more::DialogMore;
use super::icon::{self, Icon};
use super::list_toggle::ListToggle;
use super::lookers::{Lookers, look_in};
use super::note::Outcome;
use super::responsible::Responsible;
use super::snooze::Snoozed;
use super::words;
use crate::browser::page;
use crate::model::place::Place;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The head of a dialog.
#[component]
pub(crate) fn DialogHead(
    /// Which dialog.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    look_in(desk, id);
    let card = desk.memo(move |model| model.board.card(id).cloned());
    let outcome = desk.memo(move |model| model.outcome(id));
    let card_shown = desk.memo(move |model| *model.place == Place::Card(id));
    let toggle_card = move |_| match card_shown.get_untracked() {
        true => desk.back(Place::Dialogs(Some(id))),
        false => desk.go(Place::Card(id)),
    };
    let link = format!("{}{}", page::origin(), Place::Dialogs(Some(id)).path());
    view! {
        <header class="dialog-head">
            <button
                type="button"
                class="icon-button back"
                aria-label=say("back_to_dialogs")
                on:click=move |_| desk.go(Place::Dialogs(None))
            >
                <Icon of=icon::ARROW_LEFT size=20 />
            </button>
            <ListToggle />
            <div class="head-client">{move || card.get().map(|card| view! { <Client card=(*card).clone() /> })}</div>
            <Responsible id=id />
            <CopyButton text=link label=say("copy_link") icon=icon::LINK bare=true />
            <DialogMore id=id />
            <button
                type="button"
                class="icon-button card-toggle"
                aria-label=say("client_card")
                aria-pressed=move || card_shown.get().to_string()
                data-tip=say("client_card")
                data-tip-side="right-edge"
                on:click=toggle_card
            >
                <Icon of=icon::PANEL size=18 />
            </button>
            <span class={"head-rule"}></span>
            <DialogActs id=id />
        </header>
        <div class="head-outcome">
            <Outcome progress=outcome />
            <JustClosed id=id />
        </div>
    }
}

/// Who, where from, and in which state.
#[component]
fn Client(
    /// The dialog.
    card: Summary,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let name = words::client(&card.client);
    let state = card.state;
    let state = desk.memo(move |model| match state {
        DialogState::Closed { by: Some(id), .. } => {
            Some(say_with("closed_by", &[("name", &model.name(id))]))
        }
        DialogState::Closed { by: None, .. } => Some(say("closed")),
        DialogState::Open {} | DialogState::Unknown => None,
    });
    let id = card.id;
    let site = desk.memo(move |model| {
        let card = model.board.card(id)?;
        let roster = model.roster.as_ref()?;
        Some((words::origin(roster, card), roster.is_site(&card.site)))
    });
    let site = move || {
        site.get().map(|(origin, is_site)| {
            let icon = (!is_site).then(|| view! { <Icon of=icon::transport(is_site) size=12 /> });
            view! {
                {icon}
                <span class="cut">{origin}</span>
            }
        })
    };
    let number = say_with("dialog_number", &[("n", &card.id.to_string())]);
    view! {
        <Avatar
            name=name.clone()
            number=card.client.id.0
            is_named=card.client.name.is_some()
            size=Size::Small
        />
        <div class="head-names">
            <h1 class="cut" title=name.clone()>
                <bdi>{name.clone()}</bdi>
            </h1>
            <p class="head-facts small quiet">
                {site}
                {move || state.get().map(|state| view! { <span class="head-closed cut">{state}</span> })}
                {card.snooze.map(|snooze| view! { <Snoozed snooze=snooze /> })}
                <Lookers id=id />
                <CopyText text=card.id.to_string() shown=number label=say("copy_number") />
            </p>
        </div>
    }
}
