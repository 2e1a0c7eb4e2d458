use beseda_protocol::filter::{Predicate, Tab};

use super::*;
use crate::model::example::{ME, closed, responsible, summary, waiting};

fn shown(board: &Board) -> Vec<u64> {
    board.list().into_iter().map(|id| id.0).collect()
}

fn page(dialogs: Vec<Summary>, rest: Option<ListPlace>) -> ListedDialogs {
    ListedDialogs {
        pinned: vec![],
        dialogs,
        rest,
    }
}

/// A board of which the first page has come: all there is, or down to the last card.
fn loaded(query: Query, dialogs: Vec<Summary>, more: bool) -> Board {
    let mut board = Board::default();
    board.reset(ME, vec![]);
    board.show(query);
    let last = dialogs.last().map(|last| board.query.order().place(last));
    let asked = board.ask_page().unwrap();
    board.wanted = 0;
    board.page(&asked, page(dialogs, last.filter(|_| more)));
    board
}

fn newest() -> Query {
    Query::default()
}

fn unanswered() -> Query {
    Query::from(Filter {
        tab: Tab::Unanswered,
        ..Filter::default()
    })
}

fn narrowed() -> Query {
    Query::from(Filter {
        all_of: vec![Predicate::Comment {
            part: "regular".into(),
        }],
        ..Filter::default()
    })
}

/// Criteria: KC-04
#[test]
fn a_new_dialog_appears_at_the_top() {
    let mut board = loaded(newest(), vec![summary(2, 200), summary(1, 100)], false);
    board.put(summary(3, 300));
    assert_eq!(shown(&board), [3, 2, 1]);
}

/// Criteria: KC-05
#[test]
fn a_client_who_writes_again_moves_to_the_top() {
    let mut board = loaded(newest(), vec![summary(2, 200), summary(1, 100)], false);
    board.put(summary(1, 300));
    assert_eq!(shown(&board), [1, 2]);
}

#[test]
fn a_dialog_below_the_last_page_waits_for_its_page() {
    let mut board = loaded(newest(), vec![summary(9, 900), summary(8, 800)], true);
    board.put(summary(1, 100));
    assert_eq!(shown(&board), [9, 8]);
    let asked = board.ask_page().unwrap();
    let (at, id) = (Timestamp(800), DialogId(8));
    assert_eq!(asked.behind, Some(ListPlace::Newest { at, id }));
    assert_eq!(board.ask_page(), None, "one page at a time");
    board.page(&asked, page(vec![summary(2, 200), summary(1, 100)], None));
    assert_eq!(shown(&board), [9, 8, 2, 1]);
    assert_eq!(board.ask_page(), None);
}

/// The first page of "Unanswered" is that of those who wait longest: a page of the newest
/// would hide them.
#[test]
fn a_page_of_the_unanswered_ends_at_who_waits_shortest_in_it() {
    let first = (1..=50)
        .map(|id| waiting(summary(id, 1_000 + id), id))
        .collect();
    let mut board = loaded(unanswered(), first, true);
    board.put(waiting(summary(51, 2_000), 51));
    assert_eq!(shown(&board).first(), Some(&1));
    assert_eq!(shown(&board).len(), 50, "the 51st belongs to the next page");
    board.put(summary(1, 3_000));
    assert_eq!(shown(&board).first(), Some(&2), "the first was answered");
}

#[test]
fn a_dialog_that_is_closed_leaves_the_open_list() {
    let mut board = loaded(newest(), vec![summary(2, 200), summary(1, 100)], false);
    board.put(closed(summary(2, 200)));
    assert_eq!(shown(&board), [1]);
}

/// Criteria: KC-09, X23
#[test]
fn a_card_tells_when_the_last_message_was_written_or_when_the_client_was_active() {
    let mut card = waiting(summary(1, 300), 50);
    card.last.at = Timestamp(900);
    let mut board = loaded(newest(), vec![card.clone()], false);
    assert_eq!(board.told_at(&card, CardTime::LastMessage), Timestamp(900));
    assert_eq!(board.told_at(&card, CardTime::Activity), Timestamp(300));
    board.show(unanswered());
    assert_eq!(board.told_at(&card, CardTime::LastMessage), Timestamp(900));
    let mut by_creation = newest();
    by_creation.order = Some(Order::Created);
    board.show(by_creation);
    let created = card.created_at;
    assert_eq!(board.told_at(&card, CardTime::LastMessage), created);
}

/// ux C3: times one below the other never go up and down.
#[test]
fn a_list_is_in_the_order_of_its_clients_activity() {
    let mut answered = summary(3, 250);
    answered.last.at = Timestamp(900);
    let cards = vec![
        waiting(summary(1, 300), 50),
        answered,
        waiting(summary(2, 200), 150),
    ];
    let times = |board: &Board| -> Vec<u64> {
        let cards = board.list().into_iter().filter_map(|id| board.card(id));
        cards
            .map(|card| board.told_at(card, CardTime::Activity).0)
            .collect()
    };
    let mut board = loaded(newest(), cards, false);
    assert_eq!(times(&board), [300, 250, 200]);
    board.show(unanswered());
    assert_eq!(times(&board), [50, 150]);
}

/// Criteria: SB-57, X21
#[test]
fn pinned_dialogs_stand_above_all_others_also_those_from_far_below() {
    let mut board = loaded(newest(), vec![summary(9, 900), summary(8, 800)], true);
    board.put(summary(1, 100));
    board.pin(vec![DialogId(1), DialogId(8)]);
    assert_eq!(shown(&board), [8, 1, 9]);
    board.pin(vec![]);
    assert_eq!(shown(&board), [9, 8]);
    board.pin(vec![DialogId(77)]);
    assert!(board.lacks_a_pin(), "its card is to be asked for");
}

#[test]
fn what_a_card_does_not_tell_the_center_is_asked_and_never_guessed() {
    let mut board = loaded(narrowed(), vec![summary(2, 200)], false);
    assert_eq!(shown(&board), [2]);
    board.put(summary(3, 300));
    board.put(summary(4, 400));
    assert_eq!(shown(&board), [2], "nobody knows yet");
    let asked = board.ask_doubtful().unwrap();
    assert_eq!(asked.dialogs, [DialogId(3), DialogId(4)]);
    assert_eq!(board.ask_doubtful(), None, "one question at a time");
    let dialogs = vec![summary(4, 400)];
    board.filtered(&asked, FilteredDialogs { dialogs });
    assert_eq!(shown(&board), [4, 2]);
    // What was said once holds for the next message.
    board.put(summary(3, 500));
    assert_eq!(board.ask_doubtful(), None);
    // The client's card has changed: he stays until the center has said.
    let client = summary(2, 200).client;
    board.rewrite(&client);
    assert_eq!(shown(&board), [4, 2]);
    let asked = board.ask_doubtful().unwrap();
    board.filtered(&asked, FilteredDialogs { dialogs: vec![] });
    assert_eq!(shown(&board), [4]);
}

#[test]
fn where_few_are_found_among_many_the_search_goes_on_until_there_is_a_page() {
    let mut board = Board::default();
    board.reset(ME, vec![]);
    board.show(narrowed());
    let first = board.ask_page().unwrap();
    let place = |at| ListPlace::Newest {
        at: Timestamp(at),
        id: DialogId(1),
    };
    let second = board.page(&first, page(vec![summary(9, 900)], Some(place(500))));
    let second = second.expect("a page is not full");
    assert_eq!(second.behind, Some(place(500)));
    assert!(board.is_looking() && !board.is_loading());
    assert_eq!(board.page(&second, page(vec![summary(3, 300)], None)), None);
    assert_eq!(shown(&board), [9, 3]);
    // An answer to what is no longer asked changes nothing but the cards.
    board.show(newest());
    assert_eq!(board.page(&first, page(vec![], Some(place(100)))), None);
    assert!(board.is_loading());
}

#[test]
fn how_many_there_are_is_counted_by_the_center_unless_the_counts_tell() {
    let mut counts = Counts::default();
    counts.put(vec![beseda_protocol::filter::Count {
        responsible: None,
        open: 1_001,
        snoozed: 0,
        unanswered: 3,
        unread: 0,
        messages: 9,
    }]);
    let cards = vec![responsible(summary(2, 200), ME), summary(1, 100)];
    let mut board = loaded(newest(), cards.clone(), true);
    assert_eq!(board.size(&counts), Size::Exactly(1_001));
    assert!(!board.is_uncounted(&counts));
    let mut board_of_some = loaded(narrowed(), cards, true);
    assert_eq!(board_of_some.size(&counts), Size::AtLeast(2));
    assert!(board_of_some.is_uncounted(&counts));
    let asked = board_of_some.ask_count();
    assert!(!board_of_some.is_uncounted(&counts), "once is enough");
    let rest = Some(ListPlace::Newest {
        at: Timestamp(7),
        id: DialogId(7),
    });
    board_of_some.was_counted(
        &asked,
        CountedDialogs {
            n: 1_200,
            rest: rest.clone(),
        },
    );
    assert_eq!(board_of_some.size(&counts), Size::AtLeast(1_200));
    // A page is looked for first.
    let page_asked = board_of_some.ask_page().unwrap();
    assert!(!board_of_some.is_uncounted(&counts));
    let more = page(vec![], page_asked.behind.clone());
    board_of_some.wanted = 0;
    board_of_some.page(&page_asked, more);
    let next = board_of_some.ask_count();
    assert_eq!(next.behind, rest);
    board_of_some.was_counted(&next, CountedDialogs { n: 4, rest: None });
    assert_eq!(board_of_some.size(&counts), Size::Exactly(1_204));
    board.show(unanswered());
    assert_eq!(board.size(&counts), Size::Exactly(3));
}

#[test]
fn a_filter_that_the_center_refuses_gives_way_to_the_list_without_it() {
    let mut board = Board::default();
    board.reset(ME, vec![]);
    board.show(narrowed());
    let asked = board.ask_page().unwrap();
    assert!(board.was_refused(&asked));
    assert_eq!(*board.query(), newest());
    let asked = board.ask_page().unwrap();
    assert!(!board.was_refused(&asked), "nothing is left to leave out");
}

#[test]
fn what_the_center_did_not_say_of_a_dialog_is_asked_with_the_next_doubt() {
    let mut board = loaded(narrowed(), vec![summary(2, 200)], true);
    board.put(summary(3, 300));
    let asked = board.ask_doubtful().unwrap();
    board.put(summary(4, 400));
    assert!(!board.has_doubts(), "one question at a time");
    board.was_not_filtered(&asked);
    let asked = board.ask_doubtful().unwrap();
    assert_eq!(asked.dialogs, [DialogId(4)]);
}

#[test]
fn after_a_reset_the_first_page_drops_what_is_gone() {
    let mut board = loaded(newest(), vec![summary(2, 200), summary(1, 100)], false);
    board.reset(ME, vec![]);
    assert_eq!(
        shown(&board),
        [2, 1],
        "nothing vanishes while the page is on its way"
    );
    let asked = board.ask_page().unwrap();
    board.page(&asked, page(vec![summary(2, 200)], None));
    assert_eq!(shown(&board), [2]);
}
