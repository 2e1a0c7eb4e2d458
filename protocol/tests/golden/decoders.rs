//! Two decoders, one truth: serde and the small readers agree on what is sound
//! and on what is not.

use std::collections::BTreeSet;

use beseda_protocol::ask::Question;
use beseda_protocol::ask::dialogs::DialogQuestion;
use beseda_protocol::ask::list::ListQuestion;
use beseda_protocol::frames::{from_text, join, read as read_frames};
use beseda_protocol::ids::{Ask, MessageId};
use beseda_protocol::json::Wire;
use beseda_protocol::operator::{FromOperator, OperatorEvent, ToOperator};
use beseda_protocol::visitor::{FromVisitor, ToVisitor, VisitorEvent};
use serde_json::{Value, json};

use crate::example::Example;
use crate::source::{self, Shape};
use crate::{frames, nouns, questions};

pub(crate) fn examples() -> Vec<Example> {
    let all = [frames::all(), questions::all(), nouns::all()];
    all.into_iter().flatten().collect()
}

#[test]
fn every_kind_of_every_type_has_an_example() {
    let shown: BTreeSet<(String, Option<String>)> = examples()
        .iter()
        .map(|example| (example.of.to_owned(), example.kind()))
        .collect();
    for found in source::types() {
        match &found.shape {
            Shape::Kinds(kinds) => {
                for kind in kinds {
                    let key = (found.name.clone(), Some(kind.word.clone()));
                    assert!(shown.contains(&key), "no example of {key:?}");
                }
            }
            Shape::Questions(questions) => {
                for asked in questions {
                    for of in [&found.name, &found.answers()] {
                        let key = (of.clone(), Some(asked.word.clone()));
                        assert!(shown.contains(&key), "no example of {key:?}");
                    }
                }
            }
            Shape::Struct(_) | Shape::Words(_) => {
                assert!(
                    shown.contains(&(found.name.clone(), None)),
                    "no example of {}",
                    found.name
                );
            }
        }
    }
}

#[test]
fn both_writers_write_the_same() {
    examples().iter().for_each(Example::assert_written_alike);
}

#[test]
fn both_decoders_read_every_example_as_the_same_value() {
    for example in examples() {
        let (by_serde, by_readers) = example.read(&example.value());
        assert!(by_serde.is_some(), "{}", example.json);
        assert_eq!(by_serde, by_readers, "{}", example.json);
    }
}

#[test]
fn both_decoders_agree_on_every_damaged_example() {
    let instead = [
        json!(null),
        json!("text"),
        json!(true),
        json!([]),
        json!({}),
        json!(-1),
        json!(1.5),
        json!({"t": "of tomorrow"}),
    ];
    let mut n_refused = 0;
    for example in examples() {
        for place in places(&example.value(), "") {
            let mut cut = example.value();
            remove(&mut cut, &place);
            let damaged = instead.iter().map(|value| {
                let mut whole = example.value();
                *whole.pointer_mut(&place).unwrap() = value.clone();
                whole
            });
            for json in damaged.chain([cut]) {
                let (by_serde, by_readers) = example.read(&json);
                assert_eq!(by_serde, by_readers, "{place} of {} in {json}", example.of);
                n_refused += usize::from(by_serde.is_none());
            }
        }
    }
    assert!(n_refused > 1_000, "damage is noticed");
}

#[test]
fn members_of_tomorrow_are_ignored() {
    for example in examples() {
        let mut json = example.value();
        let Some(members) = json.as_object_mut() else {
            continue;
        };
        members.insert("of_tomorrow".into(), json!([1, {"t": "x"}]));
        let (by_serde, by_readers) = example.read(&json);
        assert_eq!(by_serde, example.read(&example.value()).0);
        assert_eq!(by_serde, by_readers);
    }
}

#[test]
fn kinds_of_tomorrow_are_unknown_and_never_fatal() {
    let json = json!({"t": "of_tomorrow", "x": {"y": []}});
    macro_rules! assert_unknown {
        ($($Type:ident),*) => {
            $(
                assert_eq!(serde_json::from_value::<$Type>(json.clone()).unwrap(), $Type::Unknown);
                assert_eq!($Type::read(&json).unwrap(), $Type::Unknown);
            )*
        };
    }
    assert_unknown!(
        FromVisitor,
        ToVisitor,
        VisitorEvent,
        FromOperator,
        ToOperator,
        OperatorEvent
    );
}

#[test]
fn what_is_asked_or_answered_in_words_of_tomorrow_keeps_its_name() {
    for what in [
        json!({"area": "of_tomorrow", "t": "x"}),
        json!({"area": "dialogs", "t": "of_tomorrow", "dialog": 7}),
        json!({"area": "dialogs", "t": "close", "dialog": {"id": 7}}),
        json!({"area": "list", "t": "dialogs", "filter": {"state": "asleep", "tab": "all"}}),
        json!({"t": "close"}),
        json!(null),
        json!(7),
        json!([]),
    ] {
        let question = json!({"t": "ask", "ask": 5, "what": what});
        let by_serde = serde_json::from_value::<FromOperator>(question.clone()).ok();
        assert_eq!(by_serde, FromOperator::read(&question));
        let is_unknown = matches!(
            by_serde,
            Some(FromOperator::Ask {
                ask: Ask(5),
                what: Question::Unknown
                    | Question::Dialogs(DialogQuestion::Unknown)
                    | Question::List(ListQuestion::Unknown)
            })
        );
        assert!(is_unknown, "{question}");
        let answer = json!({"t": "answer", "ask": 5, "answer": what});
        let by_serde = serde_json::from_value::<ToOperator>(answer.clone()).ok();
        assert_eq!(by_serde, ToOperator::read(&answer));
        assert!(matches!(
            by_serde,
            Some(ToOperator::Answer { ask: Ask(5), .. })
        ));
    }
}

#[test]
fn frames_that_come_as_one_message_are_read_as_if_each_had_come_alone() {
    let said = frames::all();
    let said: Vec<&str> = (said.iter())
        .filter(|example| example.of == "ToVisitor")
        .map(|example| example.json.as_str())
        .collect();
    let read = |text: &str| {
        let by_serde = from_text::<ToVisitor>(text).unwrap();
        let by_readers = read_frames::<ToVisitor, Value>(&serde_json::from_str(text).unwrap());
        assert_eq!(by_serde, by_readers);
        by_serde
    };
    let alone: Vec<ToVisitor> = said.iter().flat_map(|text| read(text)).collect();
    assert_eq!(alone.len(), said.len());
    for n in 0..=said.len() {
        assert_eq!(read(&join(said[..n].iter().copied())), alone[..n]);
    }
    // What a widget can't read hides nothing that it can.
    let torn = json!([{"t": "ack", "cid": 7}, {"t": "of_tomorrow"}, {"t": "delivered", "upto": 7}]);
    let readable = [
        ToVisitor::Unknown,
        ToVisitor::Delivered { upto: MessageId(7) },
    ];
    assert_eq!(read_frames::<ToVisitor, Value>(&torn), readable);
}

#[test]
fn any_text_is_written_alike() {
    let all: String = (0..0x300).filter_map(char::from_u32).collect();
    let json = serde_json::to_string(&all).unwrap();
    let mut written = String::new();
    beseda_protocol::json::write_text(&mut written, &all);
    let read: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(read, Value::String(all));
    assert_eq!(
        written.replace("\\u0008", "\\b").replace("\\u000c", "\\f"),
        json
    );
}

/// Pointers to every value within a value.
fn places(json: &Value, place: &str) -> Vec<String> {
    let inner: Vec<(String, &Value)> = match json {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (format!("{place}/{name}"), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(n, value)| (format!("{place}/{n}"), value))
            .collect(),
        _ => Vec::new(),
    };
    let deeper = inner
        .into_iter()
        .flat_map(|(place, value)| places(value, &place));
    std::iter::once(place.to_owned()).chain(deeper).collect()
}

fn remove(json: &mut Value, place: &str) {
    let Some((parent, name)) = place.rsplit_once('/') else {
        return;
    };
    match json.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.remove(name);
        }
        Some(Value::Array(items)) => items.clear(),
        _ => {}
    }
}
