//! One dialog on the list: always 68 pixels high.

use beseda_protocol::dialog::{DialogState, LastLabel, Summary};
use beseda_protocol::fold::fold;
use beseda_protocol::ids::{DialogId, OperatorId, Timestamp};
use leptos::prelude::*;

use super::avatar::{Avatar, Size};
use super::card_menu::CardMenus;
use super::hit::Hit;
use super::icon::{self, Icon};
use super::words;
use crate::browser::intl::{Style, moment};
use crate::model::Model;
use crate::model::place::Place;
use crate::model::roster::Names;
use crate::session::Desk;
use crate::texts::{say, say_count, say_with};

/// A dialog's card: a link that begins with the client's name.
#[component]
pub(crate) fn ListCard(
    /// Which dialog.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let card = desk.memo(move |model| model.board.card(id).cloned());
    let is_open = desk.memo(move |model| model.open() == Some(id));
    let is_typing = desk.memo(move |model| model.typing.is_visitor(id));
    let has_not_sent = desk.memo(move |model| model.has_not_sent(id));
    let me = desk.peek(|model| model.me()).unwrap_or_default();
    // The card shows the time that it is sorted by.
    let at = desk.memo(move |model| {
        let card = model.board.card(id)?;
        Some(model.board.sorted_at(card))
    });
    // Where it comes from is told where there are several places.
    let site = desk.memo(move |model| {
        let roster = model.roster.as_ref()?;
        let card = model.board.card(id)?;
        let has_several = roster.sites.len() > 1 || roster.has_channels();
        has_several.then(|| words::origin(roster, card))
    });
    let is_pinned = desk.memo(move |model| model.board.is_pinned(id));
    let sought = desk.memo(|model| model.sought_part().map(fold));
    let names = desk.memo(Model::names);
    let menus: CardMenus = expect_context();
    let place = Place::Dialogs(Some(id));
    let href = place.path();
    let is_new = move || card.get().is_some_and(|card| card.is_unread());
    view! {
        <a
            class="list-card"
            class:unread=is_new
            href=href
            aria-current=move || is_open.get().then_some("true")
            on:click=move |event| {
                if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                    event.prevent_default();
                    desk.go(place.clone());
                }
            }
            on:contextmenu=move |event| menus.call(id, &event)
        >
            {move || card.get().map(|card| view! { <Face card=(*card).clone() /> })}
            {move || {
                card.get()
                    .map(|card| {
                        view! {
                            <Lines
                                card=(*card).clone()
                                me=me
                                at=at.get().unwrap_or_default()
                                names=names.get()
                                site=site.get()
                                typing=is_typing.get()
                                not_sent=has_not_sent.get()
                                pinned=is_pinned.get()
                                sought=sought.get()
                            />
                        }
                    })
            }}
        </a>
    }
}

/// The client's avatar.
#[component]
fn Face(
    /// The dialog.
    card: Summary,
) -> impl IntoView {
    let is_named = card.client.name.is_some();
    view! { <Avatar name=words::client(&card.client) number=card.client.id.0 is_named=is_named /> }
}

/// Name and time; the last message and the badges; where from, whose, since when.
#[component]
fn Lines(
    /// The dialog.
    card: Summary,
    /// The operator who reads.
    me: OperatorId,
    /// When the client wrote, or since when he waits.
    at: Timestamp,
    /// What the colleagues are called.
    names: Names,
    /// The site's name, where clients write from several.
    site: Option<String>,
    /// Whether the visitor is typing.
    typing: bool,
    /// Whether something of the operator's was not sent.
    not_sent: bool,
    /// Whether the operator has pinned it.
    pinned: bool,
    /// What is sought in names and numbers.
    sought: Option<String>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let pin = pinned.then(|| {
        let name = say("pinned");
        view! {
            <span class="card-pin" role="img" aria-label=name.clone() title=name>
                <Icon of=icon::PIN size=12 />
            </span>
        }
    });
    let time = move || words::list_time(at, desk.now.get());
    let last = match typing {
        true => view! { <span class="card-typing">{say("typing")}</span> }.into_any(),
        false => {
            // What has no label is the client's.
            let label = (card.last.label != LastLabel::Visitor)
                .then(|| words::label(card.last.label, card.last.by, me, &names));
            let is_file = card.last.file;
            view! {
                {label.map(|label| view! { <span class="card-label">{label} ": "</span> })}
                {is_file.then(|| view! { <Icon of=icon::PAPERCLIP size=12 /> })}
                <bdi>{card.last.preview.clone()}</bdi>
            }
            .into_any()
        }
    };
    view! {
        <span class="card-lines">
            <span class="card-line">
                <strong class="cut" title=words::client(&card.client)><bdi><Hit text=words::client(&card.client) part=sought.clone() /></bdi></strong>
                {pin}
                <time class="card-time numbers" title=times(&card)>
                    {time}
                </time>
            </span>
            <span class="card-line">
                <span class="card-last cut">{last}</span>
                {not_sent.then(|| view! { <NotSent /> })}
                <Badges unread=card.unread_count awaiting=card.awaiting_reply_count />
            </span>
            <Meta card=card me=me names=names site=site sought=sought />
        </span>
    }
}

/// When the client wrote last, and when anybody did.
fn times(card: &Summary) -> String {
    let client = say_with(
        "client_wrote",
        &[("time", &moment(card.last_client_at, Style::Full))],
    );
    match card.last.at == card.last_client_at {
        true => client,
        false => {
            let last = say_with(
                "last_message",
                &[("time", &moment(card.last.at, Style::Full))],
            );
            format!("{client} · {last}")
        }
    }
}

/// A message waits in this dialog for its writer: why, is told there.
#[component]
fn NotSent() -> impl IntoView {
    view! {
        <span class="card-not-sent">
            <Icon of=icon::CIRCLE_ALERT size=14 />
            {say("state_not_sent")}
        </span>
    }
}

/// Unread is filled, awaiting a reply is outlined.
#[component]
fn Badges(
    /// Messages that nobody has opened.
    unread: u32,
    /// Messages since the last reply.
    awaiting: u32,
) -> impl IntoView {
    let badge = |class: &'static str, n: u32, key: &str| {
        (n > 0).then(|| {
            let words = say_count(key, u64::from(n));
            view! {
                <span class=class role="img" aria-label=words.clone() title=words>
                    {n}
                </span>
            }
        })
    };
    // A figure that says the same twice says nothing more.
    let awaiting = if awaiting == unread { 0 } else { awaiting };
    view! {
        {badge("badge outlined", awaiting, "n_awaiting")}
        {badge("badge", unread, "n_unread")}
    }
}

/// Whose it is, where it came from, how long the client waits.
#[component]
fn Meta(
    /// The dialog.
    card: Summary,
    /// The operator who reads.
    me: OperatorId,
    /// What the colleagues are called.
    names: Names,
    /// The site's name, where clients write from several.
    site: Option<String>,
    /// What is sought in names and numbers.
    sought: Option<String>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let number = sought
        .filter(|part| card.id.to_string().contains(part))
        .map(|part| {
            let number = say_with("dialog_number", &[("n", &card.id.to_string())]);
            view! { <span class="numbers"><Hit text=number part=Some(part) /></span> }
        });
    let is_closed = matches!(card.state, DialogState::Closed { .. });
    let waiting = card.waiting_since;
    let responsible = card.responsible.map(|id| {
        let full = names.of(id);
        let title = say_with("responsible_is", &[("name", full)]);
        let name = match id == me {
            true => say("label_you"),
            false => full.to_owned(),
        };
        view! {
            <span class="card-owner cut" title=title>
                <Avatar name=full.to_owned() number=id.0 size=Size::Tiny />
                <span class={"cut"}>{name}</span>
            </span>
        }
    });
    view! {
        <span class="card-line card-meta">
            {number}
            {responsible}
            {site.map(|site| view! { <span class="card-site cut">{site}</span> })}
            <span class={"grow"}></span>
            {is_closed.then(|| view! { <span class="card-closed">{say("closed")}</span> })}
            {move || {
                waiting
                    .map(|since| {
                        let time = words::lasting(since, desk.now.get());
                        let title = say_with("waits", &[("time", &time)]);
                        view! {
                            <span class="card-wait numbers" title=title>
                                <Icon of=icon::CLOCK size=12 />
                                {time}
                            </span>
                        }
                    })
            }}
        </span>
    }
}
