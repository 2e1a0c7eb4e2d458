//! What a text of a socket is: a frame, or nothing that anybody can read. The peer
//! waits for what it has named, so that even what cannot be read is refused by its
//! name where it has one.

use beseda_protocol::operator::FromOperator;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::visitor::FromVisitor;
use serde::de::DeserializeOwned;

use super::input::Input;
use super::names::{Names, object};
use super::peer::Peer;
use super::refusals::refuse;

/// Reads a text as an input; one that cannot be read keeps its place in the order.
pub fn input(peer: Peer, text: &str) -> Input {
    match peer {
        Peer::Visitor { .. } => match read(text) {
            Ok(FromVisitor::Unknown) => {
                unknown(peer, text, Input::FromVisitor, FromVisitor::Unknown)
            }
            Ok(said) => Input::FromVisitor(peer, said),
            Err(refusal) => Input::Unreadable(peer, Names::of(text), refusal),
        },
        Peer::Operator { .. } => match read(text) {
            Ok(FromOperator::Unknown) => {
                unknown(peer, text, Input::FromOperator, FromOperator::Unknown)
            }
            Ok(said) => Input::FromOperator(peer, said),
            Err(refusal) => Input::Unreadable(peer, Names::of(text), refusal),
        },
    }
}

/// A kind of newer peers is ignored (C15), unless they wait for its answer: unanswered
/// they would take the line for dead.
fn unknown<T>(peer: Peer, text: &str, input: fn(Peer, T) -> Input, said: T) -> Input {
    let names = Names::of(text);
    match names.is_none() {
        true => input(peer, said),
        false => Input::Unreadable(peer, names, refuse(Code::Unsupported)),
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    serde_json::from_str(text).or_else(|error| {
        let unread = || malformed(&format!("This frame cannot be read: {error}."));
        without_place(text).ok_or_else(unread)
    })
}

/// A hello from a place that is none: it is said from nowhere, so that it is
/// answered with the whole view (G3b).
fn without_place<T: DeserializeOwned>(text: &str) -> Option<T> {
    let mut frame = object(text)?;
    if frame.get("t")? != "hello" {
        return None;
    }
    frame.remove("epoch");
    frame.remove("seq");
    serde_json::from_value(frame.into()).ok()
}

fn malformed(text: &str) -> Refusal {
    Refusal::new(Code::Malformed, text)
}

#[cfg(test)]
mod tests {
    use beseda_protocol::ids::{Ask, OperatorId};

    use super::*;
    use crate::turn::{LineId, SessionId};

    fn visitor() -> Peer {
        Peer::Visitor {
            line: LineId(1),
            identity: "c".into(),
            site: "s".into(),
            whence: Default::default(),
        }
    }

    fn operator() -> Peer {
        Peer::Operator {
            line: LineId(2),
            operator: OperatorId(1),
            session: SessionId("s".into()),
        }
    }

    fn refused(peer: Peer, text: &str) -> (Names, Code) {
        match input(peer, text) {
            Input::Unreadable(_, names, refusal) => (names, refusal.code),
            other => panic!("{text}: {other:?}"),
        }
    }

    fn by_ask(ask: u64) -> Names {
        Names {
            ask: Some(Ask(ask)),
            cid: None,
        }
    }

    #[test]
    fn a_question_that_cannot_be_read_keeps_its_ask() {
        for what in [
            r#"{"area":"list","t":"dialogs","filter":{"state":"asleep","tab":"all"}}"#,
            r#"{"area":"dialogs","t":"close","dialog":"seven"}"#,
            r#"{"area":"dialogs","t":"forecast"}"#,
            r#"{"area":"weather","t":"forecast"}"#,
            "null",
        ] {
            let question = format!(r#"{{"t":"ask","ask":5,"what":{what}}}"#);
            let Input::FromOperator(_, said) = input(operator(), &question) else {
                panic!("{question} is carried to where it is refused");
            };
            assert_eq!(Names::of_operator(&said), by_ask(5), "{question}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused_by_its_ask() {
        for (question, code) in [
            (r#"{"t":"forecast","ask":5}"#, Code::Unsupported),
            (r#"{"t":7,"ask":5}"#, Code::Malformed),
            (r#"{"ask":5}"#, Code::Malformed),
        ] {
            let refused = refused(operator(), question);
            assert_eq!(refused, (by_ask(5), code), "{question}");
        }
        for (question, code) in [
            (r#"{"t":"history","ask":5,"before":null}"#, Code::Malformed),
            (r#"{"t":"forecast","ask":5}"#, Code::Unsupported),
        ] {
            let refused = refused(visitor(), question);
            assert_eq!(refused, (by_ask(5), code), "{question}");
        }
    }

    #[test]
    fn a_message_that_cannot_be_read_is_refused_by_its_cid() {
        for message in [
            r#"{"t":"say","cid":"c1","body":{"t":"text"}}"#,
            r#"{"t":"say","cid":"c1","body":{"t":"text","text":"x"},"quote":"q"}"#,
            r#"{"t":"say","cid":"c1"}"#,
            r#"{"t":"sing","cid":"c1"}"#,
        ] {
            let cid = refused(visitor(), message).0.cid;
            assert_eq!(cid, Some("c1".into()), "{message}");
        }
        for message in [
            r#"{"t":"reply","cid":"c1","body":{"t":"text","text":"x"}}"#,
            r#"{"t":"note","cid":"c1","dialog":1,"text":null}"#,
        ] {
            let cid = refused(operator(), message).0.cid;
            assert_eq!(cid, Some("c1".into()), "{message}");
        }
    }

    #[test]
    fn what_has_no_name_is_refused_without_one() {
        for nameless in [
            "",
            "{",
            "null",
            "[]",
            "7",
            r#"{"t":"say"}"#,
            r#"{"t":"say","cid":7,"body":{"t":"text","text":"x"}}"#,
            r#"{"t":"history","ask":"five"}"#,
            r#"{"t":"history","ask":-5}"#,
            r#"{"t":"history","ask":1.5}"#,
        ] {
            let (names, code) = refused(visitor(), nameless);
            assert!(names.is_none(), "{nameless}");
            assert_eq!(code, Code::Malformed, "{nameless}");
        }
    }

    #[test]
    fn a_kind_that_nobody_waits_for_is_ignored() {
        let wave = r#"{"t":"wave","tempo":120,"ask":null,"cid":7}"#;
        let (heard, unheard) = (input(visitor(), wave), input(operator(), wave));
        assert!(matches!(heard, Input::FromVisitor(_, FromVisitor::Unknown)));
        assert!(matches!(
            unheard,
            Input::FromOperator(_, FromOperator::Unknown)
        ));
    }

    #[test]
    fn a_hello_from_no_place_is_a_hello_from_nowhere() {
        let hello = r#"{"t":"hello","v":1,"epoch":7,"seq":-1,"locale":"en"}"#;
        let Input::FromVisitor(_, FromVisitor::Hello { epoch, seq, .. }) = input(visitor(), hello)
        else {
            panic!("a hello");
        };
        assert_eq!((epoch, seq), (None, None));
    }
}
