//! Channels: what the staff speak from.

use crate::ids::ChannelId;
use crate::wire;

wire! {
    /// What the staff speak from (YU-02): it groups sites, and who may see their dialogs
    /// is decided by it. As long as there is one, the screens hide the word (X14).
    pub struct Channel {
        /// Which.
        pub id: ChannelId,
        /// Its name; empty: the first, which nobody has named yet.
        pub name: String,
    }
}
