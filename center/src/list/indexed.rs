//! Predicates that an index knows: of whom they are true is found without a walk.

use beseda_protocol::filter::Predicate;
use beseda_protocol::ids::Timestamp;

use super::predicates::{self, Clause};
use crate::storage::sql::Value;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;

/// What finds all of whom a predicate is true; some of them maybe twice.
pub(super) struct Indexed {
    /// Selects each `client`.
    pub(super) clients: Clause,
    /// Selects each `dialog` that is tagged, where that is asked for.
    pub(super) tagged: Option<Clause>,
}

/// How a predicate's are found, if there is an index.
pub(super) fn read(turn: &Turn<'_>, one: &Predicate) -> Result<Option<Indexed>, Stop> {
    let (clients, tagged) = match one {
        Predicate::Marked { any_of } => {
            let (tags, others) = predicates::of_dialogs_and_clients(turn, any_of)?;
            let tagged = Clause::new(TAGGED, [Value::list(&tags)]);
            (Clause::new(LABELLED, [Value::list(&others)]), Some(tagged))
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
            match has.values.is_empty() {
                true => return Ok(None),
                false => (has, None),
            }
        }
        Predicate::Registered { from, before } => {
            let from = predicates::day(turn, from)?.unwrap_or_default();
            let before = predicates::day(turn, before)?.unwrap_or(Timestamp(1 << 52));
            (Clause::new(OF_DAYS, [from.into(), before.into()]), None)
        }
        _ => return Ok(None),
    };
    Ok(Some(Indexed { clients, tagged }))
}

const LABELLED: &str = "SELECT m.client AS client FROM json_each(?) wanted
    CROSS JOIN client_marks m ON m.mark = wanted.value";

const TAGGED: &str = "SELECT m.dialog AS dialog FROM json_each(?) wanted
    CROSS JOIN dialog_marks m ON m.mark = wanted.value";

const HAS_VARIABLE: &str = "SELECT v.client AS client FROM client_variables v WHERE TRUE";

const OF_DAYS: &str = "SELECT c.id AS client FROM clients c INDEXED BY clients_created
    WHERE c.created_at >= ? AND c.created_at < ?";
