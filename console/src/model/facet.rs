//! A filter by its facets: each is something that a filter can say of a dialog or a client,
//! and has one place in the filter panel. What is changed there are the predicates themselves.

use beseda_protocol::filter::Predicate;
use beseda_protocol::ids::{ChannelId, Date, MarkId, OperatorId, SiteId};
use beseda_protocol::mark::{Mark, MarkKind};

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Facet {
    /// [`Predicate::Search`].
    Search,
    /// [`Predicate::Client`].
    Client,
    /// [`Predicate::Comment`].
    Comment,
    /// [`Predicate::Marked`], by marks of one kind.
    Marked(MarkKind),
    /// [`Predicate::Unmarked`], by marks of one kind.
    Unmarked(MarkKind),
    /// [`Predicate::Channels`].
    Channels,
    /// [`Predicate::Sites`].
    Sites,
    /// [`Predicate::Responsible`].
    Responsible,
    /// [`Predicate::Unanswered`].
    Unanswered,
    /// [`Predicate::Unread`].
    Unread,
    /// [`Predicate::Registered`].
    Registered,
}

/// What is chosen in a facet that has a list of values.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// A tag, a label or a list.
    Mark(MarkId),
    /// A channel.
    Channel(ChannelId),
    /// A site.
    Site(SiteId),
    /// An employee.
    Employee(OperatorId),
}

/// The predicates of a filter, and the marks that there are: those of one kind are a facet
/// of their own.
#[derive(Debug, Clone, Copy)]
pub struct Facets<'f> {
    /// The predicates.
    pub all_of: &'f [Predicate],
    /// The marks.
    pub marks: &'f [Mark],
}

impl Facets<'_> {
    /// The facet of a predicate. None has what an address may ask and the panel does not
    /// offer: marks of several kinds at once. Variables are a list of their own: of each
    /// something else may be asked.
    fn of(&self, one: &Predicate) -> Option<Facet> {
        Some(match one {
            Predicate::Search { .. } => Facet::Search,
            Predicate::Client { .. } => Facet::Client,
            Predicate::Comment { .. } => Facet::Comment,
            Predicate::Marked { any_of } => Facet::Marked(self.kind(any_of)?),
            Predicate::Unmarked { none_of } => Facet::Unmarked(self.kind(none_of)?),
            Predicate::Channels { .. } => Facet::Channels,
            Predicate::Sites { .. } => Facet::Sites,
            Predicate::Responsible { .. } => Facet::Responsible,
            Predicate::Unanswered {} => Facet::Unanswered,
            Predicate::Unread {} => Facet::Unread,
            Predicate::Registered { .. } => Facet::Registered,
            Predicate::Variable { .. } | Predicate::Unknown => return None,
        })
    }

    /// The one kind that marks are of.
    pub fn kind(&self, ids: &[MarkId]) -> Option<MarkKind> {
        let kind = |id: &MarkId| self.marks.iter().find(|mark| mark.id == *id);
        let mut kinds = ids.iter().map(|id| kind(id).map(|mark| mark.kind));
        let first = kinds.next()??;
        kinds.all(|kind| kind == Some(first)).then_some(first)
    }

    /// What is asked in a facet.
    pub fn get(&self, facet: Facet) -> Option<&Predicate> {
        let mut all = self.all_of.iter();
        all.find(|one| self.of(one) == Some(facet))
    }

    /// Whether anything is.
    pub fn has(&self, facet: Facet) -> bool {
        self.get(facet).is_some()
    }

    /// The part that is sought in a facet of text.
    pub fn part(&self, facet: Facet) -> &str {
        match self.get(facet) {
            Some(
                Predicate::Search { part }
                | Predicate::Client { part }
                | Predicate::Comment { part },
            ) => part,
            _ => "",
        }
    }

    /// The days of the first contact: from, and before.
    pub fn days(&self) -> (Option<&Date>, Option<&Date>) {
        match self.get(Facet::Registered) {
            Some(Predicate::Registered { from, before }) => (from.as_ref(), before.as_ref()),
            _ => (None, None),
        }
    }

    /// What is chosen in a facet that has a list of values.
    pub fn values(&self, facet: Facet) -> Vec<Value> {
        match self.get(facet) {
            Some(Predicate::Marked { any_of: ids } | Predicate::Unmarked { none_of: ids }) => {
                ids.iter().copied().map(Value::Mark).collect()
            }
            Some(Predicate::Channels { any_of }) => {
                any_of.iter().copied().map(Value::Channel).collect()
            }
            Some(Predicate::Sites { any_of }) => any_of.iter().cloned().map(Value::Site).collect(),
            Some(Predicate::Responsible { any_of }) => {
                any_of.iter().copied().map(Value::Employee).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The predicates with something else asked in a facet, or nothing.
    pub fn with(&self, facet: Facet, asked: Option<Predicate>) -> Vec<Predicate> {
        let place = self
            .all_of
            .iter()
            .position(|one| self.of(one) == Some(facet));
        let mut all = self.all_of.to_vec();
        match (place, asked) {
            (Some(place), Some(asked)) => all[place] = asked,
            (Some(place), None) => drop(all.remove(place)),
            (None, asked) => all.extend(asked),
        }
        all
    }

    /// The same, for a facet of text.
    pub fn with_part(&self, facet: Facet, part: &str) -> Vec<Predicate> {
        let part = part.to_owned();
        let asked = match facet {
            _ if part.trim().is_empty() => None,
            Facet::Search => Some(Predicate::Search { part }),
            Facet::Client => Some(Predicate::Client { part }),
            Facet::Comment => Some(Predicate::Comment { part }),
            _ => None,
        };
        self.with(facet, asked)
    }

    /// The same, for one that is asked or not.
    pub fn with_flag(&self, facet: Facet, on: bool) -> Vec<Predicate> {
        let asked = match facet {
            Facet::Unanswered => Some(Predicate::Unanswered {}),
            Facet::Unread => Some(Predicate::Unread {}),
            _ => None,
        };
        self.with(facet, asked.filter(|_| on))
    }

    /// The same, for the days of the first contact.
    pub fn with_days(&self, from: Option<Date>, before: Option<Date>) -> Vec<Predicate> {
        let is_any = from.is_some() || before.is_some();
        let asked = is_any.then_some(Predicate::Registered { from, before });
        self.with(Facet::Registered, asked)
    }

    /// The same, with one value more or less.
    pub fn with_value(&self, facet: Facet, value: &Value, on: bool) -> Vec<Predicate> {
        let mut values = self.values(facet);
        values.retain(|chosen| chosen != value);
        if on {
            values.push(value.clone());
        }
        self.with(facet, predicate(facet, values))
    }

    /// The same without one of the predicates.
    pub fn without(&self, one: &Predicate) -> Vec<Predicate> {
        let mut all = self.all_of.to_vec();
        all.retain(|kept| kept != one);
        all
    }
}

/// What a facet asks with these values chosen; nothing without any.
fn predicate(facet: Facet, values: Vec<Value>) -> Option<Predicate> {
    fn of<T>(values: Vec<Value>, id: fn(Value) -> Option<T>) -> Option<Vec<T>> {
        let ids: Vec<T> = values.into_iter().filter_map(id).collect();
        (!ids.is_empty()).then_some(ids)
    }
    let marks = |value| match value {
        Value::Mark(id) => Some(id),
        _ => None,
    };
    Some(match facet {
        Facet::Marked(_) => Predicate::Marked {
            any_of: of(values, marks)?,
        },
        Facet::Unmarked(_) => Predicate::Unmarked {
            none_of: of(values, marks)?,
        },
        Facet::Channels => Predicate::Channels {
            any_of: of(values, |value| match value {
                Value::Channel(id) => Some(id),
                _ => None,
            })?,
        },
        Facet::Sites => Predicate::Sites {
            any_of: of(values, |value| match value {
                Value::Site(id) => Some(id),
                _ => None,
            })?,
        },
        Facet::Responsible => Predicate::Responsible {
            any_of: of(values, |value| match value {
                Value::Employee(id) => Some(id),
                _ => None,
            })?,
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks() -> Vec<Mark> {
        let mark = |id, kind, name: &str| Mark {
            id: MarkId(id),
            kind,
            name: name.to_owned(),
            channel: None,
        };
        vec![
            mark(1, MarkKind::Label, "VIP"),
            mark(2, MarkKind::Label, "New"),
            mark(3, MarkKind::List, "Buyers"),
        ]
    }

    /// The predicates after a change.
    fn changed(
        all_of: &[Predicate],
        change: impl FnOnce(Facets<'_>) -> Vec<Predicate>,
    ) -> Vec<Predicate> {
        let marks = marks();
        change(Facets {
            all_of,
            marks: &marks,
        })
    }

    #[test]
    fn what_is_asked_of_labels_and_of_lists_are_two_facets_that_must_both_be_true() {
        let (vip, new, buyers) = (MarkId(1), MarkId(2), MarkId(3));
        let put = |all_of: &[Predicate], kind, id| {
            changed(all_of, |facets| {
                facets.with_value(Facet::Marked(kind), &Value::Mark(id), true)
            })
        };
        let all = put(&[], MarkKind::Label, vip);
        let all = put(&all, MarkKind::List, buyers);
        let all = put(&all, MarkKind::Label, new);
        assert_eq!(
            all,
            [
                Predicate::Marked {
                    any_of: vec![vip, new]
                },
                Predicate::Marked {
                    any_of: vec![buyers]
                },
            ]
        );
        let all = changed(&all, |facets| {
            let facet = Facet::Marked(MarkKind::List);
            facets.with_value(facet, &Value::Mark(buyers), false)
        });
        assert_eq!(all.len(), 1);
    }

    #[test]
    fn a_facet_keeps_its_place_while_it_is_typed_in_and_leaves_when_it_is_emptied() {
        let type_in = |all_of: &[Predicate], part: &str| {
            changed(all_of, |facets| facets.with_part(Facet::Search, part))
        };
        let search = |part: &str| Predicate::Search { part: part.into() };
        let all = type_in(&[], "Кс");
        let all = changed(&all, |facets| facets.with_flag(Facet::Unread, true));
        let all = type_in(&all, "Ксения ");
        assert_eq!(all, [search("Ксения "), Predicate::Unread {}]);
        assert_eq!(type_in(&all, "  "), [Predicate::Unread {}]);
        let all = changed(&all, |facets| facets.with_flag(Facet::Unread, false));
        assert_eq!(all, [search("Ксения ")]);
    }

    #[test]
    fn a_mark_of_another_kind_in_one_question_is_no_facet_and_stays_as_it_is() {
        let mixed = Predicate::Marked {
            any_of: vec![MarkId(1), MarkId(3)],
        };
        let all = changed(std::slice::from_ref(&mixed), |facets| {
            assert!(!facets.has(Facet::Marked(MarkKind::Label)));
            let facet = Facet::Marked(MarkKind::Label);
            facets.with_value(facet, &Value::Mark(MarkId(2)), true)
        });
        assert_eq!(all[0], mixed);
        assert_eq!(all.len(), 2);
    }

    #[test]
    fn days_are_asked_alone_or_both() {
        let day = |day: &str| Some(Date::from(day));
        let all = changed(&[], |facets| facets.with_days(day("2023-05-20"), None));
        let all = changed(&all, |facets| {
            assert_eq!(facets.days().0, day("2023-05-20").as_ref());
            facets.with_days(facets.days().0.cloned(), day("2023-05-23"))
        });
        assert_eq!(all.len(), 1);
        assert_eq!(changed(&all, |facets| facets.with_days(None, None)), []);
    }
}
