//! A widget as a wire client.

use beseda_protocol::dialog::Page;
use beseda_protocol::ids::{Ask, Cid, Epoch, MessageId, Seq};
use beseda_protocol::message::{Body, Draft, VisitorContent, VisitorMessage};
use beseda_protocol::refusal::Refusal;
use beseda_protocol::visitor::{FromVisitor, ToVisitor, VisitorEvent};
use beseda_protocol::{SUBPROTOCOL, VERSION};

use crate::cid::new_cid;
use crate::line::{Heard, Line, NotUpgraded};
use crate::stack::Stack;

/// A visitor with one open socket.
#[derive(Debug)]
pub struct Visitor {
    /// The identity.
    pub token: String,
    /// The socket.
    pub line: Line<ToVisitor>,
    asked: u64,
}

/// The whole view, as `reset` told it.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Its name.
    pub epoch: Epoch,
    /// Its place.
    pub seq: Seq,
    /// The newest page.
    pub messages: Vec<VisitorMessage>,
    /// Operators have opened the visitor's messages up to here.
    pub opened_upto: MessageId,
    /// The visitor has read up to here.
    pub read_upto: MessageId,
    /// What he has not read.
    pub unread_count: u32,
}

impl Visitor {
    /// A new visitor of the stack's site, greeted and told an empty view.
    pub async fn start(stack: &Stack) -> Self {
        let token = stack.http().start(stack.key()).await;
        let (visitor, view) = Self::back(stack, &token).await;
        assert_eq!(view.messages, [], "a new visitor has no history");
        visitor
    }

    /// A visitor who comes back with a token and no view.
    pub async fn back(stack: &Stack, token: &str) -> (Self, View) {
        let mut visitor = Self::connect(stack, token).await;
        visitor.hello(None).await;
        let view = visitor.view().await;
        (visitor, view)
    }

    /// A socket, nothing said yet.
    ///
    /// # Panics
    /// When the relay refuses the upgrade.
    pub async fn connect(stack: &Stack, token: &str) -> Self {
        let line = Self::try_connect(stack, token, &stack.demo_origin()).await;
        Self::on(line.expect("the visitor's socket opens"), token)
    }

    /// On a socket that is open already.
    pub fn on(line: Line<ToVisitor>, token: &str) -> Self {
        Self {
            token: token.to_owned(),
            line,
            asked: 0,
        }
    }

    /// A socket from some origin.
    ///
    /// # Errors
    /// When the relay refuses the upgrade.
    pub async fn try_connect(
        stack: &Stack,
        token: &str,
        origin: &str,
    ) -> Result<Line<ToVisitor>, NotUpgraded> {
        let url = format!("{}/v1/visitor/socket", stack.origin());
        Line::open(&url, &[SUBPROTOCOL, token], &[("Origin", origin)]).await
    }

    /// Says hello, from a place that is already had or from nothing.
    pub async fn hello(&mut self, had: Option<(Epoch, Seq)>) {
        let (epoch, seq) = had.unzip();
        let page = Page {
            url: "http://localhost/demo/".to_owned(),
            title: "Shop".to_owned(),
        };
        let hello = FromVisitor::Hello {
            v: VERSION,
            epoch,
            seq,
            locale: "en".to_owned(),
            page: Some(page),
        };
        self.line.say(&hello).await;
    }

    /// Waits for the whole view.
    pub async fn view(&mut self) -> View {
        self.line.expect("reset", view_of).await
    }

    /// Waits for `resumed`, and takes the place it goes on from.
    pub async fn resumed(&mut self, from: Seq) {
        self.line.go_on_from(from);
        let is_resumed = |f: &ToVisitor| matches!(f, ToVisitor::Resumed { .. }).then_some(());
        self.line.expect("resumed", is_resumed).await;
    }

    /// Says a text under a new id.
    pub async fn say(&mut self, text: &str) -> Cid {
        let cid = new_cid();
        self.say_as(&cid, text).await;
        cid
    }

    /// Says a text under a given id.
    pub async fn say_as(&mut self, cid: &Cid, text: &str) {
        let text = text.to_owned();
        self.draft(cid, Draft::Text { text }).await;
    }

    /// Says text or a file.
    pub async fn draft(&mut self, cid: &Cid, body: Draft) {
        let say = FromVisitor::Say {
            cid: cid.clone(),
            body,
            quote: None,
        };
        self.line.say(&say).await;
    }

    /// Waits for the acknowledgement of a message.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn acked(&mut self, cid: &Cid) -> MessageId {
        let answer = self.answer(cid).await;
        answer.unwrap_or_else(|refusal| panic!("not accepted: {refusal:?}"))
    }

    /// Waits for the refusal of a message.
    ///
    /// # Panics
    /// When it is accepted.
    pub async fn refused(&mut self, cid: &Cid) -> Refusal {
        let answer = self.answer(cid).await;
        answer.expect_err("the message is refused")
    }

    /// Waits for the answer to a message, whichever it is.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn answer(&mut self, cid: &Cid) -> Result<MessageId, Refusal> {
        let about = |frame: &ToVisitor| match frame {
            ToVisitor::Ack { cid: c, id, .. } if c == cid => Some(Ok(*id)),
            ToVisitor::Refused {
                cid: Some(c),
                refusal,
                ..
            } if c == cid => Some(Err(refusal.clone())),
            _ => None,
        };
        self.line.expect("an answer to the message", about).await
    }

    /// Says a text and waits until it is stored.
    pub async fn said(&mut self, text: &str) -> MessageId {
        let cid = self.say(text).await;
        self.acked(&cid).await
    }

    /// Waits for a message of an operator with this text.
    pub async fn hears(&mut self, text: &str) -> VisitorMessage {
        let what = format!("the operator's {text:?}");
        let is_it = |event: &VisitorEvent| match event {
            VisitorEvent::Message { message } => match &message.content {
                VisitorContent::Operator {
                    body: Body::Text { text: t },
                    ..
                } if t == text => Some(message.clone()),
                _ => None,
            },
            _ => None,
        };
        self.event(&what, is_it).await
    }

    /// Waits for the next message of anybody, as [`said_by`] tells it.
    pub async fn next_message(&mut self) -> String {
        let any = |event: &VisitorEvent| match event {
            VisitorEvent::Message { message } => Some(said_by(&message.content)),
            _ => None,
        };
        self.event("a message", any).await
    }

    /// Waits for an event.
    pub async fn event<T>(
        &mut self,
        what: &str,
        mut pick: impl FnMut(&VisitorEvent) -> Option<T>,
    ) -> T {
        let of_frame = |frame: &ToVisitor| match frame {
            ToVisitor::Events { events, .. } => events.iter().find_map(&mut pick),
            _ => None,
        };
        self.line.expect(what, of_frame).await
    }

    /// Shows that the events up to here were processed.
    pub async fn got(&mut self) {
        let seq = self.line.seq();
        self.line.say(&FromVisitor::Got { seq }).await;
    }

    /// Asks for something and gets the answer: when it has come, everything
    /// that was said before is answered too.
    pub async fn settle(&mut self) {
        self.asked += 1;
        let ask = Ask(self.asked);
        let before = MessageId(0);
        self.line.say(&FromVisitor::History { ask, before }).await;
        let is_answer = |frame: &ToVisitor| match frame {
            ToVisitor::History { ask: a, .. } if *a == ask => Some(()),
            ToVisitor::Refused { ask: Some(a), .. } if *a == ask => Some(()),
            _ => None,
        };
        self.line
            .expect("an answer to the question", is_answer)
            .await;
    }

    /// A page of older messages, and whether there are more.
    pub async fn history(&mut self, before: MessageId) -> (Vec<VisitorMessage>, bool) {
        self.asked += 1;
        let ask = Ask(self.asked);
        self.line.say(&FromVisitor::History { ask, before }).await;
        let page = |frame: &ToVisitor| match frame {
            ToVisitor::History {
                ask: a,
                messages,
                more,
            } if *a == ask => Some((messages.clone(), *more)),
            _ => None,
        };
        self.line.expect("a page of history", page).await
    }

    /// The texts of the whole conversation as the relay tells it to a newcomer.
    pub async fn transcript(&self, stack: &Stack) -> Vec<String> {
        let (_, view) = Self::back(stack, &self.token).await;
        view.messages.iter().map(|m| said_by(&m.content)).collect()
    }
}

impl Heard for ToVisitor {
    fn chain(&self) -> Option<(Seq, Seq)> {
        match self {
            Self::Events { after, seq, .. } => Some((*after, *seq)),
            _ => None,
        }
    }
    fn start(&self) -> Option<Seq> {
        match self {
            Self::Reset { seq, .. } => Some(*seq),
            _ => None,
        }
    }
    fn split(self) -> Vec<Self> {
        match self {
            Self::Events { after, seq, events } => events
                .into_iter()
                .map(|event| Self::Events {
                    after,
                    seq,
                    events: vec![event],
                })
                .collect(),
            other => vec![other],
        }
    }
}

/// The view in a `reset`.
pub fn view_of(frame: &ToVisitor) -> Option<View> {
    match frame.clone() {
        ToVisitor::Reset {
            epoch,
            seq,
            messages,
            opened_upto,
            read_upto,
            unread_count,
            ..
        } => Some(View {
            epoch,
            seq,
            messages,
            opened_upto,
            read_upto,
            unread_count,
        }),
        _ => None,
    }
}

/// `you: text`, `Anna: text` or `Anna: [file]`.
pub fn said_by(content: &VisitorContent) -> String {
    let (who, body) = match content {
        VisitorContent::You { body } => ("you", body),
        VisitorContent::Operator { by, body } => (by.name.as_str(), body),
        VisitorContent::Unknown => return "unknown".to_owned(),
    };
    match body {
        Body::Text { text } => format!("{who}: {text}"),
        Body::File { file } => format!("{who}: [{}]", file.name),
        Body::Unknown => format!("{who}: unknown"),
    }
}
