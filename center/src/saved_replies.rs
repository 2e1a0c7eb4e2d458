//! Replies that employees have saved (KC-24). They are told when they are asked for, a page
//! at a time, since a center's whole stock is longer than a first view should be.

use std::collections::BTreeSet;

use beseda_protocol::ask::Done;
use beseda_protocol::ask::replies::{
    ChangeSavedReply, DeleteSavedReply, ListSavedReplies, RestoreSavedReply, SaveReply,
    SavedReplies, UsedSavedReply,
};
use beseda_protocol::ids::{FileId, SavedReplyId};
use beseda_protocol::limits::{
    PAGE_BYTES_MAX, REMOVED_REPLY_KEPT_MS, SAVED_REPLIES_MAX, SAVED_REPLIES_PAGE,
    SAVED_REPLY_NAME_CHARS_MAX, SHARED_REPLIES_MAX, TEXT_CHARS_MAX,
};
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::Code;
use beseda_protocol::saved_reply::{ReplyScope, SavedReply, is_shortcut};

use crate::files::uploads;
use crate::storage::saved_replies::{self as rows, SavedReplyRow};
use crate::turn::current::{Turn, json};
use crate::turn::due::{self, Due};
use crate::turn::refusals::{Stop, check_limit, invalid, refuse};
use crate::turn::rights;
use crate::turn::speaker::Operator;
use crate::turn::text;

pub(crate) fn list(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: ListSavedReplies,
) -> Result<SavedReplies, Stop> {
    let mut behind = asked.behind.map(|id| id.0).unwrap_or_default();
    let mut replies = Vec::new();
    let mut room = PAGE_BYTES_MAX;
    loop {
        let found = rows::page(turn.storage, who.me.id, &behind, SAVED_REPLIES_PAGE)?;
        let is_last = found.len() < SAVED_REPLIES_PAGE;
        for reply in found {
            let size = json(&reply).len();
            if size > room && !replies.is_empty() {
                let more = true;
                return Ok(SavedReplies { replies, more });
            }
            behind.clone_from(&reply.id.0);
            if reply.is_seen_by(&who.me) {
                room = room.saturating_sub(size);
                replies.push(reply);
            }
        }
        if is_last {
            let more = false;
            return Ok(SavedReplies { replies, more });
        }
    }
}

pub(crate) fn save(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: SaveReply,
) -> Result<SavedReply, Stop> {
    check_limit(
        turn.count(rows::N_OF, &[who.me.id.into()])?,
        SAVED_REPLIES_MAX,
    )?;
    let written = Written {
        name: asked.name,
        shortcut: asked.shortcut,
        folder: asked.folder,
        text: asked.text,
        files: asked.files,
        scope: asked.scope,
    };
    let reply = SavedReply {
        id: SavedReplyId(turn.fresh_id()),
        owner: who.me.id,
        name: String::new(),
        shortcut: None,
        folder: String::new(),
        text: String::new(),
        files: Vec::new(),
        scope: ReplyScope::Private {},
        n_used: 0,
        version: 1,
    };
    let reply = written.over(turn, who, reply)?;
    check_shared(turn, !reply.scope.is_private())?;
    uploads::keep_for_reply(turn, &reply.id, &[], &reply.files)?;
    put(turn, None, reply.clone())?;
    Ok(reply)
}

pub(crate) fn change(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: ChangeSavedReply,
) -> Result<SavedReply, Stop> {
    let row = find(turn, &asked.reply)?;
    if row.removed_at.is_some() {
        return Err(refuse(Code::NotFound).into());
    }
    let before = row.shown();
    let written = Written {
        name: asked.name,
        shortcut: asked.shortcut,
        folder: asked.folder,
        text: asked.text,
        files: asked.files,
        scope: asked.scope,
    };
    let after = written.over(turn, who, before.clone())?;
    // Asked twice, it is as once.
    if after == before {
        return Ok(before);
    }
    if asked.version != before.version {
        return Err(refuse(Code::Stale).into());
    }
    let is_for_others = !after.scope.is_private();
    if is_for_others && after.scope != before.scope && !who.me.role.supervises() {
        return Err(refuse(Code::Forbidden).into());
    }
    check_shared(turn, is_for_others && before.scope.is_private())?;
    let after = SavedReply {
        version: before.version + 1,
        ..after
    };
    uploads::keep_for_reply(turn, &after.id, &before.files, &after.files)?;
    put(turn, Some(&before), after.clone())?;
    Ok(after)
}

pub(crate) fn delete(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: DeleteSavedReply,
) -> Result<Done, Stop> {
    let mut row = find(turn, &asked.reply)?;
    if row.removed_at.is_some() {
        return Ok(Done {});
    }
    row.removed_at = Some(turn.now);
    turn.put(&SavedReplyRow::UPSERT, row.clone())?;
    let at = turn.now.plus_ms(REMOVED_REPLY_KEPT_MS);
    due::schedule(turn, Due::SavedReply, row.id.as_str(), at)?;
    let reply = row.shown();
    let gone = ToOperator::SavedReplyGone {
        reply: reply.id.clone(),
    };
    let seers = rights::consoles_of(turn, |employee| reply.is_seen_by(employee));
    turn.send(seers, &gone);
    Ok(Done {})
}

pub(crate) fn restore(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: RestoreSavedReply,
) -> Result<Done, Stop> {
    let row = find(turn, &asked.reply)?;
    if row.removed_at.is_none() {
        return Ok(Done {});
    }
    let reply = row.shown();
    check_limit(
        turn.count(rows::N_OF, &[reply.owner.into()])?,
        SAVED_REPLIES_MAX,
    )?;
    check_shared(turn, !reply.scope.is_private())?;
    // Meanwhile another one may have been given its shortcut.
    check_shortcut(turn, who, &reply)?;
    due::cancel(turn, Due::SavedReply, reply.id.as_str())?;
    put(turn, None, reply)?;
    Ok(Done {})
}

pub(crate) fn used(turn: &mut Turn<'_>, _: &Operator, asked: UsedSavedReply) -> Result<Done, Stop> {
    turn.write(rows::COUNT_USE, &[(&asked.reply).into()])?;
    Ok(Done {})
}

/// Nobody has put it back: its files go with it.
pub(crate) fn forget(turn: &mut Turn<'_>, reply: &str) -> Result<(), Stop> {
    let row = rows::load(turn.storage, &reply.into())?;
    if let Some(row) = row.filter(|row| row.removed_at.is_some()) {
        uploads::keep_for_reply(turn, &row.id, &row.files.0, &[])?;
    }
    turn.write(rows::FORGET, &[reply.into()])
}

/// One that was taken away is found as well.
fn find(turn: &Turn<'_>, id: &SavedReplyId) -> Result<SavedReplyRow, Stop> {
    let row = rows::load(turn.storage, id)?;
    Ok(row.ok_or_else(|| refuse(Code::NotFound))?)
}

/// Writes it, and tells who may use it, and who might and may no more.
fn put(turn: &mut Turn<'_>, before: Option<&SavedReply>, reply: SavedReply) -> Result<(), Stop> {
    turn.put(&SavedReplyRow::UPSERT, SavedReplyRow::of(reply.clone()))?;
    if let Some(before) = before {
        let losers = rights::consoles_of(turn, |employee| {
            before.is_seen_by(employee) && !reply.is_seen_by(employee)
        });
        let gone = ToOperator::SavedReplyGone {
            reply: reply.id.clone(),
        };
        turn.send(losers, &gone);
    }
    let seers = rights::consoles_of(turn, |employee| reply.is_seen_by(employee));
    turn.send(seers, &ToOperator::SavedReply { reply });
    Ok(())
}

/// Whether one more may be for others, if it is to be.
fn check_shared(turn: &Turn<'_>, is_for_others: bool) -> Result<(), Stop> {
    if is_for_others {
        check_limit(turn.count(rows::N_SHARED, &[])?, SHARED_REPLIES_MAX)?;
    }
    Ok(())
}

/// Whether no other one has its shortcut, of those that the asker sees: of what he does not
/// see he learns nothing. So two may be had by who sees more than he; both are offered.
fn check_shortcut(turn: &Turn<'_>, who: &Operator, reply: &SavedReply) -> Result<(), Stop> {
    let Some(shortcut) = &reply.shortcut else {
        return Ok(());
    };
    let same = rows::with_shortcut(turn.storage, shortcut)?;
    let is_taken = |other: &SavedReply| other.id != reply.id && other.is_seen_by(&who.me);
    match same.iter().any(is_taken) {
        true => Err(refuse(Code::ShortcutTaken).into()),
        false => Ok(()),
    }
}

/// What somebody writes of a reply.
struct Written {
    name: String,
    shortcut: Option<String>,
    folder: String,
    text: String,
    files: Vec<FileId>,
    scope: ReplyScope,
}

impl Written {
    /// The reply as it is kept then.
    fn over(self, turn: &Turn<'_>, who: &Operator, before: SavedReply) -> Result<SavedReply, Stop> {
        let name = text::line(&self.name, SAVED_REPLY_NAME_CHARS_MAX)?;
        let written = text::lines(&self.text, TEXT_CHARS_MAX)?;
        let reply = SavedReply {
            name: text::something(name, "Give a name.")?,
            shortcut: self.shortcut.map(shortcut_of).transpose()?,
            folder: text::line(&self.folder, SAVED_REPLY_NAME_CHARS_MAX)?,
            text: text::something(written, "Write what is to be said.")?,
            files: uploads::for_reply(turn, who.me.id, &before.files, &self.files)?,
            scope: scope_of(turn, who, self.scope, &before.scope)?,
            ..before
        };
        check_shortcut(turn, who, &reply)?;
        Ok(reply)
    }
}

fn shortcut_of(given: String) -> Result<String, Stop> {
    match is_shortcut(&given) {
        true => Ok(given),
        false => Err(invalid("A shortcut has letters, digits, hyphens and underscores.").into()),
    }
}

/// A scope as it is kept: channels that the asker gives it to are those that he sees.
fn scope_of(
    turn: &Turn<'_>,
    who: &Operator,
    given: ReplyScope,
    before: &ReplyScope,
) -> Result<ReplyScope, Stop> {
    let any_of = match given {
        ReplyScope::Private {} | ReplyScope::Shared {} => return Ok(given),
        ReplyScope::Unknown => return Err(refuse(Code::Unsupported).into()),
        ReplyScope::Channels { any_of } => any_of,
    };
    let had = match before {
        ReplyScope::Channels { any_of } => any_of.as_slice(),
        ReplyScope::Private {} | ReplyScope::Shared {} | ReplyScope::Unknown => &[],
    };
    let any_of: BTreeSet<_> = any_of.into_iter().collect();
    let is_known =
        |id| had.contains(id) || turn.cache.channels.contains_key(id) && who.me.sees_channel(*id);
    if !any_of.iter().all(is_known) {
        return Err(refuse(Code::NotFound).into());
    }
    if any_of.is_empty() {
        return Err(invalid("Choose a channel.").into());
    }
    Ok(ReplyScope::Channels {
        any_of: any_of.into_iter().collect(),
    })
}
