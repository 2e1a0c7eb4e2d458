//! The widget on pages that are made with other people's tools, by the code that the
//! console and the docs give.

use beseda_protocol::install;
use beseda_tests::stack::Stack;

use crate::chat::Chat;

/// A page, and how its libraries say what modules export.
struct Page {
    name: &'static str,
    libraries: &'static [&'static str],
    html: String,
}

/// The code of the docs on a page without modules: what it imports is a name of the
/// library's own object there.
fn unbundled(code: &str, library: &str) -> String {
    let (imports, rest) = code.split_once('\n').expect("it begins with an import");
    let names = imports
        .strip_prefix("import ")
        .and_then(|imports| imports.split_once(" from "))
        .map(|(names, _)| names);
    let names = names.expect("it imports by names");
    format!(
        "const {names} = {library};\n{}",
        rest.replace("export function", "function")
    )
}

fn pages(loader: &str) -> [Page; 5] {
    let snippet = install::snippet(loader);
    let react = unbundled(&install::react(loader), "React");
    let vue = unbundled(&install::vue(loader), "Vue");
    [
        Page {
            name: "react",
            libraries: &[
                "react/umd/react.production.min.js",
                "react-dom/umd/react-dom.production.min.js",
            ],
            html: format!(
                "<body><div id=app></div><script src=react.production.min.js></script>
                <script src=react-dom.production.min.js></script><script>{react}
                const e = React.createElement;
                ReactDOM.createRoot(document.getElementById('app')).render(
                    e(React.Fragment, null, e('h1', null, 'one'), e(Chat)));
                </script>"
            ),
        },
        Page {
            name: "vue",
            libraries: &["vue/dist/vue.global.prod.js"],
            html: format!(
                "<body><div id=app></div><script src=vue.global.prod.js></script><script>{vue}
                Vue.createApp({{ setup() {{ useChat(); return () => Vue.h('h1', 'one'); }} }})
                    .mount('#app');
                </script>"
            ),
        },
        // As Tag Manager does with a tag of the type \"Custom HTML\": a script that makes
        // the script, with its address and none of its attributes, when the page is there.
        Page {
            name: "tag-manager",
            libraries: &[],
            html: format!(
                "<body><h1>one</h1><script>addEventListener('load', () => {{
                    const script = document.createElement('script');
                    script.type = 'text/javascript';
                    script.src = '{loader}';
                    document.body.appendChild(script);
                }});</script>"
            ),
        },
        // As Tilda does: in the head, beside scripts that wait for jQuery and for the page.
        Page {
            name: "tilda",
            libraries: &[],
            html: format!("<head>{snippet}</head><body class=t-body><h1>one</h1></body>"),
        },
        // As a theme of Shopify has it: last in the body.
        Page {
            name: "shopify",
            libraries: &[],
            html: format!("<body><main id=MainContent><h1>one</h1></main>{snippet}</body>"),
        },
    ]
}

#[tokio::test]
async fn the_code_of_the_docs_brings_the_chat_to_pages_made_with_other_tools() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    let loader = install::loader(&stack.origin(), stack.key());
    for page in pages(&loader) {
        for library in page.libraries {
            let name = library.rsplit('/').next().expect("it is a path");
            stack.put_library(name, library);
        }
        let html = ["<!doctype html><title>one</title>", page.html.as_str()].concat();
        let address = stack.put_page(&format!("install-{}.html", page.name), &html);
        chat.browser.goto(&address).await;
        chat.open().await;
        let text = format!("from {}", page.name);
        chat.write(&text).await;
        chat.last_is_stored().await;
        assert_eq!(chat.is_open().await, Some(true), "{}", page.name);
    }
}
