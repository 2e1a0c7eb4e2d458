//! The filter above the list: put together in its panel, read as chips, taken off one by one.

use beseda_protocol::ask::clients::{SetClientName, SetClientVariable};
use beseda_protocol::ids::DialogId;
use beseda_tests::browser::Look;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

use crate::access::barriers;
use crate::desk::Desk;

/// What the chips say.
pub(crate) const CHIPS: &str = "return [...document.querySelectorAll('.filter-chip bdi')]
    .map(chip => chip.textContent);";

/// What is marked in the list.
const MARKED: &str = "return [...document.querySelectorAll('.list-card mark')]
    .map(mark => mark.textContent);";

impl Desk {
    /// Waits until the list shows the dialogs of these clients, and no others.
    pub(crate) async fn lists_only(&self, names: &[&str]) {
        self.waits("the list", "return [...document.querySelectorAll('.list-card strong')].map(name => name.textContent);", names)
            .await;
    }

    pub(crate) async fn waits(&self, what: &str, script: &str, texts: &[&str]) {
        let is_it = || async {
            let now: Vec<String> = self.browser.js(script, &[]).await;
            (now == texts).then_some(())
        };
        self.browser
            .wait(&format!("{what} to be {texts:?}"), is_it)
            .await;
    }
}

/// Visitors in the order of their coming, by what they are called; the first has a variable.
pub(crate) async fn named(stack: &Stack, boris: &mut Operator, names: &[&str]) {
    for (place, name) in names.iter().enumerate() {
        let mut visitor = Visitor::start(stack).await;
        let text = format!("Hello from {name}");
        visitor.said(&text).await;
        let dialog = boris.dialog_of(&text).await;
        let client = dialog.client.id;
        boris
            .question(SetClientName {
                client,
                name: Some((*name).to_owned()),
                replaced: None,
            })
            .await
            .expect("named");
        if place == 0 {
            boris
                .question(SetClientVariable {
                    client,
                    name: "Размер".to_owned(),
                    value: Some("XS".to_owned()),
                    replaced: None,
                })
                .await
                .expect("a variable");
        }
    }
}

/// Criteria: SB-25, SB-36, SB-40, SB-42, KC-14, KC-15, CQ-04
#[tokio::test]
async fn a_filter_is_put_together_by_keyboard_read_as_words_and_taken_off_one_by_one() {
    let stack = Stack::start().await;
    let mut boris = Operator::sign_in(&stack, &stack.boris()).await;
    named(&stack, &mut boris, &["Ксения Ли", "Борис", "Ксения Ан"]).await;

    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    let console = &desk.browser;
    let newest = ["Ксения Ан", "Борис", "Ксения Ли"];
    desk.lists_only(&newest).await;
    console.press("button", "Filter").await;
    // The keyboard begins in the first field.
    console.insert("ксен").await;
    desk.lists_only(&["Ксения Ан", "Ксения Ли"]).await;
    desk.waits("marks", MARKED, &["Ксен", "Ксен"]).await;
    console.press("checkbox", "Unanswered only").await;
    let value = console.find("textbox", "Value").await;
    value.type_keys("xs").await;
    console.key("Enter").await;
    desk.lists_only(&["Ксения Ли"]).await;
    desk.says("Open dialogs · contains “ксен” · unanswered · any variable = xs")
        .await;
    console.find("button", "Show: 1 dialog").await;
    assert_eq!(barriers(console).await, [""; 0]);
    let chips = ["Contains “ксен”", "Unanswered", "Any variable = xs"];
    desk.waits("the chips", CHIPS, &chips).await;

    // Escape leaves the panel; the filter stays, in the address too.
    console.key("Escape").await;
    console.gone("dialog", "Filter").await;
    assert!(console.address().await.contains("any_variable=xs"));
    console.reload().await;
    desk.lists_only(&["Ксения Ли"]).await;
    desk.says("1 dialog").await;
    console.press("button", "Remove “Any variable = xs”").await;
    desk.lists_only(&["Ксения Ан", "Ксения Ли"]).await;
    assert_eq!(barriers(console).await, [""; 0]);
    // Back leads to where the filter began, and on from there.
    console.press("button", "Reset").await;
    desk.lists_only(&newest).await;
    desk.waits("the chips", CHIPS, &[]).await;
    assert_eq!(desk.complaints().await, [""; 0]);
}

/// Criteria: X9
#[tokio::test]
async fn the_order_is_chosen_and_kept_and_nothing_found_says_how_to_go_on() {
    let stack = Stack::start().await;
    let mut boris = Operator::sign_in(&stack, &stack.boris()).await;
    named(&stack, &mut boris, &["First", "Second", "Third"]).await;

    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    let console = &desk.browser;
    desk.lists_only(&["Third", "Second", "First"]).await;
    console.press("button", "Show: Open").await;
    console.press("menuitemradio", "Longest wait first").await;
    desk.lists_only(&["First", "Second", "Third"]).await;
    console.reload().await;
    desk.lists_only(&["First", "Second", "Third"]).await;
    console.press("button", "Filter").await;
    // The panel may still be on its way.
    let part = "Name, contact, number or comment";
    console.find("textbox", part).await.press().await;
    console.insert("nobody is called so").await;
    console.find("heading", "Nothing found").await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.key("Escape").await;
    console.press("button", "Reset").await;
    desk.lists_only(&["Third", "Second", "First"]).await;
    assert_eq!(desk.complaints().await, [""; 0]);
}

#[tokio::test]
async fn a_filter_that_can_not_be_is_left_with_its_words_in_the_address() {
    let stack = Stack::start().await;
    let mut boris = Operator::sign_in(&stack, &stack.boris()).await;
    named(&stack, &mut boris, &["Anna"]).await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    let console = &desk.browser;
    let odd = format!("{}/?registered=yesterday..", stack.origin());
    console.goto(&odd).await;
    desk.lists_only(&["Anna"]).await;
    desk.waits("the chips", CHIPS, &[]).await;
    let is_left = || async { (!console.address().await.contains("yesterday")).then_some(()) };
    console.wait("the address to be left", is_left).await;
    console.goto(&stack.origin()).await;
    desk.lists_only(&["Anna"]).await;
    desk.waits("the chips", CHIPS, &[]).await;
}

/// Criteria: X16, X24, SB-25
#[tokio::test]
async fn the_search_field_finds_dialogs_by_name_and_number_before_messages() {
    let stack = Stack::start().await;
    let mut boris = Operator::sign_in(&stack, &stack.boris()).await;
    named(&stack, &mut boris, &["Vasya1988", "Anna"]).await;
    let closed = beseda_protocol::ask::dialogs::Close {
        dialog: DialogId(1),
    };
    boris.question(closed).await.expect("closed");

    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    let console = &desk.browser;
    desk.lists_only(&["Anna"]).await;
    console.key("/").await;
    console.insert("1988").await;
    // Closed, and found by its name and by what was said in it.
    desk.lists_only(&["Vasya1988"]).await;
    desk.waits("marks", MARKED, &["1988"]).await;
    console.find("heading", "In messages 1").await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.key("Escape").await;
    console.key("/").await;
    console.insert("2").await;
    // Dialog 2 by its number.
    desk.lists_only(&["Anna"]).await;
    desk.says("no. 2").await;
    assert_eq!(desk.complaints().await, [""; 0]);
}

#[tokio::test]
async fn the_filter_wide_narrow_dark_and_in_russian() {
    let stack = Stack::demo().await;
    for (name, look) in [
        ("1440", Look::DESKTOP.wide(1440)),
        ("dark", Look::DESKTOP.wide(1440).dark()),
        ("768", Look::DESKTOP.wide(768)),
        ("zoom", Look::DESKTOP.wide(640)),
        ("390", Look::PHONE),
    ] {
        let desk = Desk::looking(&stack, &stack.anna(), &look).await;
        desk.dismiss_question().await;
        let console = &desk.browser;
        let shoot = async |filter: &str, name: &str| {
            console.press("button", filter).await;
            console.insert("a").await;
            console.idle().await;
            assert_eq!(barriers(console).await, [""; 0]);
            console.screenshot(&format!("{name}-panel")).await;
            console.key("Escape").await;
            console.idle().await;
            console.screenshot(name).await;
        };
        shoot("Filter", &format!("filter-{name}")).await;
        console
            .goto(&format!("{}/settings/me", stack.origin()))
            .await;
        console.press("button", "Русский").await;
        console.goto(&format!("{}/dialogs", stack.origin())).await;
        console.press("button", "Сбросить").await;
        shoot("Фильтр", &format!("filter-{name}-russian")).await;
    }
}
