//! What the turns of this process have cost, for tests and the bench (testing build):
//! the units that Cloudflare bills, counted where they arise, and memory.

use std::cell::Cell;

use serde::{Deserialize, Serialize};

thread_local! {
    static COUNTS: Cell<Counts> = const { Cell::new(Counts::ZERO) };
}

/// Since the process began.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Counts {
    /// Centers that came, or came back after they were put away.
    wakes: u64,
    turns: u64,
    inputs: u64,
    statements: u64,
    rows_read: u64,
    /// Entries of indexes too.
    rows_written: u64,
    /// Of this wasm instance; never given back, only used again.
    wasm_bytes: usize,
}

impl Counts {
    const ZERO: Self = Self {
        wakes: 0,
        turns: 0,
        inputs: 0,
        statements: 0,
        rows_read: 0,
        rows_written: 0,
        wasm_bytes: 0,
    };

    /// As they are now.
    pub(crate) fn now() -> Self {
        /// What `memory_size` counts in, by WebAssembly's definition.
        const PAGE_BYTES: usize = 65_536;
        Self {
            wasm_bytes: std::arch::wasm32::memory_size::<0>() * PAGE_BYTES,
            ..COUNTS.get()
        }
    }
}

/// A center's object was made.
pub(crate) fn wake() {
    let mut counts = COUNTS.get();
    counts.wakes += 1;
    COUNTS.set(counts);
}

/// A turn took so many inputs together.
pub(crate) fn turn(n_inputs: usize) {
    let mut counts = COUNTS.get();
    counts.turns += 1;
    counts.inputs += n_inputs as u64;
    COUNTS.set(counts);
}

/// A statement has been carried out: so many rows were read and written.
pub(crate) fn statement(rows_read: f64, rows_written: f64) {
    let mut counts = COUNTS.get();
    counts.statements += 1;
    counts.rows_read += rows_read as u64;
    counts.rows_written += rows_written as u64;
    COUNTS.set(counts);
}
