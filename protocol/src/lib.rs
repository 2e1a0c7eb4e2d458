//! The words on the wire.
//!
//! | module | owns |
//! |---|---|
//! | [`visitor`] | the conversation between a widget and the relay |
//! | [`operator`] | the conversation between a console and the relay |
//! | [`mod@ask`] | what a console asks: each question, what it needs, its answer |
//! | [`message`], [`dialog`], [`client`], [`site`], [`channel`], [`team`], [`job`] | the nouns that both conversations use |
//! | [`filter`] | which dialogs a list shows, and in which order |
//! | [`bulk`], [`selection`] | what is done with many at once, and with which |
//! | [`saved_filter`] | filters that were saved under a name |
//! | [`saved_reply`] | replies that were written down to be used again |
//! | [`automatic`], [`hours`] | what the center answers by itself, and when there is somebody to answer |
//! | [`draft`] | what was typed and not sent |
//! | [`token`] | by what other programs use the API |
//! | [`import`] | tables of clients that are imported |
//! | [`delivery`] | messages on their way out by another transport than the site chat |
//! | [`loader`] | the script with a site's settings in it |
//! | [`frames`] | one or several frames as a message of the socket |
//! | [`api`] | the routes of the API for other programs |
//! | [`http`] | bodies of the few calls that are not frames |
//! | [`close`] | why a socket is closed |
//! | [`settings`] | sections of settings, and their versions |
//! | [`refusal`] | every way in which the relay says no |
//! | [`ids`], [`limits`] | names and bounds |
//! | [`json`] | two decoders from one definition: serde, and small readers for the widget |
//! | [`fold`] | how text is folded before it is searched |
//! | [`unseen`], [`file_name`] | what looks empty; names of files as they are shown |
//!
//! `protocol/README.md` shows each message as JSON; the tests of this crate pin it.

pub mod api;
pub mod ask;
pub mod automatic;
pub mod bulk;
pub mod channel;
pub mod client;
pub mod close;
pub mod delivery;
pub mod dialog;
pub mod draft;
pub mod export;
pub mod file_name;
pub mod filter;
pub mod fold;
pub mod frames;
pub mod hours;
pub mod http;
pub mod ids;
pub mod import;
pub mod install;
pub mod job;
pub mod json;
pub mod limits;
pub mod loader;
pub mod look;
pub mod mark;
pub mod mention;
pub mod message;
pub mod operator;
pub mod refusal;
pub mod saved_filter;
pub mod saved_reply;
pub mod selection;
pub mod settings;
pub mod site;
pub mod team;
pub mod token;
pub mod unseen;
pub mod visitor;
pub mod webhook;

/// The version of the protocol that this crate speaks. A peer that speaks
/// another one is served as long as the kinds it knows still mean the same:
/// unknown kinds are ignored, never fatal (guarantee C15).
pub const VERSION: u32 = 1;

/// The first value of `Sec-WebSocket-Protocol`; the visitor's token is the second.
pub const SUBPROTOCOL: &str = "beseda.v1";
