//! Who works here, and how he gets in.

pub mod email;
pub(crate) mod employees;
pub(crate) mod invite;
pub(crate) mod links;
pub(crate) mod owner;
pub(crate) mod sessions;
pub(crate) mod sign_in;
