//! By what the answer to a frame is found.

use beseda_protocol::ids::{Ask, Cid};
use beseda_protocol::operator::FromOperator;
use beseda_protocol::visitor::FromVisitor;
use serde_json::{Map, Value};

/// By what the answer to a frame is found: a message's cid, a question's ask.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Of a message.
    pub cid: Option<Cid>,
    /// Of a question.
    pub ask: Option<Ask>,
}

impl Names {
    /// As far as a text has them, whatever else is wrong with it.
    pub fn of(text: &str) -> Self {
        object(text).map_or_else(Self::default, |frame| Self {
            cid: frame.get("cid").and_then(Value::as_str).map(Cid::from),
            ask: frame.get("ask").and_then(Value::as_u64).map(Ask),
        })
    }

    /// Of a frame of a widget that was read.
    pub(crate) fn of_visitor(said: &FromVisitor) -> Self {
        let (cid, ask) = match said {
            FromVisitor::Say { cid, .. } | FromVisitor::Open { cid, .. } => {
                (Some(cid.clone()), None)
            }
            FromVisitor::History { ask, .. } => (None, Some(*ask)),
            FromVisitor::Hello { .. }
            | FromVisitor::Read { .. }
            | FromVisitor::Got { .. }
            | FromVisitor::Typing { .. }
            | FromVisitor::Page { .. }
            | FromVisitor::Came { .. }
            | FromVisitor::Unknown => (None, None),
        };
        Self { cid, ask }
    }

    /// Of a console's.
    pub(crate) fn of_operator(said: &FromOperator) -> Self {
        let (cid, ask) = match said {
            FromOperator::Reply { cid, .. } | FromOperator::Note { cid, .. } => {
                (Some(cid.clone()), None)
            }
            FromOperator::Ask { ask, .. } => (None, Some(*ask)),
            FromOperator::Hello { .. }
            | FromOperator::Got { .. }
            | FromOperator::Opened { .. }
            | FromOperator::Typing { .. }
            | FromOperator::Looking { .. }
            | FromOperator::Unknown => (None, None),
        };
        Self { cid, ask }
    }

    /// Whether nobody waits for an answer.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// A text as an object, if it is one.
pub(super) fn object(text: &str) -> Option<Map<String, Value>> {
    serde_json::from_str(text).ok()
}
