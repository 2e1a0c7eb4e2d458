//! What a visitor wants: components emit it, the desk carries it out.

use beseda_protocol::ids::Cid;
use web_sys::File;
/// What a visitor wants.
pub(super) enum Intent {
    /// Send this text.
    Say(String),
    /// Send these files, each as its own message.
    Attach(Vec<File>),
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
}
