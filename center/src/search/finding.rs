//! Finds messages by a part of their text, the newest first: one table of the index is
//! looked at in one turn, and the asker goes on behind it.

use std::collections::BTreeSet;

use beseda_protocol::ask::search::{FoundMessage, FoundMessages, SearchMessages};
use beseda_protocol::ids::{DialogId, MessageId};
use beseda_protocol::team::Right;

use super::sought::Sought;
use crate::storage::messages::NEWEST;
use crate::storage::search::{self, Said};
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::rights;
use crate::turn::speaker::Operator;

/// Messages in one answer.
const FOUND_MAX: usize = 30;

/// Messages of a table that are compared in one turn.
const MATCHING: u64 = 100;

/// Messages that are not in the index yet, read in one turn.
const UNFILLED: u64 = 250;

pub(crate) fn find(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: SearchMessages,
) -> Result<FoundMessages, Stop> {
    let sought = Sought::new(&asked.text)?;
    let (looked_at, rest) = look(turn, &sought, asked.behind.unwrap_or(NEWEST))?;
    let hits: Vec<_> = looked_at
        .into_iter()
        .filter_map(|said| Some((sought.find(&said.text)?, said)))
        .collect();
    let dialogs: BTreeSet<DialogId> = hits.iter().map(|(_, said)| said.dialog).collect();
    turn.load_dialogs(&dialogs)?;
    let mut found: Vec<FoundMessage> = Vec::new();
    for (snippet, said) in hits {
        let dialog = turn.sure_dialog(said.dialog)?;
        if rights::of(&who.me, dialog) < Right::Readable {
            continue;
        }
        if let (FOUND_MAX.., Some(last)) = (found.len(), found.last()) {
            let rest = Some(last.id);
            return Ok(FoundMessages {
                messages: found,
                rest,
            });
        }
        found.push(FoundMessage {
            id: said.id,
            at: said.at,
            label: said.label,
            by: said.by,
            is_file: said.is_file,
            snippet,
            dialog: turn.summary(said.dialog)?,
        });
    }
    Ok(FoundMessages {
        messages: found,
        rest,
    })
}

/// The next messages before one in which it may be, and the place before which there are
/// more to look at.
fn look(
    turn: &Turn<'_>,
    sought: &Sought,
    before: MessageId,
) -> Result<(Vec<Said>, Option<MessageId>), Stop> {
    let index = &turn.cache.search;
    let filled = index.filled();
    let (mut said, mut before) = (Vec::new(), before);
    if before.0 > filled.0 + 1 {
        said = search::said(turn.storage, filled, before, UNFILLED)?;
        if let (UNFILLED.., Some(last)) = (said.len() as u64, said.last()) {
            let rest = Some(last.id);
            return Ok((said, rest));
        }
        before = MessageId(filled.0 + 1);
    }
    let Some((table, from)) = index.before(before) else {
        return Ok((said, None));
    };
    let expression = sought.expression();
    let matching = search::matching(turn.storage, table.number, &expression, before, MATCHING)?;
    let rest = match (matching.len() as u64, matching.last()) {
        (MATCHING.., Some(last)) => last.id,
        _ => from,
    };
    said.extend(matching);
    Ok((said, (rest.0 > 1).then_some(rest)))
}
