//! Files by HTTP, through the proxy: repeated under the same cid until there is
//! an answer, and fetched back in the end.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use beseda_protocol::ids::{Cid, DialogId};
use beseda_protocol::message::File;
use beseda_protocol::refusal::{Code, Refusal};
use reqwest::{Client, Method, RequestBuilder};
use tokio::time::{Instant, sleep};

use crate::ledger::{Did, Digest, Ledger};

/// Who uploads, and as whom.
#[derive(Debug, Clone)]
pub(super) struct Uploader {
    pub(super) name: String,
    pub(super) client: Client,
    pub(super) proxy: SocketAddr,
    /// `Host` and other headers, as his browser sends them.
    pub(super) headers: Vec<(&'static str, String)>,
    /// The path of his files.
    pub(super) path: String,
    pub(super) ledger: Arc<Ledger>,
    pub(super) begun: Instant,
    /// What was uploaded by everybody.
    pub(super) uploaded: Arc<Mutex<Vec<(String, Uploader)>>>,
    /// How many tries are on their way, of everybody.
    pub(super) uploading: Arc<AtomicUsize>,
}

/// How long an upload may take before it is tried again.
const PATIENCE: Duration = Duration::from_secs(20);

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(700);

/// How one try ended.
enum Try {
    Done(File),
    Refused(Refusal),
    Again,
}

impl Uploader {
    /// Uploads until there is an answer that stays.
    pub(super) async fn upload(
        &self,
        cid: &Cid,
        into: Option<DialogId>,
        bytes: Vec<u8>,
    ) -> Result<File, Refusal> {
        let path = match into {
            Some(dialog) => format!("{}{dialog}/{cid}", self.path),
            None => format!("{}{cid}", self.path),
        };
        loop {
            self.uploading.fetch_add(1, Ordering::Relaxed);
            let tried = self.try_upload(&path, bytes.clone()).await;
            self.uploading.fetch_sub(1, Ordering::Relaxed);
            match tried {
                Try::Done(file) => {
                    let (id, bytes) = (file.id.0.clone(), Digest::of(&bytes));
                    self.note(Did::Uploaded {
                        file: id.clone(),
                        bytes,
                    });
                    let mut all = self.uploaded.lock().unwrap_or_else(PoisonError::into_inner);
                    all.push((id, self.clone()));
                    return Ok(file);
                }
                Try::Refused(refusal) => return Err(refusal),
                Try::Again => sleep(PAUSE).await,
            }
        }
    }

    async fn try_upload(&self, path: &str, bytes: Vec<u8>) -> Try {
        let address = format!("http://{}{path}", self.proxy);
        let request = self.with_headers(self.client.request(Method::PUT, address));
        let request = request
            .header("X-File-Name", "noise.bin")
            .body(bytes)
            .timeout(PATIENCE);
        let Ok(answer) = request.send().await else {
            return Try::Again;
        };
        if answer.status().is_success() {
            return answer.json().await.map_or(Try::Again, Try::Done);
        }
        match answer.json::<Refusal>().await {
            Ok(refusal) if !is_open(refusal.code) => Try::Refused(refusal),
            _ => Try::Again,
        }
    }

    /// Fetches a file, not through the proxy.
    pub(super) async fn fetch(&self, origin: &str, file: &str) {
        let address = format!("{origin}{}{file}", self.path);
        let request = self.with_headers(self.client.request(Method::GET, address));
        let bytes = match request.send().await {
            Ok(answer) if answer.status().is_success() => answer.bytes().await,
            Ok(answer) => return self.note_lost(file, &answer.status().to_string()),
            Err(error) => return self.note_lost(file, &error.to_string()),
        };
        let bytes = bytes.map(|bytes| bytes.to_vec()).unwrap_or_default();
        let bytes = Digest::of(&bytes);
        self.note(Did::Fetched {
            file: file.to_owned(),
            bytes,
        });
    }

    /// What cannot be fetched is noted with what came instead: the checker sees
    /// that it is not what was uploaded.
    fn note_lost(&self, file: &str, why: &str) {
        let bytes = Digest(why.to_owned());
        self.note(Did::Fetched {
            file: file.to_owned(),
            bytes,
        });
    }

    fn with_headers(&self, mut request: RequestBuilder) -> RequestBuilder {
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        request
    }

    fn note(&self, did: Did) {
        let now = self.begun.elapsed().as_millis() as u64;
        self.ledger.write(now, &self.name, did);
    }
}

/// Whether the same may succeed later.
fn is_open(code: Code) -> bool {
    matches!(
        code,
        Code::Fault | Code::Overloaded | Code::TooMany | Code::StorageFull
    )
}
