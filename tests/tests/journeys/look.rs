//! How a site's widget looks: from the form and the preview beside it to the page.

use beseda_tests::browser::{Browser, Look};
use beseda_tests::stack::Stack;

use crate::access::barriers;
use crate::chat::Chat;
use crate::desk::Desk;
use crate::welcome::open_site;

/// The launcher's left edge, colour and width, in a document.
const LAUNCHER: &str = "
    const frame = document.querySelector('.look-frame');
    const page = arguments[0] ? frame?.contentDocument : document;
    const launcher = page?.querySelector('beseda-chat')?.shadowRoot?.querySelector('.launcher');
    if (!launcher) return null;
    const { left, width } = launcher.getBoundingClientRect();
    return [Math.round(left), Math.round(width), getComputedStyle(launcher).backgroundColor].join(' ');
";

async fn launcher_is(browser: &Browser, in_preview: bool, wanted: &str) {
    let look = || async {
        let shown = browser
            .js::<Option<String>>(LAUNCHER, &[in_preview.into()])
            .await;
        (shown.as_deref() == Some(wanted)).then_some(())
    };
    browser.wait(wanted, look).await;
}

/// Chooses in a list, as a person who looks at it would.
async fn choose(browser: &Browser, list: &str, choice: &str) {
    let list = browser.find("combobox", list).await;
    list.type_keys(choice).await;
}

#[tokio::test]
async fn the_widget_beside_the_form_looks_as_is_typed_and_the_site_as_is_saved() {
    const PALE: &str = "
        const field = document.querySelector('.site-more input[type=color]');
        field.value = '#ffee00';
        field.dispatchEvent(new Event('input', { bubbles: true }));
        return true;
    ";
    let stack = Stack::start().await;
    let desk = Look::DESKTOP.wide(1440);
    let owner = Desk::looking(&stack, &stack.owner(), &desk).await;
    let settings = &owner.browser;
    open_site(&stack, settings).await;
    settings
        .js::<bool>(
            "document.querySelector('.look-frame').scrollIntoView(); return true",
            &[],
        )
        .await;
    launcher_is(settings, true, "420 60 rgb(47, 111, 222)").await;
    owner.says("Text on this colour is white.").await;

    assert!(settings.js::<bool>(PALE, &[]).await);
    owner.says("Text on this colour is black.").await;
    choose(settings, "Corner", "Left").await;
    choose(settings, "Size", "Large").await;
    launcher_is(settings, true, "20 72 rgb(255, 238, 0)").await;
    assert_eq!(barriers(settings).await, [""; 0]);
    settings.screenshot("console-look").await;
    settings.press("button", "Open or close the chat").await;
    const IS_OPEN: &str = "
        const page = document.querySelector('.look-frame').contentDocument;
        const root = page.querySelector('beseda-chat').shadowRoot;
        return root.querySelector('.panel').hidden ? null : true;
    ";
    let open = || async { settings.js::<Option<bool>>(IS_OPEN, &[]).await };
    settings.wait("the preview's panel", open).await;

    // Nothing is another on the site until it is saved.
    settings.press("button", "Save “Look”").await;
    owner.says("Saved").await;
    let chat = Chat::on(&stack, "index.html").await;
    launcher_is(&chat.browser, false, "20 72 rgb(255, 238, 0)").await;
    chat.open().await;
    assert_eq!(barriers(&chat.browser).await, [""; 0]);
    chat.browser.screenshot("widget-look").await;
    assert_eq!(chat.browser.complaints().await, [""; 0]);

    // On a phone the preview is reached by a press, as wide as the screen.
    let phone = Desk::looking(&stack, &stack.owner(), &Look::PHONE).await;
    open_site(&stack, &phone.browser).await;
    phone.browser.press("button", "Preview").await;
    phone.browser.find("button", "Open or close the chat").await;
    phone.browser.screenshot("console-look-phone").await;
    phone.browser.press("button", "Back to the form").await;
    phone.browser.find("combobox", "Corner").await;
    assert_eq!(owner.complaints().await, [""; 0]);
}
