//! What a site's owner puts on its pages: said here once, for the console, the relay, the
//! docs and the tests.

/// The address of a site's loader.
pub fn loader(relay: &str, key: &str) -> String {
    format!("{relay}/w/{key}.js")
}

/// The line for pages that are written in HTML.
pub fn snippet(loader: &str) -> String {
    format!("<script async crossorigin src=\"{loader}\"></script>")
}

/// The same for pages that React draws: a component without anything of its own.
pub fn react(loader: &str) -> String {
    format!(
        "import {{ useEffect }} from \"react\";\n\n\
         export function Chat() {{\n  useEffect(() => {{\n{}  }}, []);\n  return null;\n}}",
        append(loader)
    )
}

/// The same for pages that Vue draws: what the root component's `setup` calls.
pub fn vue(loader: &str) -> String {
    format!(
        "import {{ onMounted }} from \"vue\";\n\n\
         export function useChat() {{\n  onMounted(() => {{\n{}  }});\n}}",
        append(loader)
    )
}

fn append(loader: &str) -> String {
    format!(
        "    const script = document.createElement(\"script\");\n    \
         Object.assign(script, {{ src: \"{loader}\", crossOrigin: \"\" }});\n    \
         document.head.append(script);\n"
    )
}

/// What a page with a Content Security Policy of its own adds to it, so that the
/// chat of this relay works there as everywhere else. The relay tells it at `/csp.txt`.
pub fn page_policy(relay: &str) -> String {
    let socket = relay.replacen("http", "ws", 1);
    format!("script-src {relay} 'wasm-unsafe-eval'; connect-src {relay} {socket}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const RELAY: &str = "https://chat.example.com";

    #[test]
    fn the_docs_and_the_strict_demo_page_name_the_sources_that_are_needed() {
        let policy = page_policy(RELAY);
        assert!(policy.ends_with(" wss://chat.example.com"), "{policy}");
        let (readme, install) = (
            include_str!("../../README.md"),
            include_str!("../../docs/install.md"),
        );
        for part in policy.split("; ") {
            assert!(readme.contains(&format!("`{part}`")), "{part}");
        }
        assert!(install.contains(&policy));
        let demo = include_str!("../../demo-site/headers.json");
        assert!(demo.contains("default-src 'none'; {{policy}}; style-src"));
    }

    #[test]
    fn the_docs_have_the_code_that_the_console_gives() {
        let install = include_str!("../../docs/install.md");
        let loader = loader(RELAY, "eu-main-s1-0123456789abcdef0123");
        for code in [snippet(&loader), react(&loader), vue(&loader)] {
            assert!(install.contains(&code), "{code}");
        }
        assert!(include_str!("../../README.md").contains(&snippet(&loader)));
    }
}
