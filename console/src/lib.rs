//! The chat center for operators.
