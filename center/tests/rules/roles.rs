//! What an employee may do, and what his colleagues hear of him.

use beseda_protocol::ask::Question;
use beseda_protocol::ask::center::{CenterQuestion, SaveCenter};
use beseda_protocol::ask::clients::ClientQuestion;
use beseda_protocol::ask::dialogs::{DialogQuestion, OpenDialog};
use beseda_protocol::ask::list::ListQuestion;
use beseda_protocol::ask::marks::MarkQuestion;
use beseda_protocol::ask::search::SearchQuestion;
use beseda_protocol::ask::sites::{AddSite, SaveSite, SiteQuestion};
use beseda_protocol::ask::team::{RenameMe, TeamQuestion};
use beseda_protocol::ids::{Ask, DialogId, OperatorId};
use beseda_protocol::look::Look;
use beseda_protocol::operator::{FromOperator, ToOperator};
use beseda_protocol::refusal::Code;
use beseda_protocol::site::SiteGeneral;
use beseda_protocol::team::Role;

use crate::harness::{ASK, CenterTest, Heard, SHOP};
use crate::names::center;
use crate::people::{invite, link, reset};

/// What only some may ask, of settings of this version.
fn administration(name: &str, version: u32) -> Vec<FromOperator> {
    let look = Look {
        accent: format!("#00000{version}"),
        locale: "en".into(),
        ..Look::default()
    };
    let questions: [Question; 5] = [
        SaveCenter {
            version,
            section: center(name).into(),
        }
        .into(),
        AddSite {
            name: "B".into(),
            origins: vec![SHOP.into()],
            look: None,
        }
        .into(),
        SaveSite {
            site: "s1".into(),
            version,
            section: look.into(),
        }
        .into(),
        invite(Role::Operator).into(),
        reset(4).into(),
    ];
    questions
        .map(|question| FromOperator::ask(Ask(1), question))
        .into()
}

#[test]
fn only_administrators_administer_and_only_the_owner_touches_the_owner() {
    let mut test = CenterTest::new();
    test.hire("adam", Role::Administrator)
        .hire("sue", Role::Supervisor)
        .hire("boris", Role::Operator);
    for (version, (name, allowed)) in (1..).zip([
        ("ada", true),
        ("adam", true),
        ("sue", false),
        ("boris", false),
    ]) {
        for said in administration(name, version) {
            let before = test.sql.content();
            test.quiet().operator(name, said.clone());
            let refusal = test.refusal(name);
            assert_eq!(refusal.is_none(), allowed, "{name}: {said:?}");
            assert_eq!(test.sql.content() == before, !allowed);
        }
    }
    assert_eq!(
        link(&mut test, "adam", reset(1)).unwrap_err().code,
        Code::OwnerOnly
    );
    assert!(link(&mut test, "ada", reset(1)).is_ok());
    assert_eq!(
        link(&mut test, "ada", invite(Role::Owner))
            .unwrap_err()
            .code,
        Code::Invalid
    );
    assert_eq!(
        link(&mut test, "ada", reset(77)).unwrap_err().code,
        Code::NotFound
    );
}

#[test]
fn colleagues_hear_of_newcomers_and_new_names() {
    let mut test = CenterTest::new();
    let token = link(&mut test, "ada", invite(Role::Operator)).unwrap();
    test.quiet();
    test.accept("boris", &token).unwrap();
    let rename = FromOperator::ask(
        Ask(1),
        RenameMe {
            name: "  Ada L. ".into(),
        },
    );
    test.operator("ada", rename);
    assert_eq!(
        test.transcript(),
        "  ada < employee Boris (operator)\n  ada < done 1\n  ada < employee Ada L. (owner)\n"
    );
}

/// A newer console would else take the line for dead, and ask again for ever.
#[test]
fn what_this_relay_does_not_know_is_refused_by_its_ask() {
    let mut test = CenterTest::new();
    for unknown in [
        Question::Unknown,
        Question::List(ListQuestion::Unknown),
        Question::Search(SearchQuestion::Unknown),
        Question::Dialogs(DialogQuestion::Unknown),
        Question::Clients(ClientQuestion::Unknown),
        Question::Marks(MarkQuestion::Unknown),
        Question::Team(TeamQuestion::Unknown),
        Question::Sites(SiteQuestion::Unknown),
        Question::Center(CenterQuestion::Unknown),
    ] {
        test.quiet().ask("ada", unknown.clone());
        let [Heard::Operator(ToOperator::Refused { cid, ask, refusal })] = &test.heard("ada")[..]
        else {
            panic!("{unknown:?}");
        };
        assert_eq!((cid, ask), (&None, &Some(ASK)), "{unknown:?}");
        assert_eq!(refusal.code, Code::Unsupported, "{unknown:?}");
    }
}

/// Cards and messages name people and sites by their ids: what they are called is told
/// once, and for all of them.
#[test]
fn a_renamed_colleague_and_site_cost_one_event_each_whatever_bears_their_names() {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator).widget("anna");
    test.say("anna", "c1", "Hello?")
        .reply("boris", 1, "r1", "Hi");
    test.quiet();
    let name = "Boris Petrov".to_owned();
    test.asked("boris", RenameMe { name }).unwrap();
    let outlet = SiteGeneral {
        name: "Outlet".into(),
        origins: vec![SHOP.into()],
    };
    let save = SaveSite {
        site: "s1".into(),
        version: 1,
        section: outlet.into(),
    };
    test.quiet().asked("ada", save).unwrap();
    assert_eq!(
        test.transcript(),
        "  ada < done 1\n  ada < site Outlet, seen: [], installed: no\n  boris < site Outlet, seen: [], installed: no\n"
    );
    let dialog = DialogId(1);
    let opened = test.asked("ada", OpenDialog { dialog }).unwrap();
    assert_eq!(opened.dialog.site.as_str(), "s1");
    assert_eq!(opened.dialog.responsible, Some(OperatorId(2)));
    // The client has no roster, and is told the name.
    test.quiet().hello_with("anna", None);
    let told = test.transcript();
    assert!(told.contains("Boris Petrov: Hi"), "{told}");
}
