//! Files, as far as the desk knows them: what carries them is a part that is loaded when
//! the first one is chosen, found or shown.

use std::cell::{OnceCell, RefCell};

use beseda_client::outbox::{Outbox, Pending};
use beseda_parts::{Part, Stage};
use beseda_protocol::ids::Cid;
use reactive_graph::signal::ArcRwSignal;
use web_sys::File;

use super::super::dom::El;
use crate::rows::Row;

/// What the part does.
pub(in crate::browser) trait Carrier {
    /// Sends a file as a message of its own.
    fn attach(&self, file: File);

    /// Carries a file on whose message is in the outbox already.
    fn carry(&self, cid: Cid, file: File);

    /// Uploads what can be uploaded.
    fn upload(&self, token: &str);

    /// Lets go of what has left the outbox.
    fn follow(&self, outbox: &Outbox<()>);

    /// The line is a new one: nothing need pause any longer.
    fn hurry(&self);

    /// What is sent again of a message, if it is a file's.
    fn again(&self, cid: &Cid) -> Option<Pending>;

    /// What the bubble of a file's message shows; without a file that of one on its way.
    fn body(&self, file: Option<&beseda_protocol::message::File>, row: &ArcRwSignal<Row>) -> El;
}

/// Files, whether what carries them is here or not.
pub(in crate::browser) struct Files {
    /// What carries them.
    pub(in crate::browser) part: Part,
    carrier: OnceCell<Box<dyn Carrier>>,
    /// Those that wait for it.
    waiting: RefCell<Vec<(Cid, File)>>,
}

impl Files {
    pub(super) fn new(part: Part) -> Self {
        Self {
            part,
            carrier: OnceCell::new(),
            waiting: RefCell::default(),
        }
    }

    /// What carries them, once it is here.
    pub(in crate::browser) fn carrier(&self) -> Option<&dyn Carrier> {
        self.carrier.get().map(|carrier| &**carrier)
    }

    /// It is here.
    pub(in crate::browser) fn begin(&self, carrier: Box<dyn Carrier>) {
        let carrier = self.carrier.get_or_init(|| carrier);
        for (cid, file) in self.waiting.take() {
            carrier.carry(cid, file);
        }
    }

    /// A file whose message is in the outbox already.
    pub(super) fn found(&self, cid: Cid, file: File) {
        match self.carrier() {
            Some(carrier) => carrier.carry(cid, file),
            None => {
                self.waiting.borrow_mut().push((cid, file));
                self.part.want();
            }
        }
    }

    /// The line is a new one.
    pub(super) fn hurry(&self) {
        match self.carrier() {
            Some(carrier) => carrier.hurry(),
            None if self.part.stage() == Stage::Failed => self.part.want(),
            None => {}
        }
    }
}
