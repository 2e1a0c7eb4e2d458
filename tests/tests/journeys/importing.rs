//! Clients come from a spreadsheet's clipboard, and from a file.

use beseda_protocol::ask::clients::ListClients;
use beseda_protocol::ask::marks::AddMark;
use beseda_protocol::mark::MarkKind;
use beseda_tests::browser::{Browser, Look};
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use serde_json::{Value, json};

use crate::access::barriers;
use crate::desk::Desk;

/// Puts text into the clipboard as a spreadsheet does, and pastes it where the keyboard is.
async fn paste(console: &Browser, text: &str) {
    const COPY: &str = "
        await navigator.clipboard.writeText(args[0]);
        return null;
    ";
    console.js::<Value>(COPY, &[json!(text)]).await;
    let key = |kind: &str| {
        json!({
            "type": kind, "key": "v", "code": "KeyV", "windowsVirtualKeyCode": 86,
            "modifiers": 2, "commands": ["paste"],
        })
    };
    for kind in ["keyDown", "keyUp"] {
        console.devtools("Input.dispatchKeyEvent", key(kind)).await;
    }
}

/// Criteria: C2D-01, C2D-03, C2D-04, C2D-13
#[tokio::test]
async fn a_table_is_pasted_checked_and_processed_row_by_row_until_each_says_done() {
    let stack = Stack::start().await;
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    let label = AddMark {
        kind: MarkKind::Label,
        name: "Wholesale".into(),
    };
    owner.question(label).await.expect("an owner may");
    let desk = Desk::of(&stack, &stack.owner()).await;
    let console = &desk.browser;
    for what in ["clipboard-read", "clipboard-write"] {
        console.allow(what, &stack.origin()).await;
    }
    console
        .goto(&format!("{}/settings/import", stack.origin()))
        .await;
    console.press("checkbox", "Wholesale").await;
    console
        .find("textbox", "Contact, row 1")
        .await
        .press()
        .await;
    paste(
        console,
        "Phone\tName\tComment\tLabels\n\
         +371 20 123 456\tImported Anna\t\"Size 39\nin brown\"\t\n\
         ask Boris\tImported Boris\t\t\n\
         vera@example.org\tImported Vera\t\tSale\n",
    )
    .await;
    console.press("button", "Check").await;
    desk.says("New client").await;
    desk.says("This is neither a phone nor an e-mail.").await;
    desk.says("There is no label “Sale”.").await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.screenshot("import-checked").await;

    // What is missing is made where it is missed, and a cell is mended in place.
    console.press("button", "Create it").await;
    desk.says("2 new clients").await;
    let boris = console.find("textbox", "Contact, row 2").await;
    boris.clear().await;
    boris.type_keys("boris@example.org").await;
    console.press("button", "Check").await;
    desk.says("3 new clients").await;
    console.press("button", "Process list").await;
    desk.says("3 done").await;
    console.screenshot("import-done").await;
    let (all_of, behind) = (Vec::new(), None);
    let listed = owner.question(ListClients { all_of, behind }).await;
    let clients = listed.expect("they are listed").clients;
    let names: Vec<&str> = clients
        .iter()
        .filter_map(|client| client.client.name.as_deref())
        .filter(|name| name.starts_with("Imported"))
        .collect();
    assert_eq!(names, ["Imported Vera", "Imported Boris", "Imported Anna"]);

    // On a phone, in Russian, it is looked back at, and taken back.
    let phone = Desk::in_russian(&stack, &stack.owner(), Look::PHONE).await;
    let console = &phone.browser;
    console
        .goto(&format!("{}/settings/import", stack.origin()))
        .await;
    phone.says("Прошлые импорты").await;
    phone.says("3 готовы").await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.screenshot("import-past-ru-390").await;
    console.press("button", "Вернуть как было").await;
    phone.says("Вернуть всё как было до импорта?").await;
    console.press("button", "Отменить").await;
    console.gone("button", "Отменить").await;
    assert_eq!(desk.complaints().await, [""; 0]);
    assert_eq!(phone.complaints().await, [""; 0]);
}
