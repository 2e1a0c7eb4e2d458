//! A small honest relay, a network that may break, and a widget with a clock
//! moved by hand.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file includes this module and uses its part"
)]

use std::collections::VecDeque;

use beseda_client::connection::State;
use beseda_client::conversation::AsVisitor;
use beseda_client::outbox::{Outbox, Pending};
use beseda_client::session::{Input, Output, Outputs, Session};
use beseda_client::timeline::{Author, Fate, Timeline};
use beseda_protocol::ids::{Cid, MessageId, OperatorId, Seq, Timestamp};
use beseda_protocol::json::to_text;
use beseda_protocol::limits::{PING, PONG};
use beseda_protocol::message::{Body, Draft, Person, VisitorContent, VisitorMessage};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::visitor::{FromVisitor, ToVisitor, VisitorEvent};

pub fn anna() -> Person {
    Person {
        id: OperatorId(1),
        name: "Anna".into(),
    }
}

pub fn resumed() -> ToVisitor {
    resumed_upto(0)
}

pub fn resumed_upto(seq: u64) -> ToVisitor {
    ToVisitor::Resumed {
        v: 1,
        seq: Seq(seq),
        delivered_upto: MessageId(0),
        is_blocked: false,
    }
}

pub fn reset(seq: u64, messages: Vec<VisitorMessage>) -> ToVisitor {
    ToVisitor::Reset {
        v: 1,
        epoch: "e1".into(),
        seq: Seq(seq),
        messages,
        more: false,
        delivered_upto: MessageId(0),
        opened_upto: MessageId(0),
        read_upto: MessageId(0),
        unread_count: 0,
        is_blocked: false,
    }
}

pub fn events(after: u64, seq: u64, events: Vec<VisitorEvent>) -> ToVisitor {
    ToVisitor::Events {
        after: Seq(after),
        seq: Seq(seq),
        events,
    }
}

pub fn from_anna(id: u64, text: &str) -> VisitorMessage {
    let body = Body::Text { text: text.into() };
    let content = VisitorContent::Operator { by: anna(), body };
    VisitorMessage {
        id: MessageId(id),
        cid: None,
        at: Timestamp(id),
        quote: None,
        revised_at: None,
        content,
    }
}

pub fn refused(cid: &str, code: Code, retry_ms: Option<u64>) -> ToVisitor {
    let refusal = Refusal {
        code,
        text: String::new(),
        retry_ms,
    };
    ToVisitor::Refused {
        cid: Some(cid.into()),
        ask: None,
        refusal,
    }
}

/// A widget without a browser.
pub struct Widget {
    pub session: Session<AsVisitor>,
    pub timeline: Timeline,
    pub now: Timestamp,
    pub chance: f64,
    /// What it did since it was last asked, one line each.
    pub did: Vec<String>,
    /// Frames that it sent on the present socket.
    pub sent: VecDeque<String>,
    pub socket: Socket,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Socket {
    None,
    Opening,
    Open,
}

impl Widget {
    pub fn new() -> Self {
        let talk = AsVisitor {
            locale: "en".into(),
            page: None,
            opening: None,
            consent: None,
            answers: None,
        };
        Self {
            session: Session::new(talk, Outbox::default()),
            timeline: Timeline::default(),
            now: Timestamp(1_000_000),
            chance: 1.0,
            did: Vec::new(),
            sent: VecDeque::new(),
            socket: Socket::None,
        }
    }

    /// Connected and greeted with an empty view at place 0.
    pub fn live() -> Self {
        let mut widget = Self::new();
        widget
            .take(Input::Start)
            .take(Input::Opened)
            .hear(reset(0, vec![]));
        widget.did.clear();
        widget.sent.clear();
        widget
    }

    pub fn take(&mut self, input: Input<ToVisitor>) -> &mut Self {
        if input == Input::Opened {
            self.socket = Socket::Open;
        }
        let outputs = self.session.take(self.now, self.chance, input);
        self.obey(outputs);
        self
    }

    pub fn hear(&mut self, frame: ToVisitor) -> &mut Self {
        self.take(Input::Heard(frame))
    }

    pub fn write(&mut self, cid: &str) -> &mut Self {
        let body = Pending::Text(format!("text of {cid}"));
        let outputs = self.session.write(self.now, cid.into(), (), body, None);
        self.obey(outputs);
        self
    }

    pub fn attach(&mut self, cid: &str) -> &mut Self {
        let body = Pending::Upload {
            name: "a.png".into(),
            size: 10,
            sent: 0,
        };
        let outputs = self.session.write(self.now, cid.into(), (), body, None);
        self.obey(outputs);
        self
    }

    pub fn cancel(&mut self, cid: &str) -> &mut Self {
        let outputs = self.session.cancel(self.now, &cid.into());
        self.obey(outputs);
        self
    }

    /// Loses the line, or fails to open it; how long it will wait at most.
    pub fn lost_for_ms(&mut self) -> u64 {
        self.take(Input::Closed { code: 1006 });
        match self.session.state() {
            State::Waiting { until, .. } => until.ms_since(self.now),
            other => panic!("{other:?}"),
        }
    }

    /// Lets time pass, waking the session whenever it asked for it.
    pub fn pass_ms(&mut self, ms: u64) -> &mut Self {
        let end = self.now.plus_ms(ms);
        for _ in 0..1_000 {
            match self.session.wake_at() {
                Some(at) if at <= end => {
                    self.now = self.now.max(at);
                    self.take(Input::Tick);
                }
                _ => {
                    self.now = end;
                    return self;
                }
            }
        }
        panic!("the session wakes without end: {:?}", self.session.state());
    }

    /// Lets time pass until it tries to connect.
    pub fn pass_until_open(&mut self) -> &mut Self {
        while self.socket == Socket::None {
            let at = self.session.wake_at().expect("it means to come back");
            self.pass_ms(at.ms_since(self.now));
        }
        self
    }

    pub fn obey(&mut self, outputs: Outputs<AsVisitor>) {
        for output in outputs {
            match output {
                Output::Open => {
                    assert_eq!(self.socket, Socket::None, "one socket at a time");
                    self.socket = Socket::Opening;
                    self.did.push("open".into());
                }
                Output::Close => {
                    self.socket = Socket::None;
                    self.sent.clear();
                    self.did.push("close".into());
                }
                Output::Send(text) => {
                    assert_eq!(
                        self.socket,
                        Socket::Open,
                        "nothing is sent into the void: {text}"
                    );
                    self.did.push(in_short(&text));
                    self.sent.push_back(text);
                }
                Output::Apply(frame) => self.timeline.apply(&frame),
                Output::Stored { item, id, at } => self.timeline.stored(&item, id, at),
                Output::Lost(ask) => self.did.push(format!("lost {ask}")),
                Output::Ended => self.did.push("ended".into()),
            }
        }
    }

    /// What it did since the last question.
    pub fn did(&mut self) -> Vec<String> {
        std::mem::take(&mut self.did)
    }

    /// What its reader sees.
    pub fn sees(&self) -> Vec<String> {
        let entries = self.timeline.entries(self.session.outbox());
        let line = |entry: &beseda_client::timeline::Entry| {
            let who = match &entry.author {
                Author::Operator(by) => by.name.clone(),
                Author::You(Fate::NotSent(refusal)) => format!("not sent, {}", refusal.code.word()),
                Author::You(fate) => format!("{fate:?}").to_lowercase(),
            };
            match &entry.body {
                Pending::Text(text) => format!("{text} ({who})"),
                Pending::Upload { name, .. } => format!("[{name}] ({who})"),
                Pending::File(file) => format!("[{}] ({who})", file.name),
            }
        };
        entries.iter().map(line).collect()
    }
}

fn in_short(text: &str) -> String {
    if text == PING {
        return "ping".into();
    }
    match serde_json::from_str(text).expect("what was written can be read") {
        FromVisitor::Hello { seq: Some(seq), .. } => format!("hello from {seq}"),
        FromVisitor::Hello { .. } => "hello".into(),
        FromVisitor::Say { cid, .. } => format!("say {cid}"),
        FromVisitor::Got { seq } => format!("got {seq}"),
        FromVisitor::History { ask, .. } => format!("history {ask}"),
        _ => text.to_owned(),
    }
}

/// A relay that keeps its promises, with one visitor.
#[derive(Default)]
pub struct Relay {
    pub messages: Vec<VisitorMessage>,
    log: Vec<VisitorEvent>,
    /// Frames on their way to the present socket.
    pub down: VecDeque<String>,
    greeted: bool,
}

impl Relay {
    pub fn cut(&mut self) {
        self.down.clear();
        self.greeted = false;
    }

    pub fn hear(&mut self, text: &str, now: Timestamp) {
        if text == PING {
            return self.down.push_back(PONG.into());
        }
        match serde_json::from_str(text).expect("what was written can be read") {
            FromVisitor::Hello { seq, .. } => self.greet(seq),
            FromVisitor::Say { cid, body, .. } => self.store(cid, body, now),
            _ => {}
        }
    }

    pub fn reply(&mut self, text: &str) {
        let message = from_anna(self.messages.len() as u64 + 1, text);
        self.messages.push(message.clone());
        self.happen(VisitorEvent::Message { message });
    }

    fn greet(&mut self, seq: Option<Seq>) {
        self.greeted = true;
        let top = self.log.len() as u64;
        match seq {
            Some(Seq(seq)) => {
                self.send(&resumed());
                if seq < top {
                    let missed = self.log[seq as usize..].to_vec();
                    self.send(&events(seq, top, missed));
                }
            }
            None => {
                let view = reset(top, self.messages.clone());
                self.send(&view);
            }
        }
    }

    fn store(&mut self, cid: Cid, body: Draft, now: Timestamp) {
        let Draft::Text { text } = body else {
            panic!("only text here")
        };
        let stored = self.messages.iter().find(|m| m.cid.as_ref() == Some(&cid));
        let id = stored.map_or(MessageId(self.messages.len() as u64 + 1), |m| m.id);
        if stored.is_none() {
            let content = VisitorContent::You {
                body: Body::Text { text },
            };
            let message = VisitorMessage {
                id,
                cid: Some(cid.clone()),
                at: now,
                quote: None,
                revised_at: None,
                content,
            };
            self.messages.push(message.clone());
            self.happen(VisitorEvent::Message { message });
        }
        self.send(&ToVisitor::Ack { cid, id, at: now });
    }

    fn happen(&mut self, event: VisitorEvent) {
        self.log.push(event.clone());
        let seq = self.log.len() as u64;
        if self.greeted {
            self.send(&events(seq - 1, seq, vec![event]));
        }
    }

    fn send(&mut self, frame: &ToVisitor) {
        self.down.push_back(to_text(frame));
    }
}
