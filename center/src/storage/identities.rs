//! Identities: one address of a person on one transport, such as a browser in which he
//! has written. The visitor's view belongs to it, and what he has received and read.

use beseda_protocol::dialog::Page;
use beseda_protocol::ids::{ClientId, IdentityId, MessageId, SiteId, Timestamp};

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, Key, row};
use super::sql::Row;
use super::write_buffer::{Storage, Written};

row! {
    /// An identity's row; it begins with the first message.
    Identity in "identities" as "i", named by columns {
        id: IdentityId,
        created_at: Timestamp = created_at,
        /// On which site it is.
        site: SiteId = site,
    }
    changing {
        /// Whose it is.
        client: ClientId = client,
        /// Language of the widget when it last said hello.
        locale: String = locale,
        page: Option<Page> = page_url page_title,
        seen_at: Timestamp = seen_at,
        delivered_upto: MessageId = delivered_upto,
        read_upto: MessageId = read_upto,
        /// When he had read up to there.
        read_at: Option<Timestamp> = read_at,
        /// Up to where consoles of who may not see everything have what he wrote.
        received_upto: MessageId = received_upto,
        /// How often its view was made anew (a merge, a storage that went back).
        view: u64 = view,
    }
}

/// Buffers an identity that is new or has changed.
pub(crate) fn put(storage: &Storage<'_>, identity: &Identity, is_new: bool) {
    let key = Key::Text(identity.id.0.clone());
    storage.keep(Identity::KEEPS, key, Written::of(is_new), identity.clone());
}

/// An identity by its id.
pub(crate) fn load(storage: &Storage<'_>, id: &IdentityId) -> Result<Option<Identity>, Fault> {
    one(storage.query(LOAD, &[id.into()])?)
}

/// Those of a client, the one that was seen last first.
pub(crate) fn of_client(storage: &Storage<'_>, id: ClientId) -> Result<Vec<IdentityId>, Fault> {
    let rows = storage.query(OF_CLIENT, &[id.into()])?;
    let read = |row| Cells::new(row, "identities").text().map(IdentityId);
    rows.into_iter().map(read).collect()
}

/// The same, each with its site.
pub(crate) fn addresses_of(
    storage: &Storage<'_>,
    id: ClientId,
) -> Result<Vec<(IdentityId, SiteId)>, Fault> {
    let rows = storage.query(ADDRESSES_OF, &[id.into()])?;
    let read = |row| {
        let mut cells = Cells::new(row, "identities");
        Ok((IdentityId(cells.text()?), SiteId(cells.text()?)))
    };
    rows.into_iter().map(read).collect()
}

fn one(rows: Vec<Row>) -> Result<Option<Identity>, Fault> {
    Cells::maybe(rows, "identities")
        .map(|mut cells| Identity::read(&mut cells))
        .transpose()
}

impl Columns for Option<Page> {
    fn read(cells: &mut Cells) -> Result<Self, Fault> {
        let url: Option<String> = Columns::read(cells)?;
        let title: Option<String> = Columns::read(cells)?;
        Ok(url.zip(title).map(|(url, title)| Page { url, title }))
    }

    fn write(self, row: &mut Row) {
        let (url, title) = self.map(|page| (page.url, page.title)).unzip();
        url.write(row);
        title.write(row);
    }
}

const OF_CLIENT: &str = "SELECT id FROM identities WHERE client = ? ORDER BY seen_at DESC, id";

const ADDRESSES_OF: &str =
    "SELECT id, site FROM identities WHERE client = ? ORDER BY seen_at DESC, id";

const LOAD: &str = concat!("SELECT ", columns!(), " FROM identities i WHERE i.id = ?");
