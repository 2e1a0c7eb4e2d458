//! The bundle that is shipped has none of the tests' doors.

use beseda_protocol::limits::VISITOR_BURST;
use beseda_protocol::refusal::Code;
use beseda_tests::artifacts;
use beseda_tests::cid::new_cid;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

use crate::scene;

#[tokio::test]
async fn the_shipped_relay_serves_no_testing_route() {
    let stack = Stack::release().await;
    for path in [
        "/host/seed",
        "/host/plant",
        "/host/pass",
        "/host/store",
        "/host/transport",
        "/host/waiting-max",
    ] {
        let answer = stack.door().post(path, &serde_json::Value::Null).await;
        assert_eq!(answer.status.as_u16(), 404, "{path}");
    }
}

#[tokio::test]
async fn the_shipped_relay_does_the_main_job_and_slows_down_a_flood() {
    let mut stack = Stack::release().await;
    let (_, mut owner) = scene::owner(&stack).await;
    let site = scene::add_site(&mut owner, &[&stack.demo_origin()]).await;
    stack.use_key(&site.key);
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("Hello").await;
    let dialog = owner.dialog_of("Hello").await;
    owner.replied(dialog.id, "Good day").await;
    visitor.hears("Good day").await;

    let cids: Vec<_> = (0..2 * VISITOR_BURST).map(|_| new_cid()).collect();
    for cid in &cids {
        visitor.say_as(cid, "flood").await;
    }
    let mut n_refused = 0;
    for cid in &cids {
        if let Err(refusal) = visitor.answer(cid).await {
            assert_eq!(refusal.code, Code::TooMany);
            assert!(refusal.retry_ms.is_some_and(|ms| ms > 0));
            n_refused += 1;
        }
    }
    assert!(
        n_refused >= VISITOR_BURST / 2,
        "{n_refused} of {}",
        cids.len()
    );
    // Another visitor does not notice.
    Visitor::start(&stack)
        .await
        .said("I am somebody else")
        .await;
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
        let path = artifacts::dist().join(bundle).join("index_bg.wasm");
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
