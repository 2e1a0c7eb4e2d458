//! The chat center's rules and its storage.
//!
//! No I/O, no clock, no async: time, ids and randomness are arguments, and
//! storage is the small [`sql::Sql`] port. The same code runs inside a Durable
//! Object and natively over rusqlite.
//!
//! | module | owns |
//! |---|---|
//! | [`turn`] | the batch entry point: what goes in, what comes out |
//! | [`command`] | what the relay's routes ask of a center besides frames |
//! | [`sql`] | the storage port |
//! | [`token`] | site keys and visitor tokens, by MAC |
//! | [`fault`] | what is our failure and not the peer's |

mod center;
pub mod command;
pub mod fault;
pub mod sql;
pub mod token;
pub mod turn;

pub use turn::Center;
