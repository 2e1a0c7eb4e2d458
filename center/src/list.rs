//! The list of dialogs.

pub(crate) mod ask;
pub(crate) mod pages;
