//! Talk: what is said in dialogs and what is done with them, a file each.

pub(crate) mod assign;
pub(crate) mod assignment;
pub(crate) mod block;
pub(crate) mod change;
pub(crate) mod dialog;
pub(crate) mod distribution;
mod draft;
pub(crate) mod free;
pub(crate) mod history;
pub(crate) mod kept_drafts;
pub(crate) mod merged;
pub(crate) mod open;
pub(crate) mod opened;
pub(crate) mod pause;
pub(crate) mod pins;
mod rate_limit;
pub(crate) mod receipts;
pub(crate) mod reply;
pub(crate) mod say;
pub(crate) mod snooze;
pub(crate) mod spam;
pub(crate) mod state;
pub(crate) mod tags;
mod told;
pub(crate) mod typing;
pub(crate) mod unread;
pub(crate) mod wait_limit;
