//! The real thing: a relay under workerd and browsers, from outside.
//!
//! | module | owns |
//! |---|---|
//! | [`stack`] | a whole relay on a data folder of its own; [`process`], [`port`], [`wait`] under it |
//! | [`visitor`], [`operator`] | the two conversations, as wire clients over a [`line`] |
//! | [`artifacts`] | where what was built lies, and the tools that tests run |
//! | [`rehearsal`] | a deployment to Cloudflare, without it |
//! | [`shop_server`] | the shop's pages without a relay |
//! | [`http`], [`raw`] | calls that are not frames, honest and not |
//! | [`door`] | what the host may ask |
//! | [`transport`] | the other side of a transport |
//! | [`storage`], [`spent`] | its files; its processor time and memory |
//! | [`browser`] | a real browser, by roles and accessible names |
//! | [`cid`] | ids that clients make |
//!
//! Nothing here knows the insides of a relay: `protocol` and the wire are all.

pub mod artifacts;
pub mod browser;
pub mod cid;
pub mod door;
mod feed;
pub mod http;
pub mod line;
pub mod operator;
pub mod outside;
pub mod port;
pub mod process;
pub mod raw;
pub mod rehearsal;
pub mod seed;
mod shop;
pub mod shop_server;
pub mod spent;
pub mod stack;
pub mod storage;
pub mod transport;
pub mod visitor;
pub mod wait;
