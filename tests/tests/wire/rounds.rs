//! How often a test repeats what it does: few times in every run, as often as a
//! guarantee says when somebody asks for it.

/// Sets another number of rounds for the tests that have any.
const ROUNDS: &str = "BESEDA_ROUNDS";

/// So many, unless `BESEDA_ROUNDS` says otherwise.
pub(crate) fn rounds(usually: u32) -> u32 {
    std::env::var(ROUNDS).map_or(usually, |rounds| {
        rounds.parse().expect("rounds are a number")
    })
}
