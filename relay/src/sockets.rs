//! The object's sockets: who is at the other end, by attachment and tags. Memory
//! is no more than a cache of that, so hibernation takes nothing away.

use std::collections::{BTreeSet, HashMap};

use beseda_center::turn::flow_control::Window;
use beseda_center::turn::{Frame, LineId, Lines, Peer, SessionId, To};
use beseda_protocol::ids::{IdentityId, OperatorId};
use beseda_protocol::limits::VISITOR_SOCKETS_MAX;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::{SUBPROTOCOL, close};
use worker::{Response, ResponseBuilder, State, WebSocket, WebSocketPair};

use crate::center_call::Caller;
use crate::mail::{Mail, Outgoing};
use crate::seats::{Attached, Tag, peer, tagged};
use crate::switchboard::Switchboard;
use crate::{census, runtime};

/// When to come back to a relay that is at its limit, in ms.
const OVERLOADED_RETRY_MS: u64 = 5_000;

/// RFC 6455 registry: come back later.
pub(crate) const TRY_LATER: u16 = 1013;

/// What lines have left unread. A cache: an object that could be evicted was
/// idle, so nothing of it was on its way.
pub(crate) type Windows = HashMap<LineId, Window>;

/// Takes a socket, or refuses it for want of room.
pub(crate) fn open(
    state: &State,
    switchboard: &Switchboard,
    caller: Caller,
    sockets_max: usize,
) -> worker::Result<Result<Response, Refusal>> {
    if census::count(state) >= sockets_max {
        return Ok(Err(overloaded()));
    }
    let WebSocketPair { client, server } = WebSocketPair::new()?;
    let (peer, tags) = introduce(caller);
    let tags: Vec<String> = tags.iter().map(Tag::to_string).collect();
    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    state.accept_websocket_with_tags(&server, &tags);
    switchboard.changed(&peer);
    census::count_in(state);
    let attached = Attached {
        peer,
        opened_at: runtime::now(),
        is_greeted: false,
    };
    attached.put(&server)?;
    Ok(Ok(upgraded(client)?))
}

/// Closes the oldest sockets of a visitor who is at his limit, for one more: the tab in
/// front is the newest, or comes back as such. Returns whose they were.
pub(crate) fn crowd_out(state: &State, identity: &IdentityId) -> Vec<Peer> {
    let open = tagged(state, &Tag::Identity(identity.clone())).into_iter();
    let mut open: Vec<(WebSocket, Attached)> = open
        .filter(runtime::is_open)
        .filter_map(|socket| Attached::of(&socket).map(|attached| (socket, attached)))
        .collect();
    open.sort_by_key(|(_, attached)| attached.opened_at);
    let n_over = (open.len() + 1).saturating_sub(VISITOR_SOCKETS_MAX);
    let crowded_out = open.into_iter().take(n_over).map(|(socket, attached)| {
        runtime::shut(&socket, close::CROWDED_OUT, "a newer tab");
        attached.peer
    });
    crowded_out.collect()
}

/// A socket that is closed as soon as it is open, for a token that is not of this
/// relay (any more): of an upgrade that is refused a browser tells the page nothing,
/// and its widget would try again for ever.
pub(crate) fn stillborn() -> worker::Result<Response> {
    let WebSocketPair { client, server } = WebSocketPair::new()?;
    server.accept()?;
    runtime::shut(&server, close::UNAUTHORIZED, "unknown token");
    upgraded(client)
}

fn upgraded(client: WebSocket) -> worker::Result<Response> {
    let answer = ResponseBuilder::new()
        .with_status(101)
        .with_websocket(client)
        .with_header("sec-websocket-protocol", SUBPROTOCOL)?;
    Ok(answer.empty())
}

/// From here on a line hears what all of its kind are told: its hello is answered
/// by the very next frame to it, and events follow without a gap.
pub(crate) fn greet(state: &State, switchboard: &Switchboard, line: LineId) -> worker::Result<()> {
    for socket in tagged(state, &Tag::Line(line)) {
        if let Some(attached) = Attached::of(&socket) {
            switchboard.changed(&attached.peer);
            let attached = Attached {
                is_greeted: true,
                ..attached
            };
            attached.put(&socket)?;
        }
    }
    Ok(())
}

/// Puts a frame into the mail of whoever is meant and connected now. Whoever leaves
/// too much unread is closed, and returned: the runtime reports no close that nobody
/// answers.
pub(crate) fn address(
    state: &State,
    switchboard: &Switchboard,
    windows: &mut Windows,
    mail: &mut Mail,
    to: &To,
    frame: Frame,
) -> Vec<Peer> {
    let frame = Outgoing::new(frame);
    let mut slow = Vec::new();
    let recipients = switchboard.recipients(state, to);
    for seat in recipients.filter(|seat| runtime::is_open(&seat.socket)) {
        if windows.entry(seat.line).or_default().sent(frame.frame()) {
            mail.put(seat, &frame);
        } else {
            windows.remove(&seat.line);
            runtime::shut(&seat.socket, close::TOO_SLOW, "too much unread");
            slow.extend(peer(&seat.socket));
        }
    }
    slow
}

/// Closes one socket.
pub(crate) fn close(state: &State, line: LineId, code: u16, reason: &str) {
    for socket in tagged(state, &Tag::Line(line)) {
        runtime::shut(&socket, code, reason);
    }
}

/// Closes every socket of a sign-in.
pub(crate) fn close_session(state: &State, session: &SessionId) {
    for socket in tagged(state, &Tag::Session(session.clone())) {
        runtime::shut(&socket, close::UNAUTHORIZED, "signed out");
    }
}

/// Closes every socket, for a restart.
pub(crate) fn drain(state: &State) {
    for socket in state.get_websockets() {
        runtime::shut(&socket, close::RESTART, "restart");
    }
}

/// The sockets of an object as the rules see them in one turn.
pub(crate) struct OpenLines<'a> {
    /// The object.
    pub(crate) state: &'a State,
    /// Lines whose end is among the inputs of this turn.
    pub(crate) closed: &'a [LineId],
}

impl OpenLines<'_> {
    fn peers<'b>(&'b self, tag: &Tag) -> impl Iterator<Item = Peer> + 'b {
        tagged(self.state, tag)
            .into_iter()
            .filter(runtime::is_open)
            .filter_map(|socket| peer(&socket))
            .filter(|peer| !self.closed.contains(&peer.line()))
    }
}

impl Lines for OpenLines<'_> {
    fn is_identity_online(&self, identity: &IdentityId) -> bool {
        self.peers(&Tag::Identity(identity.clone()))
            .next()
            .is_some()
    }

    fn operators_online(&self) -> Vec<OperatorId> {
        let online: BTreeSet<OperatorId> = self
            .peers(&Tag::Operators)
            .filter_map(|peer| match peer {
                Peer::Operator { operator, .. } => Some(operator),
                Peer::Visitor { .. } => None,
            })
            .collect();
        online.into_iter().collect()
    }
}

fn introduce(caller: Caller) -> (Peer, Vec<Tag>) {
    // 53 bits: a number that JavaScript tells apart from every other.
    let line = LineId(u64::from_be_bytes(runtime::random()) >> 11);
    let mut tags = vec![Tag::Line(line)];
    let peer = match caller {
        Caller::Visitor {
            identity,
            site,
            whence,
        } => {
            tags.push(Tag::Identity(identity.clone()));
            Peer::Visitor {
                line,
                identity,
                site,
                whence,
            }
        }
        Caller::Operator { operator, session } => {
            tags.push(Tag::Operators);
            tags.push(Tag::Session(session.clone()));
            Peer::Operator {
                line,
                operator,
                session,
            }
        }
    };
    (peer, tags)
}

/// The relay is at a limit of its own.
pub(crate) fn overloaded() -> Refusal {
    Refusal::until(
        Code::Overloaded,
        "The relay holds as many connections as it can. Try again in a moment.",
        OVERLOADED_RETRY_MS,
    )
}
