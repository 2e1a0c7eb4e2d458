//! Signing in, limited per account and address (S8).
//!
//! An attempt counts as failed until it proves right: a thousand guesses at
//! once get no further than ten.

use beseda_protocol::ids::Timestamp;
use beseda_protocol::limits::{SIGN_IN_FAILURES_MAX, SIGN_IN_WINDOW_MS};
use beseda_protocol::operator::Employee;
use beseda_protocol::refusal::{Code, Refusal};

use crate::due::{self, Due};
use crate::employees;
use crate::fault::Fault;
use crate::row::Cells;
use crate::sessions;
use crate::stop::{Stop, refuse};
use crate::turn::SessionId;
use crate::work::Work;

struct Attempts {
    count: u32,
    since: Timestamp,
}

/// The password hash to compare with, if the account exists.
pub(crate) fn begin(
    work: &mut Work<'_>,
    email: &str,
    address: &str,
) -> Result<Option<String>, Stop> {
    if email.contains(char::is_whitespace) {
        return Ok(None);
    }
    let attempts = load(work, email, address)?;
    let age_ms = work.now.ms_since(attempts.since);
    if attempts.count >= SIGN_IN_FAILURES_MAX {
        let text = "Too many failed sign-ins. Try again in a few minutes.";
        let retry_ms = SIGN_IN_WINDOW_MS.saturating_sub(age_ms).max(1);
        return Err(Refusal::until(Code::TooMany, text, retry_ms).into());
    }
    work.write(
        "INSERT OR REPLACE INTO sign_ins (email, address, attempts, since) VALUES (?, ?, ?, ?)",
        &[
            email.into(),
            address.into(),
            (attempts.count + 1).into(),
            attempts.since.into(),
        ],
    )?;
    let until = attempts.since.plus_ms(SIGN_IN_WINDOW_MS);
    due::schedule(work, Due::SignIn, &key(email, address), until)?;
    Ok(employees::by_email(work.sql, email)?.map(|(_, hash)| hash))
}

/// The comparison's outcome: a session, or a refusal that does not say why.
pub(crate) fn end(
    work: &mut Work<'_>,
    email: &str,
    address: &str,
    compared: Option<&str>,
    session: &SessionId,
) -> Result<Employee, Stop> {
    let stored = employees::by_email(work.sql, email)?;
    let failed = || Stop::from(refuse(Code::SignInFailed));
    // A password that was changed meanwhile must be given anew.
    let (id, _) =
        (stored.filter(|(_, hash)| Some(hash.as_str()) == compared)).ok_or_else(failed)?;
    let employee = work.known.employees.get(&id).cloned().ok_or_else(failed)?;
    let key = key(email, address);
    forget(work, &key)?;
    due::cancel(work, Due::SignIn, &key)?;
    sessions::begin(work, session, id)?;
    Ok(employee)
}

/// The window has ended.
pub(crate) fn forget(work: &mut Work<'_>, key: &str) -> Result<(), Stop> {
    let (email, address) = key.split_once('\n').ok_or(Fault::Corrupt("due"))?;
    work.write(
        "DELETE FROM sign_ins WHERE email = ? AND address = ?",
        &[email.into(), address.into()],
    )
}

fn load(work: &Work<'_>, email: &str, address: &str) -> Result<Attempts, Fault> {
    let rows = work.sql.query(
        "SELECT attempts, since FROM sign_ins WHERE email = ? AND address = ?",
        &[email.into(), address.into()],
    )?;
    let none = Attempts {
        count: 0,
        since: work.now,
    };
    let Some(mut cells) = Cells::maybe(rows, "sign_ins") else {
        return Ok(none);
    };
    let stored = Attempts {
        count: cells.count()?,
        since: Timestamp(cells.int()?),
    };
    // Also when the clock stepped back behind its beginning (C11).
    let over = work.now < stored.since || work.now.ms_since(stored.since) >= SIGN_IN_WINDOW_MS;
    Ok(if over { none } else { stored })
}

/// No e-mail that is looked for has a line break.
fn key(email: &str, address: &str) -> String {
    format!("{email}\n{address}")
}
