//! What colleagues do in the dialog that is open here.

use beseda_protocol::operator::FromOperator;

use super::*;
use crate::model::meanwhile::Meanwhile;

const HERE: DialogId = DialogId(1);
const MAX: OperatorId = OperatorId(2);

fn looking(on: bool, to: Option<OperatorId>) -> Wish {
    let dialog = HERE;
    Wish::Mention(FromOperator::Looking { dialog, on, to })
}

fn looks(by: OperatorId, on: bool, is_answer: bool) -> ToOperator {
    ToOperator::OperatorLooking {
        dialog: HERE,
        by,
        on,
        is_answer,
    }
}

#[test]
fn who_comes_is_answered_and_who_answers_is_there() {
    let mut model = opened();
    assert_eq!(model.look_in(HERE), [looking(true, None)]);
    assert_eq!(model.hear(looks(MAX, true, true), NOW), []);
    assert_eq!(model.lookers(HERE), [MAX]);
    let third = OperatorId(3);
    let wishes = model.hear(looks(third, true, false), NOW);
    assert_eq!(wishes, [looking(true, Some(third))]);
    assert_eq!(model.lookers(HERE), [MAX, third]);
    model.hear(looks(MAX, false, false), NOW);
    assert_eq!(model.lookers(HERE), [third]);
    model.hear(ToOperator::OperatorLeft { by: third }, NOW);
    assert_eq!(model.lookers(HERE), []);
    assert_eq!(model.look_away(HERE), [looking(false, None)]);
    assert_eq!(model.hear(looks(MAX, true, false), NOW), []);
    assert_eq!(model.lookers(HERE), []);
}

#[test]
fn another_tab_that_leaves_does_not_take_this_one_along() {
    let mut model = opened();
    model.look_in(HERE);
    assert_eq!(model.hear(looks(ME, true, false), NOW), []);
    assert_eq!(model.lookers(HERE), [], "one is not there oneself");
    let again = [looking(true, None)];
    assert_eq!(model.hear(looks(ME, false, false), NOW), again);
    assert_eq!(model.hear(ToOperator::OperatorLeft { by: ME }, NOW), again);
}

fn answer_of(by: OperatorId, id: u64) -> ToOperator {
    let body = Body::Text {
        text: "We do".into(),
    };
    let content = Content::Operator { by, body };
    event(message(1, id, content), summary(1, id))
}

#[test]
fn a_colleagues_answer_is_told_to_who_writes_one_and_sending_asks_once() {
    let mut model = opened();
    model.hear(answer_of(MAX, 200), NOW);
    assert_eq!(model.meanwhile(HERE), None, "nothing is written");
    model.typed(HERE, "We have", NOW);
    assert!(!model.asks_before_sending(HERE));
    model.hear(answer_of(ME, 201), NOW);
    assert_eq!(model.meanwhile(HERE), None, "it is one's own");
    model.hear(answer_of(MAX, 202), NOW);
    let told = Meanwhile {
        by: MAX,
        text: "We do".into(),
        is_asked: false,
    };
    assert_eq!(model.meanwhile(HERE), Some(&told));
    assert!(model.asks_before_sending(HERE));
    assert!(!model.asks_before_sending(HERE), "once");
    model.draft_sent(HERE);
    model.typed(HERE, "And", NOW);
    assert_eq!(model.meanwhile(HERE), None);
}

#[test]
fn neither_a_note_nor_what_was_read_is_held_back() {
    let mut model = opened();
    model.typed(HERE, "We have", NOW);
    model.hear(answer_of(MAX, 200), NOW);
    model.drafts.set_note(HERE, true);
    assert!(!model.asks_before_sending(HERE));
    model.drafts.set_note(HERE, false);
    model.forget_meanwhile(HERE);
    assert!(!model.asks_before_sending(HERE));
}

/// Back the next morning.
#[test]
fn an_answer_since_the_draft_was_kept_is_told_when_its_dialog_is_opened() {
    use beseda_protocol::draft::{Composed, KeptDraft};

    let mut model = greeted(Place::Dialogs(Some(HERE)), vec![]);
    let draft = KeptDraft {
        dialog: HERE,
        version: 150,
        composed: Some(Composed {
            is_note: false,
            text: "We have".into(),
            quote: None,
        }),
    };
    model.hear(ToOperator::Draft { draft }, NOW);
    let ToOperator::Events { events, .. } = answer_of(MAX, 200) else {
        panic!()
    };
    let Some(OperatorEvent::Message { message, dialog }) = events.into_iter().next() else {
        panic!()
    };
    let told = OpenedDialog {
        messages: vec![said(1, 100, "Hello"), message],
        more: false,
        tags: vec![],
        deliveries: vec![],
        card: card(&dialog),
        dialog,
    };
    model.hear(answer::<OpenDialog>(1, told), NOW);
    assert!(model.asks_before_sending(HERE));
}
