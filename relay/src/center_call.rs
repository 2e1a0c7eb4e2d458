//! How the Worker speaks to a center's object: one typed call, JSON both ways.

use beseda_center::turn::command::{Command, Reply};
use beseda_center::turn::{SessionId, Whence};
use beseda_protocol::ids::{CenterId, IdentityId, OperatorId, SiteId};
use beseda_protocol::refusal::Refusal;
use serde::{Deserialize, Serialize};
use worker::{Env, Headers, Method, Request, RequestInit, Response};

use crate::answer::{self, Failure};

/// A call to a center's object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Call {
    /// A command, for the next turn.
    Ask(Box<Command>),
    /// A socket of somebody whose right to it has been checked.
    Open(Caller),
    /// All sockets close with 1012 and no new ones are taken: a restart follows.
    Drain,
    /// Does this storage do what the rules rely on? For an object without a center.
    #[cfg(feature = "testing")]
    CheckStorage,
    /// The next turn, or the next upload, fails in this way.
    #[cfg(feature = "testing")]
    Plant(Plant),
    /// So many inputs may wait for one turn.
    #[cfg(feature = "testing")]
    WaitingMax(usize),
    /// The clock is wrong by so many ms from now on.
    #[cfg(feature = "testing")]
    StepClock(i64),
    /// Dead lines are found sooner or later than usual.
    #[cfg(feature = "testing")]
    Sweep(crate::sweep::Patience),
    /// What have the turns cost?
    #[cfg(feature = "testing")]
    Count,
}

/// Who opens a socket. The object adds the socket's own id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Caller {
    /// A widget.
    Visitor {
        /// Whose.
        identity: IdentityId,
        /// From which site.
        site: SiteId,
        /// What his connection tells.
        whence: Whence,
    },
    /// A console.
    Operator {
        /// Whose.
        operator: OperatorId,
        /// By which sign-in.
        session: SessionId,
    },
}

/// A failure planted for a test.
#[cfg(feature = "testing")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Plant {
    /// A panic before the rules see the inputs.
    PanicBefore,
    /// A panic after the rules have written, before anything is sent.
    PanicAfter,
    /// A fault after the rules have written.
    Fault,
    /// The same, and a task that begins only then.
    FaultBeforeTask,
    /// The end after the write is on disk, before anything is sent.
    MuteAfter,
    /// The object hangs when the next slice of a job is written, and nothing of it on disk.
    SliceWritten,
    /// The same when all of it is on disk, before anything else is done.
    SliceKept,
    /// The storage turns out to be of a newer build.
    TooNew,
    /// A store is not told of the next file that is dropped.
    DropUnsaid,
    /// An upload goes no further than its first stored piece.
    UploadInTheMiddle,
    /// An upload goes no further than its last byte: the center is not told.
    UploadStored,
    /// The center is told of an upload, and its sender is not.
    UploadTold,
}

/// The header that carries a [`Call`], so that an upgrade can carry one too.
const CALL: &str = "x-beseda-call";

/// The header of an answer that is bytes: what is to be asked next, or nothing.
const LAST: &str = "x-beseda-last";

/// An object hears a call whatever the address; the runtime wants one.
const ADDRESS: &str = "http://center/";

/// The way to one center.
pub(crate) struct CenterLink {
    name: String,
    stub: worker::Stub,
}

impl CenterLink {
    /// To this center. Its id must come from a checked token or our own settings:
    /// addressing a stranger's name would make files on disk.
    pub(crate) fn to(env: &Env, center: &CenterId) -> worker::Result<Self> {
        let stub = env.durable_object("CENTER")?.get_by_name(center.as_str())?;
        let name = center.to_string();
        Ok(Self { name, stub })
    }

    /// Asks in the center's next turn.
    pub(crate) async fn ask(&self, command: Command) -> Result<Reply, Failure> {
        let asked = self.call(&Call::Ask(Box::new(command))).await;
        let answer: Result<Reply, Refusal> =
            asked.map_err(|error| self.told(error))?.json().await?;
        Ok(answer?)
    }

    /// Asks for bytes, which travel as they are; and for what is to be asked next.
    pub(crate) async fn bytes(&self, command: Command) -> Result<(Vec<u8>, Option<u64>), Failure> {
        let asked = self.call(&Call::Ask(Box::new(command))).await;
        let mut answer = asked.map_err(|error| self.told(error))?;
        if let Some(last) = answer.headers().get(LAST)? {
            return Ok((answer.bytes().await?, last.parse().ok()));
        }
        match answer.json::<Result<Reply, Refusal>>().await? {
            Err(refusal) => Err(refusal.into()),
            Ok(_) => Err(answer::unexpected()),
        }
    }

    /// Opens a socket.
    pub(crate) async fn open(&self, caller: Caller) -> Result<Response, Failure> {
        let headers = Headers::new();
        headers.set("upgrade", "websocket")?;
        let opened = self.send(&Call::Open(caller), headers).await;
        opened.map_err(|error| self.told(error))
    }

    /// Makes a call whose answer says no more than that it was heard.
    pub(crate) async fn call(&self, call: &Call) -> worker::Result<Response> {
        self.send(call, Headers::new()).await
    }

    /// The object could not be reached: what its end says of its storage.
    fn told(&self, error: worker::Error) -> Failure {
        answer::of_storage(&self.name, error)
    }

    async fn send(&self, call: &Call, headers: Headers) -> worker::Result<Response> {
        let text = serde_json::to_string(call)?;
        let mut init = RequestInit::new();
        // Header values are bytes to the runtime: what is not ASCII travels in the body.
        if headers.has("upgrade")? {
            headers.set(CALL, &in_ascii(&text))?;
        } else {
            init.with_method(Method::Post).with_body(Some(text.into()));
        }
        init.with_headers(headers);
        let request = Request::new_with_init(ADDRESS, &init)?;
        self.stub.fetch_with_request(request).await
    }
}

/// JSON of the same meaning in ASCII alone.
fn in_ascii(json: &str) -> String {
    let mut ascii = String::with_capacity(json.len());
    for c in json.chars() {
        match c.is_ascii() {
            true => ascii.push(c),
            false => {
                let units = c.encode_utf16(&mut [0; 2]).to_vec();
                ascii.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
            }
        }
    }
    ascii
}

/// Reads the call that a request to the object carries.
pub(crate) async fn read(request: &mut Request) -> worker::Result<Call> {
    let text = match request.headers().get(CALL)? {
        Some(text) => text,
        None => request.text().await?,
    };
    Ok(serde_json::from_str(&text)?)
}

/// A command's answer, as [`CenterLink::ask`] and [`CenterLink::bytes`] read it.
pub(crate) fn answer(answer: Result<Reply, Refusal>) -> worker::Result<Response> {
    match answer {
        Ok(Reply::ExportBytes { bytes, last }) => {
            let response = Response::from_bytes(bytes)?;
            let last = last.map(|last| last.to_string()).unwrap_or_default();
            response.headers().set(LAST, &last)?;
            Ok(response)
        }
        answer => Response::from_json(&answer),
    }
}
