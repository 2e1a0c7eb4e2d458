//! The people who write: where they are, what is known of them before they write, and
//! where their next message goes.

pub(crate) mod current_dialog;
pub(crate) mod presence;
pub(crate) mod visits;
