//! Drafts that lie at the center.

use beseda_protocol::ask::dialogs::{SaveDraft, SavedDraft};
use beseda_protocol::draft::{Composed, KeptDraft};

use super::*;

const HERE: DialogId = DialogId(1);

fn composed(text: &str) -> Option<Composed> {
    Some(Composed {
        is_note: false,
        text: text.into(),
        quote: None,
    })
}

fn save(version: u64, text: Option<&str>) -> Wish {
    Wish::ask(SaveDraft {
        dialog: HERE,
        version,
        composed: text.and_then(composed),
    })
}

/// The center tells of another tab's.
fn told(version: u64, text: Option<&str>) -> ToOperator {
    ToOperator::Draft {
        draft: KeptDraft {
            dialog: HERE,
            version,
            composed: text.and_then(composed),
        },
    }
}

/// What was asked is answered so.
fn answered(model: &mut Model, wishes: &[Wish], given: SavedDraft) -> Vec<Wish> {
    let asked = wishes.iter().find_map(|wish| match wish {
        Wish::Ask(question) => Some(question.clone()),
        _ => None,
    });
    model.asked(Ask(40), asked.expect("a question"));
    model.hear(answer::<SaveDraft>(40, given), NOW)
}

fn kept(version: u64) -> SavedDraft {
    SavedDraft {
        version,
        newer: None,
    }
}

#[test]
fn what_is_typed_is_kept_when_the_hand_rests() {
    let mut model = opened();
    model.typed(HERE, "We", NOW);
    assert_eq!(model.tick(NOW), []);
    let wishes = model.tick(NOW);
    assert_eq!(wishes, [save(0, Some("We"))]);
    let wishes = answered(&mut model, &wishes, kept(5));
    assert_eq!(wishes, [Wish::KeepDraft(HERE)]);
    model.typed(HERE, "We do", NOW);
    model.tick(NOW);
    assert_eq!(model.tick(NOW), [save(5, Some("We do"))]);
}

#[test]
fn what_is_typed_is_kept_when_its_dialog_is_left_and_taken_away_when_it_was_sent() {
    let mut model = opened();
    model.typed(HERE, "We", NOW);
    let wishes = model.go(Place::Dialogs(None));
    assert!(wishes.contains(&save(0, Some("We"))), "{wishes:?}");
    let asked = [save(0, Some("We"))];
    answered(&mut model, &asked, kept(5));
    assert_eq!(model.draft_sent(HERE), [save(5, None)]);
    answered(&mut model, &[save(5, None)], kept(0));
    assert_eq!(model.drafts, Drafts::default());
}

#[test]
fn without_a_line_it_waits_for_one() {
    let mut model = opened();
    *model.line = Line::Cut;
    model.typed(HERE, "We", NOW);
    model.tick(NOW);
    assert_eq!(model.tick(NOW), []);
    assert_eq!(model.draft_sent(HERE), []);
    model.typed(HERE, "We do", NOW);
    *model.line = Line::Live;
    model.hear(reset(), NOW);
    model.tick(NOW);
    assert_eq!(model.tick(NOW), [save(0, Some("We do"))]);
}

#[test]
fn what_another_tab_has_kept_stands_beside_what_is_typed_until_one_is_chosen() {
    let mut model = opened();
    model.typed(HERE, "We do", NOW);
    let wishes = model.hear(told(7, Some("No")), NOW);
    assert_eq!(wishes, [Wish::KeepDraft(HERE)]);
    assert_eq!(model.drafts.text(HERE), "We do");
    assert_eq!(model.drafts.other(HERE).cloned(), composed("No"));
    model.tick(NOW);
    assert_eq!(model.tick(NOW), [], "nothing is kept before");
    assert_eq!(model.keep_my_draft(HERE), [save(7, Some("We do"))]);
    assert_eq!(model.drafts.other(HERE), None);

    let mut model = opened();
    model.typed(HERE, "We do", NOW);
    model.hear(told(7, Some("No")), NOW);
    model.take_other_draft(HERE);
    assert_eq!(model.drafts.text(HERE), "No");
    model.tick(NOW);
    assert_eq!(model.tick(NOW), []);
}

#[test]
fn a_tab_in_which_nobody_types_follows_the_other() {
    let mut model = opened();
    model.hear(told(7, Some("We")), NOW);
    model.hear(told(8, Some("We do")), NOW);
    assert_eq!(model.drafts.text(HERE), "We do");
    model.hear(told(0, None), NOW);
    assert_eq!(model.drafts, Drafts::default());
}

#[test]
fn a_hello_tells_of_all_drafts_and_of_no_others() {
    let mut model = opened();
    model.hear(told(7, Some("We")), NOW);
    let mut view = reset();
    let other = DialogId(2);
    if let ToOperator::Reset { drafts, .. } = &mut view {
        drafts.push(KeptDraft {
            dialog: other,
            version: 8,
            composed: composed("No"),
        });
    }
    let wishes = model.hear(view, NOW);
    assert_eq!(model.drafts.text(HERE), "");
    assert_eq!(model.drafts.text(other), "No");
    for dialog in [HERE, other] {
        assert!(wishes.contains(&Wish::KeepDraft(dialog)));
    }
}

#[test]
fn one_that_is_refused_stays_here_and_is_not_asked_again_and_again() {
    let mut model = opened();
    model.typed(HERE, "We", NOW);
    model.tick(NOW);
    let wishes = model.tick(NOW);
    let Some(Wish::Ask(question)) = wishes.into_iter().next() else {
        panic!()
    };
    assert_eq!(Manner::of(&question).repeat(), Repeat::Safe);
    model.asked(Ask(40), question);
    let refusal = Refusal::new(Code::LimitReached, "");
    let refused = ToOperator::Refused {
        cid: None,
        ask: Some(Ask(40)),
        refusal,
    };
    model.hear(refused, NOW);
    model.tick(NOW);
    assert_eq!(model.tick(NOW), []);
    assert_eq!(model.drafts.text(HERE), "We");
}

#[test]
fn a_session_that_ends_while_one_is_kept_keeps_it_in_the_next() {
    let mut model = opened();
    let nothing_kept = || Drafts::restore(ME, []);
    model.signed_in(ME, nothing_kept);
    model.typed(HERE, "We", NOW);
    model.tick(NOW);
    assert_eq!(model.tick(NOW).len(), 1);
    model.ended();
    model.signed_in(ME, nothing_kept);
    *model.line = Line::Live;
    model.hear(reset(), NOW);
    assert_eq!(model.tick(NOW), [save(0, Some("We"))]);
}
