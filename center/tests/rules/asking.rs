//! What a site asks before the first message: the answers stand on the card.

use beseda_protocol::ask::clients::OpenClient;
use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::client::{Profile, Variable};
use beseda_protocol::ids::ClientId;
use beseda_protocol::message::Draft;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::settings::Saved;
use beseda_protocol::site::{AskedField, Asking, FieldKind, SiteSection};
use beseda_protocol::visitor::{Answers, FromVisitor, Reach};

use crate::harness::CenterTest;

fn field(kind: FieldKind, is_required: bool, en: &str, ru: &str) -> AskedField {
    AskedField {
        kind,
        is_required,
        en: en.into(),
        ru: ru.into(),
    }
}

fn save(test: &mut CenterTest, fields: Vec<AskedField>) -> Result<Saved<SiteSection>, Refusal> {
    let rating = false;
    let save = SaveSite {
        site: "s1".into(),
        version: 0,
        section: Asking { rating, fields }.into(),
    };
    test.asked("ada", save)
}

/// A site that asks, and Anna, who has written nothing yet.
fn asking() -> CenterTest {
    let mut test = CenterTest::new();
    let fields = vec![
        field(FieldKind::Name, false, "", ""),
        field(FieldKind::Email, true, "", ""),
        field(FieldKind::Text, true, "Order", "Заказ"),
    ];
    save(&mut test, fields).unwrap();
    test.widget("anna").quiet();
    test
}

fn answers(name: &str, email: &str, order: Option<&str>) -> Answers {
    let text = |value: &str| Variable {
        name: "Заказ".into(),
        value: value.into(),
    };
    Answers {
        reach: Reach {
            name: name.into(),
            email: email.into(),
            // Nobody has asked for it.
            phone: "+371 2000 0000".into(),
        },
        texts: order.map(text).into_iter().collect(),
    }
}

fn open(cid: &str, reach: Option<Reach>, answers: Option<Answers>) -> FromVisitor {
    FromVisitor::Open {
        cid: cid.into(),
        body: Draft::Text { text: "hi".into() },
        trigger: None,
        reach,
        consent: None,
        answers,
    }
}

fn profile(test: &mut CenterTest) -> (Option<String>, Profile) {
    let client = ClientId(1);
    let card = test.asked("ada", OpenClient { client }).unwrap();
    test.quiet();
    (card.client.name, card.profile)
}

fn refused(test: &mut CenterTest) -> Option<Refusal> {
    let refusal = test.refusal("anna");
    test.quiet();
    refusal
}

#[test]
fn the_answers_are_on_the_card_with_the_first_message_and_nobody_is_asked_twice() {
    let mut test = asking();
    let given = answers(" Anna ", "anna@mail.example", Some("K-12"));
    test.visitor("anna", open("c1", None, Some(given)));
    assert_eq!(refused(&mut test), None);
    let (name, profile) = profile(&mut test);
    assert_eq!(name.as_deref(), Some("Anna"));
    let contacts: Vec<_> = profile.contacts.iter().map(|one| &*one.value).collect();
    assert_eq!(contacts, ["anna@mail.example"]);
    // Called as those who read it call it.
    let variable = &profile.variables[0];
    assert_eq!((&*variable.name, &*variable.value), ("Order", "K-12"));
    test.reload();
    test.say("anna", "c2", "there?");
    assert_eq!(refused(&mut test), None);
}

#[test]
fn a_first_message_without_them_is_refused_by_the_name_of_what_is_missing() {
    let mut test = asking();
    test.say("anna", "c1", "hi");
    assert_eq!(refused(&mut test).unwrap().code, Code::AnswersRequired);
    let long = "Ж".repeat(201);
    for (given, sentence) in [
        (answers("", "", Some("K-12")), "Answer “e-mail”."),
        (
            answers("", "anna", Some("K-12")),
            "What was given as “e-mail” is none.",
        ),
        (answers("", "a@b.example", None), "Answer “Order”."),
        (
            answers("", "a@b.example", Some(&long)),
            "The answer to “Order” is too long.",
        ),
    ] {
        test.visitor("anna", open("c1", None, Some(given)));
        let refusal = refused(&mut test).unwrap();
        assert_eq!(
            (refusal.code, &*refusal.text),
            (Code::AnswersRequired, sentence)
        );
    }
    assert_eq!(test.sql.number("SELECT count(*) FROM clients"), 0);
    // The same message, once it has them; what need not be answered was not.
    let given = answers("", "a@b.example", Some("K-12"));
    test.visitor("anna", open("c1", None, Some(given)));
    assert_eq!(refused(&mut test), None);
}

#[test]
fn who_has_told_by_another_form_where_he_is_reached_is_asked_no_more() {
    let mut test = asking();
    let reach = answers("Anna", "anna@mail.example", None).reach;
    test.visitor("anna", open("c1", Some(reach), None));
    assert_eq!(refused(&mut test), None);
}

#[test]
fn who_wrote_before_the_site_asked_is_not_asked() {
    let mut test = CenterTest::new();
    test.widget("anna").say("anna", "c1", "hi");
    save(&mut test, vec![field(FieldKind::Phone, true, "", "")]).unwrap();
    test.quiet().say("anna", "c2", "there?");
    assert_eq!(refused(&mut test), None);
}

#[test]
fn a_site_asks_few_things_each_once_and_by_a_name() {
    let mut test = CenterTest::new();
    let text = |name: &str| field(FieldKind::Text, false, name, "");
    for wrong in [
        vec![text("")],
        vec![text(&"Ж".repeat(61))],
        vec![
            text("Order"),
            field(FieldKind::Text, false, "Order", "Заказ"),
        ],
        vec![field(FieldKind::Email, true, "", ""); 2],
        ["1", "2", "3", "4", "5", "6", "7"].map(text).to_vec(),
    ] {
        let refusal = save(&mut test, wrong).unwrap_err();
        assert_eq!(refusal.code, Code::Invalid);
    }
}
