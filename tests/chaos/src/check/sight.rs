//! What an operator is shown who may not see everything (KC-02): while dialogs come into
//! his sight and go out of it, amid cuts, he has what somebody has who never left, of just
//! those that he may see.

use std::collections::{BTreeMap, HashSet};

use super::seen::{in_sum, shown, summaries};
use crate::evidence::{Evidence, Reader};
use crate::ledger::{Summary, Told};

/// Nobody is told of a dialog that he may not see.
pub(super) fn hidden_is_untold(evidence: &Evidence<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (who, reader, told) in evidence.heard() {
        let hidden = told.summaries().filter(|(_, of)| !reader.sight.sees(of));
        wrong.extend(hidden.map(|(dialog, _)| format!("{who} was told of dialog {dialog}")));
    }
    wrong
}

/// In the end his screen is what he may see: of what others know of a dialog, nothing else
/// and nothing less, and each message since it came into his sight.
pub(super) fn seen_is_shown(evidence: &Evidence<'_>) -> Vec<String> {
    let facts = facts(evidence);
    let mut wrong = Vec::new();
    for (who, reader) in evidence.resting() {
        if reader.sight.is_whole() {
            continue;
        }
        let known = summaries(reader);
        for (dialog, summary) in &known {
            let Some(fact) = facts.get(dialog) else {
                continue;
            };
            if !reader.sight.sees(fact) {
                wrong.push(format!("{who} still has dialog {dialog}, which is hidden"));
            } else if shown(evidence, *dialog, summary) != shown(evidence, *dialog, fact) {
                wrong.push(format!("{who} has another dialog {dialog} than others"));
            }
        }
        wrong.extend(missing(evidence, who, reader, &known, &facts));
    }
    wrong
}

/// What those who see everything know of each dialog in the end.
fn facts<'a>(evidence: &Evidence<'a>) -> BTreeMap<u64, &'a Summary> {
    let all = evidence
        .resting()
        .filter(|(_, reader)| reader.sight.is_whole());
    all.flat_map(|(_, reader)| summaries(reader)).collect()
}

/// Messages that he was not shown, and dialogs with messages since his view was given that
/// he does not have.
fn missing(
    evidence: &Evidence<'_>,
    who: &str,
    reader: &Reader<'_>,
    known: &BTreeMap<u64, &Summary>,
    facts: &BTreeMap<u64, &Summary>,
) -> Vec<String> {
    let screen = Screen::of(reader);
    let in_sum = in_sum(evidence, reader);
    let mut wrong = Vec::new();
    for row in &evidence.dump.messages {
        let is_seen = facts
            .get(&row.dialog)
            .is_some_and(|of| reader.sight.sees(of));
        if !is_seen || row.id <= screen.given_at {
            continue;
        }
        match screen.since.get(&row.dialog) {
            None if !known.contains_key(&row.dialog) => {
                wrong.push(format!("{who} was not told of dialog {}", row.dialog));
            }
            Some(since)
                if row.id > *since
                    && !screen.messages.contains(&row.id)
                    && !in_sum.contains(&row.id) =>
            {
                wrong.push(format!("{who} was not shown {}", row.id));
            }
            _ => {}
        }
    }
    wrong
}

/// What a console has on its screen.
#[derive(Default)]
struct Screen {
    /// Where its view was given.
    given_at: u64,
    /// Where each dialog came into sight.
    since: BTreeMap<u64, u64>,
    messages: HashSet<u64>,
}

impl Screen {
    fn of(reader: &Reader<'_>) -> Self {
        let mut screen = Self::default();
        for told in reader.shown() {
            let Some(place) = told.place() else {
                continue;
            };
            if let Told::Reset { .. } = told {
                screen = Self {
                    given_at: place,
                    ..Self::default()
                };
            }
            let named = told.summaries().map(|(dialog, _)| dialog);
            for dialog in named.chain(told.changed()) {
                screen.since.entry(dialog).or_insert(place);
            }
            screen
                .messages
                .extend(told.messages().map(|message| message.id));
            for dialog in told.taken() {
                screen.since.remove(&dialog);
            }
        }
        screen
    }
}
