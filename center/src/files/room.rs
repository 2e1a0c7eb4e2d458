//! Room for files: what a client, a dialog and a site have taken of theirs (F8).
//!
//! A file counts for all three from its reservation on, before a byte is sent; it
//! ends counting when it is dropped.

use beseda_protocol::ids::{ClientId, DialogId, SiteId};
use beseda_protocol::limits::{
    CLIENT_FILES_BYTES_MAX, DIALOG_FILES_BYTES_MAX, SITE_FILES_BYTES_MAX,
};
use beseda_protocol::refusal::{Code, Refusal};

use crate::fault::Fault;
use crate::row::Cells;
use crate::sql::{Sql, Value};
use crate::stop::Stop;
use crate::work::Work;

/// Files of one client kept at once: small ones cost rows, not bytes.
const CLIENT_FILES_MAX: u64 = 2_000;
/// Files of one dialog.
const DIALOG_FILES_MAX: u64 = 1_200;
/// Files of one site: their rows take some 200 MB of the center's storage.
const SITE_FILES_MAX: u64 = 500_000;

/// Where a file belongs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Place {
    /// Absent: it will begin with a message of this visitor's.
    pub(crate) dialog: Option<DialogId>,
    pub(crate) site: SiteId,
}

/// Takes room for a file where there is enough.
pub(crate) fn take(
    work: &Work<'_>,
    client: &ClientId,
    place: &Place,
    size: u64,
) -> Result<(), Stop> {
    let holders = holders(client, place);
    for holder in &holders {
        holder.check(work.sql, size)?;
    }
    holders.iter().try_for_each(|holder| holder.add(work, size))
}

/// Gives room back: of this many bytes and files.
pub(crate) fn give(
    work: &Work<'_>,
    client: &ClientId,
    place: Option<&Place>,
    size: u64,
    n_files: u64,
) -> Result<(), Stop> {
    match place {
        Some(place) => holders(client, place)
            .iter()
            .try_for_each(|holder| holder.subtract(work, size, n_files)),
        // An older version took it, and counted for the client only.
        None => Holder::Client(client).subtract(work, size, n_files),
    }
}

/// A file was sent into a dialog; mostly into that which it was reserved for. Bytes
/// that are here already are not refused any more: a dialog that has begun meanwhile
/// may come to hold more than it could have reserved.
pub(crate) fn settle(
    work: &Work<'_>,
    client: &ClientId,
    reserved: Option<&Place>,
    sent: &Place,
    size: u64,
) -> Result<(), Stop> {
    let dialog = Holder::dialog(client, sent);
    match reserved {
        Some(reserved) if reserved == sent => Ok(()),
        Some(reserved) => {
            Holder::dialog(client, reserved).subtract(work, size, 1)?;
            dialog.add(work, size)
        }
        None => {
            dialog.add(work, size)?;
            Holder::Site(&sent.site).add(work, size)
        }
    }
}

/// Whose room a file takes.
enum Holder<'a> {
    Client(&'a ClientId),
    Dialog(DialogId),
    /// The dialog of this client that has not begun.
    NextDialog(&'a ClientId),
    Site(&'a SiteId),
}

fn holders<'a>(client: &'a ClientId, place: &'a Place) -> [Holder<'a>; 3] {
    [
        Holder::Client(client),
        Holder::dialog(client, place),
        Holder::Site(&place.site),
    ]
}

impl<'a> Holder<'a> {
    fn dialog(client: &'a ClientId, place: &Place) -> Self {
        match place.dialog {
            Some(dialog) => Self::Dialog(dialog),
            None => Self::NextDialog(client),
        }
    }

    fn check(&self, sql: &dyn Sql, size: u64) -> Result<(), Stop> {
        let (bytes, files) = self.taken(sql)?;
        let (bytes_max, files_max) = match self {
            Self::Client(_) => (CLIENT_FILES_BYTES_MAX, CLIENT_FILES_MAX),
            Self::Dialog(_) | Self::NextDialog(_) => (DIALOG_FILES_BYTES_MAX, DIALOG_FILES_MAX),
            Self::Site(_) => (SITE_FILES_BYTES_MAX, SITE_FILES_MAX),
        };
        match bytes + size > bytes_max || files >= files_max {
            true => Err(self.full().into()),
            false => Ok(()),
        }
    }

    fn full(&self) -> Refusal {
        let sentence = match self {
            Self::Client(_) => "There is no room for more files of this client.",
            Self::Dialog(_) | Self::NextDialog(_) => {
                "There is no room for more files in this dialog."
            }
            Self::Site(_) => "There is no room for more files on this site.",
        };
        Refusal::new(Code::FilesQuota, sentence)
    }

    fn taken(&self, sql: &dyn Sql) -> Result<(u64, u64), Fault> {
        let rows = sql.query(self.statements().taken, &[self.key()])?;
        match Cells::maybe(rows, "rooms") {
            Some(mut cells) => Ok((cells.int()?, cells.int()?)),
            None => Ok((0, 0)),
        }
    }

    fn add(&self, work: &Work<'_>, size: u64) -> Result<(), Stop> {
        work.write(self.statements().add, &[self.key(), size.into()])
    }

    fn subtract(&self, work: &Work<'_>, size: u64, n_files: u64) -> Result<(), Stop> {
        let values = [self.key(), size.into(), n_files.into()];
        work.write(self.statements().subtract, &values)
    }

    fn key(&self) -> Value {
        match self {
            Self::Client(client) => (*client).into(),
            Self::Dialog(dialog) => format!("dialog:{}", dialog.0).into(),
            Self::NextDialog(client) => format!("next:{client}").into(),
            Self::Site(site) => format!("site:{site}").into(),
        }
    }

    fn statements(&self) -> &'static Statements {
        match self {
            Self::Client(_) => &OF_CLIENTS,
            Self::Dialog(_) | Self::NextDialog(_) | Self::Site(_) => &OF_OTHERS,
        }
    }
}

struct Statements {
    taken: &'static str,
    add: &'static str,
    subtract: &'static str,
}

/// Version 5 counts clients, and these alone, in a table of theirs; it must find
/// them there when this one is rolled back.
const OF_CLIENTS: Statements = Statements {
    taken: "SELECT bytes, files FROM stores WHERE client = ?1",
    add: "INSERT INTO stores (client, bytes, files) VALUES (?1, ?2, 1)
          ON CONFLICT (client) DO UPDATE SET bytes = bytes + ?2, files = files + 1",
    subtract: "UPDATE stores SET bytes = bytes - ?2, files = files - ?3 WHERE client = ?1",
};

const OF_OTHERS: Statements = Statements {
    taken: "SELECT bytes, files FROM rooms WHERE holder = ?1",
    add: "INSERT INTO rooms (holder, bytes, files) VALUES (?1, ?2, 1)
          ON CONFLICT (holder) DO UPDATE SET bytes = bytes + ?2, files = files + 1",
    subtract: "UPDATE rooms SET bytes = bytes - ?2, files = files - ?3 WHERE holder = ?1",
};
