//! Files on their way: their bytes, and the calls that carry them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use beseda_client::clock::{self, new_cid};
use beseda_client::outbox::{Outbox, Pending, Stage};
use beseda_client::parsed::from_text;
use beseda_protocol::file_name;
use beseda_protocol::ids::Cid;
use beseda_protocol::message;
use beseda_protocol::refusal::{Code, Refusal};
use reactive_graph::signal::ArcRwSignal;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use web_sys::{File, XmlHttpRequest};

use super::body::{download, on_its_way};
use super::picture::picture;
use super::script::Script;
use crate::browser::desk::Desk;
use crate::browser::desk::files::Carrier;
use crate::browser::dom::{El, after_ms};
use crate::patience::{is_stopped, pause_ms, spread_ms};
use crate::rows::Row;
use crate::weigh;

/// An upload without progress for so long is taken for lost, in ms.
const SILENCE_MS: u32 = 30_000;

/// The files of the outbox.
pub(super) struct Uploads(Rc<Inner>);

struct Inner {
    script: Script,
    desk: Desk,
    all: RefCell<Vec<Rc<Upload>>>,
}

struct Upload {
    cid: Cid,
    bytes: File,
    request: RefCell<Option<XmlHttpRequest>>,
    /// Failures on this line.
    n_failed: Cell<u32>,
    /// Whether it pauses after the last one.
    pauses: Cell<bool>,
}

impl Uploads {
    /// None so far.
    pub(super) fn new(script: Script, desk: Desk) -> Self {
        Self(Rc::new(Inner {
            script,
            desk,
            all: RefCell::default(),
        }))
    }
}

impl Carrier for Uploads {
    /// It takes its place among the messages at once; whether it can be sent is known
    /// when it has been made as small as it gets.
    fn attach(&self, file: File) {
        self.0.desk.keep_token();
        let cid = new_cid();
        let body = pending(&file);
        let line = self.0.desk.line();
        line.act(|session, now| session.write(now, cid.clone(), (), body, None));
        if weigh::file(file.size() as u64).is_none() {
            self.0.desk.keep(&cid, &file);
        }
        self.carry(cid, file);
    }

    fn carry(&self, cid: Cid, file: File) {
        let inner = self.0.clone();
        let fitted = move |file| inner.fitted(cid, file);
        self.0.script.fit(file, Box::new(fitted));
    }

    /// A refused file waits for its writer.
    fn upload(&self, token: &str) {
        let uploads = self.0.all.borrow().clone();
        for upload in uploads {
            let is_wanted = self.0.desk.line().look(|session| {
                let item = session.outbox().get(&upload.cid);
                item.is_some_and(|item| {
                    matches!(
                        (&item.stage, &item.body),
                        (Stage::Queued, Pending::Upload { .. })
                    )
                })
            });
            if is_wanted && !upload.pauses.get() && upload.request.borrow().is_none() {
                self.0.begin(upload, token);
            }
        }
    }

    /// Lets the bytes go of what has left the outbox, and stops their uploads. Not
    /// before: the relay drops a file that was not said within an hour.
    fn follow(&self, outbox: &Outbox<()>) {
        self.0.all.borrow_mut().retain(|upload| {
            let stays = outbox.get(&upload.cid).is_some();
            if !stays && let Some(request) = upload.request.take() {
                request.abort().ok();
            }
            stays
        });
    }

    fn hurry(&self) {
        for upload in &*self.0.all.borrow() {
            upload.hurry();
        }
    }

    fn again(&self, cid: &Cid) -> Option<Pending> {
        let uploads = self.0.all.borrow();
        let upload = uploads.iter().find(|upload| upload.cid == *cid)?;
        upload.hurry();
        Some(pending(&upload.bytes))
    }

    fn body(&self, file: Option<&message::File>, row: &ArcRwSignal<Row>) -> El {
        let Inner { script, desk, .. } = &*self.0;
        match file {
            Some(file) if file.is_image() => picture(file, script, desk),
            Some(file) => download(file, script, desk),
            None => on_its_way(row),
        }
    }
}

impl Upload {
    fn hurry(&self) {
        self.n_failed.set(0);
        self.pauses.set(false);
    }
}

impl Inner {
    fn fitted(&self, cid: Cid, file: File) {
        let size = file.size() as u64;
        let body = pending(&file);
        let is_same = self.desk.line().look(|session| {
            let item = session.outbox().get(&cid);
            item.map(|item| item.body == body)
        });
        // It was given up meanwhile.
        let Some(is_same) = is_same else { return };
        if let Some(refusal) = weigh::file(size) {
            return self.desk.refuse(&cid, refusal);
        }
        if !is_same {
            let line = self.desk.line();
            line.act(|session, now| session.replace(now, &cid, body));
            self.desk.keep(&cid, &file);
        }
        self.all.borrow_mut().push(Rc::new(Upload {
            cid,
            bytes: file,
            request: RefCell::default(),
            n_failed: Cell::default(),
            pauses: Cell::default(),
        }));
        self.desk.go_on();
    }

    fn begin(self: &Rc<Self>, upload: Rc<Upload>, token: &str) {
        let url = self
            .desk
            .address(&["/v1/visitor/files/", upload.cid.as_str()]);
        let (inner, moved) = (self.clone(), upload.clone());
        let progress = Closure::<dyn FnMut(JsValue)>::new(move |bytes: JsValue| {
            inner.moved(&moved, bytes.as_f64().unwrap_or_default() as u64);
        });
        let progress = progress.into_js_value();
        let (inner, ended) = (self.clone(), upload.clone());
        let told = Closure::once_into_js(move |text: JsValue| {
            // Unless it was given up.
            if ended.request.take().is_some() {
                inner.uploaded(ended, &text.as_string().unwrap_or_default());
            }
        });
        let script = &self.script;
        let request = script.upload(&url, token, &upload.bytes, SILENCE_MS, &progress, &told);
        *upload.request.borrow_mut() = Some(request);
    }

    fn moved(&self, upload: &Upload, bytes: u64) {
        self.desk.line().act(|session, _| {
            session.progress(&upload.cid, bytes);
            Vec::new()
        });
    }

    fn uploaded(self: &Rc<Self>, upload: Rc<Upload>, answer: &str) {
        if let Some(file) = from_text(answer) {
            let line = self.desk.line();
            return line.act(|session, now| session.uploaded(now, &upload.cid, file));
        }
        let told_ms = match from_text::<Refusal>(answer) {
            Some(refusal) => match refusal.retry_ms {
                // A new token is on its way.
                None if refusal.code != Code::Unauthorized => {
                    return self.desk.refuse(&upload.cid, refusal);
                }
                told_ms => told_ms,
            },
            // Nobody knows whether it arrived.
            None => None,
        };
        let pause_ms = told_ms.unwrap_or_else(|| {
            upload.n_failed.update(|n| n + 1);
            let is_live = self.desk.is_live();
            if is_live {
                // It may be the line's end, which nobody has noticed yet.
                self.desk.line().doubt();
            }
            pause_ms(upload.n_failed.get(), is_live)
        });
        self.moved(&upload, 0);
        upload.pauses.set(true);
        let inner = self.clone();
        after_ms(spread_ms(pause_ms, clock::chance()), move || {
            upload.pauses.set(false);
            if is_stopped(upload.n_failed.get(), inner.desk.is_live()) {
                let refusal = Refusal::new(Code::FileStopped, "");
                inner.desk.refuse(&upload.cid, refusal);
            }
            inner.desk.go_on();
        });
    }
}

/// A file that has not been uploaded.
fn pending(file: &File) -> Pending {
    Pending::Upload {
        name: file_name::plain(&file.name()),
        size: file.size() as u64,
        sent: 0,
    }
}
