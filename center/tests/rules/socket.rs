//! One socket: decodes what it hears, and holds it to the contract that `events`
//! frames follow each other without a gap.

use beseda_center::turn::{Peer, To};
use beseda_protocol::ids::{Epoch, Seq};
use beseda_protocol::operator::ToOperator;
use beseda_protocol::visitor::ToVisitor;

/// A frame as its recipient decodes it.
#[allow(clippy::large_enum_variant, reason = "a few live at a time")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Heard {
    Visitor(ToVisitor),
    Operator(ToOperator),
    Closed(u16),
}

/// A socket as the relay has it, with the view of whoever is behind it.
pub(crate) struct Socket {
    pub(crate) peer: Peer,
    pub(crate) view: Option<(Epoch, Seq)>,
    /// Whether it was told `resumed` or `reset`.
    pub(crate) greeted: bool,
    pub(crate) heard: Vec<Heard>,
}

impl Socket {
    /// Decodes a frame and holds it to the contract.
    pub(crate) fn hear(&mut self, name: &str, text: &str) -> Heard {
        match &self.peer {
            Peer::Visitor { .. } => {
                let frame: ToVisitor = serde_json::from_str(text).unwrap();
                match &frame {
                    ToVisitor::Reset { epoch, seq, .. } => self.greet(Some((epoch.clone(), *seq))),
                    ToVisitor::Resumed { .. } => self.greet(self.view.clone()),
                    ToVisitor::Events { after, seq, .. } => self.go_on(name, *after, *seq),
                    ToVisitor::Unknown => panic!("{name} does not know {text}"),
                    _ => {}
                }
                Heard::Visitor(frame)
            }
            Peer::Operator { .. } => {
                let frame: ToOperator = serde_json::from_str(text).unwrap();
                match &frame {
                    ToOperator::Reset { epoch, seq, .. } => self.greet(Some((epoch.clone(), *seq))),
                    ToOperator::Resumed { .. } => self.greet(self.view.clone()),
                    ToOperator::Events { after, seq, .. } => self.go_on(name, *after, *seq),
                    ToOperator::Unknown => panic!("{name} does not know {text}"),
                    _ => {}
                }
                Heard::Operator(frame)
            }
        }
    }

    fn greet(&mut self, view: Option<(Epoch, Seq)>) {
        self.greeted = true;
        self.view = view;
    }

    fn go_on(&mut self, name: &str, after: Seq, seq: Seq) {
        if !self.greeted {
            return;
        }
        let (_, last) = self.view.as_mut().expect("greeted with a view");
        assert!(after <= *last, "{name} has missed something");
        assert!(seq > *last, "{name} is told of nothing");
        *last = seq;
    }
}

/// Whether a frame goes to a peer.
pub(crate) fn is_to(to: &To, peer: &Peer) -> bool {
    match (to, peer) {
        (To::Line(line), peer) => *line == peer.line(),
        (To::Identity(client), Peer::Visitor { identity: is, .. }) => client == is,
        (
            To::IdentityBut(client, but),
            Peer::Visitor {
                identity: is, line, ..
            },
        ) => client == is && but != line,
        (To::Operators, Peer::Operator { .. }) => true,
        (To::OperatorsBut(but), Peer::Operator { line, .. }) => but != line,
        (To::People(people), Peer::Operator { operator, .. }) => people.contains(operator),
        (To::PeopleBut(people, but), Peer::Operator { operator, line, .. }) => {
            people.contains(operator) && but != line
        }
        _ => false,
    }
}
