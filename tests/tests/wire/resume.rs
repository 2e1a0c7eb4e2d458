//! A cut line goes on where it was, by sequence and epoch (G3).

use beseda_protocol::ask::dialogs::Close;
use beseda_protocol::ids::{Epoch, Seq};
use beseda_protocol::message::{Content, Happened};
use beseda_protocol::operator::{OperatorEvent, ToOperator};
use beseda_protocol::visitor::{ToVisitor, VisitorEvent};
use beseda_tests::line::Line;
use beseda_tests::operator::{self, Operator};
use beseda_tests::stack::Stack;
use beseda_tests::visitor::{self, View, Visitor};
use tokio_tungstenite::tungstenite::Message;

use crate::scene;

#[tokio::test]
async fn a_visitor_who_was_cut_off_hears_what_he_missed_once_and_in_order() {
    let stack = Stack::shared().await;
    let (visitor, mut anna, dialog) = scene::dialog(&stack, "cut off").await;
    let (mut watcher, view) = Visitor::back(&stack, &visitor.token).await;
    visitor.line.cut();

    let (token, mut seq) = (watcher.token.clone(), view.seq);
    for round in 0..5 {
        watcher.line.cut();
        for n in 0..4 {
            anna.replied(dialog.id, &format!("missed {round}.{n}"))
                .await;
        }
        watcher = Visitor::connect(&stack, &token).await;
        watcher.hello(Some((view.epoch.clone(), seq))).await;
        // From here on the line itself checks that `after` is unbroken.
        watcher.resumed(seq).await;
        for n in 0..4 {
            let heard = watcher.next_message().await;
            assert_eq!(heard, format!("Anna: missed {round}.{n}"));
        }
        seq = watcher.line.seq();
    }
    anna.replied(dialog.id, "live again").await;
    assert_eq!(watcher.next_message().await, "Anna: live again");
}

#[tokio::test]
async fn an_operator_who_was_cut_off_hears_messages_and_changes_alike() {
    let stack = Stack::shared().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "operator cut off").await;
    let mut boris = Operator::sign_in(&stack, &stack.boris()).await;
    boris.settle().await;
    let (epoch, seq) = (boris.desk.epoch.clone(), boris.line.seq());
    let cookie = boris.cookie.clone();
    boris.line.cut();
    let dialog_closer = anna.desk.me.id;

    visitor.said("said meanwhile").await;
    anna.replied(dialog.id, "answered meanwhile").await;
    let id = dialog.id;
    anna.question(Close { dialog: id })
        .await
        .expect("closing is allowed");

    let mut line = Operator::try_connect(&stack, &cookie, &stack.origin())
        .await
        .expect("the socket opens");
    line.go_on_from(seq);
    line.say(&operator::hello(Some((epoch, seq)))).await;
    let resumed = |f: &ToOperator| matches!(f, ToOperator::Resumed { .. }).then_some(());
    line.expect("resumed", resumed).await;
    // Cards are told as they are now, messages one by one.
    let closed = |frame: &ToOperator| match frame {
        ToOperator::Events { events, .. } => events.iter().find_map(|event| match event {
            OperatorEvent::Message { message, .. } if message.dialog == id => {
                let closing = Happened::Closed { by: dialog_closer };
                let closing = Content::System { happened: closing };
                (message.content == closing).then_some(())
            }
            _ => None,
        }),
        _ => None,
    };
    line.expect("the closing", closed).await;
    let heard = format!("{:?}", line.drain());
    assert!(heard.contains("said meanwhile"), "{heard}");
    assert!(heard.contains("answered meanwhile"), "{heard}");
}

#[tokio::test]
async fn a_view_that_cannot_be_resumed_is_reset() {
    let stack = Stack::shared().await;
    let (visitor, ..) = scene::dialog(&stack, "not resumable").await;
    let (_, view) = Visitor::back(&stack, &visitor.token).await;
    let View { mut epoch, seq, .. } = view;
    for (had, place, goes_on) in [
        (Some("another"), seq, true),
        (Some(""), Seq(0), true),
        // Told more than there is: none of his tabs may go on from there (C14).
        (None, Seq(seq.0 + 1), false),
        // Which happens once while the relay runs, whatever he says.
        (None, Seq(1 << 53), true),
    ] {
        let mut again = Visitor::connect(&stack, &visitor.token).await;
        let had = had.map_or(epoch.clone(), Epoch::from);
        again.hello(Some((had.clone(), place))).await;
        let view = again.view().await;
        assert_eq!(view.messages.len(), 1, "{had:?} {place}");
        assert_eq!(view.seq, seq);
        assert_eq!(view.epoch == epoch, goes_on, "{had:?} {place}");
        epoch = view.epoch;
    }
}

/// Places that are none, as a broken client might say them.
const NO_PLACES: &[&str] = &[
    "-1",
    "1.5",
    "\"1\"",
    "1e300",
    "{}",
    "[1]",
    "true",
    "9007199254740992",
    "9007199254740993",
    "18446744073709551616",
];

#[tokio::test]
async fn a_visitors_place_that_is_none_is_answered_with_the_whole_view() {
    let stack = Stack::shared().await;
    let (visitor, ..) = scene::dialog(&stack, "no place").await;
    let (_, view) = Visitor::back(&stack, &visitor.token).await;
    let known = serde_json::json!(view.epoch).to_string();
    let hello = |epoch: &str, seq: &str| {
        format!("{{\"t\":\"hello\",\"v\":1,\"epoch\":{epoch},\"seq\":{seq},\"locale\":\"en\"}}")
    };
    let places = NO_PLACES.iter().map(|seq| hello(&known, seq));
    let epochs = ["7", "null", "{}"].iter().map(|epoch| hello(epoch, "1"));
    for hello in places.chain(epochs) {
        let mut again = Visitor::connect(&stack, &visitor.token).await;
        again.line.say_raw(Message::text(&hello)).await;
        let first = |frame: &ToVisitor| Some(visitor::view_of(frame));
        let whole = again.line.expect("an answer to hello", first).await;
        let whole = whole.unwrap_or_else(|| panic!("{hello}: no view"));
        // The place that is one, but beyond all, has renamed the view.
        let epoch = view.epoch.clone();
        assert_eq!(View { epoch, ..whole }, view, "{hello}");
    }
}

#[tokio::test]
async fn an_operators_place_that_is_none_is_answered_with_the_whole_view() {
    // Its own: a console that was told more than there is makes every view anew.
    let stack = Stack::start().await;
    let (_, anna, dialog) = scene::dialog(&stack, "no place for operators").await;
    let known = serde_json::json!(anna.desk.epoch).to_string();
    let hello = |epoch: &str, seq: &str| {
        format!("{{\"t\":\"hello\",\"v\":1,\"epoch\":{epoch},\"seq\":{seq}}}")
    };
    let places = NO_PLACES.iter().map(|seq| hello(&known, seq));
    let epochs = ["7", "null", "\"another\""]
        .iter()
        .map(|epoch| hello(epoch, "1"));
    for hello in places.chain(epochs) {
        let line = Operator::try_connect(&stack, &anna.cookie, &stack.origin()).await;
        let mut line = line.expect("the socket opens");
        line.say_raw(Message::text(&hello)).await;
        let first = |frame: &ToOperator| Some(operator::desk_of(frame));
        let whole = line.expect("an answer to hello", first).await;
        let whole = whole.unwrap_or_else(|| panic!("{hello}: no view"));
        let of = dialog.responsible;
        let count = whole.counts.iter().find(|count| count.responsible == of);
        assert!(count.is_some_and(|count| count.open > 0), "{hello}");
    }
}

#[tokio::test]
async fn all_tabs_of_a_visitor_hear_the_same_events_in_the_same_order() {
    let stack = Stack::shared().await;
    let (mut one, mut anna, dialog) = scene::dialog(&stack, "tabs").await;
    let (mut two, _) = Visitor::back(&stack, &one.token).await;
    for n in 0..5 {
        one.said(&format!("one {n}")).await;
        two.said(&format!("two {n}")).await;
        anna.replied(dialog.id, &format!("anna {n}")).await;
    }
    let mut heard = [Vec::new(), Vec::new()];
    for (tab, heard) in [&mut one, &mut two].into_iter().zip(&mut heard) {
        tab.hears("anna 4").await;
        tab.settle().await;
        *heard = messages(&mut tab.line);
    }
    let [one, two] = heard;
    // The first tab was there before the second: it has heard one more.
    assert_eq!(one[one.len() - two.len()..], two);
    assert_eq!(two.len(), 14, "{two:?}");
}

fn messages(line: &mut Line<ToVisitor>) -> Vec<u64> {
    let frames = line.drain();
    let events = frames.iter().flat_map(|frame| match frame {
        ToVisitor::Events { events, .. } => events.as_slice(),
        _ => &[],
    });
    events
        .filter_map(|event| match event {
            VisitorEvent::Message { message } => Some(message.id.0),
            _ => None,
        })
        .collect()
}
