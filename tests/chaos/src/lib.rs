//! The chaos suite: whatever happens to the network, the clients or the relay,
//! a message that somebody was told is sent exists once, in one order, everywhere.
//!
//! | module | owns |
//! |---|---|
//! | [`ledger`] | what clients did and were told, one JSON line each, only ever appended |
//! | [`dump`] | what the relay has stored, as `beseda-host dump` prints it |
//! | [`evidence`], [`check`] | the checker: reads ledger and dump, and nothing else |
//! | [`actor`] | a widget or console that behaves, around the product's own session |
//! | [`sim`] | rules, sessions, network and crashes in one thread, under a clock moved by hand |
//! | [`real`] | the same actors before the real relay: sockets, kills, the run as a whole |
//! | [`proxy`] | a network that does what networks do |
//! | [`report`] | what a run had in it |
//! | [`chance`] | seeded randomness: one number names a whole run |
//!
//! The driver writes the ledger, the checker is another process that reads it.

pub mod actor;
pub mod chance;
pub mod check;
pub mod dump;
pub mod evidence;
pub mod ledger;
pub mod proxy;
pub mod real;
pub mod report;
pub mod sim;
