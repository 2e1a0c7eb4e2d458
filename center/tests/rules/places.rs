//! Sites: who may use them, who has been seen, what the widget is told.

use beseda_center::token;
use beseda_center::turn::command::{Command, Reply, SiteForWidget};
use beseda_protocol::ask::sites::{AddSite, SaveSite};
use beseda_protocol::limits::LAYER_MAX;
use beseda_protocol::look::{ACCENT, Look, Offsets};
use beseda_protocol::operator::{OperatorEvent, ToOperator};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::site::{Reopening, Site, SiteGeneral, SiteSection, TEST_SITE};

use crate::harness::{CenterTest, Heard, ORIGIN, SECRET, SHOP};

const HOUR_MS: u64 = 60 * 60 * 1000;

fn admit(test: &mut CenterTest, site: &str, origin: &str) -> Result<Reply, Refusal> {
    test.command(Command::Admit {
        site: site.into(),
        origin: origin.into(),
    })
}

fn ask(test: &mut CenterTest, site: &str, origin: Option<&str>) -> Result<SiteForWidget, Refusal> {
    let origin = origin.map(Into::into);
    match test.command(Command::Site {
        site: site.into(),
        origin,
    })? {
        Reply::Site(site) => Ok(site),
        other => panic!("{other:?}"),
    }
}

/// The site as its owner was told last.
fn told(test: &mut CenterTest) -> Option<Site> {
    test.heard("ada")
        .into_iter()
        .rev()
        .find_map(|heard| match heard {
            Heard::Operator(ToOperator::Events { events, .. }) => {
                events.into_iter().rev().find_map(|event| match event {
                    OperatorEvent::Site { site } => Some(site),
                    _ => None,
                })
            }
            _ => None,
        })
}

fn add(test: &mut CenterTest, origins: &[&str]) -> Result<Site, Refusal> {
    add_looking(test, origins, None)
}

fn add_looking(
    test: &mut CenterTest,
    origins: &[&str],
    look: Option<Look>,
) -> Result<Site, Refusal> {
    let origins = origins.iter().map(|origin| (*origin).to_owned()).collect();
    let add = AddSite {
        name: "Blog".into(),
        origins,
        look,
    };
    test.quiet().asked("ada", add)
}

fn save(test: &mut CenterTest, section: impl Into<SiteSection>, version: u32) -> Option<Refusal> {
    let save = SaveSite {
        site: "s1".into(),
        version,
        section: section.into(),
    };
    test.quiet().asked("ada", save).err()
}

fn look(accent: &str, locale: &str) -> Look {
    Look {
        accent: accent.into(),
        locale: locale.into(),
        ..Look::default()
    }
}

#[test]
fn an_exact_origin_is_admitted_and_nothing_that_looks_like_it() {
    let mut test = CenterTest::new();
    assert_eq!(admit(&mut test, "s1", SHOP), Ok(Reply::Done));
    for stranger in [
        "http://shop.example",
        "https://shop.example:8443",
        "https://shop.example.evil.example",
        "https://evil-shop.example",
        "https://www.shop.example",
        "https://SHOP.example",
        "https://shop.example.",
        "https://shop.example/",
        "null",
        "",
        "https://xn--shop.example",
    ] {
        assert_eq!(
            admit(&mut test, "s1", stranger).unwrap_err().code,
            Code::OriginNotAllowed,
            "{stranger}"
        );
    }
    assert_eq!(
        admit(&mut test, "s9", SHOP).unwrap_err().code,
        Code::NotFound
    );
}

#[test]
fn a_new_site_looks_as_its_owner_says_and_else_as_sites_do_at_first() {
    let mut test = CenterTest::new();
    let plain = add(&mut test, &["https://blog.example"]).unwrap();
    assert_eq!(plain.look.value.accent, ACCENT);
    let origins = ["https://news.example"];
    let green = add_looking(&mut test, &origins, Some(look("#0a7f3f", "auto"))).unwrap();
    assert_eq!(green.look.value.accent, "#0a7f3f");
    let far = |side, bottom| Look {
        offsets: Offsets { side, bottom },
        ..Look::default()
    };
    let high = Look {
        layer: LAYER_MAX + 1,
        ..Look::default()
    };
    for wrong in [
        look("green", "auto"),
        look("#0a7f3f", "de"),
        far(241, 0),
        far(0, 241),
        high,
    ] {
        let refused = add_looking(&mut test, &origins, Some(wrong.clone()));
        assert_eq!(refused.unwrap_err().code, Code::Invalid, "{wrong:?}");
    }
    assert!(add_looking(&mut test, &origins, Some(far(240, 240))).is_ok());
}

#[test]
fn the_first_visit_is_told_once() {
    let mut test = CenterTest::new();
    assert!(!ask(&mut test, "s1", None).unwrap().installed);
    assert_eq!(told(&mut test), None);
    assert!(ask(&mut test, "s1", Some(SHOP)).unwrap().installed);
    let site = told(&mut test).unwrap();
    assert_eq!(
        site.installed.map(|seen| seen.origin).as_deref(),
        Some(SHOP)
    );
    admit(&mut test, "s1", SHOP).unwrap();
    assert_eq!(told(&mut test), None);
}

#[test]
fn a_stranger_is_shown_to_the_owner_once_and_no_more_when_allowed() {
    let mut test = CenterTest::new();
    for _ in 0..2 {
        admit(&mut test, "s1", "https://staging.example").unwrap_err();
    }
    let site = told(&mut test).unwrap();
    assert_eq!(site.seen[0].origin, "https://staging.example");
    assert_eq!(test.sql.number("SELECT count(*) FROM seen_origins"), 1);
    let general = SiteGeneral {
        name: "Shop".into(),
        origins: vec![SHOP.into(), "https://staging.example".into()],
    };
    assert_eq!(save(&mut test, general, 1), None);
    assert_eq!(
        admit(&mut test, "s1", "https://staging.example"),
        Ok(Reply::Done)
    );
    test.quiet().hello_with("ada", None);
    let Some(Heard::Operator(ToOperator::Reset { sites, .. })) = test.last("ada") else {
        panic!()
    };
    assert_eq!(sites[0].seen, []);
}

#[test]
fn strangers_are_twenty_at_most_and_cost_twenty_writes_an_hour() {
    let mut test = CenterTest::new();
    let come = |test: &mut CenterTest, from: u64| {
        for n in from..from + 40 {
            test.pass(1);
            admit(test, "s1", &format!("https://e{n}.example")).unwrap_err();
        }
    };
    come(&mut test, 0);
    let site = told(&mut test).unwrap();
    assert_eq!(site.seen.len(), 20);
    assert_eq!(site.seen[0].origin, "https://e19.example", "newest first");
    test.pass(HOUR_MS);
    come(&mut test, 100);
    let site = told(&mut test).unwrap();
    assert_eq!(
        (site.seen.len(), site.seen[0].origin.as_str()),
        (20, "https://e119.example")
    );
}

#[test]
fn what_could_not_be_allowed_is_not_kept() {
    let mut test = CenterTest::new();
    for origin in [
        "",
        "NULL",
        "file://",
        "<script>",
        "https://a/path",
        &format!("https://{}", "a".repeat(300)),
    ] {
        admit(&mut test, "s1", origin).unwrap_err();
    }
    assert_eq!(test.sql.number("SELECT count(*) FROM seen_origins"), 0);
}

#[test]
fn an_owner_sees_that_a_page_without_an_origin_has_asked() {
    let mut test = CenterTest::new();
    for _ in 0..3 {
        let refusal = admit(&mut test, "s1", "null").unwrap_err();
        assert_eq!(refusal.code, Code::OriginNotAllowed);
    }
    let kept = test
        .sql
        .number("SELECT count(*) FROM seen_origins WHERE origin = 'null'");
    assert_eq!(kept, 1);
}

#[test]
fn the_widget_is_told_its_title_and_its_look() {
    let mut test = CenterTest::new();
    let site = ask(&mut test, "s1", None).unwrap();
    assert_eq!(site.title, "Shop");
    assert_eq!(site.origins, [SHOP]);
    assert_eq!(ask(&mut test, "s9", None).unwrap_err().code, Code::NotFound);
}

#[test]
fn the_test_site_belongs_to_the_relays_own_page() {
    let mut test = CenterTest::new();
    assert_eq!(admit(&mut test, TEST_SITE, ORIGIN), Ok(Reply::Done));
    assert_eq!(
        admit(&mut test, TEST_SITE, SHOP).unwrap_err().code,
        Code::OriginNotAllowed
    );
    let site = ask(&mut test, TEST_SITE, None).unwrap();
    assert_eq!(
        (site.title.as_str(), site.origins),
        ("Acme", vec![ORIGIN.to_owned()])
    );
    test.quiet()
        .widget_on("anna", TEST_SITE)
        .hello("anna")
        .say("anna", "c1", "Hello?");
    let Some(Heard::Operator(ToOperator::Events { events, .. })) = test.last("ada") else {
        panic!()
    };
    let dialog = events.iter().rev().find_map(|event| match event {
        OperatorEvent::Message { dialog, .. } => Some(dialog),
        _ => None,
    });
    let dialog = dialog.unwrap();
    assert_eq!(dialog.site.as_str(), TEST_SITE);
    test.quiet().hello_with("ada", None);
    let Some(Heard::Operator(ToOperator::Reset {
        sites, test_key, ..
    })) = test.last("ada")
    else {
        panic!()
    };
    assert_eq!(sites.len(), 1);
    let read = token::read_site_key(SECRET, &test_key);
    assert_eq!(read, Some(("eu-acme".into(), TEST_SITE.into())));
}

#[test]
fn a_sites_addresses_are_written_as_browsers_write_them() {
    let mut test = CenterTest::new();
    let site = add(
        &mut test,
        &[
            "HTTPS://Blog.Example/",
            "https://blog.example",
            "http://localhost:3000",
        ],
    )
    .unwrap();
    assert_eq!(
        site.general.value.origins,
        ["https://blog.example", "http://localhost:3000"]
    );
    assert_eq!(
        token::read_site_key(SECRET, &site.key),
        Some(("eu-acme".into(), site.id))
    );
    for wrong in [
        "blog.example",
        "https://blog.example/path",
        "ftp://blog.example",
        "*",
    ] {
        let refusal = add(&mut test, &[wrong]).unwrap_err();
        assert_eq!(refusal.code, Code::Invalid);
        assert!(refusal.text.contains(wrong), "{}", refusal.text);
    }
    assert_eq!(add(&mut test, &[]).unwrap_err().code, Code::Invalid);
}

#[test]
fn a_look_is_a_colour_and_a_language() {
    let mut test = CenterTest::new();
    assert_eq!(save(&mut test, look("#12aB9f", "auto"), 1), None);
    for (accent, locale) in [
        ("red", "en"),
        ("#12345", "en"),
        ("#12345g", "en"),
        ("url(x)", "en"),
        ("#123456", "de"),
    ] {
        let refusal = save(&mut test, look(accent, locale), 2).unwrap();
        assert_eq!(refusal.code, Code::Invalid, "{accent} {locale}");
    }
}

#[test]
fn a_closed_dialog_is_opened_again_for_a_year_at_most() {
    let mut test = CenterTest::new();
    let within = |within_ms| Reopening { within_ms };
    assert_eq!(save(&mut test, within(366 * 24 * HOUR_MS), 0), None);
    let refusal = save(&mut test, within(366 * 24 * HOUR_MS + 1), 1).unwrap();
    assert_eq!(refusal.code, Code::Invalid);
}
