//! What a visitor wants: components emit it, the desk carries it out.

use beseda_protocol::ids::Cid;
use beseda_protocol::message::File;
use web_sys::Blob;

/// What is done with a file's bytes, once they are here.
pub(super) type WithBytes = Box<dyn FnOnce(Option<Blob>)>;

/// What a visitor wants.
pub(super) enum Intent {
    /// Send this text.
    Say(String),
    /// Send these files, each as its own message.
    Attach(Vec<web_sys::File>),
    /// Send a refused message after all.
    Retry(Cid),
    /// Give a message up.
    Remove(Cid),
    /// He is typing, or the field is empty.
    Type(bool),
    /// He scrolled near the oldest message.
    Older,
    /// The newest message is in view, or no longer.
    AtEnd(bool),
    /// Keep a thing for him.
    Remember(&'static str, String),
    /// Get a file's bytes.
    Fetch(File, WithBytes),
    /// Get what is loaded when first used, from this path of the relay.
    Load(String, Box<dyn FnOnce(Option<String>)>),
}
