//! Long work, as who has begun it sees it.

use beseda_protocol::ask::jobs::CancelJob;
use beseda_protocol::ask::team::Disable;
use beseda_protocol::operator::ToOperator;
use beseda_tests::browser::{Browser, Look};
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;

use crate::access::barriers;
use crate::desk::Desk;

/// More dialogs than are freed before somebody can cancel it, in parts that a seed takes.
const DIALOGS: [(&str, usize); 6] = [("Boris", 500); 6];

/// Opens what the rail tells of jobs.
async fn look(browser: &Browser, name: &str, screenshot: &str) {
    browser.press("button", name).await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot(screenshot).await;
}

#[tokio::test]
async fn a_job_that_was_cancelled_says_so_until_it_is_dismissed() {
    let stack = Stack::crowded(&DIALOGS).await;
    let dark = Look::PHONE.dark().russian();
    let phone = Desk::looking(&stack, &stack.owner(), &dark).await;
    let desk = Desk::looking(&stack, &stack.owner(), &Look::DESKTOP).await;
    let boris = Operator::sign_in(&stack, &stack.boris()).await;
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    let employee = boris.desk.me.id;
    let ask = owner.ask();
    let disable = beseda_protocol::operator::FromOperator::ask(ask, Disable { employee });
    owner.line.say(&disable).await;
    let begun = |frame: &ToOperator| match frame {
        ToOperator::Jobs { jobs } => jobs.first().map(|job| job.id.clone()),
        _ => None,
    };
    let job = owner.line.expect("a job", begun).await;
    owner
        .question(CancelJob { job })
        .await
        .expect("an owner may");

    look(&phone.browser, "1 фоновая задача", "console-jobs-phone").await;
    look(&desk.browser, "1 background job", "console-jobs").await;
    desk.says("Cancelled after ").await;
    desk.browser.press("button", "Dismiss").await;
    desk.browser.gone("button", "1 background job").await;
    phone.browser.gone("button", "1 фоновая задача").await;
}
