//! Sites: a row each. They are few, and all of them are kept at hand.

use beseda_protocol::ids::{ChannelId, SiteId, Timestamp};
use beseda_protocol::limits::REOPEN_WITHIN_MS;
use beseda_protocol::site::{Look, SeenOrigin};

use super::cells::Cells;
use super::fault::Fault;
use super::write_buffer::Storage;

/// A site's row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SiteRow {
    pub(crate) number: u64,
    pub(crate) id: SiteId,
    pub(crate) name: String,
    pub(crate) origins: Vec<String>,
    pub(crate) look: Look,
    pub(crate) reopen_within_ms: u64,
    pub(crate) installed: Option<SeenOrigin>,
    /// Where its dialogs belong.
    pub(crate) channel: ChannelId,
}

impl SiteRow {
    /// A site that nobody has visited yet.
    pub(crate) fn new(
        number: u64,
        id: SiteId,
        name: String,
        origins: Vec<String>,
        look: Look,
    ) -> Self {
        Self {
            number,
            id,
            name,
            origins,
            look,
            reopen_within_ms: REOPEN_WITHIN_MS,
            installed: None,
            channel: ChannelId::FIRST,
        }
    }

    /// Every site.
    pub(crate) fn all(storage: &Storage<'_>) -> Result<Vec<Self>, Fault> {
        let rows = storage.query(
            "SELECT number, id, name, origins, accent, locale, reopen_within_ms,
                    installed_origin, installed_at, channel
             FROM sites ORDER BY number",
            &[],
        )?;
        let read = |row| Self::read(Cells::new(row, "sites"));
        rows.into_iter().map(read).collect()
    }

    fn read(mut cells: Cells) -> Result<Self, Fault> {
        Ok(Self {
            number: cells.int()?,
            id: SiteId(cells.text()?),
            name: cells.text()?,
            origins: serde_json::from_str(&cells.text()?)
                .ok()
                .ok_or(Fault::Corrupt("sites"))?,
            look: Look {
                accent: cells.text()?,
                locale: cells.text()?,
            },
            reopen_within_ms: cells.int()?,
            installed: (cells.maybe_text()?.zip(cells.maybe_int()?)).map(|(origin, at)| {
                let at = Timestamp(at);
                SeenOrigin { origin, at }
            }),
            channel: ChannelId(cells.int()?),
        })
    }
}

/// Origins that tried a site and are not listed, newest first.
pub(crate) fn strangers(storage: &Storage<'_>, site: &SiteId) -> Result<Vec<SeenOrigin>, Fault> {
    let rows = storage.query(
        "SELECT origin, at FROM seen_origins WHERE site = ? ORDER BY at DESC, origin",
        &[site.into()],
    )?;
    rows.into_iter()
        .map(|row| {
            let mut cells = Cells::new(row, "seen_origins");
            Ok(SeenOrigin {
                origin: cells.text()?,
                at: Timestamp(cells.int()?),
            })
        })
        .collect()
}
