//! What may not be seen any more.

use super::*;

#[test]
fn a_dialog_that_is_taken_away_leaves_what_was_typed_in_it() {
    let mut model = opened();
    let dialog = DialogId(1);
    model.typed(dialog, "Half a thought", NOW);
    let gone = ToOperator::Events {
        after: Seq(1),
        seq: Seq(2),
        events: vec![OperatorEvent::Gone { dialog }],
    };
    model.hear(gone, NOW);
    assert!(model.board.card(dialog).is_none());
    let load = model.thread(dialog).map(|thread| &thread.load);
    assert_eq!(load, Some(&Load::Gone));
    assert_eq!(model.drafts.text(dialog), "Half a thought");
}

#[test]
fn the_card_of_a_dialog_that_is_taken_away_does_not_cover_what_is_said_of_that() {
    let mut model = opened();
    let dialog = DialogId(1);
    model.go(Place::Card(dialog));
    assert!(model.is_card_shown());
    let deleted = ToOperator::Events {
        after: Seq(1),
        seq: Seq(2),
        events: vec![OperatorEvent::Deleted { dialog }],
    };
    model.hear(deleted, NOW);
    assert!(!model.is_card_shown());
}

/// The view from the start of somebody who sees these channels only.
fn reset_of(channels: &[u64]) -> ToOperator {
    let mut view = reset();
    if let ToOperator::Reset { me, .. } = &mut view {
        me.access.channels = Some(channels.iter().copied().map(ChannelId).collect());
    }
    view
}

/// Dialog 1 is open, and something was typed in it.
fn half_written() -> Model {
    let place = Place::Dialogs(Some(DialogId(1)));
    let mut model = greeted(place, vec![summary(1, 100), summary(2, 90)]);
    model.typed(DialogId(1), "Half a thought", NOW);
    model
}

/// Issue 13: what is asked red there first.
#[test]
fn a_channel_that_was_lost_while_away_takes_its_dialog_off_the_screen_and_leaves_the_draft() {
    let mut model = half_written();
    let dialog = DialogId(1);
    model.hear(reset_of(&[7]), NOW);
    assert_eq!(model.list(), [DialogId(0); 0]);
    assert!(model.board.card(dialog).is_none());
    let load = model.thread(dialog).map(|thread| thread.load.clone());
    assert_eq!(load, Some(Load::Gone));
    assert_eq!(model.drafts.text(dialog), "Half a thought");
    assert_eq!(model.left_behind(), None, "it is before his eyes");

    // Elsewhere a line says that something was left behind, until it is looked at.
    model.go(Place::Dialogs(None));
    assert_eq!(model.left_behind(), Some(dialog));
    let wishes = model.go(Place::Dialogs(Some(dialog)));
    assert_eq!(wishes, [Wish::ask(OpenDialog { dialog })]);
    model.asked(Ask(50), OpenDialog { dialog });
    model.hear(refused(50, Code::NotFound), NOW);
    let load = model.thread(dialog).map(|thread| thread.load.clone());
    assert_eq!(load, Some(Load::Gone));

    // The right comes back, and the draft is where it was.
    let wishes = model.hear(reset(), NOW);
    assert!(wishes.contains(&Wish::ask(OpenDialog { dialog })));
    model.asked(Ask(51), OpenDialog { dialog });
    let given = OpenedDialog {
        dialog: summary(1, 100),
        messages: vec![said(1, 100, "Hello")],
        more: false,
        tags: vec![],
        deliveries: vec![],
        card: card(&summary(1, 100)),
    };
    model.hear(answer::<OpenDialog>(51, given), NOW);
    assert_eq!(model.right(dialog), Right::Answerable);
    assert_eq!(model.drafts.text(dialog), "Half a thought");
}

fn refused(ask: u64, code: Code) -> ToOperator {
    ToOperator::Refused {
        cid: None,
        ask: Some(Ask(ask)),
        refusal: Refusal::new(code, ""),
    }
}

#[test]
fn a_dialog_that_comes_back_before_his_eyes_is_loaded_anew() {
    let mut model = half_written();
    let dialog = DialogId(1);
    model.hear(reset_of(&[7]), NOW);
    let back = ToOperator::Events {
        after: Seq(1),
        seq: Seq(2),
        events: vec![OperatorEvent::Dialog {
            dialog: summary(1, 100),
        }],
    };
    let wishes = model.hear(back, NOW);
    assert_eq!(wishes, [Wish::ask(OpenDialog { dialog })]);
}

#[test]
fn a_dialog_that_was_never_seen_is_not_told_as_lost() {
    let mut model = greeted(Place::Dialogs(None), vec![]);
    let dialog = DialogId(5);
    model.go(Place::Dialogs(Some(dialog)));
    model.asked(Ask(50), OpenDialog { dialog });
    model.hear(refused(50, Code::NotFound), NOW);
    let load = model.thread(dialog).map(|thread| thread.load.clone());
    assert!(matches!(load, Some(Load::Refused(_))), "{load:?}");
}

#[test]
fn a_list_of_what_may_not_be_seen_any_more_gives_way_to_all() {
    let mut model = greeted(Place::Dialogs(None), vec![summary(1, 100)]);
    let tab = Tab::Others;
    let others = Filter {
        tab,
        ..Filter::default()
    };
    model.show(others.into());
    let mut view = reset();
    if let ToOperator::Reset { me, .. } = &mut view {
        me.access.others = Others::Hidden;
    }
    model.hear(view, NOW);
    assert_eq!(model.board.filter().tab, Tab::All);
}
