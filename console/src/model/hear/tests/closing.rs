//! A dialog that is closed behind what was sent.

use super::*;

const HERE: DialogId = DialogId(1);

/// The last reply to dialog 1 and a file behind it are on their way.
fn closing() -> Model {
    let mut model = opened();
    let wishes = model.close_behind(HERE, vec!["c".into(), "file".into()]);
    assert_eq!(wishes, []);
    model
}

fn stored(model: &mut Model, cid: &str) -> Vec<Wish> {
    let item = Item {
        cid: cid.into(),
        ..reply()
    };
    model.stored(&item, MessageId(300), NOW)
}

#[test]
fn it_is_closed_when_all_of_it_is_stored() {
    let mut model = closing();
    assert_eq!(stored(&mut model, "file"), []);
    assert_eq!(stored(&mut model, "another"), []);
    assert_eq!(stored(&mut model, "c"), [Wish::ask(Close { dialog: HERE })]);
    assert_eq!(stored(&mut model, "c"), [], "once");
}

#[test]
fn it_stays_open_when_something_of_it_is_refused() {
    let mut model = closing();
    let refused = ToOperator::Refused {
        cid: Some("file".into()),
        ask: None,
        refusal: Refusal::new(Code::FilesQuota, ""),
    };
    model.hear(refused, NOW);
    assert_eq!(stored(&mut model, "file"), []);
    assert_eq!(stored(&mut model, "c"), []);
}

#[test]
fn it_is_not_closed_late_and_that_is_told() {
    let mut model = closing();
    let waiting = State::Waiting {
        attempt: 1,
        until: NOW,
    };
    model.line_is(waiting, NOW);
    assert!(model.is_undone());
    assert_eq!(stored(&mut model, "file"), []);
    assert_eq!(stored(&mut model, "c"), []);
    assert_eq!(model.close_behind(HERE, vec!["d".into()]), []);
    assert_eq!(stored(&mut model, "d"), []);
    assert!(model.is_undone());
}
