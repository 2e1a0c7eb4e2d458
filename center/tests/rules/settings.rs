//! Settings that two administrators save at the same time.

use beseda_protocol::ask::center::SaveCenter;
use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::json::Wire;
use beseda_protocol::look::Look;
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::Refusal;
use beseda_protocol::settings::{Badge, BadgeFact, CenterSection, Saved};
use beseda_protocol::site::{Reopening, SiteGeneral, SiteSection};
use beseda_protocol::team::Role;

use crate::harness::{CenterTest, Heard, SHOP};
use crate::names::center;

/// Ada, the owner, and Boris, who administers too.
fn two() -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Administrator).quiet();
    test
}

fn save(
    test: &mut CenterTest,
    who: &str,
    version: u32,
    section: impl Into<SiteSection>,
) -> Result<Saved<SiteSection>, Refusal> {
    let save = SaveSite {
        site: "s1".into(),
        version,
        section: section.into(),
    };
    test.asked(who, save)
}

fn save_center(
    test: &mut CenterTest,
    who: &str,
    version: u32,
    section: impl Into<CenterSection>,
) -> Saved<CenterSection> {
    let section = section.into();
    test.asked(who, SaveCenter { version, section }).unwrap()
}

fn look(accent: &str) -> Look {
    Look {
        accent: accent.into(),
        ..Look::default()
    }
}

fn saved<T: Wire>(version: u32) -> Saved<T> {
    let newer = None;
    Saved { version, newer }
}

#[test]
fn of_two_who_save_a_sites_settings_the_second_is_told_and_shown_what_the_first_has_saved() {
    let mut test = two();
    let (red, green) = (look("#aa0000"), look("#00aa00"));
    assert_eq!(save(&mut test, "ada", 1, red.clone()), Ok(saved(2)));
    let stale = Saved {
        version: 2,
        newer: Some(red.into()),
    };
    test.quiet();
    assert_eq!(save(&mut test, "boris", 1, green.clone()), Ok(stale));
    assert_eq!(test.transcript(), "  boris < done 1\n", "nothing was saved");
    // Who knows of the other's and still prefers his own says so.
    assert_eq!(save(&mut test, "boris", 2, green), Ok(saved(3)));
}

#[test]
fn sections_of_one_site_are_saved_side_by_side() {
    let mut test = two();
    let general = SiteGeneral {
        name: "Outlet".into(),
        origins: vec![SHOP.into()],
    };
    assert_eq!(save(&mut test, "ada", 1, general), Ok(saved(2)));
    assert_eq!(save(&mut test, "boris", 1, look("#00aa00")), Ok(saved(2)));
    let reopening = Reopening { within_ms: 1_000 };
    assert_eq!(save(&mut test, "boris", 0, reopening), Ok(saved(1)));
}

#[test]
fn saving_again_what_is_saved_changes_nothing_and_is_not_stale() {
    let mut test = two();
    let red = look("#aa0000");
    assert_eq!(save(&mut test, "ada", 1, red.clone()), Ok(saved(2)));
    // The answer was lost on the way, so it is asked again; and a colleague wants the same.
    test.quiet();
    assert_eq!(save(&mut test, "ada", 1, red.clone()), Ok(saved(2)));
    assert_eq!(save(&mut test, "boris", 1, red), Ok(saved(2)));
    let told = test.transcript();
    assert_eq!(told, "  ada < done 1\n  boris < done 1\n");
}

#[test]
fn the_centers_settings_have_versions_too_and_outlive_the_object() {
    let mut test = two();
    let renamed = save_center(&mut test, "ada", 1, center("Acme Ltd"));
    assert_eq!(renamed, saved(2));
    let stale = Saved {
        version: 2,
        newer: Some(center("Acme Ltd").into()),
    };
    assert_eq!(save_center(&mut test, "boris", 1, center("Apex")), stale);
    test.reload().hello_with("boris", None);
    let Some(Heard::Operator(ToOperator::Reset { center, sites, .. })) = test.last("boris") else {
        panic!()
    };
    assert_eq!(center.general.version, 2);
    assert_eq!(center.general.value.name, "Acme Ltd");
    assert_eq!((sites[0].look.version, sites[0].reopening.version), (1, 0));
}

/// Criteria: X1
#[test]
fn the_badge_counts_what_is_unanswered_until_an_administrator_chooses_otherwise() {
    let mut test = two();
    let badge = |test: &mut CenterTest| {
        test.reload().hello_with("boris", None);
        let Some(Heard::Operator(ToOperator::Reset { center, .. })) = test.last("boris") else {
            panic!()
        };
        (center.badge.value.counts, center.general.version)
    };
    assert_eq!(badge(&mut test), (BadgeFact::Unanswered, 1));
    let counts = BadgeFact::Unread;
    test.quiet();
    assert_eq!(save_center(&mut test, "ada", 0, Badge { counts }), saved(1));
    let told = test.transcript();
    assert!(
        told.contains("boris < "),
        "every console hears of it: {told}"
    );
    assert_eq!(badge(&mut test), (BadgeFact::Unread, 1));
    // The name is a section of its own.
    assert_eq!(save_center(&mut test, "boris", 1, center("Apex")), saved(2));
    assert_eq!(badge(&mut test), (BadgeFact::Unread, 2));
}
