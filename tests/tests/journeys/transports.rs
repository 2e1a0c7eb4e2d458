//! A channel that speaks by two transports, on an operator's screen.

use beseda_protocol::ask::channels::AddChannel;
use beseda_protocol::ids::ChannelId;
use beseda_tests::browser::Look;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::transport::Transport;

use crate::access::barriers;
use crate::desk::Desk;

/// Criteria: SB-07, YU-02
#[tokio::test]
async fn a_reply_that_was_not_delivered_says_why_and_is_sent_again() {
    let stack = Stack::start().await;
    let messenger = Transport::add(&stack, "Messenger", ChannelId::FIRST).await;
    let desk = Desk::looking(&stack, &stack.owner(), &Look::DESKTOP).await;
    desk.dismiss_question().await;
    let browser = &desk.browser;
    messenger
        .arrives("@vera", "Vera", "Do you ship to Riga?")
        .await;
    desk.open("Do you ship to Riga?").await;
    // There are two places now: each dialog says which is its own.
    let head = browser.find_beginning("heading", "Vera").await;
    assert_eq!(head.name().await, "Vera");
    desk.says("Messenger").await;
    desk.reply("We do").await;
    desk.last_is_one_of(&["Sending"]).await;
    let taken = messenger.takes().await;
    messenger.fails(&taken).await;
    desk.says("Not delivered: the client has blocked this account.")
        .await;
    browser.find_containing("link", "Error").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-undelivered").await;

    browser.press("button", "Try again").await;
    let taken = messenger.takes().await;
    messenger.delivers(&taken).await;
    desk.last_is_one_of(&["Delivered"]).await;
    browser.gone("button", "Try again").await;
    let is_marked = || async {
        let cards = desk.cards().await;
        (!cards.iter().any(|card| card.contains("Error"))).then_some(())
    };
    browser.wait("no mark on the card", is_marked).await;

    // The settings name both where the channel's are, once there are several channels.
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    let name = "Accounting".to_owned();
    owner
        .question(AddChannel { name })
        .await
        .expect("an owner may");
    browser
        .goto(&format!("{}/settings/channels", stack.origin()))
        .await;
    desk.says("Messenger").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-channel-transports").await;
    assert_eq!(desk.complaints().await, [""; 0]);
}
