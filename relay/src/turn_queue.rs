//! Group commit: what arrives while one turn is being written waits here, and the
//! next turn takes all of it. Frames, commands, closes and alarms share the queue.

mod slices;
mod storage;
mod way_out;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use beseda_center::Center;
use beseda_center::storage::fault::Fault;
use beseda_center::turn::command::{Command, Reply};
use beseda_center::turn::{Context, Entropy, Frame, Input, LineId, Output, Peer, Ticket, To};
use beseda_protocol::ids::{JobId, Timestamp};
use beseda_protocol::operator::FromOperator;
use beseda_protocol::refusal::Refusal;
use beseda_protocol::visitor::FromVisitor;
use futures_channel::oneshot;
use worker::{Env, Response, State, WebSocket};

use crate::answer;
use crate::census;
use crate::center_call::Caller;
#[cfg(feature = "testing")]
use crate::center_call::Plant;
use crate::health::{Health, Trouble};
use crate::mail::Mail;
use crate::overload::{self, Overload};
use crate::runtime::{self, Doom, WhenHeard, WhenKept};
use crate::sockets::{self, OpenLines, Windows};
use crate::sql::ObjectSql;
use crate::sweep;
use crate::switchboard::Switchboard;
use slices::Slices;

/// Inputs that may wait for one turn. Far more than arrive during one commit;
/// who comes later is told to come back.
const WAITING_MAX: usize = 20_000;
/// Bytes of frames that may wait: a part of the 128 MB that an isolate has.
const WAITING_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The queue before a center.
pub(crate) struct TurnQueue {
    state: State,
    env: Env,
    center: RefCell<Center<ObjectSql>>,
    doom: Doom,
    health: Health,
    /// After a fault nothing more is decided or sent.
    is_doomed: Cell<bool>,
    waiting: RefCell<Vec<Input>>,
    waiting_max: Cell<usize>,
    waiting_bytes: Cell<usize>,
    /// From an input that finds nothing on its way to the disk until nothing waits
    /// and everything is there.
    is_busy: Cell<bool>,
    when_kept: WhenKept,
    when_heard: WhenHeard,
    /// Of all turns that have written, so many will be on disk when the wait ends.
    n_awaited: Cell<u64>,
    /// Whether the last turn had one input.
    was_alone: Cell<bool>,
    slices: Slices,
    asked: RefCell<HashMap<Ticket, oneshot::Sender<Result<Reply, Refusal>>>>,
    last_ticket: Cell<u64>,
    windows: RefCell<Windows>,
    switchboard: Switchboard,
    /// When dead sockets were last looked for, as far as this instance knows.
    swept_at: Cell<Timestamp>,
    /// Who waits for the end of the alarm's turn.
    witnesses: RefCell<Vec<oneshot::Sender<()>>>,
    #[cfg(feature = "testing")]
    plant: Cell<Option<Plant>>,
}

impl TurnQueue {
    /// Before this center, inside this object.
    pub(crate) fn new(state: State, env: Env, center: Center<ObjectSql>) -> Rc<Self> {
        // Of an object that was aborted the count is still there.
        census::count_anew(&state, state.get_websockets().len());
        let health = Health::wake(&state);
        let failed = health.take_failed_slice().map(Input::SliceFailed);
        Rc::new_cyclic(|queue| Self {
            doom: Doom::of(&state),
            is_doomed: Cell::default(),
            health,
            state,
            env,
            center: RefCell::new(center),
            waiting: RefCell::new(failed.into_iter().collect()),
            waiting_max: Cell::new(WAITING_MAX),
            waiting_bytes: Cell::default(),
            is_busy: Cell::default(),
            when_kept: Self::when_kept(queue),
            when_heard: Self::when_heard(queue),
            n_awaited: Cell::default(),
            was_alone: Cell::new(true),
            slices: Slices::default(),
            asked: RefCell::default(),
            last_ticket: Cell::default(),
            windows: RefCell::default(),
            switchboard: Switchboard::default(),
            swept_at: Cell::new(runtime::now()),
            witnesses: RefCell::default(),
            #[cfg(feature = "testing")]
            plant: Cell::default(),
        })
    }

    /// The object.
    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// Whether no more may be put in now.
    pub(crate) fn is_full(&self) -> bool {
        self.waiting.borrow().len() >= self.waiting_max.get()
            || self.waiting_bytes.get() >= WAITING_BYTES_MAX
    }

    /// Another limit than [`WAITING_MAX`].
    #[cfg(feature = "testing")]
    pub(crate) fn take_at_most(&self, n_inputs: usize) {
        self.waiting_max.set(n_inputs);
    }

    /// Refuses a frame that finds the queue full (G11). What a peer waits for has a
    /// name and is refused by it; whoever says something else comes back later.
    pub(crate) fn turn_away(self: &Rc<Self>, socket: &WebSocket, peer: &Peer, text: &str) {
        match overload::answer(peer, text) {
            Overload::Refuse(frame) => {
                let mut mail = Mail::default();
                self.deliver(
                    &mut mail,
                    Output::Frame(To::Line(peer.line()), Frame::new(frame)),
                );
                mail.send();
            }
            Overload::Ignore => {}
            Overload::Close => runtime::shut(socket, sockets::TRY_LATER, "overloaded"),
        }
    }

    /// Takes a socket, or refuses it for want of room.
    pub(crate) fn open(
        self: &Rc<Self>,
        caller: Caller,
        sockets_max: usize,
    ) -> worker::Result<Result<Response, Refusal>> {
        if let Caller::Visitor { identity, .. } = &caller {
            for peer in sockets::crowd_out(&self.state, identity) {
                // The runtime reports no close that the other end never answers.
                self.put(Input::Closed(peer));
            }
        }
        sockets::open(&self.state, &self.switchboard, caller, sockets_max)
    }

    /// Puts a frame of so many bytes in.
    pub(crate) fn put_frame(self: &Rc<Self>, input: Input, n_bytes: usize) {
        self.waiting_bytes.update(|waiting| waiting + n_bytes);
        self.put(input);
    }

    /// Puts an input in; it will have been decided after the next turn.
    pub(crate) fn put(self: &Rc<Self>, input: Input) {
        self.waiting.borrow_mut().push(input);
        if self.is_busy.replace(true) || self.is_doomed.get() {
            return;
        }
        // Who spoke alone last time probably does again, and waits for nobody. Of a
        // crowd the others are about to be heard as well: the next turn takes them along.
        if self.was_alone.get() && self.has_room() {
            self.flush();
        }
        self.go_on();
    }

    /// The next turn when the one before is on disk, if anything waits then.
    fn go_on(self: &Rc<Self>) {
        if self.is_doomed.get() {
            #[cfg(feature = "testing")]
            self.end_if_mute();
            return;
        }
        self.n_awaited.set(self.health.written());
        if let Err(error) = self.when_kept.wait(&self.state) {
            self.fail(&Fault::Storage(error.to_string()));
        }
    }

    /// A turn is on disk: the next. Each is begun by a promise of its own: the runtime
    /// may bound how long one call lasts.
    fn take_next(self: &Rc<Self>) {
        if self.is_doomed.get() {
            return;
        }
        #[cfg(feature = "testing")]
        if self.slices.hangs() {
            return;
        }
        if self.has_to_look() {
            let queue = Rc::clone(self);
            self.state.wait_until(async move {
                queue.look_for_room().await;
                queue.take_or_rest();
            });
        } else {
            self.take_or_rest();
        }
    }

    fn take_or_rest(self: &Rc<Self>) {
        self.slices.rest();
        let nobody_waits = self.waiting.borrow().is_empty();
        if !nobody_waits && self.slices.are_due() && self.has_room() {
            self.take_slice();
        } else if !nobody_waits {
            self.flush();
        } else if !self.is_behind() {
            self.is_busy.set(false);
            return self.wait_for_slice();
        }
        self.go_on();
    }

    /// Nothing waits: a slice may come when others were given time to be heard.
    fn wait_for_slice(self: &Rc<Self>) {
        if self.slices.are_wanted() && self.has_room() && self.slices.wait() {
            let waits = self.when_heard.wait(&self.state);
            if let Err(error) = waits {
                self.fail(&Fault::Storage(error.to_string()));
            }
        }
    }

    /// They were. Where somebody has spoken, his turn is on its way, and the slice comes
    /// behind it.
    fn slice_after_wait(self: &Rc<Self>) {
        self.slices.end_wait();
        let may_come = self.slices.are_wanted() && self.has_room() && !self.is_doomed.get();
        if may_come && !self.is_busy.replace(true) {
            self.take_slice();
            self.go_on();
        }
    }

    fn take_slice(self: &Rc<Self>) {
        self.slices.begin();
        self.take(vec![Input::Slice]);
    }

    /// Puts a command in and waits for its answer.
    pub(crate) async fn ask(self: &Rc<Self>, command: Command) -> Result<Reply, Refusal> {
        let ticket = Ticket(self.last_ticket.get() + 1);
        self.last_ticket.set(ticket.0);
        let (sender, answer) = oneshot::channel();
        self.asked.borrow_mut().insert(ticket, sender);
        self.put(Input::Command(ticket, command));
        answer.await.unwrap_or_else(|_| Err(answer::fault()))
    }

    /// Puts the alarm in and waits for the end of its turn: an alarm that ends
    /// early would not be rung again after a crash.
    ///
    /// # Errors
    /// When nothing can be done now: the runtime rings again.
    pub(crate) async fn ring(self: &Rc<Self>) -> worker::Result<()> {
        self.look_for_room().await;
        if !self.has_room() {
            worker::console_error!("what is due has to wait: the storage takes nothing");
            return Err("the storage takes nothing".into());
        }
        let (sender, end) = oneshot::channel();
        self.witnesses.borrow_mut().push(sender);
        self.put(Input::Alarm);
        // An error would mean that the object went away: then the runtime rings again.
        let _ = end.await;
        Ok(())
    }

    /// Plants a failure in the next turn.
    #[cfg(feature = "testing")]
    pub(crate) fn plant(&self, plant: Plant) {
        self.plant.set(Some(plant));
    }

    /// Takes whatever waits.
    fn flush(self: &Rc<Self>) {
        if self.is_doomed.get() {
            return;
        }
        let now = runtime::now();
        let mut inputs = self.waiting.take();
        self.waiting_bytes.set(0);
        self.was_alone.set(inputs.len() == 1);
        if rings(&inputs) || sweep::is_due(now.ms_since(self.swept_at.get())) {
            self.swept_at.set(now);
            let dead = sweep::close_dead(&self.state, now);
            inputs.extend(dead.into_iter().map(Input::Closed));
        }
        self.take(inputs);
    }

    /// One turn, from its inputs to the sockets, in one synchronous stretch.
    fn take(self: &Rc<Self>, inputs: Vec<Input>) {
        let now = runtime::now();
        let rings = rings(&inputs);
        let tickets: Vec<Ticket> = inputs.iter().filter_map(ticket).collect();
        #[cfg(feature = "testing")]
        let is_slice = matches!(inputs[..], [Input::Slice]);
        #[cfg(feature = "testing")]
        crate::counts::turn(inputs.len());
        self.note_reading(&inputs);
        let closed: Vec<LineId> = inputs.iter().filter_map(closed_line).collect();
        let greeting: Vec<LineId> = inputs.iter().filter_map(greeting_line).collect();
        let lines = OpenLines {
            state: &self.state,
            closed: &closed,
        };
        let mut context = Context {
            now,
            entropy: &mut Platform,
            lines: &lines,
        };
        #[cfg(feature = "testing")]
        if let Err(fault) = self.fail_if_planted(Plant::PanicBefore) {
            return self.fail(&fault);
        }
        let decided = match self.has_room() {
            true => {
                self.health.writes();
                self.center.borrow_mut().turn(&mut context, inputs)
            }
            false => (self.center.borrow_mut()).turn_without_room(&mut context, inputs),
        };
        #[cfg(feature = "testing")]
        let decided = self.fail_if_planted(Plant::PanicAfter).and(decided);
        #[cfg(feature = "testing")]
        if is_slice && decided.is_ok() {
            self.hang_if_planted();
        }
        #[cfg(feature = "testing")]
        if self.plant.get() == Some(Plant::MuteAfter) && decided.is_ok() {
            // `end_if_mute` does the rest.
            return self.is_doomed.set(true);
        }
        match decided {
            Ok(outputs) => {
                let own = outputs.iter().find_map(way_out::alarm_of);
                if rings || own.is_some() {
                    self.set_alarm(own, now);
                }
                self.send(outputs, &greeting);
                self.settle(&tickets, rings);
            }
            Err(fault) => match self.center.borrow_mut().failed_slice() {
                Some(job) => self.fail_slice(&fault, job),
                None => self.fail(&fault),
            },
        }
    }

    /// What peers have read, and who reads no more.
    fn note_reading(&self, inputs: &[Input]) {
        let mut windows = self.windows.borrow_mut();
        for input in inputs {
            match input {
                Input::FromVisitor(peer, FromVisitor::Got { seq })
                | Input::FromOperator(peer, FromOperator::Got { seq }) => {
                    if let Some(window) = windows.get_mut(&peer.line()) {
                        window.got(*seq);
                    }
                }
                Input::Closed(peer) => {
                    self.switchboard.changed(peer);
                    windows.remove(&peer.line());
                }
                _ => {}
            }
        }
    }

    /// Our fault: nothing of the turn may survive.
    fn fail(&self, fault: &Fault) {
        self.end(fault, Trouble::of(fault));
    }

    /// A fault in a slice of a job, of which the next object is told. It says nothing of
    /// what everybody else reads and writes, unless there is no room for anything.
    fn fail_slice(&self, fault: &Fault, job: JobId) {
        let trouble = Trouble::of(fault).filter(|trouble| *trouble == Trouble::Full);
        if trouble.is_none() {
            self.health.slice_fails(job);
        }
        self.end(fault, trouble);
    }

    /// The end of the object, after a fault that says this of its storage.
    fn end(&self, fault: &Fault, trouble: Option<Trouble>) {
        worker::console_error!("fault: {fault}");
        match trouble {
            Some(trouble) => {
                let ms = self.health.fails(trouble, runtime::now());
                let name = runtime::name(&self.state);
                worker::console_error!(
                    "the storage of {name} is {trouble:?}; the next try in {ms} ms"
                );
            }
            None => self.health.settle(),
        }
        self.is_doomed.set(true);
        let reason = trouble.map_or("beseda: a fault in a turn", Trouble::reason);
        self.doom.begin(reason);
        #[cfg(feature = "testing")]
        if self.plant.get() == Some(Plant::FaultBeforeTask) {
            self.state.wait_until(async {});
        }
    }

    /// A crash between the write and the answers: what was decided gets to the
    /// disk, and nobody is told.
    #[cfg(feature = "testing")]
    fn end_if_mute(self: &Rc<Self>) {
        if self.plant.get() != Some(Plant::MuteAfter) {
            return;
        }
        let queue = Rc::clone(self);
        self.state.wait_until(async move {
            if let Err(error) = queue.state.storage().sync().await {
                worker::console_error!("nothing was written: {error}");
            }
            queue.health.settle();
            queue.doom.begin("beseda: a planted end");
        });
    }

    /// A slice was written: what is planted to befall it. The test kills the relay then.
    #[cfg(feature = "testing")]
    fn hang_if_planted(&self) {
        match self.plant.get() {
            Some(Plant::SliceWritten) => {
                worker::console_log!("planted: a slice is written");
                // Whatever gave the runtime its turn would let it write.
                loop {
                    std::hint::spin_loop();
                }
            }
            Some(Plant::SliceKept) => self.slices.hang(),
            _ => {}
        }
    }

    #[cfg(feature = "testing")]
    fn fail_if_planted(&self, here: Plant) -> Result<(), Fault> {
        match self.plant.get() {
            Some(Plant::Fault | Plant::FaultBeforeTask) if here == Plant::PanicAfter => {
                Err(Fault::Storage("planted".to_owned()))
            }
            Some(Plant::TooNew) if here == Plant::PanicAfter => {
                Err(Fault::TooNew { readable_from: 99 })
            }
            Some(planted) if planted == here => panic!("planted"),
            _ => Ok(()),
        }
    }
}

/// The platform's source of unguessable bytes.
struct Platform;

impl Entropy for Platform {
    fn fill(&mut self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the platform has randomness");
    }
}

fn rings(inputs: &[Input]) -> bool {
    inputs.iter().any(|input| matches!(input, Input::Alarm))
}

fn ticket(input: &Input) -> Option<Ticket> {
    match input {
        Input::Command(ticket, _) => Some(*ticket),
        _ => None,
    }
}

fn closed_line(input: &Input) -> Option<LineId> {
    match input {
        Input::Closed(peer) => Some(peer.line()),
        _ => None,
    }
}

fn greeting_line(input: &Input) -> Option<LineId> {
    match input {
        Input::FromVisitor(peer, FromVisitor::Hello { .. })
        | Input::FromOperator(peer, FromOperator::Hello { .. }) => Some(peer.line()),
        _ => None,
    }
}
