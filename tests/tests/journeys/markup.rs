//! Text is text: what looks like markup is shown as it was written, and nothing
//! of it becomes an element, an attribute or a request (R1).
//!
//! The oracle looks at the structure of the conversation. That no script ran
//! would prove little: most of such a list runs nothing even where it is set as
//! markup, which the control shows.

use beseda_tests::browser::Browser;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;

use crate::chat::{Chat, LOG};
use crate::desk::Desk;

/// One for each way in: elements, handlers, styles, frames, links, nesting, other
/// name spaces, and what survives a careless cleaner.
const HOSTILE: &[&str] = &[
    "<b>bold</b>",
    "<img src=x onerror=\"document.title='ran'\">",
    "<svg onload=\"document.title='ran'\"></svg>",
    "<p style=\"position:fixed;inset:0\">over all</p>",
    "<iframe srcdoc=\"<script>parent.document.title='ran'</script>\"></iframe>",
    "<a href=\"javascript:document.title='ran'\">see</a>",
    "<form action=//evil.example><input name=password></form>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "\"><details open ontoggle=alert(1)><summary>x",
    "<template><b>inert</b></template><custom-element></custom-element>",
];

/// What is wrong in an element, as sentences: other elements than a conversation
/// is made of, handlers, styles, frames, links to anything but pages and mail.
const ORACLE: &str = "
    const made_of = new Set(['div', 'span', 'p', 'a', 'button', 'time', 'ul', 'ol', 'li', 'svg',
        'path', 'circle', 'rect', 'line', 'polyline', 'canvas', 'progress', 'h2', 'h3',
        'header', 'article', 'section', 'bdi', 'strong', 'small']);
    const wrong = [];
    for (const element of args[0].querySelectorAll('*')) {
        const name = element.localName;
        if (!made_of.has(name)) wrong.push(`<${name}>`);
        for (const {name: attribute, value} of element.attributes) {
            if (/^on|^style$|^srcdoc$/i.test(attribute)) wrong.push(`${name} ${attribute}`);
            if (/^(href|src|xlink:href|action)$/i.test(attribute)
                && !/^(https?:|mailto:|tel:|blob:|\\/|#)/i.test(value)) wrong.push(`${name} to ${value}`);
        }
    }
    return wrong;
";

async fn wrong(browser: &Browser) -> Vec<String> {
    let log = browser.find(LOG.0, LOG.1).await;
    browser.js(ORACLE, &[log.as_argument()]).await
}

#[tokio::test]
async fn planted_bug_5_markup_from_text_turns_the_oracle_red() {
    let page = "data:text/html,<!doctype html><title>t</title>\
                <div role=log aria-label=Messages>empty</div>";
    let browser = Browser::open().await;
    browser.goto(page).await;
    assert_eq!(wrong(&browser).await, [""; 0], "an honest page is green");
    let log = browser.find(LOG.0, LOG.1).await;
    for text in HOSTILE {
        let plant = "args[0].textContent = args[1];";
        let arguments = [log.as_argument(), (*text).into()];
        browser.js::<()>(plant, &arguments).await;
        assert_eq!(wrong(&browser).await, [""; 0], "as text, {text} is green");
        let plant = "args[0].innerHTML = args[1];";
        browser.js::<()>(plant, &arguments).await;
        assert_ne!(wrong(&browser).await, [""; 0], "as markup, {text} is red");
    }
}

#[tokio::test]
async fn what_looks_like_markup_is_shown_as_it_was_written() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    chat.open().await;
    chat.write(HOSTILE[0]).await;
    let dialog = anna.dialog_of(HOSTILE[0]).await;
    let desk = Desk::of(&stack, &stack.boris()).await;
    desk.open(HOSTILE[0]).await;
    for text in HOSTILE {
        anna.replied(dialog.id, text).await;
        chat.write(text).await;
        chat.last_is_stored().await;
    }
    chat.shows(HOSTILE[HOSTILE.len() - 1]).await;
    desk.shows(HOSTILE[HOSTILE.len() - 1]).await;
    for browser in [&chat.browser, &desk.browser] {
        for text in HOSTILE {
            let both = format!("{text:?} from both sides");
            browser
                .wait(&both, || async {
                    // WebDriver's own text leaves out what is scrolled away.
                    let log = browser.find(LOG.0, LOG.1).await;
                    let shown = log.property("innerText").await;
                    (shown.matches(text).count() >= 2).then_some(())
                })
                .await;
        }
        assert_eq!(wrong(browser).await, [""; 0]);
        assert_ne!(browser.title().await, "ran");
    }
}
