//! Two operators in one dialog: each sees that the other one is there, and nobody answers
//! over an answer without knowing it.

use beseda_tests::browser::Look;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

use crate::access::barriers;
use crate::chat::says_no_more;
use crate::desk::Desk;

#[tokio::test]
async fn who_else_is_there_is_seen_and_an_answer_that_came_meanwhile_is_told_before_sending() {
    let stack = Stack::start().await;
    Visitor::start(&stack)
        .await
        .said("Do you have oolong?")
        .await;
    let look = Look::DESKTOP.wide(1440);
    let anna = Desk::looking(&stack, &stack.anna(), &look).await;
    let boris = Desk::looking(&stack, &stack.boris(), &look.dark()).await;
    for desk in [&anna, &boris] {
        desk.dismiss_question().await;
    }
    anna.open("Do you have oolong?").await;
    boris.open("Do you have oolong?").await;
    anna.says("Boris is here too").await;
    boris.says("Anna is here too").await;
    assert_eq!(barriers(&anna.browser).await, [""; 0]);

    anna.compose("We do, at 12").await;
    boris.reply("Yes, at 10 the ounce").await;
    anna.says("Boris replied while you were writing").await;
    anna.browser.key("Ctrl+Enter").await;
    anna.says("Send yours all the same?").await;
    assert_eq!(barriers(&anna.browser).await, [""; 0]);
    anna.browser.screenshot("console-replied-meanwhile").await;
    let field = anna.browser.find("textbox", "Reply").await;
    assert_eq!(field.property("value").await, "We do, at 12");
    anna.browser.key("Ctrl+Enter").await;
    boris.shows("We do, at 12").await;
    says_no_more(&anna.browser, "replied while you were writing").await;

    // Who leaves is there no more, nor who closes his window.
    let back = "history.back(); return null;";
    boris.browser.js::<serde_json::Value>(back, &[]).await;
    says_no_more(&anna.browser, "Boris is here too").await;
    boris.open("We do, at 12").await;
    anna.says("Boris is here too").await;
    boris.browser.goto("about:blank").await;
    says_no_more(&anna.browser, "Boris is here too").await;
    assert_eq!(anna.complaints().await, [""; 0]);
}
