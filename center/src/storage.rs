//! What is kept: the port to SQLite, the tables, their rows, and the buffer that hot
//! rows are written through. Reads and writes rows, and decides nothing.

pub(crate) mod addresses;
pub(crate) mod automatic_replies;
pub(crate) mod cells;
pub(crate) mod center_row;
pub(crate) mod channels;
pub(crate) mod clients;
pub(crate) mod deletion;
pub(crate) mod deliveries;
pub(crate) mod dialogs;
pub(crate) mod due;
pub(crate) mod employees;
pub(crate) mod events;
pub mod fault;
pub(crate) mod files;
pub(crate) mod identities;
pub(crate) mod jobs;
pub(crate) mod kept_drafts;
pub(crate) mod links;
pub(crate) mod marks;
pub(crate) mod mentions;
pub(crate) mod merged_dialogs;
pub(crate) mod message_chain;
pub(crate) mod message_row;
pub(crate) mod messages;
pub(crate) mod pins;
pub(crate) mod place;
pub(crate) mod presence;
pub(crate) mod profiles;
pub(crate) mod revisions;
pub(crate) mod row;
pub(crate) mod saved_filters;
pub(crate) mod saved_replies;
pub mod schema;
pub(crate) mod search;
pub(crate) mod sender;
pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod sign_ins;
pub(crate) mod sites;
pub mod sql;
#[cfg(test)]
mod statements;
pub(crate) mod undo;
pub(crate) mod visits;
pub(crate) mod whences;
pub(crate) mod write_buffer;
