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
