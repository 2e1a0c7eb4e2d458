//! What of a list is selected for a bulk act: some cards, or all that is found.
//!
//! Cards stay selected wherever they move. What the list does not show any more is not
//! selected either: nobody acts upon what he does not see.

use std::collections::HashSet;
use std::hash::Hash;

use beseda_protocol::ask::jobs::BeginBulk;
use beseda_protocol::ask::list::{CountSelected, CountedSelection};
use beseda_protocol::bulk::Act;
use beseda_protocol::filter::{Filter, Predicate, StateFilter, Tab};
use beseda_protocol::ids::{ClientId, DialogId, JobId};
use beseda_protocol::job::Job;
use beseda_protocol::limits::SELECTED_MAX;
use beseda_protocol::selection::Selection;

use super::{Model, Wish};

/// What is selected, by ids or as all that is found; where the last range began, and whether
/// what was selected was dropped.
#[derive(Debug, Clone)]
pub struct Selected<Id> {
    ids: HashSet<Id>,
    /// Where a range begins, and what the last one has selected.
    anchor: Option<Id>,
    range: Vec<Id>,
    /// All that is found, and how much that is, once it was counted.
    all: Option<Option<CountedSelection>>,
    /// The list shows something else than what was selected.
    is_dropped: bool,
}

impl<Id> Default for Selected<Id> {
    fn default() -> Self {
        Self {
            ids: HashSet::new(),
            anchor: None,
            range: Vec::new(),
            all: None,
            is_dropped: false,
        }
    }
}

/// How much of what the list has loaded is selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Nothing.
    Nothing,
    /// Some of it.
    Some,
    /// This page: all that is loaded.
    Page,
    /// All that is found.
    All,
}

impl<Id: Copy + Eq + Hash> Selected<Id> {
    /// Whether a card is selected.
    pub fn has(&self, id: Id) -> bool {
        self.all.is_some() || self.ids.contains(&id)
    }

    /// The selected cards of a list, in its order.
    pub fn among(&self, order: &[Id]) -> Vec<Id> {
        let ids = order.iter().filter(|id| self.has(**id));
        ids.copied().collect()
    }

    /// How much of a list is selected.
    pub fn extent(&self, order: &[Id]) -> Extent {
        if self.all.is_some() {
            return Extent::All;
        }
        match order.iter().filter(|id| self.ids.contains(id)).count() {
            0 => Extent::Nothing,
            n if n == order.len().min(SELECTED_MAX) => Extent::Page,
            _ => Extent::Some,
        }
    }

    /// How much all that is found is, once it was counted.
    pub fn counted(&self) -> Option<&CountedSelection> {
        self.all.as_ref()?.as_ref()
    }

    /// Whether something was selected until the list showed something else.
    pub fn is_dropped(&self) -> bool {
        self.is_dropped
    }

    /// Selects a card, or does not any more; ranges begin at it.
    pub fn toggle(&mut self, id: Id, order: &[Id]) {
        self.pin_down(order);
        if !self.ids.remove(&id) && self.ids.len() < SELECTED_MAX {
            self.ids.insert(id);
        }
        self.anchor = Some(id);
        self.range.clear();
    }

    /// Selects from where ranges begin to a card, in the place of the range before; where
    /// none begins, one begins at `from`.
    pub fn extend(&mut self, from: Id, to: Id, order: &[Id]) {
        self.pin_down(order);
        let place = |id: Id| order.iter().position(|other| *other == id);
        let anchor = self.anchor.filter(|anchor| place(*anchor).is_some());
        let anchor = *self.anchor.insert(anchor.unwrap_or(from));
        let Some((from, to)) = place(anchor).zip(place(to)) else {
            return;
        };
        for id in self.range.drain(..) {
            self.ids.remove(&id);
        }
        let room = SELECTED_MAX - self.ids.len().min(SELECTED_MAX);
        let range = &order[from.min(to)..=from.max(to)];
        // Towards the card: what is too much is left at its end.
        self.range = match from <= to {
            true => range.iter().take(room).copied().collect(),
            false => range.iter().rev().take(room).copied().collect(),
        };
        self.ids.extend(self.range.iter().copied());
    }

    /// Selects this page: all that is loaded.
    pub fn page(&mut self, order: &[Id]) {
        self.clear();
        self.ids.extend(order.iter().take(SELECTED_MAX));
    }

    /// Selects all that is found.
    pub fn all(&mut self) {
        self.clear();
        self.all = Some(None);
    }

    /// Selects nothing.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The list shows something else.
    pub fn drop_selection(&mut self) {
        let is_dropped = self.all.is_some() || !self.ids.is_empty();
        *self = Self {
            is_dropped,
            ..Self::default()
        };
    }

    /// All that is found is from now on what is loaded of it.
    fn pin_down(&mut self, order: &[Id]) {
        if self.all.is_some() {
            self.page(order);
        }
        self.is_dropped = false;
    }

    fn set_counted(&mut self, counted: CountedSelection) {
        if let Some(all) = &mut self.all {
            *all = Some(counted);
        }
    }
}

/// How many dialogs and clients are selected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SelectedCount {
    /// Dialogs; none, where clients are selected.
    pub dialogs: u64,
    /// Clients.
    pub clients: u64,
}

impl Model {
    /// The dialogs that are selected.
    pub fn dialog_selection(&self) -> Selection {
        match self.selected.all {
            Some(_) => Selection::FoundDialogs {
                filter: self.board.filter().clone(),
            },
            None => Selection::Dialogs {
                ids: self.selected.among(&self.list()),
            },
        }
    }

    /// The clients who are selected.
    pub fn client_selection(&self) -> Selection {
        match self.selected_clients.all {
            Some(_) => Selection::FoundClients {
                all_of: self.client_list.all_of().to_vec(),
            },
            None => Selection::Clients {
                ids: self.selected_clients.among(&self.client_list.list()),
            },
        }
    }

    /// How much a selection is; absent: it is being counted.
    pub fn count_of(&self, on: &Selection) -> Option<SelectedCount> {
        Some(match on {
            Selection::Dialogs { ids } => {
                let client = |id: &DialogId| self.board.card(*id).map(|card| card.client.id);
                let clients: HashSet<ClientId> = ids.iter().filter_map(client).collect();
                SelectedCount {
                    dialogs: ids.len() as u64,
                    clients: clients.len() as u64,
                }
            }
            Selection::Clients { ids } => SelectedCount {
                dialogs: 0,
                clients: ids.len() as u64,
            },
            Selection::FoundDialogs { .. } => {
                let counted = self.selected.counted()?;
                SelectedCount {
                    dialogs: counted.dialogs,
                    clients: counted.clients,
                }
            }
            Selection::FoundClients { .. } => SelectedCount {
                dialogs: 0,
                clients: self.selected_clients.counted()?.clients,
            },
            Selection::Unknown => SelectedCount::default(),
        })
    }

    /// All that is found was selected: how much is it?
    pub fn count_selection(&self, on: Selection) -> Vec<Wish> {
        match on.is_found() {
            true => vec![Wish::ask(CountSelected { on })],
            false => vec![],
        }
    }

    /// A selection was counted. One that had to be cut short is counted anew, as long as it
    /// is selected.
    pub(super) fn selection_counted(
        &mut self,
        asked: CountSelected,
        counted: CountedSelection,
    ) -> Option<Wish> {
        if self.read_all.is_some() && asked.on == unread() {
            return match counted.is_whole {
                true => {
                    *self.read_all = Some(Some(counted));
                    None
                }
                false => Some(Wish::ask(asked)),
            };
        }
        let is_selected = match &asked.on {
            Selection::FoundDialogs { .. } => self.dialog_selection() == asked.on,
            Selection::FoundClients { .. } => self.client_selection() == asked.on,
            _ => false,
        };
        if !is_selected {
            return None;
        }
        if !counted.is_whole {
            return Some(Wish::ask(asked));
        }
        match asked.on {
            Selection::FoundClients { .. } => self.selected_clients.set_counted(counted),
            _ => self.selected.set_counted(counted),
        }
        None
    }

    /// Shall all that is unread be marked read (SB-03)? How much it is, is counted first.
    pub fn ask_to_read_all(&mut self) -> Vec<Wish> {
        *self.read_all = Some(None);
        vec![Wish::ask(CountSelected { on: unread() })]
    }

    /// It shall.
    pub fn read_all(&mut self) -> Vec<Wish> {
        let counted = self.read_all.take().flatten();
        counted.map_or_else(Vec::new, |counted| {
            self.request(BeginBulk {
                act: Act::Read {},
                on: unread(),
                counted: counted.dialogs,
            })
        })
    }

    /// Does something with what is selected, which is selected no longer.
    pub fn begin_bulk(&mut self, act: Act, on: Selection) -> Vec<Wish> {
        let Some(count) = self.count_of(&on) else {
            return vec![];
        };
        let counted = match on {
            Selection::Clients { .. } | Selection::FoundClients { .. } => count.clients,
            _ => count.dialogs,
        };
        self.request(BeginBulk { act, on, counted })
    }

    /// A bulk act has begun, or it is being undone: its job is told of where it was begun.
    pub(super) fn bulk_begun(&mut self, asked: Option<BeginBulk>, job: JobId) {
        *self.bulk_job = Some(job);
        match asked.map(|asked| asked.on) {
            Some(on) if on == self.dialog_selection() => self.selected.clear(),
            Some(on) if on == self.client_selection() => self.selected_clients.clear(),
            _ => {}
        }
    }

    /// The job of the bulk act that was begun last here, as long as there is anything to
    /// tell of it.
    pub fn bulk_job(&self) -> Option<&Job> {
        let id = self.bulk_job.as_ref()?;
        self.jobs.iter().find(|job| job.id == *id)
    }
}

/// All that is unread, and that he sees.
fn unread() -> Selection {
    let filter = Filter {
        state: StateFilter::All,
        tab: Tab::All,
        all_of: vec![Predicate::Unread {}],
    };
    Selection::FoundDialogs { filter }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(ids: impl IntoIterator<Item = u64>) -> Vec<DialogId> {
        ids.into_iter().map(DialogId).collect()
    }

    fn selected(of: &Selected<DialogId>, order: &[DialogId]) -> Vec<u64> {
        of.among(order).into_iter().map(|id| id.0).collect()
    }

    #[test]
    fn a_range_goes_from_where_the_last_card_was_selected() {
        let order = ids(1..=9);
        let mut of = Selected::default();
        of.toggle(DialogId(3), &order);
        of.extend(DialogId(3), DialogId(6), &order);
        assert_eq!(selected(&of, &order), [3, 4, 5, 6]);
        // It turns round, and takes back what it had selected.
        of.extend(DialogId(6), DialogId(2), &order);
        assert_eq!(selected(&of, &order), [2, 3]);
        // What was selected beside it stays.
        of.toggle(DialogId(8), &order);
        of.extend(DialogId(8), DialogId(7), &order);
        assert_eq!(selected(&of, &order), [2, 3, 7, 8]);
    }

    #[test]
    fn with_nothing_selected_a_range_begins_at_the_card_that_has_the_keyboard() {
        let order = ids(1..=5);
        let mut of = Selected::default();
        of.extend(DialogId(2), DialogId(3), &order);
        of.extend(DialogId(3), DialogId(4), &order);
        assert_eq!(selected(&of, &order), [2, 3, 4]);
        of.extend(DialogId(4), DialogId(3), &order);
        assert_eq!(selected(&of, &order), [2, 3]);
    }

    #[test]
    fn cards_that_move_stay_selected_and_those_that_leave_the_list_are_not() {
        let order = ids(1..=5);
        let mut of = Selected::default();
        for id in ids([2, 4]) {
            of.toggle(id, &order);
        }
        let moved = ids([4, 1, 3, 5, 2]);
        assert_eq!(selected(&of, &moved), [4, 2]);
        assert_eq!(selected(&of, &ids([1, 2, 3])), [2]);
    }

    #[test]
    fn a_page_is_all_that_is_loaded_and_less_than_all_that_is_found() {
        let order = ids(1..=50);
        let mut of = Selected::default();
        assert_eq!(of.extent(&order), Extent::Nothing);
        of.toggle(DialogId(1), &order);
        assert_eq!(of.extent(&order), Extent::Some);
        of.page(&order);
        assert_eq!(of.extent(&order), Extent::Page);
        // Another page comes.
        assert_eq!(of.extent(&ids(1..=100)), Extent::Some);
        of.all();
        assert_eq!(of.extent(&ids(1..=100)), Extent::All);
        // All but one is what can be seen but that one.
        of.toggle(DialogId(7), &order);
        assert_eq!(
            (of.extent(&order), of.has(DialogId(7))),
            (Extent::Some, false)
        );
        assert_eq!(of.among(&order).len(), 49);
    }

    #[test]
    fn no_more_is_selected_than_may_be_asked() {
        let order = ids(1..=SELECTED_MAX as u64 + 20);
        let mut of = Selected::default();
        of.page(&order);
        of.toggle(DialogId(SELECTED_MAX as u64 + 5), &order);
        assert_eq!(of.among(&order).len(), SELECTED_MAX);
        of.clear();
        of.extend(DialogId(1), order[order.len() - 1], &order);
        assert_eq!(of.among(&order).len(), SELECTED_MAX);
    }

    #[test]
    fn who_shows_something_else_is_told_that_nothing_is_selected_any_more() {
        let order = ids(1..=5);
        let mut of = Selected::default();
        of.drop_selection();
        assert!(!of.is_dropped(), "nothing was");
        of.toggle(DialogId(1), &order);
        of.drop_selection();
        assert_eq!(
            (of.extent(&order), of.is_dropped()),
            (Extent::Nothing, true)
        );
        of.toggle(DialogId(2), &order);
        assert!(!of.is_dropped());
    }
}
