//! What stands under an employee's mentions, as he is told: all of it that he sees, with each
//! hello and when any of it has changed. Nobody else is told.

use beseda_protocol::mention::Mentioned;
use beseda_protocol::operator::ToOperator;
use beseda_protocol::team::Employee;

use super::current::Turn;
use super::news::sees;
use super::output::To;
use crate::storage::fault::Fault;
use crate::storage::mentions;

/// What somebody is told.
pub(crate) fn of(turn: &Turn<'_>, me: &Employee) -> Result<Vec<Mentioned>, Fault> {
    let all = mentions::of(turn.storage, me.id)?.into_iter();
    let seen = all.filter(|(_, place)| sees(Some(me), place));
    Ok(seen.map(|(mentioned, _)| mentioned).collect())
}

/// Tells the consoles of those whose mentions have changed; behind the events that have
/// changed them.
pub(crate) fn flush(turn: &mut Turn<'_>) -> Result<(), Fault> {
    if turn.mentioned.is_empty() {
        return Ok(());
    }
    let changed = std::mem::take(&mut turn.mentioned);
    let online = turn.lines.operators_online();
    for id in changed.into_iter().filter(|id| online.contains(id)) {
        let me = turn.cache.employees.0.get(&id).cloned();
        let dialogs = of(turn, &me.ok_or(Fault::Corrupt("employees"))?)?;
        turn.send(To::People(vec![id]), &ToOperator::Mentioned { dialogs });
    }
    Ok(())
}
