//! Which file carries out what: the words of both conversations, the relay's commands,
//! and the alarm.

pub(crate) mod alarm;
pub(crate) mod commands;
mod dump;
pub(crate) mod operator;
pub(crate) mod program;
pub(crate) mod refused;
#[cfg(feature = "testing")]
mod seed;
mod storage_regression;
pub(crate) mod visitor;
