//! The chat center of one company over its storage.

use crate::fault::Fault;
use crate::sql::Sql;
use crate::turn::{Context, Input, Output};

/// The chat center of one company over its storage.
pub struct Center<S: Sql> {
    #[expect(dead_code, reason = "the rules come next")]
    sql: S,
    #[expect(dead_code, reason = "the rules come next")]
    secret: Vec<u8>,
}

impl<S: Sql> Center<S> {
    /// Over a storage, which may still be empty: nothing is written, migrations
    /// included, until [`crate::command::Command::Create`] (a stranger can't
    /// make files). The secret is the relay's: site keys are made by it.
    pub fn new(sql: S, secret: Vec<u8>) -> Self {
        Self { sql, secret }
    }

    /// Takes everything that has arrived.
    ///
    /// # Errors
    /// A [`Fault`] means that nothing of the turn may survive: the relay aborts
    /// the object, which rolls its writes back and closes every socket.
    pub fn turn(
        &mut self,
        _context: &mut Context<'_>,
        _inputs: Vec<Input>,
    ) -> Result<Vec<Output>, Fault> {
        Ok(Vec::new())
    }
}
