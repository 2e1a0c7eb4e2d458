//! The list of clients: with dialogs and without, the newest first, by the predicates of the
//! list of dialogs.
//!
//! | module | owns |
//! |---|---|
//! | [`few`] | the clients who come into question, where they are few |
//! | [`walk`] | a slice of all of them |
//! | [`rows`] | what the list shows of those who were found |
//! | [`conditions`] | predicates of a client as SQL |

mod conditions;
mod few;
mod rows;
mod walk;

use beseda_protocol::filter::Predicate;
use beseda_protocol::ids::ClientId;
use beseda_protocol::team::Employee;

use self::conditions::Conditions;
pub(super) use self::rows::rows;
use self::walk::{Counted, Slice};
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;

/// The next clients of a page, as many as a slice finds.
pub(super) fn next(
    turn: &Turn<'_>,
    viewer: &Employee,
    all_of: &[Predicate],
    behind: Option<ClientId>,
    room: usize,
) -> Result<Slice, Stop> {
    let conditions = Conditions::of(turn, viewer, all_of)?;
    let Some(few) = few::candidates(turn, viewer, all_of)? else {
        return Ok(walk::slice(turn.storage, &conditions, behind, room)?);
    };
    let all = few::those(turn.storage, &few, &conditions)?.into_iter();
    let mut left = all.skip_while(|id| behind.is_some_and(|behind| *id >= behind));
    let found: Vec<ClientId> = left.by_ref().take(room).collect();
    let rest = left.next().and(found.last().copied());
    Ok(Slice { found, rest })
}

/// Counts the next ones, as many as a slice finds.
pub(super) fn count(
    turn: &Turn<'_>,
    viewer: &Employee,
    all_of: &[Predicate],
    behind: Option<ClientId>,
) -> Result<Counted, Stop> {
    let conditions = Conditions::of(turn, viewer, all_of)?;
    let few = match behind {
        None => few::candidates(turn, viewer, all_of)?,
        Some(_) => None,
    };
    Ok(match few {
        Some(few) => Counted {
            n: few::those(turn.storage, &few, &conditions)?.len() as u64,
            rest: None,
        },
        None => walk::count(turn.storage, &conditions, behind)?,
    })
}

/// Those of some clients of whom it is still true, the newest first.
pub(super) fn among(
    turn: &Turn<'_>,
    viewer: &Employee,
    all_of: &[Predicate],
    clients: &[ClientId],
) -> Result<Vec<ClientId>, Stop> {
    let conditions = Conditions::of(turn, viewer, all_of)?;
    Ok(few::those(turn.storage, clients, &conditions)?)
}
