//! Files on their way: their bytes, by the cid of their message.

use std::cell::RefCell;
use std::rc::Rc;

use beseda_client::parsed::from_text;
use beseda_protocol::ids::Cid;
use beseda_protocol::message::File;
use beseda_protocol::refusal::Refusal;
use web_sys::XmlHttpRequest;

use super::dom::after_ms;
use super::http::{Body, Call, Failure, call};

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
    pub(super) fn begin(
        &self,
        relay: &str,
        token: &str,
        cid: &Cid,
        tell: impl Fn(Told) + Clone + 'static,
    ) {
        self.attempt(
            relay.to_owned(),
            token.to_owned(),
            cid.clone(),
            AGAIN_MS,
            tell,
        );
    }

    fn attempt(
        &self,
        relay: String,
        token: String,
        cid: Cid,
        delay_ms: u64,
        tell: impl Fn(Told) + Clone + 'static,
    ) {
        let bytes = {
            let uploads = self.0.borrow();
            let waiting = |upload: &&Upload| upload.cid == cid && upload.request.is_none();
            match uploads.iter().find(waiting) {
                Some(upload) => upload.bytes.clone(),
                None => return,
            }
        };
        let url = format!("{relay}/v1/visitor/files/{cid}");
        let name = String::from(js_sys::encode_uri_component(&bytes.name()));
        let progress = tell.clone();
        let (uploads, again) = (self.clone(), (relay.clone(), token.clone(), cid.clone()));
        let request = call(
            Call {
                method: "PUT",
                url: &url,
                token: Some(&token),
                header: Some(("X-File-Name", &name)),
                body: Body::Bytes(&bytes),
                ..Call::default()
            },
            move |n| progress(Told::Progress(n)),
            move |answer| {
                uploads.ended(&again.2);
                let file = answer.map(|text| text.as_string().and_then(|text| from_text(&text)));
                match file {
                    Ok(Some(file)) => {
                        uploads.drop(&again.2);
                        tell(Told::Done(file));
                    }
                    Err(Failure::Refused(refusal)) if refusal.retry_ms.is_none() => {
                        tell(Told::Refused(refusal));
                    }
                    _ => {
                        tell(Told::Progress(0));
                        let (relay, token, cid) = again;
                        let longer = (delay_ms * 2).min(AGAIN_MS * 16);
                        let begin = move || uploads.attempt(relay, token, cid, longer, tell);
                        after_ms(delay_ms, begin);
                    }
                }
            },
        );
        let mut uploads = self.0.borrow_mut();
        if let Some(upload) = uploads.iter_mut().find(|upload| upload.cid == cid) {
            upload.request = request;
        }
    }

    fn ended(&self, cid: &Cid) {
        let mut uploads = self.0.borrow_mut();
        if let Some(upload) = uploads.iter_mut().find(|upload| upload.cid == *cid) {
            upload.request = None;
        }
    }
}
