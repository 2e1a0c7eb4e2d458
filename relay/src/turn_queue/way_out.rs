//! The way out of a turn: frames to sockets, answers to callers, and the rest that
//! the rules want done.

use std::rc::Rc;

use beseda_center::storage::fault::Fault;
use beseda_center::turn::command::Command;
use beseda_center::turn::{Input, LineId, Output, Ticket, To};
use beseda_protocol::ids::{CenterId, FileId, IdentityId, Seq, Timestamp};

use super::TurnQueue;
use crate::answer;
#[cfg(feature = "testing")]
use crate::center_call::Plant;
use crate::delivery_call;
use crate::files_call::FilesLink;
use crate::mail::Mail;
use crate::{runtime, sockets, sweep};

impl TurnQueue {
    /// Does what a turn has decided, in its order.
    pub(super) fn send(self: &Rc<Self>, outputs: Vec<Output>, greeting: &[LineId]) {
        let mut mail = Mail::default();
        for output in outputs {
            self.greet(&output, greeting);
            self.deliver(&mut mail, output);
        }
        mail.send();
    }

    /// The object's one alarm: for what the rules want done, or the next sweep.
    pub(super) fn set_alarm(&self, own: Option<Timestamp>, now: Timestamp) {
        if self.has_room()
            && let Some(at) = sweep::alarm(&self.state, own, now)
            && let Err(error) = runtime::set_alarm(&self.state, at)
        {
            self.fail(&Fault::Storage(error.to_string()));
        }
    }

    /// Whoever has said hello hears the answer first, and then everything.
    fn greet(&self, output: &Output, greeting: &[LineId]) {
        if let Output::Frame(To::Line(line), _) = output
            && greeting.contains(line)
            && let Err(error) = sockets::greet(&self.state, &self.switchboard, *line)
        {
            self.fail(&Fault::Storage(error.to_string()));
        }
    }

    /// Does one thing; frames wait in the mail.
    pub(super) fn deliver(self: &Rc<Self>, mail: &mut Mail, output: Output) {
        match output {
            Output::Frame(to, frame) => {
                let (state, switchboard) = (&self.state, &self.switchboard);
                let windows = &mut self.windows.borrow_mut();
                let slow = sockets::address(state, switchboard, windows, mail, &to, frame);
                // The rules hear of it with whatever comes next.
                (self.waiting.borrow_mut()).extend(slow.into_iter().map(Input::Closed));
            }
            Output::Answer(ticket, answer) => {
                if let Some(sender) = self.asked.borrow_mut().remove(&ticket) {
                    // The asker may have gone away meanwhile.
                    let _ = sender.send(answer);
                }
            }
            Output::Close { line, code, reason } => {
                // Its last words first.
                mail.send();
                sockets::close(&self.state, line, code, reason);
            }
            Output::CloseSession(session) => {
                mail.send();
                sockets::close_session(&self.state, &session);
            }
            // Set before anything was sent.
            Output::Alarm(_) => {}
            Output::Slice => self.slices.ask(),
            Output::WentBack {
                identity,
                told,
                last,
            } => {
                self.report_loss(identity.as_ref(), told, last);
                if identity.is_none() {
                    // Views that go on may have the same hole: all come back to new ones.
                    mail.send();
                    sockets::drain(&self.state);
                }
            }
            Output::CallWebhooks { center } => self.call_webhooks(center),
            Output::DropFiles {
                center,
                identity,
                files,
            } => self.drop_files(&center, &identity, files),
            Output::DeleteFiles {
                center,
                identity,
                files,
            } => self.delete_files(&center, identity, files),
        }
    }

    fn report_loss(&self, identity: Option<&IdentityId>, told: Seq, last: Seq) {
        let center = runtime::name(&self.state);
        let who = identity.map_or("a console".to_owned(), |id| format!("client {id}"));
        worker::console_error!(
            "the storage of {center} has lost what it had confirmed: {who} says that it was \
             told up to {told}, and it ends at {last}"
        );
    }

    /// Said once: what does not arrive, the store finds out by asking.
    fn drop_files(&self, center: &CenterId, identity: &IdentityId, files: Vec<FileId>) {
        #[cfg(feature = "testing")]
        if self.plant.get() == Some(Plant::DropUnsaid) {
            return self.plant.set(None);
        }
        let link = FilesLink::to(&self.env, center, identity);
        self.state.wait_until(async move {
            if let Err(error) = async { link?.drop_files(files).await }.await {
                worker::console_error!("files stay behind: {error}");
            }
        });
    }

    /// Said once: if it does not arrive, the rules say it again a little later.
    fn call_webhooks(&self, center: CenterId) {
        let env = self.env.clone();
        self.state.wait_until(async move {
            if let Err(error) = delivery_call::wake(&env, &center).await {
                worker::console_error!("webhooks wait: {error}");
            }
        });
    }

    /// Until the rules hear that it is done, they say it again.
    fn delete_files(self: &Rc<Self>, center: &CenterId, store: IdentityId, files: Vec<FileId>) {
        let link = FilesLink::to(&self.env, center, &store);
        let queue = Rc::clone(self);
        self.state.wait_until(async move {
            let deleted = async { link?.drop_files(files.clone()).await }.await;
            if let Err(error) = deleted {
                return worker::console_error!("files are still to be deleted: {error}");
            }
            if let Err(refusal) = queue.ask(Command::FilesDeleted { store, files }).await {
                worker::console_error!("files are deleted, and it is not noted: {refusal:?}");
            }
        });
    }

    /// Ends the waiting of everybody whose turn this was.
    pub(super) fn settle(&self, tickets: &[Ticket], rang: bool) {
        for ticket in tickets {
            if let Some(sender) = self.asked.borrow_mut().remove(ticket) {
                worker::console_error!("no answer to command {}", ticket.0);
                let _ = sender.send(Err(answer::fault()));
            }
        }
        if rang {
            for witness in self.witnesses.take() {
                let _ = witness.send(());
            }
        }
    }
}

/// When the rules want to be woken, if this says so.
pub(super) fn alarm_of(output: &Output) -> Option<Timestamp> {
    match output {
        Output::Alarm(at) => Some(*at),
        _ => None,
    }
}
