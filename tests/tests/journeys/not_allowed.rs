//! A page whose owner has not allowed it yet: its developer on a laptop, its visitors
//! at an address that nobody thought of.

use beseda_tests::browser::Browser;
use beseda_tests::stack::Stack;

use crate::chat::Chat;
use crate::desk::Desk;

const NOT_ALLOWED: &str = "The chat is not switched on for this site yet";

#[tokio::test]
async fn a_page_that_is_not_allowed_says_so_and_what_was_written_arrives_when_it_is() {
    let (stack, shop) = Stack::with_shop().await;
    let chat = Chat {
        browser: Browser::open().await,
    };
    // The same shop by another name: to a browser another origin.
    let stranger = shop.origin().replace("localhost", "127.0.0.1");
    chat.browser.goto(&format!("{stranger}/index.html")).await;
    let watch = "window.warned = []; const own = console.warn;
        console.warn = (...words) => { warned.push(words.join(' ')); own(...words); };";
    chat.browser.js::<()>(watch, &[]).await;
    chat.open().await;
    chat.write("Is anybody there?").await;
    chat.says(NOT_ALLOWED).await;
    chat.last_is("Sending").await;
    let warned: Vec<String> = chat.browser.js("return warned;", &[]).await;
    assert!(warned[0].starts_with("beseda:"), "{warned:?}");

    let desk = Desk::of(&stack, &stack.owner()).await;
    let sites = format!("{}/settings/sites", stack.origin());
    desk.browser.goto(&sites).await;
    desk.says(&stranger).await;
    desk.browser.press("button", "Allow").await;
    chat.last_is_stored().await;
    desk.browser.goto(&stack.origin()).await;
    desk.says("Is anybody there?").await;
}
