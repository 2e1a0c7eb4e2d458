//! Tags of dialogs, labels and lists of clients (X7): made by supervisors, put on by
//! everybody.

pub(crate) mod counts;
pub(crate) mod ending;
pub(crate) mod making;
pub(crate) mod put;
mod tables;
