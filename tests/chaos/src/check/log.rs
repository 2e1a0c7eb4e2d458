//! The log itself (G4).

use std::collections::HashSet;

use crate::evidence::Evidence;

/// From where it was pruned on, the log counts by one, but for what was deleted for good.
pub(super) fn places_dense(evidence: &Evidence<'_>) -> Vec<String> {
    let pruned = evidence.dump.pruned;
    let places = evidence.dump.events.iter().map(|event| event.seq);
    let log: Vec<u64> = places.filter(|seq| *seq > pruned).collect();
    let mut wrong = Vec::new();
    let is_left_by = |place: u64| place < evidence.deleted.upto();
    if (log.first()).is_some_and(|first| *first != pruned + 1 && !is_left_by(pruned + 1)) {
        wrong.push(format!("pruned up to {pruned}, it begins with {}", log[0]));
    }
    for pair in log.windows(2) {
        // The last place that is missing: a tombstone is later than all that it took.
        if pair[1] != pair[0] + 1 && !is_left_by(pair[1] - 1) {
            wrong.push(format!("{} is followed by {}", pair[0], pair[1]));
        }
    }
    wrong
}

/// Each stored message has one event, and each that the client may see is in
/// his log too; no other is.
pub(super) fn announced_once(evidence: &Evidence<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut announced = HashSet::new();
    for event in &evidence.dump.events {
        let Some(id) = event.message else { continue };
        if !announced.insert(id) {
            wrong.push(format!("message {id} is announced twice"));
        }
        match evidence.stored.get(&id) {
            None => wrong.push(format!(
                "event {} announces {id}, which is not stored",
                event.seq
            )),
            Some(row) => {
                let to = event.client.as_ref();
                if to != row.is_public.then_some(&row.client) {
                    wrong.push(format!("message {id} is announced to {to:?}"));
                }
            }
        }
    }
    for row in &evidence.dump.messages {
        if !announced.contains(&row.id) {
            wrong.push(format!("message {} is announced to nobody", row.id));
        }
    }
    wrong
}
