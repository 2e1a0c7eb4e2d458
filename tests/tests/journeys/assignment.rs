//! Who becomes responsible by a channel's rule, on the screens of two operators.

use beseda_protocol::ask::channels::AddChannel;
use beseda_protocol::operator::OperatorEvent;
use beseda_tests::browser::{Browser, Look};
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

use crate::access::barriers;
use crate::desk::Desk;

/// A visitor who writes this, and stays.
async fn visitor(stack: &Stack, text: &str) -> Visitor {
    let mut visitor = Visitor::start(stack).await;
    let cid = visitor.say(text).await;
    visitor.acked(&cid).await;
    visitor
}

/// Whoever is signed in is not to be counted on.
async fn becomes_away(browser: &Browser) {
    const IS_AWAY: &str = "return document.querySelector('.rail-me .presence.away') !== null;";
    browser.press("button", "My menu").await;
    browser.press("menuitemradio", "Away").await;
    browser
        .wait("the mark of who is away", || async {
            browser.js::<bool>(IS_AWAY, &[]).await.then_some(())
        })
        .await;
}

/// Criteria: CQ-08
#[tokio::test]
async fn dialogs_are_given_in_turn_to_those_who_are_online() {
    let stack = Stack::start().await;
    let owner = Desk::of(&stack, &stack.owner()).await;
    let browser = &owner.browser;
    // The owner does not answer himself.
    becomes_away(browser).await;
    let channels = format!("{}/settings/channels", stack.origin());
    browser.goto(&channels).await;
    browser.press("radio", "In turn, among those online").await;
    let cap = browser.find("textbox", "Open dialogs each").await;
    assert_eq!(cap.property("value").await, "10");
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.press("button", "Save “Assignment”").await;
    owner.says("Saved").await;
    browser.screenshot("console-assignment").await;

    let anna = Desk::of(&stack, &stack.anna()).await;
    let mut boris = Operator::sign_in(&stack, &stack.boris()).await;
    let _first = visitor(&stack, "Do you ship?").await;
    let _second = visitor(&stack, "Is it brass?").await;
    anna.open("Do you ship?").await;
    anna.shows("Given in turn: Anna is responsible").await;
    let second = boris.dialog_of("Is it brass?").await;
    let given = boris.dialog_becomes("his", second.id, |dialog| dialog.responsible.is_some());
    let given = given.await.responsible;
    assert_eq!(given, Some(boris.desk.me.id));

    // Who is away is passed over, and it stands beside his name.
    becomes_away(&anna.browser).await;
    let _third = visitor(&stack, "And in green?").await;
    let third = boris.dialog_of("And in green?").await;
    let given = boris.dialog_becomes("his, too", third.id, |dialog| dialog.responsible.is_some());
    assert_eq!(given.await.responsible, Some(boris.desk.me.id));
    anna.browser.press("button", "Responsible: Anna").await;
    let olga = anna.browser.find_containing("menuitemradio", "Olga").await;
    anna.browser
        .wait("that Olga is away", || async {
            olga.name().await.contains("Away").then_some(())
        })
        .await;
    assert_eq!(barriers(&anna.browser).await, [""; 0]);
    anna.browser.screenshot("console-responsible-away").await;
}

/// Criteria: X4, X26
#[tokio::test]
async fn a_dialog_is_handed_on_with_a_word_and_its_client_bound() {
    let stack = Stack::start().await;
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    let name = "Accounting".to_owned();
    let made = owner.question(AddChannel { name }).await;
    let accounting = made.expect("an owner may").id;
    let anna = Desk::of(&stack, &stack.anna()).await;
    let browser = &anna.browser;
    let _visitor = visitor(&stack, "My invoice is wrong").await;
    anna.open("My invoice is wrong").await;
    anna.reply("Let me see").await;

    // To a channel.
    browser.press("button", "Responsible: Anna").await;
    browser.press("menuitem", "Transfer with a note…").await;
    let to = browser.find("combobox", "To whom").await;
    to.type_keys("Accounting").await;
    let note = browser.find("textbox", "Note for whoever goes on").await;
    note.type_keys("She pays by card").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-transfer").await;
    browser.press("button", "Transfer").await;
    anna.shows("She pays by card").await;
    anna.shows("Anna handed the dialog on to Accounting").await;
    let moved = owner.list().await.swap_remove(0);
    assert_eq!((moved.channel, moved.responsible), (accounting, None));

    // To whom the client's next dialogs go.
    let bound = browser.find("combobox", "Next dialogs go to").await;
    bound.type_keys("Boris").await;
    let client = moved.client.id;
    let is_bound = |event: &OperatorEvent| match event {
        OperatorEvent::Client {
            client: one,
            profile,
        } if one.id == client => profile.bound_to,
        _ => None,
    };
    owner.event("the binding", is_bound).await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-bound").await;
}

#[tokio::test]
async fn the_assignment_of_a_channel_wide_narrow_dark_and_in_russian() {
    let stack = Stack::shared().await;
    for (name, look) in [
        ("1440", Look::DESKTOP.wide(1440)),
        ("dark", Look::DESKTOP.wide(1440).dark()),
        ("390", Look::PHONE),
    ] {
        let owner = Desk::looking(&stack, &stack.owner(), &look).await;
        let browser = &owner.browser;
        let settings = format!("{}/settings", stack.origin());
        browser.goto(&format!("{settings}/channels")).await;
        browser.press("radio", "In turn, among those online").await;
        browser
            .screenshot(&format!("console-assignment-{name}"))
            .await;
        browser.goto(&format!("{settings}/me")).await;
        browser.press("button", "Русский").await;
        browser.goto(&format!("{settings}/channels")).await;
        browser
            .press("radio", "По очереди среди тех, кто на связи")
            .await;
        assert_eq!(barriers(browser).await, [""; 0]);
        browser
            .screenshot(&format!("console-assignment-{name}-russian"))
            .await;
    }
}
