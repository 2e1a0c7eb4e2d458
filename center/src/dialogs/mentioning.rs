//! Mentions: a note calls colleagues by `@` and their names, and a colleague hands a dialog to
//! somebody. Both stand under the mentions of whom they concern until he has looked at them,
//! and after. Whom a note calls is decided when it is stored, and kept by id.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::dialogs::SeeMention;
use beseda_protocol::ids::{DialogId, MessageId, OperatorId};
use beseda_protocol::mention::{Mention, mentions};
use beseda_protocol::message::{Content, Message};
use beseda_protocol::team::Right;

use crate::storage::dialogs::Dialog;
use crate::storage::mentions::{self, MentionRow, MentionedRow};
use crate::storage::sql::Value;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::rights;
use crate::turn::speaker::Operator;

/// Whom a note calls, of those who work here and see its dialog; and of whom it has called
/// before it was changed, by what they were called then.
pub(super) fn called(
    turn: &Turn<'_>,
    dialog: &Dialog,
    note: &str,
    before: &[Mention],
) -> Vec<Mention> {
    if !note.contains('@') {
        return Vec::new();
    }
    let employees = turn.cache.employees.0.values();
    let sees = employees
        .filter(|one| one.works() && rights::of(one, dialog) >= Right::Readable)
        .map(|one| (one.id, one.name.as_str()));
    let before = before.iter().map(|one| (one.who, one.name.as_str()));
    mentions(note, sees.chain(before))
}

/// A message is stored: whom it calls, if it is a note, will find its dialog.
pub(super) fn stored(turn: &mut Turn<'_>, message: &Message) -> Result<(), Stop> {
    let Content::Note { by, mentions, .. } = &message.content else {
        return Ok(());
    };
    keep(turn, message.id, mentions)?;
    for one in mentions.iter().filter(|one| one.who != *by) {
        mention(turn, one.who, message.dialog, message.id)?;
    }
    Ok(())
}

/// Somebody has handed a dialog to somebody, by this message.
pub(super) fn handed(
    turn: &mut Turn<'_>,
    by: OperatorId,
    to: Option<OperatorId>,
    dialog: DialogId,
    message: MessageId,
) -> Result<(), Stop> {
    match to.filter(|to| *to != by) {
        Some(to) => mention(turn, to, dialog, message),
        None => Ok(()),
    }
}

/// A note says something else, or nothing: who is called now is mentioned, who is no longer is
/// not.
pub(super) fn revised(turn: &mut Turn<'_>, was: &Message, is: &Message) -> Result<(), Stop> {
    let (
        Content::Note { mentions: had, .. },
        Content::Note {
            by, mentions: has, ..
        },
    ) = (&was.content, &is.content)
    else {
        return Ok(());
    };
    if had.is_empty() && has.is_empty() {
        return Ok(());
    }
    turn.write(mentions::FORGET, &[is.id.into()])?;
    keep(turn, is.id, has)?;
    let called: Vec<OperatorId> = has.iter().map(|one| one.who).collect();
    let values = [is.dialog.into(), is.id.into(), Value::list(&called)];
    turn.write(mentions::TAKE_BACK, &values)?;
    turn.mentioned.extend(had.iter().map(|one| one.who));
    let is_new = |who: &OperatorId| had.iter().all(|one| one.who != *who) && who != by;
    for who in called.into_iter().filter(is_new) {
        mention(turn, who, is.dialog, is.id)?;
    }
    Ok(())
}

/// Who sees a dialog has changed, or it is there no more.
pub(crate) fn moved(turn: &mut Turn<'_>, dialog: DialogId) -> Result<(), Stop> {
    let whose = mentions::whose(turn.storage, dialog)?;
    turn.mentioned.extend(whose);
    Ok(())
}

pub(crate) fn see(turn: &mut Turn<'_>, who: &Operator, asked: SeeMention) -> Result<Done, Stop> {
    let SeeMention { dialog, at } = asked;
    turn.write(mentions::SEE, &[who.me.id.into(), dialog.into(), at.into()])?;
    turn.mentioned.insert(who.me.id);
    Ok(Done {})
}

fn keep(turn: &Turn<'_>, message: MessageId, called: &[Mention]) -> Result<(), Stop> {
    for one in called {
        let row = MentionRow {
            message,
            employee: one.who,
            name: one.name.clone(),
        };
        turn.put(&MentionRow::INSERT, row)?;
    }
    Ok(())
}

fn mention(
    turn: &mut Turn<'_>,
    employee: OperatorId,
    dialog: DialogId,
    message: MessageId,
) -> Result<(), Stop> {
    let row = MentionedRow {
        employee,
        dialog,
        message,
        at: turn.now,
        is_seen: false,
    };
    turn.put(&MentionedRow::UPSERT, row)?;
    mentions::trim(turn.storage, employee)?;
    turn.mentioned.insert(employee);
    Ok(())
}
