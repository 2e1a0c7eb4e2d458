//! What was written down of who is there: a row for each employee who has ever come. They
//! are few, and all of them are kept at hand.

use std::collections::BTreeMap;

use beseda_protocol::ids::{OperatorId, Seq, Timestamp};
use beseda_protocol::team::Availability;

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, row};
use super::write_buffer::Storage;

row! {
    /// An employee's presence, as far as it was written down.
    PresenceRow in "presence" as "p", named by columns {
        employee: OperatorId,
    }
    changing {
        /// What he has chosen.
        chosen: Availability = chosen,
        /// Since when; absent: he has never chosen.
        chosen_at: Option<Timestamp> = chosen_at,
        /// Since when nobody has touched any console of his; absent: somebody has lately.
        idle_since: Option<Timestamp> = idle_since,
        /// Since when a console of his is connected; absent: none is.
        connected_at: Option<Timestamp> = connected_at,
        /// When the last one came or went.
        seen_at: Option<Timestamp> = seen_at,
        /// The place in the log at which he was given a dialog in turn last; 0: never.
        given: Seq = given,
    }
}

impl PresenceRow {
    /// Of somebody who has never come.
    pub(crate) const fn new(employee: OperatorId) -> Self {
        Self {
            employee,
            chosen: Availability::Online,
            chosen_at: None,
            idle_since: None,
            connected_at: None,
            seen_at: None,
            given: Seq(0),
        }
    }
}

/// Everybody's who has one.
pub(crate) fn load(storage: &Storage<'_>) -> Result<BTreeMap<OperatorId, PresenceRow>, Fault> {
    let rows = storage.query(ALL, &[])?;
    let read = |row| {
        let presence = PresenceRow::read(&mut Cells::new(row, "presence"))?;
        Ok((presence.employee, presence))
    };
    rows.into_iter().map(read).collect()
}

const ALL: &str = concat!("SELECT ", columns!(), " FROM presence p");
