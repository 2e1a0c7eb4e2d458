//! The browser's half of the protocol, used by widget and console.
//!
//! | module | owns |
//! |---|---|
//! | [`session`] | one conversation with the relay: the line, what waits on it, the place in the log |
//! | [`conversation`] | what widget's and console's conversations share: the trait [`conversation::Conversation`] |
//! | [`connection`] | the life of the line: connecting, greeting, heartbeats, waiting |
//! | [`outbox`] | messages that the relay has not acknowledged |
//! | [`asks`] | questions that the relay has not answered |
//! | [`timeline`] | what a visitor sees: stored messages and the outbox in one row |
//! | [`steady`] | a clock that never steps back |
//! | [`cid`], [`links`], [`texts`] | ids for messages, links in text, words of the screens |
//! | [`picture`], [`size`] | pictures by their first bytes, how large they are sent and shown; a file's size in words |
//! | [`paste`], [`direction`] | what is meant of a clipboard; names of the other direction |
//! | [`line`], [`socket`], [`parsed`], [`clock`], [`page`] | the browser's side (wasm only): a session run over a real socket |
//! | [`kept`] | the browser's side too: the outbox in a database, shared out between tabs (`kept.js`) |
//!
//! Everything but the last two rows is sans-I/O: time and randomness are arguments,
//! and the native tests move the clock by hand.
//!
//! A console or widget needs [`line::Line`] alone: it owns the session, the
//! socket and the timer, closes them on drop, and hands what arrives in order
//! to one callback.

pub mod asks;
pub mod cid;
pub mod connection;
pub mod conversation;
pub mod direction;
pub mod links;
pub mod outbox;
pub mod paste;
pub mod picture;
pub mod session;
pub mod size;
pub mod steady;
pub mod texts;
pub mod timeline;

#[cfg(target_arch = "wasm32")]
pub mod clock;
#[cfg(target_arch = "wasm32")]
pub mod kept;
#[cfg(target_arch = "wasm32")]
pub mod line;
#[cfg(target_arch = "wasm32")]
pub mod page;
#[cfg(target_arch = "wasm32")]
pub mod parsed;
#[cfg(target_arch = "wasm32")]
pub mod socket;
