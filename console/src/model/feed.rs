//! What the message list shows: messages, days between them, groups, and how
//! far each of the operators' messages has come.

use beseda_client::conversation::OperatorTo;
use beseda_client::outbox::{Item, Pending};
use beseda_protocol::automatic::AutomaticRule;
use beseda_protocol::delivery::{self, DeliveryFailure, DeliveryState};
use beseda_protocol::dialog::Summary;
use beseda_protocol::ids::{Cid, MessageId, OperatorId, Timestamp};
use beseda_protocol::mention::Mention;
use beseda_protocol::message::{Body, Content, File, Happened, Message};
use beseda_protocol::refusal::Refusal;

use super::feed_prefs::{Hidden, is_hidden};

/// Messages of one author stand together when less than this lies between them.
pub const GROUP_MS: u64 = 5 * 60 * 1000;

/// One row of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Stays the same while the row changes, also when a message of our own
    /// comes back from the relay.
    pub key: Key,
    /// When.
    pub at: Timestamp,
    /// What it shows.
    pub kind: Kind,
}

/// A row's name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    /// The day that begins before this message.
    Day(MessageId),
    /// The line over what is new.
    New,
    /// A stored message.
    Stored(MessageId),
    /// A message with its sender's id for it: stored or on its way.
    Written(Cid),
}

impl Key {
    /// The name of a message's row.
    pub fn of(message: &Message) -> Self {
        let is_ours = !matches!(message.content, Content::Visitor { .. });
        match &message.cid {
            Some(cid) if is_ours => Self::Written(cid.clone()),
            _ => Self::Stored(message.id),
        }
    }
}

impl Row {
    /// Bytes of its file that have left, and the row without them: what changes
    /// many times a second is drawn by itself.
    pub fn apart(mut self) -> (Self, u64) {
        let mut bytes = 0;
        if let Kind::Said(Said {
            body: Shown::Upload { sent, .. },
            ..
        }) = &mut self.kind
        {
            bytes = std::mem::take(sent);
        }
        (self, bytes)
    }
}

/// What a row shows.
#[allow(clippy::large_enum_variant, reason = "nearly all rows are messages")]
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A new day.
    Day,
    /// Here begins what was new when the dialog was opened.
    New,
    /// What happened to the dialog.
    System(Happened),
    /// A message.
    Said(Said),
}

/// A message of the client, an operator or a note.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Its id, once it is stored.
    pub id: Option<MessageId>,
    /// Whose.
    pub side: Side,
    /// What.
    pub body: Shown,
    /// Whether it begins a group: then it shows its author.
    pub first: bool,
    /// Whether it ends one: then it shows its time, and the bubble's tail.
    pub last: bool,
    /// How far an operator's message has come.
    pub delivery: Option<Delivery>,
    /// Whether it is the newest of the operators': then the state stands in words.
    pub newest: bool,
    /// The message it answers.
    pub quote: Option<Quoted>,
    /// When its author changed or withdrew it.
    pub revised_at: Option<Timestamp>,
    /// Whether its author has begun the dialog with it: nobody had asked (CQ-13).
    pub is_unasked: bool,
    /// Whom a note calls.
    pub mentions: Vec<Mention>,
}

/// A message that another one answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Quoted {
    /// Which.
    pub id: MessageId,
    /// Whose it is and how it begins, which is nothing if it was withdrawn; absent while it is
    /// further up than what is loaded.
    pub said: Option<(Side, String)>,
}

impl Quoted {
    /// As it stands among the loaded messages.
    pub fn among(messages: &[Message], id: MessageId) -> Self {
        let place = messages.binary_search_by_key(&id, |message| message.id);
        let said = place
            .ok()
            .and_then(|place| match told(&messages[place].content) {
                Told::Said(side, body) => Some((side, beginning(&body))),
                Told::Happened(_) => None,
            });
        Self { id, said }
    }
}

/// What of a message is quoted, in Unicode scalar values: more does not fit a line.
const QUOTED_CHARS: usize = 120;

fn beginning(body: &Shown) -> String {
    let text = match body {
        Shown::Text(text) => text,
        Shown::Withdrawn => "",
        Shown::File(file) => &file.name,
        Shown::Upload { name, .. } => name,
    };
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(QUOTED_CHARS).collect()
}

/// Whose a message is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Side {
    /// The client's: left.
    Client,
    /// An operator's: right.
    Operator(OperatorId),
    /// The center's own, by a rule of the channel: right, and nobody's.
    Automatic(AutomaticRule),
    /// An operator's, for operators only.
    Note(OperatorId),
}

impl Side {
    /// Whether the client sees it as a message of the company.
    fn is_ours(self) -> bool {
        matches!(self, Self::Operator(_) | Self::Automatic(_))
    }
}

/// What a message shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// Text.
    Text(String),
    /// Nothing any more: its author has withdrawn it.
    Withdrawn,
    /// A stored file.
    File(File),
    /// A file on its way.
    Upload {
        /// Its name.
        name: String,
        /// Bytes.
        size: u64,
        /// Bytes that have left.
        sent: u64,
    },
}

/// How far an operator's message has come.
#[derive(Debug, Clone, PartialEq)]
pub enum Delivery {
    /// Not stored yet.
    Sending,
    /// Stored, and waits for its transport.
    Waiting,
    /// Stored.
    Sent,
    /// The visitor's widget has it.
    Delivered,
    /// The visitor has seen it.
    Read {
        /// When, of the newest one, where it is known.
        at: Option<Timestamp>,
    },
    /// Refused: waits for its writer's decision.
    NotSent(Refusal),
    /// Stored, and its transport did not deliver it.
    Failed(DeliveryFailure),
}

/// What decides, besides the messages, which rows there are.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// Kinds that the operator does not want to see.
    pub hidden: Hidden,
    /// The message that is looked at: it is shown, whatever kind it is.
    pub looked_at: Option<MessageId>,
    /// The client's messages after this one were new when the dialog was opened.
    pub new_after: Option<MessageId>,
}

impl Around {
    fn shows(&self, message: &Message) -> bool {
        self.looked_at == Some(message.id) || !is_hidden(&self.hidden, &message.content)
    }

    fn is_new(&self, message: &Message) -> bool {
        let is_clients = matches!(message.content, Content::Visitor { .. });
        is_clients && self.new_after.is_some_and(|after| message.id > after)
    }
}

/// The rows of a dialog, oldest first. `day` numbers the local day of a moment.
pub fn feed(
    summary: &Summary,
    messages: &[Message],
    deliveries: &[delivery::Delivery],
    pending: &[Item<OperatorTo>],
    me: OperatorId,
    around: &Around,
    day: impl Fn(Timestamp) -> i64,
) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::with_capacity(messages.len() + pending.len() + 4);
    let mut today = None;
    let mut has_new = false;
    for message in messages.iter().filter(|message| around.shows(message)) {
        let number = day(message.at);
        if today.replace(number) != Some(number) {
            rows.push(Row {
                key: Key::Day(message.id),
                at: message.at,
                kind: Kind::Day,
            });
        }
        if !has_new && around.is_new(message) {
            has_new = true;
            rows.push(Row {
                key: Key::New,
                at: message.at,
                kind: Kind::New,
            });
        }
        rows.push(stored(summary, messages, deliveries, message));
    }
    let is_stored = |cid: &Cid| {
        messages
            .iter()
            .any(|message| message.cid.as_ref() == Some(cid))
    };
    rows.extend(
        pending
            .iter()
            .filter(|item| item.to.dialog() == summary.id && !is_stored(&item.cid))
            .map(|item| written(item, messages, me)),
    );
    group(&mut rows);
    if let Some(said) = newest_reply(&mut rows) {
        said.newest = true;
        if let Some(Delivery::Read { at }) = &mut said.delivery {
            *at = summary.read_at;
        }
    }
    rows
}

/// What a message tells: what somebody says, or what happened.
enum Told {
    Said(Side, Shown),
    Happened(Happened),
}

fn told(content: &Content) -> Told {
    match content {
        Content::Visitor { body } => Told::Said(Side::Client, shown(body)),
        Content::Operator { by, body } => Told::Said(Side::Operator(*by), shown(body)),
        Content::Automatic { rule, text } => Told::Said(Side::Automatic(*rule), shown_text(text)),
        Content::Note { by, text, .. } => Told::Said(Side::Note(*by), shown_text(text)),
        Content::System { happened } => Told::Happened(happened.clone()),
        Content::Unknown => Told::Said(Side::Client, Shown::Text("…".to_owned())),
    }
}

/// How far a stored message has come.
fn delivered(summary: &Summary, deliveries: &[delivery::Delivery], message: &Message) -> Delivery {
    let carried = deliveries.binary_search_by_key(&message.id, |carried| carried.message);
    match carried.ok().map(|place| &deliveries[place].state) {
        Some(DeliveryState::Failed { reason }) => Delivery::Failed(reason.clone()),
        Some(DeliveryState::Waiting {}) => Delivery::Waiting,
        Some(DeliveryState::Unknown) => Delivery::Sent,
        None if message.id <= summary.read_upto => Delivery::Read { at: None },
        None if message.id <= summary.delivered_upto => Delivery::Delivered,
        None => Delivery::Sent,
    }
}

fn stored(
    summary: &Summary,
    messages: &[Message],
    deliveries: &[delivery::Delivery],
    message: &Message,
) -> Row {
    let (side, body) = match told(&message.content) {
        Told::Said(side, body) => (side, body),
        Told::Happened(happened) => {
            return Row {
                key: Key::Stored(message.id),
                at: message.at,
                kind: Kind::System(happened),
            };
        }
    };
    let delivery = side
        .is_ours()
        .then(|| delivered(summary, deliveries, message));
    Row {
        key: Key::of(message),
        at: message.at,
        kind: Kind::Said(Said {
            id: Some(message.id),
            side,
            body,
            first: true,
            last: true,
            delivery,
            newest: false,
            quote: message.quote.map(|id| Quoted::among(messages, id)),
            revised_at: message.revised_at,
            is_unasked: is_unasked(messages, message.id),
            mentions: match &message.content {
                Content::Note { mentions, .. } => mentions.clone(),
                _ => Vec::new(),
            },
        }),
    }
}

/// Whether a message follows what tells that its dialog was begun by an operator.
fn is_unasked(messages: &[Message], id: MessageId) -> bool {
    let place = messages.partition_point(|message| message.id < id);
    let told = messages[..place].iter().rev().map_while(|message| {
        let Content::System { happened } = &message.content else {
            return None;
        };
        Some(happened)
    });
    let mut told = told.take(TOLD_WITH_FIRST_MAX);
    told.any(|happened| matches!(happened, Happened::WrittenFirst { .. }))
}

/// What the system tells of a dialog that an operator begins: that he has, and whose it is.
const TOLD_WITH_FIRST_MAX: usize = 2;

fn written(item: &Item<OperatorTo>, messages: &[Message], me: OperatorId) -> Row {
    let side = match item.to {
        OperatorTo::Reply(_) => Side::Operator(me),
        OperatorTo::Note(_) => Side::Note(me),
    };
    let body = match &item.body {
        Pending::Text(text) => Shown::Text(text.clone()),
        Pending::File(file) => Shown::File(file.clone()),
        Pending::Upload { name, size, sent } => Shown::Upload {
            name: name.clone(),
            size: *size,
            sent: *sent,
        },
    };
    let delivery = match item.stage.refusal() {
        Some(refusal) => Delivery::NotSent(refusal.clone()),
        None => Delivery::Sending,
    };
    Row {
        key: Key::Written(item.cid.clone()),
        at: item.at,
        kind: Kind::Said(Said {
            id: None,
            side,
            body,
            first: true,
            last: true,
            delivery: Some(delivery),
            newest: false,
            quote: item.quote.map(|id| Quoted::among(messages, id)),
            revised_at: None,
            is_unasked: false,
            mentions: Vec::new(),
        }),
    }
}

fn shown(body: &Body) -> Shown {
    match body {
        Body::Text { text } => shown_text(text),
        Body::File { file } => Shown::File(file.clone()),
        Body::Unknown => Shown::Text("…".to_owned()),
    }
}

fn shown_text(text: &str) -> Shown {
    match text {
        "" => Shown::Withdrawn,
        text => Shown::Text(text.to_owned()),
    }
}

/// Marks where groups begin and end.
fn group(rows: &mut [Row]) {
    for i in 1..rows.len() {
        let (before, after) = rows.split_at_mut(i);
        let (above, below) = (&mut before[i - 1], &mut after[0]);
        let (at, next_at) = (above.at, below.at);
        if let (Kind::Said(above), Kind::Said(below)) = (&mut above.kind, &mut below.kind)
            && above.side == below.side
            && next_at.ms_since(at) < GROUP_MS
        {
            above.last = false;
            below.first = false;
        }
    }
}

fn newest_reply(rows: &mut [Row]) -> Option<&mut Said> {
    rows.iter_mut().rev().find_map(|row| match &mut row.kind {
        Kind::Said(said) if said.side.is_ours() => Some(said),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::example::{ME, message, said, summary};
    use crate::model::feed_prefs::Hideable;
    use beseda_client::outbox::Stage;
    use beseda_protocol::ids::DialogId;

    const MINUTE: u64 = 60_000;

    fn reply(id: u64, cid: Option<&str>) -> Message {
        let mut message = message(
            1,
            id,
            Content::Operator {
                by: ME,
                body: Body::Text { text: "Hi".into() },
            },
        );
        message.cid = cid.map(Cid::from);
        message
    }

    fn pending(cid: &str, stage: Stage) -> Item<OperatorTo> {
        Item {
            cid: cid.into(),
            at: Timestamp(9 * MINUTE),
            to: OperatorTo::Reply(DialogId(1)),
            body: Pending::Text("Hi".into()),
            quote: None,
            stage,
        }
    }

    /// One line a row: `D`ay, `n`ew, `S`ystem, `C`lient, `O`perator, `N`ote; `[` begins
    /// a group and `]` ends one.
    fn drawn(messages: &[Message], items: &[Item<OperatorTo>], summary: &Summary) -> String {
        rows_of(messages, items, summary, &Around::default())
    }

    fn rows_of(
        messages: &[Message],
        items: &[Item<OperatorTo>],
        summary: &Summary,
        around: &Around,
    ) -> String {
        let day = |at: Timestamp| (at.0 / (24 * 60 * MINUTE)) as i64;
        feed(summary, messages, &[], items, ME, around, day)
            .iter()
            .map(|row| match &row.kind {
                Kind::Day => "D".to_owned(),
                Kind::New => "n".to_owned(),
                Kind::System(_) => "S".to_owned(),
                Kind::Said(said) => {
                    let side = match said.side {
                        Side::Client => "C",
                        Side::Operator(_) => "O",
                        Side::Automatic(_) => "A",
                        Side::Note(_) => "N",
                    };
                    let state = match &said.delivery {
                        None => "",
                        Some(Delivery::Sending) => "…",
                        Some(Delivery::Sent) => "1",
                        Some(Delivery::Delivered) => "2",
                        Some(Delivery::Read { at: None }) => "3",
                        Some(Delivery::Read { at: Some(_) }) => "3t",
                        Some(Delivery::NotSent(_)) => "!",
                        Some(Delivery::Waiting) => "w",
                        Some(Delivery::Failed(_)) => "f",
                    };
                    let (open, close) = (
                        if said.first { "[" } else { "" },
                        if said.last { "]" } else { "" },
                    );
                    format!("{open}{side}{state}{close}")
                }
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Criteria: YU-03
    #[test]
    fn what_the_center_answers_by_itself_is_nobodys_and_its_delivery_shows() {
        let content = Content::Automatic {
            rule: AutomaticRule::AfterHours,
            text: "We are back at nine".into(),
        };
        let messages = [said(1, 1, "Hello?"), message(1, 2, content), reply(3, None)];
        let mut summary = summary(1, 3);
        summary.delivered_upto = MessageId(2);
        let day = |_| 0;
        let rows = feed(&summary, &messages, &[], &[], ME, &Around::default(), day);
        let shown = rows.iter().filter_map(|row| match &row.kind {
            Kind::Said(said) => Some((said.side, said.first, said.delivery.clone())),
            _ => None,
        });
        let automatic = Side::Automatic(AutomaticRule::AfterHours);
        let expected = [
            (Side::Client, true, None),
            (automatic, true, Some(Delivery::Delivered)),
            (Side::Operator(ME), true, Some(Delivery::Sent)),
        ];
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    /// Criteria: CQ-13
    #[test]
    fn a_message_that_begins_its_dialog_is_told_from_a_reply() {
        let told = |id, happened| message(1, id, Content::System { happened });
        let by = ME;
        let messages = [
            told(1, Happened::WrittenFirst { by }),
            told(2, Happened::Claimed { by }),
            reply(3, None),
            reply(4, None),
            told(5, Happened::Closed { by }),
            reply(6, None),
        ];
        let unasked = messages.iter().map(|one| is_unasked(&messages, one.id));
        let expected = [false, true, true, false, false, false];
        assert_eq!(unasked.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn one_authors_messages_stand_together_until_time_or_another_parts_them() {
        let messages = [
            said(1, MINUTE, "a"),
            said(1, 2 * MINUTE, "b"),
            said(1, 8 * MINUTE, "c"),
            reply(9 * MINUTE, None),
        ];
        assert_eq!(drawn(&messages, &[], &summary(1, 1)), "D [C C] [C] [O1]");
    }

    /// Criteria: KC-18
    #[test]
    fn a_day_and_a_system_message_part_groups() {
        let day = 24 * 60 * MINUTE;
        let begun = message(
            1,
            day + 2,
            Content::System {
                happened: Happened::Begun {},
            },
        );
        let messages = [
            said(1, day - 1, "a"),
            said(1, day + 1, "b"),
            begun,
            said(1, day + 3, "c"),
        ];
        assert_eq!(drawn(&messages, &[], &summary(1, 1)), "D [C] D [C] S [C]");
    }

    #[test]
    fn what_was_withdrawn_is_shown_as_that_and_quoted_as_nothing() {
        let mut gone = reply(MINUTE, None);
        gone.revised_at = Some(Timestamp(2 * MINUTE));
        gone.content = Content::Operator {
            by: ME,
            body: Body::Text {
                text: String::new(),
            },
        };
        let mut answer = said(1, 3 * MINUTE, "Hm");
        answer.quote = Some(gone.id);
        let messages = [gone, answer];
        let rows = feed(
            &summary(1, 1),
            &messages,
            &[],
            &[],
            ME,
            &Around::default(),
            |_| 0,
        );
        let said = |row: &Row| match &row.kind {
            Kind::Said(said) => said.clone(),
            other => panic!("{other:?}"),
        };
        let (gone, answer) = (said(&rows[1]), said(&rows[2]));
        assert_eq!(gone.body, Shown::Withdrawn);
        assert!(gone.revised_at.is_some());
        let quoted = answer.quote.and_then(|quoted| quoted.said);
        assert_eq!(quoted, Some((Side::Operator(ME), String::new())));
    }

    #[test]
    fn marks_say_how_far_a_reply_has_come() {
        let mut summary = summary(1, 1);
        summary.read_upto = MessageId(1);
        summary.delivered_upto = MessageId(2);
        let messages = [reply(1, None), reply(2, None), reply(3, None)];
        let refusal = Refusal::new(beseda_protocol::refusal::Code::Forbidden, "No.");
        let items = [
            pending("x", Stage::Queued),
            pending("y", Stage::NotSent { refusal }),
        ];
        assert_eq!(drawn(&messages, &items, &summary), "D [O3 O2 O1] [O… O!]");
    }

    /// ux P18.
    #[test]
    fn the_newest_reply_tells_when_it_was_read() {
        let mut summary = summary(1, 1);
        summary.read_upto = MessageId(2);
        summary.read_at = Some(Timestamp(9));
        let messages = [reply(1, None), reply(2, None)];
        assert_eq!(drawn(&messages, &[], &summary), "D [O3 O3t]");
        let messages = [reply(1, None), reply(3, None)];
        assert_eq!(drawn(&messages, &[], &summary), "D [O3 O1]");
    }

    /// Criteria: SB-07
    #[test]
    fn what_a_transport_did_not_deliver_says_so_whatever_came_after_it() {
        let mut summary = summary(1, 1);
        summary.delivered_upto = MessageId(3);
        let messages = [1, 2, 3, 4].map(|id| reply(id, None));
        let reason = DeliveryFailure::Blocked {};
        let carried = |message, state| delivery::Delivery {
            message: MessageId(message),
            state,
        };
        let failed = DeliveryState::Failed {
            reason: reason.clone(),
        };
        let deliveries = [carried(2, failed), carried(4, DeliveryState::Waiting {})];
        let around = Around::default();
        let rows = feed(&summary, &messages, &deliveries, &[], ME, &around, |_| 0);
        let states = rows.into_iter().filter_map(|row| match row.kind {
            Kind::Said(said) => said.delivery,
            _ => None,
        });
        let expected = [
            Delivery::Delivered,
            Delivery::Failed(reason),
            Delivery::Delivered,
            Delivery::Waiting,
        ];
        assert_eq!(states.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_message_that_came_back_is_shown_once_and_keeps_its_key() {
        let items = [pending("x", Stage::Queued)];
        let before = feed(
            &summary(1, 1),
            &[],
            &[],
            &items,
            ME,
            &Around::default(),
            |_| 0,
        );
        let after = feed(
            &summary(1, 1),
            &[reply(9 * MINUTE, Some("x"))],
            &[],
            &items,
            ME,
            &Around::default(),
            |_| 0,
        );
        assert_eq!(before.len(), 1);
        assert_eq!(after.len(), 2, "the day and the message");
        assert_eq!(before[0].key, after[1].key);
    }

    /// Criteria: SB-09
    #[test]
    fn system_messages_and_notes_may_be_hidden_and_the_clients_words_never() {
        let system = |id| {
            let happened = Happened::Begun {};
            message(1, id, Content::System { happened })
        };
        let note = |id| {
            let (by, text) = (ME, "n".to_owned());
            message(
                1,
                id,
                Content::Note {
                    by,
                    text,
                    mentions: vec![],
                },
            )
        };
        let messages = [
            system(MINUTE),
            said(1, 2 * MINUTE, "a"),
            note(3 * MINUTE),
            reply(4 * MINUTE, None),
        ];
        let shown = |hidden: &[Hideable], looked_at| {
            let around = Around {
                hidden: hidden.iter().copied().collect(),
                looked_at,
                new_after: None,
            };
            rows_of(&messages, &[], &summary(1, 1), &around)
        };
        assert_eq!(shown(&[], None), "D S [C] [N] [O1]");
        assert_eq!(shown(&[Hideable::System], None), "D [C] [N] [O1]");
        assert_eq!(shown(&Hideable::ALL, None), "D [C] [O1]");
        let note = Some(MessageId(3 * MINUTE));
        assert_eq!(shown(&Hideable::ALL, note), "D [C] [N] [O1]");
    }

    #[test]
    fn what_is_new_begins_at_the_clients_first_unread_message() {
        let messages = [
            said(1, MINUTE, "a"),
            reply(2 * MINUTE, None),
            reply(3 * MINUTE, None),
            said(1, 4 * MINUTE, "b"),
            said(1, 5 * MINUTE, "c"),
        ];
        let after = |new_after| {
            let around = Around {
                new_after,
                ..Around::default()
            };
            rows_of(&messages, &[], &summary(1, 1), &around)
        };
        assert_eq!(after(Some(MessageId(MINUTE))), "D [C] [O1 O1] n [C C]");
        assert_eq!(after(Some(MessageId(0))), "D n [C] [O1 O1] [C C]");
        assert_eq!(after(Some(MessageId(5 * MINUTE))), "D [C] [O1 O1] [C C]");
    }

    /// Criteria: KC-20
    #[test]
    fn a_quote_tells_whose_it_is_and_how_it_begins_as_far_as_it_is_loaded() {
        let mut answer = reply(9, None);
        answer.quote = Some(MessageId(5));
        let messages = [said(1, 5, "Is it\n in stock?"), answer];
        let quote = |messages: &[Message]| {
            let rows = feed(
                &summary(1, 1),
                messages,
                &[],
                &[],
                ME,
                &Around::default(),
                |_| 0,
            );
            match rows.into_iter().next_back().map(|row| row.kind) {
                Some(Kind::Said(said)) => said.quote,
                _ => None,
            }
        };
        let id = MessageId(5);
        let said = Some((Side::Client, "Is it in stock?".to_owned()));
        assert_eq!(quote(&messages), Some(Quoted { id, said }));
        assert_eq!(quote(&messages[1..]), Some(Quoted { id, said: None }));
    }
}
