//! How a site meets whoever opens its chat.

use beseda_center::turn::command::{Command, Reply};
use beseda_protocol::ask::center::SaveCenter;
use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::ask::team::SetAvailability;
use beseda_protocol::hours::Hours;
use beseda_protocol::ids::Timestamp;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::settings::Saved;
use beseda_protocol::site::{Greeting, Reception, SiteSection, TEST_SITE, Welcome};
use beseda_protocol::team::{Availability, Role};

use crate::harness::CenterTest;

const MINUTE_MS: u64 = 60 * 1000;

fn ask(test: &mut CenterTest, site: &str) -> Result<Reception, Refusal> {
    match test.command(Command::Reception { site: site.into() })? {
        Reply::Reception(reception) => Ok(*reception),
        other => panic!("{other:?}"),
    }
}

fn save(
    test: &mut CenterTest,
    version: u32,
    welcome: Welcome,
) -> Result<Saved<SiteSection>, Refusal> {
    let section = welcome.into();
    let site = "s1".into();
    test.asked(
        "ada",
        SaveSite {
            site,
            version,
            section,
        },
    )
}

fn greeting(text: &str, questions: &[&str]) -> Greeting {
    Greeting {
        text: text.into(),
        questions: questions.iter().map(|text| (*text).to_owned()).collect(),
    }
}

fn names(reception: &Reception) -> Vec<&str> {
    let team = reception.team.iter();
    team.map(|person| person.name.as_str()).collect()
}

#[test]
fn a_visitor_is_met_in_the_words_of_the_site() {
    let mut test = CenterTest::new();
    let said = Welcome {
        en: greeting(" Ask us about tea \n", &["Where is my order?", " "]),
        ..Welcome::default()
    };
    save(&mut test, 0, said).unwrap();
    let kept = greeting("Ask us about tea", &["Where is my order?"]);
    assert_eq!(ask(&mut test, "s1").unwrap().en, kept);
    test.reload();
    let reception = ask(&mut test, "s1").unwrap();
    assert_eq!((reception.en, reception.ru), (kept, Greeting::default()));
    assert_eq!(ask(&mut test, TEST_SITE).unwrap().en, Greeting::default());
    assert_eq!(ask(&mut test, "s9").unwrap_err().code, Code::NotFound);
}

#[test]
fn a_greeting_is_a_bubble_and_its_questions_are_few() {
    let mut test = CenterTest::new();
    let long = "Ж".repeat(81);
    for greeting in [
        greeting(&"Ж".repeat(501), &[]),
        greeting("", &["a", "b", "c", "d", "e"]),
        greeting("", &[&long]),
    ] {
        let welcome = Welcome {
            ru: greeting,
            ..Welcome::default()
        };
        let refusal = save(&mut test, 0, welcome).unwrap_err();
        assert_eq!(refusal.code, Code::Invalid);
    }
}

/// Criteria: X15
#[test]
fn three_who_answer_there_are_shown_by_their_public_names_those_who_are_there_first() {
    let mut test = CenterTest::new();
    for name in ["boris", "cleo", "dan"] {
        test.hire(name, Role::Operator);
    }
    let away = SetAvailability {
        availability: Availability::Away,
    };
    test.asked("boris", away).unwrap();
    let reception = ask(&mut test, "s1").unwrap();
    assert_eq!(names(&reception), ["Ada", "Cleo", "Dan"]);
    let nobody = Welcome {
        shows_team: false,
        ..Welcome::default()
    };
    save(&mut test, 0, nobody).unwrap();
    assert!(ask(&mut test, "s1").unwrap().team.is_empty());
}

#[test]
fn how_soon_an_answer_comes_is_told_from_five_that_came() {
    let mut test = CenterTest::new();
    for (n, minutes) in [1, 30, 2, 3, 600].into_iter().enumerate() {
        let who = format!("v{n}");
        assert_eq!(ask(&mut test, "s1").unwrap().reply_ms, None);
        test.widget(&who).say(&who, "c", "hi");
        test.pass(minutes * MINUTE_MS);
        test.reply("ada", n as u64 + 1, &format!("r{n}"), "hello");
    }
    let reception = ask(&mut test, "s1").unwrap();
    assert_eq!(reception.reply_ms, Some(3 * MINUTE_MS));
    let silent = Welcome {
        tells_when: false,
        ..Welcome::default()
    };
    save(&mut test, 0, silent).unwrap();
    assert_eq!(ask(&mut test, "s1").unwrap().reply_ms, None);
}

#[test]
fn who_waits_is_asked_for_a_contact_after_two_minutes_unless_the_site_says_otherwise() {
    let mut test = CenterTest::new();
    let asks = |test: &mut CenterTest| ask(test, "s1").unwrap().asks_contact_after_ms;
    assert_eq!(asks(&mut test), Some(2 * MINUTE_MS));
    let after = |minutes| Welcome {
        asks_contact_after_minutes: minutes,
        ..Welcome::default()
    };
    save(&mut test, 0, after(Some(60))).unwrap();
    assert_eq!(asks(&mut test), Some(60 * MINUTE_MS));
    for wrong in [0, 61] {
        let refusal = save(&mut test, 1, after(Some(wrong))).unwrap_err();
        assert_eq!(refusal.code, Code::Invalid);
    }
    save(&mut test, 1, after(None)).unwrap();
    test.reload();
    assert_eq!(asks(&mut test), None);
}

#[test]
fn outside_business_hours_a_visitor_is_told_when_somebody_is_back() {
    // Thirteen minutes past midnight in Riga, a Wednesday.
    let mut test = CenterTest::new();
    assert_eq!(ask(&mut test, "s1").unwrap().opens_at, None);
    let hours = Hours {
        days: vec!["9-18".into(); 7],
        holidays: vec![],
    };
    let (version, section) = (0, hours.into());
    test.asked("ada", SaveCenter { version, section }).unwrap();
    let opens_at = ask(&mut test, "s1").unwrap().opens_at;
    // Seven in the morning by Greenwich.
    assert_eq!(opens_at, Some(Timestamp(1_700_031_600_000)));
}
