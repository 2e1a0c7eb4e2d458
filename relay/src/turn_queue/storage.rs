//! The queue and its storage: what is on disk, and what to do when it fails.

use std::rc::Rc;

use beseda_center::fault::Fault;
use beseda_center::turn::Input;
use beseda_protocol::refusal::Refusal;

use super::TurnQueue;
use crate::health::{Advice, Trouble};
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
            let queue = Rc::clone(self);
            sweep::begin(&self.state).await?;
            self.state.wait_until(async move {
                queue.is_kept().await;
            });
        }
        Ok(())
    }

    /// Waits until all turns so far are on disk. A commit that fails ends the object,
    /// mostly before it hears of it: what has not been noted here was not kept.
    pub(super) async fn is_kept(&self) -> bool {
        let n_turns = self.health.written();
        match self.state.storage().sync().await {
            Ok(()) => self.health.kept(n_turns),
            Err(error) => self.fail(&Fault::Storage(error.to_string())),
        }
        !self.is_doomed.get()
    }

    /// Looks for room when it is time to.
    pub(super) async fn look_for_room(self: &Rc<Self>) {
        if self.health.advice(runtime::now) != Advice::LookForRoom {
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
