//! What an index knows of a filter: of whom a part of it is true is found without a walk.

use beseda_protocol::filter::{Filter, Predicate, StateFilter, Tab};
use beseda_protocol::ids::{OperatorId, SiteId, Timestamp};
use beseda_protocol::site::TEST_SITE;
use beseda_protocol::team::Employee;

use super::parts;
use super::predicates::{self, Clause};
use crate::storage::sql::Value;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;

/// What finds all of which a part of a filter is true; some of it maybe twice.
#[derive(Default)]
pub(super) struct Indexed {
    /// Selects each `client`, whatever dialogs he has.
    pub(super) clients: Option<Clause>,
    /// Selects each `dialog`.
    pub(super) dialogs: Option<Clause>,
}

impl Indexed {
    fn clients(sql: &str, values: impl IntoIterator<Item = Value>) -> Self {
        Self {
            clients: Some(Clause::new(sql, values)),
            dialogs: None,
        }
    }

    fn dialogs(sql: &str, values: impl IntoIterator<Item = Value>) -> Self {
        Self {
            clients: None,
            dialogs: Some(Clause::new(sql, values)),
        }
    }
}

/// How the dialogs of a filter are found, by each of its parts that has an index.
pub(super) fn of_filter(
    turn: &Turn<'_>,
    viewer: &Employee,
    filter: &Filter,
) -> Result<Vec<Indexed>, Stop> {
    let mut indexed = Vec::new();
    if filter.tab == Tab::Mine {
        indexed.push(of_responsible(filter.state, &[viewer.id]));
    }
    if filter.tab == Tab::Mentions {
        indexed.push(Indexed::dialogs(MENTIONED, [viewer.id.into()]));
    }
    for one in &filter.all_of {
        indexed.extend(read(turn, filter.state, one)?);
    }
    Ok(indexed)
}

/// How a predicate's are found among dialogs of a state, if there is an index.
pub(super) fn read(
    turn: &Turn<'_>,
    state: StateFilter,
    one: &Predicate,
) -> Result<Option<Indexed>, Stop> {
    Ok(match one {
        Predicate::Marked { any_of } => {
            let (tags, others) = predicates::of_dialogs_and_clients(turn, any_of)?;
            let has_any = |sql: &str, marks: &[_]| {
                let clause = || Clause::new(sql, [Value::list(marks)]);
                (!marks.is_empty()).then(clause)
            };
            Some(Indexed {
                clients: has_any(LABELLED, &others),
                dialogs: has_any(TAGGED, &tags),
            })
        }
        Predicate::Variable { name, value } => {
            let mut has = Clause::new(HAS_VARIABLE, []);
            if let Some(name) = name {
                let name = predicates::variable_name(name)?;
                has.and(Clause::new("v.name = ?", [name.into()]));
            }
            if let Some(value) = value {
                let value = predicates::variable_value(value)?;
                has.and(Clause::new("v.folded = ?", [value.into()]));
            }
            let clients = Some(has).filter(|has| !has.values.is_empty());
            clients.map(|has| Indexed::clients(&has.sql, has.values))
        }
        Predicate::Registered { from, before } => {
            let from = predicates::day(turn, from)?.unwrap_or_default();
            let before = predicates::day(turn, before)?.unwrap_or(Timestamp(1 << 52));
            Some(Indexed::clients(OF_DAYS, [from.into(), before.into()]))
        }
        Predicate::Channels { any_of } => {
            let known = turn.cache.sites.iter().map(|site| site.row.id.clone());
            let sites: Vec<SiteId> = known.chain([SiteId::from(TEST_SITE)]).collect();
            let values = [Value::list(&sites), Value::list(any_of)];
            Some(Indexed::dialogs(OF_CHANNELS, values))
        }
        Predicate::Sites { any_of } => Some(Indexed::dialogs(OF_SITES, [Value::list(any_of)])),
        Predicate::Responsible { any_of } => Some(of_responsible(state, any_of)),
        Predicate::Search { part } => of_search(turn, &predicates::line(part)?)?,
        Predicate::Client { part } => {
            let clients = parts::numbers(&predicates::line(part)?, turn.cache.n_clients);
            clients.map(|clients| Indexed {
                clients: Some(parts::these(&clients, "client")),
                dialogs: None,
            })
        }
        Predicate::Comment { part } => {
            let clients = parts::in_comment(&predicates::line(part)?);
            clients.map(|clients| Indexed {
                clients: Some(clients),
                dialogs: None,
            })
        }
        Predicate::Unanswered {} | Predicate::Unread {} | Predicate::Unmarked { .. } => None,
        Predicate::Unknown => None,
    })
}

/// What is on a card, and the numbers of clients and dialogs.
fn of_search(turn: &Turn<'_>, part: &str) -> Result<Option<Indexed>, Stop> {
    let numbers = |max| parts::numbers(part, max);
    let (of_clients, of_dialogs) = (turn.cache.n_clients, turn.cache.n_dialogs);
    let found = parts::on_card(part).zip(numbers(of_clients).zip(numbers(of_dialogs)));
    let Some((mut clients, (numbered, mut dialogs))) = found else {
        return Ok(None);
    };
    dialogs.extend(predicates::merged(turn, part)?.map(|into| into.0));
    if !numbered.is_empty() {
        clients.or_those(parts::these(&numbered, "client"));
    }
    let dialogs = (!dialogs.is_empty()).then(|| parts::these(&dialogs, "dialog"));
    Ok(Some(Indexed {
        clients: Some(clients),
        dialogs,
    }))
}

fn of_responsible(state: StateFilter, any_of: &[OperatorId]) -> Indexed {
    let any_of = Value::list(any_of);
    match state {
        StateFilter::Open => Indexed::dialogs(OPEN_OF, [any_of]),
        StateFilter::Closed => Indexed::dialogs(CLOSED_OF, [any_of]),
        StateFilter::All => {
            let sql = format!("{OPEN_OF} UNION ALL {CLOSED_OF}");
            Indexed::dialogs(&sql, [any_of.clone(), any_of])
        }
    }
}

const MENTIONED: &str = "SELECT n.dialog AS dialog FROM mentioned n WHERE n.employee = ?";

const LABELLED: &str = "SELECT m.client AS client FROM json_each(?) wanted
    CROSS JOIN client_marks m ON m.mark = wanted.value";

const TAGGED: &str = "SELECT m.dialog AS dialog FROM json_each(?) wanted
    CROSS JOIN dialog_marks m ON m.mark = wanted.value";

const HAS_VARIABLE: &str = "SELECT v.client AS client FROM client_variables v WHERE TRUE";

const OF_DAYS: &str = "SELECT c.id AS client FROM clients c INDEXED BY clients_created
    WHERE c.created_at >= ? AND c.created_at < ?";

const OF_CHANNELS: &str = "SELECT d.id AS dialog FROM json_each(?) site
    CROSS JOIN dialogs d INDEXED BY dialogs_channel
    WHERE d.site = site.value AND d.channel IN (SELECT value FROM json_each(?))";

const OF_SITES: &str = "SELECT d.id AS dialog FROM json_each(?) site
    CROSS JOIN dialogs d INDEXED BY dialogs_channel WHERE d.site = site.value";

const OPEN_OF: &str = "SELECT d.id AS dialog FROM json_each(?) wanted
    CROSS JOIN dialogs d INDEXED BY dialogs_cube
    WHERE d.closed_at IS NULL AND d.responsible = wanted.value";

const CLOSED_OF: &str = "SELECT d.id AS dialog FROM json_each(?) wanted
    CROSS JOIN dialogs d INDEXED BY dialogs_closed_of
    WHERE d.closed_at IS NOT NULL AND d.responsible = wanted.value";
