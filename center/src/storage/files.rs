//! Files: a row each, from the reservation of their room on.

use beseda_protocol::ids::{Cid, DialogId, FileId, IdentityId, MessageId, SavedReplyId, SiteId};
use beseda_protocol::message::File;

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, row};
use super::sender::Sender;
use super::sql::Value;
use super::write_buffer::Storage;

row! {
    /// A file's row.
    FileRow in "files" as "f", named by columns {
        id: FileId,
        /// Whose store it is in.
        identity: IdentityId = identity,
        /// In which dialog it is, once that has begun; none of those that are the center's own.
        dialog: Option<DialogId> = dialog,
        /// Whose room it takes, too; empty: no site's.
        site: SiteId = site,
        /// Who uploaded it.
        sender: Sender = sender,
        cid: Cid = cid,
        name: String = name,
        size: u64 = size,
        /// Absent until the bytes have arrived whole.
        mime: Option<String> = mime,
        /// The message it was sent with.
        message: Option<MessageId> = message,
        /// The saved reply that has it.
        reply: Option<SavedReplyId> = reply,
        /// How often its upload was begun.
        attempt: u64 = attempt,
    }
}

impl FileRow {
    /// Whether it stays for good: it was sent, or a saved reply has it.
    pub(crate) fn is_used(&self) -> bool {
        self.message.is_some() || self.reply.is_some()
    }

    /// As the wire shows it, once its bytes are there.
    pub(crate) fn file(&self) -> Option<File> {
        Some(File {
            id: self.id.clone(),
            name: self.name.clone(),
            size: self.size,
            mime: self.mime.clone()?,
        })
    }
}

/// A file by its id.
pub(crate) fn load(storage: &Storage<'_>, id: &FileId) -> Result<Option<FileRow>, Fault> {
    one(storage, LOAD, &[id.into()])
}

/// What was reserved under this cid, if anything was.
pub(crate) fn by_cid(
    storage: &Storage<'_>,
    sender: &Sender,
    cid: &Cid,
) -> Result<Option<FileRow>, Fault> {
    one(storage, BY_CID, &[sender.into(), cid.into()])
}

fn one(storage: &Storage<'_>, statement: &str, values: &[Value]) -> Result<Option<FileRow>, Fault> {
    let rows = storage.query(statement, values)?;
    Cells::maybe(rows, "files")
        .map(|mut cells| FileRow::read(&mut cells))
        .transpose()
}

const LOAD: &str = concat!("SELECT ", columns!(), " FROM files f WHERE f.id = ?");

const BY_CID: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM files f WHERE f.sender = ? AND f.cid = ?"
);
