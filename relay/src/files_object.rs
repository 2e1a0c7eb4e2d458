//! The Durable Object that keeps the bytes of one client's files.
#![allow(
    missing_docs,
    reason = "the macro exports methods to JavaScript and documents none"
)]

use std::pin::pin;
use std::time::Duration;

use beseda_center::storage::fault::Fault;
use beseda_center::token::hex;
use beseda_center::turn::command::{Command, Reply};
use beseda_protocol::ids::{FileId, Timestamp};
use beseda_protocol::limits::{CHUNK_BYTES_MAX, FILE_BYTES_MAX};
use beseda_protocol::refusal::{Code, Refusal};
use futures_util::StreamExt;
use futures_util::future::{Either, select};
use sha2::{Digest, Sha256};
use worker::{ByteStream, Delay, DurableObject, Env, Request, Response, State, durable_object};

use crate::answer;
use crate::center_call::CenterLink;
#[cfg(feature = "testing")]
use crate::center_call::Plant;
use crate::files_call::{self, FilesCall, Owner, Stored};
use crate::files_store::{Attempt, FilesStore};
use crate::health::{RETRY_MS, Trouble};
use crate::sql::ObjectSql;
use crate::{room, runtime, sniff};

/// An upload that brings less than [`SLOW_BYTES_MIN`] within this time is cut, in
/// ms: one that stops is cut after two of them at most (F2 asks for 30 s).
const SLOW_WINDOW_MS: u64 = 15_000;
/// At this pace the largest file takes 32 minutes.
const SLOW_BYTES_MIN: u64 = 16 * 1024;
/// When the center is asked again about what it did not decide, in ms.
const ASK_AGAIN_MS: u64 = 10 * 60 * 1_000;
/// A body that is too long is read on to here and thrown away, so that the
/// sender hears why before the connection ends.
const DRAIN_BYTES_MAX: u64 = FILE_BYTES_MAX + 1024 * 1024;

/// The store of one client.
#[durable_object]
pub struct FilesObject {
    state: State,
    env: Env,
    store: FilesStore<ObjectSql>,
}

impl DurableObject for FilesObject {
    fn new(state: State, env: Env) -> Self {
        crate::panic::watch(&state);
        let store = FilesStore::new(ObjectSql::new(state.storage().sql()));
        Self { state, env, store }
    }

    async fn fetch(&self, mut request: Request) -> worker::Result<Response> {
        match files_call::read(&request)? {
            FilesCall::Store(owner, file) => {
                let stored = self.receive(&owner, &file, &mut request).await;
                Response::from_json(&stored)
            }
            FilesCall::Give(file) => self.give(&file),
            FilesCall::Drop(files) => {
                self.store.drop_files(&files).map_err(spoken)?;
                Response::empty()
            }
            #[cfg(feature = "testing")]
            FilesCall::Count => Response::from_json(&self.store.count().map_err(spoken)?),
            FilesCall::TryRoom => {
                room::fill(&self.state).await?;
                Response::empty()
            }
        }
    }

    async fn alarm(&self) -> worker::Result<Response> {
        let now = runtime::now();
        self.store.sweep(now).map_err(spoken)?;
        if let Err(failure) = self.ask_what_stays(now).await {
            worker::console_error!("files stay in doubt: {failure}");
        }
        if let Some(at) = self.store.due().map_err(spoken)? {
            let at = at.max(runtime::now().plus_ms(ASK_AGAIN_MS));
            runtime::set_alarm(&self.state, at)?;
        }
        Response::empty()
    }
}

impl FilesObject {
    /// What the center has forgotten goes: it says so once, and a crash between its
    /// decision and its word, or a restored backup, would leave bytes behind that
    /// nobody can ask for and no quota counts.
    async fn ask_what_stays(&self, now: Timestamp) -> Result<(), String> {
        let doubted = self.store.doubted(now).map_err(|fault| fault.to_string())?;
        let Some((owner, files)) = doubted else {
            return Ok(());
        };
        let link = CenterLink::to(&self.env, &owner.center).map_err(|error| error.to_string())?;
        let asked = Command::KnowFiles {
            store: owner.identity,
            files: files.clone(),
        };
        let (sent, unsent) = match link.ask(asked).await {
            Ok(Reply::Known { sent, unsent }) => (sent, unsent),
            other => return Err(format!("the center says {other:?}")),
        };
        let is_known = |file: &FileId| sent.contains(file) || unsent.contains(file);
        let gone: Vec<FileId> = files.into_iter().filter(|file| !is_known(file)).collect();
        let decided = self.store.settle(&sent);
        decided
            .and_then(|()| self.store.drop_files(&gone))
            .map_err(|fault| fault.to_string())
    }

    /// Wakes in time to look after an upload that begins now, and after what is due.
    fn wake_in_time(&self, now: Timestamp) -> Result<(), Refusal> {
        let due = self.store.due().map_err(refused)?;
        runtime::set_alarm(&self.state, due.map_or(now, |due| due.max(now)))
            .map_err(|error| unkept(&error))
    }

    async fn receive(
        &self,
        owner: &Owner,
        file: &FileId,
        request: &mut Request,
    ) -> Result<Stored, Refusal> {
        let attempt = Attempt(hex(&runtime::random::<16>()));
        let now = runtime::now();
        self.store.sweep(now).map_err(refused)?;
        self.store.begin(owner, &attempt, now).map_err(refused)?;
        self.wake_in_time(now)?;
        let Ok(body) = request.stream() else {
            self.store.give_up(&attempt).map_err(refused)?;
            return Err(empty());
        };
        match self.take(&attempt, file, body).await {
            Ok(stored) => Ok(stored),
            Err(refusal) => {
                self.store.give_up(&attempt).map_err(refused)?;
                Err(refusal)
            }
        }
    }

    /// Counts and keeps what comes; one byte too many ends it.
    async fn take(
        &self,
        attempt: &Attempt,
        file: &FileId,
        body: ByteStream,
    ) -> Result<Stored, Refusal> {
        let mut body = pin!(body);
        let mut piece = Vec::new();
        let mut mime = sniff::OPAQUE;
        let mut n = 0;
        let mut size = 0;
        let mut pace = Pace::new();
        let mut digest = Sha256::new();
        while let Some(bytes) = pace.next(&mut body).await? {
            if size < sniff::HEAD_BYTES as u64 {
                let head: Vec<u8> = piece.iter().chain(&bytes).copied().collect();
                mime = sniff::mime(&head[..head.len().min(sniff::HEAD_BYTES)]);
            }
            size += bytes.len() as u64;
            if size > FILE_BYTES_MAX {
                drain(&mut pace, &mut body, size).await;
                return Err(too_large());
            }
            digest.update(&bytes);
            piece.extend_from_slice(&bytes);
            while piece.len() >= CHUNK_BYTES_MAX {
                let rest = piece.split_off(CHUNK_BYTES_MAX);
                let whole = std::mem::replace(&mut piece, rest);
                self.store.add(attempt, n, whole).map_err(refused)?;
                n += 1;
                #[cfg(feature = "testing")]
                if crate::plants::is_planted(Plant::UploadInTheMiddle) {
                    // The piece is to be found after the kill.
                    drop(self.state.storage().sync().await);
                    crate::plants::stall_at(Plant::UploadInTheMiddle).await;
                }
            }
        }
        if size == 0 {
            return Err(empty());
        }
        // From here to the return nothing waits: the file appears whole or not at all.
        if !piece.is_empty() {
            self.store.add(attempt, n, piece).map_err(refused)?;
        }
        let mime = mime.to_owned();
        self.store
            .finish(
                attempt,
                file,
                Stored { size, mime },
                &digest.finalize(),
                runtime::now(),
            )
            .map_err(refused)
    }

    fn give(&self, file: &FileId) -> worker::Result<Response> {
        match self.store.whole(file) {
            Ok((bytes, stored)) => {
                let response = Response::from_bytes(bytes)?;
                response.headers().set("content-type", &stored.mime)?;
                Ok(response)
            }
            Err(fault) => {
                let name = runtime::name(&self.state);
                worker::console_error!("the storage of {name} fails: {fault}");
                answer::refused(&refused(fault))
            }
        }
    }
}

/// Reads a body, and ends it when it comes too slowly.
struct Pace {
    since: Timestamp,
    bytes: u64,
}

impl Pace {
    fn new() -> Self {
        Self {
            since: runtime::now(),
            bytes: 0,
        }
    }

    async fn next(
        &mut self,
        body: &mut (impl futures_util::Stream<Item = worker::Result<Vec<u8>>> + Unpin),
    ) -> Result<Option<Vec<u8>>, Refusal> {
        loop {
            let left_ms = SLOW_WINDOW_MS.saturating_sub(runtime::now().ms_since(self.since));
            let patience = Delay::from(Duration::from_millis(left_ms));
            let piece = match select(body.next(), patience).await {
                Either::Left((None, _)) => return Ok(None),
                Either::Left((Some(Ok(bytes)), _)) => Some(bytes),
                Either::Left((Some(Err(_)), _)) => return Err(broken_off()),
                Either::Right(_) => None,
            };
            self.bytes += piece.as_ref().map_or(0, Vec::len) as u64;
            let now = runtime::now();
            if now.ms_since(self.since) >= SLOW_WINDOW_MS {
                if self.bytes < SLOW_BYTES_MIN {
                    return Err(broken_off());
                }
                (self.since, self.bytes) = (now, 0);
            }
            if piece.is_some() {
                return Ok(piece);
            }
        }
    }
}

/// Reads on and keeps nothing.
async fn drain(
    pace: &mut Pace,
    body: &mut (impl futures_util::Stream<Item = worker::Result<Vec<u8>>> + Unpin),
    mut size: u64,
) {
    while size <= DRAIN_BYTES_MAX {
        match pace.next(body).await {
            Ok(Some(bytes)) => size += bytes.len() as u64,
            Ok(None) | Err(_) => return,
        }
    }
}

/// Over the limit.
fn too_large() -> Refusal {
    Refusal::new(Code::FileTooLarge, "The file is larger than 2 MB.")
}

/// No bytes at all.
pub(crate) fn empty() -> Refusal {
    Refusal::new(Code::FileEmpty, "The file is empty.")
}

fn broken_off() -> Refusal {
    Refusal::new(
        Code::FileUnknown,
        "The upload was interrupted or too slow, and nothing of it was kept. Send it again.",
    )
}

fn refused(fault: Fault) -> Refusal {
    worker::console_error!("files: {fault}");
    match Trouble::of(&fault) {
        Some(trouble) => trouble.refusal(RETRY_MS),
        None => answer::fault(),
    }
}

fn unkept(error: &worker::Error) -> Refusal {
    worker::console_error!("files: {error}");
    answer::fault()
}

fn spoken(fault: Fault) -> worker::Error {
    worker::Error::RustError(format!("files: {fault}"))
}
