//! The wire, pinned: an example of every kind of every frame and noun, decoded
//! by both decoders, and `protocol/README.md` made of them.

#![allow(clippy::unwrap_used, reason = "these are tests, their helpers too")]

mod decoders;
mod example;
mod frames;
mod nouns;
mod openapi;
mod questions;
mod readme;
mod source;
