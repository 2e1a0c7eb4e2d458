//! Clients out of tables (C2D-01 to C2D-13). Rows are given first, a hundred at a time, and
//! checked; nothing is written before somebody starts it. Then a job (`jobs::importing`) makes
//! clients with empty dialogs, and fills in the cards of those that there are. Each row is
//! carried out in one turn with what becomes of it, so nothing is done twice, whenever the
//! center dies; what a row has made is kept with it, to be taken back.

pub(crate) mod begin;
pub(crate) mod carrying_out;
mod check;
mod known;
pub(crate) mod moving_in;
mod phone;
mod show;
pub(crate) mod taking_back;

pub(crate) use show::{list, rows};
