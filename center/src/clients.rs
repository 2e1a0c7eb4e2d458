//! Who writes: his card, where he is, where his next message goes.

pub(crate) mod adding;
pub(crate) mod address;
pub(crate) mod answers;
pub(crate) mod binding;
pub(crate) mod blocked;
pub(crate) mod card;
pub(crate) mod comment;
pub(crate) mod consents;
pub(crate) mod contacts;
pub(crate) mod current_dialog;
pub(crate) mod customer;
mod device;
pub(crate) mod known_identities;
pub(crate) mod marked;
pub(crate) mod merging;
pub(crate) mod name;
pub(crate) mod notes;
pub(crate) mod presence;
pub(crate) mod tracks;
pub(crate) mod variables;
pub(crate) mod visits;
