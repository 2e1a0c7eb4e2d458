//! Uploads with their progress, which `fetch` does not tell.

use beseda_client::parsed::from_text;
use beseda_protocol::ids::{Cid, DialogId};
use beseda_protocol::message::File;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Event, ProgressEvent, XmlHttpRequest};

use super::http::{Failure, refusal_in};

/// What an upload tells.
#[derive(Debug)]
pub(crate) enum Told {
    /// So many bytes have left.
    Sent(u64),
    /// It has ended.
    Ended(Result<File, Failure>),
}

/// A running upload; ends when dropped.
pub(crate) struct Upload {
    request: XmlHttpRequest,
    // Kept for as long as the request may call them.
    _progress: Closure<dyn FnMut(ProgressEvent)>,
    _ended: Closure<dyn FnMut(Event)>,
}

impl Upload {
    /// Begins to send a file to a dialog.
    pub(crate) fn begin(
        dialog: DialogId,
        cid: &Cid,
        file: &web_sys::File,
        tell: impl Fn(Told) + Clone + 'static,
    ) -> Option<Self> {
        let request = XmlHttpRequest::new().ok()?;
        request
            .open("PUT", &format!("/v1/operator/files/{dialog}/{cid}"))
            .ok()?;
        let name = String::from(js_sys::encode_uri_component(&file.name()));
        request.set_request_header("x-file-name", &name).ok()?;
        request
            .set_request_header("content-type", "application/octet-stream")
            .ok()?;

        let told = tell.clone();
        let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
            told(Told::Sent(event.loaded() as u64));
        });
        let asked = request.clone();
        let ended = Closure::<dyn FnMut(Event)>::new(move |_| tell(Told::Ended(outcome(&asked))));
        if let Ok(upload) = request.upload() {
            upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
        }
        request.set_onloadend(Some(ended.as_ref().unchecked_ref()));
        request.send_with_opt_blob(Some(file)).ok()?;
        Some(Self {
            request,
            _progress: progress,
            _ended: ended,
        })
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        self.request.set_onloadend(None);
        if let Ok(upload) = self.request.upload() {
            upload.set_onprogress(None);
        }
        // Does nothing when it has ended.
        self.request.abort().ok();
    }
}

fn outcome(request: &XmlHttpRequest) -> Result<File, Failure> {
    let status = request.status().unwrap_or(0);
    let body = request.response_text().ok().flatten().unwrap_or_default();
    if (200..300).contains(&status) {
        return from_text(&body).ok_or(Failure::Network);
    }
    Err(refusal_in(&body, status).map_or(Failure::Network, Failure::Refused))
}
