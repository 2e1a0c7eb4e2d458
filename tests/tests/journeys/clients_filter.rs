//! The section of clients: people with dialogs and without, by the filter of the dialogs.

use beseda_protocol::ask::clients::{AddClient, MarkClient};
use beseda_protocol::ask::marks::AddMark;
use beseda_protocol::client::{Contact, ContactKind};
use beseda_protocol::ids::MarkId;
use beseda_protocol::mark::MarkKind;
use beseda_tests::browser::{Browser, Look};
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

use crate::access::barriers;
use crate::desk::Desk;
use crate::filter::{CHIPS, named};

async fn label(owner: &mut Operator, name: &str) -> MarkId {
    let (kind, name) = (MarkKind::Label, name.to_owned());
    let made = owner.question(AddMark { kind, name }).await;
    made.expect("made").id
}

/// Somebody without a dialog, who has these labels.
async fn added(operator: &mut Operator, name: &str, contacts: Vec<Contact>, labels: &[MarkId]) {
    let name = Some(name.to_owned());
    let added = operator.question(AddClient { name, contacts }).await;
    let client = added.expect("added").id;
    for mark in labels.iter().copied() {
        let marked = operator.question(MarkClient { client, mark }).await;
        marked.expect("marked");
    }
}

/// Opens a part of the panel that is folded.
async fn unfold(console: &Browser, title: &str) {
    let unfold = "const all = [...document.querySelectorAll('.filter-values > summary')];
        all.find(one => one.textContent.includes(arguments[0])).click();";
    console.js::<()>(unfold, &[title.into()]).await;
}

/// Criteria: X19, SB-30, SB-34, SB-40
#[tokio::test]
async fn clients_with_dialogs_and_without_are_found_by_the_same_filter_which_stays() {
    let stack = Stack::start().await;
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    let vip = label(&mut owner, "VIP").await;
    named(&stack, &mut owner, &["Ксения Ли", "Борис"]).await;
    added(&mut owner, "Vera Smith", vec![], &[vip]).await;

    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    let console = &desk.browser;
    console.press("link", "Clients").await;
    desk.lists_only(&["Vera Smith", "Борис", "Ксения Ли"]).await;
    desk.says("3 clients").await;
    assert_eq!(barriers(console).await, [""; 0]);

    // By a label.
    console.press("button", "Filter").await;
    unfold(console, "Labels").await;
    console.press("checkbox", "VIP").await;
    desk.lists_only(&["Vera Smith"]).await;
    desk.says("Clients, with dialogs and without · label VIP")
        .await;
    console.press("checkbox", "VIP").await;
    // By the value of a variable.
    let value = console.find("textbox", "Value").await;
    value.type_keys("xs").await;
    console.key("Enter").await;
    desk.lists_only(&["Ксения Ли"]).await;
    // By a day, too.
    let before = "const field = document.querySelectorAll('.filter-days input')[arguments[0]];
        field.value = arguments[1];
        field.dispatchEvent(new Event('change', { bubbles: true }));";
    let day = async |place: u32, day: &str| {
        console.js::<()>(before, &[place.into(), day.into()]).await;
    };
    day(1, "2020-01-01").await;
    console.find("heading", "Nothing found").await;
    assert_eq!(barriers(console).await, [""; 0]);
    day(1, "").await;
    day(0, "2020-01-01").await;
    desk.lists_only(&["Ксения Ли"]).await;
    console.key("Escape").await;

    // His card, and back: the filter stays, in the address too.
    let row = console.find_beginning("link", "Ксения Ли").await;
    row.press().await;
    console.find("button", "Ксения Ли").await;
    let address = console.address().await;
    assert!(
        address.contains("/clients/") && address.contains("any_variable=xs"),
        "{address}"
    );
    console.js::<()>("history.back()", &[]).await;
    console.find("heading", "No client selected").await;
    desk.lists_only(&["Ксения Ли"]).await;
    console.reload().await;
    desk.lists_only(&["Ксения Ли"]).await;
    let chips: Vec<String> = console.js(CHIPS, &[]).await;
    assert_eq!(chips.len(), 2, "{chips:?}");
    console.press("button", "Reset").await;
    desk.lists_only(&["Vera Smith", "Борис", "Ксения Ли"]).await;
    assert_eq!(desk.complaints().await, [""; 0]);
}

/// Criteria: X19
#[tokio::test]
async fn somebody_new_comes_to_the_top_of_the_clients_and_arrows_lead_along_them() {
    let stack = Stack::start().await;
    let mut boris = Operator::sign_in(&stack, &stack.boris()).await;
    named(&stack, &mut boris, &["Anna", "Bert"]).await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    let console = &desk.browser;
    console.press("link", "Clients").await;
    desk.lists_only(&["Bert", "Anna"]).await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("Is anybody there?").await;
    desk.lists_only(&["Visitor 3", "Bert", "Anna"]).await;
    desk.says("3 clients").await;

    // "/" leads to the search, Tab from there to the list, which is one stop.
    console.key("/").await;
    console.insert("be").await;
    desk.lists_only(&["Bert"]).await;
    console.key("Escape").await;
    desk.lists_only(&["Visitor 3", "Bert", "Anna"]).await;
    let focus = "document.querySelector('.list-card[tabindex=\"0\"]').focus();";
    console.js::<()>(focus, &[]).await;
    console.key("ArrowDown").await;
    console.key("ArrowDown").await;
    console.key("Enter").await;
    console.find("button", "Anna").await;
    assert!(console.address().await.ends_with("/clients/1"));
    assert_eq!(desk.complaints().await, [""; 0]);
}

#[tokio::test]
async fn the_clients_wide_narrow_dark_and_in_russian() {
    let stack = Stack::demo().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let labels = [
        label(&mut anna, "Постоянный оптовый покупатель").await,
        label(&mut anna, "Returns often").await,
    ];
    let contacts = [
        (ContactKind::Phone, "+7 921 123-45-67"),
        (ContactKind::Email, "delivery.department@northleaf.example"),
    ];
    let contacts = contacts.map(|(kind, value)| Contact {
        kind,
        value: value.to_owned(),
    });
    let name = "Общество с ограниченной ответственностью «Чайная лавка»";
    added(&mut anna, name, contacts.to_vec(), &labels).await;
    added(
        &mut anna,
        "Vera Smith",
        contacts[..1].to_vec(),
        &labels[1..],
    )
    .await;
    for (name, look) in [
        ("1440", Look::DESKTOP.wide(1440)),
        ("dark", Look::DESKTOP.wide(1440).dark()),
        ("768", Look::DESKTOP.wide(768)),
        ("390", Look::PHONE),
    ] {
        let desk = Desk::looking(&stack, &stack.anna(), &look).await;
        desk.dismiss_question().await;
        let console = &desk.browser;
        let shoot = async |filter: &str, name: &str| {
            console.idle().await;
            assert_eq!(barriers(console).await, [""; 0]);
            console.screenshot(name).await;
            console.press("button", filter).await;
            console.insert("a").await;
            console.idle().await;
            console.screenshot(&format!("{name}-panel")).await;
            console.key("Escape").await;
            console.idle().await;
            console.screenshot(&format!("{name}-found")).await;
        };
        console.goto(&format!("{}/clients", stack.origin())).await;
        desk.says("clients").await;
        shoot("Filter", &format!("clients-{name}")).await;
        console
            .goto(&format!("{}/settings/me", stack.origin()))
            .await;
        console.press("button", "Русский").await;
        console.goto(&format!("{}/clients", stack.origin())).await;
        desk.says("клиент").await;
        shoot("Фильтр", &format!("clients-{name}-russian")).await;
    }
}
