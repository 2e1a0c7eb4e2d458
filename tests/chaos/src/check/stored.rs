//! What was said against what is stored (G1, G2).

use std::collections::{HashMap, HashSet};

use crate::evidence::Evidence;
use crate::ledger::{Did, Side, Told};

/// Every acknowledged message is a row with this id, this sender and this body, unless it
/// went with a dialog that was deleted for good.
pub(super) fn acked_is_stored(evidence: &Evidence<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (who, reader, told) in evidence.heard() {
        let Told::Acked { cid, id } = told else {
            continue;
        };
        let said = evidence.said.get(&(reader.party, cid.as_str()));
        match (evidence.stored.get(id), said) {
            (None, _) if evidence.deleted.took(reader, *id, reader.dialog_of(cid)) => {}
            (None, _) => wrong.push(format!(
                "{who} was told that {cid} is {id}, which is not stored"
            )),
            (Some(_), None) => wrong.push(format!("{who} was told of {cid}, which it never said")),
            (Some(row), Some(body)) => {
                if row.cid.as_ref() != Some(cid) || row.sender.as_deref() != Some(reader.party) {
                    wrong.push(format!(
                        "{who} was told that {cid} is {id}, which is {row:?}"
                    ));
                } else if row.body != **body {
                    wrong.push(format!(
                        "{cid} of {who} was stored with another body: {row:?}"
                    ));
                }
            }
        }
    }
    wrong
}

/// One row for each (sender, cid), and each id once.
pub(super) fn stored_once(evidence: &Evidence<'_>) -> Vec<String> {
    let (mut ids, mut cids) = (HashSet::new(), HashMap::new());
    let mut wrong = Vec::new();
    for row in &evidence.dump.messages {
        if !ids.insert(row.id) {
            wrong.push(format!("message {} is stored twice", row.id));
        }
        if let (Some(sender), Some(cid)) = (&row.sender, &row.cid)
            && let Some(other) = cids.insert((sender, cid), row.id)
        {
            wrong.push(format!(
                "{cid} of {sender} is stored as {other} and as {}",
                row.id
            ));
        }
    }
    wrong
}

/// What one tab or console wrote to one place is stored in the order of writing (G5). What
/// was deleted and comes once more, over an old line, is said anew.
pub(super) fn stored_as_written(evidence: &Evidence<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (who, reader) in &evidence.readers {
        let mut newest: HashMap<Option<u64>, u64> = HashMap::new();
        let deleted = evidence.deleted.took_stored(reader);
        for did in reader.did.iter().copied() {
            let Did::Wrote { cid, .. } = did else {
                continue;
            };
            if deleted.contains(cid.as_str()) {
                continue;
            }
            for row in evidence.rows(reader.party, cid) {
                let place = match reader.side {
                    Side::Visitor => None,
                    Side::Operator => Some(row.dialog),
                };
                let before = newest.entry(place).or_default();
                if row.id < *before {
                    wrong.push(format!(
                        "{cid} of {who} is {}, what it wrote before is {before}",
                        row.id
                    ));
                }
                *before = row.id.max(*before);
            }
        }
    }
    wrong
}

/// What is stored under somebody's name was said by him, in these words; and
/// what readers were shown is what is stored.
pub(super) fn nothing_invented(evidence: &Evidence<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for row in &evidence.dump.messages {
        let (Some(sender), Some(cid)) = (&row.sender, &row.cid) else {
            continue;
        };
        if evidence.said.get(&(sender.as_str(), cid.as_str())) != Some(&&row.body) {
            wrong.push(format!("nobody said {row:?}"));
        }
    }
    for (who, reader, told) in evidence.heard() {
        for seen in told.messages() {
            let Some(row) = evidence.stored.get(&seen.id) else {
                if evidence.deleted.took(reader, seen.id, seen.dialog) {
                    continue;
                }
                wrong.push(format!("{who} was shown {}, which is not stored", seen.id));
                continue;
            };
            let is_his = match seen.dialog {
                Some(dialog) => dialog == row.dialog,
                None => row.is_public && row.client == reader.party,
            };
            let is_same = seen.body == row.body && (seen.cid.is_none() || seen.cid == row.cid);
            if !is_his || !is_same {
                wrong.push(format!("{who} was shown {seen:?} for {row:?}"));
            }
        }
    }
    wrong
}

/// Whatever was written is stored once, was refused, or was acknowledged and went with its
/// dialog: nothing just vanishes.
pub(super) fn nothing_lost(evidence: &Evidence<'_>) -> Vec<String> {
    if !evidence.is_quiet {
        return Vec::new();
    }
    let mut wrong = Vec::new();
    for (who, reader) in evidence
        .readers
        .iter()
        .filter(|(_, reader)| !reader.has_left)
    {
        let refusals = reader.refusals().filter(|(_, code)| !is_open(code));
        let refused: HashSet<&str> = refusals.map(|(cid, _)| cid).collect();
        let deleted = evidence.deleted.took_stored(reader);
        for did in reader.did.iter().copied() {
            let Did::Wrote { cid, body } = did else {
                continue;
            };
            match evidence.rows(reader.party, cid) {
                [row] if row.body == *body => {}
                [] | [_] if refused.contains(cid.as_str()) => {}
                [] if deleted.contains(cid.as_str()) => {}
                rows => wrong.push(format!("{who} wrote {cid}, stored are {rows:?}")),
            }
        }
    }
    wrong
}

/// What was refused for good, and never acknowledged, left nothing behind.
pub(super) fn refused_is_absent(evidence: &Evidence<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    let acked: HashSet<(&str, &str)> = evidence
        .heard()
        .filter_map(|(_, reader, told)| match told {
            Told::Acked { cid, .. } => Some((reader.party, cid.as_str())),
            _ => None,
        })
        .collect();
    for (who, reader) in &evidence.readers {
        for (cid, code) in reader.refusals() {
            let is_stored = !evidence.rows(reader.party, cid).is_empty();
            let is_final = !is_open(code) && code != "cid_reused";
            if is_final && is_stored && !acked.contains(&(reader.party, cid)) {
                wrong.push(format!("{cid} of {who} was refused ({code}) and stored"));
            }
        }
    }
    wrong
}

/// Whether the sender says it again by himself: then the refusal decides nothing.
fn is_open(code: &str) -> bool {
    matches!(
        code,
        "fault" | "too_many" | "overloaded" | "storage_full" | "broken"
    )
}
