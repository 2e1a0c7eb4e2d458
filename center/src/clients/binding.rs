//! Binds a client to an employee (X4): whose his next dialogs are, when he is there.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::clients::BindClient;
use beseda_protocol::ids::{ChannelId, IdentityId, OperatorId};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Employee;

use super::card;
use crate::storage::clients::Client;
use crate::team::presence;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Operator;

pub(crate) fn bind(
    turn: &mut Turn<'_>,
    _: &Operator,
    BindClient { client: id, to }: BindClient,
) -> Result<Done, Stop> {
    let client = card::find(turn, id)?;
    if client.bound_to == to {
        return Ok(Done {});
    }
    if let Some(to) = to {
        let employee = turn.cache.employees.0.get(&to);
        let employee = employee.ok_or_else(|| refuse(Code::NotFound))?;
        if !employee.works() {
            return Err(refuse(Code::Disabled).into());
        }
    }
    let bound_to = to;
    turn.change_client(Client { bound_to, ..client })?;
    card::changed(turn, id)
}

/// Whom the client of an identity is bound to, if he is there and sees these channels. Nothing
/// is done by rule for a paused one (X25).
pub(crate) fn available(
    turn: &mut Turn<'_>,
    identity: &IdentityId,
    channels: &[ChannelId],
) -> Result<Option<OperatorId>, Stop> {
    let client = turn.sure_identity(identity)?.client;
    let client = turn.sure_client(client)?;
    let bound_to = client.bound_to.filter(|_| client.pause.is_none());
    Ok(bound_to.filter(|id| {
        let employee = turn.cache.employees.0.get(id);
        let sees = |employee: &Employee| {
            let mut channels = channels.iter();
            channels.all(|channel| employee.may_be_responsible(*channel))
        };
        employee.is_some_and(sees) && presence::is_available(turn, *id)
    }))
}
