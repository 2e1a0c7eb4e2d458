//! What is written, pasted, dragged and undone in the console's composer, as people
//! of the field do it (`tests/FIELD.md`).

use beseda_protocol::visitor::FromVisitor;
use beseda_tests::browser::{Browser, Element};
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use serde_json::{Value, json};

use crate::chat;
use crate::desk::Desk;

/// A dialog that is open before an operator.
async fn opened(stack: &Stack, text: &str) -> (Desk, Visitor) {
    let desk = Desk::of(stack, &stack.anna()).await;
    let mut visitor = Visitor::start(stack).await;
    visitor.said(text).await;
    desk.open(text).await;
    (desk, visitor)
}

/// T1, ux C9.
/// Criteria: X11
#[tokio::test]
async fn keys_of_a_composition_are_the_input_methods_and_the_send_key_is_chosen() {
    const PRESS: &str = "
        const [target, key, composing] = args;
        const event = new KeyboardEvent('keydown', {key, isComposing: composing,
            bubbles: true, cancelable: true, composed: true});
        target.focus();
        target.dispatchEvent(event);
        return event.defaultPrevented;
    ";
    let stack = Stack::shared().await;
    let (desk, _visitor) = opened(&stack, "Keys, please").await;
    let browser = &desk.browser;
    desk.compose("ni").await;
    let field = browser.find("textbox", "Reply").await;
    let press = async |target: &Element, key: &str, composing: bool| {
        let arguments = [target.as_argument(), key.into(), composing.into()];
        browser.js::<bool>(PRESS, &arguments).await
    };
    let chosen = browser.find("button", "Change the key that sends").await;
    chosen.press().await;
    let enter = browser
        .find_beginning("menuitemradio", "Enter to send")
        .await;
    assert!(!press(&enter, "ArrowDown", true).await, "it is not ours");
    press(&enter, "Escape", true).await;
    enter.press().await;
    desk.says("Enter to send").await;
    assert!(!press(&field, "Enter", true).await);
    assert_eq!(field.property("value").await, "ni");
    browser.press("button", "Emoji").await;
    let search = browser.find("searchbox", "Search emoji").await;
    press(&search, "Escape", true).await;
    assert!(browser.has("searchbox", "Search emoji").await);
    press(&search, "Escape", false).await;
    browser.gone("searchbox", "Search emoji").await;
    field.press().await;
    browser.key("Enter").await;
    desk.shows("ni").await;
    assert_eq!(field.property("value").await, "");
}

/// T5.
#[tokio::test]
async fn undo_and_redo_give_exact_texts_after_an_emoji_and_after_sending() {
    const HISTORY: &str = "
        args[0].focus();
        const steps = [];
        for (const step of args[1]) {
            document.execCommand(step);
            steps.push(args[0].value);
        }
        return steps;
    ";
    let stack = Stack::shared().await;
    let (desk, _visitor) = opened(&stack, "Undo, please").await;
    let browser = &desk.browser;
    desk.compose("hello ").await;
    browser.press("button", "Emoji").await;
    browser.find("searchbox", "Search emoji").await;
    browser.press("button", "grinning face").await;
    let field = browser.find("textbox", "Reply").await;
    assert_eq!(field.property("value").await, "hello 😀");
    let history = [field.as_argument(), json!(["undo", "redo"])];
    let steps: Vec<String> = browser.js(HISTORY, &history).await;
    assert_eq!(steps, ["hello ", "hello 😀"]);
    browser.key("Ctrl+Enter").await;
    desk.shows("hello 😀").await;
    let history = [field.as_argument(), json!(["undo"])];
    let steps: Vec<String> = browser.js(HISTORY, &history).await;
    assert_eq!(
        steps,
        ["hello 😀"],
        "what was sent by mistake can be had back"
    );
}

/// T2, K2, T8.
#[tokio::test]
async fn text_is_pasted_as_text_and_a_picture_waits_to_be_sent() {
    const PASTE: &str = "
        const [target, text, html, name] = args;
        const data = new DataTransfer();
        if (text) data.setData('text/plain', text);
        if (html) data.setData('text/html', html);
        data.items.add(new File(['x'], name, {type: 'image/png'}));
        const event = new ClipboardEvent('paste',
            {clipboardData: data, bubbles: true, cancelable: true, composed: true});
        target.focus();
        target.dispatchEvent(event);
        return event.defaultPrevented;
    ";
    const DRAG_WORDS: &str = "
        const data = new DataTransfer();
        data.setData('text/plain', 'words');
        const events = ['dragover', 'drop'].map(type => new DragEvent(type,
            {dataTransfer: data, bubbles: true, cancelable: true, composed: true}));
        return events.map(event => (args[0].dispatchEvent(event), event.defaultPrevented));
    ";
    let stack = Stack::shared().await;
    let (desk, _visitor) = opened(&stack, "Pastes, please").await;
    let browser = &desk.browser;
    let field = browser.find("textbox", "Reply").await;
    let paste = async |text: &str, html: &str, name: &str| {
        let arguments = [field.as_argument(), text.into(), html.into(), name.into()];
        browser.js::<bool>(PASTE, &arguments).await
    };
    let is_taken = paste("Tea\t3", "<table></table>", "image.png").await;
    assert!(!is_taken, "the browser pastes the text");
    assert!(!browser.has("list", "Files to send").await);
    let dragged: Vec<bool> = browser.js(DRAG_WORDS, &[field.as_argument()]).await;
    assert_eq!(dragged, [false, false], "words are the browser's to move");

    assert!(paste("", "", "alone.png").await);
    browser.find("list", "Files to send").await;
    browser.press("button", "Remove alone.png").await;
    browser.gone("list", "Files to send").await;
    paste("", "", "kept.png").await;
    desk.can_send().await;
    let links = browser.names_in(chat::LOG, "link").await;
    assert_eq!(links, [""; 0], "it waits");
    browser.press("button", "Send").await;
    browser.find_in(chat::LOG, "link", "kept.png").await;

    for unseen in ["\u{200b}", " \u{2800}\u{fe0f}"] {
        desk.compose(unseen).await;
        let send = browser.find("button", "Send").await;
        assert_eq!(send.property("disabled").await, "true", "{unseen:?}");
        browser.key("Ctrl+Enter").await;
        field.clear().await;
    }
}

/// ux B4, C23; F1, F6, F7.
#[tokio::test]
async fn pictures_are_sent_small_shown_whole_and_otherwise_files() {
    // A photograph as large as a telephone's, all detail; a receipt; a false one.
    const GIVE: &str = "
        const drawn = async (width, height, type, noise) => {
            const canvas = new OffscreenCanvas(width, height);
            const context = canvas.getContext('2d');
            context.fillStyle = '#c33';
            context.fillRect(0, 0, width, height);
            for (let y = 0; noise && y < height; y += 500) {
                const image = context.createImageData(width, Math.min(500, height - y));
                for (let i = 0; i < image.data.length; i += 65536)
                    crypto.getRandomValues(image.data.subarray(i, i + 65536));
                for (let i = 3; i < image.data.length; i += 4) image.data[i] = 255;
                context.putImageData(image, 0, y);
            }
            return canvas.convertToBlob({type});
        };
        const png = bytes => new Blob([new Uint8Array(
            [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...bytes])]);
        const header = [0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0x3e, 0x80, 0, 0, 0x3e, 0x80,
            1, 3, 0, 0, 0];
        const files = {
            'photo.jpg': await drawn(4000, 3000, 'image/jpeg', true),
            'receipt.png': await drawn(120, 3000, 'image/png', false),
            'huge.png': png(header),
            'false.png': png([60, 104, 116, 109, 108, 62]),
            'photo\\u202egpj.exe': new Blob(['MZ']),
        };
        const data = new DataTransfer();
        for (const [name, blob] of Object.entries(files)) data.items.add(new File([blob], name));
        const field = document.querySelector('.composer input[type=file]');
        field.files = data.files;
        field.dispatchEvent(new Event('change', {bubbles: true}));
        return files['photo.jpg'].size;
    ";
    const SHOWN: &str = "
        const image = args[0].querySelector('img');
        const bytes = await (await fetch(args[0].href)).blob();
        const box = image.getBoundingClientRect();
        return [image.naturalWidth, image.naturalHeight, bytes.size,
            Math.round(box.width), Math.round(box.height)];
    ";
    let stack = Stack::shared().await;
    let (desk, _visitor) = opened(&stack, "Pictures, please").await;
    let browser = &desk.browser;
    let given: u64 = browser.js(GIVE, &[]).await;
    assert!(given > 2_097_152, "{given} bytes are too many as they are");
    desk.can_send().await;
    browser.press("button", "Send").await;
    let shown = async |name: &str| {
        browser.find("img", name).await;
        let link = browser.find_in(chat::LOG, "link", name).await;
        browser.js::<[u64; 5]>(SHOWN, &[link.as_argument()]).await
    };
    let [width, height, bytes, ..] = shown("photo.jpg").await;
    assert_eq!((width, height), (2_048, 1_536));
    assert!(bytes <= 2_097_152, "{bytes}");
    let [width, height, _, wide, high] = shown("receipt.png").await;
    assert_eq!((width, height), (120, 3_000), "a receipt stays as it is");
    assert_eq!((wide, high), (13, 320), "and whole");
    for name in ["huge.png", "false.png", "photogpj.exe"] {
        let link = browser.find_in(chat::LOG, "link", name).await;
        assert!(link.attribute("download").await.is_some(), "{name}");
        let text = link.text().await;
        assert!(text.contains(name), "{text}");
    }
    assert!(!browser.text().await.contains('\u{202e}'));
}

/// K1, K5, ux C22.
#[tokio::test]
async fn each_text_has_its_direction_and_a_translated_page_goes_on() {
    // What a page translator does to each text that it may.
    const TRANSLATE: &str = "
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const texts = [];
        while (walk.nextNode()) texts.push(walk.currentNode);
        for (const text of texts) {
            if (!text.parentElement.translate || !text.data.trim()) continue;
            const font = document.createElement('font');
            font.textContent = '«' + text.data + '»';
            text.replaceWith(font);
        }
        return null;
    ";
    const DIRECTIONS: &str = "
        return [...args[0].querySelectorAll('.text')].map(text => getComputedStyle(text).direction);
    ";
    let stack = Stack::shared().await;
    let (desk, mut visitor) = opened(&stack, "שלום, directions").await;
    let browser = &desk.browser;
    desk.reply("An answer").await;
    desk.last_is_one_of(&["Sent", "Delivered"]).await;
    let log = browser.find("log", "Messages").await;
    let directions: Vec<String> = browser.js(DIRECTIONS, &[log.as_argument()]).await;
    assert_eq!(directions, ["rtl", "ltr"]);
    let field = browser.find("textbox", "Reply").await;
    assert_eq!(field.attribute("dir").await.as_deref(), Some("auto"));
    let articles = browser.names("article").await;
    assert!(articles[0].starts_with("Visitor "), "{articles:?}");
    assert!(articles[1].starts_with("Anna"), "{articles:?}");

    browser.js::<Value>(TRANSLATE, &[]).await;
    desk.says("«An answer»").await;
    let upto = visitor.hears("An answer").await.id;
    visitor.line.say(&FromVisitor::Read { upto }).await;
    desk.last_is_one_of(&["Read"]).await;
    visitor.said("One more").await;
    desk.shows("One more").await;
    desk.reply("And one more").await;
    desk.last_is_one_of(&["Sent", "Delivered"]).await;
    assert_eq!(desk.complaints().await, [""; 0]);
}

/// ux C5, P9.
#[tokio::test]
async fn what_needs_no_reply_is_said_by_a_key_and_a_close_is_undone() {
    const ALT_N: &str = "
        const event = new KeyboardEvent('keydown', {key: 'т', code: 'KeyN', altKey: true,
            bubbles: true, cancelable: true});
        document.activeElement.dispatchEvent(event);
        return event.defaultPrevented;
    ";
    let stack = Stack::shared().await;
    let (desk, mut visitor) = opened(&stack, "Thanks, all is clear").await;
    let browser = &desk.browser;
    browser.find("button", "No reply needed").await;
    assert!(browser.js::<bool>(ALT_N, &[]).await);
    browser.gone("button", "No reply needed").await;
    desk.shows("marked that no reply is needed").await;
    visitor.said("One thing more").await;
    browser.press("button", "No reply needed").await;
    browser.gone("button", "No reply needed").await;

    browser.press("button", "Close dialog").await;
    browser.press("button", "Undo").await;
    browser.find("button", "Close dialog").await;
    browser.gone("button", "Undo").await;
}

/// K4, ux P1.
#[tokio::test]
async fn an_address_is_typed_as_it_is_and_a_failed_sign_in_forgets_itself() {
    let stack = Stack::shared().await;
    let gate = Browser::open().await;
    gate.goto(&stack.origin()).await;
    let address = gate.find("textbox", "E-mail").await;
    address.type_keys("anna@при").await;
    address.type_keys("мер.example").await;
    assert_eq!(address.property("value").await, "anna@пример.example");
    let password = gate.find("password", "Password").await;
    password.type_keys("wrong").await;
    gate.press("button", "Show password").await;
    assert_eq!(password.attribute("type").await.as_deref(), Some("text"));
    gate.press("button", "Hide password").await;
    assert_eq!(
        password.attribute("type").await.as_deref(),
        Some("password")
    );
    gate.press("button", "Sign in").await;
    gate.find("alert", "").await;
    password.type_keys("!").await;
    gate.gone("alert", "").await;
}
