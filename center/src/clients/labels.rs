//! The labels that there are (X7): made, renamed and deleted by supervisors.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::labels::{
    AddLabel, CountLabels, DeleteLabel, LabelCount, LabelCounts, RenameLabel,
};
use beseda_protocol::client::Label;
use beseda_protocol::fold::fold;
use beseda_protocol::ids::LabelId;
use beseda_protocol::limits::{LABEL_CHARS_MAX, LABELS_MAX};
use beseda_protocol::refusal::{Code, Refusal};

use super::{card, text};
use crate::storage::cells::Cells;
use crate::storage::events::What;
use crate::storage::fault::Fault;
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::log;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Operator;

/// Clients freed at once of a label that is gone, so that no turn takes long.
const FREED_PER_TURN: u64 = 2_000;

pub(crate) fn add(turn: &mut Turn<'_>, _: &Operator, asked: AddLabel) -> Result<Label, Stop> {
    make(turn, &asked.name)
}

/// Makes a label, and tells.
pub(crate) fn make(turn: &mut Turn<'_>, name: &str) -> Result<Label, Stop> {
    let id = LabelId(turn.cache.seq.0 + 1);
    let name = name_of(turn, id, name)?;
    card::check_limit(turn.cache.labels.len() as u64, LABELS_MAX)?;
    turn.write(
        "INSERT INTO labels (id, name, n_clients) VALUES (?, ?, 0)",
        &[id.0.into(), name.as_str().into()],
    )?;
    put(turn, Label { id, name })
}

pub(crate) fn rename(turn: &mut Turn<'_>, _: &Operator, asked: RenameLabel) -> Result<Done, Stop> {
    let id = asked.label;
    find(turn, id)?;
    let name = name_of(turn, id, &asked.name)?;
    turn.write(
        "UPDATE labels SET name = ? WHERE id = ?",
        &[name.as_str().into(), id.0.into()],
    )?;
    put(turn, Label { id, name })?;
    Ok(Done {})
}

/// It is gone at once; the rows that say who had it go in later turns.
pub(crate) fn delete(turn: &mut Turn<'_>, _: &Operator, asked: DeleteLabel) -> Result<Done, Stop> {
    let id = asked.label;
    find(turn, id)?;
    turn.write("DELETE FROM labels WHERE id = ?", &[id.0.into()])?;
    turn.cache.labels.remove(&id);
    log::happen(turn, What::Label(id), None)?;
    due::schedule(turn, Due::Label, &id.to_string(), turn.now)?;
    Ok(Done {})
}

/// Takes a label that is gone off some more clients.
pub(crate) fn free(turn: &mut Turn<'_>, label: &str) -> Result<(), Stop> {
    let (had, slice) = ([label.into()], [label.into(), FREED_PER_TURN.into()]);
    turn.write(
        "DELETE FROM client_labels WHERE label = CAST(?1 AS INTEGER) AND client IN (
             SELECT client FROM client_labels WHERE label = CAST(?1 AS INTEGER) LIMIT ?2)",
        &slice,
    )?;
    let rest = "SELECT 1 FROM client_labels WHERE label = CAST(? AS INTEGER) LIMIT 1";
    if !turn.storage.query(rest, &had)?.is_empty() {
        due::schedule(turn, Due::Label, label, turn.now)?;
    }
    Ok(())
}

pub(crate) fn count(
    turn: &mut Turn<'_>,
    _: &Operator,
    _: CountLabels,
) -> Result<LabelCounts, Stop> {
    let rows = turn
        .storage
        .query("SELECT id, n_clients FROM labels ORDER BY id", &[])?;
    let counts = rows.into_iter().map(|row| {
        let mut cells = Cells::new(row, "labels");
        Ok(LabelCount {
            label: LabelId(cells.int()?),
            clients: cells.int()?,
        })
    });
    let counts = counts.collect::<Result<_, Fault>>()?;
    Ok(LabelCounts { counts })
}

fn put(turn: &mut Turn<'_>, label: Label) -> Result<Label, Stop> {
    turn.cache.labels.insert(label.id, label.clone());
    log::happen(turn, What::Label(label.id), None)?;
    Ok(label)
}

fn find(turn: &Turn<'_>, id: LabelId) -> Result<(), Refusal> {
    match turn.cache.labels.contains_key(&id) {
        true => Ok(()),
        false => Err(refuse(Code::NotFound)),
    }
}

/// A name as it is kept, that no other label has.
fn name_of(turn: &Turn<'_>, id: LabelId, given: &str) -> Result<String, Refusal> {
    let name = text::line(given, LABEL_CHARS_MAX)?;
    let name = text::something(name, "Give a name.")?;
    let mut labels = turn.cache.labels.values();
    match labels.any(|label| label.id != id && fold(&label.name) == fold(&name)) {
        true => Err(refuse(Code::NameTaken)),
        false => Ok(name),
    }
}
