//! What a frame is answered that finds the queue before the center full (G11).
//! Nothing of it is kept and nothing is tried again here: its sender does that.

use beseda_center::turn::Names;
use beseda_center::turn::Peer;
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::visitor::ToVisitor;
use serde::Deserialize;

/// When to come back, in ms: one turn empties the queue, so soon.
const RETRY_MS: u64 = 2_000;

/// What to do with the sender.
#[derive(Debug, PartialEq)]
pub(crate) enum Overload {
    /// Tell him by this frame.
    Refuse(String),
    /// Nothing: it would have changed nothing that is kept.
    Ignore,
    /// Close the socket: he comes back and says it anew.
    Close,
}

/// As much of a frame as says what it is.
#[derive(Deserialize)]
struct Kind {
    t: String,
}

/// Finds the answer to a frame.
pub(crate) fn answer(peer: &Peer, text: &str) -> Overload {
    let names = Names::of(text);
    if names.is_none() {
        let kind: Option<Kind> = serde_json::from_str(text).ok();
        return match kind.as_ref().map(|kind| kind.t.as_str()) {
            Some("typing" | "got" | "page") => Overload::Ignore,
            _ => Overload::Close,
        };
    }
    let Names { cid, ask } = names;
    let refusal = refusal();
    let frame = match peer {
        Peer::Visitor { .. } => serde_json::to_string(&ToVisitor::Refused { cid, ask, refusal }),
        Peer::Operator { .. } => serde_json::to_string(&ToOperator::Refused { cid, ask, refusal }),
    };
    frame.map_or(Overload::Close, Overload::Refuse)
}

/// Of a frame or a call that finds the queue full.
pub(crate) fn refusal() -> Refusal {
    Refusal::until(
        Code::Overloaded,
        "Too much is being sent at once. Send it again in a moment.",
        RETRY_MS,
    )
}

#[cfg(test)]
mod tests {
    use beseda_center::turn::LineId;

    use super::*;

    fn visitor() -> Peer {
        Peer::Visitor {
            line: LineId(1),
            identity: "c".into(),
            site: "s".into(),
            whence: Default::default(),
        }
    }

    #[test]
    fn what_has_a_name_is_refused_by_it() {
        let say = r#"{"t":"say","cid":"0a","body":{"t":"text","text":"x"}}"#;
        let Overload::Refuse(frame) = answer(&visitor(), say) else {
            panic!("it has a name");
        };
        assert!(frame.contains(r#""cid":"0a""#), "{frame}");
        assert!(frame.contains(r#""code":"overloaded""#), "{frame}");
        assert!(frame.contains(r#""retry_ms":2000"#), "{frame}");
        let history = r#"{"t":"history","ask":7,"before":9}"#;
        assert!(matches!(answer(&visitor(), history), Overload::Refuse(_)));
    }

    #[test]
    fn what_has_no_name_is_ignored_where_nothing_depends_on_it() {
        let typing = r#"{"t":"typing","on":true}"#;
        assert_eq!(answer(&visitor(), typing), Overload::Ignore);
        for frame in [
            r#"{"t":"hello","v":1}"#,
            r#"{"t":"read","upto":1}"#,
            "{",
            "",
        ] {
            assert_eq!(answer(&visitor(), frame), Overload::Close, "{frame}");
        }
    }
}
