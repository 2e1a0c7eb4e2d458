//! The center's own row: made once, and where its log and its views stand.

use beseda_protocol::ids::{CenterId, Epoch, Seq};

use super::context::Entropy;
use super::current::Turn;
use super::output::Output;
use super::refusals::Stop;
use crate::storage::center_row::CenterRow;
use crate::storage::fault::Fault;
use crate::storage::write_buffer::Storage;
use crate::token;

/// Makes the row of a new center. Its epoch is the start of every view's name,
/// so a restored center, which gets another, makes every view anew.
pub(crate) fn create(
    storage: &Storage<'_>,
    entropy: &mut dyn Entropy,
    id: &CenterId,
    origin: &str,
) -> Result<(), Fault> {
    let epoch = new_epoch(entropy);
    let row = CenterRow::new(id.clone(), origin.to_owned(), epoch);
    storage.put(&CenterRow::INSERT, row)
}

/// Dialogs that may have begun between a backup and the loss of what followed it:
/// a hundred days of a thousand each.
const DIALOGS_LOST_MAX: u64 = 100_000;

/// The storage has come out of a backup, or has lost its end in another way (see
/// `storage_regression`). Numbers that were given since will be given again, to other messages
/// and events: a view of before must not go on, so it gets another name, and
/// everybody an explicit reset. Numbers of dialogs are not given again: an operator's
/// unsent reply names its dialog, and would go to a stranger. And the runtime keeps
/// alarms in a file of its own, which may be from another moment: it rings at once and
/// is set from the list of what is due.
pub(crate) fn renew(turn: &mut Turn<'_>) -> Result<(), Stop> {
    let epoch = new_epoch(turn.entropy);
    let dialogs_from = turn.cache.n_dialogs + DIALOGS_LOST_MAX;
    turn.write(
        "UPDATE center SET epoch = ?, dialogs_from = ? WHERE one = 1",
        &[(&epoch).into(), dialogs_from.into()],
    )?;
    turn.cache.epoch = epoch;
    turn.cache.n_dialogs = dialogs_from;
    turn.out.push(Output::Alarm(turn.now));
    Ok(())
}

/// Dialogs and clients are about to be deleted: no number that was given so far is given
/// again; and who of their visitors comes back finds a view of another name, though no row
/// of his tells which he had.
pub(crate) fn raise_floors(turn: &mut Turn<'_>, views_from: u64) -> Result<(), Stop> {
    let (n_dialogs, n_clients) = (turn.cache.n_dialogs, turn.cache.n_clients);
    let views_from = views_from.max(turn.cache.views_from);
    turn.write(
        "UPDATE center SET dialogs_from = ?, clients_from = ?, views_from = ? WHERE one = 1",
        &[n_dialogs.into(), n_clients.into(), views_from.into()],
    )?;
    turn.cache.views_from = views_from;
    Ok(())
}

fn new_epoch(entropy: &mut dyn Entropy) -> Epoch {
    let mut epoch = [0; 8];
    entropy.fill(&mut epoch);
    Epoch(token::hex(&epoch))
}

/// A console has received events up to here.
pub(crate) fn receive(turn: &mut Turn<'_>, upto: Seq) -> Result<(), Stop> {
    turn.write(
        "UPDATE center SET received_seq = ? WHERE one = 1",
        &[upto.into()],
    )?;
    turn.cache.received = upto;
    Ok(())
}

/// The log has forgotten its events up to here.
pub(crate) fn prune(turn: &mut Turn<'_>, upto: Seq) -> Result<(), Stop> {
    turn.write(
        "UPDATE center SET pruned_seq = ? WHERE one = 1",
        &[upto.into()],
    )?;
    turn.cache.pruned = upto;
    Ok(())
}
