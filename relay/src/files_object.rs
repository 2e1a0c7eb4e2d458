//! The Durable Object that keeps the bytes of one client's files.
#![allow(
    missing_docs,
    reason = "the macro exports methods to JavaScript and documents none"
)]

use std::pin::pin;
use std::time::Duration;

use beseda_center::fault::Fault;
use beseda_center::token::hex;
use beseda_protocol::ids::{FileId, Timestamp};
use beseda_protocol::limits::{CHUNK_BYTES_MAX, FILE_BYTES_MAX};
use beseda_protocol::refusal::{Code, Refusal};
use futures_util::StreamExt;
use futures_util::future::{Either, select};
use sha2::{Digest, Sha256};
use worker::{ByteStream, Delay, DurableObject, Env, Request, Response, State, durable_object};

use crate::answer;
#[cfg(feature = "testing")]
use crate::center_call::Plant;
use crate::files_call::{self, FilesCall, Stored};
use crate::files_store::{Attempt, FilesStore};
use crate::health::{RETRY_MS, Trouble};
use crate::sql::ObjectSql;
use crate::{room, runtime, sniff};

/// An upload that brings less than [`SLOW_BYTES_MIN`] within this time is cut, in
/// ms: one that stops is cut after two of them at most (F2 asks for 30 s).
const SLOW_WINDOW_MS: u64 = 15_000;
/// At this pace the largest file takes 32 minutes.
const SLOW_BYTES_MIN: u64 = 16 * 1024;
/// No attempt that goes on is this old; what an interrupted one left goes (F3).
const ORPHAN_MS: u64 = 45 * 60 * 1_000;
/// A body that is too long is read on to here and thrown away, so that the
/// sender hears why before the connection ends.
const DRAIN_BYTES_MAX: u64 = FILE_BYTES_MAX + 1024 * 1024;

/// The store of one client.
#[durable_object]
pub struct FilesObject {
    state: State,
    store: FilesStore<ObjectSql>,
}

impl DurableObject for FilesObject {
    fn new(state: State, _env: Env) -> Self {
        crate::panic::watch(&state);
        let store = FilesStore::new(ObjectSql::new(state.storage().sql()));
        Self { state, store }
    }

    async fn fetch(&self, mut request: Request) -> worker::Result<Response> {
        match files_call::read(&request)? {
            FilesCall::Store(file) => {
                let stored = self.receive(&file, &mut request).await;
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
            FilesCall::DropAll => {
                self.state.storage().delete_all().await?;
                Response::empty()
            }
        }
    }

    async fn alarm(&self) -> worker::Result<Response> {
        let now = runtime::now();
        if self.store.sweep(orphaned(now)).map_err(spoken)? {
            runtime::set_alarm(&self.state, now.plus_ms(ORPHAN_MS))?;
        }
        Response::empty()
    }
}

impl FilesObject {
    async fn receive(&self, file: &FileId, request: &mut Request) -> Result<Stored, Refusal> {
        let attempt = Attempt(hex(&runtime::random::<16>()));
        let now = runtime::now();
        // Others on their way have set the alarm already; it must not move for ever.
        if !self.store.sweep(orphaned(now)).map_err(refused)? {
            let at = now.plus_ms(ORPHAN_MS);
            runtime::set_alarm(&self.state, at).map_err(|error| unkept(&error))?;
        }
        self.store.begin(&attempt, now).map_err(refused)?;
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
            .finish(attempt, file, Stored { size, mime }, &digest.finalize())
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
                let name = self.state.id().name().unwrap_or_default();
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

fn orphaned(now: Timestamp) -> Timestamp {
    Timestamp(now.0.saturating_sub(ORPHAN_MS))
}

fn broken_off() -> Refusal {
    Refusal::new(
        Code::FileUnknown,
        "The upload broke off or was too slow, and nothing of it was kept. Send it again.",
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
