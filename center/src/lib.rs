//! The chat center's rules and its storage.
//!
//! No I/O, no clock, no async: time, ids and randomness are arguments, and
//! storage is the small [`sql::Sql`] port. The same code runs inside a Durable
//! Object and natively over rusqlite.
//!
//! A rule is a plain function: `decide(&Touched, now, who, said)` says which
//! [changes](change::Change) follow or why not, and [`change::apply`] is the
//! only mutator of a conversation. What it changes becomes [`events`],
//! which [`fanout`] shows to those who may see them.
//!
//! | module | owns |
//! |---|---|
//! | **the boundary** | |
//! | [`turn`] | what goes into a turn, what comes out, what it may know |
//! | [`heard`] | the texts of sockets as inputs |
//! | [`center`] | the batch entry point: a turn from its inputs to its outputs |
//! | [`command`] | what the relay's routes ask of a center besides frames |
//! | [`sql`], [`fault`] | the storage port; what is our failure and not the peer's |
//! | [`window`] | how much a peer may leave unread |
//! | [`token`] | site keys and visitor tokens, by MAC |
//! | **who speaks** | |
//! | [`visitor`] | hello, say, marks, presence, history: a file each |
//! | [`operator`] | hello, list, dialog, reply, assign, settings…: a file each |
//! | [`routes`] | what HTTP calls ask |
//! | **one turn** | |
//! | [`work`] | the turn's desk: what it has touched and will say |
//! | [`change`] | what a decision changes, and the only way to change it |
//! | [`fanout`] | who is told what |
//! | [`stop`] | refusals in their words, and faults |
//! | **the talk** | |
//! | [`dialogs`], [`messages`], [`clients`], [`visits`] | a table each; [`message_row`]: a message as columns |
//! | [`chain`] | how the messages of a dialog are found |
//! | [`events`] | the log: one sequence for operators, one for each client |
//! | [`list`] | filters as keys of one index |
//! | [`draft`], [`pace`], [`files`] | what may be said, how fast, with which file |
//! | **the house** | |
//! | [`known`] | the cache of what every turn needs: settings, employees, sites |
//! | [`touched`] | the cache of who talks now: dialogs and clients |
//! | [`center_row`], [`sites`], [`origin`] | the center, its sites, who may use them |
//! | [`employees`], [`sessions`], [`sign_in`], [`links`] | who works here, and how he gets in |
//! | [`email`] | by what he is known |
//! | **the storage** | |
//! | [`schema`], [`row`] | numbered migrations; reading cells |
//! | [`behind`] | rows of messages that wait for the end of the turn |
//! | [`went_back`] | a storage that lacks what it had confirmed |
//! | [`due`] | everything that happens at a time |
//! | [`dump`] | all of it, as JSON lines |
//! | `seed`, `storage_suite` | demo centers; what any storage must do (feature `testing`) |

#![allow(
    rustdoc::private_intra_doc_links,
    reason = "the map is for who reads the code"
)]

mod behind;
mod center;
mod center_row;
mod chain;
mod change;
mod clients;
pub mod command;
mod dialogs;
mod draft;
mod due;
mod dump;
pub mod email;
mod employees;
mod events;
mod fanout;
pub mod fault;
mod files;
pub mod heard;
mod known;
mod links;
mod list;
mod message_row;
mod messages;
mod operator;
mod origin;
mod pace;
mod routes;
mod row;
pub mod schema;
#[cfg(feature = "testing")]
mod seed;
mod sessions;
mod sign_in;
mod sites;
pub mod sql;
mod stop;
#[cfg(feature = "testing")]
pub mod storage_suite;
pub mod token;
mod touched;
pub mod turn;
mod visitor;
mod visits;
mod went_back;
pub mod window;
mod work;

pub use turn::Center;
