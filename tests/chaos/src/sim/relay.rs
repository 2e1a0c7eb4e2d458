//! The relay of a simulation: the real rules over the real SQLite, with a queue,
//! turns and sockets as `relay/` has them, and crashes between any two steps.

use std::collections::{BTreeMap, HashMap};

use beseda_center::Center;
use beseda_center::turn::command::{Command, Reply};
use beseda_center::turn::heard;
use beseda_center::turn::{
    Context, Entropy, Frame, Input, Lines, Output, Peer, SessionId, Ticket, To,
};
use beseda_protocol::ask::{Asked, Question};
use beseda_protocol::ids::{Ask, IdentityId, OperatorId, Timestamp};
use beseda_protocol::limits::{PING, PONG};
use beseda_protocol::operator::{FromOperator, ToOperator};
use serde_json::Value;

use super::bend::{self, Bend, Clockwork};
use super::storage::Storage;
use crate::chance::Chance;

/// The relay's secret.
pub(super) const SECRET: &[u8] = b"a secret of thirty-two bytes, all";

/// What leaves the relay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sent {
    /// A frame.
    Frame(u64, String),
    /// The end of a socket.
    Close(u64, u16),
}

/// Which version of the rules runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edition {
    /// This one.
    This,
    /// The one after it, which brings the tables on.
    Next,
}

/// Where in a turn the process dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Crash {
    /// Before the turn, with a full queue.
    Before,
    /// In the turn: nothing of it is on disk.
    Within,
    /// After the write, before any answer.
    AfterWrite,
    /// After some answers.
    HalfSent,
}

pub(super) struct Relay {
    storage: Storage,
    center: Option<Center<Storage>>,
    edition: Edition,
    sockets: BTreeMap<u64, Peer>,
    waiting: Vec<Input>,
    /// Whether a job waits for a slice.
    wants_slice: bool,
    chance: Chance,
    bend: Bend,
    n_frames: u64,
    /// Acknowledgements by cid, for a relay that knows repetitions by it alone.
    acks: HashMap<String, String>,
    clocks: HashMap<String, Clockwork>,
    /// Lines that were resumed from another place than they asked for.
    moved: HashMap<u64, (u64, u64)>,
    /// A turn that was answered but is not on disk yet.
    is_loose: bool,
}

impl Relay {
    pub(super) fn new(chance: Chance, bend: Bend) -> Self {
        let storage = Storage::new();
        Self {
            center: Some(Center::new(storage.clone(), SECRET.to_vec())),
            edition: Edition::This,
            storage,
            sockets: BTreeMap::new(),
            waiting: Vec::new(),
            wants_slice: false,
            chance,
            bend,
            n_frames: 0,
            acks: HashMap::new(),
            clocks: HashMap::new(),
            moved: HashMap::new(),
            is_loose: false,
        }
    }

    /// From here on it is wrong in this way.
    pub(super) fn bend(&mut self, bend: Bend) {
        self.bend = bend;
    }

    pub(super) fn is_up(&self) -> bool {
        self.center.is_some()
    }

    pub(super) fn has_work(&self) -> bool {
        self.wants_slice || !self.waiting.is_empty()
    }

    /// Whether its next turn is a slice of a job.
    pub(super) fn is_at_slice(&self) -> bool {
        self.wants_slice && self.waiting.is_empty()
    }

    /// A socket whose right to it has been checked.
    pub(super) fn open(&mut self, peer: Peer) {
        self.sockets.insert(peer.line().0, peer);
    }

    /// A socket has closed.
    pub(super) fn gone(&mut self, line: u64) {
        if let Some(peer) = self.sockets.remove(&line) {
            self.waiting.push(Input::Closed(peer));
        }
    }

    /// The lines of these identities end; which?
    pub(super) fn end_lines_of(&mut self, ended: &[IdentityId]) -> Vec<u64> {
        let is_theirs = |peer: &Peer| match peer {
            Peer::Visitor { identity, .. } => ended.contains(identity),
            Peer::Operator { .. } => false,
        };
        let lines = self.sockets.iter().filter(|(_, peer)| is_theirs(peer));
        let lines: Vec<u64> = lines.map(|(line, _)| *line).collect();
        for line in &lines {
            self.gone(*line);
        }
        lines
    }

    /// Text came in; pongs are answered at once, by the runtime.
    pub(super) fn hear(&mut self, now: u64, line: u64, text: &str) -> Option<Sent> {
        let peer = self.sockets.get(&line)?.clone();
        if text == PING {
            return Some(Sent::Frame(line, PONG.to_owned()));
        }
        if let Some(ack) = self.known_by_cid_alone(text) {
            return Some(Sent::Frame(line, ack));
        }
        let text = self.moved_hello(now, &peer, text);
        self.waiting.push(heard::input(peer, &text));
        None
    }

    /// The object's alarm.
    pub(super) fn ring(&mut self) {
        self.waiting.push(Input::Alarm);
    }

    /// One turn: all that waits, to the sockets; or a slice of a job.
    pub(super) fn flush(&mut self, now: u64, clock: Timestamp, crash: Option<Crash>) -> Vec<Sent> {
        if crash == Some(Crash::Before) {
            self.die();
            return Vec::new();
        }
        if std::mem::take(&mut self.is_loose) {
            self.storage.commit();
        }
        let mut inputs = std::mem::take(&mut self.waiting);
        if inputs.is_empty() && std::mem::take(&mut self.wants_slice) {
            inputs.push(Input::Slice);
        }
        let outputs = self.turn(clock, inputs);
        if crash == Some(Crash::Within) {
            self.storage.roll_back();
            self.die();
            return Vec::new();
        }
        match self.bend {
            Bend::AckBeforeWrite => self.is_loose = true,
            _ => self.storage.commit(),
        }
        let mut sent: Vec<Sent> = outputs.into_iter().flat_map(|o| self.address(o)).collect();
        self.bend_frames(now, &mut sent);
        match crash {
            Some(Crash::AfterWrite) => sent.clear(),
            Some(Crash::HalfSent) => sent.truncate(sent.len() / 2),
            _ => {}
        }
        if crash.is_some() {
            self.die();
        }
        sent
    }

    /// The process is gone: memory, queue, sockets, and what was not on disk.
    pub(super) fn die(&mut self) {
        if std::mem::take(&mut self.is_loose) {
            self.storage.roll_back();
        }
        self.center = None;
        self.sockets.clear();
        self.waiting.clear();
        self.wants_slice = false;
        self.moved.clear();
    }

    /// Starts again on the same storage.
    pub(super) fn start(&mut self) {
        let (storage, secret) = (self.storage.clone(), SECRET.to_vec());
        self.center = Some(match self.edition {
            Edition::This => Center::new(storage, secret),
            Edition::Next => Center::of_the_next_version(storage, secret),
        });
    }

    /// From the next start on another version runs; which?
    pub(super) fn deploy(&mut self) -> Edition {
        self.edition = match self.edition {
            Edition::This => Edition::Next,
            Edition::Next => Edition::This,
        };
        self.edition
    }

    /// A command by itself, as a route makes it.
    pub(super) fn ask(&mut self, clock: Timestamp, command: Command) -> Reply {
        if std::mem::take(&mut self.is_loose) {
            self.storage.commit();
        }
        let outputs = self.turn(clock, vec![Input::Command(Ticket(1), command)]);
        self.storage.commit();
        let answer = outputs.into_iter().find_map(|output| match output {
            Output::Answer(_, answer) => Some(answer),
            _ => None,
        });
        answer
            .expect("a command has an answer")
            .expect("the simulation asks rightly")
    }

    /// What somebody asks before anything else happens; what he is answered.
    pub(super) fn ask_as<Q: Asked>(&mut self, clock: Timestamp, who: &Peer, what: Q) -> Q::Answer
    where
        Question: From<Q>,
    {
        let asked = Input::FromOperator(who.clone(), FromOperator::ask(Ask(0), what));
        let outputs = self.turn(clock, vec![asked]);
        self.storage.commit();
        let answer = outputs.into_iter().find_map(|output| match output {
            Output::Frame(To::Line(line), frame) if line == who.line() => {
                match serde_json::from_str(&frame.text) {
                    Ok(ToOperator::Answer { answer, .. }) => Q::given(answer),
                    _ => None,
                }
            }
            _ => None,
        });
        answer.expect("the simulation asks rightly")
    }

    /// Decides a turn; its writes are still to be committed.
    fn turn(&mut self, clock: Timestamp, inputs: Vec<Input>) -> Vec<Output> {
        let mut entropy = Drawn(self.chance.clone());
        self.chance.bits();
        let lines = Open(&self.sockets);
        let mut context = Context {
            now: clock,
            entropy: &mut entropy,
            lines: &lines,
        };
        self.storage.begin();
        let center = self
            .center
            .as_mut()
            .expect("only a relay that is up takes turns");
        let decided = center.turn(&mut context, inputs);
        decided.unwrap_or_else(|fault| panic!("a fault of our own: {fault}"))
    }

    fn address(&mut self, output: Output) -> Vec<Sent> {
        match output {
            Output::Frame(to, frame) => {
                let to = self.bend_audience(to, &frame);
                let lines = self.sockets.iter().filter(|(_, peer)| is_to(&to, peer));
                lines
                    .map(|(line, _)| Sent::Frame(*line, frame.text.clone()))
                    .collect()
            }
            Output::Close { line, code, .. } => {
                self.sockets.remove(&line.0);
                vec![Sent::Close(line.0, code)]
            }
            Output::Slice => {
                self.wants_slice = true;
                Vec::new()
            }
            Output::CloseSession(_)
            | Output::Answer(..)
            | Output::Alarm(_)
            | Output::DropFiles { .. }
            | Output::CallWebhooks { .. }
            | Output::DeleteFiles { .. }
            | Output::WentBack { .. } => Vec::new(),
        }
    }
}

/// What only a bent relay does.
impl Relay {
    fn known_by_cid_alone(&self, text: &str) -> Option<String> {
        let said: Value = serde_json::from_str(text).ok()?;
        let cid = said.get("cid")?.as_str()?;
        (self.bend == Bend::CidAlone).then(|| self.acks.get(cid).cloned())?
    }

    /// A hello from a place, turned into one from a moment.
    fn moved_hello(&mut self, now: u64, peer: &Peer, text: &str) -> String {
        let asked = match (self.bend, serde_json::from_str::<Value>(text)) {
            (Bend::ResumeByTime, Ok(said)) if said["t"] == "hello" => said,
            _ => return text.to_owned(),
        };
        let recent = self
            .clocks
            .get(&view(peer))
            .map_or(0, |clock| clock.recent(now));
        match asked["seq"].as_u64() {
            Some(seq) if seq < recent => {
                self.moved.insert(peer.line().0, (recent, seq));
                let mut moved = asked;
                moved["seq"] = recent.into();
                moved.to_string()
            }
            _ => text.to_owned(),
        }
    }

    /// Everybody hears what some may see.
    fn bend_audience(&self, to: To, frame: &Frame) -> To {
        match to {
            To::People(_) if self.bend == Bend::HiddenTold && frame.upto.is_some() => To::Operators,
            to => to,
        }
    }

    fn bend_frames(&mut self, now: u64, sent: &mut Vec<Sent>) {
        for one in sent.iter_mut() {
            let Sent::Frame(line, text) = one else {
                continue;
            };
            if let Some((after, seq)) = bend::places(text) {
                if let Some(peer) = self.sockets.get(line) {
                    self.clocks.entry(view(peer)).or_default().note(now, seq);
                }
                match self.moved.remove(line) {
                    Some((recent, asked)) if recent == after => *text = bend::after(text, asked),
                    _ => {}
                }
            } else if self.bend == Bend::CidAlone && text.starts_with(r#"{"t":"ack""#) {
                let ack: Value = serde_json::from_str(text).unwrap_or_default();
                if let Some(cid) = ack["cid"].as_str() {
                    self.acks.insert(cid.to_owned(), text.clone());
                }
            }
        }
        if self.bend == Bend::GoneUnsaid {
            for one in sent.iter_mut() {
                if let Sent::Frame(_, text) = one {
                    *text = bend::without_ends(text);
                }
            }
        }
        if let Bend::DropEvery(n) = self.bend {
            sent.retain(|one| {
                let is_events = matches!(one, Sent::Frame(_, text) if bend::places(text).is_some());
                self.n_frames += u64::from(is_events);
                !is_events || !self.n_frames.is_multiple_of(n)
            });
        }
    }
}

/// Whose log it is.
fn view(peer: &Peer) -> String {
    match peer {
        Peer::Visitor { identity, .. } => identity.0.clone(),
        Peer::Operator { .. } => "operators".to_owned(),
    }
}

struct Drawn(Chance);

impl Entropy for Drawn {
    fn fill(&mut self, bytes: &mut [u8]) {
        bytes.fill_with(|| self.0.bytes::<1>()[0]);
    }
}

struct Open<'a>(&'a BTreeMap<u64, Peer>);

impl Lines for Open<'_> {
    fn is_identity_online(&self, identity: &IdentityId) -> bool {
        let is_his =
            |peer: &Peer| matches!(peer, Peer::Visitor { identity: c, .. } if c == identity);
        self.0.values().any(is_his)
    }

    fn operators_online(&self) -> Vec<OperatorId> {
        let mut online: Vec<OperatorId> = (self.0.values())
            .filter_map(|peer| match peer {
                Peer::Operator { operator, .. } => Some(*operator),
                Peer::Visitor { .. } => None,
            })
            .collect();
        online.sort();
        online.dedup();
        online
    }
}

fn is_to(to: &To, peer: &Peer) -> bool {
    match (to, peer) {
        (To::Line(line), peer) => *line == peer.line(),
        (To::Identity(client), Peer::Visitor { identity: his, .. }) => client == his,
        (
            To::IdentityBut(client, but),
            Peer::Visitor {
                identity: his,
                line,
                ..
            },
        ) => client == his && but != line,
        (To::Operators, Peer::Operator { .. }) => true,
        (To::OperatorsBut(but), Peer::Operator { line, .. }) => but != line,
        (To::People(people), Peer::Operator { operator, .. }) => people.contains(operator),
        (To::PeopleBut(people, but), Peer::Operator { operator, line, .. }) => {
            people.contains(operator) && but != line
        }
        _ => false,
    }
}

/// The session of a simulated operator.
pub(super) fn session(operator: OperatorId) -> SessionId {
    SessionId(format!("session {operator}"))
}
