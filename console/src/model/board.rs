//! The list of dialogs: every summary that has been heard of, and which of
//! them the list shows.
//!
//! The relay pages the list from the newest client's message down. Summaries
//! also arrive by events, also ones far below the last page; those wait unseen
//! until the page that holds them has been asked for, so that the list never
//! has a gap.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use beseda_protocol::ask::list::ListedDialogs;
use beseda_protocol::dialog::{
    ClientBrief, DialogState, Filter, ListPlace, StateFilter, Summary, Tab,
};
use beseda_protocol::ids::{ClientId, DialogId, OperatorId, Timestamp};
use beseda_protocol::team::Role;

/// The dialogs that are known, and the list made of them.
#[derive(Debug, Clone, Default)]
pub struct Board {
    cards: HashMap<DialogId, Arc<Summary>>,
    filter: Filter,
    reach: HashMap<(StateFilter, Tab), Reach>,
    /// Cards from before a reset, until a page has confirmed them.
    stale: HashSet<DialogId>,
}

/// How far down the pages of one filter have come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reach {
    /// The first page is on its way.
    Nothing,
    /// Down to this card.
    To(CardPlace),
    /// There is no more.
    End,
}

/// A [`ListPlace`] that can be compared: the greater stands higher on the list.
pub type CardPlace = (Timestamp, DialogId);

/// What awaits a reply.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Awaiting {
    /// Dialogs: what there is to do (X3).
    pub dialogs: u32,
    /// Messages in them (SB-60).
    pub messages: u32,
}

/// What awaits a reply, by whose it is (X3).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// The operator's.
    pub mine: Awaiting,
    /// Nobody is responsible for it.
    pub free: Awaiting,
    /// Anybody's.
    pub all: Awaiting,
}

impl Awaiting {
    fn add(&mut self, messages: u32) {
        self.dialogs += 1;
        self.messages += messages;
    }
}

impl Counts {
    /// What is told in the rail: to a supervisor of the whole center, to an
    /// operator of his own and the free dialogs.
    pub fn for_role(self, role: Role) -> Awaiting {
        match role {
            Role::Operator => Awaiting {
                dialogs: self.mine.dialogs + self.free.dialogs,
                messages: self.mine.messages + self.free.messages,
            },
            Role::Owner | Role::Administrator | Role::Supervisor => self.all,
        }
    }

    /// What awaits a reply behind a tab; the whole figure stands at one of them.
    pub fn of(self, tab: Tab) -> Awaiting {
        match tab {
            Tab::Mine => self.mine,
            Tab::Free => self.free,
            Tab::Unanswered => self.all,
            Tab::All | Tab::Others => Awaiting::default(),
        }
    }
}

impl Board {
    /// The filter that the list shows.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// Shows another filter; true when its first page has to be asked for.
    pub fn show(&mut self, filter: Filter) -> bool {
        self.filter = filter;
        !self.reach.contains_key(&self.key())
    }

    /// A dialog as it is now.
    pub fn card(&self, id: DialogId) -> Option<&Arc<Summary>> {
        self.cards.get(&id)
    }

    /// Every dialog that is known.
    pub fn cards(&self) -> impl Iterator<Item = &Summary> {
        self.cards.values().map(AsRef::as_ref)
    }

    /// A summary arrived; the later one replaces the earlier.
    pub fn put(&mut self, summary: Summary) {
        self.stale.remove(&summary.id);
        self.cards.insert(summary.id, Arc::new(summary));
    }

    /// A dialog may not be seen any more.
    pub fn remove(&mut self, id: DialogId) {
        self.stale.remove(&id);
        self.cards.remove(&id);
    }

    /// A client is called otherwise: on the cards of all his dialogs.
    pub fn rename(&mut self, client: &ClientBrief) {
        for card in self.cards.values_mut() {
            if card.client.id == client.id && card.client != *client {
                Arc::make_mut(card).client = client.clone();
            }
        }
    }

    /// A client turned out to be another one.
    pub fn merge(&mut self, client: ClientId, into: &ClientBrief) {
        for card in self.cards.values_mut() {
            if card.client.id == client {
                Arc::make_mut(card).client = into.clone();
            }
        }
    }

    /// The view begins anew: what was known stays on the screen until pages
    /// confirm or drop it.
    pub fn reset(&mut self, waiting: Vec<Summary>) {
        self.stale = self.cards.keys().copied().collect();
        self.reach.clear();
        for summary in waiting {
            self.put(summary);
        }
        // Counts are made of cards, so none may remember a wait that is over.
        self.cards.retain(|id, card| {
            !(self.stale.contains(id) && (card.awaiting_reply_count > 0 || card.unread_count > 0))
        });
    }

    /// The first page of the shown filter has been asked for.
    pub fn asked(&mut self) {
        let key = self.key();
        self.reach.entry(key).or_insert(Reach::Nothing);
    }

    /// A page of `filter` arrived.
    pub fn page(&mut self, filter: &Filter, behind: bool, page: ListedDialogs, me: OperatorId) {
        let ListedDialogs { dialogs, more } = page;
        let reach = match dialogs.last() {
            Some(last) if more => Reach::To(place(last)),
            _ => Reach::End,
        };
        for summary in dialogs {
            self.put(summary);
        }
        if !behind {
            let stale = std::mem::take(&mut self.stale);
            self.cards
                .retain(|id, card| !(stale.contains(id) && filter.matches(card, me)));
            self.stale = stale
                .into_iter()
                .filter(|id| self.cards.contains_key(id))
                .collect();
        }
        self.reach.insert((filter.state, filter.tab), reach);
    }

    /// Behind which card the next page of the shown filter begins, when there is one.
    pub fn next_page(&self) -> Option<ListPlace> {
        match self.reach.get(&self.key())? {
            Reach::To((at, id)) => Some(ListPlace { at: *at, id: *id }),
            Reach::Nothing | Reach::End => None,
        }
    }

    /// Whether the first page of the shown filter is still to come.
    pub fn is_loading(&self) -> bool {
        matches!(self.reach.get(&self.key()), None | Some(Reach::Nothing))
    }

    /// The list, in order. "Unanswered" shows who waits longest first, the
    /// others the newest client's message (X9).
    pub fn list(&self, me: OperatorId) -> Vec<DialogId> {
        let reach = self
            .reach
            .get(&self.key())
            .copied()
            .unwrap_or(Reach::Nothing);
        let mut shown: Vec<&Arc<Summary>> = self
            .cards
            .values()
            .filter(|card| self.filter.matches(card, me))
            .filter(|card| match reach {
                Reach::Nothing | Reach::End => true,
                Reach::To(last) => place(card) >= last,
            })
            .collect();
        match self.filter.tab {
            Tab::Unanswered => shown.sort_by_key(|card| (self.sorted_at(card), card.id)),
            _ => shown.sort_by_key(|card| std::cmp::Reverse(place(card))),
        }
        shown.into_iter().map(|card| card.id).collect()
    }

    /// The time that a card's place on the list comes from: the card shows it, so
    /// that the order explains itself.
    pub fn sorted_at(&self, card: &Summary) -> Timestamp {
        match (self.filter.tab, card.waiting_since) {
            (Tab::Unanswered, Some(since)) => since,
            _ => card.last_client_at,
        }
    }

    /// What awaits a reply in open dialogs.
    pub fn counts(&self, me: OperatorId) -> Counts {
        let mut counts = Counts::default();
        for card in self.cards.values().filter(|card| {
            matches!(card.state, DialogState::Open {}) && card.awaiting_reply_count > 0
        }) {
            let n = card.awaiting_reply_count;
            counts.all.add(n);
            match card.responsible {
                None => counts.free.add(n),
                Some(id) if id == me => counts.mine.add(n),
                Some(_) => {}
            }
        }
        counts
    }

    /// Which dialog an operator answers next, but for this one: his own, then free
    /// ones, and whom else he sees to; of each who waits longest.
    pub fn next_unanswered(&self, me: OperatorId, role: Role, but: DialogId) -> Option<DialogId> {
        let sees_to_all = role != Role::Operator;
        let place = |card: &Arc<Summary>| {
            let whose = match card.responsible {
                Some(id) if id == me => 0,
                None => 1,
                Some(_) => 2,
            };
            (whose, card.waiting_since, card.id)
        };
        self.cards
            .values()
            .filter(|card| card.awaiting_reply_count > 0 && card.id != but)
            .map(place)
            .filter(|(whose, ..)| sees_to_all || *whose < 2)
            .min()
            .map(|(.., id)| id)
    }

    fn key(&self) -> (StateFilter, Tab) {
        (self.filter.state, self.filter.tab)
    }
}

fn place(summary: &Summary) -> CardPlace {
    (summary.last_client_at, summary.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::example::{ME, closed, responsible, summary, waiting};

    fn shown(board: &Board) -> Vec<u64> {
        board.list(ME).into_iter().map(|id| id.0).collect()
    }

    fn loaded(dialogs: Vec<Summary>, more: bool) -> Board {
        let mut board = Board::default();
        let filter = board.filter().clone();
        board.page(&filter, false, ListedDialogs { dialogs, more }, ME);
        board
    }

    /// Criteria: KC-04
    #[test]
    fn a_new_dialog_appears_at_the_top() {
        let mut board = loaded(vec![summary(2, 200), summary(1, 100)], false);
        board.put(summary(3, 300));
        assert_eq!(shown(&board), [3, 2, 1]);
    }

    /// Criteria: KC-05
    #[test]
    fn a_client_who_writes_again_moves_to_the_top() {
        let mut board = loaded(vec![summary(2, 200), summary(1, 100)], false);
        board.put(summary(1, 300));
        assert_eq!(shown(&board), [1, 2]);
    }

    #[test]
    fn a_dialog_below_the_last_page_waits_for_its_page() {
        let mut board = loaded(vec![summary(9, 900), summary(8, 800)], true);
        board.put(summary(1, 100));
        assert_eq!(shown(&board), [9, 8]);
        let filter = board.filter().clone();
        assert_eq!(board.next_page().map(|place| place.at.0), Some(800));
        let page = ListedDialogs {
            dialogs: vec![summary(2, 200), summary(1, 100)],
            more: false,
        };
        board.page(&filter, true, page, ME);
        assert_eq!(shown(&board), [9, 8, 2, 1]);
        assert_eq!(board.next_page(), None);
    }

    #[test]
    fn unanswered_shows_who_waits_longest_first() {
        let mut board = loaded(
            vec![
                waiting(summary(2, 200), 150),
                waiting(summary(1, 300), 50),
                summary(3, 400),
            ],
            false,
        );
        assert!(board.show(Filter {
            state: StateFilter::Open,
            tab: Tab::Unanswered
        }));
        assert_eq!(shown(&board), [1, 2]);
    }

    #[test]
    fn a_dialog_that_is_closed_leaves_the_open_list() {
        let mut board = loaded(vec![summary(2, 200), summary(1, 100)], false);
        board.put(closed(summary(2, 200)));
        assert_eq!(shown(&board), [1]);
    }

    /// ux C4: one visitor's thirteen messages are one dialog to answer.
    /// Criteria: SB-61
    #[test]
    fn counts_are_dialogs_by_whose_they_are() {
        let n = |dialogs, messages| Awaiting { dialogs, messages };
        let mut talkative = waiting(summary(2, 200), 1);
        talkative.awaiting_reply_count = 13;
        let mut board = Board::default();
        board.reset(vec![
            responsible(waiting(summary(1, 100), 1), ME),
            talkative,
            responsible(waiting(summary(3, 300), 1), OperatorId(7)),
            closed(waiting(summary(4, 400), 1)),
        ]);
        board.put(summary(5, 500));
        let counts = board.counts(ME);
        assert_eq!(counts.of(Tab::Mine), n(1, 1));
        assert_eq!(counts.of(Tab::Free), n(1, 13));
        assert_eq!(counts.of(Tab::Unanswered), n(3, 15));
        assert_eq!(counts.for_role(Role::Operator), n(2, 14));
        assert_eq!(counts.for_role(Role::Supervisor), n(3, 15));
    }

    #[test]
    fn a_tabs_count_is_the_length_of_its_list_of_who_waits() {
        let mut board = loaded(
            vec![
                waiting(summary(2, 200), 150),
                waiting(summary(1, 300), 50),
                summary(3, 400),
            ],
            false,
        );
        board.show(Filter {
            state: StateFilter::Open,
            tab: Tab::Unanswered,
        });
        let n = board.counts(ME).of(Tab::Unanswered).dialogs;
        assert_eq!(n as usize, shown(&board).len());
    }

    /// ux C3: times one below the other never go up and down.
    #[test]
    fn each_list_is_in_the_order_of_the_time_that_its_cards_show() {
        let mut answered = summary(3, 250);
        answered.last.at = Timestamp(900);
        let mut board = loaded(
            vec![
                waiting(summary(1, 300), 50),
                answered,
                waiting(summary(2, 200), 150),
            ],
            false,
        );
        let times = |board: &Board| -> Vec<u64> {
            let cards = board.list(ME).into_iter().filter_map(|id| board.card(id));
            cards.map(|card| board.sorted_at(card).0).collect()
        };
        assert_eq!(times(&board), [300, 250, 200]);
        board.show(Filter {
            state: StateFilter::Open,
            tab: Tab::Unanswered,
        });
        assert_eq!(times(&board), [50, 150]);
    }

    /// ux P9.
    #[test]
    fn the_next_to_answer_is_ones_own_who_waits_longest_then_a_free_one() {
        let mut board = Board::default();
        let other = OperatorId(7);
        board.reset(vec![
            responsible(waiting(summary(1, 100), 10), other),
            waiting(summary(2, 200), 20),
            waiting(summary(3, 300), 30),
            responsible(waiting(summary(4, 400), 40), ME),
            responsible(summary(5, 500), ME),
        ]);
        let next = |board: &Board, role, but| {
            let next = board.next_unanswered(ME, role, DialogId(but));
            next.map(|id| id.0)
        };
        assert_eq!(next(&board, Role::Operator, 9), Some(4));
        assert_eq!(next(&board, Role::Operator, 4), Some(2));
        for answered in [2, 3, 4] {
            board.put(summary(answered, 600));
        }
        assert_eq!(next(&board, Role::Operator, 4), None);
        assert_eq!(next(&board, Role::Supervisor, 4), Some(1));
    }

    #[test]
    fn after_a_reset_the_first_page_drops_what_is_gone() {
        let mut board = loaded(vec![summary(2, 200), summary(1, 100)], false);
        board.reset(vec![]);
        assert_eq!(
            shown(&board),
            [2, 1],
            "nothing vanishes while the page is on its way"
        );
        let filter = board.filter().clone();
        let page = ListedDialogs {
            dialogs: vec![summary(2, 200)],
            more: false,
        };
        board.page(&filter, false, page, ME);
        assert_eq!(shown(&board), [2]);
    }

    #[test]
    fn after_a_reset_no_card_remembers_a_wait_that_is_over() {
        let mut board = loaded(vec![waiting(summary(1, 100), 1)], false);
        board.reset(vec![]);
        assert_eq!(board.counts(ME).all, Awaiting::default());
    }
}
