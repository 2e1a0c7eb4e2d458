//! The browser behind small doors: nothing above this module names `web_sys`
//! but for the events of elements.

pub(crate) mod alone;
pub(crate) mod audio;
pub(crate) mod drag;
pub(crate) mod edit;
pub(crate) mod emoji;
mod fetch;
pub(crate) mod files;
pub(crate) mod http;
mod in_turn;
pub(crate) mod intl;
pub(crate) mod keys;
pub(crate) mod notification;
pub(crate) mod page;
pub(crate) mod scaling;
pub(crate) mod store;
pub(crate) mod tables;
pub(crate) mod upload;
