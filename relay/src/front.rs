//! A proxy in front of the relay that is not set up as it must be. Nothing fails by it
//! at once, so whoever runs the relay is told, loudly and once.

use std::cell::Cell;
use std::thread::LocalKey;

use beseda_protocol::ids::Timestamp;
use beseda_protocol::refusal::{Code, Refusal};

use crate::asked::Asked;
use crate::{address, answer, runtime};

/// Headers by which proxies say for whom they ask.
const FORWARDED: [&str; 3] = ["x-forwarded-for", "forwarded", "x-real-ip"];
/// Headers that every browser's handshake has, and that proxies leave in it.
const HANDSHAKE: [&str; 2] = ["sec-websocket-key", "sec-websocket-version"];

/// So long after a handshake that came without its upgrade, the relay says so to who
/// asks why no socket opens.
const LOST_KNOWN_MS: u64 = 5 * 60 * 1_000;

thread_local! {
    static STRAY_IS_TOLD: Cell<bool> = const { Cell::new(false) };
    static LOSS_IS_TOLD: Cell<bool> = const { Cell::new(false) };
    /// When a handshake last came without its upgrade.
    static LOST_AT: Cell<Option<Timestamp>> = const { Cell::new(None) };
}

/// Looks whether this request has come through a proxy that nobody told the relay of.
pub(crate) fn watch(asked: &Asked) {
    if STRAY_IS_TOLD.get() {
        return;
    }
    let peer = runtime::peer_address(&asked.request);
    let forwarded = FORWARDED.iter().find_map(|name| asked.header(name));
    if address::is_stray_proxy(peer.as_deref(), forwarded.as_deref(), asked.settings.proxy) {
        tell(
            &STRAY_IS_TOLD,
            "a proxy on this machine passes requests on, and the relay was not told to trust \
             it: everybody behind it counts as one address, and the wrong passwords of \
             strangers as everybody's. Start the relay with --trusted-proxy 127.0.0.1",
        );
    }
}

/// Why this request for a socket gets none, unless it asks for the upgrade.
pub(crate) fn check_upgrade(asked: &Asked) -> Result<(), Refusal> {
    if asked.header("upgrade").is_some() {
        return Ok(());
    }
    if HANDSHAKE.iter().any(|name| asked.header(name).is_some()) {
        LOST_AT.set(Some(runtime::now()));
        tell(
            &LOSS_IS_TOLD,
            "a browser asked for a WebSocket, and its Upgrade header did not arrive: the proxy \
             in front does not pass it on, so no chat and no console can connect. In nginx: \
             proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; \
             proxy_set_header Connection \"upgrade\";",
        );
    }
    let is_lost = |at| runtime::now().ms_since(at) < LOST_KNOWN_MS;
    if !LOST_AT.get().is_some_and(is_lost) {
        return Err(answer::malformed("This address is for a WebSocket."));
    }
    Err(Refusal::new(
        Code::NoUpgrade,
        "The proxy in front of the relay takes the Upgrade header off: it has to pass it on.",
    ))
}

fn tell(is_told: &'static LocalKey<Cell<bool>>, what: &str) {
    if !is_told.replace(true) {
        worker::console_error!("in front of the relay: {what}");
    }
}
