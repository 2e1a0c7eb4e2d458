//! What visitors agree to before they write, where their site asks for that.

use beseda_center::turn::command::{Command, Reply};
use beseda_protocol::ask::clients::{DeleteClient, OpenClient};
use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::dialog::Agreement;
use beseda_protocol::ids::ClientId;
use beseda_protocol::message::Draft;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::settings::Saved;
use beseda_protocol::site::{Consent, ConsentText, SiteSection, TEST_SITE};
use beseda_protocol::visitor::FromVisitor;

use crate::harness::CenterTest;

const ANNA: ClientId = ClientId(1);

fn text(en: &str) -> Consent {
    Consent {
        is_on: true,
        en: en.into(),
        ru: String::new(),
        link: "https://shop.example/privacy".into(),
    }
}

fn save(
    test: &mut CenterTest,
    version: u32,
    consent: Consent,
) -> Result<Saved<SiteSection>, Refusal> {
    let save = SaveSite {
        site: "s1".into(),
        version,
        section: consent.into(),
    };
    test.asked("ada", save)
}

/// A site that asks, and Anna, who has written nothing yet.
fn asking() -> CenterTest {
    let mut test = CenterTest::new();
    save(&mut test, 0, text(" I agree ")).unwrap();
    test.widget("anna").quiet();
    test
}

fn agree(cid: &str, text: &str, consent: Option<u32>) -> FromVisitor {
    FromVisitor::Open {
        cid: cid.into(),
        body: Draft::Text { text: text.into() },
        trigger: None,
        reach: None,
        consent,
        answers: None,
    }
}

fn refused(test: &mut CenterTest) -> Option<Code> {
    let refusal = test.refusal("anna").map(|refusal| refusal.code);
    test.quiet();
    refusal
}

fn card(test: &mut CenterTest) -> Option<Agreement> {
    let client = ANNA;
    let card = test.asked("ada", OpenClient { client }).unwrap();
    test.quiet();
    card.consent
}

fn reception(test: &mut CenterTest, site: &str) -> Option<ConsentText> {
    match test.command(Command::Reception { site: site.into() }) {
        Ok(Reply::Reception(reception)) => reception.consent,
        other => panic!("{other:?}"),
    }
}

#[test]
fn nothing_is_stored_before_a_visitor_has_agreed_and_the_card_says_to_what_and_when() {
    let mut test = asking();
    test.say("anna", "c1", "hi");
    assert_eq!(refused(&mut test), Some(Code::ConsentRequired));
    assert_eq!(test.sql.number("SELECT count(*) FROM clients"), 0);
    // The same message, once more.
    test.pass(1_000).visitor("anna", agree("c1", "hi", Some(1)));
    assert_eq!(refused(&mut test), None);
    let expected = Agreement {
        version: 1,
        at: test.now,
        text: "I agree".into(),
        link: "https://shop.example/privacy".into(),
    };
    assert_eq!(card(&mut test), Some(expected.clone()));
    // From then on he just writes, and another telling of it changes nothing.
    test.reload();
    test.pass(1_000).say("anna", "c2", "there?");
    assert_eq!(refused(&mut test), None);
    test.visitor("anna", agree("c3", "Hello?", Some(1)));
    assert_eq!(refused(&mut test), None);
    assert_eq!(card(&mut test), Some(expected));
}

#[test]
fn a_changed_text_is_asked_anew_and_an_old_agreement_is_none() {
    let mut test = asking();
    test.visitor("anna", agree("c1", "hi", Some(1))).quiet();
    save(&mut test, 1, text("I agree to more")).unwrap();
    test.quiet().say("anna", "c2", "there?");
    assert_eq!(refused(&mut test), Some(Code::ConsentRequired));
    test.visitor("anna", agree("c2", "there?", Some(1)));
    assert_eq!(refused(&mut test), Some(Code::ConsentRequired));
    test.visitor("anna", agree("c2", "there?", Some(2)));
    assert_eq!(refused(&mut test), None);
    let agreed = card(&mut test).unwrap();
    assert_eq!((agreed.version, &*agreed.text), (2, "I agree to more"));
    // What is not asked for any more keeps nobody from writing.
    let off = Consent {
        is_on: false,
        ..text("I agree to more")
    };
    save(&mut test, 2, off).unwrap();
    test.quiet().say("anna", "c3", "Hello?");
    assert_eq!(refused(&mut test), None);
}

#[test]
fn a_message_that_was_stored_before_keeps_its_answer() {
    let mut test = CenterTest::new();
    test.widget("anna").say("anna", "c1", "hi");
    save(&mut test, 0, text("I agree")).unwrap();
    test.quiet().say("anna", "c1", "hi");
    assert_eq!(refused(&mut test), None);
    assert_eq!(card(&mut test), None);
}

#[test]
fn visitors_read_the_text_and_its_version_where_they_are_asked() {
    let mut test = CenterTest::new();
    assert_eq!(reception(&mut test, "s1"), None);
    save(&mut test, 0, text("I agree")).unwrap();
    let told = reception(&mut test, "s1").unwrap();
    assert_eq!((told.version, &*told.en, &*told.ru), (1, "I agree", ""));
    assert_eq!(reception(&mut test, TEST_SITE), None);
}

#[test]
fn a_consent_has_a_text_that_is_not_too_long_and_a_link_that_is_an_address() {
    let mut test = CenterTest::new();
    let long = "Ж".repeat(1_001);
    let link = |link: &str| Consent {
        link: link.into(),
        ..text("I agree")
    };
    for wrong in [
        text(" "),
        text(&long),
        link("javascript:alert(1)"),
        link("shop.example"),
        link(&format!("https://shop.example/{long}")),
    ] {
        let refusal = save(&mut test, 0, wrong).unwrap_err();
        assert_eq!(refusal.code, Code::Invalid);
    }
    save(&mut test, 0, link("")).unwrap();
}

#[test]
fn what_a_client_has_agreed_to_is_deleted_with_him() {
    let mut test = asking();
    test.visitor("anna", agree("c1", "hi", Some(1))).quiet();
    let client = ANNA;
    test.asked("ada", DeleteClient { client }).unwrap();
    assert_eq!(test.sql.number("SELECT count(*) FROM consents"), 0);
}
