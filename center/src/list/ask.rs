//! What consoles ask of the lists.

pub(crate) mod dialogs;
