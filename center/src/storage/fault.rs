//! Our failures. A peer's are [`beseda_protocol::refusal::Refusal`]s.

/// Something that must not happen: the turn is abandoned, the object aborted,
/// and every client reconnects and resends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The storage is full: refused as `storage_full`, reading goes on (C10).
    StorageFull,
    /// The storage said something else; for the log, never for a peer.
    Storage(String),
    /// A newer build has written the storage in a form that this one can't read.
    TooNew {
        /// The oldest schema whose code can read it.
        readable_from: u64,
    },
    /// A stored value is not what the schema says.
    Corrupt(&'static str),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::StorageFull => f.write_str("storage full"),
            Self::Storage(text) => write!(f, "storage: {text}"),
            Self::TooNew { readable_from } => {
                write!(
                    f,
                    "the storage wants code of schema {readable_from} or newer"
                )
            }
            Self::Corrupt(what) => write!(f, "corrupt: {what}"),
        }
    }
}

impl std::error::Error for Fault {}
