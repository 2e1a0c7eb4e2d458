//! Long work goes on in slices, and whoever calls meanwhile is heard between two of them.

use beseda_tests::stack::Stack;
use beseda_tests::wait::until;
use serde_json::Value;

/// What is said in twice so many dialogs fills the search index in some hundred slices.
const DIALOGS: usize = 450;

/// Turns of the center so far.
async fn turns(stack: &Stack) -> u64 {
    let counts: Value = stack.door().post("/host/counts", &Value::Null).await.json();
    counts["turns"].as_u64().expect("turns are counted")
}

#[tokio::test]
async fn who_calls_while_slice_follows_slice_is_answered_between_two_of_them() {
    let stack = Stack::crowded(&[("Boris", DIALOGS), ("nobody", DIALOGS)]).await;
    let answered_at = turns(&stack).await;
    until("a hundred slices behind the answer", || async {
        (turns(&stack).await > answered_at + 100).then_some(())
    })
    .await;
}
