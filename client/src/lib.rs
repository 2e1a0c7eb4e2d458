//! The browser's half of the protocol: connection, outbox, timeline; used by widget and console.
