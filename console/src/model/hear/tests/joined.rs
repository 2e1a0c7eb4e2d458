//! A dialog that became part of another one.

use super::*;

const GONE: DialogId = DialogId(1);
const STAYS: DialogId = DialogId(2);

fn merged() -> ToOperator {
    ToOperator::Events {
        after: Seq(1),
        seq: Seq(2),
        events: vec![
            OperatorEvent::DialogMerged {
                dialog: GONE,
                into: summary(2, 300),
            },
            OperatorEvent::Gone { dialog: GONE },
        ],
    }
}

/// Where the console goes, and does.
fn led(model: &mut Model, wishes: Vec<Wish>) -> Vec<Place> {
    let places = wishes.into_iter().filter_map(|wish| match wish {
        Wish::Go(place) => Some(place),
        _ => None,
    });
    let places: Vec<Place> = places.collect();
    for place in &places {
        model.go(place.clone());
    }
    places
}

#[test]
fn whoever_looks_at_it_is_led_to_the_one_that_stays_with_what_he_was_typing() {
    let mut model = opened();
    model.typed(GONE, "Half a thought", NOW);
    let wishes = model.hear(merged(), NOW);
    let places = led(&mut model, wishes);
    assert_eq!(places, [Place::Dialogs(Some(STAYS))]);
    assert_eq!(model.drafts.text(STAYS), "Half a thought");
    assert_eq!(model.drafts.text(GONE), "");
    assert!(model.board.card(GONE).is_none());
    assert!(model.board.card(STAYS).is_some());
    assert_eq!(
        model.thread(STAYS).map(|thread| &thread.load),
        Some(&Load::First)
    );
}

#[test]
fn whoever_looks_at_the_one_that_stays_has_it_loaded_anew() {
    let mut model = greeted(Place::Dialogs(Some(STAYS)), vec![summary(1, 100)]);
    let wishes = model.hear(merged(), NOW);
    assert!(wishes.contains(&Wish::ask(OpenDialog { dialog: STAYS })));
    assert_eq!(led(&mut model, wishes), []);
}

#[test]
fn the_address_of_a_number_that_has_gone_leads_on() {
    let mut model = greeted(Place::Message(GONE, MessageId(100)), vec![]);
    let dialog = summary(2, 300);
    let told = OpenedDialog {
        messages: vec![],
        more: false,
        tags: vec![],
        deliveries: vec![],
        card: card(&dialog),
        dialog,
    };
    let wishes = model.hear(answer::<OpenDialog>(1, told), NOW);
    let places = led(&mut model, wishes);
    assert_eq!(places, [Place::Message(STAYS, MessageId(100))]);
}
