//! The center's own row: made once, named by its owner.

use beseda_protocol::ids::{CenterId, Epoch, OperatorId, Seq};
use beseda_protocol::operator::CenterInfo;
use beseda_protocol::team::Role;

use crate::events::{self, What};
use crate::fault::Fault;
use crate::known::Known;
use crate::links::{self, Link};
use crate::sql::Sql;
use crate::stop::Stop;
use crate::token;
use crate::turn::{Entropy, Output};
use crate::work::Work;

/// Makes the row of a new center. Its epoch is the start of every view's name,
/// so a restored center, which gets another, makes every view anew.
pub(crate) fn create(
    sql: &dyn Sql,
    entropy: &mut dyn Entropy,
    id: &CenterId,
    origin: &str,
) -> Result<(), Fault> {
    let epoch = new_epoch(entropy);
    sql.exec(
        "INSERT INTO center (one, id, origin, epoch, name, locale, time_zone)
         VALUES (1, ?, ?, ?, '', 'en', 'UTC')",
        &[id.into(), origin.into(), (&epoch).into()],
    )
}

/// Dialogs that may have begun between a backup and the loss of what followed it:
/// a hundred days of a thousand each.
const DIALOGS_LOST_MAX: u64 = 100_000;

/// The storage has come out of a backup, or has lost its end in another way (see
/// `went_back`). Numbers that were given since will be given again, to other messages
/// and events: a view of before must not go on, so it gets another name, and
/// everybody an explicit reset. Numbers of dialogs are not given again: an operator's
/// unsent reply names its dialog, and would go to a stranger. And the runtime keeps
/// alarms in a file of its own, which may be from another moment: it rings at once and
/// is set from the list of what is due.
pub(crate) fn renew(work: &mut Work<'_>) -> Result<(), Stop> {
    let epoch = new_epoch(work.entropy);
    let dialogs_from = work.known.n_dialogs + DIALOGS_LOST_MAX;
    work.write(
        "UPDATE center SET epoch = ?, dialogs_from = ? WHERE one = 1",
        &[(&epoch).into(), dialogs_from.into()],
    )?;
    work.known.epoch = epoch;
    work.known.n_dialogs = dialogs_from;
    work.out.push(Output::Alarm(work.now));
    Ok(())
}

fn new_epoch(entropy: &mut dyn Entropy) -> Epoch {
    let mut epoch = [0; 8];
    entropy.fill(&mut epoch);
    Epoch(token::hex(&epoch))
}

/// The relay starts: notes its origin, and keeps the owner's invitation unless
/// there is an owner. Whether the invitation is the one that counts.
pub(crate) fn open(work: &mut Work<'_>, origin: &str, invitation: &str) -> Result<bool, Stop> {
    if work.known.origin != origin {
        work.write(
            "UPDATE center SET origin = ? WHERE one = 1",
            &[origin.into()],
        )?;
        work.known.origin = origin.to_owned();
    }
    if owner(work.known).is_some() {
        return Ok(false);
    }
    let link = Link::Invitation { role: Role::Owner };
    links::replace(work, link)?;
    links::keep(work, invitation, link)?;
    Ok(true)
}

/// A console has received events up to here.
pub(crate) fn receive(work: &mut Work<'_>, upto: Seq) -> Result<(), Stop> {
    work.write(
        "UPDATE center SET received_seq = ? WHERE one = 1",
        &[upto.into()],
    )?;
    work.known.received = upto;
    Ok(())
}

/// The log has forgotten its events up to here.
pub(crate) fn prune(work: &mut Work<'_>, upto: Seq) -> Result<(), Stop> {
    work.write(
        "UPDATE center SET pruned_seq = ? WHERE one = 1",
        &[upto.into()],
    )?;
    work.known.pruned = upto;
    Ok(())
}

/// The owner, if the center has one yet.
pub(crate) fn owner(known: &Known) -> Option<OperatorId> {
    let mut employees = known.employees.values();
    employees
        .find(|employee| employee.role == Role::Owner)
        .map(|owner| owner.id)
}

/// Changes the settings, and tells.
pub(crate) fn save(work: &mut Work<'_>, info: CenterInfo) -> Result<(), Stop> {
    work.write(
        "UPDATE center SET name = ?, locale = ?, time_zone = ? WHERE one = 1",
        &[
            info.name.as_str().into(),
            info.locale.as_str().into(),
            info.time_zone.as_str().into(),
        ],
    )?;
    work.known.center = info;
    events::happen(work, What::Center, None)
}
