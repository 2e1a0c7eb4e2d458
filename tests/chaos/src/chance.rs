//! Seeded randomness: the same seed draws the same faults.

/// A stream of random numbers (SplitMix64: small, well mixed, nothing secret).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A stream of its own for each part of a run, so that what one part draws
    /// does not change what another gets.
    pub fn named(seed: u64, part: &str) -> Self {
        // FNV-1a over the name, from the seed on.
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let mut chance = Self(part.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, mix));
        chance.bits();
        chance
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// `0.0..1.0`.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True once in a while: `probability` of 1 is always.
    pub fn hits(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A number of `low..high`; `low` when the range is empty.
    pub fn within(&mut self, low: u64, high: u64) -> u64 {
        low + self.bits() % high.saturating_sub(low).max(1)
    }

    /// A delay around a mean, as arrivals have it (exponential).
    pub fn around_ms(&mut self, mean_ms: u64) -> u64 {
        (-(1.0 - self.unit()).ln() * mean_ms as f64) as u64
    }

    /// One of them; `None` of none.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let place = self.within(0, of.len() as u64);
        of.get(usize::try_from(place).unwrap_or(0))
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| (self.bits() >> 56) as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_replays_and_parts_do_not_share_a_stream() {
        let draw = |part: &str| Chance::named(7, part).bytes::<16>();
        assert_eq!(draw("proxy"), draw("proxy"));
        assert_ne!(draw("proxy"), draw("relay"));
        assert_ne!(draw("proxy"), Chance::named(8, "proxy").bytes::<16>());
    }

    #[test]
    fn numbers_stay_within_their_range_and_reach_its_ends() {
        let mut chance = Chance::new(1);
        let drawn: Vec<u64> = (0..1_000).map(|_| chance.within(3, 7)).collect();
        assert_eq!(drawn.iter().min(), Some(&3));
        assert_eq!(drawn.iter().max(), Some(&6));
        assert_eq!(chance.within(5, 5), 5);
        assert_eq!(chance.pick::<u8>(&[]), None);
    }
}
