//! Saved filters, as the relay tells of them.

use beseda_protocol::filter::Query;
use beseda_protocol::saved_filter::SavedFilter;

use super::*;

fn saved(id: &str, is_shared: bool) -> SavedFilter {
    SavedFilter {
        id: id.into(),
        owner: ME,
        name: id.into(),
        query: Query::default(),
        is_shared,
        version: 1,
    }
}

fn hello(saved_filters: Vec<SavedFilter>) -> ToOperator {
    ToOperator::Resumed {
        v: 1,
        seq: Seq(2),
        pins: vec![],
        saved_filters,
        drafts: vec![],
        mentioned: vec![],
    }
}

#[test]
fn what_was_saved_is_there_and_changes_for_all_consoles_at_once() {
    let mut model = opened();
    let names = |model: &Model| {
        let [own, shared] = [false, true].map(|is_shared| model.saved_filters.group(is_shared));
        let names = own.into_iter().chain(shared).map(|one| one.name);
        names.collect::<Vec<_>>()
    };
    let told = |filter| ToOperator::SavedFilter { filter };
    model.hear(told(saved("mine", false)), NOW);
    model.hear(told(saved("shared", true)), NOW);
    assert_eq!(names(&model), ["mine", "shared"]);
    let filter = "shared".into();
    model.hear(ToOperator::SavedFilterGone { filter }, NOW);
    assert_eq!(names(&model), ["mine"]);
    // What went while the line was cut is gone, too.
    model.hear(hello(vec![saved("other", true)]), NOW);
    assert_eq!(names(&model), ["other"]);
    model.ended();
    assert!(
        names(&model).is_empty(),
        "whoever signs in next has his own"
    );
}
