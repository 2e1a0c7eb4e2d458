//! Files on their way: their bytes, their uploads, and what to do when one fails.

use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;

use beseda_client::clock;
use beseda_client::outbox::Pending;
use beseda_protocol::ids::{Cid, DialogId};
use beseda_protocol::limits::FILE_BYTES_MAX;
use beseda_protocol::refusal::{Code, Refusal};
use leptos::prelude::set_timeout;
use leptos::task::spawn_local;

use crate::browser::http::Failure;
use crate::browser::upload::{Told, Upload};
use crate::session::Desk;

/// An upload that the network cuts begins again by itself so many times.
const ATTEMPTS_MAX: u32 = 5;

/// And after this time while the line is live; else when it is live again.
const AGAIN_AFTER: Duration = Duration::from_secs(2);

/// The files whose upload has not ended well.
#[derive(Default)]
pub(crate) struct Uploads {
    files: RefCell<HashMap<Cid, OnItsWay>>,
}

struct OnItsWay {
    dialog: DialogId,
    file: web_sys::File,
    n_failures: u32,
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

    fn stalled(&self) -> Vec<Cid> {
        let files = self.files.borrow();
        let stalled = files.iter().filter(|(_, file)| file.running.is_none());
        stalled.map(|(cid, _)| cid.clone()).collect()
    }

    /// Ends a run; whether there may be another.
    fn failed(&self, cid: &Cid) -> bool {
        let mut files = self.files.borrow_mut();
        let Some(file) = files.get_mut(cid) else {
            return false;
        };
        file.n_failures += 1;
        let run = file.running.take();
        spawn_local(async move { drop(run) });
        file.n_failures < ATTEMPTS_MAX
    }
}

impl Desk {
    /// Sends a file that was given to a dialog's composer; refused at once when the
    /// relay would refuse it. False: the composer takes none.
    pub(crate) fn attach(self, dialog: DialogId, file: web_sys::File) -> bool {
        let Some(to) = self.peek(|model| model.drafts.to_of_file(dialog)) else {
            return false;
        };
        let cid = clock::new_cid();
        let size = file.size() as u64;
        let body = Pending::Upload {
            name: file.name(),
            size,
            sent: 0,
        };
        let named = cid.clone();
        self.on_line(|line| line.act(|session, now| session.write(now, named, to, body, None)));
        let refused = match size {
            0 => Some(Code::FileEmpty),
            size if size > FILE_BYTES_MAX => Some(Code::FileTooLarge),
            _ => None,
        };
        match refused {
            Some(code) => self.refuse(&cid, Refusal::new(code, "")),
            None => {
                self.keep(&cid, to, &file);
                self.hold(&cid, dialog, file);
            }
        }
        true
    }

    /// Holds the bytes of a message, and begins to upload them.
    pub(crate) fn hold(self, cid: &Cid, dialog: DialogId, file: web_sys::File) {
        let file = OnItsWay {
            dialog,
            file,
            n_failures: 0,
            running: None,
        };
        self.uploads(|uploads| uploads.files.borrow_mut().insert(cid.clone(), file));
        self.upload(cid);
    }

    /// Its writer wants it sent after all.
    pub(crate) fn upload_anew(self, cid: &Cid) {
        self.uploads(|uploads| {
            if let Some(file) = uploads.files.borrow_mut().get_mut(cid) {
                file.n_failures = 0;
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
            file.running = Upload::begin(file.dialog, cid, &file.file, tell);
            Some(file.running.is_some())
        });
        if begun == Some(false) {
            self.refuse(cid, Refusal::new(Code::Fault, ""));
        }
    }

    /// The line is live again.
    pub(crate) fn upload_stalled(self) {
        for cid in self.uploads(Uploads::stalled) {
            self.upload(&cid);
        }
    }

    fn uploading(self, cid: &Cid, told: Told) {
        match told {
            Told::Sent(bytes) => self.on_line(|line| {
                line.act(|session, _| {
                    session.progress(cid, bytes);
                    Vec::new()
                });
            }),
            Told::Ended(Ok(file)) => {
                self.uploads(|uploads| uploads.forget(cid));
                self.on_line(|line| line.act(|session, now| session.uploaded(now, cid, file)));
            }
            Told::Ended(Err(Failure::Refused(refusal))) => {
                self.uploads(|uploads| uploads.failed(cid));
                self.refuse(cid, refusal);
            }
            Told::Ended(Err(Failure::Network)) => {
                if !self.uploads(|uploads| uploads.failed(cid)) {
                    self.refuse(cid, Refusal::new(Code::Fault, ""));
                } else if self.peek(|model| model.line.is_live()) {
                    let cid = cid.clone();
                    set_timeout(move || self.upload(&cid), AGAIN_AFTER);
                }
            }
        }
    }

    fn refuse(self, cid: &Cid, refusal: Refusal) {
        self.on_line(|line| line.act(|session, now| session.refuse(now, cid, refusal)));
    }
}
