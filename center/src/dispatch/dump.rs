//! Everything that was said and that has happened, as JSON lines (`host dump`).
//!
//! Messages come in the order of their ids; then up to where the log is pruned; then
//! the events that it still has, and those of all messages, which last as long as
//! these. The place is one number, opaque to the asker: a message, or, with the top
//! bit of 63, an event.

use beseda_protocol::ids::Seq;
use serde_json::{Value as Json, json};

use crate::storage::cells::Cells;
use crate::storage::fault::Fault;
use crate::storage::message_row;
use crate::storage::sql::Row;
use crate::turn::command::Reply;
use crate::turn::current::Turn;

/// Lines of one page.
const LINES: u64 = 500;

/// Events come after all messages.
const EVENTS: u64 = 1 << 62;

/// The page behind a place.
pub(crate) fn page(turn: &Turn<'_>, after: u64) -> Result<Reply, Fault> {
    if after & EVENTS != 0 {
        return events(turn, after, String::new());
    }
    let rows = turn
        .storage
        .query(MESSAGES, &[after.into(), LINES.into()])?;
    if rows.is_empty() {
        let mut lines = String::new();
        push(&mut lines, &log(turn)?);
        return events(turn, EVENTS, lines);
    }
    let mut place = after;
    let mut lines = String::new();
    for row in rows {
        let mut cells = Cells::new(row, "messages");
        let identity = cells.text()?;
        let message = message_row::read(&mut cells)?;
        place = message.id.0;
        push(
            &mut lines,
            &json!({ "identity": identity, "message": message }),
        );
    }
    Ok(Reply::Dump {
        lines,
        after: place,
    })
}

/// Up to where the log is pruned; and what long work has left undone: jobs that run,
/// messages of dialogs that there are no more, and whether the search index waits for its
/// upkeep.
fn log(turn: &Turn<'_>) -> Result<Json, Fault> {
    let rows = turn.storage.query(UNDONE, &[])?;
    let mut cells = Cells::first(rows, "jobs")?;
    Ok(json!({ "log": {
        "pruned": turn.cache.pruned,
        "jobs": cells.int()?,
        "orphans": cells.int()?,
        "index_waits": turn.cache.search.is_due(),
    } }))
}

fn events(turn: &Turn<'_>, after: u64, mut lines: String) -> Result<Reply, Fault> {
    let seq = Seq(after & !EVENTS);
    let rows = turn
        .storage
        .query(EVENT_ROWS, &[seq.into(), LINES.into()])?;
    let mut place = after;
    for row in rows {
        let (seq, event) = event(row)?;
        place = EVENTS | seq;
        push(&mut lines, &json!({ "event": event }));
    }
    Ok(Reply::Dump {
        lines,
        after: place,
    })
}

fn event(row: Row) -> Result<(u64, Json), Fault> {
    let mut cells = Cells::new(row, "events");
    let seq = cells.int()?;
    let event = json!({
        "seq": seq,
        "kind": cells.text()?,
        "dialog": cells.maybe_int()?,
        "subject": cells.maybe_int()?,
        "identity": cells.maybe_text()?,
    });
    Ok((seq, event))
}

fn push(lines: &mut String, line: &Json) {
    lines.push_str(&line.to_string());
    lines.push('\n');
}

const MESSAGES: &str = concat!(
    "SELECT d.identity, ",
    message_row::columns!(),
    ", ",
    message_row::rest_columns!(),
    " FROM messages m JOIN dialogs d ON d.id = m.dialog
      LEFT JOIN files f ON f.id = m.file
      WHERE m.id > ? ORDER BY m.id LIMIT ?"
);

const UNDONE: &str = "SELECT
    (SELECT count(*) FROM jobs WHERE state = 'running'),
    (SELECT count(*) FROM messages
     WHERE NOT EXISTS (SELECT 1 FROM dialogs WHERE id = messages.dialog))";

const EVENT_ROWS: &str = "SELECT seq, kind, dialog, subject, identity FROM events
    WHERE seq > ?1
    UNION ALL
    SELECT m.id, 'message', m.dialog, NULL,
        iif(m.kind IN ('visitor', 'operator'), d.identity, NULL)
    FROM messages m JOIN dialogs d ON d.id = m.dialog WHERE m.id > ?1
    ORDER BY seq LIMIT ?2";
