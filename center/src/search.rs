//! Search in what was said: any part of a message, a note or a file's name, of three
//! letters or more, in dialogs open and closed.
//!
//! The search index (`storage::search`) is filled behind the conversation, in slices
//! between turns, so that no message waits for it; what is not in it yet is read as it is.
//! So whatever was said in the turn before is found. What the index finds is compared with
//! the text itself, and shown to whom its dialog is.
//!
//! | file | does |
//! |---|---|
//! | [`upkeep`] | fills the index, merges its tables |
//! | [`sought`] | what is sought: how texts are compared, what is shown of them |
//! | [`finding`] | answers the question |
//! | [`removing`] | takes out what is deleted for good |
//! | [`revising`] | has what a message says now for what it said |

pub(crate) mod finding;
pub(crate) mod removing;
pub(crate) mod revising;
mod sought;
pub(crate) mod upkeep;
