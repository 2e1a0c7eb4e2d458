//! What the widget's and the console's conversations share, so that one session
//! runs both.

use beseda_protocol::VERSION;
use beseda_protocol::dialog::Page;
use beseda_protocol::ids::{
    Ask, Cid, DialogId, Epoch, MessageId, OperatorId, Seq, Timestamp, TriggerId,
};
use beseda_protocol::json::Wire;
use beseda_protocol::message::{Content, Draft, Message};
use beseda_protocol::operator::{FromOperator, OperatorEvent, ToOperator};
use beseda_protocol::refusal::Refusal;
use beseda_protocol::visitor::{Answers, FromVisitor, Reach, ToVisitor, VisitorEvent};

use crate::outbox::{Item, Lane};

/// A conversation with the relay. The value holds what a hello tells.
pub trait Conversation {
    /// What we say.
    type Said: Wire;
    /// What the relay says.
    type Heard: Wire;
    /// Where a message goes.
    type To: Clone + Lane;
    /// How long `got` may wait for more to report: it costs the relay a turn.
    const GOT_AFTER_MS: u64;
    /// The first frame of a socket.
    fn hello(&self, place: Option<&Place>) -> Self::Said;
    /// The frame that says a message.
    fn say(&self, item: &Item<Self::To>, draft: Draft) -> Self::Said;
    /// The frame that reports the last event processed.
    fn got(seq: Seq) -> Self::Said;
    /// What a frame means to the session.
    fn step(&mut self, heard: &Self::Heard) -> Step;
    /// Takes messages out of a frame that lie up to here: its beginning repeats what
    /// was told before. (All else in it is as it is now, and may come twice.)
    fn skip_known(heard: &mut Self::Heard, upto: Seq);
}

/// A place in one's view of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The view.
    pub epoch: Epoch,
    /// The last event processed.
    pub seq: Seq,
}

/// What a frame means to the session, whatever else it carries.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// The view goes on, with what was missed.
    Resumed {
        /// The place behind that.
        upto: Seq,
    },
    /// A new view.
    Reset {
        /// Its place.
        place: Place,
        /// Messages in it that may wait in the outbox.
        stored: Vec<Cid>,
    },
    /// Events.
    Events {
        /// The place that they follow.
        after: Seq,
        /// The place behind them.
        seq: Seq,
        /// Messages in them that may wait in the outbox.
        stored: Vec<Cid>,
    },
    /// A message is stored.
    Ack {
        /// Which.
        cid: Cid,
        /// Its id.
        id: MessageId,
        /// When.
        at: Timestamp,
    },
    /// A question is answered.
    Answer {
        /// Which.
        ask: Ask,
    },
    /// Something was not accepted.
    Refused {
        /// The message.
        cid: Option<Cid>,
        /// The question.
        ask: Option<Ask>,
        /// Why.
        refusal: Refusal,
    },
    /// Nothing.
    Other,
}

/// The widget's side.
#[derive(Debug, Clone, PartialEq)]
pub struct AsVisitor {
    /// Language of the widget.
    pub locale: String,
    /// The page it is on.
    pub page: Option<Page>,
    /// What a message carries besides.
    pub opening: Option<Opening>,
    /// The version of the site's text to which the visitor has agreed on this page: every
    /// message tells it from then on.
    pub consent: Option<u32>,
    /// What he has answered to what the site asks first, until a message of his is stored.
    pub answers: Option<Answers>,
}

/// What a message carries that answers what the site said first, or was written into its
/// form. It lasts as long as the page: a message that outlives it goes without.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// Which message.
    pub cid: Cid,
    /// What it answers.
    pub trigger: Option<TriggerId>,
    /// Where its writer is reached.
    pub reach: Option<Reach>,
}

impl Conversation for AsVisitor {
    type Said = FromVisitor;
    type Heard = ToVisitor;
    type To = ();
    // An operator watches for "delivered".
    const GOT_AFTER_MS: u64 = 0;

    fn hello(&self, place: Option<&Place>) -> FromVisitor {
        FromVisitor::Hello {
            v: VERSION,
            epoch: place.map(|place| place.epoch.clone()),
            seq: place.map(|place| place.seq),
            locale: self.locale.clone(),
            page: self.page.clone(),
        }
    }

    fn say(&self, item: &Item<()>, body: Draft) -> FromVisitor {
        let (cid, quote) = (item.cid.clone(), item.quote);
        let opening = self.opening.clone().filter(|opening| opening.cid == cid);
        if opening.is_none() && self.consent.is_none() && self.answers.is_none() {
            return FromVisitor::Say { cid, body, quote };
        }
        let opening = opening.map(|Opening { trigger, reach, .. }| (trigger, reach));
        let (trigger, reach) = opening.unwrap_or_default();
        FromVisitor::Open {
            cid,
            body,
            trigger,
            reach,
            consent: self.consent,
            answers: self.answers.clone(),
        }
    }

    fn got(seq: Seq) -> FromVisitor {
        FromVisitor::Got { seq }
    }

    fn step(&mut self, heard: &ToVisitor) -> Step {
        match heard {
            ToVisitor::Resumed { seq, .. } => Step::Resumed { upto: *seq },
            ToVisitor::Reset {
                epoch,
                seq,
                messages,
                ..
            } => Step::Reset {
                place: Place {
                    epoch: epoch.clone(),
                    seq: *seq,
                },
                stored: messages.iter().filter_map(|m| m.cid.clone()).collect(),
            },
            ToVisitor::Events { after, seq, events } => Step::Events {
                after: *after,
                seq: *seq,
                stored: events
                    .iter()
                    .filter_map(|event| match event {
                        VisitorEvent::Message { message } => message.cid.clone(),
                        _ => None,
                    })
                    .collect(),
            },
            ToVisitor::Ack { cid, id, at } => Step::Ack {
                cid: cid.clone(),
                id: *id,
                at: *at,
            },
            ToVisitor::Refused { cid, ask, refusal } => Step::Refused {
                cid: cid.clone(),
                ask: *ask,
                refusal: refusal.clone(),
            },
            ToVisitor::History { ask, .. } => Step::Answer { ask: *ask },
            ToVisitor::Delivered { .. }
            | ToVisitor::Blocked { .. }
            | ToVisitor::Ended { .. }
            | ToVisitor::Typing { .. }
            | ToVisitor::Unknown => Step::Other,
        }
    }

    fn skip_known(heard: &mut ToVisitor, upto: Seq) {
        if let ToVisitor::Events { events, .. } = heard {
            events.retain(|event| match event {
                VisitorEvent::Message { message } => message.id.0 > upto.0,
                _ => true,
            });
        }
    }
}

/// The console's side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AsOperator {
    /// Who he is, if that is known before the view tells: cids are unique by sender only.
    me: Option<OperatorId>,
}

impl AsOperator {
    /// This operator, and nobody who has signed in after him.
    pub fn of(me: OperatorId) -> Self {
        Self { me: Some(me) }
    }

    fn own_cid(&self, message: &Message) -> Option<Cid> {
        let (Content::Operator { by, .. } | Content::Note { by, .. }) = &message.content else {
            return None;
        };
        let is_mine = self.me == Some(*by);
        message.cid.clone().filter(|_| is_mine)
    }
}

/// Where an operator's message goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperatorTo {
    /// To the client.
    Reply(DialogId),
    /// To colleagues only. Text, never a file.
    Note(DialogId),
}

impl OperatorTo {
    /// The dialog.
    pub fn dialog(self) -> DialogId {
        match self {
            Self::Reply(dialog) | Self::Note(dialog) => dialog,
        }
    }

    /// As the browser keeps it beside the message, with the message that this one answers:
    /// without it the same id would say something else.
    pub fn words(self, quote: Option<MessageId>) -> String {
        let to = match self {
            Self::Reply(dialog) => format!("reply {dialog}"),
            Self::Note(dialog) => format!("note {dialog}"),
        };
        match quote {
            Some(quote) => format!("{to} {quote}"),
            None => to,
        }
    }

    /// What [`OperatorTo::words`] has made.
    pub fn from_words(words: &str) -> Option<(Self, Option<MessageId>)> {
        let mut words = words.split(' ');
        let (kind, dialog) = (words.next()?, DialogId(words.next()?.parse().ok()?));
        let quote = match words.next() {
            Some(quote) => Some(MessageId(quote.parse().ok()?)),
            None => None,
        };
        let to = match kind {
            "reply" => Self::Reply(dialog),
            "note" => Self::Note(dialog),
            _ => return None,
        };
        words.next().is_none().then_some((to, quote))
    }
}

impl Lane for OperatorTo {
    fn is_same(&self, other: &Self) -> bool {
        self.dialog() == other.dialog()
    }
}

impl Conversation for AsOperator {
    type Said = FromOperator;
    type Heard = ToOperator;
    type To = OperatorTo;
    // Nobody watches; a hundred consoles need not answer every event.
    const GOT_AFTER_MS: u64 = 2_000;

    fn hello(&self, place: Option<&Place>) -> FromOperator {
        FromOperator::Hello {
            v: VERSION,
            epoch: place.map(|place| place.epoch.clone()),
            seq: place.map(|place| place.seq),
            me: self.me,
        }
    }

    fn say(&self, item: &Item<OperatorTo>, body: Draft) -> FromOperator {
        let (cid, quote) = (item.cid.clone(), item.quote);
        match (item.to, body) {
            (OperatorTo::Note(dialog), Draft::Text { text }) => {
                FromOperator::Note { cid, dialog, text }
            }
            (to, body) => FromOperator::Reply {
                cid,
                dialog: to.dialog(),
                body,
                quote,
            },
        }
    }

    fn got(seq: Seq) -> FromOperator {
        FromOperator::Got { seq }
    }

    fn step(&mut self, heard: &ToOperator) -> Step {
        match heard {
            ToOperator::Resumed { seq, .. } => Step::Resumed { upto: *seq },
            ToOperator::Reset { epoch, seq, me, .. } => {
                self.me = Some(me.id);
                Step::Reset {
                    place: Place {
                        epoch: epoch.clone(),
                        seq: *seq,
                    },
                    stored: Vec::new(),
                }
            }
            ToOperator::Events { after, seq, events } => Step::Events {
                after: *after,
                seq: *seq,
                stored: events
                    .iter()
                    .filter_map(|event| match event {
                        OperatorEvent::Message { message, .. } => self.own_cid(message),
                        _ => None,
                    })
                    .collect(),
            },
            ToOperator::Ack { cid, id, at } => Step::Ack {
                cid: cid.clone(),
                id: *id,
                at: *at,
            },
            ToOperator::Refused { cid, ask, refusal } => Step::Refused {
                cid: cid.clone(),
                ask: *ask,
                refusal: refusal.clone(),
            },
            ToOperator::Answer { ask, .. } => Step::Answer { ask: *ask },
            ToOperator::VisitorTyping { .. }
            | ToOperator::OperatorTyping { .. }
            | ToOperator::OperatorLooking { .. }
            | ToOperator::OperatorLeft { .. }
            | ToOperator::Visiting { .. }
            | ToOperator::Pins { .. }
            | ToOperator::Mentioned { .. }
            | ToOperator::Draft { .. }
            | ToOperator::SavedFilter { .. }
            | ToOperator::SavedFilterGone { .. }
            | ToOperator::SavedReply { .. }
            | ToOperator::SavedReplyGone { .. }
            | ToOperator::Jobs { .. }
            | ToOperator::Unknown => Step::Other,
        }
    }

    fn skip_known(heard: &mut ToOperator, upto: Seq) {
        if let ToOperator::Events { events, .. } = heard {
            events.retain(|event| match event {
                OperatorEvent::Message { message, .. } => message.id.0 > upto.0,
                _ => true,
            });
        }
    }
}
