//! Where it is told what has which mark: a table for clients and one for dialogs, alike
//! but for their names. A mark that was merged into another one keeps its row until its
//! job has moved what has it; whoever reads meanwhile sees the other one.

use beseda_protocol::mark::MarkKind;

/// What is done with one of them.
pub(super) struct Table {
    pub(super) has: &'static str,
    pub(super) count: &'static str,
    pub(super) add: &'static str,
    pub(super) remove: &'static str,
    /// Puts the mark that one was merged into on some of what has it.
    pub(super) hand_on: &'static str,
    /// Takes a mark off some of what has it.
    pub(super) take_off: &'static str,
    /// Whether anything has it.
    pub(super) rest: &'static str,
}

macro_rules! table {
    ($table:literal, $column:literal) => {
        Table {
            has: concat!(
                "SELECT 1 FROM ",
                $table,
                " t JOIN marks m ON m.id = t.mark WHERE t.",
                $column,
                " = ? AND coalesce(m.merged_into, m.id) = ?"
            ),
            count: concat!("SELECT count(*) FROM ", $table, " WHERE ", $column, " = ?"),
            add: concat!(
                "INSERT INTO ",
                $table,
                " (",
                $column,
                ", mark) VALUES (?, ?)"
            ),
            remove: concat!(
                "DELETE FROM ",
                $table,
                " WHERE ",
                $column,
                " = ?1 AND mark IN
                 (SELECT id FROM marks WHERE coalesce(merged_into, id) = ?2)"
            ),
            hand_on: concat!(
                "INSERT OR IGNORE INTO ",
                $table,
                " (",
                $column,
                ", mark)
                 SELECT ",
                $column,
                ", ?2 FROM ",
                $table,
                " WHERE mark = ?1
                 ORDER BY ",
                $column,
                " LIMIT ?3"
            ),
            take_off: concat!(
                "DELETE FROM ",
                $table,
                " WHERE mark = ?1 AND ",
                $column,
                " IN
                 (SELECT ",
                $column,
                " FROM ",
                $table,
                " WHERE mark = ?1
                 ORDER BY ",
                $column,
                " LIMIT ?2)"
            ),
            rest: concat!("SELECT 1 FROM ", $table, " WHERE mark = ? LIMIT 1"),
        }
    };
}

const OF_CLIENTS: Table = table!("client_marks", "client");
const OF_DIALOGS: Table = table!("dialog_marks", "dialog");

/// Both.
pub(super) const ALL: [&Table; 2] = [&OF_CLIENTS, &OF_DIALOGS];

/// The one that a mark is told in.
pub(super) fn of(kind: MarkKind) -> &'static Table {
    match kind.is_of_clients() {
        true => &OF_CLIENTS,
        false => &OF_DIALOGS,
    }
}
