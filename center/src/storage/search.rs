//! The search index: what was said, in tables of FTS5 that find any part of a text of
//! three letters or more.
//!
//! A table has no text, only where each sequence of three letters occurs (`content=''`).
//! What is put in is folded already, so the tokenizer tells cases apart. Each takes the
//! messages of one part of the log, one after the other: looking for something takes as
//! long as a table is large, and can't be interrupted.
//!
//! Nothing merges by itself (`automerge`), since whoever happens to write would wait for
//! it: see `search::upkeep`.

use beseda_protocol::dialog::LastLabel;
use beseda_protocol::fold;
use beseda_protocol::ids::{DialogId, MessageId, OperatorId, Timestamp};

use super::cells::Cells;
use super::fault::Fault;
use super::message_row::Kind;
use super::row::{Columns, row};
use super::sender::Sender;
use super::sql::{Row, Value};
use super::write_buffer::Storage;

row! {
    /// A table of the index. It is about the messages behind the table before it.
    SearchTable in "search_tables" as "t", named by columns {
        number: u64,
        /// The version of the folding of its texts.
        fold: u32 = fold,
    }
    changing {
        /// The last message that was looked at when it was filled.
        upto: MessageId = upto,
        /// How many texts were put in.
        n: u64 = n,
        /// It is being merged into one piece, so that of what was deleted in it no byte
        /// is left.
        is_merging: bool = is_merging,
        /// When it was worked on, among the slices of jobs.
        slice_no: u64 = slice_no,
    }
}

/// The tables from the oldest on, and how much is still to be put in.
pub(crate) struct Index {
    pub(crate) tables: Vec<SearchTable>,
    /// Those whose texts were folded in another way; nothing is sought in them.
    pub(crate) stale: Vec<SearchTable>,
    /// Messages behind the last table: exact up to [`BATCH`].
    pub(crate) n_unfilled: u64,
}

/// Messages that are put in at once. So many have to wait for it: the last ones are read
/// as they are, and nothing is to be done after each of them.
pub(crate) const BATCH: u64 = 10;

impl Index {
    /// Reads it.
    pub(crate) fn load(storage: &Storage<'_>) -> Result<Self, Fault> {
        let rows = storage.query(TABLES, &[])?;
        let read = |row| SearchTable::read(&mut Cells::new(row, "search_tables"));
        let all = rows.into_iter().map(read);
        let all = all.collect::<Result<Vec<SearchTable>, Fault>>()?;
        let (tables, stale) = (all.into_iter()).partition(|table| table.fold == fold::VERSION);
        let mut index = Self {
            tables,
            stale,
            n_unfilled: 0,
        };
        index.n_unfilled = n_behind(storage, index.filled(), BATCH)?;
        Ok(index)
    }

    /// Whether it wants a slice.
    pub(crate) fn is_due(&self) -> bool {
        self.n_unfilled >= BATCH
            || !self.stale.is_empty()
            || self.tables.iter().any(|table| table.is_merging)
    }

    /// When it was worked on last, among the slices of jobs.
    pub(crate) fn slice_no(&self) -> u64 {
        let numbers = self.tables.iter().chain(&self.stale);
        let numbers = numbers.map(|table| table.slice_no);
        numbers.max().unwrap_or(0)
    }

    /// Up to here messages are in the index.
    pub(crate) fn filled(&self) -> MessageId {
        self.tables.last().map_or(MessageId(0), |table| table.upto)
    }

    /// The table that has the newest messages before one, and the first place that it is
    /// about.
    pub(crate) fn before(&self, id: MessageId) -> Option<(&SearchTable, MessageId)> {
        let mut from = MessageId(1);
        let mut found = None;
        for table in &self.tables {
            if from >= id {
                break;
            }
            found = Some((table, from));
            from = MessageId(table.upto.0 + 1);
        }
        found
    }
}

/// A message to look for something in.
pub(crate) struct Said {
    pub(crate) id: MessageId,
    pub(crate) dialog: DialogId,
    pub(crate) at: Timestamp,
    pub(crate) label: LastLabel,
    pub(crate) by: Option<OperatorId>,
    /// Whether the text is a file's name.
    pub(crate) is_file: bool,
    pub(crate) text: String,
}

/// A message as it is to be put in: what the system tells has no text, nor has what was
/// deleted.
pub(crate) type Unfilled = (MessageId, Option<String>);

/// How many messages there are behind one, `limit` at most.
pub(crate) fn n_behind(storage: &Storage<'_>, id: MessageId, limit: u64) -> Result<u64, Fault> {
    let rows = storage.query(N_BEHIND, &[id.into(), limit.into()])?;
    Cells::first(rows, "messages")?.int()
}

/// The first messages behind one.
pub(crate) fn unfilled(
    storage: &Storage<'_>,
    behind: MessageId,
    limit: u64,
) -> Result<Vec<Unfilled>, Fault> {
    let rows = storage.query(UNFILLED, &[behind.into(), limit.into()])?;
    let read = |row| {
        let mut cells = Cells::new(row, "messages");
        Ok((MessageId(cells.int()?), cells.maybe_text()?))
    };
    rows.into_iter().map(read).collect()
}

/// The newest messages in `(after, before)` that say something.
pub(crate) fn said(
    storage: &Storage<'_>,
    after: MessageId,
    before: MessageId,
    limit: u64,
) -> Result<Vec<Said>, Fault> {
    read_all(storage.query(SAID, &[after.into(), before.into(), limit.into()])?)
}

/// The newest messages of a table before one that match an expression of FTS5.
pub(crate) fn matching(
    storage: &Storage<'_>,
    table: u64,
    expression: &str,
    before: MessageId,
    limit: u64,
) -> Result<Vec<Said>, Fault> {
    let values = [expression.into(), before.into(), limit.into()];
    read_all(storage.query(&of(table, MATCHING), &values)?)
}

/// A folded text as an expression of FTS5: one phrase.
pub(crate) fn phrase(folded: &str) -> String {
    format!("\"{}\"", folded.replace('"', "\"\""))
}

/// Makes a table of the index.
pub(crate) fn make(storage: &Storage<'_>, table: u64) -> Result<(), Fault> {
    for statement in MAKE {
        storage.exec(&of(table, statement), &[])?;
    }
    Ok(())
}

/// Drops a table of the index.
pub(crate) fn drop(storage: &Storage<'_>, table: u64) -> Result<(), Fault> {
    storage.exec(&of(table, "DROP TABLE search_n"), &[])?;
    let statement = "DELETE FROM search_tables WHERE number = ?";
    storage.exec(statement, &[table.into()])
}

/// Puts folded texts into a table, and merges a few pages of what lies in many pieces.
pub(crate) fn fill(
    storage: &Storage<'_>,
    table: u64,
    folded: &[(MessageId, String)],
) -> Result<(), Fault> {
    storage.exec(&of(table, FILL), &[Value::list(folded)])?;
    storage.exec(&of(table, MERGE_SOME), &[])
}

/// Takes messages out of a table; says whether any was in it.
pub(crate) fn remove(
    storage: &Storage<'_>,
    table: u64,
    messages: &[MessageId],
) -> Result<bool, Fault> {
    let values = [Value::list(messages)];
    let held = Cells::first(storage.query(&of(table, N_HELD), &values)?, "search")?.int()?;
    if held > 0 {
        storage.exec(&of(table, REMOVE), &values)?;
    }
    Ok(held > 0)
}

/// Merges some pages of a table into one piece; says whether any were left.
///
/// A call that is told a negative number begins with all there is, or goes on with that if
/// nothing was put in since; so nothing may be. With a positive one nothing would be done
/// for a single piece, from which something was deleted.
pub(crate) fn merge(storage: &Storage<'_>, table: u64) -> Result<bool, Fault> {
    // Rows of FTS5's own tables are counted, and the statement itself as one.
    let changes = || Cells::first(storage.query("SELECT total_changes()", &[])?, "changes")?.int();
    let before = changes()?;
    storage.exec(&of(table, MERGE_ALL), &[])?;
    Ok(changes()? - before > 1)
}

fn of(table: u64, statement: &str) -> String {
    statement.replace("search_n", &format!("search_{table}"))
}

fn read_all(rows: Vec<Row>) -> Result<Vec<Said>, Fault> {
    rows.into_iter()
        .filter_map(|row| read(row).transpose())
        .collect()
}

fn read(row: Row) -> Result<Option<Said>, Fault> {
    let mut cells = Cells::new(row, "messages");
    let (id, dialog) = (MessageId(cells.int()?), DialogId(cells.int()?));
    let at = Timestamp(cells.int()?);
    let label = match Kind::read(&mut cells)? {
        Kind::Visitor => LastLabel::Visitor,
        Kind::Operator => LastLabel::Operator,
        Kind::Note => LastLabel::Note,
        Kind::System | Kind::Unknown => return Ok(None),
    };
    let sender: Option<Sender> = Columns::read(&mut cells)?;
    Ok(Some(Said {
        id,
        dialog,
        at,
        label,
        by: sender.and_then(|sender| sender.employee()),
        is_file: cells.truth()?,
        text: cells.text()?,
    }))
}

const TABLES: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM search_tables t ORDER BY t.number"
);

const N_BEHIND: &str =
    "SELECT count(*) FROM (SELECT 1 FROM messages WHERE id > ? ORDER BY id LIMIT ?)";

const UNFILLED: &str = "SELECT m.id, iif(d.id IS NULL, NULL, ifnull(m.text, f.name))
    FROM messages m LEFT JOIN dialogs d ON d.id = m.dialog LEFT JOIN files f ON f.id = m.file
    WHERE m.id > ? ORDER BY m.id LIMIT ?";

/// Who selects it: a message `m`, whose file is `f`.
macro_rules! said {
    () => {
        "SELECT m.id, m.dialog, m.at, m.kind, m.sender, m.file IS NOT NULL,
             ifnull(m.text, f.name)"
    };
}

/// A message of a deleted client may still be there, its dialog is not.
macro_rules! shown {
    () => {
        " JOIN dialogs d ON d.id = m.dialog LEFT JOIN files f ON f.id = m.file"
    };
}

const SAID: &str = concat!(
    said!(),
    " FROM messages m",
    shown!(),
    " WHERE m.id > ? AND m.id < ? AND ifnull(m.text, f.name) IS NOT NULL
      ORDER BY m.id DESC LIMIT ?"
);

/// A number is bound as a double, which FTS5 takes for no place at all.
const MATCHING: &str = concat!(
    said!(),
    " FROM search_n s CROSS JOIN messages m ON m.id = s.rowid",
    shown!(),
    " WHERE s.text MATCH ? AND s.rowid < CAST(? AS INTEGER)
      ORDER BY s.rowid DESC LIMIT ?"
);

/// `crisismerge`: as many pieces as there may be before the one who writes merges them
/// all at once; it is never met, since filling merges, too.
const MAKE: [&str; 3] = [
    "CREATE VIRTUAL TABLE search_n USING fts5 (text, content='', contentless_delete=1,
         tokenize='trigram case_sensitive 1')",
    "INSERT INTO search_n (search_n, rank) VALUES ('automerge', 0)",
    "INSERT INTO search_n (search_n, rank) VALUES ('crisismerge', 1999)",
];

const FILL: &str = "INSERT INTO search_n (rowid, text)
    SELECT value ->> 0, value ->> 1 FROM json_each(?)";

/// FTS5's own table of what is in another one.
const N_HELD: &str =
    "SELECT count(*) FROM search_n_docsize WHERE id IN (SELECT value FROM json_each(?))";

const REMOVE: &str = "DELETE FROM search_n WHERE rowid IN (SELECT value FROM json_each(?))";

const MERGE_SOME: &str = "INSERT INTO search_n (search_n, rank) VALUES ('merge', 15)";

const MERGE_ALL: &str = "INSERT INTO search_n (search_n, rank) VALUES ('merge', -15)";
