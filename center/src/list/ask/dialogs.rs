//! What consoles ask of the list of dialogs.

use beseda_protocol::ask::Answer;
use beseda_protocol::ask::list::{
    CountDialogs, CountSelected, FilterDialogs, FilteredDialogs, ListDialogs, NextDialogs,
    NextUnanswered,
};
use beseda_protocol::filter::{Filter, Order, Predicate, StateFilter, Tab};
use beseda_protocol::ids::{Ask, DialogId};
use beseda_protocol::limits::{FILTERED_MAX, SELECTED_MAX};
use beseda_protocol::refusal::Code;
use beseda_protocol::selection::Selection;

use crate::list::cards::cards;
use crate::list::conditions::Conditions;
use crate::list::few::{self, FEW};
use crate::list::slices;
use crate::list::walk::Walk;
use crate::storage::pins;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, check_limit, refuse};
use crate::turn::running::{Search, SelectedSoFar, Way};
use crate::turn::speaker::Operator;

/// A page; `None`: it takes more than a slice, and is answered later.
pub(crate) fn page(
    turn: &mut Turn<'_>,
    who: &Operator,
    ask: Ask,
    asked: ListDialogs,
) -> Result<Option<Answer>, Stop> {
    let ListDialogs {
        filter,
        order,
        behind,
    } = asked;
    // What somebody has pinned is his own: a program that asks in his name has none.
    let pins = match who.token {
        Some(_) => Vec::new(),
        None => pins::of(turn.storage, who.me.id)?,
    };
    let pinned = match behind {
        None => {
            let conditions = Conditions::of(turn, &who.me, &filter)?;
            let pinned = few::sorted(turn.storage, &pins, &conditions, order)?;
            pinned.into_iter().map(|(_, id)| id).collect()
        }
        Some(_) => Vec::new(),
    };
    let search = Search::Page {
        filter,
        order,
        way: None,
        pinned,
        found: Vec::new(),
        behind,
    };
    slices::begin(turn, who, ask, search)
}

/// Which of some dialogs a filter shows.
pub(crate) fn among(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: FilterDialogs,
) -> Result<FilteredDialogs, Stop> {
    check_limit(asked.dialogs.len() as u64, FILTERED_MAX + 1)?;
    let conditions = Conditions::of(turn, &who.me, &asked.filter)?;
    let found = few::sorted(turn.storage, &asked.dialogs, &conditions, Order::Created)?;
    let found: Vec<DialogId> = found.into_iter().map(|(_, id)| id).collect();
    let dialogs = cards(turn, &found)?;
    Ok(FilteredDialogs { dialogs })
}

/// How many a filter shows; `None`: it takes more than a slice.
pub(crate) fn count(
    turn: &mut Turn<'_>,
    who: &Operator,
    ask: Ask,
    asked: CountDialogs,
) -> Result<Option<Answer>, Stop> {
    let CountDialogs { filter, behind } = asked;
    // Who counts on behind a place has walked there.
    let way = behind.as_ref().map(|_| Way::Walked);
    let search = Search::Count {
        filter,
        way,
        n: 0,
        behind,
    };
    slices::begin(turn, who, ask, search)
}

/// How much a selection has; `None`: it takes more than a slice.
pub(crate) fn count_selected(
    turn: &mut Turn<'_>,
    who: &Operator,
    ask: Ask,
    CountSelected { on }: CountSelected,
) -> Result<Option<Answer>, Stop> {
    let n_chosen = match &on {
        Selection::Dialogs { ids } => ids.len(),
        Selection::Clients { ids } => ids.len(),
        Selection::FoundDialogs { .. } | Selection::FoundClients { .. } => 0,
        Selection::Unknown => return Err(refuse(Code::Unsupported).into()),
    };
    check_limit(n_chosen as u64, SELECTED_MAX + 1)?;
    let search = Search::Selected {
        on,
        counted: SelectedSoFar::default(),
        below: None,
    };
    slices::begin(turn, who, ask, search)
}

/// Which dialog is to be answered next.
pub(crate) fn next(
    turn: &mut Turn<'_>,
    who: &Operator,
    NextUnanswered { but }: NextUnanswered,
) -> Result<NextDialogs, Stop> {
    let supervises = who.me.role.supervises();
    let tabs = [Tab::Mine, Tab::Free, Tab::Others].into_iter();
    for tab in tabs.filter(|tab| *tab != Tab::Others || supervises) {
        let filter = Filter {
            state: StateFilter::Open,
            tab,
            all_of: vec![Predicate::Unanswered {}],
        };
        let conditions = Conditions::of(turn, &who.me, &filter)?.without(&[but]);
        let found: Vec<DialogId> = match few::of_cells(turn, &who.me, &filter, |_| FEW)? {
            Some(few) => {
                let sorted = few::sorted(turn.storage, &few, &conditions, Order::Waiting)?;
                sorted.into_iter().map(|(_, id)| id).collect()
            }
            // Where many wait, there is one among the first of them.
            None => {
                let walk = Walk::of(&filter, Order::Waiting);
                walk.slice(turn.storage, &conditions, None, 1)?.found
            }
        };
        if let Some(first) = found.first() {
            let dialogs = vec![*first];
            return Ok(NextDialogs { dialogs });
        }
    }
    let dialogs = Vec::new();
    Ok(NextDialogs { dialogs })
}
