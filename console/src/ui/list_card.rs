//! One dialog on the list. Cards are of one height, whatever they tell: three lines, or two
//! where the operator wants more of them in sight.

use std::sync::Arc;

use beseda_protocol::channel::ReplyTimes;
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
use crate::model::card_prefs::{CardFact, Density};
use crate::model::place::Place;
use crate::model::roster::Names;
use crate::model::waiting::Wait;
use crate::session::Desk;
use crate::texts::{say, say_count, say_with};

const MINUTE_MS: u64 = 60 * 1000;
/// Offsets of all time zones are whole quarters.
pub(super) const QUARTER_MS: u64 = 15 * MINUTE_MS;

/// What a card shows of a draft, in characters: more does not fit.
const DRAFT_CHARS: usize = 120;

/// What a card shows: its dialog, and what else is known that it tells. One value, so that
/// a card looks at the state once, and changes the page once, whatever has changed. It is
/// made anew for every card whenever something may be another, so there are no words in it.
#[derive(Clone, PartialEq)]
struct Shown {
    card: Arc<Summary>,
    me: OperatorId,
    names: Names,
    /// The time that is told, and the quarter of an hour in which it is: somewhere a day
    /// begins in each, and then it is told otherwise.
    told_at: Timestamp,
    quarter: u64,
    /// How long the client waits; of a dialog that was put off, until when it is.
    wait: Option<Waits>,
    /// The responsible, where cards show him.
    responsible: Option<OperatorId>,
    /// Where it comes from, where there are several places.
    origin: Option<String>,
    /// Whether that is a site.
    is_site: bool,
    /// Whether a line of the card tells where from.
    has_origin: bool,
    /// Variables of the client that cards show.
    values: Vec<Variable>,
    /// What is sought in names and numbers, folded.
    sought: Option<String>,
    is_compact: bool,
    is_open: bool,
    is_selected: bool,
    is_pinned: bool,
    is_typing: bool,
    /// What the operator has typed and not sent; in the open one it is before his eyes.
    draft: Option<String>,
    /// Whether something of the operator's was not sent.
    has_not_sent: bool,
}

impl Shown {
    fn of(desk: Desk, model: &Model, id: DialogId) -> Option<Self> {
        let card = model.board.card(id)?;
        let now = desk.now.get();
        let roster = model.roster.as_ref();
        desk.prefs.with(|prefs| {
            let prefs = &prefs.cards;
            let since = (card.waiting_since).filter(|_| prefs.shows(CardFact::Waiting));
            Some(Self {
                me: model.me().unwrap_or_default(),
                names: model.names(),
                told_at: model.board.told_at(card, prefs.time),
                quarter: now.0 / QUARTER_MS,
                wait: Waits::of(card, since, now, || model.reply_times(card.channel)),
                responsible: (card.responsible).filter(|_| prefs.shows(CardFact::Responsible)),
                origin: roster
                    .filter(|roster| roster.has_origins())
                    .map(|roster| words::origin(roster, card)),
                is_site: roster.is_none_or(|roster| roster.is_site(&card.site)),
                has_origin: prefs.shows(CardFact::Origin),
                values: model.card_values.of(card.client.id),
                sought: model.sought_part().map(fold),
                is_compact: prefs.density == Density::Compact,
                is_open: model.open() == Some(id),
                is_selected: model.selected.has(id),
                is_pinned: model.board.is_pinned(id),
                is_typing: model.typing.is_visitor(id),
                draft: (model.drafts.shown(id))
                    .filter(|_| model.open() != Some(id))
                    .map(|text| text.chars().take(DRAFT_CHARS).collect()),
                has_not_sent: model.has_not_sent(id),
                card: card.clone(),
            })
        })
    }

    /// That something waits for its writer, or that the last send failed.
    fn not_sent(&self) -> Option<&'static str> {
        let is_failed = self.card.is_send_failed.then_some("state_failed");
        is_failed.or(self.has_not_sent.then_some("state_not_sent"))
    }

    fn class(&self) -> &'static str {
        match (self.card.is_unread(), self.is_selected) {
            (false, false) => "list-card",
            (true, false) => "list-card unread",
            (false, true) => "list-card selected",
            (true, true) => "list-card unread selected",
        }
    }
}

/// How long a client has waited, or until when his dialog was put off.
#[derive(Clone, PartialEq)]
enum Waits {
    Snoozed(Snooze),
    /// For so long, in whole minutes, and how long that is.
    Since(u64, Wait),
}

impl Waits {
    fn of(
        card: &Summary,
        since: Option<Timestamp>,
        now: Timestamp,
        times: impl FnOnce() -> ReplyTimes,
    ) -> Option<Self> {
        match &card.snooze {
            Some(snooze) => Some(Self::Snoozed(snooze.clone())),
            None => since.map(|since| {
                let minutes = now.ms_since(since) / MINUTE_MS;
                Self::Since(minutes, Wait::since(since, now, &times()))
            }),
        }
    }
}

/// A dialog's card: a link that begins with the client's name. When its row comes to be
/// another dialog's, what is on the page is changed, not made anew.
#[component]
pub(crate) fn ListCard(
    /// Which dialog.
    id: Signal<DialogId>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let menus: CardMenus = expect_context();
    let shown = Memo::new(move |_| {
        let id = id.get();
        desk.model.with(|model| Shown::of(desk, model, id))
    });
    let read =
        move |read: fn(&Shown) -> &'static str| shown.with(|shown| shown.as_ref().map_or("", read));
    let is_open = move || shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.is_open));
    view! {
        <a
            class=move || read(Shown::class)
            href=move || Place::Dialogs(Some(id.get())).path()
            aria-current=move || is_open().then_some("true")
            on:click=move |event| {
                let id = id.get_untracked();
                if !select(desk, id, &event) {
                    event.prevent_default();
                    desk.go(desk.peek(|model| model.leads_to(id)));
                }
            }
            on:contextmenu=move |event| menus.call(id.get_untracked(), &event)
        >
            {move || shown.get().map(|shown| view! { <Told shown=shown /> })}
        </a>
        <SelectBox
            id=id
            name=move || shown.with(|shown| shown.as_ref().map_or_else(String::new, |shown| words::client(&shown.card.client)))
            is_selected=move || shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.is_selected))
        />
    }
}

/// The face; name and time; the last message and the badges; where from, whose, since when.
#[component]
fn Told(
    /// All that it tells.
    shown: Shown,
) -> impl IntoView {
    let Shown {
        card, me, names, ..
    } = &shown;
    let pin = shown.is_pinned.then(|| {
        let name = say("pinned");
        view! {
            <span class="card-pin" role="img" aria-label=name.clone() title=name>
                <Icon of=icon::PIN size=12 />
            </span>
        }
    });
    // What the open one says stands beside it already (KC-08).
    let place = shown.origin.clone().filter(|_| shown.is_open);
    let last = match (shown.is_typing, place, shown.draft.clone()) {
        (true, ..) => view! { <span class="card-typing">{say("typing")}</span> }.into_any(),
        (false, Some(place), _) => view! { <bdi>{place}</bdi> }.into_any(),
        (false, None, Some(draft)) => view! {
            <span class="card-label draft">{say("draft")} ": "</span>
            <bdi>{draft}</bdi>
        }
        .into_any(),
        (false, None, None) => {
            view! { <Last card=card.clone() me=*me names=names.clone() /> }.into_any()
        }
    };
    let beside = shown.is_compact.then(|| {
        let owner = shown.responsible;
        let owner = owner.map(|id| view! { <Owner id=id me=*me names=names.clone() bare=true /> });
        view! {
            {owner}
            <Waiting wait=shown.wait.clone() />
        }
    });
    let name = words::client(&card.client);
    let client = card.client.clone();
    view! {
        <CardFace client=client origin=shown.origin.clone() is_site=shown.is_site />
        <span class="card-lines">
            <span class="card-line">
                <strong class="cut" title=name.clone()>
                    <bdi><Hit text=name.clone() part=shown.sought.clone() /></bdi>
                </strong>
                {pin}
                <time class="card-time numbers" title=times(card)>
                    {words::list_time(shown.told_at, Timestamp(shown.quarter * QUARTER_MS))}
                </time>
            </span>
            <span class="card-line">
                <span class="card-last cut">{last}</span>
                {shown.not_sent().map(|why| view! { <NotSent why=why /> })}
                {beside}
                <Badges unread=card.unread_count awaiting=card.awaiting_reply_count />
            </span>
            {(!shown.is_compact).then(|| view! { <Meta shown=shown /> })}
        </span>
    }
}

/// The last message: whose it is (SB-53), and how it begins.
#[component]
fn Last(
    /// The dialog.
    card: Arc<Summary>,
    /// The operator who reads.
    me: OperatorId,
    /// What the colleagues are called.
    names: Names,
) -> impl IntoView {
    let last = &card.last;
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
        <bdi>{words::preview(last)}</bdi>
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

/// A message was not sent (SB-07): why, is told in its dialog.
#[component]
fn NotSent(
    /// What is said of it.
    why: &'static str,
) -> impl IntoView {
    view! {
        <span class="card-not-sent">
            <Icon of=icon::CIRCLE_ALERT size=14 />
            {say(why)}
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
    /// What is shown.
    shown: Shown,
) -> impl IntoView {
    let Shown {
        card,
        me,
        names,
        wait,
        sought,
        values,
        ..
    } = shown;
    let number = sought
        .filter(|part| card.id.to_string().contains(part))
        .map(|part| {
            let number = say_with("dialog_number", &[("n", &card.id.to_string())]);
            view! { <span class="numbers"><Hit text=number part=Some(part) /></span> }
        });
    let is_closed = matches!(card.state, DialogState::Closed { .. });
    let owner = shown.responsible;
    let origin = (shown.origin).filter(|_| shown.has_origin && !shown.is_open);
    let is_full = !values.is_empty();
    let values = values.into_iter().map(|Variable { name, value }| {
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
            {origin.map(|origin| view! { <span class="card-site cut">{origin}</span> })}
            {values}
            <span class={"grow"}></span>
            <Standing client=card.client.clone() />
            {is_closed.then(|| view! { <span class="card-closed">{say("closed")}</span> })}
            <Waiting wait=wait />
        </span>
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

/// How long the client waits; of a dialog that was put off, until when it is.
#[component]
fn Waiting(
    /// Which of both, if any.
    wait: Option<Waits>,
) -> impl IntoView {
    wait.map(|wait| match wait {
        Waits::Snoozed(snooze) => view! { <Snoozed snooze=snooze /> }.into_any(),
        Waits::Since(minutes, wait) => {
            let time = words::lasting(Timestamp(0), Timestamp(minutes * MINUTE_MS));
            let title = say_with("waits", &[("time", &time)]);
            let class = format!("card-wait numbers {}", wait.word());
            view! {
                <span class=class title=title>
                    <Icon of=icon::CLOCK size=12 />
                    {time}
                </span>
            }
            .into_any()
        }
    })
}
