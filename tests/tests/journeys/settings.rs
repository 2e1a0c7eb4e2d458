//! The settings: what becomes of two who save the same.

use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::ask::team::ChangeRole;
use beseda_protocol::operator::OperatorEvent;
use beseda_protocol::site::{Site, SiteSection};
use beseda_protocol::team::Role;
use beseda_tests::browser::{Browser, Element, Look};
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;

use crate::access::barriers;
use crate::desk::Desk;

/// Makes Boris an administrator.
async fn promote_boris(stack: &Stack) {
    let mut owner = Operator::sign_in(stack, &stack.owner()).await;
    let boris = stack.boris().email;
    let boris = owner.desk.employees.iter().find(|one| one.email == boris);
    let boris = boris.expect("Boris works here");
    let change = ChangeRole {
        employee: boris.id,
        from: boris.role,
        to: Role::Administrator,
    };
    owner.question(change).await.expect("an owner may");
}

/// The settings of the one site, in sight.
async fn open_site(stack: &Stack, browser: &Browser) {
    const OPEN: &str = "
        const more = document.querySelector('.site-more');
        if (more) more.open = true;
        return Boolean(more);
    ";
    let address = format!("{}/settings/sites", stack.origin());
    browser.goto(&address).await;
    let opened = || async { browser.js::<bool>(OPEN, &[]).await.then_some(()) };
    browser.wait("the settings of the site", opened).await;
}

async fn write(field: &Element, text: &str) {
    field.clear().await;
    field.type_keys(text).await;
}

async fn becomes(browser: &Browser, name: &str, text: &str) {
    let field = browser.find("textbox", name).await;
    let what = format!("{text:?} in {name:?}");
    let is_there = || async { (field.property("value").await == text).then_some(()) };
    browser.wait(&what, is_there).await;
}

const CONFLICT: &str = "Someone saved these settings while you were editing";

#[tokio::test]
async fn of_two_administrators_with_one_sites_settings_the_second_sees_both_and_chooses() {
    let stack = Stack::start().await;
    promote_boris(&stack).await;
    let owner = Desk::of(&stack, &stack.owner()).await;
    let boris = Desk::of(&stack, &stack.boris()).await;
    for desk in [&owner, &boris] {
        open_site(&stack, &desk.browser).await;
    }
    let name = owner.browser.find("textbox", "Name").await;
    write(&name, "Lamps and more").await;
    let name = boris.browser.find("textbox", "Name").await;
    write(&name, "Lamp world").await;
    boris
        .browser
        .press("button", "Save “Name and addresses”")
        .await;
    boris.says("Saved").await;

    // What the owner has typed is where it was, and Boris's beside it.
    owner.says(CONFLICT).await;
    owner.says("Lamp world").await;
    becomes(&owner.browser, "Name", "Lamps and more").await;
    assert_eq!(barriers(&owner.browser).await, [""; 0]);
    owner.browser.screenshot("console-settings-conflict").await;
    owner.browser.press("button", "Keep mine").await;
    owner.says("Saved").await;
    becomes(&boris.browser, "Name", "Lamps and more").await;

    // The other way round; and another section is nobody's concern.
    let name = boris.browser.find("textbox", "Name").await;
    write(&name, "Bulbs").await;
    let locale = owner.browser.find("combobox", "Chat language").await;
    locale.type_keys("English").await;
    owner.browser.press("button", "Save “Look”").await;
    let name = owner.browser.find("textbox", "Name").await;
    write(&name, "Lamps").await;
    owner
        .browser
        .press("button", "Save “Name and addresses”")
        .await;
    boris.says(CONFLICT).await;
    boris.browser.press("button", "Take theirs").await;
    becomes(&boris.browser, "Name", "Lamps").await;
    boris.browser.gone("button", "Take theirs").await;
    let language = boris.browser.find("combobox", "Chat language").await;
    // The second of the choices, which is English.
    assert_eq!(language.property("value").await, "1");
    assert_eq!(owner.complaints().await, [""; 0]);
    assert_eq!(boris.complaints().await, [""; 0]);
}

/// Somebody else saves another name and other addresses.
async fn rename(other: &mut Operator, site: &Site, name: &str) -> Site {
    let mut general = site.general.value.clone();
    general.name = name.to_owned();
    general.origins.push("https://www.lamps.example".to_owned());
    let save = SaveSite {
        site: site.id.clone(),
        version: site.general.version,
        section: SiteSection::from(general),
    };
    other.question(save).await.expect("an owner may");
    let renamed = |event: &OperatorEvent| match event {
        OperatorEvent::Site { site } if site.general.value.name == name => Some(site.clone()),
        _ => None,
    };
    other.event("the new name", renamed).await
}

#[tokio::test]
async fn a_conflict_of_settings_wide_narrow_dark_and_in_russian() {
    let stack = Stack::start().await;
    let mut other = Operator::sign_in(&stack, &stack.owner()).await;
    let mut site = other.desk.sites[0].clone();
    for (n, (picture, look)) in [
        ("1440", Look::DESKTOP.wide(1440)),
        ("768-dark", Look::DESKTOP.wide(768).dark()),
        ("390", Look::PHONE),
    ]
    .into_iter()
    .enumerate()
    {
        let desk = Desk::looking(&stack, &stack.owner(), &look).await;
        let browser = &desk.browser;
        browser
            .goto(&format!("{}/settings/me", stack.origin()))
            .await;
        browser.press("button", "Русский").await;
        open_site(&stack, browser).await;
        let name = browser.find("textbox", "Название").await;
        write(&name, "Лампы и всё к ним").await;
        site = rename(&mut other, &site, &format!("Мир ламп {n}")).await;
        browser.find("button", "Взять новое").await;
        assert_eq!(barriers(browser).await, [""; 0]);
        let notice = browser.find("button", "Оставить моё").await;
        notice.hover().await;
        browser
            .screenshot(&format!("console-settings-conflict-{picture}"))
            .await;
    }
}
