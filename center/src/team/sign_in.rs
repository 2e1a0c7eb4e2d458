//! Signing in, limited (S8).
//!
//! An attempt counts as failed until it proves right: a thousand guesses at
//! once get no further than ten.
//!
//! Strangers are counted thrice: at one account from one network, from one network
//! whatever the account, and at one account wherever from. Whoever has signed in to
//! the account from this very device before is counted by that device alone, so that
//! strangers lock out strangers only, however many seem to come from one address.

use beseda_protocol::limits::{
    SIGN_IN_FAILURES_ACCOUNT_MAX, SIGN_IN_FAILURES_MAX, SIGN_IN_FAILURES_NETWORK_MAX,
    SIGN_IN_WINDOW_MS,
};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::Employee;

use crate::storage::fault::Fault;
use crate::storage::sign_ins::{self, Attempts};
use crate::team::email::Email;
use crate::team::employees;
use crate::team::sessions;
use crate::token;
use crate::turn::SessionId;
use crate::turn::command::Attempt;
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::refusals::{Stop, refuse};

/// What attempts are counted by: a row, by its e-mail and its address.
struct Count {
    email: String,
    address: String,
    max: u32,
    /// Whether a right sign-in says that those before it were his own slips.
    is_own: bool,
}

impl Count {
    fn key(&self) -> String {
        // No e-mail has a line break.
        format!("{}\n{}", self.email, self.address)
    }
}

/// The password hash to compare with, if the account exists.
pub(crate) fn begin(turn: &mut Turn<'_>, attempt: &Attempt) -> Result<Option<String>, Stop> {
    let email = email_of(attempt)?;
    let counts = counts(turn, &email, attempt);
    let counted: Vec<Attempts> = (counts.iter())
        .map(|count| load(turn, count))
        .collect::<Result<_, _>>()?;
    let wait_ms = (counts.iter().zip(&counted))
        .filter(|(count, attempts)| attempts.count >= count.max)
        .map(|(_, attempts)| SIGN_IN_WINDOW_MS.saturating_sub(turn.now.ms_since(attempts.since)))
        .max();
    if let Some(retry_ms) = wait_ms {
        let text = "Too many failed sign-ins. Try again in a few minutes.";
        return Err(Refusal::until(Code::TooMany, text, retry_ms.max(1)).into());
    }
    for (count, mut attempts) in counts.iter().zip(counted) {
        attempts.count += 1;
        keep(turn, &count.key(), attempts)?;
    }
    Ok(employees::by_email(turn.storage, &email)?.map(|(_, hash)| hash))
}

/// The comparison's outcome: a session, or a refusal that does not say why.
pub(crate) fn end(
    turn: &mut Turn<'_>,
    attempt: &Attempt,
    compared: Option<&str>,
    session: &SessionId,
) -> Result<Employee, Stop> {
    let employee = confirm(turn, attempt, compared)?;
    sessions::begin(turn, session, employee.id)?;
    Ok(employee)
}

/// The same without a session: who has one has given his password once more.
pub(crate) fn confirm(
    turn: &mut Turn<'_>,
    attempt: &Attempt,
    compared: Option<&str>,
) -> Result<Employee, Stop> {
    let email = email_of(attempt)?;
    let stored = employees::by_email(turn.storage, &email)?;
    let failed = || Stop::from(refuse(Code::SignInFailed));
    // A password that was changed meanwhile must be given anew.
    let (id, _) =
        (stored.filter(|(_, hash)| Some(hash.as_str()) == compared)).ok_or_else(failed)?;
    let employee = turn
        .cache
        .employees
        .0
        .get(&id)
        .cloned()
        .ok_or_else(failed)?;
    // Told to nobody but who knows the password: the attempt stays counted.
    if !employee.works() {
        return Err(refuse(Code::Disabled).into());
    }
    for count in counts(turn, &email, attempt) {
        let mut attempts = load(turn, &count)?;
        // Of what is counted together with others, no more than this attempt: who has
        // an account may not wipe out what he has tried at those of others.
        attempts.count = match count.is_own {
            true => 0,
            false => attempts.count.saturating_sub(1),
        };
        keep(turn, &count.key(), attempts)?;
    }
    Ok(employee)
}

/// The window has ended.
pub(crate) fn forget(turn: &mut Turn<'_>, key: &str) -> Result<(), Stop> {
    let (email, address) = key.split_once('\n').ok_or(Fault::Corrupt("due"))?;
    turn.write(
        "DELETE FROM sign_ins WHERE email = ? AND address = ?",
        &[email.into(), address.into()],
    )
}

/// What is no e-mail belongs to nobody.
fn email_of(attempt: &Attempt) -> Result<Email, Stop> {
    let email = Email::read(&attempt.email).ok();
    email.ok_or_else(|| refuse(Code::SignInFailed).into())
}

fn counts(turn: &Turn<'_>, email: &Email, attempt: &Attempt) -> Vec<Count> {
    let count = |email: &str, address: &str, max: u32| Count {
        email: email.to_owned(),
        address: address.to_owned(),
        max,
        is_own: !email.is_empty() && !address.is_empty(),
    };
    let (email, network) = (email.as_str(), attempt.network.as_str());
    if let Some(device) = known_device(turn, email, attempt) {
        let address = format!("device {device}");
        return vec![count(email, &address, SIGN_IN_FAILURES_MAX)];
    }
    vec![
        count(email, network, SIGN_IN_FAILURES_MAX),
        count(email, "", SIGN_IN_FAILURES_ACCOUNT_MAX),
        count("", network, SIGN_IN_FAILURES_NETWORK_MAX),
    ]
}

/// The device, if somebody has signed in to this account there before.
fn known_device(turn: &Turn<'_>, email: &str, attempt: &Attempt) -> Option<String> {
    let cache = &turn.cache;
    let account = cache.employees.0.values().find(|one| one.email == email)?;
    let read = |mark: &String| token::read_device_mark(turn.secret, &cache.center.id, mark);
    let mut marks = attempt.devices.iter().filter_map(read);
    marks.find_map(|(operator, device)| (operator == account.id).then_some(device))
}

fn load(turn: &Turn<'_>, count: &Count) -> Result<Attempts, Fault> {
    let (email, address) = (count.email.as_str(), count.address.as_str());
    let stored = sign_ins::load(turn.storage, email, address)?;
    // Over also when the clock stepped back behind its beginning (C11).
    let is_over = |since| turn.now < since || turn.now.ms_since(since) >= SIGN_IN_WINDOW_MS;
    let stored = stored.filter(|attempts| !is_over(attempts.since));
    Ok(stored.unwrap_or_else(|| Attempts {
        email: email.to_owned(),
        address: address.to_owned(),
        count: 0,
        since: turn.now,
    }))
}

fn keep(turn: &mut Turn<'_>, key: &str, attempts: Attempts) -> Result<(), Stop> {
    if attempts.count == 0 {
        forget(turn, key)?;
        return due::cancel(turn, Due::SignIn, key);
    }
    let until = attempts.since.plus_ms(SIGN_IN_WINDOW_MS);
    turn.put(&Attempts::UPSERT, attempts)?;
    due::schedule(turn, Due::SignIn, key, until)
}
