//! The center's settings, its channels and sites, and who may use them.

mod asking;
pub(crate) mod center;
pub(crate) mod channels;
mod consent;
pub(crate) mod hours;
pub mod origin;
pub(crate) mod reception;
pub(crate) mod saving;
pub(crate) mod settings;
pub(crate) mod site;
pub(crate) mod tokens;
mod triggers;
