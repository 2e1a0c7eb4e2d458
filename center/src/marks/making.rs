//! Makes marks and renames them.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::marks::{AddMark, RenameMark, RouteTag};
use beseda_protocol::fold::fold;
use beseda_protocol::ids::{ChannelId, MarkId};
use beseda_protocol::limits::{MARK_CHARS_MAX, MARKS_MAX};
use beseda_protocol::mark::{Mark, MarkKind};
use beseda_protocol::refusal::{Code, Refusal};

use crate::storage::events::What;
use crate::storage::marks::MarkRow;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, check_limit, refuse};
use crate::turn::speaker::Operator;
use crate::turn::{log, text};

pub(crate) fn add(turn: &mut Turn<'_>, _: &Operator, asked: AddMark) -> Result<Mark, Stop> {
    make(turn, asked.kind, &asked.name)
}

/// Makes a mark, and tells.
pub(crate) fn make(turn: &mut Turn<'_>, kind: MarkKind, name: &str) -> Result<Mark, Stop> {
    let id = MarkId(turn.cache.seq.0 + 1);
    let name = name_of(turn, kind, id, name)?;
    let all = turn.cache.marks.values();
    let n = all.filter(|mark| mark.kind == kind).count();
    check_limit(n as u64, MARKS_MAX)?;
    let channel = None;
    let mark = Mark {
        id,
        kind,
        name,
        channel,
    };
    turn.put(&MarkRow::INSERT, MarkRow::of(&mark))?;
    put(turn, mark)
}

pub(crate) fn rename(turn: &mut Turn<'_>, _: &Operator, asked: RenameMark) -> Result<Done, Stop> {
    let known = find(turn, asked.mark)?;
    let (id, kind) = (known.id, known.kind);
    let name = name_of(turn, kind, id, &asked.name)?;
    turn.write(
        "UPDATE marks SET name = ? WHERE id = ?",
        &[name.as_str().into(), id.0.into()],
    )?;
    put(turn, Mark { name, ..known })?;
    Ok(Done {})
}

/// Says where a dialog goes that is given a tag.
pub(crate) fn route(turn: &mut Turn<'_>, _: &Operator, asked: RouteTag) -> Result<Done, Stop> {
    let known = find(turn, asked.mark)?;
    let channels = &turn.cache.channels;
    if known.kind != MarkKind::Tag {
        return Err(refuse(Code::Invalid).into());
    }
    match asked.channel {
        Some(channel) if !channels.contains_key(&channel) => Err(refuse(Code::NotFound).into()),
        channel => lead(turn, known, channel),
    }
}

/// A channel is gone: no tag leads to it any more.
pub(crate) fn forget_channel(turn: &mut Turn<'_>, channel: ChannelId) -> Result<(), Stop> {
    let marks = turn.cache.marks.values();
    let leading = marks.filter(|mark| mark.channel == Some(channel)).cloned();
    for mark in leading.collect::<Vec<_>>() {
        lead(turn, mark, None)?;
    }
    Ok(())
}

fn lead(turn: &mut Turn<'_>, mark: Mark, channel: Option<ChannelId>) -> Result<Done, Stop> {
    if mark.channel != channel {
        turn.write(
            "UPDATE marks SET channel = ? WHERE id = ?",
            &[channel.into(), mark.id.0.into()],
        )?;
        put(turn, Mark { channel, ..mark })?;
    }
    Ok(Done {})
}

fn put(turn: &mut Turn<'_>, mark: Mark) -> Result<Mark, Stop> {
    turn.cache.marks.insert(mark.id, mark.clone());
    log::happen(turn, What::Mark(mark.id), None)?;
    Ok(mark)
}

pub(super) fn find(turn: &Turn<'_>, id: MarkId) -> Result<Mark, Refusal> {
    let mark = turn.cache.marks.get(&id).cloned();
    mark.ok_or_else(|| refuse(Code::NotFound))
}

/// A name as it is kept, that no other mark of the kind has.
fn name_of(turn: &Turn<'_>, kind: MarkKind, id: MarkId, given: &str) -> Result<String, Refusal> {
    let name = text::line(given, MARK_CHARS_MAX)?;
    let name = text::something(name, "Give a name.")?;
    let mut others = (turn.cache.marks.values()).filter(|mark| mark.kind == kind && mark.id != id);
    match others.any(|mark| fold(&mark.name) == fold(&name)) {
        true => Err(refuse(Code::NameTaken)),
        false => Ok(name),
    }
}
