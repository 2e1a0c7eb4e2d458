//! Frames as another version of the other end writes them (C15): with kinds,
//! events and fields that this version does not know, and without those that
//! may be absent. Nothing of it may stop anybody, and places go on.

use beseda_protocol::VERSION;
use serde_json::{Map, Value, json};

use crate::chance::Chance;
use crate::ledger::Side;

/// What a reader hears for a frame of a relay that is newer than he is, in order.
pub(super) fn from_newer_relay(side: Side, text: &str, chance: &mut Chance) -> Vec<String> {
    // A pong is no JSON, and the same in every version.
    let Ok(Value::Object(mut frame)) = serde_json::from_str(text) else {
        return vec![text.to_owned()];
    };
    if let Some(Value::Array(events)) = frame.get_mut("events") {
        for event in events.iter_mut().filter_map(Value::as_object_mut) {
            let is_word = |event: &Map<String, Value>| event.get("t") != Some(&json!("message"));
            match side {
                // What a visitor reads beside messages, in a word that he does not know:
                // it has no effect, and its place is taken all the same.
                Side::Visitor if is_word(event) && chance.hits(0.5) => {
                    event.insert("t".to_owned(), json!("moon"));
                }
                Side::Visitor | Side::Operator => embroider(event, chance),
            }
        }
        let place = chance.within(0, events.len() as u64 + 1) as usize;
        events.insert(place, json!({"t": "moon", "phase": {"of": [1, 2]}}));
    }
    embroider(&mut frame, chance);
    let mut heard = vec![Value::Object(frame).to_string()];
    if chance.hits(0.3) {
        let unknown = json!({"t": "weather", "after": 3, "seq": 1, "events": "sunny"});
        heard.insert(
            chance.within(0, 2) as usize,
            serde_json::to_string(&unknown).unwrap_or_default(),
        );
    }
    heard
}

/// What a client of another version says for a frame, in order: newer, with more
/// fields and kinds; or older, without what may be absent.
pub(super) fn from_other_client(text: &str, chance: &mut Chance) -> Vec<String> {
    let Ok(Value::Object(mut frame)) = serde_json::from_str(text) else {
        return vec![text.to_owned()];
    };
    if frame.contains_key("v") && chance.hits(0.5) {
        let other = [VERSION + 1, VERSION.saturating_sub(1)];
        frame["v"] = json!(chance.pick(&other));
    }
    match chance.hits(0.5) {
        true => embroider(&mut frame, chance),
        false => frame
            .retain(|name, value| !(value.is_null() || matches!(name.as_str(), "page" | "quote"))),
    }
    let is_hello = frame.get("t") == Some(&json!("hello"));
    let mut said = vec![Value::Object(frame).to_string()];
    // The hello stays the first: that is no matter of versions.
    if !is_hello && chance.hits(0.3) {
        let unknown = json!({"t": "wave", "ask": null, "cid": 7, "seq": -1});
        said.insert(chance.within(0, 2) as usize, unknown.to_string());
    }
    said
}

/// Fields that nobody knows, also inside.
fn embroider(object: &mut Map<String, Value>, chance: &mut Chance) {
    for (_, inner) in object.iter_mut() {
        if let Value::Object(inner) = inner
            && chance.hits(0.5)
        {
            inner.insert("mood".to_owned(), json!(["calm", null]));
        }
    }
    object.insert("since".to_owned(), json!({"v": VERSION + 1}));
}

#[cfg(test)]
mod tests {
    use super::*;
    use beseda_protocol::json::Wire;
    use beseda_protocol::visitor::{FromVisitor, ToVisitor, VisitorEvent};

    fn heard(text: &str, seed: u64) -> Vec<ToVisitor> {
        let texts = from_newer_relay(Side::Visitor, text, &mut Chance::new(seed));
        let values = texts.iter().map(|text| serde_json::from_str(text).unwrap());
        values
            .filter_map(|value: Value| ToVisitor::read(&value))
            .collect()
    }

    #[test]
    fn unknown_events_are_ignored_and_their_places_are_not() {
        let text = r#"{"t":"events","after":3,"seq":5,"events":[{"t":"read","upto":7}]}"#;
        let mut n_unknown = 0;
        for seed in 0..50 {
            let frames = heard(text, seed);
            let places = frames.iter().find_map(|frame| match frame {
                ToVisitor::Events { after, seq, events } => {
                    n_unknown += (events.iter())
                        .filter(|event| **event == VisitorEvent::Unknown)
                        .count();
                    Some((after.0, seq.0))
                }
                _ => None,
            });
            assert_eq!(places, Some((3, 5)), "{frames:?}");
        }
        assert!(n_unknown > 50, "some replaced, one more in each");
    }

    #[test]
    fn what_another_client_says_is_read_for_what_it_means() {
        let text = r#"{"t":"say","cid":"c1","body":{"t":"text","text":"hi"},"quote":null}"#;
        for seed in 0..50 {
            let said = from_other_client(text, &mut Chance::new(seed));
            let read = said.iter().map(|text| serde_json::from_str(text).unwrap());
            let read: Vec<FromVisitor> = read.collect();
            let is_it = |frame: &&FromVisitor| **frame == serde_json::from_str(text).unwrap();
            assert_eq!(read.iter().filter(is_it).count(), 1, "{said:?}");
        }
    }

    #[test]
    fn pings_and_pongs_are_the_same_in_every_version() {
        let mut chance = Chance::new(1);
        assert_eq!(from_other_client("ping", &mut chance), ["ping"]);
        assert_eq!(
            from_newer_relay(Side::Operator, "pong", &mut chance),
            ["pong"]
        );
    }
}
