//! What consoles ask of the lists.

pub(crate) mod clients;
pub(crate) mod dialogs;
