//! Sessions: started sign-ins, checked in each turn, expired by disuse.

use beseda_protocol::ids::OperatorId;
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Employee;

use crate::storage::cells::Cells;
use crate::storage::fault::Fault;
use crate::storage::sessions::{self as rows, Session};
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::refusals::{Stop, refuse};
use crate::turn::{Output, SessionId};

/// A session ends when it was not used for this long, in ms: 30 days.
const LIFE_MS: u64 = 30 * 24 * 60 * 60 * 1000;

/// Use is noted at most this often, in ms: a day.
const NOTED_MS: u64 = 24 * 60 * 60 * 1000;

/// Who is behind a session.
///
/// # Errors
/// Refused as `unauthorized` when it is not (or no longer) valid.
pub(crate) fn check(turn: &mut Turn<'_>, id: &SessionId) -> Result<Employee, Stop> {
    let session = live(turn, id)?.ok_or_else(|| refuse(Code::Unauthorized))?;
    let employee = turn.cache.employees.0.get(&session.operator);
    let working = employee.filter(|employee| employee.works());
    Ok(working.ok_or_else(|| refuse(Code::Unauthorized))?.clone())
}

fn live(turn: &mut Turn<'_>, id: &SessionId) -> Result<Option<Session>, Fault> {
    let session = load(turn, id)?;
    Ok(session.filter(|session| turn.now.ms_since(session.used_at) < LIFE_MS))
}

fn load(turn: &mut Turn<'_>, id: &SessionId) -> Result<Option<Session>, Fault> {
    if let Some(session) = turn.cache.sessions.get(id) {
        return Ok(Some(session.clone()));
    }
    let Some(session) = rows::load(turn.storage, &id.0)? else {
        return Ok(None);
    };
    turn.cache.sessions.insert(id.clone(), session.clone());
    Ok(Some(session))
}

/// Signs in.
pub(crate) fn begin(turn: &mut Turn<'_>, id: &SessionId, operator: OperatorId) -> Result<(), Stop> {
    let session = Session {
        id: id.0.clone(),
        operator,
        used_at: turn.now,
    };
    turn.put(&Session::UPSERT, session)?;
    turn.cache.sessions.remove(id);
    due::schedule(turn, Due::Session, &id.0, turn.now.plus_ms(LIFE_MS))
}

/// Notes that a session is in use, at most daily.
pub(crate) fn use_now(turn: &mut Turn<'_>, id: &SessionId) -> Result<(), Stop> {
    match live(turn, id)? {
        Some(session) if turn.has_room() && turn.now.ms_since(session.used_at) >= NOTED_MS => {
            turn.cache.sessions.remove(id);
            let used_at = turn.now;
            turn.put(&Session::UPSERT, Session { used_at, ..session })
        }
        _ => Ok(()),
    }
}

/// Signs out: the session's sockets are closed.
pub(crate) fn end(turn: &mut Turn<'_>, id: &SessionId) -> Result<(), Stop> {
    turn.write("DELETE FROM sessions WHERE id = ?", &[id.0.as_str().into()])?;
    turn.cache.sessions.remove(id);
    due::cancel(turn, Due::Session, &id.0)?;
    turn.out.push(Output::CloseSession(id.clone()));
    Ok(())
}

/// Ends every session of an employee.
pub(crate) fn end_all(turn: &mut Turn<'_>, operator: OperatorId) -> Result<(), Stop> {
    let rows = turn.storage.query(
        "SELECT id FROM sessions WHERE operator = ?",
        &[operator.into()],
    )?;
    for row in rows {
        let id = SessionId(Cells::new(row, "sessions").text()?);
        end(turn, &id)?;
    }
    Ok(())
}

/// A session's time may be over: unless it was used meanwhile.
pub(crate) fn expire(turn: &mut Turn<'_>, key: &str) -> Result<(), Stop> {
    let id = SessionId(key.to_owned());
    match live(turn, &id)? {
        Some(session) => {
            let at = session.used_at.plus_ms(LIFE_MS);
            due::schedule(turn, Due::Session, key, at)
        }
        None => end(turn, &id),
    }
}
