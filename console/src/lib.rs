//! The chat center for operators.

pub mod model;
