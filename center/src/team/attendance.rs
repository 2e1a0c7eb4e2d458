//! How much employees are there: what the page "People" and menus show beside what events
//! tell.

use beseda_protocol::ask::team::{
    Attendance, ColleaguePresence, ListPeople, ListPresence, ListedPeople, ListedPresence,
};
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
        let row = presence::row(turn, id);
        Attendance {
            id,
            online: online.contains(&id),
            presence: presence::of(turn, id),
            chosen: row.chosen,
            chosen_at: row.chosen_at,
            seen_at: row.seen_at,
            open_dialogs,
        }
    };
    Ok(ListedPeople {
        people: open.into_iter().map(attendance).collect(),
        invitations: links::invitations(turn)?,
    })
}

/// Who is there, of those that work here.
pub(crate) fn presence(
    turn: &mut Turn<'_>,
    _: &Operator,
    ListPresence {}: ListPresence,
) -> Result<ListedPresence, Stop> {
    let employees = turn.cache.employees.0.values();
    let of = employees.filter(|employee| employee.works());
    let of = of.map(|employee| ColleaguePresence {
        id: employee.id,
        presence: presence::of(turn, employee.id),
    });
    Ok(ListedPresence { of: of.collect() })
}
