//! Files on their way: their bytes, their uploads, and what to do when one fails.

use std::cell::RefCell;
use std::collections::HashMap;

use beseda_client::clock;
use beseda_client::conversation::OperatorTo;
use beseda_client::outbox::Pending;
use beseda_protocol::file_name;
use beseda_protocol::ids::{Cid, DialogId, MessageId};
use beseda_protocol::refusal::{Code, Refusal};
use leptos::task::spawn_local;

use super::Desk;
use crate::browser::http::Failure;
use crate::browser::upload::{Told, Upload};
use crate::model::upload::{End, Upload as Course};

/// The files whose upload has not ended well.
#[derive(Default)]
pub(crate) struct Uploads {
    files: RefCell<HashMap<Cid, OnItsWay>>,
}

struct OnItsWay {
    dialog: DialogId,
    file: web_sys::File,
    course: Course,
    running: Option<Upload>,
}

impl Uploads {
    /// Gives a file up.
    pub(crate) fn forget(&self, cid: &Cid) {
        let gone = self.files.borrow_mut().remove(cid);
        // Its own request may be calling: it is dropped a turn later.
        spawn_local(async move { drop(gone) });
    }

    /// Gives all up.
    pub(crate) fn clear(&self) {
        self.files.borrow_mut().clear();
    }

    fn which(&self, are: impl Fn(&Course) -> bool) -> Vec<Cid> {
        let files = self.files.borrow();
        let which = files.iter().filter(|(_, file)| are(&file.course));
        which.map(|(cid, _)| cid.clone()).collect()
    }

    fn moved(&self, cid: &Cid) {
        if let Some(file) = self.files.borrow_mut().get_mut(cid) {
            file.course.moved(clock::now());
        }
    }

    /// Ends a run; what its writer is to be told.
    fn ended(&self, cid: &Cid, end: End) -> Option<Refusal> {
        let mut files = self.files.borrow_mut();
        let file = files.get_mut(cid)?;
        let run = file.running.take();
        spawn_local(async move { drop(run) });
        file.course.ended(end, clock::now())
    }
}

impl Desk {
    /// Sends a file to a dialog's client, as a message of this id that may answer another.
    pub(crate) fn attach(
        self,
        dialog: DialogId,
        cid: Cid,
        quote: Option<MessageId>,
        file: web_sys::File,
    ) {
        let to = OperatorTo::Reply(dialog);
        let body = Pending::Upload {
            name: file_name::plain(&file.name()),
            size: file.size() as u64,
            sent: 0,
        };
        let named = cid.clone();
        self.on_line(|line| line.act(|session, now| session.write(now, named, to, body, quote)));
        self.keep(&cid, to, quote, &file);
        self.hold(&cid, dialog, file);
    }

    /// Holds the bytes of a message, and begins to upload them.
    pub(crate) fn hold(self, cid: &Cid, dialog: DialogId, file: web_sys::File) {
        let file = OnItsWay {
            dialog,
            file,
            course: Course::begun(clock::now()),
            running: None,
        };
        self.uploads(|uploads| uploads.files.borrow_mut().insert(cid.clone(), file));
        self.upload(cid);
    }

    /// Its writer wants it sent after all.
    pub(crate) fn upload_anew(self, cid: &Cid) {
        self.uploads(|uploads| {
            if let Some(file) = uploads.files.borrow_mut().get_mut(cid) {
                file.course.anew(clock::now());
            }
        });
        self.upload(cid);
    }

    /// Begins an upload, or begins it again.
    pub(crate) fn upload(self, cid: &Cid) {
        let begun = self.uploads(|uploads| {
            let mut files = uploads.files.borrow_mut();
            let file = files.get_mut(cid)?;
            let named = cid.clone();
            let tell = move |told| self.uploading(&named, told);
            file.course.begin(clock::now());
            file.running = Upload::begin(file.dialog, cid, &file.file, tell);
            Some(file.running.is_some())
        });
        if begun == Some(false) {
            self.upload_ended(cid, End::Refused(Refusal::new(Code::Fault, "")));
        }
    }

    /// Time has passed, or the line is live again.
    pub(crate) fn tend_uploads(self) {
        let now = clock::now();
        for cid in self.uploads(|uploads| uploads.which(|course| course.hangs(now))) {
            self.upload_ended(&cid, End::Cut);
        }
        if self.peek(|model| model.line.is_live()) {
            for cid in self.uploads(|uploads| uploads.which(|course| course.is_due(now))) {
                self.upload(&cid);
            }
        }
    }

    fn uploading(self, cid: &Cid, told: Told) {
        match told {
            Told::Sent(bytes) => {
                self.uploads(|uploads| uploads.moved(cid));
                self.progress(cid, bytes);
            }
            Told::Ended(Ok(file)) => {
                self.uploads(|uploads| uploads.forget(cid));
                self.on_line(|line| line.act(|session, now| session.uploaded(now, cid, file)));
            }
            Told::Ended(Err(Failure::Refused(refusal))) => {
                self.upload_ended(cid, End::Refused(refusal));
            }
            Told::Ended(Err(Failure::Network)) => self.upload_ended(cid, End::Cut),
        }
    }

    fn progress(self, cid: &Cid, bytes: u64) {
        self.on_line(|line| {
            line.act(|session, _| {
                session.progress(cid, bytes);
                Vec::new()
            });
        });
    }

    /// A run did not end well: told, or tried again in its time.
    fn upload_ended(self, cid: &Cid, end: End) {
        match self.uploads(|uploads| uploads.ended(cid, end)) {
            Some(refusal) => self.refuse(cid, refusal),
            None => self.progress(cid, 0),
        }
    }

    fn refuse(self, cid: &Cid, refusal: Refusal) {
        self.on_line(|line| line.act(|session, now| session.refuse(now, cid, refusal)));
    }
}
