//! What a visitor does on the site, for his card (CQ-23).

use beseda_protocol::ask::clients::DeleteClient;
use beseda_protocol::ask::dialogs::OpenDialog;
use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::dialog::{ClientCard, Page};
use beseda_protocol::ids::{ClientId, DialogId};
use beseda_protocol::site::Tracking;
use beseda_protocol::visitor::FromVisitor;

use crate::harness::CenterTest;

fn page(name: &str) -> FromVisitor {
    let (url, title) = (format!("https://shop.example/{name}"), name.to_owned());
    FromVisitor::Page {
        page: Page { url, title },
    }
}

fn came(referrer: &str) -> FromVisitor {
    FromVisitor::Came {
        referrer: referrer.into(),
        landing: "https://shop.example/?utm_source=letter".into(),
    }
}

fn card(test: &mut CenterTest) -> ClientCard {
    let dialog = DialogId(1);
    test.asked("ada", OpenDialog { dialog }).unwrap().card
}

fn titles(test: &mut CenterTest) -> Vec<String> {
    let pages = card(test).pages.into_iter();
    pages.map(|view| view.page.title).collect()
}

/// Criteria: CQ-23
#[test]
fn the_card_has_the_pages_of_a_client_the_last_first_and_how_he_came() {
    let mut test = CenterTest::new();
    test.widget("anna");
    test.visitor("anna", came("https://search.example/"));
    for name in ["tea", "cups"] {
        test.pass(1_000).visitor("anna", page(name));
    }
    test.say("anna", "c1", "hi");
    test.pass(1_000).visitor("anna", page("cart"));
    // The same page again is none.
    test.pass(1_000).visitor("anna", page("cart"));
    test.visitor("anna", came("https://other.example/"));
    let seen = titles(&mut test);
    assert_eq!(seen[..3], ["cart", "cups", "tea"]);
    let came = card(&mut test).came.unwrap();
    assert_eq!(came.referrer, "https://search.example/");
    assert_eq!(came.landing, "https://shop.example/?utm_source=letter");
    test.reload();
    assert_eq!(titles(&mut test), seen);
}

#[test]
fn of_many_pages_the_last_are_kept_and_some_of_them_told() {
    let mut test = CenterTest::new();
    test.widget("anna").say("anna", "c1", "hi");
    for n in 0..60 {
        test.pass(1_000).visitor("anna", page(&n.to_string()));
    }
    let kept = test.sql.number("SELECT count(*) FROM page_views");
    assert_eq!(kept, 50);
    let told = titles(&mut test);
    assert_eq!((told.len(), told[0].as_str()), (20, "59"));
}

#[test]
fn a_site_that_keeps_nothing_has_nothing() {
    let mut test = CenterTest::new();
    let save = SaveSite {
        site: "s1".into(),
        version: 0,
        section: Tracking { is_on: false }.into(),
    };
    test.asked("ada", save).unwrap();
    test.widget("anna");
    test.visitor("anna", came("https://search.example/"));
    test.visitor("anna", page("tea")).say("anna", "c1", "hi");
    let card = card(&mut test);
    assert_eq!((card.came, card.pages), (None, vec![]));
}

#[test]
fn what_was_kept_of_a_client_is_deleted_with_him() {
    let mut test = CenterTest::new();
    test.widget("anna");
    test.visitor("anna", came("https://search.example/"));
    test.visitor("anna", page("tea")).say("anna", "c1", "hi");
    let client = ClientId(1);
    test.asked("ada", DeleteClient { client }).unwrap();
    for table in ["page_views", "arrivals"] {
        let left = test.sql.number(&format!("SELECT count(*) FROM {table}"));
        assert_eq!(left, 0, "{table}");
    }
}
