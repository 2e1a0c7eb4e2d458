//! What the runtime gives to a turn, imitated.

use std::collections::BTreeSet;

use beseda_center::turn::{Entropy, LineId, Lines, Peer};
use beseda_protocol::ids::{IdentityId, OperatorId};

/// Not random at all, so that stories repeat.
pub(crate) struct Counter(pub(crate) u64);

impl Entropy for Counter {
    fn fill(&mut self, bytes: &mut [u8]) {
        self.0 += 1;
        for (place, byte) in bytes.iter_mut().rev().enumerate() {
            *byte = self.0.checked_shr(8 * place as u32).unwrap_or(0) as u8;
        }
    }
}

/// Who is connected.
pub(crate) struct Online {
    identities: BTreeSet<IdentityId>,
    operators: BTreeSet<OperatorId>,
}

impl Lines for Online {
    fn is_identity_online(&self, identity: &IdentityId) -> bool {
        self.identities.contains(identity)
    }
    fn operators_online(&self) -> Vec<OperatorId> {
        self.operators.iter().copied().collect()
    }
}

impl Online {
    /// Whoever is behind these sockets, those that were cut left out.
    pub(crate) fn of<'p>(peers: impl Iterator<Item = &'p Peer>) -> Self {
        let mut online = Self {
            identities: BTreeSet::new(),
            operators: BTreeSet::new(),
        };
        for peer in peers.filter(|peer| peer.line() != LineId(0)) {
            match peer {
                Peer::Visitor { identity, .. } => online.identities.insert(identity.clone()),
                Peer::Operator { operator, .. } => online.operators.insert(*operator),
            };
        }
        online
    }
}
