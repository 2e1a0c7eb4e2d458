//! Why a relay closes a socket, beside the codes of RFC 6455.

/// The session or token is not (or no longer) valid: do not come back with it.
pub const UNAUTHORIZED: u16 = 4401;

/// The relay restarts: come back after a delay (RFC 6455 registry, "service restart").
pub const RESTART: u16 = 1012;

/// A frame was longer than [`crate::limits::FRAME_BYTES_MAX`].
pub const TOO_LONG: u16 = 1009;

/// The peer does not read what it is sent, or does not say `got`: come back and
/// resume, or be reset (G9).
pub const TOO_SLOW: u16 = 4408;

/// The visitor has more sockets than [`crate::limits::VISITOR_SOCKETS_MAX`], and a newer
/// one has this one's place: come back when somebody looks at this page again.
pub const CROWDED_OUT: u16 = 4409;

/// Nothing is wrong: the other end is done.
const DONE: u16 = 1000;
/// The other end does not keep to the rules of frames.
const PROTOCOL_ERROR: u16 = 1002;

/// The code that answers a peer's close. RFC 6455 7.4 lets his be repeated if it may be
/// said at all; a runtime that is told to say another throws, and keeps the socket.
pub const fn answer_to(code: usize) -> u16 {
    match code {
        // They say that there was none.
        1005 | 1006 => DONE,
        1000..=1003 | 1007..=1014 | 3000..=4999 => code as u16,
        _ => PROTOCOL_ERROR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_close_is_answered_by_its_own_code_unless_nobody_may_say_it() {
        for code in [1000, 1001, 1003, 1007, 1014, 3000, 4401, 4999] {
            assert_eq!(usize::from(answer_to(code)), code);
        }
        for none in [1005, 1006] {
            assert_eq!(answer_to(none), 1000);
        }
        for wrong in [0, 999, 1004, 1015, 2000, 5000, 30_840, 65_535, 70_000] {
            assert_eq!(answer_to(wrong), 1002);
        }
    }
}
