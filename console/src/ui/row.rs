//! One row of the message list.

use beseda_protocol::fold::fold;
use beseda_protocol::ids::{MessageId, Timestamp};
use beseda_protocol::mention::Mention;
use beseda_protocol::refusal::{Code, Refusal};
use leptos::prelude::*;

use super::avatar::{Avatar, Size};
use super::delivery::DeliveryMark;
use super::file_link::{FileLink, Uploading};
use super::icon::{self, Icon};
use super::message_menu::Acted;
use super::moment::{DayTitle, Moment};
use super::picture::Picture;
use super::quote::Quote;
use super::rich_text::RichText;
use super::row_context::{RowContext, Rows};
use super::undelivered::Undelivered;
use super::words;
use crate::browser::intl::{Style, moment};
use crate::model::Line;
use crate::model::feed::{Delivery, Key, Kind, Row, Said, Shown, Side};
use crate::model::roster::Names;
use crate::session::Desk;
use crate::texts::{say, say_refusal, say_with};

/// A row, which follows its own part of the list only.
#[component]
pub(crate) fn RowView(
    /// Its name.
    name: Key,
    /// Every row.
    rows: Memo<Rows>,
) -> impl IntoView {
    let key = name.clone();
    let shown = Memo::new(move |_| rows.with(|rows| rows.get(&name).cloned()).map(Row::apart));
    let row = Memo::new(move |_| shown.get().map(|(row, _)| row));
    let sent = Memo::new(move |_| shown.get().map_or(0, |(_, sent)| sent));
    let RowContext { names, .. } = expect_context();
    move || {
        let key = key.clone();
        row.get().map(|Row { at, kind, .. }| match kind {
            Kind::Day => view! { <DayTitle at=at /> }.into_any(),
            Kind::New => view! { <p class="feed-new">{say("new_messages")}</p> }.into_any(),
            Kind::System(happened) => view! {
                <p class="feed-system" dir="auto">
                    {move || names.with(|names| words::happened(&happened, names))} " · " <Moment at=at />
                </p>
            }
            .into_any(),
            Kind::Said(said) => view! { <Message name=key at=at said=said sent=sent /> }.into_any(),
        })
    }
}

/// A message of the client, an operator, or a note.
#[component]
fn Message(
    /// The row's name.
    name: Key,
    /// When.
    at: Timestamp,
    /// What.
    said: Said,
    /// Bytes of its file that have left.
    sent: Memo<u64>,
) -> impl IntoView {
    let mut class = String::from(match said.side {
        Side::Client => "message client",
        Side::Operator(_) | Side::Automatic(_) => "message operator",
        Side::Note(_) => "message note",
    });
    class.push_str(if said.first { " first" } else { "" });
    class.push_str(if said.last { " last" } else { "" });
    let RowContext {
        client,
        names,
        looked_at,
        dialog,
        origin,
        menus,
        ..
    } = expect_context();
    let key = name.clone();
    let is_looked_at = Memo::new(move |_| looked_at.with(|row| row.as_ref() == Some(&key)));
    let side = said.side;
    let label = move || names.with(|names| label(side, client.get(), names, at));
    let author = match side {
        Side::Client | Side::Automatic(_) => None,
        Side::Operator(id) | Side::Note(id) => Some(id),
    };
    let rule = match side {
        Side::Automatic(rule) => Some(rule),
        Side::Client | Side::Operator(_) | Side::Note(_) => None,
    };
    let me = expect_context::<Desk>().peek(|model| model.me());
    let is_withdrawn = said.body == Shown::Withdrawn;
    let acted = said.id.map(|id| Acted {
        dialog,
        id,
        at,
        text: match &said.body {
            Shown::Text(text) => Some(text.clone()),
            Shown::Withdrawn | Shown::File(_) | Shown::Upload { .. } => None,
        },
        is_talk: !matches!(side, Side::Note(_)),
        is_own: author.is_some() && author == me,
        is_revised: said.revised_at.is_some(),
        is_withdrawn,
    });
    let edited = said.revised_at.filter(|_| !is_withdrawn).map(|at| {
        view! { <span class="edited" title=moment(at, Style::Full)>{say("edited")}</span> }
    });
    // Where an operator's message was sent from (CQ-13); there is one place so far.
    let sent_from = matches!(side, Side::Operator(_)).then(|| {
        say(match said.is_unasked {
            true => "sent_first",
            false => "sent_from",
        })
    });
    let id = said.id;
    let dots = acted.map(|acted| {
        view! {
            <button
                type="button"
                class="message-more"
                aria-label=say("message_actions")
                aria-haspopup="menu"
                tabindex="-1"
                on:click=move |event| menus.call_below(acted.clone(), &event)
            >
                <Icon of=icon::MORE size=16 />
            </button>
        }
    });
    let quote = said
        .quote
        .map(|quoted| view! { <Quote dialog=dialog quoted=quoted /> });
    let is_clients_first = said.first && side == Side::Client;
    let from = move || {
        let origin = origin.get().filter(|_| is_clients_first)?;
        Some(view! { <p class="author"><span class="cut">{origin}</span></p> })
    };
    let is_note = matches!(said.side, Side::Note(_));
    let failed = match &said.delivery {
        Some(Delivery::NotSent(refusal)) => Some(refusal.clone()),
        _ => None,
    };
    let undelivered = match &said.delivery {
        Some(Delivery::Failed(reason)) => said.id.map(|id| (id, reason.clone())),
        _ => None,
    };
    let mark = said
        .delivery
        .filter(|state| !(is_note && *state == Delivery::Sent));
    let is_stuck = failed.is_some();
    let in_words = said.newest || is_stuck || undelivered.is_some();
    let waits = matches!(mark, Some(Delivery::Sending)).then(|| {
        let is_upload = matches!(said.body, Shown::Upload { .. });
        view! { <Cancel name=name.clone() is_upload=is_upload /> }
    });
    view! {
        <article class=class aria-label=label aria-current=move || is_looked_at.get().then_some("true")>
            {author
                .map(|id| {
                    let name = move || names.with(|names| names.of(id).to_owned());
                    // One knows one's own replies by their face.
                    let is_named = said.first && (is_note || Some(id) != me);
                    let shown = is_named
                        .then(|| {
                            view! {
                                <p class="author" title=name>
                                    {is_note.then(|| view! { <NoteLabel /> })}
                                    <bdi class="cut">{name}</bdi>
                                </p>
                            }
                        });
                    let face = move || said.last.then(|| view! { <Avatar name=name() number=id.0 size=Size::Small /> });
                    view! {
                        {shown}
                        <span class="message-face">{face}</span>
                    }
                })}
            {from}
            {rule.map(|rule| view! {
                <p class="author" title=words::automatic_rule(rule)>
                    <Icon of=icon::ZAP size=12 />
                    {say("label_automatic")}
                </p>
            })}
            <div class="bubble">
                {quote}
                <Body body=said.body mentions=said.mentions is_stuck=is_stuck sent=sent is_looked_at=is_looked_at />
                <span class="meta numbers">
                    {edited}
                    <Moment at=at told=sent_from />
                    {mark.map(|state| view! { <DeliveryMark state=state at=at in_words=in_words /> })}
                    {waits}
                </span>
                {dots}
            </div>
            {failed.map(|refusal| view! { <Failed name=name refusal=refusal /> })}
            {undelivered
                .map(|(id, reason)| view! { <Undelivered dialog=dialog id=id reason=reason /> })}
            {id.map(|id| view! { <First id=id /> })}
        </article>
    }
}

/// What a message said before its author changed it, when an administrator has asked.
#[component]
fn First(
    /// Which message.
    id: MessageId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let first = desk.memo(move |model| {
        let first = model.first_said.as_ref().filter(|(of, _)| *of == id)?;
        Some(first.1.clone())
    });
    move || {
        first.get().map(|first| {
            let key = if first.is_file {
                "first_file"
            } else {
                "first_said"
            };
            view! {
                <p class="first-said small" role="status" dir="auto">
                    {say_with(key, &[("text", &first.text)])}
                </p>
            }
        })
    }
}

/// Whose a message is, and from when, for who does not see it.
fn label(side: Side, client: Option<String>, names: &Names, at: Timestamp) -> String {
    let time = moment(at, Style::Time);
    match side {
        Side::Client => format!("{}, {time}", client.unwrap_or_else(|| say("label_client"))),
        Side::Operator(id) => format!("{}, {time}", names.of(id)),
        Side::Automatic(_) => format!("{}, {time}", say("label_automatic")),
        Side::Note(id) => format!("{}, {}, {time}", say("label_note"), names.of(id)),
    }
}

/// Says that only operators see this.
#[component]
fn NoteLabel() -> impl IntoView {
    view! {
        <span class="note-label">
            <Icon of=icon::NOTE size=12 />
            {say("label_note")}
            " · "
        </span>
    }
}

/// Text, a picture, a file, or a file on its way.
#[component]
fn Body(
    /// What.
    body: Shown,
    /// Whom it calls.
    mentions: Vec<Mention>,
    /// Whether it waits for its writer: then nothing is on its way.
    is_stuck: bool,
    /// Bytes of the file that have left.
    sent: Memo<u64>,
    /// Whether it was found: then what was sought is marked in it.
    is_looked_at: Memo<bool>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let mark = move || {
        let is_marked = is_looked_at.get();
        is_marked.then(|| desk.peek(|model| fold(&model.messages.text)))
    };
    match body {
        Shown::Text(text) => view! {
            <span class="text" dir="auto" translate="yes">
                {move || view! { <RichText text=text.clone() mark=mark() mentions=mentions.clone() /> }}
            </span>
        }
        .into_any(),
        Shown::Withdrawn => view! { <em class="text">{say("withdrawn")}</em> }.into_any(),
        Shown::File(file) if file.is_image() => view! { <Picture file=file /> }.into_any(),
        Shown::File(file) => view! { <FileLink file=file /> }.into_any(),
        Shown::Upload { name, size, .. } => {
            view! { <Uploading name=name size=size sent=(!is_stuck).then_some(sent) /> }.into_any()
        }
    }
}

/// Gives up what waits for the line, or a file on its way.
#[component]
fn Cancel(
    /// The row's name.
    name: Key,
    /// Whether it is a file on its way.
    is_upload: bool,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let is_cut = desk.memo(|model| *model.line == Line::Cut);
    move || {
        let Key::Written(cid) = name.clone() else {
            return None;
        };
        (is_upload || is_cut.get()).then(|| {
            view! {
                <button
                    type="button"
                    class="meta-button"
                    aria-label=say("cancel")
                    title=say("cancel")
                    on:click=move |_| desk.cancel(cid.clone())
                >
                    <Icon of=icon::CLOSE size=14 />
                </button>
            }
        })
    }
}

/// Why a message was not sent, and what its writer can do.
#[component]
fn Failed(
    /// The row's name.
    name: Key,
    /// Why.
    refusal: Refusal,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let Key::Written(cid) = name else {
        return None;
    };
    let again = cid.clone();
    Some(view! {
        <p class="not-sent small" role="alert">
            <span>{say_refusal(&refusal)}</span>
            {may_succeed(&refusal)
                .then(|| {
                    view! {
                        <button type="button" class="text-button" on:click=move |_| desk.retry(again.clone())>
                            {say("try_again")}
                        </button>
                    }
                })}
            <button type="button" class="text-button" on:click=move |_| desk.cancel(cid.clone())>
                {say("remove")}
            </button>
        </p>
    })
}

/// Whether the same message may be accepted the next time.
fn may_succeed(refusal: &Refusal) -> bool {
    !matches!(
        refusal.code,
        Code::Empty | Code::FileEmpty | Code::FileTooLarge | Code::TextTooLong | Code::Malformed
    )
}
