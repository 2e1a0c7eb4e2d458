//! How a frame ends that was not accepted.

use beseda_protocol::close;
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::visitor::ToVisitor;

use crate::storage::fault::Fault;
use crate::turn::current::{Turn, json};
use crate::turn::refusals::Stop;
use crate::turn::{Frame, Names, Output, Peer, To};

/// Ends the handling of a frame. What was refused leaves nothing behind, and its sender is
/// told by the name that he has given it. A console without a session is closed.
pub(crate) fn settle(
    turn: &mut Turn<'_>,
    peer: &Peer,
    names: Names,
    outcome: Result<(), Stop>,
) -> Result<(), Fault> {
    let refusal = match outcome {
        Ok(()) => return Ok(()),
        Err(Stop::Fault(fault)) => return Err(fault),
        Err(Stop::Refused(refusal)) => refusal,
    };
    turn.forget_unsaved();
    let is_revoked = matches!(peer, Peer::Operator { .. }) && refusal.code == Code::Unauthorized;
    turn.out.push(refused(peer, names, refusal));
    if is_revoked {
        turn.out.push(Output::Close {
            line: peer.line(),
            code: close::UNAUTHORIZED,
            reason: "signed out",
        });
    }
    Ok(())
}

/// Says no.
pub(crate) fn refused(peer: &Peer, names: Names, refusal: Refusal) -> Output {
    let Names { cid, ask } = names;
    let frame = match peer {
        Peer::Visitor { .. } => json(&ToVisitor::Refused { cid, ask, refusal }),
        Peer::Operator { .. } => json(&ToOperator::Refused { cid, ask, refusal }),
    };
    Output::Frame(To::Line(peer.line()), Frame::new(frame))
}
