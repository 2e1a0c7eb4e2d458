//! Senders with one message in flight each, and receivers that listen.

use beseda_tests::spent::Family;
use std::cell::{Cell, RefCell};
use std::time::Duration;

use beseda_tests::wait;
use futures_util::future::join_all;
use tokio::time::{Instant, sleep};

use crate::letter::Letter;
use crate::sample::{Sample, Times};
use crate::socket::{Receipts, Socket};

/// What a frame with events begins with: on a sender's socket it may carry the
/// own message too, and is not its acknowledgement.
const EVENTS: &str = r#"{"t":"events""#;

/// A message that nobody gets would be a fast one.
const REFUSED: &str = r#"{"t":"refused""#;

/// Connected sockets of one target.
#[derive(Debug)]
pub(crate) struct Crowd {
    senders: Vec<Socket>,
    receivers: Vec<Socket>,
    /// How many receivers get each message.
    copies: usize,
    server: Family,
    runs: u32,
}

/// How long a round takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Round {
    /// Not measured: connections, caches and the compiler warm up.
    pub(crate) warm_up: Duration,
    /// Measured.
    pub(crate) measured: Duration,
    /// From an acknowledgement to the same sender's next message. The first ones are
    /// spread over it.
    pub(crate) pause: Duration,
}

/// One round on its way.
struct Run {
    number: u32,
    n_senders: u32,
    start: Instant,
    round: Round,
    said: Cell<usize>,
    delivered: Cell<usize>,
    acks: RefCell<Times>,
    deliveries: RefCell<Times>,
}

impl Crowd {
    /// Of sockets that are ready to speak and to listen.
    pub(crate) fn new(
        server: Family,
        senders: Vec<Socket>,
        receivers: Vec<Socket>,
        copies: usize,
    ) -> Self {
        Self {
            senders,
            receivers,
            copies,
            server,
            runs: 0,
        }
    }

    /// The same crowd, whose widgets and consoles give receipts as the product's do.
    pub(crate) fn with_receipts(mut self, widgets: Receipts, consoles: Receipts) -> Self {
        for widget in &mut self.senders {
            widget.give_receipts(widgets);
        }
        for console in &mut self.receivers {
            console.give_receipts(consoles);
        }
        self
    }

    /// Frames that all of them have said so far.
    pub(crate) fn n_said(&self) -> u64 {
        let sockets = self.senders.iter().chain(&self.receivers);
        sockets.map(Socket::n_said).sum()
    }

    /// Frames that receivers have heard so far.
    pub(crate) fn n_heard(&self) -> u64 {
        self.receivers.iter().map(Socket::n_heard).sum()
    }

    /// Lets all senders speak for a round. Returns when all that was said has
    /// been acknowledged and delivered: a lost message would stop the bench.
    pub(crate) async fn speak(&mut self, round: Round, sample: &mut Sample) {
        self.runs += 1;
        let run = Run::new(self.runs, self.senders.len(), round);
        let spent_before = self.server.processor();
        let listening = join_all(self.receivers.iter_mut().map(|socket| run.listen(socket)));
        let speaking = join_all((0..).zip(&mut self.senders).map(|(i, s)| run.speak(i, s)));
        let spoken = async {
            speaking.await;
            let all = || run.delivered.get() >= run.said.get() * self.copies;
            wait::until("all deliveries", || {
                let done = all().then_some(());
                async move { done }
            })
            .await;
        };
        tokio::select! {
            _ = listening, if self.copies > 0 => {}
            () = spoken => {}
        }
        let spent = self.server.processor() - spent_before;
        sample.add_spent(run.said.get(), spent);
        sample.add(run.acks.take(), run.deliveries.take(), round.measured);
    }
}

impl Run {
    fn new(number: u32, n_senders: usize, round: Round) -> Self {
        Self {
            number,
            n_senders: u32::try_from(n_senders).expect("fewer than descriptors"),
            start: Instant::now(),
            round,
            said: Cell::default(),
            delivered: Cell::default(),
            acks: RefCell::default(),
            deliveries: RefCell::default(),
        }
    }

    /// Says, waits for the acknowledgement, says again.
    async fn speak(&self, sender: u32, socket: &mut Socket) {
        let Round { pause, .. } = self.round;
        rest(pause * sender / self.n_senders).await;
        while self.start.elapsed() < self.round.warm_up + self.round.measured {
            let letter = Letter {
                run: self.number,
                sender,
                sent: self.start.elapsed(),
            };
            socket.say(letter.frame()).await;
            self.said.set(self.said.get() + 1);
            loop {
                let message = socket.hear().await;
                // Of several frames the acknowledgement comes first.
                let frame = message.trim_start_matches('[');
                assert!(!frame.starts_with(REFUSED), "{frame}");
                if !frame.starts_with(EVENTS) && Letter::all_in(frame).any(|it| it == letter) {
                    break;
                }
            }
            self.note(&self.acks, letter);
            rest(pause).await;
        }
    }

    /// Listens until the round is over.
    async fn listen(&self, socket: &mut Socket) {
        loop {
            let frame = socket.hear().await;
            for letter in Letter::all_in(&frame).filter(|it| it.run == self.number) {
                self.delivered.set(self.delivered.get() + 1);
                self.note(&self.deliveries, letter);
            }
        }
    }

    /// Counts what ended inside the measured time.
    fn note(&self, times: &RefCell<Times>, letter: Letter) {
        let now = self.start.elapsed();
        let end = self.round.warm_up + self.round.measured;
        if (self.round.warm_up..end).contains(&now) {
            times.borrow_mut().push(now - letter.sent);
        }
    }
}

/// Of no length it does not even ask the clock.
async fn rest(length: Duration) {
    if !length.is_zero() {
        sleep(length).await;
    }
}
