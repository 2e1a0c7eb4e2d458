//! The chat center's rules and its storage.
//!
//! No I/O, no clock, no async: time, ids and randomness are arguments, and
//! storage is the small [`storage::sql::Sql`] port. The same code runs inside a
//! Durable Object and natively over rusqlite.
//!
//! A rule is a plain function: `decide(&Facts, now, who, said)` says which
//! changes follow or why not, and `dialogs::change::apply` is the only mutator of a
//! conversation. What it changes becomes events, which `turn::fanout` shows to those
//! who may see them.
//!
//! Layers, each of which uses only those above it in this list:
//!
//! | module | owns |
//! |---|---|
//! | [`token`] | site keys, visitor tokens and device marks, by MAC |
//! | [`storage`] | the port, the schema, rows, the write buffer |
//! | [`turn`] | one turn: inputs, caches, the log, what is due, who is told what, outputs |
//! | [`team`] | employees, their sessions, invitations and sign-ins |
//! | `sites` | the center's settings, channels, sites, origins |
//! | `clients` | cards, contacts, notes, merging; where somebody is, where his next message goes |
//! | `marks` | tags, labels and lists |
//! | `files` | room for files, uploads |
//! | `saved_replies` | replies that were written down to be used again |
//! | `list` | the lists of dialogs and of clients |
//! | `search` | the search index of what was said |
//! | `webhooks` | addresses of the company's that are told of what happens |
//! | `dialogs` | say, reply, note, close, assign...: one file a thing |
//! | `imports` | clients out of tables |
//! | `jobs` | long work in slices |
//! | `dispatch` | which file carries out what: both conversations, commands, the alarm |
//! | [`Center`] | the batch entry point: a turn from its inputs to its outputs |
//! | `storage_suite` | what any storage must do (feature `testing`) |

#![allow(
    rustdoc::private_intra_doc_links,
    reason = "the map is for who reads the code"
)]

mod center;
mod clients;
mod dialogs;
mod dispatch;
mod files;
mod imports;
mod jobs;
mod list;
mod marks;
mod saved_replies;
mod search;
pub mod sites;
pub mod storage;
#[cfg(feature = "testing")]
pub mod storage_suite;
pub mod team;
pub mod token;
pub mod turn;
mod webhooks;

pub use center::Center;
