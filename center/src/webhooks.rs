//! Webhooks: what happens is sent to addresses of the company's, by the rules of Standard
//! Webhooks. What is to be sent is written down by `turn::webhooks`.
//!
//! | module | owns |
//! |---|---|
//! | [`making`] | what consoles ask of them |
//! | [`address`] | where one may be |
//! | [`sending`] | what is due, and what came of it |
//! | [`body`] | what is sent |
//! | [`signature`] | what it is signed by |

mod address;
mod body;
pub(crate) mod making;
pub(crate) mod sending;
mod signature;
