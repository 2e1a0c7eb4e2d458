//! The chat center of one company over its storage.

use beseda_protocol::ids::JobId;
use beseda_protocol::refusal::Code;

use crate::clients::presence;
use crate::dialogs::{assignment, looking};
use crate::dispatch::{alarm, commands, operator, program, refused, visitor};
use crate::jobs;
use crate::list::slices;
use crate::storage::fault::Fault;
use crate::storage::messages::Named;
use crate::storage::schema::{self, Edition};
use crate::storage::sender::Sender;
use crate::storage::sql::Sql;
use crate::storage::write_buffer::Storage;
use crate::team::presence as staff;
use crate::turn::Names;
use crate::turn::cache::Cache;
use crate::turn::command::Command;
use crate::turn::current::{Room, Turn};
use crate::turn::mentioned;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Visitor;
use crate::turn::webhooks;
use crate::turn::{Context, Input, Output, Peer, center_row, cid, due, fanout, job_list, requests};

/// The chat center of one company over its storage.
pub struct Center<S: Sql> {
    sql: S,
    secret: Vec<u8>,
    edition: Edition,
    /// A cache; absent until the first turn, or while the center does not exist.
    cache: Option<Cache>,
    failed_slice: Option<JobId>,
}

impl<S: Sql> Center<S> {
    /// Over a storage, which may still be empty: nothing is written, migrations
    /// included, until [`Command::Create`] (a stranger can't make files). The
    /// secret is the relay's: site keys are made by it.
    pub fn new(sql: S, secret: Vec<u8>) -> Self {
        Self {
            sql,
            secret,
            edition: Edition::THIS,
            cache: None,
            failed_slice: None,
        }
    }

    /// After a fault: the job whose slice it was. The center that comes next has to be
    /// told, by [`Input::SliceFailed`].
    pub fn failed_slice(&mut self) -> Option<JobId> {
        self.failed_slice.take()
    }

    /// As the next version of this code would be: it brings the tables on.
    #[cfg(feature = "testing")]
    pub fn of_the_next_version(sql: S, secret: Vec<u8>) -> Self {
        Self {
            edition: Edition::NEXT,
            ..Self::new(sql, secret)
        }
    }

    /// Takes everything that has arrived.
    ///
    /// # Errors
    /// A [`Fault`] means that nothing of the turn may survive: the relay aborts
    /// the object, which rolls its writes back and closes every socket. After
    /// [`Fault::StorageFull`], or a commit that failed, it hands what comes to
    /// [`Self::turn_without_room`] until there is room again.
    pub fn turn(
        &mut self,
        context: &mut Context<'_>,
        inputs: Vec<Input>,
    ) -> Result<Vec<Output>, Fault> {
        self.run(context, inputs, Room::Left)
    }

    /// As [`Self::turn`] for a storage that is full: whatever would write is
    /// refused as `storage_full`, reading goes on (C10).
    ///
    /// # Errors
    /// As [`Self::turn`].
    pub fn turn_without_room(
        &mut self,
        context: &mut Context<'_>,
        inputs: Vec<Input>,
    ) -> Result<Vec<Output>, Fault> {
        self.run(context, inputs, Room::None)
    }

    fn run(
        &mut self,
        context: &mut Context<'_>,
        inputs: Vec<Input>,
        room: Room,
    ) -> Result<Vec<Output>, Fault> {
        let outcome = self.run_to_the_end(context, inputs, room);
        if outcome.is_err() {
            // What was remembered may be rolled back.
            let cache = self.cache.take();
            self.failed_slice = cache.and_then(|cache| cache.slice_of);
        }
        outcome
    }

    fn run_to_the_end(
        &mut self,
        context: &mut Context<'_>,
        inputs: Vec<Input>,
        room: Room,
    ) -> Result<Vec<Output>, Fault> {
        let storage = Storage::new(&self.sql);
        let mut out = Vec::new();
        let mut inputs = inputs.into_iter().peekable();
        let is_waking = self.cache.is_none();
        if self.cache.is_none() && schema::ready(&self.sql, self.edition)? {
            self.cache = Some(Cache::load(&storage)?);
        }
        while self.cache.is_none() {
            match inputs.peek() {
                None => return Ok(out),
                Some(Input::Command(_, Command::Create { center, origin, .. }))
                    if room == Room::Left =>
                {
                    schema::create(&self.sql, self.edition)?;
                    center_row::create(&storage, context.entropy, center, origin)?;
                    self.cache = Some(Cache::load(&storage)?);
                }
                Some(_) => out.extend(inputs.next().and_then(stranger)),
            }
        }
        let cache = self.cache.as_mut().ok_or(Fault::Corrupt("center"))?;
        cache.slice_of = None;
        let mut turn = Turn::new(&storage, &self.secret, context, cache, room);
        turn.out = out;
        if is_waking {
            unasked(staff::wake(&mut turn))?;
        }
        let inputs: Vec<Input> = inputs.collect();
        turn.preload_cids(inputs.iter().filter_map(said).collect())?;
        for input in inputs {
            dispatch(&mut turn, input)?;
        }
        unasked(assignment::settle(&mut turn))?;
        fanout::flush(&mut turn)?;
        mentioned::flush(&mut turn)?;
        unasked(requests::flush(&mut turn))?;
        unasked(webhooks::settle(&mut turn))?;
        due::set_alarm(&mut turn)?;
        job_list::ask_for_slice(&mut turn);
        turn.end()?;
        Ok(turn.out)
    }
}

/// A center that was never created knows nobody.
fn stranger(input: Input) -> Option<Output> {
    let refusal = refuse(Code::NotFound);
    match input {
        Input::Command(ticket, _) => Some(Output::Answer(ticket, Err(refusal))),
        Input::FromVisitor(peer, _) | Input::FromOperator(peer, _) => {
            Some(refused::refused(&peer, Names::default(), refusal))
        }
        Input::Unreadable(peer, names, _) => Some(refused::refused(&peer, names, refusal)),
        Input::Closed(_) | Input::Alarm | Input::Slice | Input::SliceFailed(_) => None,
    }
}

fn dispatch(turn: &mut Turn<'_>, input: Input) -> Result<(), Fault> {
    match input {
        Input::FromVisitor(peer, said) => {
            let names = Names::of_visitor(&said);
            let outcome = match visitor_of(&peer) {
                Some(who) => visitor::dispatch(turn, &who, said),
                None => Err(misplaced()),
            };
            refused::settle(turn, &peer, names, outcome)
        }
        Input::FromOperator(peer, said) => {
            let names = Names::of_operator(&said);
            let outcome = match &peer {
                Peer::Operator {
                    line,
                    operator,
                    session,
                } => operator::dispatch(turn, *line, *operator, session, said),
                Peer::Visitor { .. } => Err(misplaced()),
            };
            refused::settle(turn, &peer, names, outcome)
        }
        Input::Unreadable(peer, names, refusal) => {
            turn.out.push(refused::refused(&peer, names, refusal));
            Ok(())
        }
        Input::Closed(peer) => unasked(closed(turn, &peer)),
        Input::Command(ticket, Command::Request { token, asked }) => {
            program::dispatch(turn, ticket, &token, asked)
        }
        Input::Command(ticket, command) => commands::dispatch(turn, ticket, command),
        Input::Alarm => unasked(alarm::ring(turn)),
        // Somebody waits for the answer to a question.
        Input::Slice if !turn.cache.running.is_empty() => unasked(slices::slice(turn)),
        Input::Slice => unasked(jobs::slice(turn)),
        Input::SliceFailed(job) => unasked(job_list::failed(turn, &job)),
    }
}

/// A line is gone.
fn closed(turn: &mut Turn<'_>, peer: &Peer) -> Result<(), Stop> {
    match (peer, visitor_of(peer)) {
        (Peer::Operator { line, operator, .. }, _) => {
            turn.cache.running.leave(*line);
            looking::left(turn, *operator);
            staff::left(turn, *operator)
        }
        (_, Some(who)) => presence::closed(turn, &who),
        (_, None) => Ok(()),
    }
}

fn visitor_of(peer: &Peer) -> Option<Visitor> {
    match peer {
        Peer::Visitor {
            line,
            identity,
            site,
            whence,
        } => Some(Visitor {
            line: *line,
            identity: identity.clone(),
            site: site.clone(),
            whence: whence.clone(),
        }),
        Peer::Operator { .. } => None,
    }
}

/// A frame of the other conversation.
fn misplaced() -> Stop {
    refuse(Code::Malformed).into()
}

/// Nobody waits for an answer: a refusal (the storage is full) tells nobody.
fn unasked(outcome: Result<(), Stop>) -> Result<(), Fault> {
    match outcome {
        Ok(()) | Err(Stop::Refused(_)) => Ok(()),
        Err(Stop::Fault(fault)) => Err(fault),
    }
}

/// Who says something under which cid, that may have been stored before.
fn said(input: &Input) -> Option<Named> {
    use beseda_protocol::operator::FromOperator;
    use beseda_protocol::visitor::FromVisitor;
    let named = match input {
        Input::FromVisitor(
            Peer::Visitor { identity, .. },
            FromVisitor::Say { cid, .. } | FromVisitor::Open { cid, .. },
        ) => (Sender::Device(identity.clone()), cid.clone()),
        Input::FromOperator(
            Peer::Operator { operator, .. },
            FromOperator::Reply { cid, .. } | FromOperator::Note { cid, .. },
        ) => (Sender::Employee(*operator), cid.clone()),
        _ => return None,
    };
    // A cid that will be refused may be as long as a frame.
    cid::check(&named.1).is_ok().then_some(named)
}
