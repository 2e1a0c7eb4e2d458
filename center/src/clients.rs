//! Clients, the people who write: a row begins with the first message.

use beseda_protocol::dialog::{ClientBrief, Page};
use beseda_protocol::ids::{ClientId, Epoch, MessageId, Seq, Timestamp};
use beseda_protocol::limits::PAGE_CHARS_MAX;

use crate::fault::Fault;
use crate::row::Cells;
use crate::sql::Sql;
use crate::stop::Stop;
use crate::work::Work;

/// A client's row, and where his view stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Client {
    pub(crate) id: ClientId,
    pub(crate) number: u64,
    pub(crate) name: Option<String>,
    pub(crate) created_at: Timestamp,
    /// Language of the widget when he last said hello.
    pub(crate) locale: String,
    pub(crate) page: Option<Page>,
    pub(crate) seen_at: Timestamp,
    pub(crate) delivered_upto: MessageId,
    pub(crate) read_upto: MessageId,
    /// When he had read up to there.
    pub(crate) read_at: Option<Timestamp>,
    /// How often his view was made anew (a merge, a storage that went back).
    pub(crate) view: u64,
    /// Events of his view up to here, but for messages, are no longer in the log.
    pub(crate) pruned_seq: Seq,
    /// The last event of his view; not a column: it follows from the log.
    pub(crate) seq: Seq,
}

impl Client {
    pub(crate) fn brief(&self) -> ClientBrief {
        ClientBrief {
            id: self.id.clone(),
            number: self.number,
            name: self.name.clone(),
        }
    }

    pub(crate) fn load(sql: &dyn Sql, id: &ClientId) -> Result<Option<Self>, Fault> {
        let rows = sql.query(LOAD, &[id.into()])?;
        Cells::maybe(rows, "clients")
            .map(|mut cells| Self::read(&mut cells))
            .transpose()
    }

    pub(crate) fn read(cells: &mut Cells) -> Result<Self, Fault> {
        Ok(Self {
            id: ClientId(cells.text()?),
            number: cells.int()?,
            name: cells.maybe_text()?,
            created_at: Timestamp(cells.int()?),
            locale: cells.text()?,
            page: page(cells.maybe_text()?, cells.maybe_text()?),
            seen_at: Timestamp(cells.int()?),
            delivered_upto: MessageId(cells.int()?),
            read_upto: MessageId(cells.int()?),
            read_at: cells.maybe_int()?.map(Timestamp),
            view: cells.int()?,
            pruned_seq: Seq(cells.int()?),
            seq: Seq(cells.int()?),
        })
    }

    /// Writes a new client's row.
    pub(crate) fn insert(work: &mut Work<'_>, client: Self) -> Result<(), Stop> {
        let (url, title) = page_columns(client.page.as_ref());
        work.write(
            INSERT,
            &[
                (&client.id).into(),
                client.number.into(),
                client.name.clone().into(),
                client.created_at.into(),
                client.locale.as_str().into(),
                url.into(),
                title.into(),
                client.seen_at.into(),
                client.view.into(),
            ],
        )?;
        work.known.n_clients = work.known.n_clients.max(client.number);
        work.keep_client(client);
        Ok(())
    }

    /// Writes what a client's row may change in.
    pub(crate) fn update(work: &mut Work<'_>, client: Self) -> Result<(), Stop> {
        let (url, title) = page_columns(client.page.as_ref());
        work.write(
            UPDATE,
            &[
                client.locale.as_str().into(),
                url.into(),
                title.into(),
                client.seen_at.into(),
                client.delivered_upto.into(),
                client.read_upto.into(),
                client.read_at.into(),
                client.view.into(),
                (&client.id).into(),
            ],
        )?;
        work.keep_client(client);
        Ok(())
    }
}

/// The name of a visitor's view. It begins before his row does, so it follows
/// from the center's: a restored center makes every view anew.
pub(crate) fn epoch(center: &Epoch, view: u64) -> Epoch {
    Epoch(format!("{center}.{view}"))
}

/// A page as it is kept: cut to a length, without the fragment, and without what no
/// title shows and JSON writes sixfold.
pub(crate) fn tidy(page: Page) -> Page {
    let shown = |text: &str| text.replace(char::is_control, "");
    let cut = |text: &str| shown(text).chars().take(PAGE_CHARS_MAX).collect::<String>();
    Page {
        url: cut(page.url.split('#').next().unwrap_or_default()),
        title: cut(&page.title),
    }
}

/// A page out of two columns.
pub(crate) fn page(url: Option<String>, title: Option<String>) -> Option<Page> {
    url.zip(title).map(|(url, title)| Page { url, title })
}

/// A page as two columns.
pub(crate) fn page_columns(page: Option<&Page>) -> (Option<&str>, Option<&str>) {
    page.map(|page| (page.url.as_str(), page.title.as_str()))
        .unzip()
}

/// The columns that [`Client::read`] reads; `c` is the table.
macro_rules! columns_of_clients {
    () => {
        concat!(
            "c.id, c.number, c.name, c.created_at, c.locale, c.page_url, c.page_title,
         c.seen_at, c.delivered_upto, c.read_upto, c.read_at, c.view, c.pruned_seq,
         max(c.pruned_seq,
             ifnull((SELECT max(client_seq) FROM events
                     WHERE client = c.id AND client_seq IS NOT NULL), 0),
             ifnull((",
            crate::chain::walk!("client = c.id", "m.client_seq IS NULL"),
            " SELECT m.client_seq FROM walk CROSS JOIN messages m ON m.id = walk.id
                     WHERE m.client_seq IS NOT NULL LIMIT 1), 0))"
        )
    };
}
pub(crate) use columns_of_clients as columns;

const LOAD: &str = concat!("SELECT ", columns!(), " FROM clients c WHERE c.id = ?");

const INSERT: &str = "INSERT INTO clients (id, number, name, created_at, locale, page_url,
        page_title, seen_at, delivered_upto, read_upto, view, pruned_seq)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, 0)";

const UPDATE: &str = "UPDATE clients SET locale = ?, page_url = ?, page_title = ?,
        seen_at = ?, delivered_upto = ?, read_upto = ?, read_at = ?, view = ?
    WHERE id = ?";
