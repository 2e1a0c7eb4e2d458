//! Which slices of the state each kind of event changes: what concerns nothing on the
//! screen costs nothing.

use super::*;
use crate::model::slices::{Slices, changing, reading};
use crate::model::typing::{HOLDS_MS, REPEAT_MS};

fn names(slices: Slices) -> Vec<&'static str> {
    slices.iter().map(|place| Model::SLICES[place]).collect()
}

/// The slices that something changes in a model.
fn changes<T>(model: &mut Model, change: impl FnOnce(&mut Model) -> T) -> Vec<&'static str> {
    names(changing(|| change(model)).1)
}

fn hears(model: &mut Model, frame: ToOperator) -> Vec<&'static str> {
    changes(model, |model| model.hear(frame, NOW))
}

/// Dialog 1 is open, 2 was before, 3 never.
fn at_work() -> Model {
    let mut model = opened();
    model.go(Place::Dialogs(Some(DialogId(2))));
    let dialog = summary(2, 90);
    let told = OpenedDialog {
        messages: vec![said(2, 90, "Hello")],
        more: false,
        tags: vec![],
        deliveries: vec![],
        card: card(&dialog),
        dialog,
    };
    model.asked(
        Ask(20),
        OpenDialog {
            dialog: DialogId(2),
        },
    );
    model.hear(answer::<OpenDialog>(20, told), NOW);
    model.go(Place::Dialogs(Some(DialogId(1))));
    model
}

#[test]
fn a_message_in_another_dialog_changes_the_board_alone() {
    let mut model = at_work();
    let never_opened = event(said(3, 200, "Hi"), waiting(summary(3, 200), 200));
    assert_eq!(hears(&mut model, never_opened), ["board"]);
    let opened_before = event(said(2, 201, "Hi"), waiting(summary(2, 201), 201));
    assert_eq!(hears(&mut model, opened_before), ["board", "kept_threads"]);
    assert_eq!(model.thread(DialogId(2)).unwrap().messages.len(), 2);
}

#[test]
fn a_message_in_the_open_dialog_changes_its_thread_too() {
    let mut model = at_work();
    let here = event(said(1, 200, "Hi"), waiting(summary(1, 200), 100));
    assert_eq!(hears(&mut model, here), ["board", "open_thread"]);
    // The same card once more, as when a colleague takes the dialog.
    let card = ToOperator::Events {
        after: Seq(2),
        seq: Seq(3),
        events: vec![OperatorEvent::Dialog {
            dialog: responsible(summary(1, 200), OperatorId(2)),
        }],
    };
    assert_eq!(hears(&mut model, card), ["board"]);
}

#[test]
fn typing_is_a_change_when_it_begins_and_when_it_ends() {
    let mut model = at_work();
    let types = |on| ToOperator::VisitorTyping {
        dialog: DialogId(1),
        on,
    };
    assert_eq!(hears(&mut model, types(true)), ["typing"]);
    assert_eq!(hears(&mut model, types(true)), [""; 0]);
    assert_eq!(hears(&mut model, types(false)), ["typing"]);
    assert_eq!(hears(&mut model, types(false)), [""; 0]);
    hears(&mut model, types(true));
    let ends = NOW.plus_ms(HOLDS_MS);
    assert_eq!(changes(&mut model, |model| model.tick(ends)), ["typing"]);
    assert_eq!(changes(&mut model, |model| model.tick(ends)), [""; 0]);
}

#[test]
fn a_visitor_who_walks_about_the_site_changes_nothing_but_his_own_card() {
    let mut model = at_work();
    let walks = |client| ToOperator::Visiting {
        client: ClientId(client),
        page: None,
        online: false,
    };
    assert_eq!(hears(&mut model, walks(9)), [""; 0]);
    assert_eq!(hears(&mut model, walks(2)), ["kept_threads"]);
    assert_eq!(hears(&mut model, walks(1)), ["open_thread"]);
}

#[test]
fn a_keystroke_changes_the_drafts_and_what_was_told_of_it() {
    let mut model = at_work();
    let mut key = |text, at| {
        changes(&mut model, |model| {
            model.typed(DialogId(1), text, Timestamp(at))
        })
    };
    assert_eq!(key("H", 0), ["own_typing", "drafts"]);
    assert_eq!(key("He", REPEAT_MS - 1), ["own_typing", "drafts"]);
}

#[test]
fn looking_about_changes_nothing() {
    let mut model = at_work();
    let quiet = [""; 0];
    assert_eq!(changes(&mut model, Model::more_dialogs), quiet);
    let here = |model: &mut Model| model.more_messages(DialogId(1));
    assert_eq!(changes(&mut model, here), quiet);
    let idle = |model: &mut Model| model.tick(NOW);
    assert_eq!(changes(&mut model, idle), quiet);
    let live = State::Live {
        attempt: 0,
        since: NOW,
        pulse: Pulse::Felt { ping_at: NOW },
    };
    changes(&mut model, |model| model.line_is(live, NOW));
    assert_eq!(changes(&mut model, |model| model.line_is(live, NOW)), quiet);
    assert_eq!(changes(&mut model, Model::say_opened), quiet);
}

#[test]
fn going_to_another_dialog_changes_neither_list_nor_rosters() {
    let mut model = at_work();
    let goes = |model: &mut Model| model.go(Place::Dialogs(Some(DialogId(2))));
    let changed = changes(&mut model, goes);
    let shown = [
        "place",
        "own_typing",
        "open_thread",
        "kept_threads",
        "recent",
        "entered",
        "new_after",
    ];
    assert_eq!(changed, shown);
}

#[test]
fn the_open_dialog_is_read_without_a_look_at_the_others() {
    let model = at_work();
    let (_, read) = reading(|| {
        model
            .thread(DialogId(1))
            .map(|thread| thread.messages.len())
    });
    assert_eq!(names(read), ["open_thread"]);
    let (_, read) = reading(|| model.profile(ClientId(1)).is_some());
    assert_eq!(names(read), ["open_thread"]);
}
