//! A filter as SQL: what is asked of a dialog `d`, of its identity `i`, and of its client.

use beseda_protocol::filter::{Filter, Predicate, StateFilter, Tab};
use beseda_protocol::fold::fold;
use beseda_protocol::ids::{Date, DialogId, MarkId, Timestamp};
use beseda_protocol::limits::{
    FILTER_VALUES_MAX, PREDICATES_MAX, SEARCH_CHARS_MAX, VARIABLE_NAME_CHARS_MAX,
    VARIABLE_VALUE_CHARS_MAX,
};
use beseda_protocol::mark::Mark;
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Employee;

use super::dates;
use crate::storage::dialogs::NOBODY;
use crate::storage::fault::Fault;
use crate::storage::marks;
use crate::storage::sql::Value;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, check_limit, invalid, refuse};
use crate::turn::text;

/// Digits from which on a text may be a part of a phone number.
const PHONE_PART_MIN: usize = 3;

/// See the module.
#[derive(Debug, Clone)]
pub(super) struct Conditions {
    sql: String,
    pub(super) values: Vec<Value>,
    reach: Reach,
}

/// What must be joined to a dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    Dialog,
    /// The client's number.
    Identity,
    /// His row, and what he is searched by.
    Client,
}

impl Conditions {
    /// What a viewer's filter asks.
    pub(super) fn of(turn: &Turn<'_>, viewer: &Employee, filter: &Filter) -> Result<Self, Stop> {
        check_limit(filter.all_of.len() as u64, PREDICATES_MAX + 1)?;
        let mut all = Self {
            sql: String::new(),
            values: Vec::new(),
            reach: Reach::Dialog,
        };
        all.seen_by(viewer);
        match filter.state {
            StateFilter::All => {}
            StateFilter::Open => all.and("d.closed_at IS NULL", []),
            StateFilter::Closed => all.and("d.closed_at IS NOT NULL", []),
        }
        match filter.tab {
            Tab::All => {}
            Tab::Unanswered => all.and(UNANSWERED, []),
            Tab::Mine => all.and("d.responsible = ?", [viewer.id.into()]),
            Tab::Others => all.and(
                "d.responsible NOT IN (?, ?)",
                [viewer.id.into(), NOBODY.into()],
            ),
            Tab::Free => all.and("d.responsible = ?", [NOBODY.into()]),
        }
        for one in &filter.all_of {
            all.predicate(turn, one)?;
        }
        Ok(all)
    }

    /// The same, but for these dialogs.
    pub(super) fn without(mut self, dialogs: &[DialogId]) -> Self {
        if !dialogs.is_empty() {
            self.and(
                "d.id NOT IN (SELECT value FROM json_each(?))",
                [Value::list(dialogs)],
            );
        }
        self
    }

    /// The tables to join to `d`, in this order.
    pub(super) fn joins(&self) -> &'static str {
        match self.reach {
            Reach::Dialog => "",
            Reach::Identity => " CROSS JOIN identities i ON i.id = d.identity",
            Reach::Client => {
                " CROSS JOIN identities i ON i.id = d.identity
                  CROSS JOIN clients c ON c.id = i.client
                  LEFT JOIN client_texts t ON t.client = i.client"
            }
        }
    }

    /// The conditions, each behind an `AND`.
    pub(super) fn sql(&self) -> &str {
        &self.sql
    }

    fn and(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
        self.values.extend(values);
    }

    fn of_client(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.reach = self.reach.max(Reach::Identity);
        self.and(sql, values);
    }

    fn of_card(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.reach = Reach::Client;
        self.and(sql, values);
    }

    /// As `rights` has it, which looks at one dialog.
    fn seen_by(&mut self, viewer: &Employee) {
        if let Some(channels) = viewer.channels() {
            self.and(
                "d.channel IN (SELECT value FROM json_each(?))",
                [Value::list(channels)],
            );
        }
        if viewer.sees_own_only() {
            self.and("d.responsible IN (?, ?)", [viewer.id.into(), NOBODY.into()]);
        }
    }

    fn predicate(&mut self, turn: &Turn<'_>, one: &Predicate) -> Result<(), Stop> {
        match one {
            Predicate::Search { part } => {
                let part = line(part)?;
                if !part.is_empty() {
                    self.search(&part);
                }
            }
            Predicate::Client { part } => {
                self.of_client("instr(i.client, ?)", [line(part)?.into()]);
            }
            Predicate::Comment { part } => {
                self.of_card("instr(t.comment, ?)", [line(part)?.into()]);
            }
            Predicate::Marked { any_of } => self.marked(turn, any_of, "")?,
            Predicate::Unmarked { none_of } => self.marked(turn, none_of, "NOT ")?,
            Predicate::Channels { any_of } => self.any_of("d.channel", any_of)?,
            Predicate::Sites { any_of } => self.any_of("d.site", any_of)?,
            Predicate::Responsible { any_of } => self.any_of("d.responsible", any_of)?,
            Predicate::Unanswered {} => self.and(UNANSWERED, []),
            Predicate::Unread {} => {
                self.and("(d.unread_count > 0 OR d.marked_unread_at IS NOT NULL)", [])
            }
            Predicate::Registered { from, before } => {
                if let Some(from) = day(turn, from)? {
                    self.of_card("c.created_at >= ?", [from.into()]);
                }
                if let Some(before) = day(turn, before)? {
                    self.of_card("c.created_at < ?", [before.into()]);
                }
            }
            Predicate::Variable { name, value } => {
                self.variable(name.as_deref(), value.as_deref())?
            }
            Predicate::Unknown => return Err(refuse(Code::Unsupported).into()),
        }
        Ok(())
    }

    fn any_of<T: serde::Serialize>(&mut self, column: &str, any_of: &[T]) -> Result<(), Stop> {
        check_values(any_of)?;
        let sql = format!("{column} IN (SELECT value FROM json_each(?))");
        self.and(&sql, [Value::list(any_of)]);
        Ok(())
    }

    fn search(&mut self, part: &str) {
        let digits: String = part.chars().filter(char::is_ascii_digit).collect();
        let part = Value::from(part);
        let mut values = vec![part.clone(); 5];
        let phone = match digits.len() >= PHONE_PART_MIN {
            true => {
                values.push(digits.into());
                " OR k.kind = 'phone' AND instr(k.folded, ?)"
            }
            false => "",
        };
        let sql = format!(
            "(instr(d.id, ?) OR instr(i.client, ?) OR instr(t.name, ?) OR instr(t.comment, ?)
              OR EXISTS (SELECT 1 FROM client_contacts k WHERE k.client = i.client
                  AND (k.kind = 'email' AND instr(k.folded, ?){phone})))"
        );
        self.of_card(&sql, values);
    }

    fn marked(&mut self, turn: &Turn<'_>, any_of: &[MarkId], not: &str) -> Result<(), Stop> {
        check_values(any_of)?;
        let (tags, others) = of_dialogs_and_clients(turn, any_of)?;
        let sql = format!("{not}({TAGGED} OR {LABELLED})");
        self.of_client(&sql, [Value::list(&tags), Value::list(&others)]);
        Ok(())
    }

    fn variable(&mut self, name: Option<&str>, value: Option<&str>) -> Result<(), Stop> {
        let mut sql =
            "EXISTS (SELECT 1 FROM client_variables v WHERE v.client = i.client".to_owned();
        let mut values: Vec<Value> = Vec::new();
        if let Some(name) = name {
            sql.push_str(" AND v.name = ?");
            values.push(variable_name(name)?.into());
        }
        if let Some(value) = value {
            sql.push_str(" AND v.folded = ?");
            values.push(variable_value(value)?.into());
        }
        if values.is_empty() {
            return Err(invalid("Give the name of the variable, or its value.").into());
        }
        sql.push(')');
        self.of_client(&sql, values);
        Ok(())
    }
}

/// A part to search, folded.
fn line(part: &str) -> Result<String, Stop> {
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

const UNANSWERED: &str = "d.unanswered_since IS NOT NULL";

const TAGGED: &str = "EXISTS (SELECT 1 FROM dialog_marks m
    WHERE m.dialog = d.id AND m.mark IN (SELECT value FROM json_each(?)))";

const LABELLED: &str = "EXISTS (SELECT 1 FROM client_marks m
    WHERE m.client = i.client AND m.mark IN (SELECT value FROM json_each(?)))";
