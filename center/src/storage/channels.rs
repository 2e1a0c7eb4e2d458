//! Channels: what the staff speak from. They are few, and all of them are kept at hand.

use std::collections::BTreeMap;

use beseda_protocol::automatic::AutomaticReplies;
use beseda_protocol::channel::{Assignment, Channel, ReplyTimes, WritingFirst};
use beseda_protocol::hours::Hours;
use beseda_protocol::ids::ChannelId;

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, row};
use super::settings::Settings;
use super::write_buffer::Storage;

row! {
    /// A channel's row.
    ChannelRow in "channels" as "c", named by columns {
        id: ChannelId,
    }
    changing {
        name: String = name,
    }
}

impl ChannelRow {
    /// Of a channel.
    pub(crate) fn of(channel: &Channel) -> Self {
        Self {
            id: channel.id,
            name: channel.name.clone(),
        }
    }

    fn channel(self, settings: &Settings) -> Result<Channel, Fault> {
        let Self { id, name } = self;
        Ok(Channel {
            id,
            name,
            assignment: settings.get(id.0, Assignment::default)?,
            writing_first: settings.get(id.0, WritingFirst::default)?,
            reply_times: settings.get(id.0, ReplyTimes::default)?,
            hours: settings.get(id.0, Hours::default)?,
            automatic: settings.get(id.0, AutomaticReplies::default)?,
        })
    }
}

/// All of them, in the order of their making.
pub(crate) fn load(
    storage: &Storage<'_>,
    settings: &Settings,
) -> Result<BTreeMap<ChannelId, Channel>, Fault> {
    let rows = storage.query(concat!("SELECT ", columns!(), " FROM channels c"), &[])?;
    let channels = rows.into_iter().map(|row| {
        let row = ChannelRow::read(&mut Cells::new(row, "channels"))?;
        Ok((row.id, row.channel(settings)?))
    });
    channels.collect()
}
