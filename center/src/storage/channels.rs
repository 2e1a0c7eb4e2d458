//! Channels: what the staff speak from. They are few, and all of them are kept at hand.

use std::collections::BTreeMap;

use beseda_protocol::channel::Channel;
use beseda_protocol::ids::ChannelId;

use super::cells::Cells;
use super::fault::Fault;
use super::write_buffer::Storage;

/// All of them, in the order of their making.
pub(crate) fn load(storage: &Storage<'_>) -> Result<BTreeMap<ChannelId, Channel>, Fault> {
    let rows = storage.query("SELECT id, name FROM channels", &[])?;
    let channels = rows.into_iter().map(|row| {
        let mut cells = Cells::new(row, "channels");
        let channel = Channel {
            id: ChannelId(cells.int()?),
            name: cells.text()?,
        };
        Ok((channel.id, channel))
    });
    channels.collect()
}
