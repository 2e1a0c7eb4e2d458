//! Gives free dialogs to whose turn it is, in channels whose rule says so (CQ-08): who waits
//! longest is given first, to whoever of those that can take it was given one longest ago. It
//! is looked at when a client begins to wait for nobody, and when somebody can take more than
//! before; where no channel has the rule that costs nothing.

use beseda_protocol::channel::AssignmentRule;
use beseda_protocol::ids::{ChannelId, DialogId, OperatorId, Seq, Timestamp};
use beseda_protocol::message::Happened;

use super::change::{self, Change, Post};
use crate::storage::dialogs;
use crate::team::presence;
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::refusals::Stop;

/// Dialogs that are given in one turn; each is a message and two rows, some 20 us.
const GIVEN_PER_TURN: u64 = 20;

/// There was more to be given than one turn has given.
pub(crate) fn ring(turn: &mut Turn<'_>) {
    turn.may_distribute = true;
}

/// Gives what can be given.
pub(super) fn run(turn: &mut Turn<'_>) -> Result<(), Stop> {
    let mut waiting: Vec<(Timestamp, DialogId, ChannelId)> = Vec::new();
    for channel in in_turn(turn) {
        let n = turn.cache.cube.n_free_unanswered(channel);
        if n > 0 && next(turn, channel).is_some() {
            let found = dialogs::waiting_free(turn.storage, channel, n, GIVEN_PER_TURN + 1)?;
            waiting.extend(found.into_iter().map(|(since, id)| (since, id, channel)));
        }
    }
    if waiting.is_empty() {
        return Ok(());
    }
    waiting.sort();
    turn.load_dialogs(&waiting.iter().map(|(_, id, _)| *id).collect())?;
    let mut n_given = 0;
    for (_, dialog, channel) in waiting {
        let Some(to) = next(turn, channel) else {
            continue;
        };
        if n_given == GIVEN_PER_TURN {
            return due::schedule(turn, Due::Distribution, "", turn.now);
        }
        give(turn, dialog, to)?;
        n_given += 1;
    }
    Ok(())
}

fn give(turn: &mut Turn<'_>, dialog: DialogId, to: OperatorId) -> Result<(), Stop> {
    let post = Post::system(Happened::Distributed { to });
    let given = change::apply(turn, vec![Change::Posted(dialog, post)])?;
    match given {
        Some((id, _)) => presence::give(turn, to, Seq(id.0)),
        None => Ok(()),
    }
}

/// Channels whose dialogs are given in turn.
fn in_turn(turn: &Turn<'_>) -> Vec<ChannelId> {
    let channels = turn.cache.channels.values();
    let in_turn =
        channels.filter(|channel| channel.assignment.value.rule == AssignmentRule::RoundRobin);
    in_turn.map(|channel| channel.id).collect()
}

/// Whose turn it is in a channel: online, sees it, has less than what is enough, and was given
/// a dialog longest ago.
fn next(turn: &Turn<'_>, channel: ChannelId) -> Option<OperatorId> {
    let open_max = turn.cache.channels.get(&channel)?.assignment.value.open_max;
    let has_room = |id| open_max == 0 || turn.cache.cube.load_of(id) < open_max;
    let employees = turn.cache.employees.0.values();
    let can_take = employees.filter(|employee| {
        employee.may_be_responsible(channel)
            && presence::is_available(turn, employee.id)
            && has_room(employee.id)
    });
    let ids = can_take.map(|employee| employee.id);
    ids.min_by_key(|id| (presence::row(turn, *id).given, *id))
}
