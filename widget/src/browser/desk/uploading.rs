//! Files on their way: their bytes, and the calls that carry them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use beseda_client::clock;
use beseda_client::outbox::{Outbox, Pending, Stage};
use beseda_client::parsed::from_text;
use beseda_protocol::ids::Cid;
use beseda_protocol::refusal::{Code, Refusal};
use wasm_bindgen::JsValue;
use web_sys::{File, XmlHttpRequest};

use super::super::dom::after_ms;
use super::super::http::{Call, Failure, call};
use super::Inner;
use crate::chat::Link;
use crate::patience::{is_stopped, pause_ms, spread_ms};

/// An upload without progress for so long is taken for lost, in ms.
const SILENCE_MS: u32 = 30_000;

/// The files of the outbox.
#[derive(Default)]
pub(super) struct Uploads(RefCell<Vec<Rc<Upload>>>);

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
    /// Keeps the bytes of a message.
    pub(super) fn keep(&self, cid: Cid, bytes: File) {
        self.0.borrow_mut().push(Rc::new(Upload {
            cid,
            bytes,
            request: RefCell::default(),
            n_failed: Cell::default(),
            pauses: Cell::default(),
        }));
    }

    /// Lets the bytes go of what has left the outbox, and stops their uploads. Not
    /// before: the relay drops a file that was not said within an hour.
    pub(super) fn follow(&self, outbox: &Outbox<()>) {
        self.0.borrow_mut().retain(|upload| {
            let stays = outbox.get(&upload.cid).is_some();
            if !stays && let Some(request) = upload.request.take() {
                request.abort().ok();
            }
            stays
        });
    }

    /// The line is a new one: what has failed on the old one need not pause.
    pub(super) fn hurry(&self) {
        for upload in &*self.0.borrow() {
            upload.hurry();
        }
    }

    /// The bytes of a message that is wanted sent after all, if there are any.
    pub(super) fn again(&self, cid: &Cid) -> Option<File> {
        let uploads = self.0.borrow();
        let upload = uploads.iter().find(|upload| upload.cid == *cid)?;
        upload.hurry();
        Some(upload.bytes.clone())
    }
}

impl Upload {
    fn hurry(&self) {
        self.n_failed.set(0);
        self.pauses.set(false);
    }
}

impl Inner {
    /// Uploads what can be uploaded; a refused file waits for its writer.
    pub(super) fn upload(self: &Rc<Self>, token: &str) {
        let uploads = self.uploads.0.borrow().clone();
        for upload in uploads {
            let is_wanted = self.line.look(|session| {
                let item = session.outbox().get(&upload.cid);
                item.is_some_and(|item| {
                    matches!(
                        (&item.stage, &item.body),
                        (Stage::Queued, Pending::Upload { .. })
                    )
                })
            });
            if is_wanted && !upload.pauses.get() && upload.request.borrow().is_none() {
                self.begin(upload, token);
            }
        }
    }

    fn begin(self: &Rc<Self>, upload: Rc<Upload>, token: &str) {
        let url = [&*self.site.relay, "/v1/visitor/files/", upload.cid.as_str()].concat();
        let name = String::from(js_sys::encode_uri_component(&upload.bytes.name()));
        let wish = Call {
            method: "PUT",
            url: &url,
            token: Some(token),
            header: Some(("X-File-Name", &name)),
            body: (&*upload.bytes).into(),
            silence_ms: SILENCE_MS,
            ..Call::default()
        };
        let (inner, moved) = (self.clone(), upload.clone());
        let progress = Box::new(move |bytes| inner.moved(&moved, bytes));
        let (inner, ended) = (self.clone(), upload.clone());
        let done = Box::new(move |answer| {
            // Unless it was given up.
            if ended.request.take().is_some() {
                inner.uploaded(ended, answer);
            }
        });
        *upload.request.borrow_mut() = call(wish, Some(progress), done);
    }

    fn moved(&self, upload: &Upload, bytes: u64) {
        self.line.act(|session, _| {
            session.progress(&upload.cid, bytes);
            Vec::new()
        });
    }

    fn uploaded(self: &Rc<Self>, upload: Rc<Upload>, answer: Result<JsValue, Failure>) {
        let file = answer.map(|text| text.as_string().and_then(|text| from_text(&text)));
        let told_ms = match file {
            Ok(Some(file)) => {
                return self
                    .line
                    .act(|session, now| session.uploaded(now, &upload.cid, file));
            }
            Err(Failure::Refused(refusal)) => match refusal.retry_ms {
                // A new token is on its way.
                None if refusal.code != Code::Unauthorized => {
                    return self.refuse(&upload.cid, refusal);
                }
                told_ms => told_ms,
            },
            _ => None,
        };
        let pause_ms = told_ms.unwrap_or_else(|| {
            upload.n_failed.update(|n| n + 1);
            let is_live = self.is_live();
            if is_live {
                // It may be the line's end, which nobody has noticed yet.
                self.line.doubt();
            }
            pause_ms(upload.n_failed.get(), is_live)
        });
        self.moved(&upload, 0);
        upload.pauses.set(true);
        let inner = self.clone();
        after_ms(spread_ms(pause_ms, clock::chance()), move || {
            upload.pauses.set(false);
            if is_stopped(upload.n_failed.get(), inner.is_live()) {
                inner.refuse(&upload.cid, Refusal::new(Code::FileStopped, ""));
            }
            inner.go_on();
        });
    }

    fn is_live(&self) -> bool {
        self.line.look(|session| Link::of(session.state())) == Link::Live
    }

    /// What was said can't be sent.
    pub(super) fn refuse(&self, cid: &Cid, refusal: Refusal) {
        self.line
            .act(|session, now| session.refuse(now, cid, refusal));
    }
}
