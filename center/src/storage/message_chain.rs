//! How the messages of a dialog are found: each refers to the one before it, and
//! the dialog's row to the newest.
//!
//! An index by dialog would cost every message a page of its own: what is said at
//! once in many dialogs lies together in the log, but apart in such an index, and
//! pages are what a commit costs. So a dialog is read as people read it, from its
//! end. To start far back, each message also refers to the last milestone before
//! it: every [`MILESTONE_EVERY`]th message is one.

use beseda_protocol::ids::MessageId;

use super::cells::Cells;
use super::fault::Fault;
use super::row::Columns;
use super::sql::Row;

/// A place that is n messages back is found in n / 64 + 64 steps at most.
const MILESTONE_EVERY: u64 = 64;

/// What a dialog knows of its messages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Chain {
    pub(crate) newest: Option<MessageId>,
    pub(crate) milestone: Option<MessageId>,
    pub(crate) n_messages: u64,
}

/// What a message refers to: messages of its dialog that are older.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Links {
    pub(crate) before: Option<MessageId>,
    pub(crate) milestone: Option<MessageId>,
}

impl Chain {
    /// What the dialog's next message refers to.
    pub(crate) const fn links(&self) -> Links {
        Links {
            before: self.newest,
            milestone: self.milestone,
        }
    }

    /// That message is now the newest.
    pub(crate) const fn add(&mut self, id: MessageId) {
        if self.n_messages.is_multiple_of(MILESTONE_EVERY) {
            self.milestone = Some(id);
        }
        self.newest = Some(id);
        self.n_messages += 1;
    }
}

impl Columns for Chain {
    fn read(cells: &mut Cells) -> Result<Self, Fault> {
        Ok(Self {
            newest: Columns::read(cells)?,
            milestone: Columns::read(cells)?,
            n_messages: Columns::read(cells)?,
        })
    }

    fn write(self, row: &mut Row) {
        self.newest.write(row);
        self.milestone.write(row);
        self.n_messages.write(row);
    }
}

/// The messages of some dialogs as `walk(id)`, the newest of all of them first:
/// whose dialogs (of `dialogs`), the place before which every message is wanted
/// (those behind it come in part), and which message `m` is not the last.
///
/// Who joins `walk` stops it by a `LIMIT`, so `messages` is joined by `CROSS JOIN`:
/// the order is the walk's.
macro_rules! walk {
    ($whose:literal, $place:literal, $on:literal) => {
        concat!(
            "WITH RECURSIVE walk(id) AS (
                 SELECT newest_id FROM dialogs WHERE ",
            $whose,
            " UNION ALL
                 SELECT iif(m.milestone_id >= ",
            $place,
            ", m.milestone_id, m.before_id)
                 FROM walk CROSS JOIN messages m ON m.id = walk.id WHERE ",
            $on,
            " ORDER BY 1 DESC)"
        )
    };
    ($whose:literal, $on:literal) => {
        concat!(
            "WITH RECURSIVE walk(id) AS (
                 SELECT newest_id FROM dialogs WHERE ",
            $whose,
            " UNION ALL
                 SELECT m.before_id
                 FROM walk CROSS JOIN messages m ON m.id = walk.id WHERE ",
            $on,
            " ORDER BY 1 DESC)"
        )
    };
}
pub(crate) use walk;
