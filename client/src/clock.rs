//! The browser's clock and randomness, the only places where they are read.

use std::cell::Cell;

use beseda_protocol::ids::{Cid, Timestamp};

use crate::page;
use crate::steady::Steady;

thread_local! {
    static STEADY: Cell<Steady> = const { Cell::new(Steady::NEW) };
    static NAMED_AT: Cell<Timestamp> = const { Cell::new(Timestamp(0)) };
}

/// Now, by this machine's clock, which may be wrong but never steps back: good
/// for deadlines and ids, never for order.
pub fn now() -> Timestamp {
    let mut steady = STEADY.get();
    let now = steady.read(js_sys::Date::now() as u64);
    STEADY.set(steady);
    Timestamp(now)
}

/// A random number of `0.0..1.0`; nothing secret is made of it.
pub fn chance() -> f64 {
    js_sys::Math::random()
}

/// A new message's id; sorts behind all that this page has made before, so that
/// the order of ids is the order of writing.
pub fn new_cid() -> Cid {
    let mut random = [0; 10];
    let filled = page::window()
        .crypto()
        .is_ok_and(|crypto| crypto.get_random_values_with_u8_array(&mut random).is_ok());
    if !filled {
        // An id must be unique, not secret: better a weak one than no message.
        random.fill_with(|| (chance() * 256.0) as u8);
    }
    let at = now().max(NAMED_AT.get().plus_ms(1));
    NAMED_AT.set(at);
    crate::cid::cid(at, random)
}
