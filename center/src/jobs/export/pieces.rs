//! How a file's bytes get to the storage.

use beseda_protocol::ids::JobId;

use crate::storage::exports::{self, Exporting};
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;

/// The largest piece: a row of a Durable Object holds 2 MB, and some are read at once.
const BYTES_MAX: usize = 64 * 1024;

/// Adds bytes behind those that there are.
pub(super) fn add(
    turn: &Turn<'_>,
    job: &JobId,
    file: &mut Exporting,
    bytes: &[u8],
) -> Result<(), Stop> {
    for piece in bytes.chunks(BYTES_MAX) {
        let number = file.n_pieces;
        file.n_pieces += 1;
        put(turn, job, file, number, piece.to_vec())?;
    }
    Ok(())
}

/// Adds bytes before those that there are, to a file that is read backwards.
pub(super) fn add_before(
    turn: &Turn<'_>,
    job: &JobId,
    file: &mut Exporting,
    text: &str,
) -> Result<(), Stop> {
    for piece in text.as_bytes().rchunks(BYTES_MAX) {
        let number = file.n_pieces;
        file.n_pieces += 1;
        put(turn, job, file, number, piece.to_vec())?;
    }
    Ok(())
}

/// Puts bytes into the place that was left free at the beginning.
pub(super) fn put_first(
    turn: &Turn<'_>,
    job: &JobId,
    file: &mut Exporting,
    bytes: Vec<u8>,
) -> Result<(), Stop> {
    put(turn, job, file, 0, bytes)
}

fn put(
    turn: &Turn<'_>,
    job: &JobId,
    file: &mut Exporting,
    number: u64,
    bytes: Vec<u8>,
) -> Result<(), Stop> {
    file.bytes += bytes.len() as u64;
    let values = [job.into(), number.into(), exports::bound(bytes)];
    turn.write(exports::ADD_PIECE, &values)
}
