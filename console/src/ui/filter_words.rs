//! What a filter asks, in words: as its chips say it, and the sentence above the panel.

use beseda_protocol::filter::{Predicate, Query, Tab};
use beseda_protocol::ids::MarkId;
use beseda_protocol::mark::MarkKind;

use super::words;
use crate::browser::intl;
use crate::model::board::Size;
use crate::model::facet::Facets;
use crate::model::roster::Roster;
use crate::texts::{say, say_count, say_with};

/// What a predicate asks. It begins small, as within a sentence.
pub(crate) fn asked(one: &Predicate, roster: &Roster) -> String {
    let of_part = |key, part: &str| say_with(key, &[("part", part.trim())]);
    let of_names = |key, names: Vec<String>| {
        let names = names.join(&format!(" {} ", say("asked_or")));
        say_with(key, &[("names", &names)])
    };
    match one {
        Predicate::Search { part } => of_part("asked_search", part),
        Predicate::Client { part } => of_part("asked_client", part),
        Predicate::Comment { part } => of_part("asked_comment", part),
        Predicate::Marked { any_of } => of_names(
            of_kind(
                roster,
                any_of,
                ["asked_tag", "asked_label", "asked_list", "asked_mark"],
            ),
            marks(roster, any_of),
        ),
        Predicate::Unmarked { none_of } => of_names(
            of_kind(
                roster,
                none_of,
                [
                    "asked_no_tag",
                    "asked_no_label",
                    "asked_no_list",
                    "asked_no_mark",
                ],
            ),
            marks(roster, none_of),
        ),
        Predicate::Channels { any_of } => {
            let name = |id| roster.channel(id).map_or_else(gone, words::channel);
            of_names("asked_channel", any_of.iter().copied().map(name).collect())
        }
        Predicate::Sites { any_of } => {
            let name = |id| words::site(roster, id);
            of_names("asked_site", any_of.iter().map(name).collect())
        }
        Predicate::Responsible { any_of } => {
            let name = |id| roster.names.of(id).to_owned();
            of_names(
                "asked_responsible",
                any_of.iter().copied().map(name).collect(),
            )
        }
        Predicate::Unanswered {} => say("asked_unanswered"),
        Predicate::Unread {} => say("asked_unread"),
        Predicate::Registered { from, before } => {
            let day = |day: &Option<_>| {
                let day: &Option<beseda_protocol::ids::Date> = day;
                day.as_ref().map(|day| intl::day(day.as_str()))
            };
            match (day(from), day(before)) {
                (Some(from), Some(before)) => {
                    say_with("asked_between", &[("from", &from), ("before", &before)])
                }
                (Some(from), None) => say_with("asked_from", &[("from", &from)]),
                (None, before) => {
                    say_with("asked_before", &[("before", &before.unwrap_or_default())])
                }
            }
        }
        Predicate::Variable { name, value } => match (name, value) {
            (Some(name), Some(value)) => {
                say_with("asked_variable", &[("name", name), ("value", value)])
            }
            (Some(name), None) => say_with("asked_variable_name", &[("name", name)]),
            (None, value) => {
                let value = value.as_deref().unwrap_or_default();
                say_with("asked_variable_value", &[("value", value)])
            }
        },
        Predicate::Unknown => gone(),
    }
}

/// All that a list of dialogs shows, and in which order.
pub(crate) fn dialogs(query: &Query, roster: &Roster) -> String {
    let filter = &query.filter;
    let mut parts = vec![say(&format!("said_{}_dialogs", filter.state.word()))];
    if filter.tab != Tab::All {
        parts.push(say(&format!("tab_{}", filter.tab.word())).to_lowercase());
    }
    parts.extend(filter.all_of.iter().map(|one| asked(one, roster)));
    let order = say(&words::order(query.order(), filter.tab));
    format!("{}. {order}.", parts.join(" · "))
}

/// All whom a list of clients shows.
pub(crate) fn clients(all_of: &[Predicate], roster: &Roster) -> String {
    let mut parts = vec![say("said_clients")];
    parts.extend(all_of.iter().map(|one| asked(one, roster)));
    format!("{}. {}.", parts.join(" · "), say("said_newest_clients"))
}

/// How many were found; nothing while nobody knows.
pub(crate) fn found(size: Size, n: &str) -> String {
    match size {
        Size::Exactly(found) => say_count(n, found),
        Size::AtLeast(0) => say("searching"),
        // "501" of "501+" would be read as a figure that is known.
        Size::AtLeast(found) => {
            say_count(n, found).replacen(&found.to_string(), &format!("{found}+"), 1)
        }
    }
}

/// Of which kind marks are, as a key.
fn of_kind(
    roster: &Roster,
    ids: &[MarkId],
    [tag, label, list, mixed]: [&'static str; 4],
) -> &'static str {
    let facets = Facets {
        all_of: &[],
        marks: &roster.marks,
    };
    match facets.kind(ids) {
        Some(MarkKind::Tag) => tag,
        Some(MarkKind::Label) => label,
        Some(MarkKind::List) => list,
        None => mixed,
    }
}

fn marks(roster: &Roster, ids: &[MarkId]) -> Vec<String> {
    let name = |id: &MarkId| {
        let mark = roster.marks.iter().find(|mark| mark.id == *id);
        mark.map_or_else(gone, |mark| mark.name.clone())
    };
    ids.iter().map(name).collect()
}

/// What there is no more.
fn gone() -> String {
    say("asked_gone")
}
