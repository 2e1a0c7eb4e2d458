//! How a site meets its visitors, and speaks first: from its settings to the visitor, and to
//! the operator.

use beseda_protocol::ask::team::SetAvailability;
use beseda_protocol::team::Availability;
use beseda_tests::browser::Browser;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;

use crate::access::barriers;
use crate::chat::{Chat, on_new_pages};
use crate::desk::Desk;

/// The settings of the one site, in sight.
pub(crate) async fn open_site(stack: &Stack, browser: &Browser) {
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

pub(crate) async fn write(browser: &Browser, name: &str, text: &str) {
    let field = browser.find("textbox", name).await;
    field.clear().await;
    field.type_keys(text).await;
}

/// Criteria: X15
#[tokio::test]
async fn a_site_greets_in_its_own_words_and_a_question_is_sent_by_a_press() {
    let stack = Stack::start().await;
    let owner = Desk::of(&stack, &stack.owner()).await;
    let settings = &owner.browser;
    open_site(&stack, settings).await;
    write(settings, "Greeting in English", "Lamps are our life").await;
    let questions = "Frequent questions in English, one per line";
    write(settings, questions, "Where is my lamp?").await;
    assert_eq!(barriers(settings).await, [""; 0]);
    settings.screenshot("console-welcome").await;
    settings.press("button", "Save “Welcome”").await;
    owner.says("Saved").await;

    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.shows("Lamps are our life").await;
    chat.shows("Anna").await;
    assert_eq!(barriers(&chat.browser).await, [""; 0]);
    chat.browser.screenshot("widget-welcome").await;
    chat.compose("not yet").await;
    chat.browser.press("button", "Where is my lamp?").await;
    chat.last_is_stored().await;
    assert_eq!(chat.composed().await, "not yet");
    let anna = Desk::of(&stack, &stack.anna()).await;
    anna.open("Where is my lamp?").await;
    assert_eq!(chat.browser.complaints().await, [""; 0]);
}

/// Criteria: CQ-11, X20
#[tokio::test]
async fn a_site_speaks_first_and_its_words_stand_first_in_the_dialog_of_the_answer() {
    let stack = Stack::start().await;
    let owner = Desk::of(&stack, &stack.owner()).await;
    let settings = &owner.browser;
    open_site(&stack, settings).await;
    settings.press("button", "Add a trigger").await;
    write(settings, "Name of the trigger", "Front page").await;
    write(settings, "Seconds", "0").await;
    write(settings, "Text in English", "Shall we help you choose?").await;
    assert_eq!(barriers(settings).await, [""; 0]);
    settings.screenshot("console-triggers").await;
    settings.press("button", "Save “Triggers”").await;
    owner.says("Saved").await;

    let chat = Chat::on(&stack, "index.html").await;
    let said = chat
        .browser
        .find("button", "Shall we help you choose?")
        .await;
    assert_eq!(chat.browser.sockets().await, 0);
    assert_eq!(barriers(&chat.browser).await, [""; 0]);
    chat.browser.screenshot("widget-trigger").await;
    said.press().await;
    chat.browser.find("button", "Send").await;
    chat.write("Yes, please").await;
    chat.last_is_stored().await;
    chat.shows("Shall we help you choose?").await;
    let anna = Desk::of(&stack, &stack.anna()).await;
    anna.open("Yes, please").await;
    anna.shows("The client answers the trigger “Front page”")
        .await;
    anna.shows("Shall we help you choose?").await;
    // Once.
    chat.browser.goto(&stack.page("catalogue.html")).await;
    chat.browser.idle().await;
    chat.browser
        .gone("button", "Shall we help you choose?")
        .await;
    assert_eq!(chat.browser.complaints().await, [""; 0]);
}

/// Criteria: C2D-26
#[tokio::test]
async fn when_nobody_is_there_a_form_asks_where_its_writer_is_reached() {
    let stack = Stack::start().await;
    let owner = Desk::of(&stack, &stack.owner()).await;
    let settings = &owner.browser;
    let mut away = Operator::sign_in(&stack, &stack.owner()).await;
    let availability = Availability::Away;
    let done = away.question(SetAvailability { availability }).await;
    done.expect("everybody may");
    open_site(&stack, settings).await;
    let form = "Show a form in place of the chat outside business hours and while nobody is online";
    settings.press("checkbox", form).await;
    settings
        .press("button", "Save “When nobody is there”")
        .await;
    owner.says("Saved").await;

    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    // Only the form has it: the field for a message is the chat's, too.
    write(&chat.browser, "E-mail", "visitor@mail.example").await;
    write(&chat.browser, "Message", "Is the brass lamp back?").await;
    assert_eq!(barriers(&chat.browser).await, [""; 0]);
    chat.browser.screenshot("widget-form").await;
    chat.browser.press("button", "Send").await;
    chat.last_is_stored().await;
    let anna = Desk::of(&stack, &stack.anna()).await;
    anna.open("Is the brass lamp back?").await;
    anna.shows("visitor@mail.example").await;
    assert_eq!(chat.browser.complaints().await, [""; 0]);
}

/// Criteria: CQ-23
#[tokio::test]
async fn the_card_tells_how_a_client_came_and_where_he_was() {
    let stack = Stack::start().await;
    let chat = Chat::on(&stack, "index.html?utm_source=letter").await;
    chat.open().await;
    chat.write("Is the brass lamp back?").await;
    chat.last_is_stored().await;
    let anna = Desk::of(&stack, &stack.anna()).await;
    anna.open("Is the brass lamp back?").await;
    anna.says("utm_source: letter").await;
    anna.browser.screenshot("console-way").await;
    assert_eq!(barriers(&anna.browser).await, [""; 0]);
    assert_eq!(anna.complaints().await, [""; 0]);
}

#[tokio::test]
async fn who_waits_is_asked_once_where_he_is_reached_and_it_stands_on_his_card() {
    // Two minutes pass in a moment, and nothing else does.
    const SOON: &str = "
        const wait = window.setTimeout;
        window.setTimeout = (run, ms, ...rest) =>
            wait(run, ms > 100000 && ms <= 120000 ? 50 : ms, ...rest);
    ";
    let stack = Stack::start().await;
    let browser = Browser::open().await;
    on_new_pages(&browser, SOON).await;
    browser.goto(&stack.page("index.html")).await;
    let chat = Chat { browser };
    chat.open().await;
    chat.write("Is the brass lamp back?").await;
    chat.last_is_stored().await;
    chat.says("Where can we reach you if you leave?").await;
    assert_eq!(barriers(&chat.browser).await, [""; 0]);
    chat.browser.screenshot("widget-contact").await;
    write(&chat.browser, "E-mail or phone", "nowhere").await;
    chat.browser.press("button", "Save").await;
    chat.says("Check the e-mail or the phone number").await;
    write(&chat.browser, "E-mail or phone", "visitor@mail.example").await;
    chat.browser.press("button", "Save").await;
    chat.shows("visitor@mail.example").await;
    chat.last_is_stored().await;
    chat.browser.gone("textbox", "E-mail or phone").await;

    let anna = Desk::of(&stack, &stack.anna()).await;
    // He has no other name.
    anna.open("visitor@mail.example").await;
    anna.shows("visitor@mail.example").await;
    anna.browser.screenshot("console-contact").await;
    chat.browser.reload().await;
    chat.open().await;
    chat.shows("visitor@mail.example").await;
    chat.browser.idle().await;
    chat.browser.gone("textbox", "E-mail or phone").await;
    assert_eq!(chat.browser.complaints().await, [""; 0]);
}
