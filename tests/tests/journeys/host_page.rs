//! Pages that make themselves anew with the chat on them: by hand, and with the
//! libraries that do it.

use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;

use crate::chat::Chat;

/// A page and what its `change()` does to it; afterwards it says "two".
struct Page {
    name: &'static str,
    /// Package and file of each library.
    libraries: &'static [&'static str],
    html: &'static str,
}

/// Every way in which a page loses what somebody has put into its body.
const PAGES: [Page; 8] = [
    Page {
        name: "wiped",
        libraries: &[],
        html: "<body><h1>one</h1>SNIPPET
            <script>change = () => document.body.innerHTML = '<h1>two</h1>'</script>",
    },
    Page {
        name: "replaced",
        libraries: &[],
        html: "<body><h1>one</h1>SNIPPET<script>change = () => {
            const body = document.createElement('body');
            body.innerHTML = '<h1>two</h1>';
            document.body.replaceWith(body);
        }</script>",
    },
    Page {
        name: "root",
        libraries: &[],
        html: "<head>SNIPPET</head><body><h1>one</h1><script>change = () => {
            const html = document.createElement('html');
            html.innerHTML = '<body><h1>two</h1></body>';
            document.documentElement.replaceWith(html);
        }</script>",
    },
    Page {
        name: "turbo-head",
        libraries: &["@hotwired/turbo/dist/turbo.es2017-umd.js"],
        html: "<head><script src=turbo.es2017-umd.js></script>SNIPPET</head><body><h1>one</h1>
            <script>change = () => Turbo.visit('turbo-head-two.html')</script>",
    },
    Page {
        name: "turbo-body",
        libraries: &["@hotwired/turbo/dist/turbo.es2017-umd.js"],
        html: "<head><script src=turbo.es2017-umd.js></script></head><body><h1>one</h1>SNIPPET
            <script>change = () => Turbo.visit('turbo-body-two.html')</script>",
    },
    Page {
        name: "vue",
        libraries: &["vue/dist/vue.global.prod.js"],
        html: "<body><h1>one</h1><script src=vue.global.prod.js></script>SNIPPET
            <script>change = () => Vue.createApp({render: () => Vue.h('h1', 'two')})
                .mount('body')</script>",
    },
    Page {
        name: "react",
        libraries: &[
            "react/umd/react.production.min.js",
            "react-dom/umd/react-dom.production.min.js",
        ],
        html: "<body><h1>one</h1><script src=react.production.min.js></script>
            <script src=react-dom.production.min.js></script>SNIPPET
            <script>change = () => ReactDOM.createRoot(document.body)
                .render(React.createElement('h1', null, 'two'))</script>",
    },
    Page {
        name: "react-hydrated",
        libraries: &[
            "react/umd/react.production.min.js",
            "react-dom/umd/react-dom.production.min.js",
        ],
        html: "<html><head>SNIPPET<script src=react.production.min.js></script>
            <script src=react-dom.production.min.js></script></head><body><h1>one</h1>
            <script>change = () => {
                const e = React.createElement;
                ReactDOM.hydrateRoot(document,
                    e('html', null, e('head'), e('body', null, e('h1', null, 'two'))));
            }</script></body></html>",
    },
];

#[tokio::test]
async fn a_page_that_makes_itself_anew_keeps_the_chat_with_panel_draft_and_one_socket() {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let chat = Chat::on(&stack, "index.html").await;
    for page in PAGES {
        for library in page.libraries {
            let name = library.rsplit('/').next().expect("it is a path");
            stack.put_library(name, library);
        }
        let html = ["<!doctype html><title>one</title>", page.html].concat();
        let two = html.replace("<h1>one", "<h1>two");
        stack.put_page(&format!("{}-two.html", page.name), &two);
        let address = stack.put_page(&format!("{}.html", page.name), &html);
        changes(&chat, &mut anna, page.name, &address).await;
    }
}

async fn changes(chat: &Chat, anna: &mut Operator, name: &str, address: &str) {
    chat.browser.goto(address).await;
    chat.open().await;
    let text = format!("before {name}");
    chat.write(&text).await;
    chat.last_is_stored().await;
    let dialog = anna.dialog_of(&text).await;
    let draft = format!("not yet sent on {name}");
    chat.compose(&draft).await;
    chat.browser.sockets().await;

    chat.browser.js::<()>("change();", &[]).await;
    let two = "const h1 = document.querySelector('h1');
        return h1?.textContent == 'two' && document.querySelectorAll('beseda-chat').length == 1;";
    chat.browser
        .wait(
            &format!("{name} to be another page with the chat"),
            || async { chat.browser.js::<bool>(two, &[]).await.then_some(()) },
        )
        .await;
    assert_eq!(chat.is_open().await, Some(true), "{name}");
    assert_eq!(chat.composed().await, draft, "{name}");
    chat.shows(&text).await;
    // The line is the one from before.
    let answer = format!("after {name}");
    anna.replied(dialog.id, &answer).await;
    chat.shows(&answer).await;
    chat.browser.find("textbox", "Message").await.press().await;
    chat.browser.key("Enter").await;
    chat.shows(&draft).await;
    chat.last_is_stored().await;
    assert_eq!(chat.browser.sockets().await, 0, "{name}");

    // `beseda` drives what is seen.
    chat.browser.js::<()>("beseda('close');", &[]).await;
    assert_eq!(chat.is_open().await, Some(false), "{name}");
}

#[tokio::test]
async fn an_element_that_was_saved_with_the_page_is_no_chat() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    for (name, saved) in [
        ("saved", "<beseda-chat></beseda-chat>"),
        (
            "saved-twice",
            "<beseda-chat></beseda-chat><div><beseda-chat hidden></beseda-chat></div>",
        ),
        (
            "saved-with-its-shadow",
            "<beseda-chat><template shadowrootmode=open><div class=beseda lang=en>
             <section class=panel role=dialog hidden></section></div></template></beseda-chat>",
        ),
    ] {
        let html = format!("<!doctype html><title>t</title><body><h1>one</h1>{saved}SNIPPET");
        let page = stack.put_page(&format!("{name}.html"), &html);
        chat.browser.goto(&page).await;
        chat.open().await;
        assert_eq!(chat.is_open().await, Some(true), "{name}");
        chat.browser.js::<()>("beseda('close');", &[]).await;
    }
}

#[tokio::test]
async fn a_snippet_that_stands_on_a_page_twice_makes_one_chat() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    let html = "<!doctype html><title>t</title><head>SNIPPET</head><body>SNIPPET<p>SNIPPET";
    let page = stack.put_page("twice.html", html);
    chat.browser.goto(&page).await;
    chat.open().await;
    assert_eq!(chat.is_open().await, Some(true));
}
