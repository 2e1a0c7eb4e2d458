//! A predicate as SQL: what is asked of a dialog `d`, and what of a client.

use beseda_protocol::filter::Predicate;
use beseda_protocol::fold::fold;
use beseda_protocol::ids::{Date, DialogId, MarkId, Timestamp};
use beseda_protocol::limits::{
    FILTER_VALUES_MAX, PREDICATES_MAX, SEARCH_CHARS_MAX, VARIABLE_NAME_CHARS_MAX,
    VARIABLE_VALUE_CHARS_MAX,
};
use beseda_protocol::mark::Mark;
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Employee;

use crate::storage::dialogs::NOBODY;
use crate::storage::fault::Fault;
use crate::storage::sql::Value;
use crate::storage::{marks, merged_dialogs};
use crate::turn::current::Turn;
use crate::turn::dates;
use crate::turn::refusals::{Stop, check_limit, invalid, refuse};
use crate::turn::text;

/// Digits from which on a text may be a part of a phone number.
const PHONE_PART_MIN: usize = 3;

/// A condition, and the values that are bound in it.
#[derive(Debug, Clone, Default)]
pub(super) struct Clause {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
}

impl Clause {
    pub(super) fn new(sql: impl Into<String>, values: impl IntoIterator<Item = Value>) -> Self {
        Self {
            sql: sql.into(),
            values: values.into_iter().collect(),
        }
    }

    /// That one, too: each stands behind an `AND`.
    pub(super) fn and(&mut self, other: Self) {
        self.sql.push_str(" AND ");
        self.sql.push_str(&other.sql);
        self.values.extend(other.values);
    }

    /// This one or that one.
    pub(super) fn or(mut self, other: Self) -> Self {
        self.sql = format!("({} OR {})", self.sql, other.sql);
        self.values.extend(other.values);
        self
    }

    /// A selection, and what another one selects.
    pub(super) fn or_those(&mut self, others: Self) {
        self.sql.push_str(" UNION ALL ");
        self.sql.push_str(&others.sql);
        self.values.extend(others.values);
    }

    /// Not this one.
    pub(super) fn negated(mut self) -> Self {
        self.sql.insert_str(0, "NOT ");
        self
    }
}

/// What of a client must be at hand for a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// His number.
    Number,
    /// His row `c`, and what he is searched by, `t`.
    Card,
}

/// What a predicate asks, and of whom.
pub(super) enum Asks {
    /// Nothing: everything has an empty part.
    Nothing,
    /// Of a dialog.
    OfDialog(Clause),
    /// Of a client.
    OfClient(Clause, Reach),
    /// Whether the one or the other has a part, the client on his card.
    Search { dialog: Clause, client: Clause },
    /// Whether the one or the other is marked, or neither is.
    Marked {
        dialog: Clause,
        client: Clause,
        is_negated: bool,
    },
}

/// So many predicates, and no more.
pub(super) fn check(all_of: &[Predicate]) -> Result<(), Stop> {
    Ok(check_limit(all_of.len() as u64, PREDICATES_MAX + 1)?)
}

/// What a predicate asks; `client` is what the client's number is called.
pub(super) fn read(turn: &Turn<'_>, one: &Predicate, client: &str) -> Result<Asks, Stop> {
    Ok(match one {
        Predicate::Search { part } => match line(part)? {
            part if part.is_empty() => Asks::Nothing,
            part => Asks::Search {
                dialog: numbered(turn, &part)?,
                client: search(&part, client),
            },
        },
        Predicate::Client { part } => {
            let part = line(part)?.into();
            let clause = Clause::new(format!("instr({client}, ?)"), [part]);
            Asks::OfClient(clause, Reach::Number)
        }
        Predicate::Comment { part } => {
            let clause = Clause::new("instr(t.comment, ?)", [line(part)?.into()]);
            Asks::OfClient(clause, Reach::Card)
        }
        Predicate::Marked { any_of } => marked(turn, any_of, client, false)?,
        Predicate::Unmarked { none_of } => marked(turn, none_of, client, true)?,
        Predicate::Channels { any_of } => any_of_these("d.channel", any_of)?,
        Predicate::Sites { any_of } => any_of_these("d.site", any_of)?,
        Predicate::Responsible { any_of } => any_of_these("d.responsible", any_of)?,
        Predicate::Unanswered {} => Asks::OfDialog(unanswered()),
        Predicate::Unread {} => Asks::OfDialog(Clause::new(
            "(d.unread_count > 0 OR d.marked_unread_at IS NOT NULL AND d.closed_at IS NULL)",
            [],
        )),
        Predicate::Registered { from, before } => {
            let mut clause = Clause::new("TRUE", []);
            if let Some(from) = day(turn, from)? {
                clause.and(Clause::new("c.created_at >= ?", [from.into()]));
            }
            if let Some(before) = day(turn, before)? {
                clause.and(Clause::new("c.created_at < ?", [before.into()]));
            }
            Asks::OfClient(clause, Reach::Card)
        }
        Predicate::Variable { name, value } => {
            let clause = variable(name.as_deref(), value.as_deref(), client)?;
            Asks::OfClient(clause, Reach::Number)
        }
        Predicate::Unknown => return Err(refuse(Code::Unsupported).into()),
    })
}

/// What a viewer sees of the dialogs, as `rights` has it, which looks at one.
pub(super) fn seen_by(viewer: &Employee) -> Clause {
    let mut clause = Clause::new("TRUE", []);
    if let Some(channels) = viewer.channels() {
        clause.and(Clause::new(
            "d.channel IN (SELECT value FROM json_each(?))",
            [Value::list(channels)],
        ));
    }
    if viewer.sees_own_only() {
        clause.and(Clause::new(
            "d.responsible IN (?, ?)",
            [viewer.id.into(), NOBODY.into()],
        ));
    }
    clause
}

/// That a dialog is unanswered.
pub(super) fn unanswered() -> Clause {
    Clause::new("d.unanswered_since IS NOT NULL", [])
}

fn any_of_these<T: serde::Serialize>(column: &str, any_of: &[T]) -> Result<Asks, Stop> {
    check_values(any_of)?;
    let sql = format!("{column} IN (SELECT value FROM json_each(?))");
    Ok(Asks::OfDialog(Clause::new(sql, [Value::list(any_of)])))
}

fn search(part: &str, client: &str) -> Clause {
    let digits: String = part.chars().filter(char::is_ascii_digit).collect();
    let mut values = vec![Value::from(part); 4];
    let phone = match digits.len() >= PHONE_PART_MIN {
        true => {
            values.push(digits.into());
            " OR k.kind = 'phone' AND instr(k.folded, ?)"
        }
        false => "",
    };
    let sql = format!(
        "(instr({client}, ?) OR instr(t.name, ?) OR instr(t.comment, ?)
          OR EXISTS (SELECT 1 FROM client_contacts k WHERE k.client = {client}
              AND (k.kind = 'email' AND instr(k.folded, ?){phone})))"
    );
    Clause::new(sql, values)
}

/// A part of a dialog's number, or all of that of one that was merged into it.
fn numbered(turn: &Turn<'_>, part: &str) -> Result<Clause, Stop> {
    Ok(match merged(turn, part)? {
        Some(into) => Clause::new("(instr(d.id, ?) OR d.id = ?)", [part.into(), into.into()]),
        None => Clause::new("instr(d.id, ?)", [part.into()]),
    })
}

/// Where a number leads that has gone.
pub(super) fn merged(turn: &Turn<'_>, part: &str) -> Result<Option<DialogId>, Fault> {
    match part.parse() {
        Ok(gone) => merged_dialogs::target(turn.storage, DialogId(gone)),
        Err(_) => Ok(None),
    }
}

fn marked(turn: &Turn<'_>, marks: &[MarkId], client: &str, is_negated: bool) -> Result<Asks, Stop> {
    check_values(marks)?;
    let (tags, others) = of_dialogs_and_clients(turn, marks)?;
    let labelled = format!(
        "EXISTS (SELECT 1 FROM client_marks m
         WHERE m.client = {client} AND m.mark IN (SELECT value FROM json_each(?)))"
    );
    Ok(Asks::Marked {
        dialog: Clause::new(TAGGED, [Value::list(&tags)]),
        client: Clause::new(labelled, [Value::list(&others)]),
        is_negated,
    })
}

fn variable(name: Option<&str>, value: Option<&str>, client: &str) -> Result<Clause, Stop> {
    let mut its = Clause::new(format!("v.client = {client}"), []);
    if let Some(name) = name {
        its.and(Clause::new("v.name = ?", [variable_name(name)?.into()]));
    }
    if let Some(value) = value {
        its.and(Clause::new("v.folded = ?", [variable_value(value)?.into()]));
    }
    match its.values.is_empty() {
        true => Err(invalid("Give the name of the variable, or its value.").into()),
        false => Ok(Clause {
            sql: format!(
                "EXISTS (SELECT 1 FROM client_variables v WHERE {})",
                its.sql
            ),
            ..its
        }),
    }
}

/// A part to search, folded.
pub(super) fn line(part: &str) -> Result<String, Stop> {
    Ok(fold(&text::line(part, SEARCH_CHARS_MAX)?))
}

/// The name of a variable as it is kept.
pub(super) fn variable_name(name: &str) -> Result<String, Stop> {
    Ok(text::line(name, VARIABLE_NAME_CHARS_MAX)?)
}

/// Its value, as it is compared.
pub(super) fn variable_value(value: &str) -> Result<String, Stop> {
    Ok(fold(&text::line(value, VARIABLE_VALUE_CHARS_MAX)?))
}

/// The first moment of a day of the center's time zone.
pub(super) fn day(turn: &Turn<'_>, day: &Option<Date>) -> Result<Option<Timestamp>, Stop> {
    let zone = &turn.cache.center.general.value.time_zone;
    let start = day.as_ref().map(|day| dates::start(day, zone));
    Ok(start.transpose()?)
}

/// Marks apart by what they are put on, with those that are being merged into them.
pub(super) fn of_dialogs_and_clients(
    turn: &Turn<'_>,
    marks: &[MarkId],
) -> Result<(Vec<MarkId>, Vec<MarkId>), Fault> {
    let known = marks.iter().filter_map(|id| turn.cache.marks.get(id));
    let (others, tags): (Vec<&Mark>, Vec<&Mark>) = known.partition(|one| one.kind.is_of_clients());
    let with_merged = |marks: Vec<&Mark>| {
        let ids: Vec<MarkId> = marks.iter().map(|one| one.id).collect();
        marks::with_merged(turn.storage, &ids)
    };
    Ok((with_merged(tags)?, with_merged(others)?))
}

fn check_values<T>(values: &[T]) -> Result<(), Stop> {
    Ok(check_limit(values.len() as u64, FILTER_VALUES_MAX + 1)?)
}

const TAGGED: &str = "EXISTS (SELECT 1 FROM dialog_marks m
    WHERE m.dialog = d.id AND m.mark IN (SELECT value FROM json_each(?)))";
