//! Filters that were saved under a name (SB-43): the operator's own, and those that are
//! shared with everybody.

use std::collections::HashMap;

use beseda_protocol::ask::filters::ChangeSavedFilter;
use beseda_protocol::filter::Query;
use beseda_protocol::fold::fold;
use beseda_protocol::ids::SavedFilterId;
use beseda_protocol::saved_filter::SavedFilter;

/// Those that the operator may choose.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SavedFilters(HashMap<SavedFilterId, SavedFilter>);

impl SavedFilters {
    /// These are all.
    pub fn all(filters: Vec<SavedFilter>) -> Self {
        let by_id = |filter: SavedFilter| (filter.id.clone(), filter);
        Self(filters.into_iter().map(by_id).collect())
    }

    /// One was made, changed or put back.
    pub fn put(&mut self, filter: SavedFilter) {
        self.0.insert(filter.id.clone(), filter);
    }

    /// One is there no more.
    pub fn remove(&mut self, filter: &SavedFilterId) {
        self.0.remove(filter);
    }

    /// One by its id.
    pub fn get(&self, filter: &SavedFilterId) -> Option<&SavedFilter> {
        self.0.get(filter)
    }

    /// Those that are shared, or those that are the operator's alone, by their names.
    pub fn group(&self, is_shared: bool) -> Vec<SavedFilter> {
        let group = self.0.values().filter(|one| one.is_shared == is_shared);
        let mut group: Vec<SavedFilter> = group.cloned().collect();
        group.sort_by_cached_key(|one| (fold(&one.name), one.id.clone()));
        group
    }

    /// The one that shows what this does; of several an own one.
    pub fn shown_as(&self, query: &Query) -> Option<&SavedFilter> {
        let same = self.0.values().filter(|one| one.query.shows_as(query));
        same.min_by_key(|one| (one.is_shared, fold(&one.name), &one.id))
    }
}

/// A saved filter as it is, to be changed from this version on.
pub fn change(filter: &SavedFilter) -> ChangeSavedFilter {
    let SavedFilter {
        id,
        owner: _,
        name,
        query,
        is_shared,
        version,
    } = filter.clone();
    ChangeSavedFilter {
        filter: id,
        version,
        name,
        query,
        is_shared,
    }
}

#[cfg(test)]
mod tests {
    use beseda_protocol::filter::{Filter, Order, Predicate, Tab};
    use beseda_protocol::ids::OperatorId;

    use super::*;

    fn unread_of(part: &str) -> Query {
        Query::from(Filter {
            all_of: vec![
                Predicate::Unread {},
                Predicate::Search { part: part.into() },
            ],
            ..Filter::default()
        })
    }

    fn filter(id: &str, name: &str, is_shared: bool) -> SavedFilter {
        SavedFilter {
            id: id.into(),
            owner: OperatorId(1),
            name: name.into(),
            query: unread_of(name),
            is_shared,
            version: 1,
        }
    }

    fn names(group: Vec<SavedFilter>) -> Vec<String> {
        group.into_iter().map(|one| one.name).collect()
    }

    #[test]
    fn own_and_shared_ones_stand_apart_each_by_its_name() {
        let mut filters = SavedFilters::all(vec![
            filter("1", "vip", false),
            filter("2", "Ёлка", true),
            filter("3", "Еда", true),
            filter("4", "Late", false),
        ]);
        assert_eq!(names(filters.group(false)), ["Late", "vip"]);
        assert_eq!(names(filters.group(true)), ["Еда", "Ёлка"]);
        filters.put(filter("4", "Late", true));
        filters.remove(&"3".into());
        assert_eq!(names(filters.group(false)), ["vip"]);
        assert_eq!(names(filters.group(true)), ["Late", "Ёлка"]);
    }

    /// Criteria: SB-43
    #[test]
    fn the_one_that_shows_the_same_is_known_however_the_same_was_said() {
        let filters = SavedFilters::all(vec![filter("1", "vip", true), filter("2", "late", false)]);
        let shown = |query: &Query| filters.shown_as(query).map(|one| one.name.clone());
        let mut query = unread_of("vip");
        assert_eq!(shown(&query), Some("vip".into()));
        query.filter.all_of.reverse();
        assert_eq!(shown(&query), Some("vip".into()));
        // The usual order is one, whether or not somebody has chosen it.
        query.order = Some(Order::Newest);
        assert_eq!(shown(&query), Some("vip".into()));
        query.order = Some(Order::Created);
        assert_eq!(shown(&query), None);
        query.order = None;
        query.filter.tab = Tab::Mine;
        assert_eq!(shown(&query), None);
        query.filter.tab = Tab::All;
        query.filter.all_of.push(Predicate::Unanswered {});
        assert_eq!(shown(&query), None);
        query.filter.all_of.truncate(1);
        assert_eq!(shown(&query), None);
    }

    #[test]
    fn of_several_that_show_the_same_an_own_one_is_the_chosen() {
        let shared = SavedFilter {
            query: unread_of("late"),
            ..filter("1", "a", true)
        };
        let filters = SavedFilters::all(vec![shared, filter("2", "late", false)]);
        let shown = filters.shown_as(&unread_of("late"));
        assert_eq!(shown.map(|one| one.name.as_str()), Some("late"));
    }
}
