//! One conversation with the relay: the line, the place in the log, messages
//! and questions that wait. Sans-I/O: [`Session::take`] is told what happened
//! and says what to do.
//!
//! Whoever runs it obeys the [`Output`]s in their order, and calls `take` with
//! [`Input::Tick`] at [`Session::wake_at`].

use beseda_protocol::close::CROWDED_OUT;
use beseda_protocol::ids::{Ask, Cid, MessageId, Seq, Timestamp};
use beseda_protocol::json::to_text;
use beseda_protocol::limits::{ACK_DEADLINE_MS, PING};
use beseda_protocol::message::File;
use beseda_protocol::refusal::{Code, Refusal};

use crate::asks::{Asks, Repeat};
use crate::connection::{self, Act, Connection, State};
use crate::conversation::{Conversation, Place, Step};
use crate::outbox::{Item, Outbox, Pending, Stage};

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Input<H> {
    /// The conversation is wanted from now on.
    Start,
    /// No longer wanted.
    Stop,
    /// The socket has opened.
    Opened,
    /// The socket has closed, or could not be opened.
    Closed {
        /// Of the close frame; 1006 without one.
        code: u16,
    },
    /// A frame arrived.
    Heard(H),
    /// A pong arrived, or text that is no frame.
    Pong,
    /// The network has come or gone, or the page is looked at again.
    Awake,
    /// Time has passed.
    Tick,
}

/// What to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Output<H, T> {
    /// Open a socket.
    Open,
    /// Send this over it.
    Send(String),
    /// Drop the socket: nothing of it may be heard any more.
    Close,
    /// Show this: it is next in order, and comes once.
    Apply(H),
    /// This message has left the outbox: it is stored.
    Stored {
        /// As it was in the outbox.
        item: Item<T>,
        /// Its id.
        id: MessageId,
        /// When it was stored, by the relay's clock.
        at: Timestamp,
    },
    /// The line was cut before this question was answered.
    Lost(Ask),
    /// The relay does not accept this identity (any more).
    Ended,
}

/// What [`Session::take`] returns for a conversation.
pub type Outputs<C> = Vec<Output<<C as Conversation>::Heard, <C as Conversation>::To>>;

/// One conversation.
#[derive(Debug)]
pub struct Session<C: Conversation> {
    /// What a hello tells; may be changed at any time.
    pub talk: C,
    connection: Connection,
    place: Option<Place>,
    /// What was missed has come when this place is reached; taken for lost when it
    /// is not reached by then.
    missed: Option<(Seq, Timestamp)>,
    got: Got,
    outbox: Outbox<C::To>,
    asks: Asks,
}

/// Frames after which the place is reported at once, events among them or not: the
/// relay takes a line that reports nothing for one that reads nothing (G9).
const REPORT_FRAMES: u32 = 200;

/// What the relay knows of our progress.
#[derive(Debug, Default)]
struct Got {
    reported: Seq,
    /// Frames since the last report, events or not.
    n_heard: u32,
    report_at: Option<Timestamp>,
}

impl<C: Conversation> Session<C> {
    /// With what is known to wait; what another page has left is [adopted](Session::adopt).
    pub fn new(talk: C, outbox: Outbox<C::To>) -> Self {
        Self {
            talk,
            connection: Connection::default(),
            place: None,
            missed: None,
            got: Got::default(),
            outbox,
            asks: Asks::default(),
        }
    }

    /// Somebody else speaks from now on: of his conversation nothing is known.
    pub fn forget(&mut self) {
        self.place = None;
    }

    /// Where the line is.
    pub fn state(&self) -> State {
        self.connection.state()
    }

    /// What has not been acknowledged.
    pub fn outbox(&self) -> &Outbox<C::To> {
        &self.outbox
    }

    /// When [`Input::Tick`] is due.
    pub fn wake_at(&self) -> Option<Timestamp> {
        let waiting = match self.connection.is_live() {
            true => [
                self.outbox.wake_at(),
                self.asks.wake_at(),
                self.got.report_at,
                self.missed.map(|(_, until)| until),
            ],
            false => [None; 4],
        };
        waiting
            .into_iter()
            .flatten()
            .chain(self.connection.wake_at())
            .min()
    }

    /// Goes on by one input. `chance` is a random number of `0.0..1.0`.
    pub fn take(&mut self, now: Timestamp, chance: f64, input: Input<C::Heard>) -> Outputs<C> {
        let mut out = Vec::new();
        let line = match input {
            Input::Start => connection::Input::Start,
            Input::Stop => connection::Input::Stop,
            Input::Opened => connection::Input::Opened,
            // What waits here would wait until somebody looks at this page again.
            Input::Closed { code: CROWDED_OUT } if self.outbox.n_waiting() > 0 => {
                connection::Input::Closed { code: 1006 }
            }
            Input::Closed { code } => connection::Input::Closed { code },
            Input::Pong => connection::Input::Heard,
            Input::Awake => connection::Input::Awake,
            Input::Tick if self.is_overdue(now) => connection::Input::Doubt,
            Input::Tick => connection::Input::Tick,
            Input::Heard(frame) => {
                self.step(now, chance, connection::Input::Heard, &mut out);
                self.hear(now, chance, frame, &mut out);
                self.flush(now, &mut out);
                return out;
            }
        };
        self.step(now, chance, line, &mut out);
        self.flush(now, &mut out);
        out
    }

    /// Writes a message: it is sent as soon as the line allows.
    pub fn write(
        &mut self,
        now: Timestamp,
        cid: Cid,
        to: C::To,
        body: Pending,
        quote: Option<MessageId>,
    ) -> Outputs<C> {
        self.outbox.push(Item {
            cid,
            at: now,
            to,
            body,
            quote,
            stage: Stage::Queued,
        });
        self.flushed(now)
    }

    /// Takes over a message that another page has written and left unsent.
    pub fn adopt(
        &mut self,
        now: Timestamp,
        cid: Cid,
        at: Timestamp,
        to: C::To,
        body: Pending,
        quote: Option<MessageId>,
    ) -> Outputs<C> {
        self.outbox.adopt(Item {
            cid,
            at,
            to,
            body,
            quote,
            stage: Stage::Queued,
        });
        self.flushed(now)
    }

    /// An upload has come so far.
    pub fn progress(&mut self, cid: &Cid, bytes: u64) {
        self.outbox.progress(cid, bytes);
    }

    /// A message says something else now, and is sent.
    pub fn replace(&mut self, now: Timestamp, cid: &Cid, body: Pending) -> Outputs<C> {
        self.outbox.replace(cid, body);
        self.flushed(now)
    }

    /// An upload has ended well: its message is said.
    pub fn uploaded(&mut self, now: Timestamp, cid: &Cid, file: File) -> Outputs<C> {
        self.outbox.uploaded(cid, file);
        self.flushed(now)
    }

    /// A message can't be sent: its upload was refused. What it held may go now.
    #[must_use]
    pub fn refuse(&mut self, now: Timestamp, cid: &Cid, refusal: Refusal) -> Outputs<C> {
        self.outbox.refuse(cid, refusal, now);
        self.flushed(now)
    }

    /// Sends a refused message after all. A file that has not arrived is to be
    /// uploaded again by the caller: see [`Session::outbox`].
    pub fn retry(&mut self, now: Timestamp, cid: &Cid) -> Outputs<C> {
        self.outbox.retry(cid);
        self.flushed(now)
    }

    /// Gives a message up. What it held may go now.
    #[must_use]
    pub fn cancel(&mut self, now: Timestamp, cid: &Cid) -> Outputs<C> {
        self.outbox.cancel(cid);
        self.flushed(now)
    }

    /// Asks a question; the answer comes as [`Output::Apply`] with its `ask`.
    pub fn ask(
        &mut self,
        now: Timestamp,
        repeat: Repeat,
        question: impl FnOnce(Ask) -> C::Said,
    ) -> (Ask, Outputs<C>) {
        let ask = self.asks.name();
        self.asks.push(ask, to_text(&question(ask)), repeat);
        (ask, self.flushed(now))
    }

    /// Says what is not worth repeating (typing, a read mark's repetition is
    /// made by the next one): lost unless the line is live.
    pub fn mention(&self, said: &C::Said) -> Outputs<C> {
        match self.connection.is_live() {
            true => vec![Output::Send(to_text(said))],
            false => Vec::new(),
        }
    }

    /// An acknowledgement, an answer, what was missed: late. The line may look well
    /// all the same.
    fn is_overdue(&self, now: Timestamp) -> bool {
        let is_late = |until: Option<Timestamp>| until.is_some_and(|at| at <= now);
        self.connection.is_live()
            && (self.outbox.is_overdue(now)
                || is_late(self.asks.wake_at())
                || is_late(self.missed.map(|(_, until)| until)))
    }

    fn step(
        &mut self,
        now: Timestamp,
        chance: f64,
        input: connection::Input,
        out: &mut Outputs<C>,
    ) {
        let mut lost = Vec::new();
        for act in self.connection.take(now, chance, input) {
            out.push(match act {
                Act::Open => Output::Open,
                Act::Ping => Output::Send(PING.to_owned()),
                Act::Greet => {
                    self.got.reported = self.place.as_ref().map_or(Seq(0), |place| place.seq);
                    self.got.n_heard = 0;
                    Output::Send(to_text(&self.talk.hello(self.place.as_ref())))
                }
                Act::Close => {
                    self.missed = None;
                    self.outbox.requeue();
                    lost = self.asks.requeue();
                    Output::Close
                }
                Act::End => {
                    // It was another's: who begins anew has no place yet.
                    self.place = None;
                    Output::Ended
                }
            });
        }
        out.extend(lost.into_iter().map(Output::Lost));
    }

    fn hear(&mut self, now: Timestamp, chance: f64, mut frame: C::Heard, out: &mut Outputs<C>) {
        self.got.n_heard += 1;
        if self.got.n_heard >= REPORT_FRAMES && self.place.is_some() {
            self.got.report_at = Some(now);
        }
        match self.talk.step(&frame) {
            Step::Resumed { upto } => {
                self.expect(now, upto);
                self.step(now, chance, connection::Input::Greeted, out);
            }
            Step::Reset { place, .. } if self.is_behind(&place) => return,
            Step::Reset { place, stored } => {
                self.settle(&stored);
                self.progressed(now, place);
                self.step(now, chance, connection::Input::Greeted, out);
            }
            Step::Events { after, seq, stored } => {
                let Some(place) = self.place.clone().filter(|_| self.connection.is_live()) else {
                    // What overtook the greeting is of no use, but tells what is to come.
                    return self.expect(now, seq);
                };
                // Whoever else is told it was shown nothing of what this line has missed.
                let jumps = (self.missed).is_some_and(|(upto, _)| after < upto && upto < seq);
                if after > place.seq || jumps || seq <= place.seq {
                    // What lies behind us is a repetition; what lies ahead shows a gap.
                    if after > place.seq || jumps {
                        self.step(now, chance, connection::Input::Doubt, out);
                    }
                    return;
                }
                self.settle(&stored);
                if after < place.seq {
                    C::skip_known(&mut frame, place.seq);
                }
                self.progressed(now, Place { seq, ..place });
            }
            Step::Ack { cid, id, at } => {
                out.extend(
                    self.outbox
                        .settle(&cid)
                        .map(|item| Output::Stored { item, id, at }),
                );
                return;
            }
            Step::Answer { ask } => {
                if !self.asks.settle(ask) {
                    return;
                }
            }
            Step::Refused {
                cid: Some(cid),
                refusal,
                ..
            } => {
                self.outbox.refuse(&cid, refusal, now);
                return;
            }
            Step::Refused { ask: Some(ask), .. } => {
                self.asks.settle(ask);
            }
            Step::Refused { refusal, .. } if refusal.code == Code::Unauthorized => {
                let code = beseda_protocol::close::UNAUTHORIZED;
                return self.step(now, chance, connection::Input::Closed { code }, out);
            }
            Step::Refused { .. } | Step::Other => {}
        }
        out.push(Output::Apply(frame));
    }

    /// Whether a view repeats an earlier frame of this line.
    fn is_behind(&self, place: &Place) -> bool {
        let is_ours = |ours: &Place| ours.epoch == place.epoch && place.seq <= ours.seq;
        self.connection.is_live() && self.place.as_ref().is_some_and(is_ours)
    }

    /// Messages that have come back from the log are no longer on their way.
    fn settle(&mut self, stored: &[Cid]) {
        for cid in stored {
            self.outbox.settle(cid);
        }
    }

    /// This place, too, is to be reached in time.
    fn expect(&mut self, now: Timestamp, seq: Seq) {
        let upto = self.missed.map_or(seq, |(upto, _)| upto.max(seq));
        let is_reached = self.place.as_ref().is_some_and(|place| upto <= place.seq);
        self.missed = (!is_reached).then_some((upto, now.plus_ms(ACK_DEADLINE_MS)));
    }

    fn progressed(&mut self, now: Timestamp, place: Place) {
        self.missed = self.missed.filter(|(upto, _)| place.seq < *upto);
        self.place = Some(place);
        let at = now.plus_ms(C::GOT_AFTER_MS);
        self.got.report_at = Some(self.got.report_at.map_or(at, |due| due.min(at)));
    }

    fn flushed(&mut self, now: Timestamp) -> Outputs<C> {
        let mut out = Vec::new();
        self.flush(now, &mut out);
        out
    }

    /// Sends what can go. Messages do not wait for the answer to the hello: the relay takes
    /// what a line says in its order, and they are there a way and back earlier.
    fn flush(&mut self, now: Timestamp, out: &mut Outputs<C>) {
        if !self.connection.is_introduced() {
            return;
        }
        while let Some((item, draft)) = self.outbox.due(now) {
            out.push(Output::Send(to_text(&self.talk.say(item, draft))));
        }
        if !self.connection.is_live() {
            return;
        }
        out.extend(self.asks.due(now).into_iter().map(Output::Send));
        if self.got.report_at.is_some_and(|at| at <= now) {
            self.got.report_at = None;
            let seq = self.place.as_ref().map_or(Seq(0), |place| place.seq);
            if seq > self.got.reported || self.got.n_heard >= REPORT_FRAMES {
                self.got.reported = seq;
                self.got.n_heard = 0;
                out.push(Output::Send(to_text(&C::got(seq))));
            }
        }
    }
}
