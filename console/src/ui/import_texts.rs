//! The words of the import, which come with it.

use std::cell::RefCell;

use beseda_client::direction::isolated;
use beseda_client::parsed::Parsed;
use beseda_client::texts::{Texts, plural_of};
use beseda_protocol::import::{RowProblem, RowState};

use crate::model::prefs::Locale;

const EN: &str = include_str!("../../../client/texts/import/en.json");
const RU: &str = include_str!("../../../client/texts/import/ru.json");

thread_local! {
    static TEXTS: RefCell<Option<Texts<Parsed>>> = const { RefCell::new(None) };
}

/// Texts are in this language from now on.
pub(super) fn speak(locale: Locale) {
    let text = match locale {
        Locale::En => EN,
        Locale::Ru => RU,
    };
    // A test of `client` reads both files.
    let root = js_sys::JSON::parse(text).unwrap_or_default();
    TEXTS.replace(Some(Texts::new(
        Parsed::from(root),
        plural_of(locale.tag()),
    )));
}

fn with(read: impl FnOnce(&Texts<Parsed>) -> String) -> String {
    TEXTS.with_borrow(|texts| texts.as_ref().map(read).unwrap_or_default())
}

/// The text of a key.
pub(super) fn say(key: &str) -> String {
    with(|texts| texts.get(key))
}

/// The text of a key with its placeholders filled.
pub(super) fn say_with(key: &str, values: &[(&str, &str)]) -> String {
    let isolated: Vec<_> = values
        .iter()
        .map(|(name, value)| (*name, isolated(value)))
        .collect();
    let values: Vec<_> = isolated
        .iter()
        .map(|(name, value)| (*name, &**value))
        .collect();
    with(|texts| texts.fill(key, &values))
}

/// The text of a key for a number.
pub(super) fn say_count(key: &str, n: u64) -> String {
    with(|texts| texts.count(key, n, &[]))
}

/// What has become of a row.
pub(super) fn state(state: Option<&RowState>) -> String {
    say(match state {
        None => "state_none",
        Some(RowState::Ready { known: None }) => "state_new",
        Some(RowState::Ready { known: Some(_) }) => "state_known",
        Some(RowState::Wrong { .. }) => "state_wrong",
        Some(RowState::Made { .. } | RowState::Changed { .. } | RowState::Same { .. }) => {
            "state_done"
        }
        Some(RowState::Undone {}) => "state_undone",
        Some(RowState::Kept { .. }) => "state_kept",
        Some(RowState::Unknown) => "state_none",
    })
}

/// Why, or what it was.
pub(super) fn reason(state: Option<&RowState>) -> String {
    match state {
        Some(RowState::Wrong { problem }) => self::problem(problem),
        Some(RowState::Changed { .. }) => say("why_changed"),
        Some(RowState::Same { .. }) => say("why_same"),
        Some(RowState::Kept { .. }) => say("why_kept"),
        _ => String::new(),
    }
}

fn problem(problem: &RowProblem) -> String {
    let named = |key: &str, name: &String| say_with(key, &[("name", name)]);
    match problem {
        RowProblem::NoContact {} => say("why_no_contact"),
        RowProblem::Contact {} => say("why_contact"),
        RowProblem::Phone {} => say("why_phone"),
        RowProblem::Name {} => say("why_name"),
        RowProblem::Comment {} => say("why_comment"),
        RowProblem::Label { name } => named("why_label", name),
        RowProblem::Labels {} => say("why_labels"),
        RowProblem::Channel { name } => named("why_channel", name),
        RowProblem::Transport { name } if name.is_empty() => say("why_which_transport"),
        RowProblem::Transport { name } => named("why_transport", name),
        RowProblem::Several {} => say("why_several"),
        RowProblem::Unknown => say("state_wrong"),
    }
}
