//! Settings > Integrations: from a password to a request of another program.

use beseda_protocol::ask::channels::AddChannel;
use beseda_tests::browser::Look;
use beseda_tests::http::send;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use reqwest::Method;
use reqwest::header::AUTHORIZATION;

use crate::access::barriers;
use crate::desk::Desk;

const SECRET: &str = "return document.querySelector('.one-time code')?.textContent ?? '';";

/// The token that the page shows.
async fn secret(desk: &Desk) -> String {
    desk.says("The token is ready").await;
    desk.browser.js(SECRET, &[]).await
}

/// Whether a program is answered by a token.
async fn status(stack: &Stack, token: &str) -> u16 {
    let request = stack.http().request(Method::GET, "/v1/center");
    let answer = send(request.header(AUTHORIZATION, format!("Bearer {token}"))).await;
    answer.status.as_u16()
}

/// Criteria: C2D-20, C2D-22, X22, YU-05, YU-06, YU-07, YU-08
#[tokio::test]
async fn an_integration_is_added_used_given_channels_replaced_and_revoked() {
    let stack = Stack::start().await;
    let desk = Desk::of(&stack, &stack.owner()).await;
    let browser = &desk.browser;
    let address = format!("{}/settings/integrations", stack.origin());
    browser.goto(&address).await;
    desk.says("No integrations yet").await;
    assert_eq!(barriers(browser).await, [""; 0]);

    let fill = async |role: &str, name: &str, text: &str| {
        let field = browser.find(role, name).await;
        field.press().await;
        field.clear().await;
        browser.insert(text).await;
    };
    fill("textbox", "Name, such as CRM", "Our CRM").await;
    fill("password", "Your password", "a guess").await;
    browser.press("button", "Add integration").await;
    desk.says("Wrong password").await;
    fill("password", "Your password", &stack.owner().password).await;
    browser.press("button", "Add integration").await;
    let token = secret(&desk).await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("integrations-secret").await;
    assert_eq!(status(&stack, &token).await, 200);
    browser.press("button", "I have saved it").await;
    desk.says("Our CRM").await;
    let shown: String = browser.text().await;
    assert!(!shown.contains(&token), "it is shown once");

    // What it has spent, and what is left.
    browser.reload().await;
    desk.says("free ones left: 99,999").await;

    // A channel that is made since it does not see until it is loaded.
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    let name = "Wholesale".to_owned();
    owner
        .question(AddChannel { name })
        .await
        .expect("an owner may");
    browser.reload().await;
    desk.says("New channels it does not see yet: Wholesale")
        .await;
    browser.press("button", "Load channels").await;
    browser.gone("button", "Load channels").await;
    browser.press("button", "Channels").await;
    browser.find("checkbox", "Wholesale").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("integrations-channels").await;

    // A request is tried on the page.
    browser.press("button", "Requests to try").await;
    fill("password", "Token", &token).await;
    let request = browser.find_beginning("button", "GET /v1/center").await;
    request.press().await;
    browser.press("button", "Send").await;
    desk.says("Answer: 200").await;
    browser.screenshot("integrations-tried").await;

    browser.press("button", "Replace…").await;
    fill("password", "Your password", &stack.owner().password).await;
    browser.press("button", "Replace").await;
    let newer = secret(&desk).await;
    for token in [&token, &newer] {
        assert_eq!(status(&stack, token).await, 200);
    }
    browser.press("button", "Revoke…").await;
    browser.press("button", "Revoke").await;
    desk.says("No integrations yet").await;
    for token in [&token, &newer] {
        assert_eq!(status(&stack, token).await, 401);
    }
}

#[tokio::test]
async fn the_integrations_on_a_phone_and_in_the_dark() {
    let stack = Stack::shared().await;
    for (name, look) in [("dark", Look::DESKTOP.dark()), ("390", Look::PHONE)] {
        let desk = Desk::looking(&stack, &stack.owner(), &look).await;
        let browser = &desk.browser;
        let address = format!("{}/settings/integrations", stack.origin());
        browser.goto(&address).await;
        browser.find("heading", "Integrations").await;
        browser.idle().await;
        assert_eq!(barriers(browser).await, [""; 0]);
        browser.screenshot(&format!("integrations-{name}")).await;
    }
}
