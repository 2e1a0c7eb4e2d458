//! What readers were told and shown against their logs (G3).

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::evidence::{Evidence, Reader};
use crate::ledger::{Did, Digest, Side, Summary, Told};

/// On each line, from its greeting on, each frame follows the one before.
pub(super) fn chain_unbroken(evidence: &Evidence<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (who, reader) in &evidence.readers {
        let mut hellos: HashMap<u32, Option<u64>> = HashMap::new();
        let mut places: HashMap<u32, u64> = HashMap::new();
        for did in &reader.did {
            match did {
                Did::Greeted { line, seq } => drop(hellos.insert(*line, *seq)),
                Did::Heard { line, told } => {
                    let from = hellos.get(line).copied().flatten();
                    if let Err(what) = follow(&mut places, *line, from, told) {
                        wrong.push(format!("{who} on line {line}: {what}"));
                    }
                }
                _ => {}
            }
        }
    }
    wrong
}

fn follow(
    places: &mut HashMap<u32, u64>,
    line: u32,
    from: Option<u64>,
    told: &Told,
) -> Result<(), String> {
    match told {
        Told::Resumed {} => {
            let from = from.ok_or("resumed from nowhere")?;
            places.insert(line, from);
        }
        Told::Reset { seq, .. } => drop(places.insert(line, *seq)),
        Told::Events { after, seq, .. } => {
            // Before its greeting a line is told what it cannot use yet.
            let Some(place) = places.get_mut(&line) else {
                return Ok(());
            };
            if after > place || seq <= place {
                return Err(format!("at {place} it was told {after}..{seq}"));
            }
            *place = *seq;
        }
        Told::Acked { .. } | Told::Answered { .. } | Told::Refused { .. } => {}
    }
    Ok(())
}

/// What was shown has no gap and no repetition, whatever the lines did.
pub(super) fn shown_in_order(evidence: &Evidence<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (who, reader) in &evidence.readers {
        let mut place = None;
        let mut newest = 0;
        for told in reader.shown() {
            match told {
                Told::Reset { seq, messages, .. } => {
                    place = Some(*seq);
                    newest = messages.last().map_or(0, |message| message.id);
                }
                Told::Events { after, seq, .. }
                    if place.is_some_and(|place| *after <= place && place < *seq) =>
                {
                    place = Some(*seq);
                }
                Told::Events { after, seq, .. } => {
                    wrong.push(format!("{who}, at {place:?}, was shown {after}..{seq}"));
                }
                _ => {}
            }
            for message in told.messages() {
                if matches!(told, Told::Events { .. }) && message.id <= newest {
                    wrong.push(format!("{who} was shown {} after {newest}", message.id));
                }
                newest = newest.max(message.id);
            }
        }
    }
    wrong
}

/// Each frame shows exactly the messages that the reader's log has between its
/// two places: each once, none left out. What was deleted since is not there to compare,
/// and what may be hidden from somebody is another check's.
pub(super) fn seen_once(evidence: &Evidence<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    let readers = evidence.readers.iter();
    for (who, reader) in readers.filter(|(_, reader)| reader.sight.is_whole()) {
        let owed = evidence.owed(reader);
        let in_sum = in_sum(evidence, reader);
        let mut place = 0;
        for told in reader.shown() {
            let after = place;
            place = told.place().unwrap_or(after);
            let Told::Events { seq, .. } = told else {
                continue;
            };
            let from = owed.partition_point(|owed| owed.seq <= after);
            let upto = owed.partition_point(|owed| owed.seq <= *seq);
            let due = owed[from..upto.max(from)].iter().map(|o| o.message.id);
            let due: Vec<u64> = due.filter(|id| !in_sum.contains(id)).collect();
            let shown = told.messages();
            let shown = shown.filter(|seen| !evidence.deleted.took(reader, seen.id, seen.dialog));
            let shown: Vec<u64> = shown.map(|message| message.id).collect();
            if due != shown {
                wrong.push(format!(
                    "{who} in {after}..{seq} was owed {due:?}, shown {shown:?}"
                ));
            }
        }
    }
    wrong
}

/// In the end every reader has the same transcript: what is stored, in its order.
pub(super) fn one_view(evidence: &Evidence<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (who, reader) in evidence.resting() {
        if !reader.sight.is_whole() {
            continue;
        }
        let (mut view, is_whole) = view(reader);
        let owed = evidence.owed(reader);
        let mut owed: Vec<u64> = owed.iter().map(|owed| owed.message.id).collect();
        let in_sum = in_sum(evidence, reader);
        // A console asks for them, or resumes with them.
        for ids in [&mut view, &mut owed] {
            ids.retain(|id| !in_sum.contains(id));
        }
        let tail = owed.len().saturating_sub(view.len());
        if owed[tail..] != view[..] || (is_whole && tail > 0) {
            wrong.push(format!("{who} has {view:?}, stored are {owed:?}"));
        }
    }
    wrong
}

/// What the system says in dialogs that a job has changed: a frame that tells so in sum
/// shows none of it. What people say is never among it.
pub(super) fn in_sum(evidence: &Evidence<'_>, reader: &Reader<'_>) -> HashSet<u64> {
    let mut in_sum = HashSet::new();
    let mut place = 0;
    for told in reader.shown() {
        let after = place;
        place = told.place().unwrap_or(after);
        let changed: HashSet<u64> = told.changed().collect();
        if changed.is_empty() {
            continue;
        }
        let rows = evidence.dump.messages.iter().filter(|row| {
            row.sender.is_none()
                && changed.contains(&row.dialog)
                && (after < row.id && row.id <= place)
        });
        in_sum.extend(rows.map(|row| row.id));
    }
    in_sum
}

/// The ids on the screen, and whether they reach back to the beginning.
fn view(reader: &Reader<'_>) -> (Vec<u64>, bool) {
    let (mut view, mut is_whole) = (Vec::new(), false);
    for told in reader.shown() {
        if let Told::Reset { more, .. } = told {
            view.clear();
            // A console's view begins empty: its lists are asked for.
            is_whole = reader.side == Side::Visitor && !more;
        }
        view.extend(told.messages().map(|message| (message.id, message.dialog)));
        for dialog in told.taken() {
            view.retain(|(_, of)| *of != Some(dialog));
        }
    }
    (view.into_iter().map(|(id, _)| id).collect(), is_whole)
}

/// Operators who were told of a dialog last by an event agree on what it is.
pub(super) fn one_summary(evidence: &Evidence<'_>) -> Vec<String> {
    let mut last: BTreeMap<u64, (&str, Shown<'_>)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (who, reader) in evidence.resting() {
        for (dialog, summary) in summaries(reader) {
            let summary = shown(evidence, dialog, summary);
            match last.get(&dialog) {
                None => drop(last.insert(dialog, (who, summary))),
                Some((_, known)) if *known == summary => {}
                Some((other, _)) => wrong.push(format!("{who} and {other} differ on {dialog}")),
            }
        }
    }
    wrong
}

/// A dialog on an operator's screen, with the last of its replies that each mark
/// covers: marks are the client's, and move by what he reads in other dialogs too.
pub(super) type Shown<'a> = (&'a Digest, Option<u64>, Option<u64>);

pub(super) fn shown<'a>(evidence: &Evidence<'_>, dialog: u64, summary: &'a Summary) -> Shown<'a> {
    let covered = |upto: u64| {
        let stored = evidence.dump.messages.iter();
        let replies = stored.filter(|m| m.dialog == dialog && m.is_reply() && m.id <= upto);
        replies.map(|reply| reply.id).max()
    };
    let (delivered, read) = (summary.delivered_upto, summary.read_upto);
    (&summary.told, covered(delivered), covered(read))
}

/// What an operator knows of dialogs, since his last reset.
pub(super) fn summaries<'a>(reader: &Reader<'a>) -> BTreeMap<u64, &'a Summary> {
    let mut known = BTreeMap::new();
    for told in reader.shown() {
        if let Told::Reset { .. } = told {
            known.clear();
        }
        known.extend(told.summaries());
        // Of those that have changed it is known no more what they are.
        for dialog in told.taken().chain(told.changed()) {
            known.remove(&dialog);
        }
    }
    known
}

/// In the end every reader's place is the top of his log.
pub(super) fn all_came_to_rest(evidence: &Evidence<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    if !evidence.is_quiet {
        wrong.push("the run did not come to rest".to_owned());
    }
    for (who, reader) in evidence.resting() {
        let place = reader.shown().filter_map(Told::place).last();
        let top = evidence.top(reader);
        // A visitor who has never written has no log. Who is shown nothing falls behind.
        let may_lag = !reader.sight.is_whole() && place.unwrap_or(0) < top;
        if place.unwrap_or(0) != top && !may_lag {
            wrong.push(format!("{who} ended at {place:?}, his log at {top}"));
        }
    }
    wrong
}

impl<'a> Evidence<'a> {
    /// Readers that were there to the end of a run that came to rest.
    pub(super) fn resting(&self) -> impl Iterator<Item = (&'a str, &Reader<'a>)> {
        let readers = self.readers.iter().map(|(who, reader)| (*who, reader));
        readers.filter(|(_, reader)| self.is_quiet && !reader.has_left)
    }
}
