//! The queue and its storage: what is on disk, and what to do when it fails.

use std::rc::{Rc, Weak};

use beseda_center::storage::fault::Fault;
use beseda_center::turn::Input;
use beseda_protocol::refusal::Refusal;

use super::TurnQueue;
use crate::health::{Advice, Trouble};
use crate::runtime::{WhenHeard, WhenKept};
use crate::{room, runtime, sweep};

impl TurnQueue {
    /// The refusal of everything, while the storage is damaged.
    pub(crate) fn broken(&self) -> Option<Refusal> {
        match self.health.advice(runtime::now) {
            Advice::Refuse { retry_ms } => Some(Trouble::Broken.refusal(retry_ms)),
            Advice::GoOn | Advice::LookForRoom | Advice::ReadOnly => None,
        }
    }

    /// Whether the storage may be written to.
    pub(crate) fn has_room(&self) -> bool {
        self.health.advice(runtime::now) == Advice::GoOn
    }

    /// A socket is about to come: wakes in time to look after it. That is written
    /// down, and waits for room.
    pub(crate) async fn begin_sweep(self: &Rc<Self>) -> worker::Result<()> {
        if self.has_room() {
            self.health.writes();
            sweep::begin(&self.state).await?;
            if !self.is_busy.replace(true) {
                self.go_on();
            }
        }
        Ok(())
    }

    /// What is called when turns are on disk, or not. A commit that fails ends the
    /// object, mostly before it hears of it: what has not been noted here was not
    /// kept.
    pub(super) fn when_kept(queue: &Weak<Self>) -> WhenKept {
        let (kept, failed) = (queue.clone(), queue.clone());
        WhenKept::new(
            move || {
                if let Some(queue) = kept.upgrade() {
                    queue.health.kept(queue.n_awaited.get());
                    queue.take_next();
                }
            },
            move |error| {
                if let Some(queue) = failed.upgrade() {
                    queue.fail(&Fault::Storage(error.to_string()));
                }
            },
        )
    }

    /// What is called when others were given time to be heard.
    pub(super) fn when_heard(queue: &Weak<Self>) -> WhenHeard {
        let queue = queue.clone();
        WhenHeard::new(move || {
            if let Some(queue) = queue.upgrade() {
                queue.slice_after_wait();
            }
        })
    }

    /// Whether something was written that nobody has waited for yet.
    pub(super) fn is_behind(&self) -> bool {
        self.health.written() > self.n_awaited.get()
    }

    /// Whether it is time to look for room.
    pub(super) fn has_to_look(&self) -> bool {
        self.health.advice(runtime::now) == Advice::LookForRoom
    }

    /// Looks for room when it is time to.
    pub(super) async fn look_for_room(self: &Rc<Self>) {
        if !self.has_to_look() {
            return;
        }
        if room::is_left(&self.env, &self.state).await {
            worker::console_log!("there is room again");
            self.health.heals();
            // What was due meanwhile; the runtime may have given up ringing.
            self.waiting.borrow_mut().push(Input::Alarm);
        } else {
            self.health.fails(Trouble::Full, runtime::now());
        }
    }
}
