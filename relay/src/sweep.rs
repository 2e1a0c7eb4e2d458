//! Dead sockets. The runtime answers pings without waking the object, so a line
//! whose other end has vanished looks open for ever; but the runtime remembers
//! when it last answered one (G7).

#[cfg(feature = "testing")]
use std::cell::Cell;

use beseda_center::turn::Peer;
use beseda_protocol::ids::Timestamp;
use worker::State;

use crate::{census, runtime, seats};

/// How long a dead line may stay.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "testing", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Patience {
    /// How often lines are looked through while there are any.
    every_ms: u64,
    /// Silence after which a line is dead.
    silence_ms_max: u64,
}

/// Browsers let a hidden tab's timers fire once a minute, and one of its pings may
/// be lost.
const USUAL: Patience = Patience {
    every_ms: 3 * 60 * 1_000,
    silence_ms_max: 150 * 1_000,
};

// A dead line's socket is free again within six minutes (G7). Looking each 30 s would
// be a third of what Cloudflare bills for an object's time.
const _: () = assert!(USUAL.every_ms + USUAL.silence_ms_max <= 6 * 60 * 1_000);

#[cfg(not(feature = "testing"))]
const fn patience() -> Patience {
    USUAL
}

#[cfg(feature = "testing")]
thread_local! {
    static PATIENCE: Cell<Patience> = const { Cell::new(USUAL) };
}

#[cfg(feature = "testing")]
fn patience() -> Patience {
    PATIENCE.get()
}

/// From now on with another patience: no test waits for minutes.
#[cfg(feature = "testing")]
pub(crate) async fn change(state: &State, patience: Patience) -> worker::Result<()> {
    PATIENCE.set(patience);
    begin(state).await
}

/// Whether it is time to look again, so long after the last time.
pub(crate) fn is_due(since_ms: u64) -> bool {
    since_ms >= patience().every_ms
}

/// Closes the dead lines; returns whose they were, because the runtime reports no
/// close that the other end never answers.
pub(crate) fn close_dead(state: &State, now: Timestamp) -> Vec<Peer> {
    let silence_ms_max = patience().silence_ms_max;
    let mut dead = Vec::new();
    let sockets = state.get_websockets();
    census::count_anew(state, sockets.len());
    for socket in sockets {
        let heard = runtime::last_ping(state, &socket).or_else(|| seats::opened_at(&socket));
        let is_dead = heard.is_none_or(|heard| now.ms_since(heard) > silence_ms_max);
        if is_dead && runtime::is_open(&socket) {
            runtime::shut(&socket, beseda_protocol::close::RESTART, "silent");
            dead.extend(seats::peer(&socket));
        }
    }
    dead
}

/// When the object has to wake: at its own time, but while it has sockets not
/// later than for the next look.
pub(crate) fn alarm(state: &State, own: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    let next = (!state.get_websockets().is_empty()).then(|| now.plus_ms(patience().every_ms));
    match (own, next) {
        (Some(own), Some(next)) => Some(own.min(next)),
        (own, next) => own.or(next),
    }
}

/// A socket has come: the object wakes in time to look after it.
pub(crate) async fn begin(state: &State) -> worker::Result<()> {
    let next = runtime::now().plus_ms(patience().every_ms);
    let set = runtime::alarm(state).await?;
    if set.is_none_or(|at| at > next) {
        runtime::set_alarm(state, next)?;
    }
    Ok(())
}
