//! Files (F1, F3).

use std::collections::HashMap;

use crate::evidence::Evidence;
use crate::ledger::{Did, Digest};

/// What was fetched is what was uploaded, to the bit, by whomever.
pub(super) fn files_whole(evidence: &Evidence<'_>) -> Vec<String> {
    let all = || {
        evidence
            .readers
            .iter()
            .flat_map(|(who, r)| r.did.iter().map(move |d| (who, *d)))
    };
    let mut uploaded: HashMap<&str, &Digest> = HashMap::new();
    let mut wrong = Vec::new();
    for (who, did) in all() {
        if let Did::Uploaded { file, bytes } = did
            && uploaded
                .insert(file, bytes)
                .is_some_and(|before| before != bytes)
        {
            wrong.push(format!("{who} uploaded {file} with two contents"));
        }
    }
    for (who, did) in all() {
        if let Did::Fetched { file, bytes } = did
            && uploaded.get(file.as_str()) != Some(&bytes)
        {
            wrong.push(format!("{who} fetched {file} with other bytes"));
        }
    }
    wrong
}
