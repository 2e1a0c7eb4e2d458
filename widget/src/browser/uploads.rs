//! Files on their way: their bytes, by the cid of their message.

use std::cell::RefCell;
use std::rc::Rc;

use beseda_client::parsed::from_text;
use beseda_protocol::ids::Cid;
use beseda_protocol::message::File;
use beseda_protocol::refusal::Refusal;
use wasm_bindgen::JsValue;
use web_sys::XmlHttpRequest;

use super::dom::after_ms;
use super::http::{Call, Failure, call};

/// Delay before an upload that the network broke is tried again, in ms; doubled
/// each time, up to sixteen times as long.
const AGAIN_MS: u64 = 2_000;

/// What an upload tells.
pub(super) enum Told {
    /// So many bytes have left.
    Progress(u64),
    /// The relay has the file.
    Done(File),
    /// It does not want it.
    Refused(Refusal),
}

/// An upload to be made.
#[derive(Clone)]
pub(super) struct Job {
    /// The relay's origin.
    pub(super) relay: String,
    /// The visitor's token.
    pub(super) token: String,
    /// The message.
    pub(super) cid: Cid,
    /// Is told how it goes.
    pub(super) tell: Rc<dyn Fn(Told)>,
}

/// The files that have not been stored.
#[derive(Clone, Default)]
pub(super) struct Uploads(Rc<RefCell<Vec<Upload>>>);

struct Upload {
    cid: Cid,
    bytes: web_sys::File,
    request: Option<XmlHttpRequest>,
}

impl Uploads {
    /// Keeps the bytes of a message.
    pub(super) fn keep(&self, cid: Cid, bytes: web_sys::File) {
        self.0.borrow_mut().push(Upload {
            cid,
            bytes,
            request: None,
        });
    }

    /// Stops an upload and lets its bytes go.
    pub(super) fn drop(&self, cid: &Cid) {
        let gone: Vec<Upload> = {
            let mut uploads = self.0.borrow_mut();
            uploads
                .extract_if(.., |upload| upload.cid == *cid)
                .collect()
        };
        // Its end is told at once, while nothing is borrowed.
        for request in gone.into_iter().filter_map(|upload| upload.request) {
            request.abort().ok();
        }
    }

    /// The messages whose bytes are kept.
    pub(super) fn kept(&self) -> Vec<Cid> {
        self.0
            .borrow()
            .iter()
            .map(|upload| upload.cid.clone())
            .collect()
    }

    /// Begins an upload, unless it runs. A broken one begins anew by itself:
    /// the relay knows it by its cid.
    pub(super) fn begin(&self, job: Job) {
        self.attempt(job, AGAIN_MS);
    }

    fn attempt(&self, job: Job, delay_ms: u64) {
        let Some(bytes) = self.waiting(&job.cid) else {
            return;
        };
        let url = [&*job.relay, "/v1/visitor/files/", job.cid.as_str()].concat();
        let name = String::from(js_sys::encode_uri_component(&bytes.name()));
        let wish = Call {
            method: "PUT",
            url: &url,
            token: Some(&job.token),
            header: Some(("X-File-Name", &name)),
            body: bytes.into(),
            ..Call::default()
        };
        let tell = job.tell.clone();
        let progress = Box::new(move |n| tell(Told::Progress(n)));
        let (uploads, again) = (self.clone(), job.clone());
        let done = Box::new(move |answer| uploads.answered(again, delay_ms, answer));
        let request = call(wish, Some(progress), done);
        if let Some(upload) = self
            .0
            .borrow_mut()
            .iter_mut()
            .find(|upload| upload.cid == job.cid)
        {
            upload.request = request;
        }
    }

    /// The bytes of an upload that does not run.
    fn waiting(&self, cid: &Cid) -> Option<web_sys::File> {
        let uploads = self.0.borrow();
        let upload = uploads.iter().find(|upload| upload.cid == *cid)?;
        upload.request.is_none().then(|| upload.bytes.clone())
    }

    fn answered(&self, job: Job, delay_ms: u64, answer: Result<JsValue, Failure>) {
        self.ended(&job.cid);
        let file = answer.map(|text| text.as_string().and_then(|text| from_text(&text)));
        match file {
            Ok(Some(file)) => {
                self.drop(&job.cid);
                (job.tell)(Told::Done(file));
            }
            Err(Failure::Refused(refusal)) if refusal.retry_ms.is_none() => {
                (job.tell)(Told::Refused(refusal));
            }
            _ => {
                (job.tell)(Told::Progress(0));
                let uploads = self.clone();
                let longer = (delay_ms * 2).min(AGAIN_MS * 16);
                after_ms(delay_ms, move || uploads.attempt(job, longer));
            }
        }
    }

    fn ended(&self, cid: &Cid) {
        let mut uploads = self.0.borrow_mut();
        if let Some(upload) = uploads.iter_mut().find(|upload| upload.cid == *cid) {
            upload.request = None;
        }
    }
}
