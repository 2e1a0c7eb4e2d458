//! The center's settings, its sites, and who may use them.

pub(crate) mod center;
mod origin;
pub(crate) mod settings;
pub(crate) mod site;
