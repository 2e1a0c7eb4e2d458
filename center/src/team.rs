//! Who works here, and how he gets in.

pub(crate) mod access;
pub(crate) mod attendance;
pub(crate) mod disabling;
pub mod email;
pub(crate) mod employees;
pub(crate) mod invite;
pub(crate) mod links;
pub(crate) mod own_name;
pub(crate) mod owner;
pub(crate) mod presence;
pub(crate) mod reset;
pub(crate) mod roles;
pub(crate) mod sessions;
pub(crate) mod sign_in;
