//! What is to happen at a time: one table, whose minimum is the object's alarm.

use beseda_protocol::ids::Timestamp;

use super::current::Turn;
use super::output::Output;
use super::refusals::Stop;
use crate::storage::due::{self as rows, DueRow};
use crate::storage::fault::Fault;
use crate::storage::sql::Value;

/// What waits; with its key in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Due {
    /// A session may have expired.
    Session,
    /// A link has expired.
    Link,
    /// A window of failed sign-ins has ended.
    SignIn,
    /// A file was reserved or stored, but never sent.
    File,
    /// A hello was not followed by a message.
    Visit,
    /// A store has not said that it has deleted files.
    DeletedFiles,
    /// A job is still running, or its report is old.
    Job,
    /// What a bulk act has changed can't be put back any more.
    Undo,
    /// A file that a job has made can't be fetched any more.
    Export,
    /// An import has been kept for long enough.
    Import,
    /// Something may have to be sent to a webhook.
    Webhooks,
    /// What was sent to webhooks is old, or was for one that was deleted.
    WebhookLog,
    /// The log of events is longer than it has to be.
    Prune,
    /// A note on a client was taken away, and not put back.
    ClientNote,
    /// The same of a saved filter.
    SavedFilter,
    /// The same of a saved reply.
    SavedReply,
    /// A dialog comes back that was put off, if it still is.
    Snooze,
    /// Dialogs that fell silent are looked for.
    Silence,
    /// Whose last console has closed may be offline by now.
    Offline,
    /// A client may have waited long enough for somebody who is not there.
    WaitLimit,
    /// More dialogs wait to be given in turn than one turn has given.
    Distribution,
}

impl Due {
    pub(crate) const ALL: [Self; 21] = [
        Self::Session,
        Self::Link,
        Self::SignIn,
        Self::File,
        Self::Visit,
        Self::DeletedFiles,
        Self::Job,
        Self::Undo,
        Self::Export,
        Self::Import,
        Self::Webhooks,
        Self::WebhookLog,
        Self::Prune,
        Self::ClientNote,
        Self::SavedFilter,
        Self::SavedReply,
        Self::Snooze,
        Self::Silence,
        Self::Offline,
        Self::WaitLimit,
        Self::Distribution,
    ];

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Link => "link",
            Self::SignIn => "sign_in",
            Self::File => "file",
            Self::Visit => "visit",
            Self::DeletedFiles => "deleted_files",
            Self::Job => "job",
            Self::Undo => "undo",
            Self::Export => "export",
            Self::Import => "import",
            Self::Webhooks => rows::WEBHOOKS,
            Self::WebhookLog => "webhook_log",
            Self::Prune => "prune",
            Self::ClientNote => "client_note",
            Self::SavedFilter => "saved_filter",
            Self::SavedReply => "saved_reply",
            Self::Snooze => "snooze",
            Self::Silence => "silence",
            Self::Offline => "offline",
            Self::WaitLimit => rows::WAIT_LIMIT,
            Self::Distribution => "distribution",
        }
    }
}

/// Lets something happen at a time, instead of at an earlier set one.
pub(crate) fn schedule(
    turn: &mut Turn<'_>,
    what: Due,
    key: &str,
    at: Timestamp,
) -> Result<(), Stop> {
    let (kind, key) = (what.word().to_owned(), key.to_owned());
    turn.put(&DueRow::UPSERT, DueRow { kind, key, at })?;
    turn.alarm_moved = true;
    Ok(())
}

/// It shall not happen any more.
pub(crate) fn cancel(turn: &mut Turn<'_>, what: Due, key: &str) -> Result<(), Stop> {
    turn.write(
        "DELETE FROM due WHERE kind = ? AND key = ?",
        &[what.into(), key.into()],
    )?;
    turn.alarm_moved = true;
    Ok(())
}

/// Tells when to ring next, if that may have changed.
pub(crate) fn set_alarm(turn: &mut Turn<'_>) -> Result<(), Fault> {
    if !std::mem::take(&mut turn.alarm_moved) {
        return Ok(());
    }
    turn.out
        .extend(rows::first(turn.storage)?.map(Output::Alarm));
    Ok(())
}

impl From<Due> for Value {
    fn from(due: Due) -> Self {
        due.word().into()
    }
}
