//! What a turn may know besides its inputs and its storage.

use beseda_protocol::ids::{IdentityId, OperatorId, Timestamp};

/// What a turn may know besides its inputs and its storage.
pub struct Context<'a> {
    /// Now, by the relay's clock.
    pub now: Timestamp,
    /// Randomness, from the platform.
    pub entropy: &'a mut dyn Entropy,
    /// Who is connected.
    pub lines: &'a dyn Lines,
}

/// A source of unguessable bytes.
pub trait Entropy {
    /// Fills the buffer.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// Who is connected now, as the runtime knows it (never as memory does).
pub trait Lines {
    /// Whether a widget of the client is connected.
    fn is_identity_online(&self, identity: &IdentityId) -> bool;
    /// Operators with a live console.
    fn operators_online(&self) -> Vec<OperatorId>;
}
