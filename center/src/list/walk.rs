//! A slice of an order: so many rows of its index, from a place on, and those of them that
//! a filter shows.
//!
//! An order is one stretch of an index or two: the longest waiting first has behind those
//! who wait all others, by the client's last message. Open and closed dialogs lie in an
//! index each, and where both are wanted, SQLite merges them.

use beseda_protocol::filter::{Filter, ListPlace, Order, StateFilter, Tab};
use beseda_protocol::ids::{DialogId, Timestamp};

use super::conditions::Conditions;
use crate::storage::cells::Cells;
use crate::storage::fault::Fault;
use crate::storage::sql::{Row, Value};
use crate::storage::write_buffer::Storage;

/// Rows of an index that are looked at in one turn: about 1 ms.
pub(super) const SLICE: u64 = 500;

/// Above all that there is: what is stored lies below 2^53.
const TOP: u64 = 1 << 52;

/// What a slice has found.
pub(super) struct Slice {
    pub(super) found: Vec<DialogId>,
    /// Where the next one begins; absent: that was all.
    pub(super) rest: Option<ListPlace>,
}

/// How many a slice has found.
pub(super) struct Counted {
    pub(super) n: u64,
    pub(super) rest: Option<ListPlace>,
}

/// What one index has in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stretch {
    /// The unanswered, by since when.
    Waiting,
    /// By the client's last message.
    Newest,
    /// By the beginning.
    Created,
}

/// An order, and what of it a filter can show.
#[derive(Debug, Clone, Copy)]
pub(super) struct Walk {
    order: Order,
    state: StateFilter,
    unanswered_only: bool,
}

impl Walk {
    /// Of a filter's dialogs.
    pub(super) fn of(filter: &Filter, order: Order) -> Self {
        Self {
            order,
            state: filter.state,
            unanswered_only: filter.tab == Tab::Unanswered,
        }
    }

    /// The next dialogs behind a place, at most so many.
    pub(super) fn slice(
        self,
        storage: &Storage<'_>,
        conditions: &Conditions,
        behind: Option<ListPlace>,
        limit: usize,
    ) -> Result<Slice, Fault> {
        let Some((stretch, from)) = self.begin(behind) else {
            return Ok(Slice {
                found: Vec::new(),
                rest: None,
            });
        };
        let end = self.end(storage, stretch, from)?;
        let (sql, mut values) = self.range(stretch, conditions, from, end);
        values.push((limit as u64).into());
        let rows = storage.query(&format!("{sql} LIMIT ?"), &values)?;
        let places = rows.into_iter().map(place);
        let places: Vec<(u64, DialogId)> = places.collect::<Result<_, Fault>>()?;
        let last = places.last().filter(|_| places.len() == limit);
        let rest = match (last, end) {
            (Some(last), _) => Some(stretch.place(*last)),
            (None, Some(end)) => Some(stretch.place(end)),
            (None, None) => self.after(stretch),
        };
        let mut found: Vec<DialogId> = places.into_iter().map(|(_, id)| id).collect();
        // The end of a stretch was cheap.
        if end.is_none() && rest.is_some() && found.len() < limit {
            let more = self.slice(storage, conditions, rest, limit - found.len())?;
            found.extend(more.found);
            let rest = more.rest;
            return Ok(Slice { found, rest });
        }
        Ok(Slice { found, rest })
    }

    /// Counts the next ones behind a place.
    pub(super) fn count(
        self,
        storage: &Storage<'_>,
        conditions: &Conditions,
        behind: Option<ListPlace>,
    ) -> Result<Counted, Fault> {
        let Some((stretch, from)) = self.begin(behind) else {
            return Ok(Counted { n: 0, rest: None });
        };
        let end = self.end(storage, stretch, from)?;
        let (sql, values) = self.range(stretch, conditions, from, end);
        let rows = storage.query(&format!("SELECT count(*) FROM ({sql})"), &values)?;
        let rest = match end {
            Some(end) => Some(stretch.place(end)),
            None => self.after(stretch),
        };
        let n = Cells::first(rows, "dialogs")?.int()?;
        if end.is_none() && rest.is_some() {
            let more = self.count(storage, conditions, rest)?;
            return Ok(Counted {
                n: n + more.n,
                ..more
            });
        }
        Ok(Counted { n, rest })
    }

    /// The stretch of a place, and the place in it. A place of another order has none.
    fn begin(self, behind: Option<ListPlace>) -> Option<(Stretch, (u64, DialogId))> {
        let top = (TOP, DialogId(TOP));
        match (self.order, behind) {
            // None of them waits.
            (Order::Waiting, None) if self.state == StateFilter::Closed => {
                Some((Stretch::Newest, top))
            }
            (Order::Waiting, None) => Some((Stretch::Waiting, (0, DialogId(0)))),
            (Order::Newest, None) => Some((Stretch::Newest, top)),
            (Order::Created, None) => Some((Stretch::Created, top)),
            (Order::Waiting, Some(ListPlace::Waiting { since, id })) => {
                Some((Stretch::Waiting, (since.0, id)))
            }
            (Order::Waiting | Order::Newest, Some(ListPlace::Newest { at, id })) => {
                Some((Stretch::Newest, (at.0, id)))
            }
            (Order::Created, Some(ListPlace::Created { id })) => {
                Some((Stretch::Created, (id.0, id)))
            }
            (_, Some(_)) => None,
        }
    }

    /// Where it goes on behind a stretch.
    fn after(self, stretch: Stretch) -> Option<ListPlace> {
        let goes_on = stretch == Stretch::Waiting && !self.unanswered_only;
        goes_on.then_some(ListPlace::Newest {
            at: Timestamp(TOP),
            id: DialogId(TOP),
        })
    }

    /// The last place of a slice; absent: there are fewer rows.
    fn end(
        self,
        storage: &Storage<'_>,
        stretch: Stretch,
        from: (u64, DialogId),
    ) -> Result<Option<(u64, DialogId)>, Fault> {
        let mut values = Vec::new();
        let halves = stretch.halves(self.state).iter().map(|half| {
            values.extend(from_values(from));
            let (key, is_behind) = (half.key, stretch.is_behind());
            let Half { index, holds, .. } = half;
            format!(
                "SELECT {key} AS key, d.id AS id FROM dialogs d {index}
                 WHERE {holds} AND ({key}, d.id) {is_behind} (?, ?)"
            )
        });
        let halves: Vec<String> = halves.collect();
        values.push((SLICE - 1).into());
        let sql = format!(
            "{} {} LIMIT 1 OFFSET ?",
            halves.join(" UNION ALL "),
            stretch.order_by()
        );
        let rows = storage.query(&sql, &values)?;
        rows.into_iter().next().map(place).transpose()
    }

    /// The rows of a slice of which the conditions are true, in order.
    fn range(
        self,
        stretch: Stretch,
        conditions: &Conditions,
        from: (u64, DialogId),
        end: Option<(u64, DialogId)>,
    ) -> (String, Vec<Value>) {
        let end = end.unwrap_or(match stretch {
            Stretch::Waiting => (TOP, DialogId(TOP)),
            Stretch::Newest | Stretch::Created => (0, DialogId(0)),
        });
        let mut values = Vec::new();
        let others = match (self.order, stretch) {
            (Order::Waiting, Stretch::Newest) => " AND d.unanswered_since IS NULL",
            _ => "",
        };
        let halves = stretch.halves(self.state).iter().map(|half| {
            values.extend(from_values(from));
            values.extend(from_values(end));
            values.extend(conditions.values());
            let (key, joins) = (half.key, conditions.joins());
            let (is_behind, is_within) = (stretch.is_behind(), stretch.is_within());
            let Half { index, holds, .. } = half;
            format!(
                "SELECT {key} AS key, d.id AS id FROM dialogs d {index}{joins}
                 WHERE {holds} AND ({key}, d.id) {is_behind} (?, ?)
                     AND ({key}, d.id) {is_within} (?, ?){others} AND {}",
                conditions.sql()
            )
        });
        let halves: Vec<String> = halves.collect();
        let sql = format!("{} {}", halves.join(" UNION ALL "), stretch.order_by());
        (sql, values)
    }
}

/// What one index holds of a stretch.
struct Half {
    index: &'static str,
    /// The condition of the index, without which SQLite may not use it.
    holds: &'static str,
    key: &'static str,
}

impl Stretch {
    fn halves(self, state: StateFilter) -> &'static [Half] {
        const WAITING: &[Half] = &[Half {
            index: "INDEXED BY dialogs_waiting",
            holds: "d.unanswered_since IS NOT NULL",
            key: "d.unanswered_since",
        }];
        const NEWEST: &[Half] = &[
            Half {
                index: "INDEXED BY dialogs_open",
                holds: "d.closed_at IS NULL",
                key: "d.listed_at",
            },
            Half {
                index: "INDEXED BY dialogs_closed",
                holds: "d.closed_at IS NOT NULL",
                key: "d.listed_at",
            },
        ];
        const CREATED: &[Half] = &[Half {
            index: "NOT INDEXED",
            holds: "TRUE",
            key: "d.id",
        }];
        match (self, state) {
            (Self::Waiting, _) => WAITING,
            (Self::Newest, StateFilter::Open) => &NEWEST[..1],
            (Self::Newest, StateFilter::Closed) => &NEWEST[1..],
            (Self::Newest, StateFilter::All) => NEWEST,
            (Self::Created, _) => CREATED,
        }
    }

    fn is_behind(self) -> &'static str {
        match self {
            Self::Waiting => ">",
            Self::Newest | Self::Created => "<",
        }
    }

    fn is_within(self) -> &'static str {
        match self {
            Self::Waiting => "<=",
            Self::Newest | Self::Created => ">=",
        }
    }

    fn order_by(self) -> &'static str {
        match self {
            Self::Waiting => "ORDER BY key, id",
            Self::Newest | Self::Created => "ORDER BY key DESC, id DESC",
        }
    }

    fn place(self, (key, id): (u64, DialogId)) -> ListPlace {
        match self {
            Self::Waiting => ListPlace::Waiting {
                since: Timestamp(key),
                id,
            },
            Self::Newest => ListPlace::Newest {
                at: Timestamp(key),
                id,
            },
            Self::Created => ListPlace::Created { id },
        }
    }
}

fn from_values((key, id): (u64, DialogId)) -> [Value; 2] {
    [key.into(), id.into()]
}

fn place(row: Row) -> Result<(u64, DialogId), Fault> {
    let mut cells = Cells::new(row, "dialogs");
    Ok((cells.int()?, DialogId(cells.int()?)))
}
