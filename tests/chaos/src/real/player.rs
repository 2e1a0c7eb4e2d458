//! Runs one actor under the real clock.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use beseda_protocol::ids::{Cid, DialogId};
use beseda_protocol::limits::PONG;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};

use super::files::Uploader;
use super::socket::{self, Ticket};
use crate::actor::{Acting, Deed, Stimulus};

/// What the run wants of everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Begin.
    Start,
    /// No new plans: say what is to be said.
    Calm,
}

/// How an actor is, for those who wait for its rest.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Whether nothing waits.
    pub is_at_rest: bool,
    /// When it heard something last.
    pub heard_at: Instant,
    /// Messages that wait to be sent.
    pub n_unsent: usize,
    /// In words.
    pub state: String,
}

/// An actor that runs; it ends with its owner.
#[derive(Debug)]
pub struct Player {
    orders: UnboundedSender<Stimulus>,
    condition: Arc<Mutex<Condition>>,
    running: JoinHandle<()>,
}

struct Running {
    actor: Box<dyn Acting>,
    begun: Instant,
    ticket: Ticket,
    uploader: Uploader,
    tell: UnboundedSender<Stimulus>,
    lines: HashMap<u32, UnboundedSender<socket::Order>>,
    condition: Arc<Mutex<Condition>>,
}

impl Player {
    /// Runs an actor, whose time counts from `begun`.
    pub(super) fn new(
        actor: Box<dyn Acting>,
        begun: Instant,
        ticket: Ticket,
        uploader: Uploader,
    ) -> Self {
        let (orders, inbox) = unbounded_channel();
        let condition = Arc::new(Mutex::new(Condition {
            is_at_rest: false,
            heard_at: begun,
            n_unsent: 0,
            state: actor.state(),
        }));
        let running = Running {
            actor,
            begun,
            ticket,
            uploader,
            tell: orders.clone(),
            lines: HashMap::new(),
            condition: Arc::clone(&condition),
        };
        Self {
            orders,
            condition,
            running: tokio::spawn(running.run(inbox)),
        }
    }

    /// Tells it what is wanted.
    pub fn order(&self, order: Order) {
        let stimulus = match order {
            Order::Start => Stimulus::Start,
            Order::Calm => Stimulus::Calm,
        };
        // One that has failed is found by its condition.
        drop(self.orders.send(stimulus));
    }

    /// How it is.
    pub fn condition(&self) -> Condition {
        self.condition
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        self.running.abort();
    }
}

impl Running {
    async fn run(mut self, mut inbox: UnboundedReceiver<Stimulus>) {
        loop {
            let wake = self
                .actor
                .wake_at()
                .map(|ms| self.begun + Duration::from_millis(ms));
            let wait = async {
                match wake {
                    Some(at) => sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            let stimulus = tokio::select! {
                stimulus = inbox.recv() => match stimulus {
                    Some(stimulus) => stimulus,
                    None => return,
                },
                () = wait => Stimulus::Tick,
            };
            if let Stimulus::Closed(line, _) = stimulus {
                self.lines.remove(&line);
            }
            // Pongs never cease, and say nothing.
            let has_heard = matches!(&stimulus, Stimulus::Heard(_, text) if text != PONG);
            let now = self.begun.elapsed().as_millis() as u64;
            for deed in self.actor.take(now, stimulus) {
                self.obey(deed);
            }
            self.note(has_heard);
        }
    }

    fn obey(&mut self, deed: Deed) {
        match deed {
            Deed::Open { line } => {
                let (orders, inbox) = unbounded_channel();
                let (ticket, tell) = (self.ticket.clone(), self.tell.clone());
                self.lines.insert(line, orders);
                tokio::spawn(socket::hold(line, ticket, inbox, tell));
            }
            Deed::Send { line, text } => self.say(line, socket::Order::Send(text)),
            Deed::Close { line } => {
                self.say(line, socket::Order::Close);
                self.lines.remove(&line);
            }
            Deed::Upload { cid, into, bytes } => self.upload(cid, into, bytes),
        }
    }

    fn say(&self, line: u32, order: socket::Order) {
        if let Some(orders) = self.lines.get(&line) {
            // A line that has just ended tells so by itself.
            drop(orders.send(order));
        }
    }

    fn upload(&self, cid: Cid, into: Option<DialogId>, bytes: Vec<u8>) {
        let (uploader, tell) = (self.uploader.clone(), self.tell.clone());
        tokio::spawn(async move {
            let end = uploader.upload(&cid, into, bytes).await;
            drop(tell.send(Stimulus::Uploaded(cid, end)));
        });
    }

    fn note(&self, has_heard: bool) {
        let mut condition = self
            .condition
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        condition.is_at_rest = self.actor.is_at_rest();
        condition.n_unsent = self.actor.n_unsent();
        condition.state = self.actor.state();
        if has_heard {
            condition.heard_at = Instant::now();
        }
    }
}
