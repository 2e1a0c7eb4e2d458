//! Saved replies: written down, found and put into a text, which nothing sends by itself.

use beseda_protocol::ask::clients::SetClientName;
use beseda_protocol::ask::replies::SaveReply;
use beseda_protocol::saved_reply::ReplyScope;
use beseda_tests::browser::{Browser, Look};
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;

use crate::access::barriers;
use crate::chat::{self, Chat, LOG};
use crate::desk::Desk;
use crate::files::{Folder, PIXEL};

/// Fills the form in, and saves it.
async fn save(console: &Browser, fields: &[(&str, &str)]) {
    console.press("button", "Add").await;
    for (name, text) in fields {
        let role = if *name == "Folder" {
            "combobox"
        } else {
            "textbox"
        };
        console.find(role, name).await.press().await;
        console.insert(text).await;
    }
    assert_eq!(barriers(console).await, [""; 0]);
}

/// Waits until the composer holds this.
async fn holds(console: &Browser, text: &str) {
    let field = console.find("textbox", "Reply").await;
    console
        .wait("the text in the composer", || async {
            (field.property("value").await == text).then_some(())
        })
        .await;
}

/// Criteria: KC-24, KC-25, CQ-19
#[tokio::test]
async fn a_saved_reply_is_put_in_by_its_shortcut_or_from_the_list_and_sent_by_hand_only() {
    let stack = Stack::start().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    let mut line = Operator::sign_in(&stack, &stack.boris()).await;
    chat.write("Is the oolong back?").await;
    let client = line.dialog_of("Is the oolong back?").await.client.id;
    line.question(SetClientName {
        client,
        name: Some("Clara".to_owned()),
        replaced: None,
    })
    .await
    .expect("named");
    let olga = Desk::of(&stack, &stack.owner()).await;
    olga.dismiss_question().await;
    let console = &olga.browser;

    // One for everyone, with a variable and what is said without it.
    console
        .goto(&format!("{}/settings/replies", stack.origin()))
        .await;
    let text = "Hello {{client.name|there}}, it is back.";
    save(
        console,
        &[("Name", "Oolong"), ("Shortcut", "/tea"), ("Text", text)],
    )
    .await;
    console.press("radio", "Everyone").await;
    let folder = Folder::new();
    chat::give(console, &folder.put("harvest.png", PIXEL).0).await;
    console.find("button", "Remove harvest.png").await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.screenshot("saved-replies-files").await;
    console.press("button", "Save").await;
    console.find("button", "Change “Oolong”").await;
    let text = "Size {{variable:Size}}?";
    save(
        console,
        &[("Name", "Size"), ("Folder", "Questions"), ("Text", text)],
    )
    .await;
    console.press("button", "Save").await;
    console.find("button", "Change “Size”").await;
    console.screenshot("saved-replies-settings").await;

    // Taken away by mistake, and put back.
    console.press("button", "Remove “Size”").await;
    console.gone("button", "Change “Size”").await;
    console.press("button", "Undo").await;
    console.find("button", "Change “Size”").await;

    // By the shortcut: Escape leaves what was typed, Enter puts the text in its place.
    console.goto(&stack.origin()).await;
    olga.open("Is the oolong back?").await;
    let field = console.find("textbox", "Reply").await;
    field.type_keys("Hi! /te").await;
    console.find_beginning("option", "Oolong").await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.screenshot("saved-replies-slash").await;
    console.key("Escape").await;
    console.gone("listbox", "Saved replies").await;
    holds(console, "Hi! /te").await;
    field.clear().await;
    field.type_keys("Hi! /te").await;
    console.find_beginning("option", "Oolong").await;
    console.key("Enter").await;
    holds(console, "Hi! Hello Clara, it is back.").await;
    console.find("textbox", "Caption for harvest.png").await;

    // From the list: what has no value is left, selected, to be written by hand.
    console.press("button", "Saved replies").await;
    console.find("combobox", "Search saved replies").await;
    console.insert("size").await;
    console.find_beginning("option", "Size").await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.screenshot("saved-replies-list").await;
    console.key("Enter").await;
    holds(
        console,
        "Hi! Hello Clara, it is back.Size {{variable:Size}}?",
    )
    .await;
    console.insert("XL").await;
    holds(console, "Hi! Hello Clara, it is back.Size XL?").await;

    // Nothing was sent by all that.
    assert!(!chat.browser.text().await.contains("it is back"));
    console.key("Ctrl+Enter").await;
    chat.shows("Hi! Hello Clara, it is back.Size XL?").await;
    chat.browser.find_in(LOG, "link", "harvest.png").await;

    // A use is counted.
    console
        .goto(&format!("{}/settings/replies", stack.origin()))
        .await;
    olga.says("used 1 time").await;

    // Boris has what is for everyone, and no more.
    let boris = Desk::of(&stack, &stack.boris()).await;
    boris.dismiss_question().await;
    let other = &boris.browser;
    other
        .goto(&format!("{}/settings/replies", stack.origin()))
        .await;
    boris.says("Oolong").await;
    assert!(!other.has("button", "Change “Oolong”").await);
    other.press("button", "Add").await;
    other.find("textbox", "Name").await;
    assert!(!other.has("radio", "Everyone").await);
}

/// On a phone, in Russian, in the dark.
#[tokio::test]
async fn saved_replies_fit_a_phone() {
    let stack = Stack::start().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("Есть ли улун?").await;
    let mut line = Operator::sign_in(&stack, &stack.owner()).await;
    let text =
        "Здравствуйте, {{client.name|друг}}! Размер {{variable:Размер}} есть, доставим за два дня.";
    for (name, shortcut, folder) in [
        ("Доставка", Some("доставка"), "Заказы"),
        (
            "Возврат и обмен товара надлежащего качества",
            None,
            "Заказы",
        ),
        ("Приветствие", Some("привет"), ""),
    ] {
        line.question(SaveReply {
            name: name.into(),
            shortcut: shortcut.map(str::to_owned),
            folder: folder.into(),
            text: text.into(),
            files: vec![],
            scope: ReplyScope::Shared {},
        })
        .await
        .expect("saved");
    }
    for (look, name) in [
        (Look::PHONE.dark().russian(), "phone-dark"),
        (Look::DESKTOP.russian(), "desktop"),
    ] {
        let desk = Desk {
            browser: Browser::looking(&look).await,
        };
        let console = &desk.browser;
        console.goto(&stack.origin()).await;
        let who = stack.owner();
        console
            .find("textbox", "Эл. почта")
            .await
            .type_keys(&who.email)
            .await;
        let password = console.find("password", "Пароль").await;
        password.type_keys(&who.password).await;
        console.press("button", "Войти").await;
        let card = console.find_containing("link", "Есть ли улун?").await;
        card.press().await;
        let field = console.find("textbox", "Ответ").await;
        field.type_keys("/").await;
        console.find_beginning("option", "Приветствие").await;
        console
            .screenshot(&format!("saved-replies-slash-{name}"))
            .await;
        console.key("Escape").await;
        field.clear().await;
        console.press("button", "Готовые ответы").await;
        console.find_beginning("option", "Доставка").await;
        assert_eq!(barriers(console).await, [""; 0]);
        console
            .screenshot(&format!("saved-replies-list-{name}"))
            .await;
        console
            .goto(&format!("{}/settings/replies", stack.origin()))
            .await;
        console.press("button", "Изменить «Доставка»").await;
        console.find("textbox", "Название").await;
        assert_eq!(barriers(console).await, [""; 0]);
        console
            .screenshot(&format!("saved-replies-form-{name}"))
            .await;
    }
}
