//! Who is told what, and as whom something is said, while a browser comes to speak as
//! somebody else (S14). Today that happens when its token is refused: it is a new,
//! unproven identity then, and what waits in its outbox goes along, once.

use std::collections::{BTreeMap, HashSet};

use crate::evidence::{Evidence, Reader};
use crate::ledger::{Did, Side, Told};

/// Nobody is told a message of somebody whose token he does not hold; what was
/// acknowledged to one identity is never said as another; nothing that waited is lost on
/// the way from one to the other.
pub(super) fn identity_proven(evidence: &Evidence<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (who, reader, told) in evidence.heard() {
        if reader.side == Side::Visitor {
            wrong.extend(told_of_another(evidence, who, reader, told));
        }
    }
    for (browser, identities) in browsers(evidence) {
        let mut acknowledged: BTreeMap<&str, &str> = BTreeMap::new();
        for (who, reader) in &identities {
            for did in &reader.did {
                match did {
                    Did::Said { cid, .. } => {
                        let to = acknowledged.get(cid.as_str());
                        if let Some(to) = to.filter(|to| **to != reader.party) {
                            wrong.push(format!("{who} said {cid}, acknowledged to {to}"));
                        }
                    }
                    Did::Stored { cid, .. } => drop(acknowledged.insert(cid, reader.party)),
                    _ => {}
                }
            }
        }
        wrong.extend(lost_on_the_way(evidence, browser, &identities));
    }
    wrong
}

fn told_of_another(
    evidence: &Evidence<'_>,
    who: &str,
    reader: &Reader<'_>,
    told: &Told,
) -> Vec<String> {
    let rows = told
        .messages()
        .filter_map(|seen| evidence.stored.get(&seen.id));
    let others = rows.filter(|row| row.client != reader.party);
    let what = |row: &&crate::dump::Stored| format!("{who} was told {} of {}", row.id, row.client);
    others.map(what).collect()
}

/// The readers of each tab, in the order in which it was them.
fn browsers<'e, 'a>(
    evidence: &'e Evidence<'a>,
) -> BTreeMap<&'a str, Vec<(&'a str, &'e Reader<'a>)>> {
    let mut browsers: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for (who, reader) in &evidence.readers {
        let tab = who.split_once('~').map_or(*who, |(tab, _)| tab);
        browsers.entry(tab).or_default().push((*who, reader));
    }
    for identities in browsers.values_mut() {
        let number = |who: &str| who.split_once('~').and_then(|(_, n)| n.parse().ok());
        identities.sort_by_key(|(who, _)| number(who).unwrap_or(0u32));
    }
    browsers
}

/// What was written as an identity that has ended is stored as that or as a later one,
/// or was refused.
fn lost_on_the_way(
    evidence: &Evidence<'_>,
    tab: &str,
    identities: &[(&str, &Reader<'_>)],
) -> Vec<String> {
    let [ended @ .., (_, last)] = identities else {
        return Vec::new();
    };
    if !evidence.is_quiet || last.has_left {
        return Vec::new();
    }
    let refused: HashSet<&str> = (identities.iter())
        .flat_map(|(_, reader)| reader.refusals().map(|(cid, _)| cid))
        .collect();
    let written = ended.iter().flat_map(|(_, reader)| reader.did.iter());
    let written = written.filter_map(|did| match did {
        Did::Wrote { cid, .. } => Some(cid.as_str()),
        _ => None,
    });
    let is_stored = |cid: &str| {
        let mut parties = identities.iter().map(|(_, reader)| reader.party);
        parties.any(|party| evidence.is_stored(party, cid))
    };
    let deleted: HashSet<&str> = (identities.iter())
        .flat_map(|(_, reader)| evidence.deleted.took_stored(reader))
        .collect();
    let is_told = |cid: &str| refused.contains(cid) || deleted.contains(cid);
    let lost = written.filter(|cid| !is_told(cid) && !is_stored(cid));
    lost.map(|cid| format!("{tab} wrote {cid}, which went with an identity of before"))
        .collect()
}
