//! Questions that take more than one slice: what was found so far, and where to go on. They
//! are memory: the line of who asked dies with the object, and he asks again.

use std::collections::{BTreeSet, VecDeque};

use beseda_protocol::filter::{Filter, ListPlace, Order, Predicate};
use beseda_protocol::ids::{Ask, ClientId, DialogId, OperatorId, TokenId};
use beseda_protocol::selection::Selection;

use super::peer::LineId;

/// Those that run, the one whose turn is next first.
#[derive(Debug, Default)]
pub(crate) struct Running(VecDeque<RunningQuestion>);

/// One of them.
#[derive(Debug)]
pub(crate) struct RunningQuestion {
    pub(crate) line: LineId,
    pub(crate) operator: OperatorId,
    /// By which token another program has asked in his name.
    pub(crate) token: Option<TokenId>,
    pub(crate) ask: Ask,
    pub(crate) n_slices: u32,
    pub(crate) search: Search,
}

/// How dialogs are looked for.
#[derive(Debug)]
pub(crate) enum Way {
    /// Along an order.
    Walked,
    /// Among what comes into question, which is little.
    Driven {
        /// Still to be looked at.
        left: Candidates,
        /// What the filter shows of the rest, in no order.
        matching: Vec<(ListPlace, DialogId)>,
    },
}

/// What comes into question.
#[derive(Debug, Default)]
pub(crate) struct Candidates {
    pub(crate) dialogs: Vec<DialogId>,
    /// All of their dialogs.
    pub(crate) clients: Vec<ClientId>,
}

impl Candidates {
    /// How many there are to be looked at.
    pub(crate) fn len(&self) -> usize {
        self.dialogs.len() + self.clients.len()
    }

    /// Takes so many of one kind out of it.
    pub(crate) fn take(&mut self, n: usize) -> Self {
        fn last<T>(of: &mut Vec<T>, n: usize) -> Vec<T> {
            of.split_off(of.len().saturating_sub(n))
        }
        let mut taken = Self::default();
        match self.dialogs.is_empty() {
            false => taken.dialogs = last(&mut self.dialogs, n),
            true => taken.clients = last(&mut self.clients, n),
        }
        taken
    }
}

/// What is looked for, and how far.
#[derive(Debug)]
pub(crate) enum Search {
    /// A page of the dialogs.
    Page {
        filter: Filter,
        order: Order,
        /// Decided by the first slice.
        way: Option<Way>,
        /// The first page shows these, too.
        pinned: Vec<DialogId>,
        found: Vec<DialogId>,
        behind: Option<ListPlace>,
    },
    /// How many dialogs a filter shows.
    Count {
        filter: Filter,
        /// Decided by the first slice.
        way: Option<Way>,
        n: u64,
        behind: Option<ListPlace>,
    },
    /// A page of the clients.
    Clients {
        all_of: Vec<Predicate>,
        found: Vec<ClientId>,
        behind: Option<ClientId>,
    },
    /// How many clients there are of whom something is true.
    ClientCount {
        all_of: Vec<Predicate>,
        n: u64,
        behind: Option<ClientId>,
    },
    /// How much a selection has.
    Selected {
        on: Selection,
        counted: SelectedSoFar,
        /// Below which number the rest lies; absent: nothing was counted.
        below: Option<u64>,
    },
}

/// What was counted of a selection so far.
#[derive(Debug, Default)]
pub(crate) struct SelectedSoFar {
    pub(crate) n_dialogs: u64,
    pub(crate) n_unanswered: u64,
    pub(crate) n_clients: u64,
    /// The clients of the dialogs: one may have several.
    pub(crate) clients: BTreeSet<ClientId>,
}

impl Search {
    /// Whether it is of a page of the screen; else of what stands above it.
    const fn is_of_list(&self) -> bool {
        !matches!(self, Self::Selected { .. })
    }
}

impl Running {
    /// Whether there is any.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One that is to go on, behind all others.
    pub(crate) fn push(&mut self, question: RunningQuestion) {
        self.0.push_back(question);
    }

    /// The one whose turn it is.
    pub(crate) fn pop(&mut self) -> Option<RunningQuestion> {
        self.0.pop_front()
    }

    /// Takes out the one that another of its line supersedes: a console has one of its list at a
    /// time, and one of a selection, so that none waits for what nobody looks at any more.
    pub(crate) fn supersede(&mut self, line: LineId, search: &Search) -> Option<RunningQuestion> {
        let is_alike = |question: &RunningQuestion| {
            question.line == line && question.search.is_of_list() == search.is_of_list()
        };
        let place = self.0.iter().position(is_alike)?;
        self.0.remove(place)
    }

    /// Nobody waits for those of a line any more.
    pub(crate) fn leave(&mut self, line: LineId) {
        self.0.retain(|question| question.line != line);
    }
}
