//! Whom notes call, and under whose mentions a dialog stands: of each employee and dialog a
//! row, by the last time. Who is called is known by his id, so whatever he is called later.

use std::collections::BTreeMap;

use beseda_protocol::ids::{ChannelId, DialogId, MessageId, OperatorId, Timestamp};
use beseda_protocol::limits::MENTIONED_MAX;
use beseda_protocol::mention::{Mention, Mentioned};
use beseda_protocol::message::{Content, Message};

use super::cells::Cells;
use super::dialogs::NOBODY;
use super::fault::Fault;
use super::place::Place;
use super::row::{Columns, row};
use super::sql::Value;
use super::write_buffer::Storage;

row! {
    /// Somebody whom a note calls.
    MentionRow in "mentions" as "n", named by columns {
        message: MessageId,
        employee: OperatorId = employee,
        /// As it is written there.
        name: String = name,
    }
}

row! {
    /// A dialog under somebody's mentions.
    MentionedRow in "mentioned" as "t", named by mentioned_columns {
        employee: OperatorId,
        dialog: DialogId = dialog,
    }
    keyed by (employee, dialog)
    changing {
        /// What mentions him: a note, or what the system tells of a colleague who hands it on.
        message: MessageId = message,
        at: Timestamp = at,
        is_seen: bool = is_seen,
    }
}

/// Fills in whom the notes among messages call.
pub(super) fn fill<'m>(
    storage: &Storage<'_>,
    messages: impl Iterator<Item = &'m mut Message>,
) -> Result<(), Fault> {
    let may_call = |message: &&mut Message| match &message.content {
        Content::Note { text, .. } => text.contains('@'),
        _ => false,
    };
    let notes: Vec<&mut Message> = messages.filter(may_call).collect();
    let ids: Vec<MessageId> = notes.iter().map(|note| note.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let mut called: BTreeMap<MessageId, Vec<Mention>> = BTreeMap::new();
    for row in storage.query(OF_MESSAGES, &[Value::list(&ids)])? {
        let row = MentionRow::read(&mut Cells::new(row, "mentions"))?;
        let mention = Mention {
            who: row.employee,
            name: row.name,
        };
        called.entry(row.message).or_default().push(mention);
    }
    for note in notes {
        if let Content::Note { mentions, .. } = &mut note.content {
            *mentions = called.remove(&note.id).unwrap_or_default();
        }
    }
    Ok(())
}

/// What stands under somebody's mentions, whether or not he may see it now, and by what that
/// is decided.
pub(crate) fn of(
    storage: &Storage<'_>,
    employee: OperatorId,
) -> Result<Vec<(Mentioned, Place)>, Fault> {
    let rows = storage.query(OF, &[employee.into()])?.into_iter();
    let read = |row| {
        let mut cells = Cells::new(row, "mentioned");
        let mentioned = Mentioned {
            dialog: DialogId(cells.int()?),
            message: MessageId(cells.int()?),
            at: Timestamp(cells.int()?),
            is_seen: Columns::read(&mut cells)?,
        };
        let place = Place {
            channel: ChannelId(cells.int()?),
            responsible: Some(OperatorId(cells.int()?)).filter(|id| id.0 != NOBODY),
        };
        Ok((mentioned, place))
    };
    rows.map(read).collect()
}

/// Under whose mentions a dialog stands.
pub(crate) fn whose(storage: &Storage<'_>, dialog: DialogId) -> Result<Vec<OperatorId>, Fault> {
    let statement = "SELECT employee FROM mentioned WHERE dialog = ?";
    let rows = storage.query(statement, &[dialog.into()])?.into_iter();
    rows.map(|row| Cells::new(row, "mentioned").int().map(OperatorId))
        .collect()
}

/// Keeps the newest of somebody's.
pub(crate) fn trim(storage: &Storage<'_>, employee: OperatorId) -> Result<(), Fault> {
    storage.exec(TRIM, &[employee.into(), (MENTIONED_MAX as u64).into()])
}

/// Somebody has seen what mentions him in a dialog, up to then.
pub(crate) const SEE: &str =
    "UPDATE mentioned SET is_seen = 1 WHERE employee = ? AND dialog = ? AND at <= ?";

/// Forgets whom a note calls.
pub(crate) const FORGET: &str = "DELETE FROM mentions WHERE message = ?";

/// A message mentions nobody any more, but these.
pub(crate) const TAKE_BACK: &str = "DELETE FROM mentioned WHERE dialog = ? AND message = ?
    AND employee NOT IN (SELECT value FROM json_each(?))";

const OF_MESSAGES: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM json_each(?) wanted CROSS JOIN mentions n ON n.message = wanted.value
     ORDER BY n.message, n.employee"
);

const OF: &str =
    "SELECT t.dialog, t.message, t.at, t.is_seen, d.channel, d.responsible FROM mentioned t
    CROSS JOIN dialogs d ON d.id = t.dialog WHERE t.employee = ? ORDER BY t.dialog";

const TRIM: &str = "DELETE FROM mentioned WHERE employee = ?1 AND dialog IN
    (SELECT dialog FROM mentioned WHERE employee = ?1 ORDER BY at DESC, dialog DESC LIMIT -1 OFFSET ?2)";
