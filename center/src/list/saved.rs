//! Filters that employees have saved (SB-43). A filter shows to whoever chooses it what he
//! may see, so one that is shared says no more than its own words.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::filters::{
    ChangeSavedFilter, DeleteSavedFilter, RestoreSavedFilter, SaveFilter,
};
use beseda_protocol::filter::Query;
use beseda_protocol::fold::fold;
use beseda_protocol::ids::{MarkId, SavedFilterId};
use beseda_protocol::json::to_text;
use beseda_protocol::limits::{
    REMOVED_FILTER_KEPT_MS, SAVED_FILTER_NAME_CHARS_MAX, SAVED_FILTERS_MAX, SAVED_QUERY_BYTES_MAX,
    SHARED_FILTERS_MAX,
};
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::Code;
use beseda_protocol::saved_filter::SavedFilter;
use beseda_protocol::team::Employee;

use super::conditions::Conditions;
use crate::storage::saved_filters::{self as rows, SavedFilterRow};
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::refusals::{Stop, check_limit, invalid, refuse};
use crate::turn::rights;
use crate::turn::speaker::Operator;
use crate::turn::text;

pub(crate) fn save(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: SaveFilter,
) -> Result<SavedFilter, Stop> {
    let own = rows::of(turn.storage, who.me.id)?;
    check_limit(own.len() as u64, SAVED_FILTERS_MAX)?;
    check_shared(turn, asked.is_shared)?;
    let filter = SavedFilter {
        name: name_of(&asked.name, &own, None)?,
        query: checked(turn, who, asked.query)?,
        id: SavedFilterId(turn.fresh_id()),
        owner: who.me.id,
        is_shared: asked.is_shared,
        version: 1,
    };
    put(turn, filter.clone())?;
    Ok(filter)
}

pub(crate) fn change(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: ChangeSavedFilter,
) -> Result<SavedFilter, Stop> {
    let row = find(turn, &asked.filter)?;
    if row.removed_at.is_some() {
        return Err(refuse(Code::NotFound).into());
    }
    let before = row.shown();
    let own = rows::of(turn.storage, before.owner)?;
    let after = SavedFilter {
        name: name_of(&asked.name, &own, Some(&before.id))?,
        query: checked(turn, who, asked.query)?,
        is_shared: asked.is_shared,
        ..before.clone()
    };
    // Asked twice, it is as once.
    if after == before {
        return Ok(before);
    }
    if asked.version != before.version {
        return Err(refuse(Code::Stale).into());
    }
    let begins_to_be_shared = after.is_shared && !before.is_shared;
    if begins_to_be_shared && !who.me.role.supervises() {
        return Err(refuse(Code::Forbidden).into());
    }
    check_shared(turn, begins_to_be_shared)?;
    let after = SavedFilter {
        version: before.version + 1,
        ..after
    };
    if before.is_shared && !after.is_shared {
        tell_gone(turn, &before.id, |employee| !after.is_seen_by(employee));
    }
    put(turn, after.clone())?;
    Ok(after)
}

pub(crate) fn delete(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: DeleteSavedFilter,
) -> Result<Done, Stop> {
    let mut row = find(turn, &asked.filter)?;
    if row.removed_at.is_some() {
        return Ok(Done {});
    }
    row.removed_at = Some(turn.now);
    turn.put(&SavedFilterRow::UPSERT, row.clone())?;
    let at = turn.now.plus_ms(REMOVED_FILTER_KEPT_MS);
    due::schedule(turn, Due::SavedFilter, row.id.as_str(), at)?;
    let filter = row.shown();
    tell_gone(turn, &filter.id, |employee| filter.is_seen_by(employee));
    Ok(Done {})
}

pub(crate) fn restore(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: RestoreSavedFilter,
) -> Result<Done, Stop> {
    let row = find(turn, &asked.filter)?;
    if row.removed_at.is_none() {
        return Ok(Done {});
    }
    let filter = row.shown();
    let own = rows::of(turn.storage, filter.owner)?;
    check_limit(own.len() as u64, SAVED_FILTERS_MAX)?;
    check_shared(turn, filter.is_shared)?;
    // Meanwhile another one may have been given its name.
    name_of(&filter.name, &own, None)?;
    due::cancel(turn, Due::SavedFilter, filter.id.as_str())?;
    put(turn, filter)?;
    Ok(Done {})
}

/// A mark was merged into another one: what was saved asks for that from now on, also what
/// was taken away and may be put back.
pub(crate) fn follow_mark(turn: &mut Turn<'_>, mark: MarkId, into: MarkId) -> Result<(), Stop> {
    for mut row in rows::with_marks(turn.storage)? {
        let predicates = row.query.0.filter.all_of.iter_mut();
        let asked = predicates.map(|one| one.replace_mark(mark, into));
        if asked.filter(|was| *was).count() == 0 {
            continue;
        }
        row.version += 1;
        match row.removed_at {
            None => put(turn, row.shown())?,
            Some(_) => turn.put(&SavedFilterRow::UPSERT, row)?,
        }
    }
    Ok(())
}

/// Nobody has put it back.
pub(crate) fn forget(turn: &mut Turn<'_>, filter: &str) -> Result<(), Stop> {
    turn.write(rows::FORGET, &[filter.into()])
}

/// One that was taken away is found as well.
fn find(turn: &Turn<'_>, id: &SavedFilterId) -> Result<SavedFilterRow, Stop> {
    let row = rows::load(turn.storage, id)?;
    Ok(row.ok_or_else(|| refuse(Code::NotFound))?)
}

/// Writes it, and tells who may choose it.
fn put(turn: &mut Turn<'_>, filter: SavedFilter) -> Result<(), Stop> {
    turn.put(&SavedFilterRow::UPSERT, SavedFilterRow::of(filter.clone()))?;
    let seers = rights::consoles_of(turn, |employee| filter.is_seen_by(employee));
    turn.send(seers, &ToOperator::SavedFilter { filter });
    Ok(())
}

/// Tells those who might choose it and may no more.
fn tell_gone(turn: &mut Turn<'_>, filter: &SavedFilterId, losers: impl Fn(&Employee) -> bool) {
    let losers = rights::consoles_of(turn, losers);
    let filter = filter.clone();
    turn.send(losers, &ToOperator::SavedFilterGone { filter });
}

/// Whether one more may be shared, if it is to be.
fn check_shared(turn: &Turn<'_>, is_shared: bool) -> Result<(), Stop> {
    if is_shared {
        check_limit(turn.count(rows::N_SHARED, &[])?, SHARED_FILTERS_MAX)?;
    }
    Ok(())
}

/// A name as it is kept, that no other one of its owner has.
fn name_of(
    given: &str,
    own: &[SavedFilter],
    renamed: Option<&SavedFilterId>,
) -> Result<String, Stop> {
    let name = text::line(given, SAVED_FILTER_NAME_CHARS_MAX)?;
    let name = text::something(name, "Give a name.")?;
    let mut others = own.iter().filter(|one| Some(&one.id) != renamed);
    match others.any(|one| fold(&one.name) == fold(&name)) {
        true => Err(refuse(Code::NameTaken).into()),
        false => Ok(name),
    }
}

/// What can't be asked can't be saved either.
fn checked(turn: &Turn<'_>, who: &Operator, query: Query) -> Result<Query, Stop> {
    Conditions::of(turn, &who.me, &query.filter)?;
    match to_text(&query).len() > SAVED_QUERY_BYTES_MAX {
        true => Err(invalid("The filter is too long to be saved. Leave something out.").into()),
        false => Ok(query),
    }
}
