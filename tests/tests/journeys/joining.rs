//! Two dialogs of one client become one, on an operator's screen.

use beseda_protocol::ask::dialogs::Close;
use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::site::Reopening;
use beseda_tests::browser::Look;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

use crate::access::barriers;
use crate::desk::Desk;

#[tokio::test]
async fn two_dialogs_of_a_client_become_one_and_both_numbers_lead_there() {
    let stack = Stack::start().await;
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    // Whatever is written after a dialog was closed begins another one.
    let save = SaveSite {
        site: "shop".into(),
        version: 0,
        section: Reopening { within_ms: 0 }.into(),
    };
    owner.question(save).await.expect("an owner may");
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("Do you ship to Riga?").await;
    let first = owner.dialog_of("Do you ship to Riga?").await.id;
    owner.replied(first, "We do").await;
    let close = Close { dialog: first };
    owner.question(close).await.expect("whoever answers may");
    visitor.said("And how long does it take?").await;
    let second = owner.dialog_of("And how long does it take?").await.id;

    let desk = Desk::looking(&stack, &stack.owner(), &Look::DESKTOP).await;
    desk.dismiss_question().await;
    let browser = &desk.browser;
    desk.open("And how long does it take?").await;
    let merge = format!("Merge no. {first} into no. {second}");
    browser.press("button", &merge).await;
    desk.says("This can’t be undone").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-merging-dialogs").await;
    browser.press("button", "Merge").await;
    desk.shows("Do you ship to Riga?").await;
    desk.shows("We do").await;
    desk.shows(&format!("merged dialog no. {first} into this one"))
        .await;
    browser.gone("button", &merge).await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-merged-dialogs").await;

    // By its old address.
    let address = |dialog| format!("{}/dialogs/{dialog}", stack.origin());
    browser.goto(&address(first)).await;
    desk.shows("And how long does it take?").await;
    let is_led = || async { (browser.address().await == address(second)).then_some(()) };
    browser
        .wait("the address of the one that stays", is_led)
        .await;
    // The visitor saw nothing of it, and hears what is said next.
    owner.replied(second, "A week").await;
    visitor.hears("A week").await;
    assert_eq!(desk.complaints().await, [""; 0]);
}
