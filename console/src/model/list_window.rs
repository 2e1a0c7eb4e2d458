//! A list of dialogs, or of clients, as a window: of any number of cards, those in sight are on the
//! page and a few above and below.
//!
//! Cards change their places while somebody looks at them. Whatever happens, what is in
//! sight stays where it is, held by the cards themselves and not by their number; only at
//! the very top new ones come in from above. While a hand is at the list nothing moves in
//! sight at all: it would be under the pointer, or under the key that is about to open it.
//!
//! All cards are of one height, and lengths are told in it: how many pixels a card has is
//! none of this module's business.

use std::collections::HashSet;
use std::hash::Hash;
use std::ops::Range;

use beseda_protocol::ids::Timestamp;

/// Nothing moves in sight until the list was left alone for so long.
pub const CALM_MS: u64 = 1_000;

/// So many cards are on the page above those in sight, and below them.
const SPARE: usize = 10;

/// Cards come and go by so many: few enough that a frame has time for them where the list
/// is scrolled fast, and more than one, since most frames scroll by less.
const STEP: usize = 2;

/// A list that is scrolled by less than this, in cards, is at its top: by less than a pixel.
const TOP: f64 = 0.01;

/// What of the list is in sight, in cards from its top.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sight {
    /// The first.
    pub from: f64,
    /// Behind the last.
    pub to: f64,
}

impl Sight {
    /// The places of the cards that are in sight, if only in part.
    fn places(self, n: usize) -> Range<usize> {
        let from = self.from.floor().max(0.0) as usize;
        let to = self.to.ceil().max(0.0) as usize;
        from.min(n)..to.clamp(from.min(n), n)
    }

    fn is_at_top(self) -> bool {
        self.from < TOP
    }
}

/// The order that the page shows, and the one that waits.
#[derive(Debug, Default)]
pub struct ListWindow<Id> {
    shown: Vec<Id>,
    /// The order to show as soon as cards may move.
    waiting: Option<Vec<Id>>,
    /// A hand is at the list until then.
    busy_until: Timestamp,
}

impl<Id: Copy + Eq + Hash> ListWindow<Id> {
    /// The order that the page shows.
    pub fn shown(&self) -> &[Id] {
        &self.shown
    }

    /// The places of the cards that are on the page.
    pub fn on_page(&self, sight: Sight) -> Range<usize> {
        let Range { start, end } = sight.places(self.shown.len());
        let start = start.saturating_sub(SPARE) / STEP * STEP;
        let end = (end + SPARE).next_multiple_of(STEP);
        start..end.min(self.shown.len())
    }

    /// The place of the first card that is wholly in sight.
    pub fn first_whole(&self, sight: Sight) -> usize {
        sight.from.ceil().max(0.0) as usize
    }

    /// Somebody moved the pointer over the list, scrolled it, or pressed a key in it.
    pub fn touched(&mut self, now: Timestamp) {
        self.busy_until = now.plus_ms(CALM_MS);
    }

    /// When to look again whether what waits may be shown; absent while nothing waits.
    pub fn due_at(&self) -> Option<Timestamp> {
        self.waiting.as_ref().map(|_| self.busy_until)
    }

    /// Others are listed. How far to scroll to what stands above the first of them.
    pub fn begin(&mut self, order: Vec<Id>, sight: Option<Sight>) -> f64 {
        self.place(order);
        let below = sight.filter(|sight| sight.from > 0.0);
        below.map_or(0.0, |sight| -sight.from - 1.0)
    }

    /// The same in another order, or others among them. By how many cards the
    /// list is to be scrolled, so that what is in sight stays there. A list that nobody
    /// sees waits until somebody does.
    pub fn take(&mut self, order: Vec<Id>, sight: Option<Sight>, now: Timestamp) -> f64 {
        let Some(sight) = sight else {
            self.waiting = Some(order);
            return 0.0;
        };
        if now >= self.busy_until {
            return self.show(order, sight);
        }
        let seen = sight.places(self.shown.len());
        let (held, from) = hold(&self.shown[seen.clone()], seen.start, &order);
        self.waiting = (held != order).then_some(order);
        self.shown = held;
        from as f64 - seen.start as f64
    }

    /// Shows what waits, if it may be shown now; how far to scroll then.
    pub fn settle(&mut self, sight: Option<Sight>, now: Timestamp) -> Option<f64> {
        let sight = sight.filter(|_| now >= self.busy_until)?;
        let order = self.waiting.take()?;
        Some(self.show(order, sight))
    }

    fn show(&mut self, order: Vec<Id>, sight: Sight) -> f64 {
        let seen = &self.shown[sight.places(self.shown.len())];
        let by = match sight.is_at_top() {
            true => 0,
            false => moved(seen, &self.shown, &order),
        };
        self.place(order);
        by as f64
    }

    fn place(&mut self, order: Vec<Id>) {
        self.shown = order;
        self.waiting = None;
    }

    /// Where a key leads from a card.
    pub fn target(&self, key: &str, from: Id, sight: Sight) -> Option<Id> {
        let here = self.shown.iter().position(|id| *id == from)?;
        let page = (sight.to - sight.from).floor().max(2.0) as usize - 1;
        let to = match key {
            "ArrowUp" => here.saturating_sub(1),
            "ArrowDown" => here + 1,
            "PageUp" => here.saturating_sub(page),
            "PageDown" => here + page,
            "Home" => 0,
            "End" => self.shown.len(),
            _ => return None,
        };
        self.shown.get(to).or(self.shown.last()).copied()
    }

    /// How far to scroll to bring a card wholly into sight.
    pub fn reveal(&self, id: Id, sight: Sight) -> f64 {
        let place = self.shown.iter().position(|shown| *shown == id);
        let Some(top) = place.map(|place| place as f64) else {
            return 0.0;
        };
        let below = (top + 1.0 - sight.to).max(0.0);
        (top - sight.from).min(below)
    }

    /// Whether no part of a card of the list is in sight.
    pub fn is_out_of_sight(&self, id: Id, sight: Sight) -> bool {
        let seen = &self.shown[sight.places(self.shown.len())];
        self.shown.contains(&id) && !seen.contains(&id)
    }
}

/// An order in which some cards keep their places, and the place of their first: there may
/// be too few others to go before them.
fn hold<Id: Copy + Eq + Hash>(cards: &[Id], from: usize, order: &[Id]) -> (Vec<Id>, usize) {
    let held: HashSet<Id> = cards.iter().copied().collect();
    let mut all: Vec<Id> = order.to_vec();
    all.retain(|id| !held.contains(id));
    let from = from.min(all.len());
    all.splice(from..from, cards.iter().copied());
    (all, from)
}

/// By how many places most of some cards have moved down: of those that are left the
/// middle one tells, since a few may have gone far away.
fn moved<Id: Copy + Eq>(cards: &[Id], before: &[Id], after: &[Id]) -> i64 {
    let places = |order: &[Id]| -> Vec<(Id, i64)> {
        let placed = order.iter().zip(0..);
        let wanted = placed.filter(|(id, _)| cards.contains(id));
        wanted.map(|(id, place)| (*id, place)).collect()
    };
    let before = places(before);
    let came_to = places(after);
    let by = came_to.iter().filter_map(|(id, to)| {
        let was = before.iter().find(|(known, _)| known == id);
        was.map(|(_, from)| to - from)
    });
    let mut by: Vec<i64> = by.collect();
    by.sort_unstable();
    by.get(by.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use beseda_protocol::ids::DialogId;

    use super::*;

    const NOW: Timestamp = Timestamp(5_000);

    fn ids(ids: impl IntoIterator<Item = u64>) -> Vec<DialogId> {
        ids.into_iter().map(DialogId).collect()
    }

    /// A window of four cards that begins at a place.
    fn at(place: usize) -> Sight {
        let from = place as f64;
        Sight {
            from,
            to: from + 4.0,
        }
    }

    fn showing(order: impl IntoIterator<Item = u64>) -> ListWindow<DialogId> {
        let mut window = ListWindow::default();
        window.begin(ids(order), None);
        window
    }

    #[test]
    fn of_any_number_of_cards_a_few_dozen_are_on_the_page() {
        let window = showing(0..100_000);
        for place in [0, 7, 50_000, 99_996] {
            let on_page = window.on_page(at(place));
            assert!(on_page.len() <= 4 + 2 * (SPARE + STEP), "{on_page:?}");
            assert!(on_page.contains(&place) && on_page.contains(&(place + 3)));
        }
        assert_eq!(window.on_page(at(99_996)).end, 100_000);
        assert_eq!(showing(0..3).on_page(at(0)), 0..3);
        let within = |from: f64| Sight {
            from,
            to: from + 4.0,
        };
        let (earlier, later) = (within(14.2), within(14.9));
        assert_eq!(
            window.on_page(earlier),
            window.on_page(later),
            "by less than one"
        );
    }

    #[test]
    fn at_the_very_top_new_cards_come_in_from_above() {
        let mut window = showing([1, 2, 3, 4, 5, 6]);
        let by = window.take(ids([7, 1, 2, 3, 4, 5, 6]), Some(at(0)), NOW);
        assert_eq!((by, window.shown()[0]), (0.0, DialogId(7)));
    }

    #[test]
    fn what_is_in_sight_stays_there_when_cards_move_above() {
        let mut window = showing(0..20);
        let risen = [30, 31].into_iter().chain(0..20);
        let by = window.take(ids(risen), Some(at(8)), NOW);
        assert_eq!(by, 2.0);
        let gone = (0..20).filter(|id| *id != 3);
        let by = window.take(ids([30, 31].into_iter().chain(gone)), Some(at(10)), NOW);
        assert_eq!(by, -1.0);
    }

    #[test]
    fn a_card_in_sight_that_goes_to_the_top_takes_nobody_along() {
        let mut window = showing(0..20);
        let first_in_sight = [8].into_iter().chain(0..8).chain(9..20);
        let by = window.take(ids(first_in_sight), Some(at(8)), NOW);
        assert_eq!(by, 0.0, "the other three have not moved");
        let from_below = [15, 8].into_iter().chain(0..8).chain(9..15).chain(16..20);
        let by = window.take(ids(from_below), Some(at(9)), NOW);
        assert_eq!(by, 1.0);
    }

    #[test]
    fn under_a_hand_nothing_moves_in_sight_and_all_is_listed() {
        let mut window = showing(0..20);
        window.touched(NOW);
        let order = ids([9, 30].into_iter().chain(0..9).chain(10..20));
        let by = window.take(order.clone(), Some(at(8)), NOW);
        assert_eq!((by, &window.shown()[8..12]), (0.0, &ids(8..12)[..]));
        let all: HashSet<_> = window.shown().iter().collect();
        assert_eq!((all.len(), window.shown().len()), (21, 21));

        let early = NOW.plus_ms(CALM_MS - 1);
        assert_eq!(window.settle(Some(at(8)), early), None);
        assert_eq!(window.due_at(), Some(NOW.plus_ms(CALM_MS)));
        let calm = NOW.plus_ms(CALM_MS);
        let by = window.settle(Some(at(8)), calm);
        assert_eq!(by, Some(1.0), "two came above, one of them from here");
        assert_eq!((window.shown(), window.due_at()), (&order[..], None));
    }

    #[test]
    fn a_card_that_leaves_the_list_stays_under_a_hand_until_it_is_gone() {
        let mut window = showing(0..6);
        window.touched(NOW);
        window.take(ids([0, 2, 3, 4, 5]), Some(at(0)), NOW);
        assert_eq!(window.shown(), ids(0..6));
        window.settle(Some(at(0)), NOW.plus_ms(CALM_MS));
        assert_eq!(window.shown(), ids([0, 2, 3, 4, 5]));
    }

    #[test]
    fn when_too_few_are_left_above_the_cards_in_sight_the_list_follows_them() {
        let mut window = showing(0..12);
        window.touched(NOW);
        let by = window.take(ids(6..12), Some(at(8)), NOW);
        assert_eq!((by, window.shown()), (-6.0, &ids(6..12)[..]));
        assert_eq!(window.due_at(), None, "nothing is left to wait for");
    }

    #[test]
    fn a_page_at_the_end_is_there_at_once_while_one_scrolls() {
        let mut window = showing(0..20);
        window.touched(NOW);
        let by = window.take(ids(0..70), Some(at(16)), NOW);
        assert_eq!((by, window.shown()), (0.0, &ids(0..70)[..]));
        assert_eq!(window.due_at(), None);
    }

    #[test]
    fn a_list_that_nobody_sees_waits_and_keeps_the_place() {
        let mut window = showing(0..20);
        let order = ids([30].into_iter().chain(0..20));
        assert_eq!(window.take(order.clone(), None, NOW), 0.0);
        assert_eq!(window.settle(None, NOW), None);
        assert_eq!(window.settle(Some(at(8)), NOW), Some(1.0));
        assert_eq!(window.shown(), order);
    }

    #[test]
    fn other_dialogs_begin_on_top() {
        let mut window = showing(0..20);
        window.touched(NOW);
        let by = window.begin(ids(30..40), Some(at(8)));
        assert!(by < -8.0, "whatever stands above the first card");
        assert_eq!(window.begin(ids(0..9), Some(at(0))), 0.0);
        assert_eq!(window.shown(), ids(0..9));
    }

    #[test]
    fn keys_lead_along_the_cards_and_stay_within_the_list() {
        let window = showing(0..20);
        let from = |key, from| {
            let target = window.target(key, DialogId(from), at(5));
            target.map(|id| id.0)
        };
        assert_eq!(from("ArrowDown", 5), Some(6));
        assert_eq!(from("ArrowUp", 5), Some(4));
        assert_eq!(from("ArrowUp", 0), Some(0));
        assert_eq!(from("ArrowDown", 19), Some(19));
        assert_eq!(from("PageDown", 5), Some(8), "a card of the page stays");
        assert_eq!(from("PageUp", 2), Some(0));
        assert_eq!((from("Home", 9), from("End", 9)), (Some(0), Some(19)));
        assert_eq!((from("x", 5), from("End", 77)), (None, None));
    }

    #[test]
    fn a_card_is_revealed_by_the_shortest_way() {
        let window = showing(0..20);
        let by = |id| window.reveal(DialogId(id), at(5));
        assert_eq!((by(5), by(8)), (0.0, 0.0));
        assert_eq!((by(4), by(0)), (-1.0, -5.0));
        assert_eq!((by(9), by(19)), (1.0, 11.0));
        assert!(window.is_out_of_sight(DialogId(9), at(5)));
        assert!(!window.is_out_of_sight(DialogId(8), at(5)));
        assert!(!window.is_out_of_sight(DialogId(77), at(5)));
    }
}
