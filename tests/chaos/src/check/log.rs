//! The logs themselves (G4).

use std::collections::{BTreeMap, HashSet};

use crate::evidence::Evidence;

/// From where it was pruned on, the center's log counts by one, and each client's.
pub(super) fn places_dense(evidence: &Evidence<'_>) -> Vec<String> {
    let mut logs: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    let pruned = evidence.dump.pruned;
    for event in evidence.dump.events.iter().filter(|e| e.seq > pruned) {
        logs.entry("the center").or_default().push(event.seq);
        if let Some((client, place)) = &event.client {
            logs.entry(client).or_default().push(*place);
        }
    }
    let mut wrong = Vec::new();
    let first = logs.get("the center").and_then(|log| log.first());
    if first.is_some_and(|first| *first != pruned + 1) {
        wrong.push(format!(
            "the log, pruned up to {pruned}, begins with {first:?}"
        ));
    }
    for (whose, log) in logs {
        for pair in log.windows(2) {
            if pair[1] != pair[0] + 1 {
                wrong.push(format!("{whose}: {} is followed by {}", pair[0], pair[1]));
            }
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
                let to = event.client.as_ref().map(|(client, _)| client);
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
