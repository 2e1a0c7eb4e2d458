//! What the relay's routes ask of a center besides frames. Travels between the
//! Worker and the object of the same build only, so its form may change freely.

use beseda_protocol::ask::Question;
use beseda_protocol::export::Export;
use beseda_protocol::http::Rate;
use beseda_protocol::ids::{
    CenterId, ChannelId, Cid, DialogId, Epoch, FileId, IdentityId, JobId, MessageId, Seq, SiteId,
    Timestamp, TokenId,
};
use beseda_protocol::message::{Draft, File};
use beseda_protocol::refusal::Refusal;
use beseda_protocol::site::{Cue, Look, Reception};
#[cfg(feature = "testing")]
use beseda_protocol::team::Others;
use beseda_protocol::team::{Employee, Role};
use beseda_protocol::token::{Quota, Scope, Token};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::turn::SessionId;
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
        /// Who.
        identity: IdentityId,
    },
    /// A visitor rates a conversation that is closed. Answered by `Done`.
    Rate {
        /// Who.
        identity: IdentityId,
        /// What.
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

/// Some lines of a file that moves in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Moving {
    /// Where the conversations belong; absent: to the first site.
    pub transport: Option<SiteId>,
    /// The country of numbers without one, as `RU`; may be empty.
    pub country: String,
    /// They, in their order.
    pub lines: Vec<MovedLine>,
}

/// A line: clients come before their dialogs, dialogs before their messages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MovedLine {
    /// A client.
    Client(MovedClient),
    /// A conversation.
    Dialog(MovedDialog),
    /// A message.
    Message(MovedMessage),
}

/// A client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MovedClient {
    /// What he is called there, unique among clients.
    pub id: String,
    /// His name; may be empty.
    pub name: String,
    /// Phones and e-mails; what is neither is left out.
    pub contacts: Vec<String>,
    /// A comment; may be empty.
    pub comment: String,
    /// Labels, which are made if there are none such.
    pub labels: Vec<String>,
    /// Named values.
    pub variables: BTreeMap<String, String>,
    /// Since when he is known there, in ms since 1970.
    pub created_at: Option<u64>,
}

/// A conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MovedDialog {
    /// What it is called there, unique among conversations.
    pub id: String,
    /// Its client's `id`.
    pub client: String,
    /// Tags, which are made if there are none such.
    pub tags: Vec<String>,
    /// When it began, in ms since 1970.
    pub created_at: Option<u64>,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MovedMessage {
    /// What it is called there, unique among messages.
    pub id: String,
    /// Its dialog's `id`.
    pub dialog: String,
    /// When it was said, in ms since 1970.
    pub at: u64,
    /// Who said it.
    pub author: MovedAuthor,
    /// What; may be empty if there is a file.
    pub text: String,
    /// A file that lies elsewhere: its address becomes a part of the text.
    pub file: Option<MovedFile>,
}

/// Who said something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MovedAuthor {
    /// The client.
    Client {},
    /// A colleague, to the client.
    Operator {
        /// His name.
        name: String,
        /// By which he is known here; may be empty.
        email: String,
    },
    /// A colleague, to colleagues.
    Note {
        /// His name.
        name: String,
        /// By which he is known here; may be empty.
        email: String,
    },
}

/// A file that lies elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MovedFile {
    /// Its name; may be empty.
    pub name: String,
    /// Its address.
    pub url: String,
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

/// A demo center: employees with passwords, a site, dialogs with their times.
#[cfg(feature = "testing")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seed {
    /// The center's name.
    pub name: String,
    /// `en` or `ru`.
    pub locale: String,
    /// IANA name.
    pub time_zone: String,
    /// Who works there.
    pub employees: Vec<SeedEmployee>,
    /// The site's name.
    pub site: String,
    /// The site's id.
    pub site_id: SiteId,
    /// Its origins.
    pub origins: Vec<String>,
    /// Oldest first.
    pub dialogs: Vec<SeedDialog>,
    /// Adds the dialogs to a center that is planted already: many come in parts. Their
    /// employees are those of the center, in the order of their ids.
    pub goes_on: bool,
}

/// One employee of a demo center.
#[cfg(feature = "testing")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeedEmployee {
    /// Public name.
    pub name: String,
    /// Sign-in, as typed.
    pub email: String,
    /// Argon2id, PHC string (the Worker hashes the plain one of the file).
    pub hash: String,
    /// Role.
    pub role: Role,
    /// What he may do in his colleagues' dialogs.
    pub others: Others,
}

/// One dialog of a demo center.
#[cfg(feature = "testing")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeedDialog {
    /// The client's name, if known.
    pub client: Option<String>,
    /// Language of his widget.
    pub locale: String,
    /// The page he wrote from: path on the site, and title.
    pub page: (String, String),
    /// Oldest first.
    pub messages: Vec<SeedMessage>,
    /// Minutes ago, and by which employee (index), it was closed.
    pub closed: Option<(u64, usize)>,
    /// Operators have opened the client's messages so far.
    pub opened: bool,
    /// The visitor has read the operators' messages.
    pub read: bool,
    /// What employees have written on his card; most have nothing.
    #[serde(default)]
    pub card: SeedCard,
}

/// What employees have written on a client's card in a demo center.
#[cfg(feature = "testing")]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SeedCard {
    /// Phones, and whatever has an @.
    pub contacts: Vec<String>,
    /// Labels; one that there is not yet is made.
    pub labels: Vec<String>,
    /// Lists, as well.
    pub lists: Vec<String>,
    /// Tags of the dialog, as well.
    pub tags: Vec<String>,
    /// The comment.
    pub comment: String,
    /// Notes of the first employee.
    pub notes: Vec<String>,
}

/// One message of a demo dialog.
#[cfg(feature = "testing")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeedMessage {
    /// How long ago, in minutes.
    pub minutes_ago: u64,
    /// Who.
    pub from: SeedAuthor,
    /// What.
    pub text: String,
}

/// Who wrote a message of a demo dialog.
#[cfg(feature = "testing")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeedAuthor {
    /// The client.
    Visitor,
    /// The employee at this index.
    Operator(usize),
    /// A note of the employee at this index.
    Note(usize),
}
