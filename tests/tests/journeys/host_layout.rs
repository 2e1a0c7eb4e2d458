//! What the widget does to a page's layout, which is nothing, and what a page's
//! layout does to the widget, which is nothing either.

use beseda_tests::browser::{Browser, Look};
use beseda_tests::stack::Stack;
use serde_json::Value;

use crate::chat::Chat;

/// Layouts in which one more element of the body or of the root would show.
const LAYOUTS: [&str; 10] = [
    "body{margin:0;min-height:100vh;display:flex;flex-direction:column;justify-content:space-between}",
    "body{display:grid;grid-template-rows:auto 1fr auto;gap:20px;min-height:100vh}",
    "html{display:flex;gap:40px}",
    "html{display:grid;grid-template-columns:1fr;gap:40px;height:100%}",
    "html{height:100%}body{height:100%;columns:2}",
    "body{filter:grayscale(1)}",
    "body{transform:scale(1)}",
    "body{contain:paint;position:relative;height:3000px}",
    "body>*,html>*{margin:7px!important;padding:3px!important;border:2px solid!important;position:relative!important;display:block!important}",
    "*{box-sizing:content-box;float:left;clear:both;opacity:.9}",
];

const RECTANGLES: &str = "return ['html', 'body', 'header', 'main', 'footer'].map(name => {
    const {x, y, width, height} = document.querySelector(name).getBoundingClientRect();
    return [name, x, y, width, height].join(' ');
});";

/// The launcher's distance from the window's right and lower edge, and whether it is
/// what a pointer meets there.
const CORNER: &str = "
    const host = document.querySelector('beseda-chat');
    const {right, bottom, left, top} =
        host.shadowRoot.querySelector('.launcher').getBoundingClientRect();
    const met = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return [Math.round(document.documentElement.clientWidth - right), Math.round(innerHeight - bottom), met == host];
";

#[tokio::test]
async fn no_layout_moves_by_the_widget_or_moves_it() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    for (i, layout) in LAYOUTS.iter().enumerate() {
        let html = format!(
            "<!doctype html><title>t</title><style>{layout}</style>
             <header>h</header><main>{}</main><footer>f</footer>
             <div style='position:fixed;inset:0;z-index:2147483647'></div>",
            "text ".repeat(2000)
        );
        chat.browser
            .goto(&stack.put_page(&format!("layout-{i}.html"), &html))
            .await;
        let before: Value = chat.browser.js(RECTANGLES, &[]).await;
        let add = "const script = document.createElement('script');
            script.src = args[0]; document.head.append(script);";
        let address = format!("{}/w/{}.js", stack.origin(), stack.key());
        chat.browser.js::<()>(add, &[address.into()]).await;
        chat.browser.find("button", "Open chat").await;
        let after: Value = chat.browser.js(RECTANGLES, &[]).await;
        assert_eq!(before, after, "{layout}");
        let corner: (i32, i32, bool) = chat.browser.js(CORNER, &[]).await;
        assert_eq!(corner, (20, 20, true), "{layout}");
    }
}

#[tokio::test]
async fn nothing_of_the_widget_is_printed() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    let media = serde_json::json!({"media": "print"});
    chat.browser
        .devtools("Emulation.setEmulatedMedia", media)
        .await;
    let is_shown = "return document.querySelector('beseda-chat').shadowRoot
        .querySelector('.panel').checkVisibility();";
    assert!(!chat.browser.js::<bool>(is_shown, &[]).await);
}

#[tokio::test]
async fn on_a_page_from_right_to_left_the_widget_is_mirrored() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "rtl.html").await;
    let launcher = chat.browser.find("button", "Open chat").await;
    let left: f64 = chat
        .browser
        .js(
            "return args[0].getBoundingClientRect().left;",
            &[launcher.as_argument()],
        )
        .await;
    assert!((left - 20.0).abs() < 1.0, "{left}");
    chat.open().await;
    chat.write("שלום").await;
    chat.last_is_stored().await;
    // Own messages stand at the end of the line, which is the left.
    let side: bool = chat
        .browser
        .js(
            "const root = document.querySelector('beseda-chat').shadowRoot;
             const box = root.querySelector('.own .bubble').getBoundingClientRect();
             const log = root.querySelector('.log').getBoundingClientRect();
             return box.left - log.left < log.right - box.right;",
            &[],
        )
        .await;
    assert!(side, "an own message stands on the left");
    chat.browser.screenshot("widget-mirrored").await;
}

/// A finger's gesture, as the browser itself makes it.
async fn pan(browser: &Browser, x: u32, y: u32, distance: i32) {
    let gesture = serde_json::json!({
        "x": x, "y": y, "yDistance": distance, "gestureSourceType": "touch", "speed": 4000,
    });
    browser
        .devtools("Input.synthesizeScrollGesture", gesture)
        .await;
}

/// As two fingers enlarge a page.
async fn enlarge(browser: &Browser, factor: f64) {
    let factor = serde_json::json!({"pageScaleFactor": factor});
    browser
        .devtools("Emulation.setPageScaleFactor", factor)
        .await;
}

#[tokio::test]
async fn on_a_phone_the_panel_is_a_page_of_its_own() {
    let stack = Stack::shared().await;
    let chat = Chat {
        browser: Browser::looking(&Look::PHONE).await,
    };
    chat.browser.goto(&stack.page("index.html")).await;
    let address = chat.browser.address().await;
    chat.open().await;
    chat.browser.find("button", "Send").await;
    let panel = chat.browser.find_beginning("dialog", "").await;
    assert_eq!(panel.attribute("aria-modal").await.as_deref(), Some("true"));

    // The page behind stays where it is.
    for y in [30, 400, 800] {
        pan(&chat.browser, 195, y, -600).await;
    }
    assert_eq!(chat.browser.js::<f64>("return scrollY;", &[]).await, 0.0);

    // The focus goes round in it.
    for _ in 0..12 {
        chat.browser.key("Tab").await;
        let inside = "return document.activeElement?.localName == 'beseda-chat';";
        assert!(chat.browser.js::<bool>(inside, &[]).await);
    }

    // Two fingers enlarge what is seen, and the panel keeps its size.
    let height = "return document.querySelector('beseda-chat').shadowRoot
        .querySelector('.panel').getBoundingClientRect().height;";
    let before: f64 = chat.browser.js(height, &[]).await;
    enlarge(&chat.browser, 2.0).await;
    let scale: f64 = chat.browser.js("return visualViewport.scale;", &[]).await;
    assert!(scale > 1.5, "{scale}");
    assert_eq!(chat.browser.js::<f64>(height, &[]).await, before);
    enlarge(&chat.browser, 1.0).await;

    // The way back leads to the page, and the page hears nothing of it.
    let watch = "window.heard = 0; addEventListener('popstate', () => heard++); history.back();";
    chat.browser.js::<()>(watch, &[]).await;
    chat.browser.find("button", "Open chat").await;
    assert_eq!(chat.browser.address().await, address);
    assert_eq!(chat.browser.js::<u32>("return heard;", &[]).await, 0);

    // Closed by its own button it leaves nothing to go back through.
    let here = "return history.state?.beseda ?? 0;";
    chat.open().await;
    assert_ne!(chat.browser.js::<f64>(here, &[]).await, 0.0);
    chat.browser.press("button", "Close chat").await;
    chat.browser
        .wait("the page's own place in the history", || async {
            (chat.browser.js::<f64>(here, &[]).await == 0.0).then_some(())
        })
        .await;
    assert_eq!(chat.browser.js::<u32>("return heard;", &[]).await, 0);
}
