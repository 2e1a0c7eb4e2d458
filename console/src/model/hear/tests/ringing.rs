//! What makes itself heard.

use beseda_protocol::mention::Mention;

use super::*;

#[test]
fn a_new_dialog_appears_and_rings_once() {
    let mut model = greeted(Place::Dialogs(None), vec![summary(1, 100)]);
    let wishes = model.hear(
        event(said(2, 900, "Hi"), waiting(summary(2, 900), 900)),
        NOW,
    );
    assert_eq!(model.list(), [DialogId(2), DialogId(1)]);
    assert_eq!(rings(&wishes), 1);
    assert!(matches!(&wishes[0], Wish::Ring(ring) if ring.is_new));
}

#[test]
fn a_dialog_rings_as_new_also_when_its_system_message_comes_first() {
    let mut model = greeted(Place::Dialogs(None), vec![]);
    let dialog = waiting(summary(2, 900), 900);
    let begun = message(
        2,
        899,
        Content::System {
            happened: beseda_protocol::message::Happened::Begun {},
        },
    );
    let frame = ToOperator::Events {
        after: Seq(1),
        seq: Seq(3),
        events: vec![
            OperatorEvent::Message {
                message: begun,
                dialog: dialog.clone(),
            },
            OperatorEvent::Message {
                message: said(2, 900, "Hi"),
                dialog,
            },
        ],
    };
    let wishes = model.hear(frame, NOW);
    assert!(matches!(&wishes[..], [Wish::Ring(ring)] if ring.is_new));
}

#[test]
fn a_colleagues_dialog_does_not_ring() {
    let mut model = greeted(Place::Dialogs(None), vec![]);
    let others = responsible(waiting(summary(2, 900), 900), OperatorId(2));
    assert_eq!(
        rings(&model.hear(event(said(2, 900, "Hi"), others), NOW)),
        0
    );
}

#[test]
fn a_message_rings_however_wrong_the_clock_is() {
    let hour = 60 * 60 * 1000;
    let wrong = [Timestamp(900 + hour), Timestamp(0)];
    for now in wrong {
        let mut model = greeted(Place::Dialogs(None), vec![]);
        let wishes = model.hear(event(said(2, 900, "Hi"), summary(2, 900)), now);
        assert_eq!(rings(&wishes), 1);
    }
}

#[test]
fn what_was_missed_rings_only_after_a_short_cut_and_what_follows_always() {
    for (cut_ms, n_rings) in [(FRESH_MS, 1), (FRESH_MS + 1, 0)] {
        let mut model = back_after(cut_ms);
        let missed = event(said(2, 900, "Hi"), summary(2, 900));
        assert_eq!(rings(&model.hear(missed, NOW)), n_rings, "{cut_ms}");
        let following = ToOperator::Events {
            after: Seq(2),
            seq: Seq(3),
            events: vec![OperatorEvent::Message {
                message: said(2, 901, "You?"),
                dialog: summary(2, 901),
            }],
        };
        assert_eq!(rings(&model.hear(following, NOW)), 1);
    }
}

#[test]
fn what_waits_in_vain_rings_for_everybody_and_what_is_handed_on_for_whom_it_is() {
    let of = |happened: Happened, responsible_is: Option<OperatorId>| {
        let mut model = greeted(Place::Dialogs(None), vec![summary(2, 100)]);
        let mut dialog = waiting(summary(2, 100), 100);
        dialog.responsible = responsible_is;
        let told = message(2, 900, Content::System { happened });
        rings(&model.hear(event(told, dialog), NOW))
    };
    let (colleague, other) = (OperatorId(2), OperatorId(3));
    let waited = Happened::Waited {
        from: colleague,
        minutes: 5,
    };
    assert_eq!(of(waited.clone(), None), 1);
    assert_eq!(of(waited, Some(other)), 0, "it was given to the next");
    let given = |to| of(Happened::Distributed { to }, Some(to));
    assert_eq!((given(ME), given(colleague)), (1, 0));
    let assigned = |by| {
        let to = Some(ME);
        of(Happened::Assigned { by, to }, to)
    };
    assert_eq!((assigned(colleague), assigned(ME)), (1, 0));
}

fn mentions_of(who: &[OperatorId]) -> Vec<Mention> {
    let name = "Operator 1".to_owned();
    let mention = |who: &OperatorId| Mention {
        who: *who,
        name: name.clone(),
    };
    who.iter().map(mention).collect()
}

/// ux C10.
#[test]
fn being_handed_a_dialog_and_being_named_in_a_note_is_heard() {
    let colleague = OperatorId(2);
    let handed = |by, to| Content::System {
        happened: beseda_protocol::message::Happened::Assigned { by, to: Some(to) },
    };
    let note = |by, who: &[OperatorId]| Content::Note {
        by,
        text: "@Operator 1, is it so?".into(),
        mentions: mentions_of(who),
    };
    for (content, n_rings) in [
        (handed(colleague, ME), 1),
        (handed(ME, ME), 0),
        (handed(ME, colleague), 0),
        (note(colleague, &[ME, colleague]), 1),
        (note(colleague, &[colleague]), 0),
        (note(ME, &[ME]), 0),
    ] {
        let mut model = greeted(Place::Dialogs(None), vec![]);
        let others = responsible(waiting(summary(2, 900), 900), colleague);
        let wishes = model.hear(event(message(2, 900, content.clone()), others), NOW);
        assert_eq!(rings(&wishes), n_rings, "{content:?}");
    }
}
