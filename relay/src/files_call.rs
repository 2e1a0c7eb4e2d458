//! How the Worker and a center speak to the store of a client's files.

use beseda_protocol::ids::{CenterId, FileId, IdentityId};
use beseda_protocol::refusal::Refusal;
use serde::{Deserialize, Serialize};
use worker::{Env, Headers, Method, ObjectNamespace, Request, RequestInit, Response, State};

use crate::answer::{self, Failure};
use crate::runtime;

/// A call to a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum FilesCall {
    /// The body is this file's bytes, and these are the owner's.
    Store(Owner, FileId),
    /// Give this file's bytes.
    Give(FileId),
    /// These are no longer wanted.
    Drop(Vec<FileId>),
    /// Would a turn's writes fit? Asked of a store that keeps nothing.
    TryRoom,
    /// What lies here?
    #[cfg(feature = "testing")]
    Count,
}

/// How much lies in a store (testing build).
#[cfg(feature = "testing")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Held {
    /// Whole files.
    pub(crate) files: u64,
    /// Uploads on their way, or orphans of such.
    pub(crate) attempts: u64,
    /// Pieces of both.
    pub(crate) pieces: u64,
}

/// Whose files a store has. An object that its alarm woke may know its id only, which
/// does not tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Owner {
    /// The center that knows of them.
    pub(crate) center: CenterId,
    /// Its client.
    pub(crate) identity: IdentityId,
}

/// What became of an upload.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Stored {
    /// Counted bytes.
    pub(crate) size: u64,
    /// As recognised from the bytes.
    pub(crate) mime: String,
}

/// The header that carries a [`FilesCall`]; ids are ASCII.
const CALL: &str = "x-beseda-call";

/// A store hears a call whatever the address; the runtime wants one.
const ADDRESS: &str = "http://files/";

/// The way to one client's store.
pub(crate) struct FilesLink {
    name: String,
    stores: ObjectNamespace,
}

impl FilesLink {
    /// To the store of a client that the center named.
    pub(crate) fn to(env: &Env, center: &CenterId, identity: &IdentityId) -> worker::Result<Self> {
        let name = format!("files:{center}:{identity}");
        let stores = env.durable_object("FILES")?;
        Ok(Self { name, stores })
    }

    /// To the store of this center's that keeps nothing.
    pub(crate) fn for_room(env: &Env, center: &State) -> worker::Result<Self> {
        let name = format!("room:{}", runtime::name(center));
        let stores = env.durable_object("FILES")?;
        Ok(Self { name, stores })
    }

    /// Whether as much as a turn writes has got to the disk there.
    pub(crate) async fn try_room(&self) -> worker::Result<bool> {
        let answer = self.send(&FilesCall::TryRoom, None).await?;
        Ok(answer.status_code() == 200)
    }

    /// Stores what the body brings.
    pub(crate) async fn store(
        &self,
        owner: Owner,
        file: FileId,
        body: web_sys::ReadableStream,
    ) -> Result<Stored, Failure> {
        let sent = self.send(&FilesCall::Store(owner, file), Some(body)).await;
        let stored: Result<Stored, Refusal> =
            sent.map_err(|error| self.told(error))?.json().await?;
        Ok(stored?)
    }

    /// The bytes, as an answer whose content type is the stored one.
    pub(crate) async fn give(&self, file: FileId) -> Result<Response, Failure> {
        let call = FilesCall::Give(file);
        let sent = match self.send(&call, None).await {
            // A store that has ended, by a panic of its instance perhaps, is there anew
            // with the next call; and nothing changes by giving.
            Err(_) => self.send(&call, None).await,
            sent => sent,
        };
        let mut answer = sent.map_err(|error| self.told(error))?;
        match answer.status_code() {
            200 => Ok(answer),
            _ => Err(answer.json::<Refusal>().await?.into()),
        }
    }

    /// What lies there.
    #[cfg(feature = "testing")]
    pub(crate) async fn count(&self) -> worker::Result<Held> {
        self.send(&FilesCall::Count, None).await?.json().await
    }

    /// Drops files.
    pub(crate) async fn drop_files(&self, files: Vec<FileId>) -> worker::Result<()> {
        self.send(&FilesCall::Drop(files), None).await.map(drop)
    }

    /// The object could not be reached: what its end says of its storage.
    fn told(&self, error: worker::Error) -> Failure {
        answer::of_storage(&self.name, error)
    }

    async fn send(
        &self,
        call: &FilesCall,
        body: Option<web_sys::ReadableStream>,
    ) -> worker::Result<Response> {
        let headers = Headers::new();
        headers.set(CALL, &serde_json::to_string(call)?)?;
        let mut init = RequestInit::new();
        init.with_method(Method::Post)
            .with_headers(headers)
            .with_body(body.map(Into::into));
        let request = Request::new_with_init(ADDRESS, &init)?;
        let store = self.stores.get_by_name(&self.name)?;
        store.fetch_with_request(request).await
    }
}

/// Reads the call that a request to the store carries.
pub(crate) fn read(request: &Request) -> worker::Result<FilesCall> {
    let text = request.headers().get(CALL)?.unwrap_or_default();
    Ok(serde_json::from_str(&text)?)
}
