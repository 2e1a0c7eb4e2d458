//! The bundle that is shipped has none of the tests' doors.

use beseda_tests::stack::{self, Stack};

#[tokio::test]
async fn the_shipped_relay_serves_no_testing_route() {
    let stack = Stack::release().await;
    for path in ["/host/seed", "/host/plant"] {
        let answer = stack.door().post(path, &serde_json::Value::Null).await;
        assert_eq!(answer.status.as_u16(), 404, "{path}");
    }
}

#[tokio::test]
async fn the_hosts_routes_do_not_exist_on_the_public_port() {
    let stack = Stack::shared().await;
    for path in [
        "/host/create",
        "/host/seed",
        "/host/dump",
        "/host/drain",
        "/host/reset-password",
    ] {
        let answer = stack.http().post(path, &(), None).await;
        assert_eq!(answer.status.as_u16(), 404, "{path}");
        let answer = stack.http().get(path).await;
        assert_eq!(answer.status.as_u16(), 404, "{path}");
    }
}

#[test]
fn the_shipped_bundle_lacks_the_words_of_the_testing_one() {
    let has = |bundle: &str, word: &str| {
        let path = stack::dist().join(bundle).join("index_bg.wasm");
        let wasm = std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        wasm.windows(word.len()).any(|part| part == word.as_bytes())
    };
    for word in ["planted", "minutes_ago"] {
        assert!(
            has("relay-testing", word),
            "{word:?} is a word of the testing bundle"
        );
        assert!(!has("relay", word), "{word:?} is shipped");
    }
}
