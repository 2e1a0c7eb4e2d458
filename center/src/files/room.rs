//! Room for files: how much of them a client, a dialog and a site may have (F8).
//!
//! A file counts for all three from its reservation on, before a byte is sent, until
//! it is dropped. What a dialog has is added up when it is asked: a client's files
//! are few. Clients and sites are counted; a site by triggers on the files' table,
//! so that it stays right whichever version of the code drops or shortens a file.

use beseda_protocol::ids::{DialogId, IdentityId, SiteId};
use beseda_protocol::limits::{
    CENTER_FILES_BYTES_MAX, CENTER_FILES_MAX, CLIENT_FILES_BYTES_MAX, CLIENT_FILES_MAX,
    DIALOG_FILES_BYTES_MAX, DIALOG_FILES_MAX, SITE_FILES_BYTES_MAX, SITE_FILES_MAX,
};
use beseda_protocol::refusal::{Code, Refusal};

use crate::storage::cells::Cells;
use crate::storage::fault::Fault;
use crate::storage::sql::Value;
use crate::storage::write_buffer::Storage;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;

/// Where a file is to be sent.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    /// Absent: the dialog will begin with a message of this visitor's.
    pub(super) dialog: Option<DialogId>,
    pub(super) site: SiteId,
}

/// The store of the center's own files, which belong to no client: no client is called so.
pub(crate) const CENTER_STORE: &str = "center";

/// How much somebody has.
struct Taken {
    bytes: u64,
    files: u64,
}

impl Taken {
    fn read(storage: &Storage<'_>, statement: &str, values: &[Value]) -> Result<Self, Fault> {
        match Cells::maybe(storage.query(statement, values)?, "files") {
            Some(mut cells) => Ok(Self {
                bytes: cells.int()?,
                files: cells.int()?,
            }),
            None => Ok(Self { bytes: 0, files: 0 }),
        }
    }

    fn check(&self, size: u64, most: Self, sentence: &str) -> Result<(), Refusal> {
        match self.bytes + size > most.bytes || self.files >= most.files {
            true => Err(Refusal::new(Code::FilesQuota, sentence)),
            false => Ok(()),
        }
    }
}

/// Refuses a file that does not fit.
pub(crate) fn check(
    storage: &Storage<'_>,
    identity: &IdentityId,
    place: &Place,
    size: u64,
) -> Result<(), Stop> {
    of_identity(storage, identity)?.check(
        size,
        Taken {
            bytes: CLIENT_FILES_BYTES_MAX,
            files: CLIENT_FILES_MAX,
        },
        "There is no room for more files of this client.",
    )?;
    of_dialog(storage, identity, place.dialog)?.check(
        size,
        Taken {
            bytes: DIALOG_FILES_BYTES_MAX,
            files: DIALOG_FILES_MAX,
        },
        "There is no room for more files in this dialog.",
    )?;
    of_site(storage, &place.site)?.check(
        size,
        Taken {
            bytes: SITE_FILES_BYTES_MAX,
            files: SITE_FILES_MAX,
        },
        "There is no room for more files on this site.",
    )?;
    Ok(())
}

/// Refuses a file of the center's own that does not fit.
pub(crate) fn check_own(storage: &Storage<'_>, size: u64) -> Result<(), Stop> {
    let own = of_identity(storage, &IdentityId::from(CENTER_STORE))?;
    let most = Taken {
        bytes: CENTER_FILES_BYTES_MAX,
        files: CENTER_FILES_MAX,
    };
    Ok(own.check(
        size,
        most,
        "There is no room for more files of this center.",
    )?)
}

fn of_identity(storage: &Storage<'_>, identity: &IdentityId) -> Result<Taken, Fault> {
    let statement = "SELECT bytes, files FROM stores WHERE identity = ?";
    Taken::read(storage, statement, &[identity.into()])
}

/// With what waits for a dialog that has not begun: it may be sent into this one.
fn of_dialog(
    storage: &Storage<'_>,
    identity: &IdentityId,
    dialog: Option<DialogId>,
) -> Result<Taken, Fault> {
    let statement = "SELECT ifnull(sum(size), 0), count(*) FROM files
        WHERE identity = ? AND (dialog = ? OR dialog IS NULL AND message IS NULL)";
    Taken::read(storage, statement, &[identity.into(), dialog.into()])
}

fn of_site(storage: &Storage<'_>, site: &SiteId) -> Result<Taken, Fault> {
    let statement = "SELECT bytes, files FROM site_stores WHERE site = ?";
    Taken::read(storage, statement, &[site.into()])
}

/// Counts a file of a client.
pub(crate) fn count(turn: &Turn<'_>, identity: &IdentityId, size: u64) -> Result<(), Stop> {
    turn.write(
        "INSERT INTO stores (identity, bytes, files) VALUES (?, ?, 1)
         ON CONFLICT (identity) DO UPDATE
         SET bytes = bytes + excluded.bytes, files = files + 1",
        &[identity.into(), size.into()],
    )
}

/// Gives bytes and files of a client back.
pub(crate) fn give(
    turn: &Turn<'_>,
    identity: &IdentityId,
    size: u64,
    n_files: u64,
) -> Result<(), Stop> {
    turn.write(
        "UPDATE stores SET bytes = bytes - ?, files = files - ? WHERE identity = ?",
        &[size.into(), n_files.into(), identity.into()],
    )
}
