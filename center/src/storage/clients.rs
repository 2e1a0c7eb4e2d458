//! Clients, the people who write: a row begins with the first message.

use beseda_protocol::dialog::{ClientBrief, Page};
use beseda_protocol::ids::{ClientId, MessageId, Timestamp};

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, Key, row};
use super::sql::Row;
use super::write_buffer::Storage;

row! {
    /// A client's row, and where his view stands.
    Client in "clients" as "c", named by columns {
        id: ClientId,
        number: u64 = number,
        created_at: Timestamp = created_at,
    }
    changing {
        name: Option<String> = name,
        /// Language of the widget when he last said hello.
        locale: String = locale,
        page: Option<Page> = page_url page_title,
        seen_at: Timestamp = seen_at,
        delivered_upto: MessageId = delivered_upto,
        read_upto: MessageId = read_upto,
        /// When he had read up to there.
        read_at: Option<Timestamp> = read_at,
        /// How often his view was made anew (a merge, a storage that went back).
        view: u64 = view,
    }
}

impl Client {
    /// The client as a card names him.
    pub(crate) fn brief(&self) -> ClientBrief {
        ClientBrief {
            id: self.id.clone(),
            number: self.number,
            name: self.name.clone(),
        }
    }
}

/// Buffers a client, who is new or has changed.
pub(crate) fn put(storage: &Storage<'_>, client: &Client, is_new: bool) {
    let writes = (&Client::INSERT, &Client::UPSERT);
    let key = Key::Text(client.id.0.clone());
    storage.keep(writes, key, is_new, client.clone());
}

/// A client by his id.
pub(crate) fn load(storage: &Storage<'_>, id: &ClientId) -> Result<Option<Client>, Fault> {
    let rows = storage.query(LOAD, &[id.into()])?;
    Cells::maybe(rows, "clients")
        .map(|mut cells| Client::read(&mut cells))
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

const LOAD: &str = concat!("SELECT ", columns!(), " FROM clients c WHERE c.id = ?");
