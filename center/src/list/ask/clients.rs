//! What consoles ask of the list of clients.

use beseda_protocol::ask::Answer;
use beseda_protocol::ask::clients::{CountClients, FilterClients, FilteredClients, ListClients};
use beseda_protocol::ask::list::{
    ClientValues, ListValues, ListVariables, ListedValues, ListedVariables,
};
use beseda_protocol::ids::Ask;
use beseda_protocol::limits::{CARD_VARIABLES_MAX, CLIENTS_PAGE, VARIABLES_LISTED_MAX};

use crate::list::clients::{among, rows};
use crate::list::slices;
use crate::storage::profiles;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, check_limit};
use crate::turn::running::Search;
use crate::turn::speaker::Operator;

/// A page; `None`: it takes more than a slice, and is answered later.
pub(crate) fn page(
    turn: &mut Turn<'_>,
    who: &Operator,
    ask: Ask,
    asked: ListClients,
) -> Result<Option<Answer>, Stop> {
    let ListClients { all_of, behind } = asked;
    let search = Search::Clients {
        all_of,
        found: Vec::new(),
        behind,
    };
    slices::begin(turn, who, ask, search)
}

/// How many there are; `None`: it takes more than a slice.
pub(crate) fn count(
    turn: &mut Turn<'_>,
    who: &Operator,
    ask: Ask,
    asked: CountClients,
) -> Result<Option<Answer>, Stop> {
    let CountClients { all_of, behind } = asked;
    let n = 0;
    slices::begin(turn, who, ask, Search::ClientCount { all_of, n, behind })
}

/// Of which of some clients it is true.
pub(crate) fn filter(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: FilterClients,
) -> Result<FilteredClients, Stop> {
    check_limit(asked.clients.len() as u64, CLIENTS_PAGE + 1)?;
    let found = among(turn, &who.me, &asked.all_of, &asked.clients)?;
    let clients = rows(turn, &who.me, &found)?;
    Ok(FilteredClients { clients })
}

/// Variables of clients that a filter can name.
pub(crate) fn variables(
    turn: &mut Turn<'_>,
    _: &Operator,
    ListVariables {}: ListVariables,
) -> Result<ListedVariables, Stop> {
    let names = profiles::variable_names(turn.storage, VARIABLES_LISTED_MAX as u64)?;
    Ok(ListedVariables { names })
}

/// Values of variables of some clients.
pub(crate) fn values(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: ListValues,
) -> Result<ListedValues, Stop> {
    check_limit(asked.names.len() as u64, CARD_VARIABLES_MAX + 1)?;
    check_limit(asked.clients.len() as u64, CLIENTS_PAGE + 1)?;
    let seen = among(turn, &who.me, &[], &asked.clients)?;
    let values = profiles::values(turn.storage, &asked.names, &seen)?.into_iter();
    let clients = values
        .map(|(client, variables)| ClientValues { client, variables })
        .collect();
    Ok(ListedValues { clients })
}
