//! What the staff speak from.

use super::{Done, Need, questions};
use crate::channel::{Channel, ChannelSection};
use crate::ids::ChannelId;
use crate::settings::Saved;

questions! {
    /// What is asked of the center's channels.
    pub ChannelQuestion, ChannelAnswer of Channels {
        /// Makes a channel, of which no dialog is yet.
        "add" => AddChannel {
            /// At most [`crate::limits::NAME_CHARS_MAX`]; of no other channel.
            name: String,
        } needs Need::Administer, answer Channel;
        /// Renames it, wherever it is named.
        "rename" => RenameChannel {
            /// Which.
            channel: ChannelId,
            /// At most [`crate::limits::NAME_CHARS_MAX`]; of no other channel.
            name: String,
        } needs Need::Administer, answer Done;
        /// Saves a section of a channel's settings.
        "save" => SaveChannel {
            /// Whose.
            channel: ChannelId,
            /// Which version of the section was changed.
            version: u32,
            /// What the section shall say.
            section: ChannelSection,
        } needs Need::Administer, answer Saved<ChannelSection>;
        /// Takes away a channel without sites and dialogs; any other, and the first, which
        /// the test chat writes to, is refused as `channel_in_use`.
        "delete" => DeleteChannel {
            /// Which.
            channel: ChannelId,
        } needs Need::Administer, answer Done;
    }
}
