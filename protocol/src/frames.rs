//! A message of the socket: one frame or, when the relay has several for one
//! recipient at once, an array of them in their order. To send costs as much as to
//! decide, and most of what happens is two frames to somebody.

use crate::json::{Value, Wire};

/// Several frames as one message.
pub fn join<'f>(frames: impl IntoIterator<Item = &'f str>) -> String {
    let mut joined = String::from("[");
    for frame in frames {
        if joined.len() > 1 {
            joined.push(',');
        }
        joined.push_str(frame);
    }
    joined.push(']');
    joined
}

/// The frames of a message. One that can't be read is left out: a newer peer says
/// more (C15).
pub fn read<T: Wire, V: Value>(message: &V) -> Vec<T> {
    match message.items() {
        Some(frames) => frames.iter().filter_map(T::read).collect(),
        None => T::read(message).into_iter().collect(),
    }
}

/// The frames of a message, by serde.
///
/// # Errors
/// When it is no JSON, or one of them no frame.
#[cfg(feature = "serde")]
pub fn from_text<T: serde::de::DeserializeOwned>(message: &str) -> serde_json::Result<Vec<T>> {
    if message.starts_with('[') {
        serde_json::from_str(message)
    } else {
        serde_json::from_str(message).map(|frame| vec![frame])
    }
}
