//! The center's settings, its sites, and who may use them.

pub(crate) mod center;
pub mod origin;
pub(crate) mod saving;
pub(crate) mod settings;
pub(crate) mod site;
