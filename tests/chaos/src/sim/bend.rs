//! Bugs, planted on purpose: a checker that stays green on one of them is none.
//! Each is a mistake that a product of the field has really made.

use serde_json::Value;

/// How the relay of a simulation is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bend {
    /// It is not.
    Straight,
    /// Acknowledgements leave before the write is durable.
    AckBeforeWrite,
    /// A resume brings what is new since a moment, not since a place.
    ResumeByTime,
    /// Repetitions are known by their cid alone, whoever sent them.
    CidAlone,
    /// A browser with a new token is taken for who it was with the one before.
    IdentityOfBefore,
    /// What some operators may see is sent to all of them.
    HiddenTold,
    /// Nobody is told that he may not see a dialog any more, or that there is it no more.
    GoneUnsaid,
    /// Every n-th frame with events is not sent.
    DropEvery(u64),
}

/// What resuming by time takes for the past, in ms.
pub(super) const RECENT_MS: u64 = 1_500;

/// The places that a log reached at moments, for a relay that resumes by time.
#[derive(Debug, Default)]
pub(super) struct Clockwork {
    tops: Vec<(u64, u64)>,
}

impl Clockwork {
    pub(super) fn note(&mut self, now: u64, top: u64) {
        self.tops.push((now, top));
    }

    /// The place that was the top before the recent past.
    pub(super) fn recent(&self, now: u64) -> u64 {
        let is_old = |(at, _): &&(u64, u64)| *at + RECENT_MS <= now;
        self.tops.iter().rfind(is_old).map_or(0, |(_, top)| *top)
    }
}

/// The place after a frame with events, and the one that it follows.
pub(super) fn places(frame: &str) -> Option<(u64, u64)> {
    let rest = frame.strip_prefix(r#"{"t":"events","after":"#)?;
    let (after, rest) = rest.split_once(r#","seq":"#)?;
    let (seq, _) = rest.split_once(',')?;
    Some((after.parse().ok()?, seq.parse().ok()?))
}

/// The same frame, told as if it followed another place.
pub(super) fn after(frame: &str, place: u64) -> String {
    let rest = frame.split_once(r#","seq":"#).map_or("", |(_, rest)| rest);
    format!(r#"{{"t":"events","after":{place},"seq":{rest}"#)
}

/// The same frame, without what takes a dialog from a screen.
pub(super) fn without_ends(frame: &str) -> String {
    let Ok(mut told) = serde_json::from_str::<Value>(frame) else {
        return frame.to_owned();
    };
    match told.get_mut("events").and_then(Value::as_array_mut) {
        Some(events) => {
            events.retain(|event| event["t"] != "gone" && event["t"] != "deleted");
            told.to_string()
        }
        None => frame.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_moved_to_another_place() {
        let frame = r#"{"t":"events","after":3,"seq":5,"events":[]}"#;
        assert_eq!(places(frame), Some((3, 5)));
        assert_eq!(
            after(frame, 1),
            r#"{"t":"events","after":1,"seq":5,"events":[]}"#
        );
        assert_eq!(places(r#"{"t":"ack"}"#), None);
    }

    #[test]
    fn the_recent_past_begins_at_an_old_place() {
        let mut clockwork = Clockwork::default();
        clockwork.note(0, 1);
        clockwork.note(1_000, 2);
        assert_eq!(clockwork.recent(1_000), 0);
        assert_eq!(clockwork.recent(1_600), 1);
        assert_eq!(clockwork.recent(9_000), 2);
    }
}
