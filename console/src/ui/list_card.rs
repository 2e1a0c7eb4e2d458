//! One dialog on the list. Cards are of one height, whatever they tell: three lines, or two
//! where the operator wants more of them in sight.

use beseda_protocol::client::Variable;
use beseda_protocol::dialog::{DialogState, LastLabel, Snooze, Summary};
use beseda_protocol::fold::fold;
use beseda_protocol::ids::{DialogId, OperatorId, Timestamp};
use leptos::prelude::*;

use super::avatar::{Avatar, Size};
use super::card_face::CardFace;
use super::card_menu::CardMenus;
use super::hit::Hit;
use super::icon::{self, Icon};
use super::selecting::{SelectBox, select};
use super::snooze::Snoozed;
use super::standing::Standing;
use super::words;
use crate::browser::intl::{Style, moment};
use crate::model::Model;
use crate::model::card_prefs::{CardFact, CardPrefs, Density};
use crate::model::place::Place;
use crate::model::roster::Names;
use crate::model::waiting::Wait;
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
    let prefs = Memo::new(move |_| desk.prefs.with(|prefs| prefs.cards.clone()));
    let at = desk.memo(move |model| {
        let card = model.board.card(id)?;
        // Of the signal: a memo within a memo that one effect reads is not looked at twice.
        let time = desk.prefs.with(|prefs| prefs.cards.time);
        Some(model.board.told_at(card, time))
    });
    let values = desk.memo(move |model| {
        let card = model.board.card(id);
        card.map_or_else(Vec::new, |card| model.card_values.of(card.client.id))
    });
    // Where it comes from is told where there are several places.
    let origin = desk.memo(move |model| {
        let roster = model.roster.as_ref().filter(|roster| roster.has_origins());
        roster
            .zip(model.board.card(id))
            .map(|(roster, card)| words::origin(roster, card))
    });
    let is_pinned = desk.memo(move |model| model.board.is_pinned(id));
    let sought = desk.memo(|model| model.sought_part().map(fold));
    let names = desk.memo(Model::names);
    let menus: CardMenus = expect_context();
    let place = Place::Dialogs(Some(id));
    let href = place.path();
    let is_selected = desk.memo(move |model| model.selected.has(id));
    let name = Memo::new(move |_| {
        let card = card.get();
        card.map_or_else(String::new, |card| words::client(&card.client))
    });
    let is_new = move || card.get().is_some_and(|card| card.is_unread());
    view! {
        <a
            class="list-card"
            class:unread=is_new
            class:selected=move || is_selected.get()
            href=href
            aria-current=move || is_open.get().then_some("true")
            on:click=move |event| {
                if !select(desk, id, &event) {
                    event.prevent_default();
                    desk.go(place.clone());
                }
            }
            on:contextmenu=move |event| menus.call(id, &event)
        >
            {move || {
                card.get().map(|card| view! { <CardFace client=card.client.clone() origin=origin.get() /> })
            }}
            {move || {
                card.get()
                    .map(|card| {
                        view! {
                            <Lines
                                card=(*card).clone()
                                me=me
                                at=at.get().unwrap_or_default()
                                names=names.get()
                                prefs=prefs.get()
                                origin=origin.get()
                                values=values.get()
                                open=is_open.get()
                                typing=is_typing.get()
                                not_sent=has_not_sent.get()
                                pinned=is_pinned.get()
                                sought=sought.get()
                            />
                        }
                    })
            }}
        </a>
        <SelectBox id=id name=name />
    }
}

/// Name and time; the last message and the badges; where from, whose, since when.
#[component]
fn Lines(
    /// The dialog.
    card: Summary,
    /// The operator who reads.
    me: OperatorId,
    /// The time that is told.
    at: Timestamp,
    /// What the colleagues are called.
    names: Names,
    /// What cards show.
    prefs: CardPrefs,
    /// Where it comes from, where there are several places.
    origin: Option<String>,
    /// Variables of the client that cards show.
    values: Vec<Variable>,
    /// Whether it is the open one.
    open: bool,
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
    let is_compact = prefs.density == Density::Compact;
    // What the open one says stands beside it already (KC-08).
    let place = origin.clone().filter(|_| open);
    let last = match (typing, place) {
        (true, _) => view! { <span class="card-typing">{say("typing")}</span> }.into_any(),
        (false, Some(place)) => view! { <bdi>{place}</bdi> }.into_any(),
        (false, None) => view! { <Last card=card.clone() me=me names=names.clone() /> }.into_any(),
    };
    let facts = Facts {
        responsible: card
            .responsible
            .filter(|_| prefs.shows(CardFact::Responsible)),
        waiting_since: card
            .waiting_since
            .filter(|_| prefs.shows(CardFact::Waiting)),
        origin: origin.filter(|_| prefs.shows(CardFact::Origin) && !open),
        values,
    };
    let beside = is_compact.then(|| {
        let owner = facts.responsible;
        let owner = owner.map(|id| view! { <Owner id=id me=me names=names.clone() bare=true /> });
        let wait = facts.waiting_since;
        view! {
            {owner}
            <Wait snooze=card.snooze.clone() since=wait />
        }
    });
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
                {beside}
                <Badges unread=card.unread_count awaiting=card.awaiting_reply_count />
            </span>
            {(!is_compact).then(|| view! { <Meta card=card me=me names=names facts=facts sought=sought /> })}
        </span>
    }
}

/// What a card tells beside its client and the last message.
struct Facts {
    responsible: Option<OperatorId>,
    waiting_since: Option<Timestamp>,
    origin: Option<String>,
    values: Vec<Variable>,
}

/// The last message: whose it is (SB-53), and how it begins.
#[component]
fn Last(
    /// The dialog.
    card: Summary,
    /// The operator who reads.
    me: OperatorId,
    /// What the colleagues are called.
    names: Names,
) -> impl IntoView {
    let last = card.last;
    let label = words::label(last.label, last.by, me, &names);
    // What has no label to the eye is the client's.
    let class = match last.label {
        LastLabel::Visitor => "unseen",
        LastLabel::Note => "card-label note",
        LastLabel::Operator => "card-label",
    };
    let clip = last.file.then(|| {
        let name = say("label_attachment");
        view! {
            <span role="img" aria-label=name.clone() title=name>
                <Icon of=icon::PAPERCLIP size=12 />
            </span>
        }
    });
    view! {
        <span class=class>{label} ": "</span>
        {clip}
        <bdi>{last.preview}</bdi>
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
    /// What of it is shown.
    facts: Facts,
    /// What is sought in names and numbers.
    sought: Option<String>,
) -> impl IntoView {
    let number = sought
        .filter(|part| card.id.to_string().contains(part))
        .map(|part| {
            let number = say_with("dialog_number", &[("n", &card.id.to_string())]);
            view! { <span class="numbers"><Hit text=number part=Some(part) /></span> }
        });
    let is_closed = matches!(card.state, DialogState::Closed { .. });
    let owner = facts.responsible;
    let wait = facts.waiting_since;
    let is_full = !facts.values.is_empty();
    let values = facts.values.into_iter().map(|Variable { name, value }| {
        let title = format!("{name}: {value}");
        view! {
            <span class="card-value cut" title=title>
                <span class="unseen">{name} ": "</span>
                <bdi>{value}</bdi>
            </span>
        }
    });
    let values = values.collect_view();
    view! {
        <span class="card-line card-meta">
            {number}
            {owner.map(|id| view! { <Owner id=id me=me names=names bare=is_full /> })}
            {facts.origin.map(|origin| view! { <span class="card-site cut">{origin}</span> })}
            {values}
            <span class={"grow"}></span>
            <Standing client=card.client.clone() />
            {is_closed.then(|| view! { <span class="card-closed">{say("closed")}</span> })}
            <Wait snooze=card.snooze since=wait />
        </span>
    }
}

/// How long the client waits; of a dialog that was put off, until when it is.
#[component]
fn Wait(
    /// That it was.
    snooze: Option<Snooze>,
    /// Since when he waits.
    since: Option<Timestamp>,
) -> impl IntoView {
    match snooze {
        Some(snooze) => Some(view! { <Snoozed snooze=snooze /> }.into_any()),
        None => since.map(|since| view! { <Waiting since=since /> }.into_any()),
    }
}

/// Whose client it is (SB-51); of who is free, there is none.
#[component]
fn Owner(
    /// The responsible.
    id: OperatorId,
    /// The operator who reads.
    me: OperatorId,
    /// What the colleagues are called.
    names: Names,
    /// Whether there is room for the face only.
    #[prop(optional)]
    bare: bool,
) -> impl IntoView {
    let full = names.of(id).to_owned();
    let title = say_with("responsible_is", &[("name", &full)]);
    let name = match id == me {
        true => say("your_client"),
        false => full.clone(),
    };
    let class = if bare { "unseen" } else { "cut" };
    view! {
        <span class="card-owner cut" class:bare=bare title=title>
            <Avatar name=full number=id.0 size=Size::Tiny />
            <span class=class>{name}</span>
        </span>
    }
}

/// For how long the client has waited.
#[component]
fn Waiting(
    /// Since when.
    since: Timestamp,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let time = move || words::lasting(since, desk.now.get());
    let title = move || say_with("waits", &[("time", &time())]);
    let class = move || {
        let wait = Wait::since(since, desk.now.get());
        format!("card-wait numbers {}", wait.word())
    };
    view! {
        <span class=class title=title>
            <Icon of=icon::CLOCK size=12 />
            {time}
        </span>
    }
}
