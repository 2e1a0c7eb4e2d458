//! How much employees are there: what the page "People" shows beside what events tell.

use beseda_protocol::ask::team::{Attendance, ListPeople, ListedPeople};
use beseda_protocol::ids::OperatorId;

use super::{links, presence};
use crate::storage::dialogs;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;

/// See the module.
pub(crate) fn list(
    turn: &mut Turn<'_>,
    _: &Operator,
    ListPeople {}: ListPeople,
) -> Result<ListedPeople, Stop> {
    let online = turn.lines.operators_online();
    let ids: Vec<OperatorId> = turn.cache.employees.0.keys().copied().collect();
    let open = dialogs::n_open_of(turn.storage, &ids)?;
    let attendance = |(id, open_dialogs)| {
        let presence = presence::of(turn, id);
        Attendance {
            id,
            online: online.contains(&id),
            chosen: presence.chosen,
            chosen_at: presence.chosen_at,
            seen_at: presence.seen_at,
            open_dialogs,
        }
    };
    Ok(ListedPeople {
        people: open.into_iter().map(attendance).collect(),
        invitations: links::invitations(turn)?,
    })
}
