//! Sessions: started sign-ins, checked in each turn, expired by disuse.

use beseda_protocol::ids::{OperatorId, Timestamp};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Employee;

use crate::due::{self, Due};
use crate::fault::Fault;
use crate::row::Cells;
use crate::stop::{Stop, refuse};
use crate::turn::{Output, SessionId};
use crate::work::Work;

/// A session ends when it was not used for this long, in ms: 30 days.
const LIFE_MS: u64 = 30 * 24 * 60 * 60 * 1000;

/// Use is noted at most this often, in ms: a day.
const NOTED_MS: u64 = 24 * 60 * 60 * 1000;

/// A started sign-in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Session {
    operator: OperatorId,
    used_at: Timestamp,
}

/// Who is behind a session.
///
/// # Errors
/// Refused as `unauthorized` when it is not (or no longer) valid.
pub(crate) fn check(work: &mut Work<'_>, id: &SessionId) -> Result<Employee, Stop> {
    let session = live(work, id)?.ok_or_else(|| refuse(Code::Unauthorized))?;
    let employee = work.known.employees.get(&session.operator);
    Ok(employee.ok_or_else(|| refuse(Code::Unauthorized))?.clone())
}

fn live(work: &mut Work<'_>, id: &SessionId) -> Result<Option<Session>, Fault> {
    let session = load(work, id)?;
    Ok(session.filter(|session| work.now.ms_since(session.used_at) < LIFE_MS))
}

fn load(work: &mut Work<'_>, id: &SessionId) -> Result<Option<Session>, Fault> {
    if let Some(session) = work.known.sessions.get(id) {
        return Ok(Some(*session));
    }
    let rows = work.sql.query(
        "SELECT operator, used_at FROM sessions WHERE id = ?",
        &[id.0.as_str().into()],
    )?;
    let Some(mut cells) = Cells::maybe(rows, "sessions") else {
        return Ok(None);
    };
    let session = Session {
        operator: OperatorId(cells.int()?),
        used_at: Timestamp(cells.int()?),
    };
    work.known.sessions.insert(id.clone(), session);
    Ok(Some(session))
}

/// Signs in.
pub(crate) fn begin(work: &mut Work<'_>, id: &SessionId, operator: OperatorId) -> Result<(), Stop> {
    work.write(
        "INSERT OR REPLACE INTO sessions (id, operator, used_at) VALUES (?, ?, ?)",
        &[id.0.as_str().into(), operator.into(), work.now.into()],
    )?;
    work.known.sessions.remove(id);
    due::schedule(work, Due::Session, &id.0, work.now.plus_ms(LIFE_MS))
}

/// Notes that a session is in use, at most daily.
pub(crate) fn use_now(work: &mut Work<'_>, id: &SessionId) -> Result<(), Stop> {
    match live(work, id)? {
        Some(session) if work.has_room() && work.now.ms_since(session.used_at) >= NOTED_MS => {
            work.known.sessions.remove(id);
            work.write(
                "UPDATE sessions SET used_at = ? WHERE id = ?",
                &[work.now.into(), id.0.as_str().into()],
            )
        }
        _ => Ok(()),
    }
}

/// Signs out: the session's sockets are closed.
pub(crate) fn end(work: &mut Work<'_>, id: &SessionId) -> Result<(), Stop> {
    work.write("DELETE FROM sessions WHERE id = ?", &[id.0.as_str().into()])?;
    work.known.sessions.remove(id);
    due::cancel(work, Due::Session, &id.0)?;
    work.out.push(Output::CloseSession(id.clone()));
    Ok(())
}

/// Ends every session of an employee.
pub(crate) fn end_all(work: &mut Work<'_>, operator: OperatorId) -> Result<(), Stop> {
    let rows = work.sql.query(
        "SELECT id FROM sessions WHERE operator = ?",
        &[operator.into()],
    )?;
    for row in rows {
        let id = SessionId(Cells::new(row, "sessions").text()?);
        end(work, &id)?;
    }
    Ok(())
}

/// A session's time may be over: unless it was used meanwhile.
pub(crate) fn expire(work: &mut Work<'_>, key: &str) -> Result<(), Stop> {
    let id = SessionId(key.to_owned());
    match live(work, &id)? {
        Some(session) => {
            let at = session.used_at.plus_ms(LIFE_MS);
            due::schedule(work, Due::Session, key, at)
        }
        None => end(work, &id),
    }
}
