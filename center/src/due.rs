//! What is to happen at a time: one table, whose minimum is the object's alarm.

use beseda_protocol::ids::Timestamp;

use crate::fault::Fault;
use crate::row::Cells;
use crate::sql::Value;
use crate::stop::Stop;
use crate::turn::Output;
use crate::work::Work;
use crate::{events, files, links, sessions, sign_in, visits};

/// Deeds of one alarm; the rest waits for the next, which follows at once.
const DEEDS_PER_TURN: u64 = 100;

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
    /// The log of events is longer than it has to be.
    Prune,
}

impl Due {
    const ALL: [Self; 6] = [
        Self::Session,
        Self::Link,
        Self::SignIn,
        Self::File,
        Self::Visit,
        Self::Prune,
    ];

    const fn word(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Link => "link",
            Self::SignIn => "sign_in",
            Self::File => "file",
            Self::Visit => "visit",
            Self::Prune => "prune",
        }
    }
}

/// Lets something happen at a time, instead of at an earlier set one.
pub(crate) fn schedule(
    work: &mut Work<'_>,
    what: Due,
    key: &str,
    at: Timestamp,
) -> Result<(), Stop> {
    work.write(
        "INSERT INTO due (kind, key, at) VALUES (?, ?, ?)
         ON CONFLICT (kind, key) DO UPDATE SET at = excluded.at",
        &[what.into(), key.into(), at.into()],
    )?;
    work.alarm_moved = true;
    Ok(())
}

/// It shall not happen any more.
pub(crate) fn cancel(work: &mut Work<'_>, what: Due, key: &str) -> Result<(), Stop> {
    work.write(
        "DELETE FROM due WHERE kind = ? AND key = ?",
        &[what.into(), key.into()],
    )?;
    work.alarm_moved = true;
    Ok(())
}

/// The alarm rang: does what is due.
pub(crate) fn ring(work: &mut Work<'_>) -> Result<(), Stop> {
    let rows = work.sql.query(
        "SELECT kind, key, at FROM due WHERE at <= ? ORDER BY at LIMIT ?",
        &[work.now.into(), DEEDS_PER_TURN.into()],
    )?;
    work.alarm_moved = true;
    for row in rows {
        let mut cells = Cells::new(row, "due");
        let (kind, key) = (cells.text()?, cells.text()?);
        // Off the list first: what it does may put it there again.
        work.write(
            "DELETE FROM due WHERE kind = ? AND key = ?",
            &[kind.as_str().into(), key.as_str().into()],
        )?;
        match Due::ALL.into_iter().find(|due| due.word() == kind) {
            Some(Due::Session) => sessions::expire(work, &key)?,
            Some(Due::Link) => links::forget(work, &key)?,
            Some(Due::SignIn) => sign_in::forget(work, &key)?,
            Some(Due::File) => files::expire(work, &key)?,
            Some(Due::Visit) => visits::forget(work, &key)?,
            Some(Due::Prune) => events::prune(work)?,
            // Of newer code, before a rollback.
            None => {}
        }
    }
    Ok(())
}

/// Tells when to ring next, if that may have changed.
pub(crate) fn set_alarm(work: &mut Work<'_>) -> Result<(), Fault> {
    if !std::mem::take(&mut work.alarm_moved) {
        return Ok(());
    }
    let rows = work.sql.query("SELECT min(at) FROM due", &[])?;
    if let Some(at) = Cells::first(rows, "due")?.maybe_int()? {
        work.out.push(Output::Alarm(Timestamp(at)));
    }
    Ok(())
}

impl From<Due> for Value {
    fn from(due: Due) -> Self {
        due.word().into()
    }
}
