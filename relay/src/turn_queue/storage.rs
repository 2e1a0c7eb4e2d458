//! The queue and its storage: what is on disk, and what to do when it fails.

use std::rc::{Rc, Weak};

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
            let queue = Rc::downgrade(self);
            sweep::begin(&self.state).await?;
            self.state.wait_until(async move {
                Self::kept(queue).await;
            });
        }
        Ok(())
    }

    /// Waits until all turns so far are on disk; `None` when nothing comes after
    /// that. A commit that fails ends the object, mostly before it hears of it: what
    /// has not been noted here was not kept. Then whoever waits here waits for ever,
    /// so he must not hold the queue and all it remembers.
    pub(super) async fn kept(queue: Weak<Self>) -> Option<Rc<Self>> {
        let (storage, n_turns) = {
            let queue = queue.upgrade()?;
            (queue.state.storage(), queue.health.written())
        };
        let kept = storage.sync().await;
        let queue = queue.upgrade()?;
        match kept {
            Ok(()) => queue.health.kept(n_turns),
            Err(error) => queue.fail(&Fault::Storage(error.to_string())),
        }
        (!queue.is_doomed.get()).then_some(queue)
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
