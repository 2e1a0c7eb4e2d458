//! Takes a dialog for spam, in one act: its client is blocked, and what is open of him is
//! closed. The answer says what that has changed, so that it can be undone as it was done.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::dialogs::{MarkSpam, Spammed, UndoSpam};
use beseda_protocol::ids::{ClientId, DialogId};
use beseda_protocol::message::Happened;
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Right;

use super::change::{self, Change, Post};
use super::{block, state};
use crate::clients::card;
use crate::storage::dialogs::{Dialog, State};
use crate::storage::fault::Fault;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::rights::{self, CLIENT_DIALOGS_MAX};
use crate::turn::speaker::Operator;

pub(crate) fn mark(
    turn: &mut Turn<'_>,
    who: &Operator,
    MarkSpam { dialog }: MarkSpam,
) -> Result<Spammed, Stop> {
    let by = who.me.id;
    let client = client_of(turn, dialog)?;
    let his = turn.dialogs_of(client, DialogId(0), CLIENT_DIALOGS_MAX)?;
    let may_close =
        |one: &&Dialog| one.state == State::Open && rights::of(&who.me, one) == Right::Answerable;
    let closed: Vec<DialogId> = his.iter().filter(may_close).map(|one| one.id).collect();
    let is_blocked = card::find(turn, client)?.block.is_some();
    if !is_blocked || !closed.is_empty() {
        state::post(turn, dialog, Happened::Spam { by })?;
    }
    let is_newly_blocked = block::begin(turn, by, client, String::new())?;
    let close = |id: &DialogId| Change::Posted(*id, Post::system(Happened::Closed { by }));
    change::apply(turn, closed.iter().map(close).collect())?;
    Ok(Spammed {
        is_newly_blocked,
        closed,
    })
}

pub(crate) fn undo(
    turn: &mut Turn<'_>,
    who: &Operator,
    UndoSpam { dialog, spammed }: UndoSpam,
) -> Result<Done, Stop> {
    let by = who.me.id;
    let client = client_of(turn, dialog)?;
    let mut closed = Vec::with_capacity(spammed.closed.len());
    for id in spammed.closed {
        let his = rights::answerable(turn, &who.me, id)?;
        if client_of(turn, id)? != client {
            return Err(refuse(Code::NotFound).into());
        }
        closed.extend((his.state != State::Open).then_some(his));
    }
    let is_blocked = card::find(turn, client)?.block.is_some();
    if !closed.is_empty() || spammed.is_newly_blocked && is_blocked {
        state::post(turn, dialog, Happened::NoSpam { by })?;
    }
    for his in closed {
        state::reopened(turn, &his, Some(by))?;
    }
    if spammed.is_newly_blocked {
        block::end(turn, by, client)?;
    }
    Ok(Done {})
}

fn client_of(turn: &mut Turn<'_>, dialog: DialogId) -> Result<ClientId, Fault> {
    let identity = turn.sure_dialog(dialog)?.identity.clone();
    Ok(turn.sure_identity(&identity)?.client)
}
