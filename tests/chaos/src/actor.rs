//! A widget or console that behaves: the product's own [`Session`], a habit of
//! its own, and a ledger of what it did and was told. Sans-I/O: the simulation
//! and the runner over real sockets drive the same actor.

mod deeds;
mod foreign;
mod operator;
mod plan;
mod visitor;

use std::collections::HashMap;
use std::sync::Arc;

use beseda_client::asks::Repeat;
use beseda_client::cid::cid;
use beseda_client::conversation::Conversation;
use beseda_client::outbox::{Outbox, Pending, Stage};
use beseda_client::session::{Input, Output, Outputs, Session};
use beseda_protocol::ids::{Ask, Cid, ClientId, DialogId, Timestamp};
use beseda_protocol::json::Wire;
use beseda_protocol::limits::PONG;
use beseda_protocol::message::File;
use beseda_protocol::refusal::Refusal;
use serde_json::Value;

use crate::chance::Chance;
use crate::ledger::{Did, Digest, Ledger, Side, Sight, Told};

pub use deeds::{Deed, Disorder};
pub(crate) use operator::of_content as digest_of_content;
pub use plan::{Habit, Plan, Plans};

/// What the driver needs to know of a conversation, besides how to run it.
pub trait Persona: Conversation + Sized {
    /// Which end it is.
    const SIDE: Side;
    /// A frame, as far as the ledger cares.
    fn told(frame: &Self::Heard) -> Option<Told>;
    /// What it means when this text is sent.
    fn said(text: &str) -> Said;
    /// What a frame makes its reader want to do.
    fn react(plans: &mut Plans, now: u64, frame: &Self::Heard);
    /// Where a plan to write leads.
    fn to(plan: &Plan) -> Option<Self::To>;
    /// The frame that carries a plan out, for what is no message.
    fn mention(plan: &Plan) -> Option<Self::Said>;
    /// The question that carries a plan out.
    fn question(plan: &Plan, ask: Ask) -> Option<Self::Said>;
}

/// What a sent text is to the ledger.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// A hello, from a place or from nothing.
    Hello(Option<u64>),
    /// A message.
    Message {
        /// Its id.
        cid: Cid,
        /// What.
        body: Digest,
        /// Into which dialog, of an operator's.
        dialog: Option<DialogId>,
    },
    /// That a client be deleted for good.
    Deletion {
        /// The question's name.
        ask: Ask,
        /// Whom.
        client: ClientId,
    },
    /// Anything else.
    Other,
}

/// Who an actor is.
#[derive(Debug, Clone)]
pub struct Role {
    /// The reader's name in the ledger.
    pub name: String,
    /// The person: a client's id, or `o` and an operator's number.
    pub party: String,
    /// Which dialogs it may see, of a console.
    pub sight: Sight,
    /// How wrong its clock is, in ms.
    pub skew_ms: i64,
    /// What it does of its own accord.
    pub habit: Habit,
    /// What happens to its frames on the way.
    pub disorder: Disorder,
}

/// An actor.
pub struct Actor<P: Persona> {
    role: Role,
    session: Session<P>,
    plans: Plans,
    chance: Chance,
    ledger: Arc<Ledger>,
    seed: u64,
    /// The socket that the session uses.
    line: u32,
    /// As whom each socket was opened.
    opened_as: HashMap<u32, String>,
    /// How often it came to speak as somebody else.
    n_renewed: u32,
    deeds: deeds::Deeds,
    n_written: u64,
    n_borrowed: u64,
}

/// Messages that wait to be sent, after which a person ceases to write more: else a
/// relay that has little of its machine would be written to faster than it can
/// answer, and nobody would ever be done.
const UNSENT_MAX: usize = 6;

/// The moment at which every run begins, by a right clock: 2026-01-01.
pub const EPOCH_MS: u64 = 1_767_225_600_000;

impl<P: Persona> Actor<P> {
    /// An actor that has not begun.
    pub fn new(role: Role, talk: P, seed: u64, ledger: Arc<Ledger>) -> Self {
        let chance = Chance::named(seed, &role.name);
        let party = role.party.clone();
        let side = P::SIDE;
        let sight = role.sight.clone();
        ledger.write(0, &role.name, Did::Began { side, party, sight });
        Self {
            session: Session::new(talk, Outbox::default()),
            plans: Plans::new(role.habit, chance.clone()),
            chance,
            ledger,
            seed,
            line: 0,
            opened_as: HashMap::new(),
            n_renewed: 0,
            deeds: deeds::Deeds::new(
                role.disorder,
                Chance::named(seed, &format!("{}!", role.name)),
            ),
            n_written: 0,
            n_borrowed: 0,
            role,
        }
    }

    /// Its name in the ledger.
    pub fn name(&self) -> &str {
        &self.role.name
    }

    /// Whether nothing waits and the line is live.
    pub fn is_at_rest(&self) -> bool {
        let gave_up = |stage: &Stage| matches!(stage, Stage::NotSent { .. });
        let is_live = matches!(
            self.session.state(),
            beseda_client::connection::State::Live { .. }
        );
        is_live
            && self.plans.is_empty()
            && self.deeds.is_empty()
            && self
                .session
                .outbox()
                .items()
                .iter()
                .all(|item| gave_up(&item.stage))
    }

    /// When [`Actor::tick`] is due.
    pub fn wake_at(&self) -> Option<u64> {
        let session = self.session.wake_at().map(|at| self.driver_time(at));
        let own = [self.plans.wake_at(), self.deeds.wake_at()];
        own.into_iter().flatten().chain(session).min()
    }

    /// The conversation begins.
    pub fn start(&mut self, now: u64) -> Vec<Deed> {
        self.plans.begin(now);
        self.step(now, Input::Start)
    }

    /// The page is closed: nothing more is said, whatever waits.
    pub fn leave(&mut self, now: u64) -> Vec<Deed> {
        self.plans.calm();
        self.ledger.write(now, &self.role.name, Did::Left {});
        self.step(now, Input::Stop)
    }

    /// Its token was refused, and another one makes it this party: from here on the
    /// ledger has it as another reader.
    pub fn renew(&mut self, now: u64, party: String) -> Vec<Deed> {
        self.ledger.write(now, &self.role.name, Did::Left {});
        self.n_renewed += 1;
        let tab = self.role.name.split('~').next().unwrap_or_default();
        self.role.name = format!("{tab}~{}", self.n_renewed);
        self.role.party = party.clone();
        let side = P::SIDE;
        let sight = self.role.sight.clone();
        let began = Did::Began { side, party, sight };
        self.ledger.write(now, &self.role.name, began);
        self.step(now, Input::Start)
    }

    /// Whether its token or session is not accepted any more.
    pub fn has_ended(&self) -> bool {
        use beseda_client::connection::State;
        matches!(self.session.state(), State::Ended)
    }

    /// As whom a socket was opened: what is still on its way belongs to that one.
    fn name_on(&self, line: u32) -> &str {
        self.opened_as.get(&line).unwrap_or(&self.role.name)
    }

    /// No new plans and no disorder from here on.
    pub fn calm(&mut self, now: u64) -> Vec<Deed> {
        self.plans.calm();
        self.deeds.calm();
        // As a reader who looks at the page again.
        self.step(now, Input::Awake)
    }

    /// A socket has opened.
    pub fn opened(&mut self, now: u64, line: u32) -> Vec<Deed> {
        match line == self.line {
            true => self.step(now, Input::Opened),
            false => self.due(now),
        }
    }

    /// A socket has closed or could not be opened.
    pub fn closed(&mut self, now: u64, line: u32, code: u16) -> Vec<Deed> {
        self.ledger
            .write(now, &self.role.name, Did::Cut { line, code });
        self.deeds.forget_line(line);
        match line == self.line {
            true => self.step(now, Input::Closed { code }),
            false => self.due(now),
        }
    }

    /// Text has arrived.
    pub fn heard(&mut self, now: u64, line: u32, text: &str) -> Vec<Deed> {
        for text in self.deeds.translate(P::SIDE, text) {
            self.arrive(now, line, &text);
        }
        self.due(now)
    }

    fn arrive(&mut self, now: u64, line: u32, text: &str) {
        if let Some(told) = read::<P>(text).and_then(|frame| P::told(&frame)) {
            self.ledger
                .write(now, self.name_on(line), Did::Heard { line, told });
        }
        for text in self.deeds.arrive(now, line, text) {
            self.hear(now, line, &text);
        }
    }

    /// Time has passed.
    pub fn tick(&mut self, now: u64) -> Vec<Deed> {
        while let Some((line, text)) = self.deeds.arrived(now) {
            self.hear(now, line, &text);
        }
        while let Some(plan) = self.plans.due(now) {
            self.carry_out(now, &plan);
        }
        self.step(now, Input::Tick)
    }

    /// An upload has ended.
    pub fn uploaded(&mut self, now: u64, cid: &Cid, end: Result<File, Refusal>) -> Vec<Deed> {
        let clock = self.clock(now);
        match end {
            Ok(file) => {
                let outputs = self.session.uploaded(clock, cid, file);
                self.obey(now, outputs);
            }
            Err(refusal) => {
                let (cid_text, code) = (cid.0.clone(), refusal.code.word().to_owned());
                let told = Told::Refused {
                    cid: cid_text,
                    code,
                };
                let line = self.line;
                self.ledger
                    .write(now, &self.role.name, Did::Heard { line, told });
                let outputs = self.session.refuse(clock, cid, refusal);
                self.obey(now, outputs);
            }
        }
        self.due(now)
    }

    fn hear(&mut self, now: u64, line: u32, text: &str) {
        if line != self.line {
            return;
        }
        let input = match read::<P>(text) {
            _ if text == PONG => Input::Pong,
            // What cannot be read is ignored: a newer relay says more (C15).
            None => Input::Pong,
            Some(frame) => Input::Heard(frame),
        };
        self.obey_input(now, input);
    }

    fn step(&mut self, now: u64, input: Input<P::Heard>) -> Vec<Deed> {
        self.obey_input(now, input);
        self.due(now)
    }

    fn obey_input(&mut self, now: u64, input: Input<P::Heard>) {
        let (clock, jitter) = (self.clock(now), self.chance.unit());
        let outputs = self.session.take(clock, jitter, input);
        self.obey(now, outputs);
    }

    fn obey(&mut self, now: u64, outputs: Outputs<P>) {
        for output in outputs {
            match output {
                Output::Open => {
                    self.line += 1;
                    self.opened_as.insert(self.line, self.role.name.clone());
                    self.deeds.open(self.line);
                }
                Output::Close => self.deeds.close(now, self.line),
                Output::Send(text) => {
                    let is_hello = matches!(P::said(&text), Said::Hello(_));
                    self.deeds.send(now, self.line, text, is_hello);
                }
                Output::Apply(frame) => self.show(now, &frame),
                Output::Stored { item, id, .. } => {
                    let did = Did::Stored {
                        cid: item.cid.0,
                        id: id.0,
                    };
                    self.ledger.write(now, &self.role.name, did);
                }
                Output::Lost(_) | Output::Ended => {}
            }
        }
    }

    fn show(&mut self, now: u64, frame: &P::Heard) {
        P::react(&mut self.plans, now, frame);
        if let Some(told) = P::told(frame) {
            self.ledger.write(now, &self.role.name, Did::Shown { told });
        }
    }

    /// What is to be done now, noted at the moment it is handed out.
    fn due(&mut self, now: u64) -> Vec<Deed> {
        let deeds = self.deeds.due(now);
        for deed in &deeds {
            if let Deed::Send { line, text } = deed {
                self.note_said(now, *line, text);
            }
        }
        deeds
    }

    fn note_said(&self, now: u64, line: u32, text: &str) {
        let did = match P::said(text) {
            Said::Hello(seq) => Did::Greeted { line, seq },
            Said::Message { cid, body, dialog } => Did::Said {
                line,
                cid: cid.0,
                body,
                dialog: dialog.map(|id| id.0),
            },
            Said::Deletion { ask, client } => Did::Deletes {
                line,
                ask: ask.0,
                client: client.0,
            },
            Said::Other => return,
        };
        self.ledger.write(now, self.name_on(line), did);
    }

    fn carry_out(&mut self, now: u64, plan: &Plan) {
        let clock = self.clock(now);
        if let Some(to) = P::to(plan) {
            if self.session.outbox().n_waiting() >= UNSENT_MAX {
                return;
            }
            let file = match plan {
                Plan::SendFile(into) => Some(*into),
                _ => None,
            };
            return self.write(now, to, file);
        }
        if let Some(said) = P::mention(plan) {
            let outputs = self.session.mention(&said);
            return self.obey(now, outputs);
        }
        if P::question(plan, Ask(0)).is_some() {
            let ask = |ask| P::question(plan, ask).expect("it is a question whatever its name");
            let (_, outputs) = self.session.ask(clock, Repeat::Safe, ask);
            self.obey(now, outputs);
        }
    }

    fn write(&mut self, now: u64, to: P::To, file: Option<Option<DialogId>>) {
        self.n_written += 1;
        let (clock, cid) = (self.clock(now), self.new_cid(now));
        let words = self.words();
        let text = format!("{} {} {words}", self.role.name, self.n_written);
        let body = match file {
            None => {
                let did = Did::Wrote {
                    cid: cid.0.clone(),
                    body: Digest::of_text(&text),
                };
                self.ledger.write(now, &self.role.name, did);
                Pending::Text(text)
            }
            Some(into) => {
                let n_bytes = self.chance.within(1, 200_000);
                let bytes: Vec<u8> = (0..n_bytes).map(|_| self.chance.bits() as u8).collect();
                let (name, size) = (format!("{}.bin", self.n_written), n_bytes);
                self.deeds.upload(cid.clone(), into, bytes);
                Pending::Upload {
                    name,
                    size,
                    sent: 0,
                }
            }
        };
        let outputs = self.session.write(clock, cid, to, body, None);
        self.obey(now, outputs);
    }

    /// A fresh id; sometimes one that others use too: (sender, cid) is the key.
    fn new_cid(&mut self, now: u64) -> Cid {
        if self.role.name.ends_with(".0") && self.chance.hits(self.role.habit.borrows) {
            self.n_borrowed += 1;
            let mut commons = Chance::named(self.seed, &format!("commons {}", self.n_borrowed));
            return cid(Timestamp(EPOCH_MS), commons.bytes());
        }
        let random = self.chance.bytes();
        cid(self.clock(now), random)
    }

    fn words(&mut self) -> String {
        const WORDS: &[&str] = &[
            "tea",
            "чай",
            "кружка",
            "où",
            "שלום",
            "👩🏽‍🚀",
            "🇷🇸",
            "<b>",
            "\"quoted\"",
            "\\",
            "e\u{301}",
            "line\nbreak",
            "\u{200f}",
        ];
        let n_words = self.chance.within(1, 12);
        let words = (0..n_words).filter_map(|_| self.chance.pick(WORDS).copied());
        words.collect::<Vec<_>>().join(" ")
    }

    fn clock(&self, now: u64) -> Timestamp {
        Timestamp((EPOCH_MS + now).saturating_add_signed(self.role.skew_ms))
    }

    fn driver_time(&self, at: Timestamp) -> u64 {
        at.0.saturating_add_signed(-self.role.skew_ms)
            .saturating_sub(EPOCH_MS)
    }
}

/// An actor of either side, as a driver runs it.
pub trait Acting: Send {
    /// See [`Actor::name`].
    fn name(&self) -> &str;
    /// See [`Actor::is_at_rest`].
    fn is_at_rest(&self) -> bool;
    /// See [`Actor::has_ended`].
    fn has_ended(&self) -> bool;
    /// How many messages wait to be sent.
    fn n_unsent(&self) -> usize;
    /// What keeps it from its rest, for a message.
    fn state(&self) -> String;
    /// See [`Actor::wake_at`].
    fn wake_at(&self) -> Option<u64>;
    /// Lets something happen to it.
    fn take(&mut self, now: u64, stimulus: Stimulus) -> Vec<Deed>;
}

/// What may happen to an actor.
#[derive(Debug, Clone)]
pub enum Stimulus {
    /// See [`Actor::start`].
    Start,
    /// See [`Actor::leave`].
    Leave,
    /// See [`Actor::calm`].
    Calm,
    /// See [`Actor::opened`].
    Opened(u32),
    /// See [`Actor::closed`].
    Closed(u32, u16),
    /// See [`Actor::heard`].
    Heard(u32, String),
    /// See [`Actor::tick`].
    Tick,
    /// See [`Actor::renew`].
    Renew(String),
    /// See [`Actor::uploaded`].
    Uploaded(Cid, Result<File, Refusal>),
}

impl<P> Acting for Actor<P>
where
    P: Persona + Send,
    P::To: Send,
{
    fn name(&self) -> &str {
        self.name()
    }
    fn is_at_rest(&self) -> bool {
        self.is_at_rest()
    }
    fn has_ended(&self) -> bool {
        self.has_ended()
    }
    fn n_unsent(&self) -> usize {
        self.session.outbox().n_waiting()
    }
    fn state(&self) -> String {
        format!(
            "{}: {:?}, {} unsent",
            self.name(),
            self.session.state(),
            self.n_unsent()
        )
    }
    fn wake_at(&self) -> Option<u64> {
        self.wake_at()
    }
    fn take(&mut self, now: u64, stimulus: Stimulus) -> Vec<Deed> {
        match stimulus {
            Stimulus::Start => self.start(now),
            Stimulus::Leave => self.leave(now),
            Stimulus::Calm => self.calm(now),
            Stimulus::Opened(line) => self.opened(now, line),
            Stimulus::Closed(line, code) => self.closed(now, line, code),
            Stimulus::Heard(line, text) => self.heard(now, line, &text),
            Stimulus::Tick => self.tick(now),
            Stimulus::Renew(party) => self.renew(now, party),
            Stimulus::Uploaded(cid, end) => self.uploaded(now, &cid, end),
        }
    }
}

/// Reads a frame as the widget does: by the small readers.
fn read<P: Persona>(text: &str) -> Option<P::Heard> {
    let value: Value = serde_json::from_str(text).ok()?;
    P::Heard::read(&value)
}
