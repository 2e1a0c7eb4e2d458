//! Dead sockets. The runtime answers pings without waking the object, so a line
//! whose other end has vanished looks open for ever; but the runtime remembers
//! when it last answered one (G7).

use beseda_center::turn::Peer;
use beseda_protocol::ids::Timestamp;
use worker::State;

use crate::{runtime, sockets};

/// How often lines are looked through while there are any.
pub(crate) const EVERY_MS: u64 = 5 * 60 * 1_000;

/// Silence after which a line is dead: browsers let a hidden tab's timers fire
/// once a minute, and one of its pings may be lost.
const SILENCE_MS_MAX: u64 = 150 * 1_000;

/// Closes the dead lines; returns whose they were, because the runtime reports no
/// close that the other end never answers.
pub(crate) fn close_dead(state: &State, now: Timestamp) -> Vec<Peer> {
    let mut dead = Vec::new();
    let sockets = state.get_websockets();
    sockets::count_anew(state, sockets.len());
    for socket in sockets {
        let heard = runtime::last_ping(state, &socket).or_else(|| sockets::opened_at(&socket));
        let is_dead = heard.is_none_or(|heard| now.ms_since(heard) > SILENCE_MS_MAX);
        if is_dead && runtime::is_open(&socket) {
            sockets::shut(&socket, beseda_protocol::close::RESTART, "silent");
            dead.extend(sockets::peer(&socket));
        }
    }
    dead
}

/// When the object has to wake: at its own time, but while it has sockets not
/// later than for the next look.
pub(crate) fn alarm(state: &State, own: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    let next = (!state.get_websockets().is_empty()).then(|| now.plus_ms(EVERY_MS));
    match (own, next) {
        (Some(own), Some(next)) => Some(own.min(next)),
        (own, next) => own.or(next),
    }
}

/// A socket has come: the object wakes in time to look after it.
pub(crate) async fn begin(state: &State) -> worker::Result<()> {
    let next = runtime::now().plus_ms(EVERY_MS);
    let set = runtime::alarm(state).await?;
    if set.is_none_or(|at| at > next) {
        runtime::set_alarm(state, next)?;
    }
    Ok(())
}
