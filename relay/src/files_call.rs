//! How the Worker and a center speak to the store of a client's files.

use beseda_protocol::ids::{CenterId, ClientId, FileId};
use beseda_protocol::refusal::Refusal;
use serde::{Deserialize, Serialize};
use worker::{Env, Headers, Method, Request, RequestInit, Response, State};

/// A call to a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum FilesCall {
    /// The body is this file's bytes.
    Store(FileId),
    /// Give this file's bytes.
    Give(FileId),
    /// These are no longer wanted.
    Drop(Vec<FileId>),
    /// Nothing of this client is.
    DropAll,
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
    stub: worker::Stub,
}

impl FilesLink {
    /// To the store of a client that the center named.
    pub(crate) fn to(env: &Env, center: &CenterId, client: &ClientId) -> worker::Result<Self> {
        let name = format!("files:{center}:{client}");
        let stub = env.durable_object("FILES")?.get_by_name(&name)?;
        Ok(Self { stub })
    }

    /// To the store of a client of this center's object.
    pub(crate) fn of(env: &Env, center: &State, client: &ClientId) -> worker::Result<Self> {
        let center = center.id().name().ok_or("a center's object has a name")?;
        Self::to(env, &center.as_str().into(), client)
    }

    /// Stores what the body brings.
    pub(crate) async fn store(
        &self,
        file: FileId,
        body: web_sys::ReadableStream,
    ) -> worker::Result<Result<Stored, Refusal>> {
        let mut answer = self.send(&FilesCall::Store(file), Some(body)).await?;
        answer.json().await
    }

    /// The bytes, as an answer whose content type is the stored one; `None`
    /// when they are not here.
    pub(crate) async fn give(&self, file: FileId) -> worker::Result<Option<Response>> {
        let answer = self.send(&FilesCall::Give(file), None).await?;
        Ok((answer.status_code() == 200).then_some(answer))
    }

    /// Drops files.
    pub(crate) async fn drop_files(&self, files: Vec<FileId>) -> worker::Result<()> {
        self.send(&FilesCall::Drop(files), None).await.map(drop)
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
        self.stub.fetch_with_request(request).await
    }
}

/// Reads the call that a request to the store carries.
pub(crate) fn read(request: &Request) -> worker::Result<FilesCall> {
    let text = request.headers().get(CALL)?.unwrap_or_default();
    Ok(serde_json::from_str(&text)?)
}
