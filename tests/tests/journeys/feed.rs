//! The messages of a dialog: what they answer, which of them are shown, what is new among
//! them.

use beseda_protocol::ask::channels::AddChannel;
use beseda_protocol::ids::DialogId;
use beseda_protocol::operator::FromOperator;
use beseda_tests::browser::{Browser, Look};
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use serde_json::json;

use crate::access::barriers;
use crate::chat::Chat;
use crate::desk::Desk;

/// The menu of a message, called up by its dots.
pub(crate) async fn menu_of(browser: &Browser, text: &str) {
    const DOTS: &str = "
        const said = [...document.querySelectorAll('.message')]
            .filter(message => message.querySelector('.text')?.textContent === args[0]);
        const dots = said.at(-1)?.querySelector('.message-more');
        dots?.click();
        return dots !== undefined && dots !== null;
    ";
    let called = || async {
        let called: bool = browser.js(DOTS, &[json!(text)]).await;
        called.then_some(())
    };
    browser.wait("the message's dots", called).await;
    browser.find("menu", "Message actions").await;
}

/// Authors and texts of the quotes in the feed.
async fn quotes(browser: &Browser) -> Vec<[String; 2]> {
    const QUOTES: &str = "
        const text = (quote, part) => quote.querySelector(part)?.textContent ?? '';
        return [...document.querySelectorAll('.bubble .quote')]
            .map(quote => [text(quote, '.quote-author'), text(quote, '.quote-text')]);
    ";
    browser.js(QUOTES, &[]).await
}

/// Criteria: KC-20
#[tokio::test]
async fn a_reply_quotes_a_message_and_leads_to_it() {
    let stack = Stack::start().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("Do you have green lamps?").await;
    chat.last_is_stored().await;
    chat.write("And blue ones?").await;
    chat.last_is_stored().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    let browser = &desk.browser;
    desk.open("And blue ones?").await;

    // By the dots; the way out is beside what is quoted.
    menu_of(browser, "Do you have green lamps?").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.press("menuitem", "Reply").await;
    browser.find("group", "In reply to").await;
    browser.press("button", "Don’t quote").await;
    browser.gone("group", "In reply to").await;

    // By keyboard alone: from the feed to the newest message's dots, and up.
    let feed = browser.find("log", "Messages").await;
    browser
        .js::<bool>("document.querySelector('.feed').focus(); return true;", &[])
        .await;
    assert_eq!(
        feed.attribute("aria-label").await.as_deref(),
        Some("Messages")
    );
    for key in ["Enter", "ArrowUp", "Enter"] {
        browser.key(key).await;
    }
    browser.find("menu", "Message actions").await;
    browser.key("Enter").await;
    browser.find("group", "In reply to").await;
    // It outlives the page.
    browser.reload().await;
    browser.find("group", "In reply to").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-quoting").await;
    desk.reply("Green ones, yes").await;
    browser.gone("group", "In reply to").await;
    let quoted = || async {
        let quotes = quotes(browser).await;
        let is_it = quotes
            .iter()
            .any(|[_, text]| text == "Do you have green lamps?");
        is_it.then_some(quotes)
    };
    let shown = browser.wait("the quote", quoted).await;
    assert!(shown[0][0].starts_with("Visitor "), "{shown:?}");
    // The visitor sees what is answered.
    chat.shows("Green ones, yes").await;
    let in_widget = || async {
        let text = chat.browser.text().await;
        (text.matches("Do you have green lamps?").count() == 2).then_some(())
    };
    chat.browser
        .wait("the quote in the widget", in_widget)
        .await;
    chat.browser.screenshot("widget-quote").await;

    // A press leads there, as often as wanted.
    let press = "document.querySelector('.bubble .quote').click(); return true;";
    for _ in 0..2 {
        browser.js::<bool>(press, &[]).await;
        let is_there = || async {
            let text: Option<String> = browser
                .js(
                    "return document.querySelector('.message[aria-current] .text')?.textContent ?? null;",
                    &[],
                )
                .await;
            (text.as_deref() == Some("Do you have green lamps?")).then_some(())
        };
        browser.wait("the message", is_there).await;
    }
    assert_eq!(desk.complaints().await, [""; 0]);
}

/// Whether a text stands within the feed's frame.
async fn in_sight(browser: &Browser, text: &str) {
    const IN_SIGHT: &str = "
        const frame = document.querySelector('.feed').getBoundingClientRect();
        const said = [...document.querySelectorAll('.message .text')]
            .find(one => one.textContent === args[0])?.getBoundingClientRect();
        return said !== undefined && said.top >= frame.top && said.bottom <= frame.bottom;
    ";
    let is_it = || async {
        let is_it: bool = browser.js(IN_SIGHT, &[json!(text)]).await;
        is_it.then_some(())
    };
    browser.wait(&format!("{text:?} in sight"), is_it).await;
}

#[tokio::test]
async fn a_dialog_opens_where_what_is_new_begins_and_older_pages_move_nothing() {
    let stack = Stack::start().await;
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    let mut visitor = Visitor::start(&stack).await;
    let upto = visitor.said("Thing number 1").await;
    let dialog = owner.dialog_of("Thing number 1").await.id;
    owner.line.say(&FromOperator::Opened { dialog, upto }).await;
    // More than a page together, and of what is new more than the frame has room for.
    for n in 2..46 {
        owner.replied(dialog, &format!("Thing number {n}")).await;
    }
    for n in 46..71 {
        visitor.said(&format!("Thing number {n}")).await;
    }
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    let browser = &desk.browser;
    desk.open("Thing number 70").await;
    in_sight(browser, "Thing number 46").await;
    desk.says("New").await;
    browser.screenshot("console-feed-new").await;
    // An older page comes above: what is in sight stays where it is.
    const SCROLL: &str = "
        const feed = document.querySelector('.feed');
        const first = [...document.querySelectorAll('.message .text')]
            .find(one => one.textContent === args[0]);
        feed.scrollTop += first.getBoundingClientRect().top - feed.getBoundingClientRect().top - 20;
        return first.getBoundingClientRect().top;
    ";
    let oldest = json!("Thing number 25");
    let before: f64 = browser.js(SCROLL, std::slice::from_ref(&oldest)).await;
    let loaded = || async {
        let text = "return [...document.querySelectorAll('.message .text')]
            .some(one => one.textContent === 'Thing number 1');";
        browser.js::<bool>(text, &[]).await.then_some(())
    };
    browser.wait("the older page", loaded).await;
    const TOP: &str = "
        return [...document.querySelectorAll('.message .text')]
            .find(one => one.textContent === args[0]).getBoundingClientRect().top;
    ";
    let after: f64 = browser.js(TOP, std::slice::from_ref(&oldest)).await;
    assert!((before - after).abs() < 2.0, "{before} {after}");
    // Nor does what comes at the end move it.
    visitor.said("Thing number 71").await;
    let heard = || async {
        let text = "return [...document.querySelectorAll('.message .text')]
            .some(one => one.textContent === 'Thing number 71');";
        browser.js::<bool>(text, &[]).await.then_some(())
    };
    browser.wait("the newest message", heard).await;
    browser.idle().await;
    let later: f64 = browser.js(TOP, &[oldest]).await;
    assert!((before - later).abs() < 2.0, "{before} {later}");
    assert_eq!(barriers(browser).await, [""; 0]);
}

/// Criteria: SB-09
#[tokio::test]
async fn kinds_of_messages_are_hidden_and_shown_again() {
    let stack = Stack::start().await;
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    Visitor::start(&stack).await.said("Is it in stock?").await;
    let dialog = owner.dialog_of("Is it in stock?").await.id;
    owner.replied(dialog, "It is").await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    let browser = &desk.browser;
    desk.open("It is").await;
    desk.says("The dialog began").await;
    browser.press("button", "Dialog actions").await;
    browser.press("menuitemcheckbox", "System messages").await;
    desk.says("messages are hidden").await;
    assert!(!browser.text().await.contains("The dialog began"));
    desk.note("Nobody sees this").await;
    desk.shows("Nobody sees this").await;
    browser.press("button", "Dialog actions").await;
    browser.press("menuitemcheckbox", "Notes").await;
    desk.says("messages are hidden").await;
    browser.reload().await;
    desk.shows("Is it in stock?").await;
    desk.says("messages are hidden").await;
    let feed = browser.find("log", "Messages").await;
    assert!(!feed.text().await.contains("Nobody sees this"));
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.press("button", "Show").await;
    desk.shows("Nobody sees this").await;
    desk.says("The dialog began").await;
}

/// Criteria: CQ-14
#[tokio::test]
async fn a_clients_message_tells_its_channel_where_there_are_several() {
    let stack = Stack::start().await;
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    Visitor::start(&stack).await.said("Is it in stock?").await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    let browser = &desk.browser;
    desk.open("Is it in stock?").await;
    let origin = async || -> Option<String> {
        let script = "return document.querySelector('.message.client .author')?.innerText ?? null;";
        browser.js(script, &[]).await
    };
    assert_eq!(origin().await, None);
    let name = "Rent".to_owned();
    owner
        .question(AddChannel { name })
        .await
        .expect("an owner may");
    let told = || async { origin().await };
    assert_eq!(browser.wait("the channel", told).await, "Main · Lamp shop");
}

#[tokio::test]
async fn the_feed_wide_narrow_dark_and_in_russian() {
    let stack = Stack::demo().await;
    let mut owner = Operator::sign_in(&stack, &stack.anna()).await;
    let name = "Аренда и продажа загородной недвижимости".to_owned();
    owner
        .question(AddChannel { name })
        .await
        .expect("an owner may");
    let dialog: DialogId = owner.list().await[1].id;
    for (name, look) in [
        ("1440", Look::DESKTOP.wide(1440)),
        ("1440-dark", Look::DESKTOP.wide(1440).dark()),
        ("768-russian", Look::DESKTOP.wide(768)),
        ("390-dark-russian", Look::PHONE.dark()),
    ] {
        let is_russian = name.ends_with("russian");
        let word = |en, ru| if is_russian { ru } else { en };
        let desk = Desk::looking(&stack, &stack.anna(), &look).await;
        let browser = &desk.browser;
        if is_russian {
            let settings = format!("{}/settings/me", stack.origin());
            browser.goto(&settings).await;
            browser.press("button", "Русский").await;
        }
        let address = format!("{}/dialogs/{dialog}", stack.origin());
        browser.goto(&address).await;
        browser.find("textbox", word("Reply", "Ответ")).await;
        let dots = "const all = document.querySelectorAll('.message-more');
            all[all.length - 1]?.click(); return all.length > 0;";
        let called = || async { browser.js::<bool>(dots, &[]).await.then_some(()) };
        browser.wait("a message", called).await;
        let menu = word("Message actions", "Действия с сообщением");
        browser.find("menu", menu).await;
        browser
            .screenshot(&format!("console-feed-{name}-menu"))
            .await;
        browser.press("menuitem", word("Reply", "Ответить")).await;
        browser
            .find("group", word("In reply to", "В ответ на"))
            .await;
        browser
            .find("textbox", word("Reply", "Ответ"))
            .await
            .press()
            .await;
        browser.insert(word("Yes, it is", "Да, конечно")).await;
        assert_eq!(barriers(browser).await, [""; 0]);
        browser
            .screenshot(&format!("console-feed-{name}-quoting"))
            .await;
        browser.press("button", word("Send", "Отправить")).await;
        browser
            .gone("group", word("In reply to", "В ответ на"))
            .await;
        let more = word("Dialog actions", "Действия с диалогом");
        browser.press("button", more).await;
        let system = word("System messages", "Системные сообщения");
        browser.press("menuitemcheckbox", system).await;
        browser.find("button", word("Show", "Показать")).await;
        assert_eq!(barriers(browser).await, [""; 0]);
        browser.screenshot(&format!("console-feed-{name}")).await;
    }
}
