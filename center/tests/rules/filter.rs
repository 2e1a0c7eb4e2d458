//! A filter as SQL shows what [`Filter::matches`] shows, page by page.

use beseda_protocol::ask::dialogs::Assign;
use beseda_protocol::ask::list::{ListDialogs, ListedDialogs};
use beseda_protocol::dialog::{Filter, ListPlace, StateFilter, Summary, Tab};
use beseda_protocol::ids::{Ask, DialogId, OperatorId};
use beseda_protocol::limits::DIALOGS_PAGE;
use beseda_protocol::operator::FromOperator;
use beseda_protocol::team::Role;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::harness::CenterTest;

/// What becomes of one dialog.
#[derive(Debug, Clone)]
struct Fate {
    replied_by: Option<u8>,
    writes_again: bool,
    opened: bool,
    released: bool,
    closed: bool,
    /// Dialogs of one moment are told apart by their ids.
    ms_later: u64,
}

fn fate() -> impl Strategy<Value = Fate> {
    let replied_by = prop::option::of(0..2u8);
    (replied_by, any::<[bool; 4]>(), 0..2u64).prop_map(|(replied_by, facts, ms_later)| {
        let [writes_again, opened, released, closed] = facts;
        Fate {
            replied_by,
            writes_again,
            opened,
            released,
            closed,
            ms_later,
        }
    })
}

fn live(test: &mut CenterTest, id: u64, fate: &Fate) {
    let name = format!("v{id}");
    let dialog = DialogId(id);
    let ask = Ask(1);
    test.widget(&name).say(&name, "c1", "Hello?");
    if let Some(by) = fate.replied_by {
        test.reply(["ada", "boris"][by as usize], id, &format!("r{id}"), "Yes?");
    }
    if fate.writes_again {
        test.say(&name, "c2", "Hm.");
    }
    if fate.opened {
        let upto = beseda_protocol::ids::MessageId(1 << 40);
        test.operator("ada", FromOperator::Opened { dialog, upto });
    }
    if fate.released {
        test.operator("ada", FromOperator::ask(ask, Assign { dialog, to: None }));
    }
    if fate.closed {
        test.close("boris", id);
    }
    test.leave(&name).pass(fate.ms_later);
}

fn list(
    test: &mut CenterTest,
    me: &str,
    filter: Filter,
    behind: Option<ListPlace>,
) -> (Vec<Summary>, bool) {
    let page = test.quiet().asked(me, ListDialogs { filter, behind });
    let ListedDialogs { dialogs, more } = page.unwrap();
    (dialogs, more)
}

/// All pages of a filter.
fn all(test: &mut CenterTest, me: &str, filter: &Filter) -> Vec<Summary> {
    let mut found: Vec<Summary> = Vec::new();
    loop {
        let behind = found.last().map(|last| ListPlace {
            at: last.last_client_at,
            id: last.id,
        });
        let (page, more) = list(test, me, filter.clone(), behind);
        assert_eq!(
            page.len() == DIALOGS_PAGE,
            more || page.len() == DIALOGS_PAGE
        );
        found.extend(page);
        if !more {
            return found;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    /// Criteria: SB-19, SB-22, SB-23, SB-24, KC-13
    #[test]
    fn a_filter_as_sql_shows_what_it_matches(fates in vec(fate(), 1..70)) {
        let mut test = CenterTest::new();
        test.hire("boris", Role::Operator);
        for (place, fate) in fates.iter().enumerate() {
            live(&mut test, place as u64 + 1, fate);
        }
        let everything = Filter { state: StateFilter::All, tab: Tab::All };
        let mut dialogs = all(&mut test, "ada", &everything);
        prop_assert_eq!(dialogs.len(), fates.len());
        let newest_first = |dialog: &Summary| std::cmp::Reverse((dialog.last_client_at, dialog.id));
        dialogs.sort_by_key(newest_first);
        for (me, name) in [(OperatorId(1), "ada"), (OperatorId(2), "boris")] {
            for (state, tab) in StateFilter::ALL.iter().flat_map(|s| Tab::ALL.iter().map(move |t| (*s, *t))) {
                let filter = Filter { state, tab };
                let matching: Vec<Summary> =
                    dialogs.iter().filter(|dialog| filter.matches(dialog, me)).cloned().collect();
                prop_assert_eq!(all(&mut test, name, &filter), matching, "{:?}", filter);
            }
        }
    }
}
