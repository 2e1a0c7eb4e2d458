//! What a list shows as the words of an address, and back: an address is sent to a
//! colleague, and kept as a bookmark.

use beseda_protocol::filter::{Filter, Order, Predicate, Query, StateFilter, Tab};
use beseda_protocol::ids::{ChannelId, MarkId, OperatorId};
use form_urlencoded::{Serializer, parse};

/// The words of a query: what is usual needs none.
pub fn write(query: &Query) -> String {
    let Query { filter, order } = query;
    let usual = Filter::default();
    let mut words = Serializer::new(String::new());
    if filter.tab != usual.tab {
        words.append_pair("tab", filter.tab.word());
    }
    if filter.state != usual.state {
        words.append_pair("state", filter.state.word());
    }
    if let Some(order) = order.filter(|order| *order != Order::usual(filter.tab)) {
        words.append_pair("order", order.word());
    }
    for one in &filter.all_of {
        match one {
            Predicate::Search { part } => words.append_pair("search", part),
            Predicate::Client { part } => words.append_pair("client", part),
            Predicate::Comment { part } => words.append_pair("comment", part),
            Predicate::Marked { any_of } => words.append_pair("marked", &numbers(any_of)),
            Predicate::Unmarked { none_of } => words.append_pair("unmarked", &numbers(none_of)),
            Predicate::Channels { any_of } => words.append_pair("channels", &numbers(any_of)),
            Predicate::Responsible { any_of } => words.append_pair("responsible", &numbers(any_of)),
            Predicate::Sites { any_of } => words.append_pair("sites", &numbers(any_of)),
            Predicate::Unanswered {} => words.append_pair("unanswered", ""),
            Predicate::Unread {} => words.append_pair("unread", ""),
            Predicate::Registered { from, before } => {
                let day = |day: &Option<_>| {
                    day.as_ref()
                        .map_or("", |day: &beseda_protocol::ids::Date| day.as_str())
                        .to_owned()
                };
                words.append_pair("registered", &format!("{}..{}", day(from), day(before)))
            }
            Predicate::Variable { name, value } => {
                if let Some(name) = name {
                    words.append_pair("variable", name);
                }
                // Of whatever variable it is another word.
                let word = name.as_ref().map_or("any_variable", |_| "value");
                match value {
                    Some(value) => words.append_pair(word, value),
                    None => &mut words,
                }
            }
            Predicate::Unknown => &mut words,
        };
    }
    words.finish()
}

/// The query that words name; what is missing is the usual, and without any known word
/// there is none.
pub fn read(words: &str) -> Option<Query> {
    let mut query = Query::default();
    let mut is_any = false;
    // The value of a variable follows its name.
    let mut named: Option<String> = None;
    for (word, value) in parse(words.trim_start_matches('?').as_bytes()) {
        let filter = &mut query.filter;
        let value = value.into_owned();
        if let Some(name) = named.take() {
            let is_its = word == "value";
            let (name, value) = (Some(name), is_its.then(|| value.clone()));
            filter.all_of.push(Predicate::Variable { name, value });
            if is_its {
                continue;
            }
        }
        let one = match &*word {
            "tab" => {
                is_any |= Tab::from_word(&value).map(|tab| filter.tab = tab).is_some();
                None
            }
            "state" => {
                let state = StateFilter::from_word(&value);
                is_any |= state.map(|state| filter.state = state).is_some();
                None
            }
            "order" => {
                query.order = Order::from_word(&value);
                is_any |= query.order.is_some();
                None
            }
            "search" => Some(Predicate::Search { part: value }),
            "client" => Some(Predicate::Client { part: value }),
            "comment" => Some(Predicate::Comment { part: value }),
            "marked" => ids(&value, MarkId).map(|any_of| Predicate::Marked { any_of }),
            "unmarked" => ids(&value, MarkId).map(|none_of| Predicate::Unmarked { none_of }),
            "channels" => ids(&value, ChannelId).map(|any_of| Predicate::Channels { any_of }),
            "responsible" => {
                ids(&value, OperatorId).map(|any_of| Predicate::Responsible { any_of })
            }
            "sites" => {
                let any_of = value.split(',').map(Into::into).collect();
                Some(Predicate::Sites { any_of })
            }
            "unanswered" => Some(Predicate::Unanswered {}),
            "unread" => Some(Predicate::Unread {}),
            "registered" => value.split_once("..").map(|(from, before)| {
                let day = |day: &str| Some(day).filter(|day| !day.is_empty()).map(Into::into);
                let (from, before) = (day(from), day(before));
                Predicate::Registered { from, before }
            }),
            "variable" => {
                named = Some(value);
                is_any = true;
                None
            }
            "any_variable" => Some(Predicate::Variable {
                name: None,
                value: Some(value),
            }),
            _ => None,
        };
        is_any |= one.is_some();
        filter.all_of.extend(one);
    }
    if let Some(name) = named {
        let (name, value) = (Some(name), None);
        query
            .filter
            .all_of
            .push(Predicate::Variable { name, value });
    }
    is_any.then_some(query)
}

fn numbers(ids: &[impl ToString]) -> String {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    ids.join(",")
}

fn ids<T>(words: &str, id: fn(u64) -> T) -> Option<Vec<T>> {
    let ids = words.split(',').map(|word| word.parse().ok().map(id));
    ids.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_predicate() -> Vec<Predicate> {
        let variable = |name: Option<&str>, value: Option<&str>| Predicate::Variable {
            name: name.map(Into::into),
            value: value.map(Into::into),
        };
        vec![
            Predicate::Search {
                part: "Ксения & co = 100%".into(),
            },
            Predicate::Client { part: "10".into() },
            Predicate::Comment { part: "a+b".into() },
            Predicate::Marked {
                any_of: vec![MarkId(7), MarkId(12)],
            },
            Predicate::Unmarked {
                none_of: vec![MarkId(3)],
            },
            Predicate::Channels {
                any_of: vec![ChannelId(1)],
            },
            Predicate::Sites {
                any_of: vec!["s1".into(), "s2".into()],
            },
            Predicate::Responsible {
                any_of: vec![OperatorId(2)],
            },
            Predicate::Unanswered {},
            Predicate::Unread {},
            Predicate::Registered {
                from: Some("2023-05-20".into()),
                before: None,
            },
            variable(Some("Размер"), Some("XS")),
            variable(Some("Price"), None),
            variable(None, Some("M")),
        ]
    }

    /// ux C7.
    #[test]
    fn every_query_is_found_again_by_the_address() {
        for all_of in every_predicate()
            .into_iter()
            .map(|one| vec![one])
            .chain([every_predicate(), vec![]])
        {
            for tab in Tab::ALL {
                for (state, order) in StateFilter::ALL.iter().zip(Order::ALL) {
                    let filter = Filter {
                        state: *state,
                        tab: *tab,
                        all_of: all_of.clone(),
                    };
                    let order = Some(*order).filter(|order| *order != Order::usual(*tab));
                    let query = Query { filter, order };
                    let words = write(&query);
                    assert_eq!(read(&words).unwrap_or_default(), query, "{words}");
                }
            }
        }
    }

    #[test]
    fn unknown_words_are_passed_over() {
        let mine = Query::from(Filter {
            tab: Tab::Mine,
            ..Filter::default()
        });
        for (words, query) in [
            ("", None),
            ("?utm=1", None),
            ("?tab=nobody", None),
            ("?marked=abc", None),
            ("?tab=mine", Some(mine.clone())),
            ("?utm=1&tab=mine&state=odd", Some(mine)),
        ] {
            assert_eq!(read(words), query, "{words}");
        }
    }
}
