//! One turn: everything that has arrived while the previous one was being
//! flushed, decided in one synchronous stretch.
//!
//! Every [`Input`] ends in an acknowledgement, a refusal or an abort. The relay
//! sends the outputs in their order; the runtime's output gate holds them until
//! the turn's writes are on disk.

pub(crate) mod asker;
pub(crate) mod cache;
pub(crate) mod cards;
pub(crate) mod center_row;
pub(crate) mod cid;
pub mod command;
mod context;
pub(crate) mod cube;
pub(crate) mod current;
pub(crate) mod dates;
pub(crate) mod due;
mod event_frames;
pub(crate) mod fanout;
pub mod flow_control;
pub mod heard;
mod input;
pub(crate) mod job_list;
pub(crate) mod log;
pub(crate) mod mentioned;
pub mod moved;
mod names;
pub(crate) mod news;
mod output;
pub(crate) mod pages;
mod peer;
pub(crate) mod refusals;
pub(crate) mod requests;
pub(crate) mod rights;
pub(crate) mod running;
#[cfg(feature = "testing")]
pub mod seed;
pub(crate) mod sight;
pub(crate) mod speaker;
mod spending;
mod talk_cache;
pub(crate) mod text;
pub mod transport;
pub(crate) mod views;
pub mod webhook_calls;
pub(crate) mod webhooks;

pub use context::{Context, Entropy, Lines};
pub use input::{Input, Ticket};
pub use names::Names;
pub use output::{Frame, Output, To};
pub use peer::{LineId, Peer, SessionId, Whence};
