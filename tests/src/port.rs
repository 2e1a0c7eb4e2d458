//! Ports for relays that are stopped and started again on the same one.

use std::net::TcpListener;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

/// Where ports are looked for: below those that systems hand out to outgoing
/// connections (32768 and up on Linux, 49152 and up elsewhere). While a relay is
/// down, one of its own clients could get such a port, and the relay could not
/// come back to it; a client could even be connected to itself.
const FIRST: u32 = 15_000;
/// See [`FIRST`].
const COUNT: u32 = 17_000;

/// Ports that this process has looked at.
static ASKED: AtomicU32 = AtomicU32::new(0);

/// A loopback port that nobody listens on, and that no other test of this process
/// is given.
///
/// # Panics
/// When there is none.
pub fn free() -> u16 {
    // Other test processes begin elsewhere.
    let begin = process::id().wrapping_mul(997);
    for _ in 0..COUNT {
        let n = begin.wrapping_add(ASKED.fetch_add(1, Ordering::Relaxed));
        let port = u16::try_from(FIRST + n % COUNT).expect("the range ends below 2^16");
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    panic!("every port is taken");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_differ_and_are_none_that_outgoing_connections_get() {
        let (one, other) = (free(), free());
        assert_ne!(one, other);
        assert!((15_000..32_000).contains(&one));
    }
}
