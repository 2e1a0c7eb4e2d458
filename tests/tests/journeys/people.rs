//! The page "People": what becomes of a colleague.

use beseda_protocol::ask::team::RenameMe;
use beseda_tests::browser::{Browser, Look};
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;

use crate::access::barriers;
use crate::desk::Desk;

/// Whether the keyboard is at an element with this text.
async fn keyboard_is_at(browser: &Browser, text: &str) {
    const FOCUSED: &str = "return document.activeElement.textContent;";
    let at = format!("the keyboard at {text:?}");
    let is_there = || async {
        let focused: String = browser.js(FOCUSED, &[]).await;
        (focused.trim() == text).then_some(())
    };
    browser.wait(&at, is_there).await;
}

/// The page, of a company with some history.
async fn people(stack: &Stack, look: &Look) -> Desk {
    let desk = Desk::looking(stack, &stack.owner(), look).await;
    let address = format!("{}/settings/people", stack.origin());
    desk.browser.goto(&address).await;
    desk.browser.idle().await;
    desk
}

#[tokio::test]
async fn a_colleague_is_disabled_and_his_console_shows_it_at_once() {
    let stack = Stack::crowded(&[("Boris", 12)]).await;
    let boris = Desk::of(&stack, &stack.boris()).await;
    let desk = people(&stack, &Look::DESKTOP).await;
    let browser = &desk.browser;

    browser.press("button", "Actions: Boris").await;
    browser.press("menuitem", "Disable…").await;
    desk.says("12 open dialogs become free").await;
    keyboard_is_at(browser, "Cancel").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-people-disable").await;
    // Escape leaves all as it is, and the keyboard where it was.
    browser.key("Escape").await;
    browser.gone("button", "Disable").await;
    browser.press("button", "Actions: Boris").await;
    browser.press("menuitem", "Disable…").await;
    browser.press("button", "Disable").await;

    boris.browser.find("textbox", "E-mail").await;
    desk.says("Disabled: ").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-people-disabled").await;

    browser.press("button", "Actions: Boris").await;
    browser.press("menuitem", "Enable").await;
    browser
        .wait("Boris to work again", || async {
            (!browser.text().await.contains("Disabled: ")).then_some(())
        })
        .await;
    boris.sign_in(&stack.boris()).await;
}

#[tokio::test]
async fn a_role_is_changed_and_an_invitation_revoked() {
    let stack = Stack::crowded(&[("Boris", 3)]).await;
    let desk = people(&stack, &Look::DESKTOP).await;
    let browser = &desk.browser;
    browser.press("button", "Actions: Boris").await;
    browser.press("menuitemradio", "Supervisor").await;
    browser.press("button", "Change role").await;
    desk.says("Supervisor · boris").await;

    desk.says("Nobody is invited right now").await;
    browser.press("button", "Create invite link").await;
    desk.says("Created by").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-people-invited").await;
    let revoke = browser.find_beginning("button", "Revoke").await;
    revoke.press().await;
    desk.says("Nobody is invited right now").await;
    keyboard_is_at(browser, "Open invitations").await;
}

#[tokio::test]
async fn the_people_wide_narrow_dark_and_in_russian() {
    const LONG: &str = "Константин Константинопольский-Преображенский";
    let stack = Stack::crowded(&[("Boris", 12)]).await;
    let mut boris = Operator::sign_in(&stack, &stack.boris()).await;
    let name = LONG.to_owned();
    let renamed = boris.question(RenameMe { name }).await;
    renamed.expect("one's own name is one's own");
    for (name, look) in [
        ("1440", Look::DESKTOP.wide(1440)),
        ("dark", Look::DESKTOP.wide(1440).dark()),
        ("768", Look::DESKTOP.wide(768)),
        ("390", Look::PHONE),
    ] {
        let desk = people(&stack, &look).await;
        let browser = &desk.browser;
        browser.press("button", "Create invite link").await;
        desk.says("Created by").await;
        let actions = format!("Actions: {LONG}");
        browser.press("button", &actions).await;
        let picture = format!("console-people-{name}");
        browser.screenshot(&format!("{picture}-menu")).await;
        browser.press("menuitem", "Make owner…").await;
        browser.find("button", "Hand over").await;
        browser.screenshot(&picture).await;

        let settings = format!("{}/settings", stack.origin());
        browser.goto(&format!("{settings}/me")).await;
        browser.press("button", "Русский").await;
        browser.goto(&format!("{settings}/people")).await;
        let actions = format!("Действия: {LONG}");
        browser.press("button", &actions).await;
        browser.press("menuitem", "Отключить…").await;
        desk.says("12 открытых диалогов станут свободными").await;
        browser.screenshot(&format!("{picture}-russian")).await;
    }
}
