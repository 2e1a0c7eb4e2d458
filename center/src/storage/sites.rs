//! Sites: a row each, and the sections of their settings. They are few, and all of them
//! are kept at hand.

use beseda_protocol::ids::{ChannelId, SiteId, Timestamp};
use beseda_protocol::limits::REOPEN_WITHIN_MS;
use beseda_protocol::look::Look;
use beseda_protocol::settings::Versioned;
use beseda_protocol::site::{
    Asking, Consent, OfflineForm, Reopening, SeenOrigin, SiteGeneral, Tracking, TransportKind,
    Triggers, Welcome,
};

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, Json, row};
use super::settings::Settings;
use super::sql::Row;
use super::write_buffer::Storage;

row! {
    /// A site's row, or that of another transport.
    SiteRow in "sites" as "t", named by columns {
        number: u64,
        id: SiteId = id,
        /// What connects it with its clients.
        kind: Json<TransportKind> = kind,
    }
    changing {
        /// The first visit from a listed origin.
        installed: Option<SeenOrigin> = installed_origin installed_at,
        /// Where its dialogs belong.
        channel: ChannelId = channel,
    }
}

row! {
    /// An origin that tried a site and is not listed.
    Stranger in "seen_origins" as "o", named by stranger_columns {
        site: SiteId,
        seen: SeenOrigin = origin at,
    }
}

/// A site: its row, and the sections of its settings.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StoredSite {
    pub(crate) row: SiteRow,
    pub(crate) general: Versioned<SiteGeneral>,
    pub(crate) look: Versioned<Look>,
    pub(crate) reopening: Versioned<Reopening>,
    pub(crate) welcome: Versioned<Welcome>,
    pub(crate) triggers: Versioned<Triggers>,
    pub(crate) offline_form: Versioned<OfflineForm>,
    pub(crate) tracking: Versioned<Tracking>,
    pub(crate) asking: Versioned<Asking>,
    pub(crate) consent: Versioned<Consent>,
}

impl SiteRow {
    /// A transport that nobody has used yet.
    pub(crate) fn new(number: u64, id: SiteId, kind: TransportKind) -> Self {
        Self {
            number,
            id,
            kind: Json(kind),
            installed: None,
            channel: ChannelId::FIRST,
        }
    }
}

impl StoredSite {
    /// Every site.
    pub(crate) fn all(storage: &Storage<'_>, settings: &Settings) -> Result<Vec<Self>, Fault> {
        let rows = storage.query(ALL, &[])?;
        let read = |row| Self::of(SiteRow::read(&mut Cells::new(row, "sites"))?, settings);
        rows.into_iter().map(read).collect()
    }

    fn of(row: SiteRow, settings: &Settings) -> Result<Self, Fault> {
        let number = row.number;
        Ok(Self {
            row,
            general: settings.get(number, || SiteGeneral {
                name: String::new(),
                origins: Vec::new(),
            })?,
            look: settings.get(number, Look::default)?,
            reopening: settings.get(number, first_reopening)?,
            welcome: settings.get(number, Welcome::default)?,
            triggers: settings.get(number, Triggers::default)?,
            offline_form: settings.get(number, OfflineForm::default)?,
            tracking: settings.get(number, Tracking::default)?,
            asking: settings.get(number, Asking::default)?,
            consent: settings.get(number, Consent::default)?,
        })
    }
}

impl StoredSite {
    /// Whether it is a site, and no other transport.
    pub(crate) fn is_site(&self) -> bool {
        self.row.kind.0 == TransportKind::SiteChat {}
    }

    /// Whether the widget may be used on pages of this origin.
    pub(crate) fn allows(&self, origin: &str) -> bool {
        let origins = &self.general.value.origins;
        origins.iter().any(|allowed| allowed == origin)
    }
}

/// X6 before anybody chose.
pub(crate) const fn first_reopening() -> Reopening {
    Reopening {
        within_ms: REOPEN_WITHIN_MS,
    }
}

/// Origins that tried a site and are not listed, newest first.
pub(crate) fn strangers(storage: &Storage<'_>, site: &SiteId) -> Result<Vec<SeenOrigin>, Fault> {
    let rows = storage.query(STRANGERS, &[site.into()])?;
    let read = |row| Ok(Stranger::read(&mut Cells::new(row, "seen_origins"))?.seen);
    rows.into_iter().map(read).collect()
}

impl Columns for SeenOrigin {
    fn read(cells: &mut Cells) -> Result<Self, Fault> {
        Ok(Self {
            origin: Columns::read(cells)?,
            at: Columns::read(cells)?,
        })
    }

    fn write(self, row: &mut Row) {
        self.origin.write(row);
        self.at.write(row);
    }
}

impl Columns for Option<SeenOrigin> {
    fn read(cells: &mut Cells) -> Result<Self, Fault> {
        let origin: Option<String> = Columns::read(cells)?;
        let at: Option<Timestamp> = Columns::read(cells)?;
        Ok(origin.zip(at).map(|(origin, at)| SeenOrigin { origin, at }))
    }

    fn write(self, row: &mut Row) {
        let (origin, at) = self.map(|seen| (seen.origin, seen.at)).unzip();
        origin.write(row);
        at.write(row);
    }
}

const ALL: &str = concat!("SELECT ", columns!(), " FROM sites t ORDER BY t.number");

const STRANGERS: &str = concat!(
    "SELECT ",
    stranger_columns!(),
    " FROM seen_origins o WHERE o.site = ? ORDER BY o.at DESC, o.origin"
);
