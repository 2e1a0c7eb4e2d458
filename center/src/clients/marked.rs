//! Puts labels on clients and clients on lists (X7).

use beseda_protocol::ask::Done;
use beseda_protocol::ask::clients::{MarkClient, UnmarkClient};

use super::card;
use crate::marks::put::{self, On};
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;

pub(crate) fn mark(turn: &mut Turn<'_>, _: &Operator, asked: MarkClient) -> Result<Done, Stop> {
    card::find(turn, asked.client)?;
    match put::add(turn, On::Client(asked.client), asked.mark)? {
        true => card::changed(turn, asked.client),
        false => Ok(Done {}),
    }
}

pub(crate) fn unmark(turn: &mut Turn<'_>, _: &Operator, asked: UnmarkClient) -> Result<Done, Stop> {
    card::find(turn, asked.client)?;
    match put::remove(turn, On::Client(asked.client), asked.mark)? {
        true => card::changed(turn, asked.client),
        false => Ok(Done {}),
    }
}
