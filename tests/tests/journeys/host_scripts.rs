//! Scripts of a page that take the browser's own things for themselves: its events,
//! its focus, its wheel, its calls, its randomness. The chat works among them.

use beseda_tests::browser::Browser;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use serde_json::{Value, json};

use crate::chat::{Chat, on_new_pages};

/// A page on which something was done before the snippet.
async fn on(stack: &Stack, name: &str, before: &str) -> Chat {
    let chat = Chat {
        browser: Browser::open().await,
    };
    go(&chat, stack, name, before).await;
    chat
}

async fn go(chat: &Chat, stack: &Stack, name: &str, before: &str) {
    let html = format!("<!doctype html><title>t</title><body>{before}SNIPPET");
    let page = stack.put_page(&format!("{name}.html"), &html);
    chat.browser.goto(&page).await;
}

/// A conversation, both ways. By keys: WebDriver's own press needs the page's names.
async fn talks(chat: &Chat, anna: &mut Operator, name: &str) {
    let browser = &chat.browser;
    browser.find_beginning("button", "Open chat").await;
    browser.js::<()>("beseda('open');", &[]).await;
    browser.find("button", "Send").await;
    let text = format!("written on {name}");
    browser.insert(&text).await;
    browser.key("Enter").await;
    chat.last_is_stored().await;
    let dialog = anna.dialog_of(&text).await;
    let answer = format!("answered on {name}");
    anna.replied(dialog.id, &answer).await;
    chat.says(&answer).await;
    browser.js::<()>("beseda('close');", &[]).await;
}

/// What pages do to names that are the browser's.
const TAKEN: [(&str, &str); 8] = [
    // MooTools 1.4.5 has its own, which reads what it is given.
    (
        "event",
        "<script>window.Event = function (e) { if (e.type.indexOf('key') == 0) {} }</script>",
    ),
    (
        "events",
        "<script>for (const name of ['Event', 'CustomEvent', 'UIEvent', 'MessageEvent'])
            window[name] = function () { throw name; }</script>",
    ),
    ("frame", "<iframe name=body hidden></iframe>"),
    // Without `documentElement` and its like, which the browser's driver needs itself.
    (
        "names",
        "<img name=title><img name=createElementNS><img name=createTextNode>
         <form name=hidden></form><form name=readyState></form><img name=createEvent>
         <img name=addEventListener><img name=visibilityState>",
    ),
    // What tracing libraries do when they are told to trace all.
    (
        "traced-fetch",
        "<script>const own = fetch; const id = '00-' + 'a'.repeat(32) + '-' + 'b'.repeat(16) + '-01';
            window.fetch = (url, options = {}) => own(url,
                {...options, headers: {...options.headers, traceparent: id, 'x-b3-sampled': '1'}})</script>",
    ),
    (
        "traced-xhr",
        "<script>const open = XMLHttpRequest.prototype.open;
            XMLHttpRequest.prototype.open = function (...all) {
                open.apply(this, all);
                this.setRequestHeader('traceparent', '00-' + 'a'.repeat(32) + '-' + 'b'.repeat(16) + '-01');
                this.setRequestHeader('baggage', 'a=b');
            }</script>",
    ),
    (
        "chance",
        "<script>Math.random = () => .5</script>",
    ),
    (
        "prototypes",
        "<script>Array.prototype.toJSON = Object.prototype.extended = function () { return 'broken' };
            Array.prototype.remove = String.prototype.strip = function () {};
            Function.prototype.delay = function () {}</script>",
    ),
];

#[tokio::test]
async fn names_that_a_page_has_taken_for_itself_do_no_harm() {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let chat = on(&stack, "taken", "").await;
    for (name, before) in TAKEN {
        go(&chat, &stack, &format!("taken-{name}"), before).await;
        talks(&chat, &mut anna, name).await;
    }
}

#[tokio::test]
async fn a_language_that_the_browser_names_and_does_not_know_is_no_obstacle() {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let chat = on(&stack, "languages", "").await;
    for tag in ["en-US@posix", "en_US", "en-", "en-US-u", "C", ""] {
        let script =
            format!("Object.defineProperty(navigator, 'language', {{get: () => '{tag}'}});");
        on_new_pages(&chat.browser, &script).await;
        go(&chat, &stack, "languages", "").await;
        talks(&chat, &mut anna, &format!("a browser of {tag:?}")).await;
    }
}

/// Ways in which dialogs of pages hold the focus.
const TRAPS: [(&str, &str); 3] = [
    (
        "bubbling",
        "<div id=modal><button>ok</button></div><script>
            document.addEventListener('focusin', e => {
                if (!modal.contains(e.target)) modal.querySelector('button').focus(); })</script>",
    ),
    // As focus-trap and jQuery UI do it.
    (
        "capturing",
        "<div id=modal><button>ok</button></div><script>for (const name of ['focus', 'focusin'])
            document.addEventListener(name, e => {
                if (e.target != document && !modal.contains(e.target)) {
                    e.stopImmediatePropagation(); modal.querySelector('button').focus(); } }, true)</script>",
    ),
    (
        "bootstrap",
        "<link rel=stylesheet href=bootstrap.min.css><script src=bootstrap.bundle.min.js></script>
         <div class='modal' id=modal tabindex=-1><div class=modal-dialog><div class=modal-content>
         <input><button>ok</button></div></div></div>
         <script>new bootstrap.Modal(modal).show()</script>",
    ),
];

#[tokio::test]
async fn a_page_s_dialog_that_holds_the_focus_does_not_get_the_letters_typed_in_the_chat() {
    let stack = Stack::shared().await;
    stack.put_library("bootstrap.min.css", "bootstrap/dist/css/bootstrap.min.css");
    let script = "bootstrap/dist/js/bootstrap.bundle.min.js";
    stack.put_library("bootstrap.bundle.min.js", script);
    let chat = on(&stack, "trap", "").await;
    for (name, before) in TRAPS {
        go(&chat, &stack, &format!("trap-{name}"), before).await;
        chat.open().await;
        let text = format!("typed beside {name}");
        chat.compose(&text).await;
        assert_eq!(chat.composed().await, text, "{name}");
        // By keys, too: from the field to the tools and on.
        chat.browser.find("button", "Send").await;
        chat.browser.key("Tab").await;
        let here = "return document.activeElement?.localName;";
        let focused: String = chat.browser.js(here, &[]).await;
        assert_eq!(focused, "beseda-chat", "{name}");
    }
}

#[tokio::test]
async fn the_wheel_over_the_conversation_scrolls_it_and_not_a_page_that_scrolls_by_itself() {
    let stack = Stack::shared().await;
    stack.put_library("lenis.min.js", "lenis/dist/lenis.min.js");
    let before = "<div style='height:9000px'>long</div><script src=lenis.min.js></script>
        <script>new Lenis({autoRaf: true}); document.addEventListener('wheel', event => {
            event.preventDefault(); scrollBy(0, event.deltaY); }, {passive: false});</script>";
    let chat = on(&stack, "lenis", before).await;
    chat.open().await;
    for n in 0..14 {
        chat.write(&format!("line {n}")).await;
        chat.last_is_stored().await;
    }
    let log = "document.querySelector('beseda-chat').shadowRoot.querySelector('.log')";
    let middle = format!(
        "const box = {log}.getBoundingClientRect();
         return [Math.round((box.left + box.right) / 2), Math.round((box.top + box.bottom) / 2)];"
    );
    let (x, y): (u32, u32) = chat.browser.js(&middle, &[]).await;
    let wheel = json!({"type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": -120});
    chat.browser
        .devtools("Input.dispatchMouseEvent", wheel)
        .await;
    let scrolled = format!("return {log}.scrollTop < -20;");
    chat.browser
        .wait("the conversation to scroll", || async {
            chat.browser.js::<bool>(&scrolled, &[]).await.then_some(())
        })
        .await;
    assert_eq!(chat.browser.js::<f64>("return scrollY;", &[]).await, 0.0);
}

#[tokio::test]
async fn a_page_that_forbids_selecting_and_pressing_forbids_it_in_itself_only() {
    let stack = Stack::shared().await;
    let before = "<style>*{user-select:none}</style><script>
        for (const name of ['mousedown', 'selectstart', 'contextmenu', 'copy', 'dragstart'])
            document.addEventListener(name, event => event.preventDefault());
        document.addEventListener('mousedown', event => event.preventDefault(), true);</script>";
    let chat = on(&stack, "forbidding", before).await;
    chat.open().await;
    chat.write("Selectable").await;
    chat.last_is_stored().await;
    let root = "const root = document.querySelector('beseda-chat').shadowRoot;";
    // The field takes the focus though the press may not give it.
    let away = format!("{root} root.activeElement.blur();");
    chat.browser.js::<()>(&away, &[]).await;
    chat.browser.find("textbox", "Message").await.press().await;
    let focused = format!("{root} return root.activeElement?.localName;");
    let focused: String = chat.browser.js(&focused, &[]).await;
    assert_eq!(focused, "textarea");
    let selected = format!(
        "{root} const text = root.querySelector('.own .text');
         const may = text.dispatchEvent(new Event('selectstart',
             {{bubbles: true, composed: true, cancelable: true}}));
         return may && getComputedStyle(text).userSelect;"
    );
    assert_eq!(chat.browser.js::<Value>(&selected, &[]).await, "text");
}

#[tokio::test]
async fn a_service_worker_that_answers_from_its_cache_hides_no_answer() {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let worker = "addEventListener('install', () => skipWaiting());
        addEventListener('activate', event => event.waitUntil(clients.claim()));
        addEventListener('fetch', event => event.respondWith((async () => {
            const kept = await caches.open('all');
            const found = await kept.match(event.request, {ignoreSearch: true});
            if (found) return found;
            const answer = await fetch(event.request);
            if (event.request.method == 'GET') await kept.put(event.request, answer.clone());
            return answer;
        })()))";
    stack.put_page("worker.js", worker);
    let before = "<script>navigator.serviceWorker.register('worker.js')</script>";
    let chat = on(&stack, "worked", before).await;
    let ready = "await navigator.serviceWorker.ready;
        return !!navigator.serviceWorker.controller;";
    chat.browser
        .wait("the worker to control the page", || async {
            chat.browser.js::<bool>(ready, &[]).await.then_some(())
        })
        .await;
    chat.browser.reload().await;
    chat.open().await;
    chat.write("behind a worker").await;
    chat.last_is_stored().await;
    let dialog = anna.dialog_of("behind a worker").await;
    // With nothing new there: an answer that the worker would keep.
    chat.browser.reload().await;
    chat.browser.find("button", "Open chat").await;
    chat.browser
        .fetches("/v1/visitor/unread", &stack.origin())
        .await;
    chat.browser.goto("about:blank").await;
    anna.replied(dialog.id, "you were away").await;
    chat.browser.goto(&stack.page("worked.html")).await;
    chat.browser.find_containing("button", "1").await;
}

#[tokio::test]
async fn an_unknown_call_does_nothing_but_warn() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    let calls = "const warned = []; const warn = console.warn;
        console.warn = (...words) => warned.push(words.join(' '));
        beseda('identify', {}); beseda(); beseda('toString'); beseda('Close');
        console.warn = warn;
        return warned;";
    let warned: Vec<String> = chat.browser.js(calls, &[]).await;
    assert_eq!(warned.len(), 4, "{warned:?}");
    assert!(warned[0].contains("identify"), "{warned:?}");
    assert_eq!(chat.is_open().await, Some(true));
    chat.browser.js::<()>("beseda('toggle');", &[]).await;
    assert_eq!(chat.is_open().await, Some(false));
    chat.browser.js::<()>("beseda('open');", &[]).await;
    assert_eq!(chat.is_open().await, Some(true));
}

#[tokio::test]
async fn the_panel_is_painted_before_anything_of_the_widget_starts() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    let launcher = chat.browser.find("button", "Open chat").await;
    launcher.hover().await;
    for part in ["widget.", "/a/en.", ".wasm"] {
        chat.browser.fetches(part, &stack.origin()).await;
    }
    let watch = "const order = window.order = [];
        const own = WebAssembly.instantiateStreaming;
        WebAssembly.instantiateStreaming = (...all) => { order.push('started'); return own(...all); };
        addEventListener('click', () => requestAnimationFrame(() => {
            // A message is delivered when the frame has been drawn.
            const {port1, port2} = new MessageChannel();
            port1.onmessage = () => order.push('painted');
            port2.postMessage('');
        }), {capture: true, once: true});";
    chat.browser.js::<()>(watch, &[]).await;
    launcher.press().await;
    chat.browser.find("button", "Send").await;
    let order: Vec<String> = chat.browser.js("return order;", &[]).await;
    assert_eq!(order, ["painted", "started"]);
}

#[tokio::test]
async fn a_widget_that_cannot_start_says_why_and_what_was_typed_goes_out_when_it_can() {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.browser.find("button", "Open chat").await;
    chat.browser.complaints().await;
    chat.browser.block(Some("*.wasm")).await;
    chat.open().await;
    chat.says("The chat couldn't be loaded").await;
    chat.browser.screenshot("widget-not-loaded").await;
    let complaints = chat.browser.complaints().await.join("\n");
    assert!(complaints.contains("beseda:"), "{complaints}");
    chat.write("typed before it was there").await;
    // Sending tries once more: only when that has failed, too, may the way be free.
    let complains = || async { (!chat.browser.complaints().await.is_empty()).then_some(()) };
    chat.browser.wait("a second failure", complains).await;
    chat.browser.block(None).await;
    chat.browser.press("button", "Try again").await;
    chat.shows("typed before it was there").await;
    anna.dialog_of("typed before it was there").await;
}

#[tokio::test]
async fn a_widget_opened_without_a_connection_says_so_and_begins_by_itself() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.browser.find("button", "Open chat").await;
    chat.browser.go_offline(true).await;
    chat.open().await;
    chat.says("No connection").await;
    chat.browser.screenshot("widget-opened-offline").await;
    chat.compose("in the metro").await;
    chat.browser.go_offline(false).await;
    // A try that began before everything was back fails, and the next waits to be told.
    let begins = || async {
        chat.browser.network_is_back().await;
        chat.browser.has("button", "Send").await.then_some(())
    };
    chat.browser.wait("the chat", begins).await;
    assert_eq!(chat.composed().await, "in the metro");
    chat.browser.key("Enter").await;
    chat.last_is_stored().await;
}

#[tokio::test]
async fn two_tabs_whose_page_has_no_chance_lose_nothing_that_was_written_offline() {
    let (mut stack, shop) = Stack::with_shop().await;
    let chat = Chat {
        browser: Browser::open().await,
    };
    on_new_pages(&chat.browser, "Math.random = () => .5;").await;
    chat.browser.goto(&shop.page("index.html")).await;
    chat.open().await;
    chat.write("before").await;
    chat.last_is_stored().await;
    let second = chat.browser.new_tab().await;
    on_new_pages(&chat.browser, "Math.random = () => .5;").await;
    chat.browser.goto(&shop.page("index.html")).await;
    chat.open().await;
    chat.shows("before").await;

    stack.kill().await;
    chat.write("from the second tab").await;
    chat.says("1 message waiting").await;
    chat.browser.tab(0).await;
    chat.write("from the first tab").await;
    chat.write("and one more").await;
    chat.says("2 messages waiting").await;
    chat.browser.kill_tab().await;
    chat.browser.tab(second).await;
    chat.browser.kill_tab().await;
    stack.restart().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    chat.browser.goto(&shop.page("cart.html")).await;
    chat.open().await;
    for text in ["from the second tab", "from the first tab", "and one more"] {
        chat.shows(text).await;
    }
    chat.last_is_stored().await;
    let dialog = anna.dialog_of("and one more").await;
    let opened = anna.open(dialog.id).await.expect("it exists");
    let feed = anna.desk.feed(&opened);
    for text in ["from the second tab", "from the first tab", "and one more"] {
        let n = feed.iter().filter(|line| line.contains(text)).count();
        assert_eq!(n, 1, "{text}: {feed:?}");
    }
}
