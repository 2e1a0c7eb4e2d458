//! Ids that clients make.

use beseda_protocol::ids::Cid;

/// A new message id in the form of a UUIDv7: what matters here is that it is
/// unique, so its time is random too.
///
/// # Panics
/// When the operating system has no randomness.
pub fn new_cid() -> Cid {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the system has randomness");
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    let hex = hex(&bytes);
    let parts = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    Cid(parts.join("-"))
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
