//! From an empty folder to "Installed", over the wire.

use beseda_protocol::ask::center::SaveCenter;
use beseda_protocol::ask::sites::{AddSite, SaveSite};
use beseda_protocol::ask::team::{Invite, ResetLink};
use beseda_protocol::http::Invitation;
use beseda_protocol::operator::OperatorEvent;
use beseda_protocol::refusal::Code;
use beseda_protocol::settings::CenterGeneral;
use beseda_protocol::site::Site;
use beseda_protocol::team::Role;
use beseda_tests::http::send;
use beseda_tests::operator::Operator;
use beseda_tests::stack::{SignIn, Stack};
use reqwest::Method;
use reqwest::header::ORIGIN;

use crate::scene;

#[tokio::test]
async fn the_invitation_makes_an_owner_a_center_and_a_site_that_becomes_installed() {
    let mut stack = Stack::empty().await;
    let http = stack.http();
    let link = stack.invitation().await;
    let token = link
        .strip_prefix("/join/")
        .expect("a link to join")
        .to_owned();
    let offer: Invitation = http.get(&format!("/v1/invitation/{token}")).await.json();
    assert_eq!((offer.role, offer.reset), (Role::Owner, false));

    let who = SignIn {
        email: "owner@example.com".to_owned(),
        password: "short".to_owned(),
    };
    let weak = http.accept(&token, "Vera", &who).await;
    assert_eq!(weak.code(), Code::PasswordWeak);
    let who = SignIn {
        password: "a long enough phrase".to_owned(),
        ..who
    };
    let cookie = http.accept(&token, "Vera", &who).await.cookie();
    let again = http.accept(&token, "Mallory", &who).await;
    assert_eq!(again.code(), Code::LinkExpired, "a link works once");

    let mut owner = Operator::with_cookie(&stack, &cookie).await;
    assert_eq!(
        (owner.desk.me.name.as_str(), owner.desk.me.role),
        ("Vera", Role::Owner)
    );
    assert_eq!(owner.desk.center.general.value.name, "");
    assert_eq!(owner.desk.sites, []);

    owner.question(name_center()).await.expect("an owner may");
    let named = |event: &OperatorEvent| match event {
        OperatorEvent::Center { center } => Some(center.clone()),
        _ => None,
    };
    let center = owner.event("the center's name", named).await;
    let general = center.general.value;
    assert_eq!(
        (general.name.as_str(), general.time_zone.as_str()),
        ("Lamps", "Europe/Belgrade")
    );

    let site = scene::add_site(&mut owner, &["https://shop.example"]).await;
    assert_eq!(site.installed, None);
    let loader = format!("/w/{}.js", site.key);

    // A page that is not listed shows up as seen, and does not install.
    let start = http.try_start(&site.key, "https://staging.example").await;
    assert_eq!(start.code(), Code::OriginNotAllowed);
    let seen = site_becomes(&mut owner, "a stranger's origin", |s| !s.seen.is_empty()).await;
    assert_eq!(seen.seen[0].origin, "https://staging.example");
    assert_eq!(seen.installed, None);

    // The loader on the listed page does.
    let request = http.request(Method::GET, &loader);
    let request = request
        .header("Referer", "https://shop.example/")
        .header(ORIGIN, "https://shop.example");
    let answer = send(request).await;
    assert!(answer.status.is_success(), "{}", answer.text());
    let installed = site_becomes(&mut owner, "the first visit", |s| s.installed.is_some()).await;
    let origin = installed.installed.map(|seen| seen.origin);
    assert_eq!(origin.as_deref(), Some("https://shop.example"));

    // Allowing the stranger takes him off the list.
    let mut general = installed.general.value;
    (general.origins).push("https://staging.example".to_owned());
    let save = SaveSite {
        site: installed.id,
        version: installed.general.version,
        section: general.into(),
    };
    owner.question(save).await.expect("an owner may");
    site_becomes(&mut owner, "nobody seen", |s| s.seen.is_empty()).await;
    assert!(
        http.try_start(&site.key, "https://staging.example")
            .await
            .status
            .is_success()
    );

    // An owner exists: the next start has nothing to invite to.
    stack.restart().await;
    assert!(!stack.log().contains("/join/"), "{}", stack.log());
    http.sign_in(&who).await;
}

fn name_center() -> SaveCenter {
    let general = CenterGeneral {
        name: "Lamps".to_owned(),
        locale: "en".to_owned(),
        time_zone: "Europe/Belgrade".to_owned(),
    };
    SaveCenter {
        version: 0,
        section: general.into(),
    }
}

async fn site_becomes(owner: &mut Operator, what: &str, holds: impl Fn(&Site) -> bool) -> Site {
    let changed = |event: &OperatorEvent| match event {
        OperatorEvent::Site { site } if holds(site) => Some(site.clone()),
        _ => None,
    };
    owner.event(what, changed).await
}

#[tokio::test]
async fn addresses_that_are_no_origins_are_refused_with_a_sentence() {
    let stack = Stack::shared().await;
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    for origin in [
        "",
        "shop",
        "ftp://shop.example",
        "https://",
        "https://*.example",
        "javascript:1",
    ] {
        let add = AddSite {
            name: "No shop".to_owned(),
            origins: vec![origin.to_owned()],
            look: None,
        };
        let refused = owner.question(add).await.expect_err(origin);
        assert_eq!(refused.code, Code::Invalid, "{origin}");
    }
}

#[tokio::test]
async fn an_operator_may_neither_invite_nor_change_sites_and_an_administrator_may() {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let invite = Invite {
        role: Role::Operator,
    };
    let refused = anna.question(invite.clone()).await;
    let refused = refused.expect_err("not an operator");
    assert_eq!(refused.code, Code::Forbidden);
    let refused = anna.question(name_center()).await;
    let refused = refused.expect_err("not an operator");
    assert_eq!(refused.code, Code::Forbidden);

    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    let link = owner.question(invite).await.expect("an owner may");
    let token = link.path.strip_prefix("/join/").expect("a link to join");
    let http = stack.http();
    let who = SignIn {
        email: format!("{}@example.com", beseda_tests::cid::new_cid()),
        password: "a colleague's phrase".to_owned(),
    };
    let cookie = http.accept(token, "Darya", &who).await.cookie();
    let came = |event: &OperatorEvent| match event {
        OperatorEvent::Employee { employee } if employee.email == who.email => Some(employee.role),
        _ => None,
    };
    assert_eq!(owner.event("the colleague", came).await, Role::Operator);
    let darya = Operator::with_cookie(&stack, &cookie).await;
    assert_eq!(darya.desk.me.name, "Darya");

    // A reset link gives a new password and ends the old sessions.
    let operator = darya.desk.me.id;
    let link = owner.question(ResetLink { operator }).await;
    let link = link.expect("an owner may");
    let token = link.path.strip_prefix("/reset/").expect("a link to reset");
    let body = serde_json::json!({"password": "another long phrase"});
    http.post(&format!("/v1/reset/{token}"), &body, None)
        .await
        .cookie();
    let old = http.get_as("/v1/me", &cookie).await;
    assert_eq!(old.code(), Code::Unauthorized);
    let wrong = http.try_sign_in(&who.email, &who.password).await;
    assert_eq!(wrong.code(), Code::SignInFailed);
}
