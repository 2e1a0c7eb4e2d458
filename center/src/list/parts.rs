//! Who may have a part of a text: clients by the trigrams of what is on their cards, and
//! everything that has a number by counting the numbers that have it.

use std::collections::BTreeSet;

use super::predicates::Clause;
use crate::storage::search;
use crate::storage::sql::Value;

/// Letters of a sequence in the index: a shorter part is not found by it.
const TRIGRAM: usize = 3;

/// So many numbers are counted: more are not few (`few`).
const NUMBERS_MAX: usize = 3_000;

const TEN: u128 = 10;

/// Selects each `client` on whose card a folded part may be: his name, his comment and his
/// contacts. `None`: it is too short.
pub(super) fn on_card(part: &str) -> Option<Clause> {
    let phrase = phrase(part)?;
    let digits: String = part.chars().filter(char::is_ascii_digit).collect();
    let of_contact = match self::phrase(&digits) {
        Some(digits) if digits != phrase => format!("{phrase} OR {digits}"),
        _ => phrase.clone(),
    };
    let sql = format!("{OF_TEXTS} UNION ALL {OF_CONTACTS}");
    Some(Clause::new(sql, [phrase.into(), of_contact.into()]))
}

/// Selects each `client` in whose comment a folded part is.
pub(super) fn in_comment(part: &str) -> Option<Clause> {
    let phrase = format!("comment : {}", phrase(part)?);
    Some(Clause::new(OF_TEXTS, [phrase.into()]))
}

fn phrase(part: &str) -> Option<String> {
    (part.chars().count() >= TRIGRAM).then(|| search::phrase(part))
}

/// The numbers from 1 to `max` in which a part is; `None`: they are not few, or all.
pub(super) fn numbers(part: &str, max: u64) -> Option<Vec<u64>> {
    if part.is_empty() {
        return None;
    }
    let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
    let Some(digits) = part.parse::<u64>().ok().filter(|_| is_number) else {
        return Some(Vec::new());
    };
    let (digits, max) = (u128::from(digits), u128::from(max));
    // A number does not begin with a zero.
    let first = u128::from(part.starts_with('0'));
    let mut found = BTreeSet::new();
    for behind in 0.. {
        let (many, shift) = (TEN.pow(behind), TEN.pow(behind + part.len() as u32));
        let lowest_of = |head: u128| head * shift + digits * many;
        if lowest_of(first) > max {
            break;
        }
        for lowest in (first..).map(lowest_of).take_while(|lowest| *lowest <= max) {
            let all = lowest..=(lowest + many - 1).min(max);
            if all.end() - all.start() > NUMBERS_MAX as u128 || found.len() > NUMBERS_MAX {
                return None;
            }
            found.extend(all);
        }
    }
    let found = found.into_iter().map(|number| number as u64).collect();
    Some(found)
}

/// Selects these numbers, by a name.
pub(super) fn these(numbers: &[u64], name: &str) -> Clause {
    let sql = format!("SELECT value AS {name} FROM json_each(?)");
    Clause::new(sql, [Value::list(numbers)])
}

const OF_TEXTS: &str = "SELECT rowid AS client FROM client_search WHERE client_search MATCH ?";

const OF_CONTACTS: &str = "SELECT k.client AS client FROM contact_search s
    CROSS JOIN client_contacts k ON k.id = s.rowid WHERE s.folded MATCH ?";

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn numbers_that_have_a_part_are_those_that_a_look_at_each_finds() {
        let parts = [
            "7", "42", "10", "0", "00", "000", "007", "1000", "99", "123", "5000",
        ];
        for max in [0, 1, 9, 10, 99, 100, 1_000, 1_234, 5_000] {
            for part in parts {
                let looked: Vec<u64> = (1..=max)
                    .filter(|number| number.to_string().contains(part))
                    .collect();
                assert_eq!(numbers(part, max), Some(looked), "{part} up to {max}");
            }
        }
    }

    #[test]
    fn what_is_no_number_is_in_none_and_what_many_have_is_not_counted() {
        for part in ["a1", "+1", "1 ", "-1", "99999999999999999999999"] {
            assert_eq!(numbers(part, 1_000_000), Some(Vec::new()), "{part}");
        }
        assert_eq!(numbers("1", 1_000_000), None);
        assert_eq!(numbers("", 10), None);
        assert_eq!(numbers("12345", 1_000_000).map(|all| all.len()), Some(20));
    }
}
