//! How many bytes a file has, as a person reads it.

const KILO: f64 = 1024.0;

/// The key of the unit's text, and the number before it: bytes as they are, what
/// has one digit before the point to a tenth, all else whole.
///
/// ```
/// use beseda_client::size::size;
/// assert_eq!(size(1_536), ("size.kilobytes", 1.5));
/// ```
pub fn size(bytes: u64) -> (&'static str, f64) {
    let bytes = bytes as f64;
    // What would round up to 1,024 kilobytes is a megabyte.
    if bytes < KILO {
        ("size.bytes", bytes)
    } else if bytes < KILO * (KILO - 0.5) {
        ("size.kilobytes", rounded(bytes / KILO))
    } else {
        ("size.megabytes", rounded(bytes / KILO / KILO))
    }
}

fn rounded(value: f64) -> f64 {
    match (value * 10.0).round() / 10.0 {
        small if small < 10.0 => small,
        _ => value.round(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_reads_the_same_on_both_sides() {
        for (bytes, read) in [
            (0, ("size.bytes", 0.0)),
            (44, ("size.bytes", 44.0)),
            (1_023, ("size.bytes", 1_023.0)),
            (1_024, ("size.kilobytes", 1.0)),
            (8_960, ("size.kilobytes", 8.8)),
            (10_188, ("size.kilobytes", 9.9)),
            (10_189, ("size.kilobytes", 10.0)),
            (100_000, ("size.kilobytes", 98.0)),
            (1_048_063, ("size.kilobytes", 1_023.0)),
            (1_048_064, ("size.megabytes", 1.0)),
            (2_097_152, ("size.megabytes", 2.0)),
            (3_670_016, ("size.megabytes", 3.5)),
            (25_480_396, ("size.megabytes", 24.0)),
        ] {
            assert_eq!(size(bytes), read, "{bytes}");
        }
    }
}
