//! How many sockets fit: a process that runs out of file descriptors dies, and
//! everybody with it, so the relay refuses before.

use anyhow::Result;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Descriptors of one connected socket inside workerd (measured).
const PER_SOCKET: u64 = 2;
/// Taken for "no limit": more than one object can hold anyway.
const DESCRIPTORS_MAX: u64 = 1 << 20;

/// Raises the limit of this process and its children as far as it goes; says how
/// many sockets the relay may hold.
pub(crate) fn make() -> Result<u64> {
    let limit = getrlimit(Resource::Nofile);
    let most = limit
        .maximum
        .unwrap_or(DESCRIPTORS_MAX)
        .min(DESCRIPTORS_MAX);
    let current = most.max(limit.current.unwrap_or(most));
    setrlimit(
        Resource::Nofile,
        Rlimit {
            current: Some(current),
            maximum: limit.maximum,
        },
    )?;
    Ok(sockets(current))
}

/// A tenth stays for databases, files and calls that are not sockets.
fn sockets(descriptors: u64) -> u64 {
    let reserve = (descriptors / 10).max(200);
    descriptors.saturating_sub(reserve) / PER_SOCKET
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sockets_leave_room_for_everything_else() {
        assert_eq!(sockets(20_000), 9_000);
        assert_eq!(sockets(1_024), 412);
        assert_eq!(sockets(100), 0);
    }
}
