//! What was deleted for good, and what of it is left (P1).

use std::collections::{BTreeMap, HashSet};

use crate::evidence::Evidence;
use crate::ledger::{Did, Event, Side, Told};

/// Nothing is deleted but what somebody has asked for.
pub(super) fn deleted_was_asked(evidence: &Evidence<'_>) -> Vec<String> {
    let deleted = &evidence.deleted;
    let unasked = deleted
        .dialogs()
        .filter(|dialog| !deleted.was_asked(*dialog));
    let what = |dialog| format!("dialog {dialog} was deleted, and nobody has asked for it");
    unasked.map(what).collect()
}

/// Once long work has come to its end, nothing that was deleted is stored: no message, and
/// no event that refers to it but its tombstone.
pub(super) fn deleted_is_absent(evidence: &Evidence<'_>) -> Vec<String> {
    if !evidence.is_quiet {
        return Vec::new();
    }
    let (dump, deleted) = (evidence.dump, &evidence.deleted);
    let mut wrong = Vec::new();
    if dump.undone != Default::default() {
        wrong.push(format!("long work is left: {:?}", dump.undone));
    }
    let messages = dump.messages.iter().filter(|m| deleted.has(m.dialog));
    wrong.extend(messages.map(|m| format!("message {} of deleted dialog {}", m.id, m.dialog)));
    let events = dump.events.iter().filter(|event| !event.is_deletion);
    let events = events.filter(|event| event.dialog.is_some_and(|id| deleted.has(id)));
    wrong.extend(events.map(|event| format!("event {} of a deleted dialog", event.seq)));
    wrong
}

/// Nothing of it is told any more: not over a line that was greeted after somebody knew that
/// it is deleted, nor by a frame behind the one that says so. In the end no console has it.
pub(super) fn deleted_is_unseen(evidence: &Evidence<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut greeted: BTreeMap<(&str, u32), usize> = BTreeMap::new();
    let mut buried: HashSet<(&str, u32, u64)> = HashSet::new();
    for (place, entry) in evidence.ledger.iter().enumerate() {
        let who = entry.who.as_str();
        let (line, told) = match &entry.did {
            Did::Greeted { line, .. } => {
                // A ghost may say it again.
                greeted.entry((who, *line)).or_insert(place);
                continue;
            }
            Did::Heard { line, told } => (*line, told),
            _ => continue,
        };
        let was_known = |dialog| {
            let known = evidence.deleted.acknowledged_at(dialog);
            let greeted = greeted.get(&(who, line)).copied();
            known
                .zip(greeted)
                .is_some_and(|(known, greeted)| known < greeted)
        };
        for dialog in told_of(told) {
            if buried.contains(&(who, line, dialog)) || was_known(dialog) {
                wrong.push(format!(
                    "{who} was told of dialog {dialog}, which is deleted"
                ));
            }
        }
        if let Told::Events { events, .. } = told {
            buried.extend(events.iter().filter_map(|event| match event {
                Event::Deleted { dialog } => Some((who, line, *dialog)),
                _ => None,
            }));
        }
    }
    for (who, reader) in evidence.resting() {
        if reader.side == Side::Operator {
            let kept = super::seen::summaries(reader).into_keys();
            let kept = kept.filter(|dialog| evidence.deleted.has(*dialog));
            wrong.extend(kept.map(|dialog| format!("{who} still has deleted dialog {dialog}")));
        }
    }
    wrong
}

/// The dialogs that a console's frame tells something of.
fn told_of(told: &Told) -> impl Iterator<Item = u64> {
    let messages = told.messages().filter_map(|message| message.dialog);
    messages.chain(told.summaries().map(|(dialog, _)| dialog))
}
