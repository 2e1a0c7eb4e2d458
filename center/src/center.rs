//! The chat center of one company over its storage.

use beseda_protocol::refusal::{Code, Refusal};

use crate::behind::Behind;
use crate::command::Command;
use crate::fault::Fault;
use crate::heard::Names;
use crate::known::Known;
use crate::schema::Edition;
use crate::sql::Sql;
use crate::stop::{Stop, refuse};
use crate::turn::{Context, Input, Output, Peer, To};
use crate::visitor::Visitor;
use crate::work::{Room, Work, json};
use crate::{center_row, due, fanout, operator, routes, schema, visitor};

/// The chat center of one company over its storage.
pub struct Center<S: Sql> {
    sql: S,
    secret: Vec<u8>,
    edition: Edition,
    /// A cache; absent until the first turn, or while the center does not exist.
    known: Option<Known>,
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
            known: None,
        }
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
            self.known = None;
        }
        outcome
    }

    fn run_to_the_end(
        &mut self,
        context: &mut Context<'_>,
        inputs: Vec<Input>,
        room: Room,
    ) -> Result<Vec<Output>, Fault> {
        let mut out = Vec::new();
        let mut inputs = inputs.into_iter().peekable();
        if self.known.is_none() && schema::ready(&self.sql, self.edition)? {
            self.known = Some(Known::load(&self.sql)?);
        }
        while self.known.is_none() {
            match inputs.peek() {
                None => return Ok(out),
                Some(Input::Command(_, Command::Create { center, origin, .. }))
                    if room == Room::Left =>
                {
                    schema::create(&self.sql, self.edition)?;
                    center_row::create(&self.sql, context.entropy, center, origin)?;
                    self.known = Some(Known::load(&self.sql)?);
                }
                Some(_) => out.extend(inputs.next().and_then(stranger)),
            }
        }
        let known = self.known.as_mut().ok_or(Fault::Corrupt("center"))?;
        let behind = Behind::new(&self.sql);
        let mut work = Work::new(&behind, &self.secret, context, known, room);
        work.out = out;
        let inputs: Vec<Input> = inputs.collect();
        work.foresee(&inputs)?;
        for input in inputs {
            take(&mut work, input)?;
        }
        fanout::flush(&mut work)?;
        due::set_alarm(&mut work)?;
        work.end()?;
        Ok(work.out)
    }
}

/// A center that was never created knows nobody.
fn stranger(input: Input) -> Option<Output> {
    let refusal = refuse(Code::NotFound);
    match input {
        Input::Command(ticket, _) => Some(Output::Answer(ticket, Err(refusal))),
        Input::FromVisitor(peer, _) | Input::FromOperator(peer, _) => {
            Some(refused(&peer, Names::default(), refusal))
        }
        Input::Unreadable(peer, names, _) => Some(refused(&peer, names, refusal)),
        Input::Closed(_) | Input::Alarm => None,
    }
}

fn refused(peer: &Peer, names: Names, refusal: Refusal) -> Output {
    use beseda_protocol::operator::ToOperator;
    use beseda_protocol::visitor::ToVisitor;
    let Names { cid, ask } = names;
    let frame = match peer {
        Peer::Visitor { .. } => json(&ToVisitor::Refused { cid, ask, refusal }),
        Peer::Operator { .. } => json(&ToOperator::Refused { cid, ask, refusal }),
    };
    Output::Frame(To::Line(peer.line()), frame)
}

fn take(work: &mut Work<'_>, input: Input) -> Result<(), Fault> {
    match input {
        Input::FromVisitor(peer, said) => match visitor_of(&peer) {
            Some(who) => visitor::take(work, &who, said),
            None => misplaced(work, &peer),
        },
        Input::FromOperator(peer, said) => match &peer {
            Peer::Operator {
                line,
                operator,
                session,
            } => operator::take(work, *line, *operator, session, said),
            Peer::Visitor { .. } => misplaced(work, &peer),
        },
        Input::Unreadable(peer, names, refusal) => {
            work.out.push(refused(&peer, names, refusal));
            Ok(())
        }
        Input::Closed(peer) => match visitor_of(&peer) {
            Some(who) => unasked(visitor::closed(work, &who)),
            None => Ok(()),
        },
        Input::Command(ticket, command) => routes::take(work, ticket, command),
        Input::Alarm => unasked(due::ring(work)),
    }
}

fn visitor_of(peer: &Peer) -> Option<Visitor> {
    match peer {
        Peer::Visitor { line, client, site } => Some(Visitor {
            line: *line,
            client: client.clone(),
            site: site.clone(),
        }),
        Peer::Operator { .. } => None,
    }
}

/// A frame of the other conversation.
fn misplaced(work: &mut Work<'_>, peer: &Peer) -> Result<(), Fault> {
    let names = Names::default();
    work.out.push(refused(peer, names, refuse(Code::Malformed)));
    Ok(())
}

/// Nobody waits for an answer: a refusal (the storage is full) tells nobody.
fn unasked(outcome: Result<(), Stop>) -> Result<(), Fault> {
    match outcome {
        Ok(()) | Err(Stop::Refused(_)) => Ok(()),
        Err(Stop::Fault(fault)) => Err(fault),
    }
}
