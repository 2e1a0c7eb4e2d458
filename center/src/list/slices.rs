//! How a question goes on until it has its answer: a slice in the turn in which it was
//! asked, each other in a turn of its own. Who asked is answered when his page is full, when
//! there is no more, or after so many slices with what was found so far: then he sees how
//! far it is, and asks on.

use beseda_protocol::ask::clients::{CountClients, CountedClients, ListClients, ListedClients};
use beseda_protocol::ask::list::{
    CountDialogs, CountSelected, CountedDialogs, ListDialogs, ListedDialogs,
};
use beseda_protocol::ask::{Answer, Asked};
use beseda_protocol::filter::{Filter, ListPlace, Order};
use beseda_protocol::ids::{Ask, DialogId};
use beseda_protocol::limits::{CLIENTS_PAGE, DIALOGS_PAGE};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Employee;

use super::cards::cards;
use super::clients::{self, rows};
use super::conditions::Conditions;
use super::few;
use super::selected;
use super::walk::{SLICE, Walk};
use crate::storage::pins;
use crate::turn::asker;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::requests;
use crate::turn::running::{RunningQuestion, Search, Way};
use crate::turn::speaker::Operator;

/// After so many slices whoever asked hears how far it is: some 10,000 dialogs, or clients,
/// further.
const SLICES_MAX: u32 = 20;

/// Whether a question has its answer.
enum Step {
    More,
    Done,
}

/// Begins a question: its answer, or `None` if it goes on in slices. One that the same
/// console had asked before is answered as far as it is: nobody looks at it any more.
pub(super) fn begin(
    turn: &mut Turn<'_>,
    who: &Operator,
    ask: Ask,
    search: Search,
) -> Result<Option<Answer>, Stop> {
    if let Some(older) = turn.cache.running.supersede(who.line, &search) {
        answer(turn, &who.me, older)?;
    }
    let mut question = RunningQuestion {
        line: who.line,
        operator: who.me.id,
        token: who.token,
        ask,
        n_slices: 0,
        search,
    };
    match step(turn, &who.me, &mut question)? {
        Step::Done => answer_to(turn, &who.me, question.search).map(Some),
        Step::More => {
            turn.cache.running.push(question);
            Ok(None)
        }
    }
}

/// The next slice of the question that has waited longest for one.
pub(crate) fn slice(turn: &mut Turn<'_>) -> Result<(), Stop> {
    let Some(question) = turn.cache.running.pop() else {
        return Ok(());
    };
    // His rights are those of now.
    let viewer = match question.token {
        Some(token) => asker::again(turn, token),
        None => {
            let viewer = turn.cache.employees.0.get(&question.operator);
            viewer.filter(|viewer| viewer.works()).cloned()
        }
    };
    let request = requests::of_line(question.line);
    let outcome = match viewer {
        Some(viewer) => go_on(turn, &viewer, question),
        // Who has none any more has no line either; a program waits.
        None => Err(refuse(Code::Unauthorized).into()),
    };
    match (request, outcome) {
        (Some(request), Err(Stop::Refused(refusal))) => {
            Ok(requests::answer(turn, request, Err(refusal))?)
        }
        (None, Err(Stop::Refused(_))) => Ok(()),
        (_, outcome) => outcome,
    }
}

fn go_on(
    turn: &mut Turn<'_>,
    viewer: &Employee,
    mut question: RunningQuestion,
) -> Result<(), Stop> {
    match step(turn, viewer, &mut question)? {
        Step::More => turn.cache.running.push(question),
        Step::Done => answer(turn, viewer, question)?,
    }
    Ok(())
}

fn step(
    turn: &mut Turn<'_>,
    viewer: &Employee,
    question: &mut RunningQuestion,
) -> Result<Step, Stop> {
    question.n_slices += 1;
    let goes_on = match &mut question.search {
        Search::Page {
            filter,
            order,
            way,
            found,
            behind,
            ..
        } => {
            let pins = match question.token {
                Some(_) => Vec::new(),
                None => pins::of(turn.storage, viewer.id)?,
            };
            let conditions = Conditions::of(turn, viewer, filter)?.without(&pins);
            match drive(turn, viewer, filter, way, &conditions, *order)? {
                Driven::Not => {
                    let room = DIALOGS_PAGE - found.len();
                    let walk = Walk::of(filter, *order);
                    let next = walk.slice(turn.storage, &conditions, behind.take(), room)?;
                    found.extend(next.found);
                    *behind = next.rest;
                    behind.is_some() && found.len() < DIALOGS_PAGE
                }
                Driven::Partly => return Ok(Step::More),
                Driven::Wholly(matching) => {
                    (*found, *behind) = page(matching, behind.take());
                    false
                }
            }
        }
        Search::Count {
            filter,
            way,
            n,
            behind,
        } => {
            let conditions = Conditions::of(turn, viewer, filter)?;
            let order = Order::usual(filter.tab);
            match drive(turn, viewer, filter, way, &conditions, order)? {
                Driven::Not => {
                    let walk = Walk::of(filter, order);
                    let counted = walk.count(turn.storage, &conditions, behind.take())?;
                    *n += counted.n;
                    *behind = counted.rest;
                    behind.is_some()
                }
                Driven::Partly => return Ok(Step::More),
                Driven::Wholly(matching) => {
                    *n = matching.len() as u64;
                    false
                }
            }
        }
        Search::Clients {
            all_of,
            found,
            behind,
        } => {
            let room = CLIENTS_PAGE - found.len();
            let next = clients::next(turn, viewer, all_of, behind.take(), room)?;
            found.extend(next.found);
            *behind = next.rest;
            behind.is_some() && found.len() < CLIENTS_PAGE
        }
        Search::ClientCount { all_of, n, behind } => {
            let counted = clients::count(turn, viewer, all_of, behind.take())?;
            *n += counted.n;
            *behind = counted.rest;
            behind.is_some()
        }
        Search::Selected { on, counted, below } => {
            *below = selected::count(turn, viewer, on, counted, *below)?;
            return Ok(match below {
                Some(_) => Step::More,
                None => Step::Done,
            });
        }
    };
    Ok(match goes_on && question.n_slices < SLICES_MAX {
        true => Step::More,
        false => Step::Done,
    })
}

/// How far what comes into question was looked at.
enum Driven {
    /// It is not little: an order is walked.
    Not,
    /// Some of it is left.
    Partly,
    /// This of it is shown, in order.
    Wholly(Vec<(ListPlace, DialogId)>),
}

/// Looks at as much of what comes into question as a slice does, where that is little.
fn drive(
    turn: &Turn<'_>,
    viewer: &Employee,
    filter: &Filter,
    way: &mut Option<Way>,
    conditions: &Conditions,
    order: Order,
) -> Result<Driven, Stop> {
    let decided = match way.take() {
        Some(decided) => decided,
        None => few::way(turn, viewer, filter)?,
    };
    let Way::Driven {
        mut left,
        mut matching,
    } = decided
    else {
        *way = Some(Way::Walked);
        return Ok(Driven::Not);
    };
    let next = left.take(SLICE as usize);
    matching.extend(few::shown(turn.storage, &next, conditions, order)?);
    if left.len() > 0 {
        *way = Some(Way::Driven { left, matching });
        return Ok(Driven::Partly);
    }
    matching.sort();
    // One dialog may have come by two ways.
    matching.dedup();
    Ok(Driven::Wholly(matching))
}

/// A page of what is shown, behind a place; and where the next one begins.
fn page(
    matching: Vec<(ListPlace, DialogId)>,
    behind: Option<ListPlace>,
) -> (Vec<DialogId>, Option<ListPlace>) {
    let is_behind = |(place, _): &(ListPlace, DialogId)| behind.as_ref() < Some(place);
    let mut all = matching.into_iter().filter(is_behind);
    let page: Vec<(ListPlace, DialogId)> = all.by_ref().take(DIALOGS_PAGE).collect();
    let rest = all.next().and(page.last());
    let rest = rest.map(|(place, _)| place.clone());
    (page.into_iter().map(|(_, id)| id).collect(), rest)
}

/// What was found, looked at once more: meanwhile anything may have happened to it.
fn answer_to(turn: &Turn<'_>, viewer: &Employee, search: Search) -> Result<Answer, Stop> {
    Ok(match search {
        Search::Page {
            filter,
            order,
            pinned,
            found,
            behind: rest,
            ..
        } => {
            let conditions = Conditions::of(turn, viewer, &filter)?;
            let again = |ids: &[DialogId]| {
                let sorted = few::sorted(turn.storage, ids, &conditions, order)?;
                let ids: Vec<DialogId> = sorted.into_iter().map(|(_, id)| id).collect();
                cards(turn, &ids)
            };
            ListDialogs::answer(ListedDialogs {
                pinned: again(&pinned)?,
                dialogs: again(&found)?,
                rest,
            })
        }
        Search::Count { n, behind, .. } => CountDialogs::answer(CountedDialogs { n, rest: behind }),
        Search::Clients {
            all_of,
            found,
            behind: rest,
        } => {
            let found = clients::among(turn, viewer, &all_of, &found)?;
            let clients = rows(turn, viewer, &found)?;
            ListClients::answer(ListedClients { clients, rest })
        }
        Search::Selected { counted, below, .. } => {
            CountSelected::answer(selected::told(&counted, below.is_none()))
        }
        Search::ClientCount { n, behind, .. } => {
            CountClients::answer(CountedClients { n, rest: behind })
        }
    })
}

fn answer(turn: &mut Turn<'_>, viewer: &Employee, question: RunningQuestion) -> Result<(), Stop> {
    let RunningQuestion {
        line, ask, search, ..
    } = question;
    let answer = answer_to(turn, viewer, search)?;
    Ok(requests::answer_to(turn, line, ask, answer)?)
}
