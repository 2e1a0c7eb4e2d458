//! What browsers load: the loader for five minutes, its parts for ever.

use beseda_protocol::install::page_policy;
use beseda_protocol::site::{Reception, WidgetSettings};
use beseda_tests::http::{Answer, Http, send};
use beseda_tests::stack::Stack;
use reqwest::Method;
use reqwest::header::ACCEPT_ENCODING;

async fn get(http: &Http, path: &str, encodings: &str) -> Answer {
    let request = http.request(Method::GET, path);
    send(request.header(ACCEPT_ENCODING, encodings)).await
}

async fn loader(stack: &Stack) -> (Answer, WidgetSettings) {
    let answer = stack.http().get(&format!("/w/{}.js", stack.key())).await;
    assert!(answer.status.is_success(), "{}", answer.text());
    let text = answer.text();
    let start = text.find("{\"key\":").expect("the settings are inlined");
    let mut json = serde_json::Deserializer::from_str(&text[start..]).into_iter();
    let settings = json.next().and_then(Result::ok);
    (answer, settings.expect("they are JSON"))
}

#[tokio::test]
async fn the_loader_carries_the_sites_settings_and_is_kept_for_five_minutes() {
    let stack = Stack::shared().await;
    let (answer, settings) = loader(&stack).await;
    assert_eq!(settings.key, stack.key());
    assert_eq!(settings.relay, stack.origin());
    assert_eq!(settings.title, "Lamp shop");
    assert_eq!(answer.header("cache-control"), "public, max-age=300");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(
        answer.header("cross-origin-resource-policy"),
        "cross-origin"
    );
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("set-cookie"), "");
    assert!(answer.header("content-type").starts_with("text/javascript"));
}

/// The addresses of all parts that the loader names.
fn parts(loader: &str) -> Vec<&str> {
    let addresses = loader.match_indices("\"/a/").map(|(at, _)| {
        let address = &loader[at + 1..];
        let end = address.find('"').expect("a text ends");
        &address[..end]
    });
    addresses.collect()
}

#[tokio::test]
async fn parts_are_immutable_precompressed_and_for_every_origin() {
    let stack = Stack::shared().await;
    let (answer, _) = loader(&stack).await;
    let text = answer.text();
    let parts = parts(&text);
    for (kind, wanted) in [("js", 1), ("wasm", 1), ("css", 1), ("json", 2)] {
        let n = parts.iter().filter(|part| part.ends_with(kind)).count();
        assert_eq!(n, wanted, "{kind}: {parts:?}");
    }
    let http = stack.http();
    for part in parts {
        let plain = get(&http, part, "identity").await;
        let brotli = get(&http, part, "gzip, br").await;
        assert_eq!(plain.header("content-encoding"), "", "{part}");
        assert_eq!(brotli.header("content-encoding"), "br", "{part}");
        assert!(brotli.body.len() < plain.body.len(), "{part}");
        for answer in [&plain, &brotli] {
            let cache = answer.header("cache-control");
            assert_eq!(cache, "public, max-age=31536000, immutable");
            assert_eq!(answer.header("vary").to_lowercase(), "accept-encoding");
            assert_eq!(answer.header("access-control-allow-origin"), "*");
            assert_eq!(
                answer.header("cross-origin-resource-policy"),
                "cross-origin"
            );
        }
        let kind = match part.rsplit('.').next() {
            Some("wasm") => "application/wasm",
            Some("js") => "text/javascript",
            Some("css") => "text/css",
            _ => "application/json",
        };
        assert!(plain.header("content-type").starts_with(kind), "{part}");
    }
}

#[tokio::test]
async fn the_console_comes_with_a_policy_that_runs_nothing_foreign() {
    let stack = Stack::shared().await;
    for path in [
        "/",
        "/sign-in",
        "/join/0",
        "/dialogs/1",
        "/settings/sites",
        "/test-chat",
    ] {
        let page = stack.http().get(path).await;
        assert!(page.status.is_success(), "{path}");
        assert!(
            page.header("content-type").starts_with("text/html"),
            "{path}"
        );
        let policy = page.header("content-security-policy");
        for wanted in [
            "default-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(wanted), "{path}: {policy}");
        }
        for unwanted in ["unsafe-inline", "'unsafe-eval'", "*"] {
            assert!(!policy.contains(unwanted), "{path}: {policy}");
        }
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("x-frame-options"), "DENY");
    }
    // The console shows it beside the form of a site's look.
    let preview = stack.http().get("/preview?lang=ru").await;
    assert!(preview.text().contains("lang=\"ru\""));
    let policy = preview.header("content-security-policy");
    assert!(policy.contains("frame-ancestors 'self'"), "{policy}");
    assert_eq!(preview.header("x-frame-options"), "SAMEORIGIN");
}

#[tokio::test]
async fn what_a_pages_policy_must_allow_is_told_as_the_console_tells_it() {
    let stack = Stack::shared().await;
    let told = stack.http().get("/csp.txt").await;
    assert!(told.header("content-type").starts_with("text/plain"));
    assert_eq!(told.text().trim_end(), page_policy(&stack.origin()));
}

#[tokio::test]
async fn how_a_site_meets_visitors_is_told_to_any_page_and_kept_for_five_minutes() {
    let stack = Stack::shared().await;
    let answer = stack.http().get(&format!("/w/{}.json", stack.key())).await;
    let reception: Reception = answer.json();
    assert!(!reception.team.is_empty());
    assert_eq!(answer.header("cache-control"), "public, max-age=300");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let unknown = stack.http().get("/w/eu-main-s9-00.json").await;
    assert_eq!(unknown.status.as_u16(), 404);
}
