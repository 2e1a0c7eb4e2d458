//! What clients have said to the closing of their dialogs: a row for each closing that a client
//! has made himself, or has rated, or would rather not rate.

use beseda_protocol::dialog::Rated;
use beseda_protocol::ids::{ClientId, DialogId, Timestamp};
use beseda_protocol::message::Rating;

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, row};
use super::write_buffer::Storage;

row! {
    /// A closing of a dialog.
    Closing in "closings" as "x", named by columns {
        dialog: DialogId,
        closed_at: Timestamp = closed_at,
    }
    keyed by (dialog, closed_at)
    changing {
        /// Whether its client has made it.
        is_by_client: bool = is_by_client,
        /// When he has rated it, or has said that he would rather not.
        answered_at: Option<Timestamp> = answered_at,
        /// As what.
        rating: Option<Rating> = rating,
        /// What he said to it.
        comment: String = comment,
    }
}

impl Closing {
    /// One to which nothing was said.
    pub(crate) const fn new(dialog: DialogId, closed_at: Timestamp) -> Self {
        Self {
            dialog,
            closed_at,
            is_by_client: false,
            answered_at: None,
            rating: None,
            comment: String::new(),
        }
    }
}

/// What was said to the closing of a dialog at a moment.
pub(crate) fn load(
    storage: &Storage<'_>,
    dialog: DialogId,
    closed_at: Timestamp,
) -> Result<Closing, Fault> {
    let rows = storage.query(LOAD, &[dialog.into(), closed_at.into()])?;
    let read = |mut cells: Cells| Closing::read(&mut cells);
    let found = Cells::maybe(rows, "closings").map(read).transpose()?;
    Ok(found.unwrap_or_else(|| Closing::new(dialog, closed_at)))
}

/// The last ratings of a client, the last first.
pub(crate) fn ratings(storage: &Storage<'_>, client: ClientId) -> Result<Vec<Rated>, Fault> {
    let rows = storage.query(RATINGS, &[client.into()])?;
    let read = |row| {
        let mut cells = Cells::new(row, "closings");
        Ok(Rated {
            dialog: Columns::read(&mut cells)?,
            rating: Columns::read(&mut cells)?,
            comment: Columns::read(&mut cells)?,
            at: Columns::read(&mut cells)?,
        })
    };
    rows.into_iter().map(read).collect()
}

const LOAD: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM closings x WHERE x.dialog = ? AND x.closed_at = ?"
);

// Of few who have rated more often than that, an asker may see none of the last.
const RATINGS: &str = "SELECT x.dialog, x.rating, x.comment, x.answered_at
    FROM identities i
    JOIN dialogs d ON d.identity = i.id
    JOIN closings x ON x.dialog = d.id AND x.rating IS NOT NULL
    WHERE i.client = ? ORDER BY x.answered_at DESC, x.dialog DESC LIMIT 20";
