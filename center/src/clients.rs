//! Who writes: his card, where he is, where his next message goes.

pub(crate) mod card;
pub(crate) mod comment;
pub(crate) mod contacts;
pub(crate) mod current_dialog;
pub(crate) mod labelled;
pub(crate) mod labels;
pub(crate) mod name;
pub(crate) mod notes;
pub(crate) mod presence;
mod text;
pub(crate) mod variables;
pub(crate) mod visits;
