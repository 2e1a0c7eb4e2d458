//! Saved replies, as the relay tells of them and as they are used.

use beseda_protocol::ask::Question;
use beseda_protocol::ask::replies::{ListSavedReplies, SavedReplies as Page, UsedSavedReply};
use beseda_protocol::saved_reply::{ReplyScope, SavedReply};

use super::*;

const DIALOG: DialogId = DialogId(1);

fn saved(id: &str) -> SavedReply {
    SavedReply {
        id: id.into(),
        owner: ME,
        name: id.into(),
        shortcut: None,
        folder: String::new(),
        text: "Hello".into(),
        files: vec![],
        scope: ReplyScope::Private {},
        n_used: 0,
        version: 1,
    }
}

fn asks(wishes: &[Wish]) -> bool {
    let list = Question::from(ListSavedReplies { behind: None });
    wishes.contains(&Wish::Ask(list))
}

fn resumed() -> ToOperator {
    ToOperator::Resumed {
        v: 1,
        seq: Seq(2),
        pins: vec![],
        saved_filters: vec![],
        drafts: vec![],
        mentioned: vec![],
    }
}

#[test]
fn they_are_asked_for_when_they_are_needed_and_again_after_a_cut() {
    let mut model = opened();
    assert!(!asks(&model.hear(resumed(), NOW)), "nobody needs them");
    assert!(asks(&model.need_saved_replies()));
    assert_eq!(model.need_saved_replies(), []);
    model.asked(Ask(30), ListSavedReplies { behind: None });
    let page = Page {
        replies: vec![saved("one"), saved("two")],
        more: false,
    };
    model.hear(answer::<ListSavedReplies>(30, page), NOW);
    let names = |model: &Model| {
        let found = model.saved_replies.found("", None).into_iter();
        found.map(|one| one.name).collect::<Vec<_>>()
    };
    assert_eq!(names(&model), ["one", "two"]);
    let reply = saved("three");
    model.hear(ToOperator::SavedReply { reply }, NOW);
    let reply = "one".into();
    model.hear(ToOperator::SavedReplyGone { reply }, NOW);
    assert_eq!(names(&model), ["three", "two"]);
    assert!(asks(&model.hear(resumed(), NOW)));
    assert_eq!(names(&model), ["three", "two"], "shown until the answer");
    model.ended();
    assert!(
        names(&model).is_empty(),
        "whoever signs in next has his own"
    );
}

/// Criteria: KC-25
#[test]
fn what_was_inserted_is_counted_when_it_is_sent_and_not_when_it_was_taken_out() {
    let mut model = opened();
    let count = Wish::ask(UsedSavedReply {
        reply: "one".into(),
    });
    model.saved_replies.put(saved("one"));
    let insert = |model: &mut Model| {
        model.saved_replies.inserted(DIALOG, "one".into());
        model.typed(DIALOG, "Hello", NOW)
    };
    assert!(!insert(&mut model).contains(&count), "it is not sent");
    assert_eq!(model.count_saved_replies(DIALOG), [count]);
    assert_eq!(model.count_saved_replies(DIALOG), []);
    insert(&mut model);
    model.typed(DIALOG, "", NOW);
    assert_eq!(model.count_saved_replies(DIALOG), []);
}
