//! The subset of the chaos suite that every `cargo x test` runs: before the real
//! relay, each plan for a while on a printed seed, and the faults that need a
//! scene of their own.

mod clock;
mod crowd;
mod disk;
mod noise;
mod plans;
mod restored;
mod slow_reader;
mod small_disk;
mod sockets;
