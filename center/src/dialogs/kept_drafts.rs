//! Keeps what an employee has typed and not sent, so that it is in every console of his.
//! Nobody else is told of it.

use beseda_protocol::ask::dialogs::{SaveDraft, SavedDraft};
use beseda_protocol::draft::{Composed, KeptDraft};
use beseda_protocol::ids::{DialogId, OperatorId};
use beseda_protocol::limits::{DRAFTS_MAX, TEXT_CHARS_MAX};
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::Code;

use crate::storage::kept_drafts::{self, DraftRow};
use crate::turn::To;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, check_limit, refuse};
use crate::turn::speaker::Operator;

/// Keeps it, unless another console of his was faster. What the draft says already is kept
/// already: who asks again, since the answer was lost, finds his own work.
pub(crate) fn save(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: SaveDraft,
) -> Result<SavedDraft, Stop> {
    let SaveDraft {
        dialog,
        version,
        composed,
    } = asked;
    let (me, composed) = (who.me.id, composed.filter(says_something));
    let stored = kept_drafts::load(turn.storage, me, dialog)?;
    let (had, newer) = stored.map_or((0, None), |row| (row.version, Some(row.composed())));
    if composed == newer {
        return Ok(SavedDraft {
            version: had,
            newer: None,
        });
    }
    if newer.is_some() && version != had {
        return Ok(SavedDraft {
            version: had,
            newer,
        });
    }
    if newer.is_none() {
        check_limit(turn.count(kept_drafts::N_OF, &[me.into()])?, DRAFTS_MAX)?;
    }
    let version = match &composed {
        Some(composed) => keep(turn, me, dialog, had, composed)?,
        None => {
            turn.write(kept_drafts::REMOVE, &[me.into(), dialog.into()])?;
            0
        }
    };
    let draft = KeptDraft {
        dialog,
        version,
        composed,
    };
    let others = To::PeopleBut(vec![me], who.line);
    turn.send(others, &ToOperator::Draft { draft });
    Ok(SavedDraft {
        version,
        newer: None,
    })
}

/// By the clock, versions rise where a draft was taken away in between, too.
fn keep(
    turn: &Turn<'_>,
    me: OperatorId,
    dialog: DialogId,
    had: u64,
    composed: &Composed,
) -> Result<u64, Stop> {
    if composed.text.chars().count() > TEXT_CHARS_MAX {
        return Err(refuse(Code::TextTooLong).into());
    }
    let version = turn.now.0.max(had + 1);
    let row = DraftRow::of(me, dialog, version, composed.clone());
    turn.put(&DraftRow::UPSERT, row)?;
    Ok(version)
}

fn says_something(composed: &Composed) -> bool {
    !composed.text.is_empty() || composed.quote.is_some()
}
