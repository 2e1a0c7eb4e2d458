//! The checker: each promise is one check with a name, so that a planted bug
//! turns a known one red.

mod deleted;
mod files;
mod identity;
mod log;
mod seen;
mod sight;
mod stored;

use std::fmt;

use crate::dump::Dump;
use crate::evidence::Evidence;
use crate::ledger::Entry;

/// A promise that was not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The name of the check.
    pub check: &'static str,
    /// What is wrong, with the ids that show it.
    pub what: String,
}

/// One promise.
struct Check {
    name: &'static str,
    find: fn(&Evidence<'_>) -> Vec<String>,
}

/// Every promise that is checked.
const CHECKS: &[Check] = &[
    check("acked-is-stored", stored::acked_is_stored),
    check("stored-once", stored::stored_once),
    check("stored-as-written", stored::stored_as_written),
    check("nothing-invented", stored::nothing_invented),
    check("nothing-lost", stored::nothing_lost),
    check("refused-is-absent", stored::refused_is_absent),
    check("chain-unbroken", seen::chain_unbroken),
    check("shown-in-order", seen::shown_in_order),
    check("seen-once", seen::seen_once),
    check("one-view", seen::one_view),
    check("one-summary", seen::one_summary),
    check("all-came-to-rest", seen::all_came_to_rest),
    check("places-dense", log::places_dense),
    check("announced-once", log::announced_once),
    check("files-whole", files::files_whole),
    check("identity-proven", identity::identity_proven),
    check("deleted-was-asked", deleted::deleted_was_asked),
    check("deleted-is-absent", deleted::deleted_is_absent),
    check("deleted-is-unseen", deleted::deleted_is_unseen),
    check("hidden-is-untold", sight::hidden_is_untold),
    check("seen-is-shown", sight::seen_is_shown),
];

const fn check(name: &'static str, find: fn(&Evidence<'_>) -> Vec<String>) -> Check {
    Check { name, find }
}

/// Every promise that ledger and dump show broken.
pub fn check_all(ledger: &[Entry], dump: &Dump) -> Vec<Breach> {
    let evidence = Evidence::of(ledger, dump);
    let found = |check: &Check| {
        let name = check.name;
        let whats = (check.find)(&evidence).into_iter();
        whats
            .map(move |what| Breach { check: name, what })
            .collect::<Vec<_>>()
    };
    CHECKS.iter().flat_map(found).collect()
}

/// The names of all checks.
pub fn names() -> impl Iterator<Item = &'static str> {
    CHECKS.iter().map(|check| check.name)
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.check, self.what)
    }
}
