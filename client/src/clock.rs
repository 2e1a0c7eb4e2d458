//! The browser's clock and randomness, the only places where they are read.

use beseda_protocol::ids::{Cid, Timestamp};

/// Now, by this machine's clock, which may be wrong: good for deadlines and
/// ids, never for order.
pub fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as u64)
}

/// A random number of `0.0..1.0`; nothing secret is made of it.
pub fn chance() -> f64 {
    js_sys::Math::random()
}

/// A new message's id.
pub fn new_cid() -> Cid {
    let mut random = [0; 10];
    let filled = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut random).is_ok());
    if !filled {
        // An id must be unique, not secret: better a weak one than no message.
        random.fill_with(|| (chance() * 256.0) as u8);
    }
    crate::cid::cid(now(), random)
}
