//! What the relay's routes ask of a center besides frames. Travels between the
//! Worker and the object of the same build only, so its form may change freely.

use beseda_protocol::ask::Question;
use beseda_protocol::export::Export;
use beseda_protocol::http::Rate;
use beseda_protocol::ids::{
    CenterId, ChannelId, Cid, DialogId, Epoch, FileId, IdentityId, JobId, MessageId, Seq, SiteId,
    Timestamp, TokenId,
};
use beseda_protocol::look::Look;
use beseda_protocol::message::{Draft, File};
use beseda_protocol::refusal::Refusal;
use beseda_protocol::site::{Cue, Reception};
use beseda_protocol::team::{Employee, Role};
use beseda_protocol::token::{Quota, Scope, Token};
use serde::{Deserialize, Serialize};

use crate::turn::SessionId;
use crate::turn::moved::Moving;
#[cfg(feature = "testing")]
use crate::turn::seed::Seed;
use crate::turn::transport::{Arrival, Carried, Outgoing};
use crate::turn::webhook_calls::{Call, Progress};

/// A request of a route. Secrets arrive hashed (SHA-256, hex); the plain ones
/// never enter the object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Makes the center, if it does not exist, and an invitation for its owner
    /// unless there is one already. Answered by `Created`.
    Create {
        /// Its id, which must be the object's name.
        center: CenterId,
        /// The relay's own origin: the test site allows it.
        origin: String,
        /// Hash of the invitation's token.
        invitation: String,
    },
    /// What the loader of a site is told; notes from where it was asked.
    /// Answered by `Site`.
    Site {
        /// Which.
        site: SiteId,
        /// The origin of the asking page, when the browser told it.
        origin: Option<String>,
    },
    /// May this origin use this site? Notes strangers. Answered by `Done` or
    /// refused as `origin_not_allowed`.
    Admit {
        /// Which.
        site: SiteId,
        /// `Origin` of the request.
        origin: String,
    },
    /// How a site meets whoever opens its chat. Answered by `Reception`.
    Reception {
        /// Which.
        site: SiteId,
    },
    /// What a returning visitor has not read. Answered by `Unread`.
    Unread {
        /// Who.
        identity: IdentityId,
    },
    /// A visitor ends his conversation. Answered by `Done`.
    End {
        /// Whose conversation.
        identity: IdentityId,
    },
    /// A visitor rates a conversation that is closed. Answered by `Done`.
    Rate {
        /// Whose dialog it is.
        identity: IdentityId,
        /// Of which dialog, and how it was.
        rate: Rate,
    },
    /// The stored password hash behind an e-mail, or a refusal when there were
    /// too many failures. An unknown e-mail gets `None`: the Worker then hashes
    /// all the same, so that the time tells nothing (S8). Answered by `Hash`.
    BeginSignIn(Attempt),
    /// The outcome of the comparison. Answered by `Me`, or refused as `sign_in_failed`.
    EndSignIn {
        /// As before.
        attempt: Attempt,
        /// The hash that was compared: if the stored one differs by now, it fails.
        hash: Option<String>,
        /// Whether the password was right.
        right: bool,
        /// The new session.
        session: SessionId,
    },
    /// Who is behind a session? Answered by `Me`, or refused as `unauthorized`.
    Session {
        /// Which.
        session: SessionId,
    },
    /// Ends a session and closes its sockets. Answered by `Done`.
    SignOut {
        /// Which.
        session: SessionId,
    },
    /// What a link offers. Answered by `Link`, or refused as `link_expired`.
    Link {
        /// Hash of its token.
        token: String,
    },
    /// Takes an invitation: makes the account and signs it in. Answered by `Me`.
    Accept {
        /// Hash of the token.
        token: String,
        /// Public name.
        name: String,
        /// As typed.
        email: String,
        /// Argon2id, PHC string.
        hash: String,
        /// The new session.
        session: SessionId,
    },
    /// Sets a password by a reset link, ends the account's other sessions.
    /// Answered by `Me`.
    SetPassword {
        /// Hash of the token.
        token: String,
        /// Argon2id, PHC string.
        hash: String,
        /// The new session.
        session: SessionId,
    },
    /// A reset link for an account, asked by the machine's owner
    /// (`cargo x host reset-password`). Answered by `Done`.
    MakeReset {
        /// As typed.
        email: String,
        /// Hash of the token.
        token: String,
    },
    /// Room for a file before its upload; the same (owner, cid) gets the same
    /// answer. Answered by `Reserved` or, when it has been stored, `File`.
    ReserveFile {
        /// Whose.
        owner: FileOwner,
        /// The upload's name for itself.
        cid: Cid,
        /// As the sender says; cut to a length, never a path.
        name: String,
        /// What the length header says, else the largest size.
        size: u64,
    },
    /// The bytes are stored, whole. Answered by `File`.
    FileStored {
        /// Which.
        file: FileId,
        /// Counted bytes.
        size: u64,
        /// As recognised from the bytes.
        mime: String,
    },
    /// The upload failed: frees the room, unless its sender has begun another since.
    /// Answered by `Done`.
    FileFailed {
        /// Which.
        file: FileId,
        /// As `Reserved` said.
        attempt: u64,
    },
    /// A store has deleted what [`crate::turn::Output::DeleteFiles`] has told it of.
    /// Answered by `Done`.
    FilesDeleted {
        /// Whose store.
        store: IdentityId,
        /// Which.
        files: Vec<FileId>,
    },
    /// Which of these, stored a while ago, are to stay? What its messages or its
    /// reservations do not know of, the store keeps for nobody. Answered by `Known`.
    KnowFiles {
        /// Whose store asks.
        store: IdentityId,
        /// What lies there.
        files: Vec<FileId>,
    },
    /// Another program asks, by a token. Answered by `Request`, whatever comes of it; some
    /// questions in a later turn.
    Request {
        /// Hash of the token.
        token: String,
        /// What.
        asked: Request,
    },
    /// Makes a token, or replaces one, for whoever gives his password once more (X22). Answered
    /// by `Token`, or refused as `sign_in_failed`.
    KeepToken {
        /// Who asks.
        session: SessionId,
        /// The outcome of comparing the password, begun as a sign-in with his e-mail is.
        proof: Proof,
        /// The new token.
        secret: TokenSecret,
        /// What it is.
        token: TokenWanted,
    },
    /// May this asker have this file? Answered by `FileIn`, or refused as `not_found`.
    FindFile {
        /// Who asks.
        owner: Asker,
        /// Which.
        file: FileId,
    },
    /// A client has written on a transport that is not the site chat. Answered by `Arrived`.
    Arrive(Arrival),
    /// What is to be carried out now, so many at most. Answered by `Outgoing`.
    TakeOutgoing {
        /// How many.
        limit: u64,
    },
    /// What came of one of them. Answered by `Done`, also when it is known already.
    Carried(Carried),
    /// Begins a file for who is behind a session. Answered by `Begun`.
    BeginExport {
        /// Whose.
        session: SessionId,
        /// What.
        what: Export,
        /// The language of its headings.
        locale: String,
    },
    /// It was fetched, and need not wait. Answered by `Done`.
    EndExport {
        /// Whose.
        asker: Asker,
        /// Which.
        job: JobId,
    },
    /// What a file is that a job has made, for somebody who may have it. Answered by `Export`,
    /// or by `Done` while it is being made.
    FindExport {
        /// Whose.
        asker: Asker,
        /// Of which job.
        job: JobId,
    },
    /// Its next bytes. Answered by `ExportBytes`.
    ExportBytes {
        /// As before.
        asker: Asker,
        /// As before.
        job: JobId,
        /// The last piece of the answer before; absent: from the beginning.
        behind: Option<u64>,
    },
    /// Whoever carries out webhooks has done some, and takes more. Answered by `Webhooks`.
    CallWebhooks(Progress),
    /// Everything for `host dump`: answered by `Dump`, a page at a time.
    Dump {
        /// The last line's message or event already had.
        after: u64,
    },
    /// The storage has come out of a backup (`cargo x host restore`): every view
    /// gets a new name, so that nobody goes on from what the backup has not, and
    /// the alarm is set anew. Answered by `Done`.
    Renew,
    /// Lines of a file move in from another service (`cargo x host import`). Answered by
    /// `MovedIn`.
    MoveIn(Moving),
    /// Fills a demo center with its own times.
    #[cfg(feature = "testing")]
    Seed(Box<Seed>),
    /// Makes a transport whose other side is the tests, in a channel; nobody else makes one.
    /// Answered by `Transport`.
    #[cfg(feature = "testing")]
    AddTestTransport {
        /// What it is called.
        name: String,
        /// Which channel speaks by it.
        channel: ChannelId,
    },
    /// Lets visitors write as fast as they can, until the object sleeps: a load
    /// driver is no person. Answered by `Done`.
    #[cfg(feature = "testing")]
    LiftPace,
}

/// Somebody at the door.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// As typed.
    pub email: String,
    /// The caller's network: his address, or as much of it as one subscriber has.
    pub network: String,
    /// Marks that his browser keeps (see [`crate::token::device_mark`]).
    pub devices: Vec<String>,
}

/// That somebody is who has signed in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proof {
    /// As in [`Command::BeginSignIn`], which was asked before.
    pub attempt: Attempt,
    /// The hash that was compared.
    pub hash: Option<String>,
    /// Whether the password was right.
    pub right: bool,
}

/// What is kept of a new token.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TokenSecret {
    /// Its hash.
    pub hash: String,
    /// How it begins.
    pub prefix: String,
}

/// What a new token is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TokenWanted {
    /// One more.
    New {
        /// As typed.
        name: String,
        /// What it may do.
        scopes: Vec<Scope>,
        /// What it sees; absent: all.
        channels: Option<Vec<ChannelId>>,
        /// It works until then.
        expires_at: Option<Timestamp>,
    },
    /// One instead of another, which is called by its number from then on.
    Instead(TokenId),
}

/// What another program asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// A question.
    Ask(Question),
    /// A reply to the client.
    Reply {
        /// Its name for itself.
        cid: Cid,
        /// In which dialog.
        dialog: DialogId,
        /// What.
        body: Draft,
        /// The message it answers.
        quote: Option<MessageId>,
    },
    /// A note.
    Note {
        /// Its name for itself.
        cid: Cid,
        /// In which dialog.
        dialog: DialogId,
        /// What.
        text: String,
    },
    /// What there is in the center.
    View,
    /// What has happened.
    Events {
        /// Behind this place.
        after: Seq,
        /// In the log of this name, if the asker knows one.
        epoch: Option<Epoch>,
    },
}

/// Who uploads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum FileOwner {
    /// A visitor, from a site.
    Visitor(IdentityId, SiteId),
    /// An operator, into a dialog.
    Operator(SessionId, DialogId),
    /// An operator, for a saved reply.
    SavedReply(SessionId),
    /// Another program, by its token's hash, into a dialog.
    Token(String, DialogId),
}

/// Who downloads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Asker {
    /// A visitor.
    Visitor(IdentityId),
    /// An operator.
    Operator(SessionId),
    /// Another program, by its token's hash.
    Token(String),
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// It is so now.
    Done,
    /// Whether an owner is still missing, so that the invitation works.
    Created {
        /// The invitation of this call is the one that counts.
        invited: bool,
    },
    /// See [`Command::Site`].
    Site(SiteForWidget),
    /// See [`Command::Reception`].
    Reception(Box<Reception>),
    /// See [`Command::Unread`].
    Unread(u32),
    /// See [`Command::BeginSignIn`].
    Hash(Option<String>),
    /// Who is signed in.
    Me(Employee),
    /// See [`Command::Link`].
    Link {
        /// The role of the account it makes, or that it belongs to.
        role: Role,
        /// The center's name.
        center: String,
        /// A new password's link.
        reset: bool,
    },
    /// Upload now, into the store of this client.
    Reserved {
        /// The file's id.
        file: FileId,
        /// Whose store: the name of the Files object.
        store: IdentityId,
        /// How many-th upload of it this is.
        attempt: u64,
    },
    /// What a program has asked.
    Request {
        /// The answer as JSON.
        outcome: Result<String, Refusal>,
        /// What all tokens have spent, that of this request too; absent: it was made by none.
        quota: Option<Quota>,
    },
    /// A token that was made.
    Token(Token),
    /// See [`Command::KnowFiles`].
    Known {
        /// Sent with a message, or of a saved reply: they stay.
        sent: Vec<FileId>,
        /// Reserved or uploaded, and perhaps sent yet.
        unsent: Vec<FileId>,
    },
    /// It is stored.
    File(File),
    /// It is stored, here.
    FileIn {
        /// What.
        file: File,
        /// Whose store.
        store: IdentityId,
    },
    /// It is stored as this, or was before.
    Arrived(MessageId),
    /// The oldest first, of each dialog one at most.
    Outgoing(Vec<Outgoing>),
    /// A transport that was made.
    #[cfg(feature = "testing")]
    Transport(SiteId),
    /// A job that has begun.
    Begun(JobId),
    /// A file that a job has made.
    Export(ExportFile),
    /// Some of its bytes, and the last piece of them; none: that was all. Travels as bytes.
    ExportBytes {
        /// They.
        bytes: Vec<u8>,
        /// Ask again with this.
        last: Option<u64>,
    },
    /// What has moved in.
    MovedIn {
        /// What there was not before.
        made: u64,
        /// What there was.
        known: u64,
    },
    /// What is to be sent to webhooks now.
    Webhooks(Vec<Call>),
    /// JSON lines, and the place of the last; the same place: no more.
    Dump {
        /// One JSON object a line.
        lines: String,
        /// Ask again with this.
        after: u64,
    },
}

/// What is known of a file that a job has made, before its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportFile {
    /// What it is to be called.
    pub name: String,
    /// Its type.
    pub mime: String,
    /// In bytes.
    pub size: u64,
}

/// What a loader is told of its site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SiteForWidget {
    /// The widget's title.
    pub title: String,
    /// How it looks.
    pub look: Look,
    /// When it speaks first.
    pub cues: Vec<Cue>,
    /// Whether it does, or asks by a form when nobody is there.
    pub speaks: bool,
    /// Exact origins allowed.
    pub origins: Vec<String>,
    /// Whether a listed origin has been seen: from then on page views need not
    /// be told to the center.
    pub installed: bool,
}
