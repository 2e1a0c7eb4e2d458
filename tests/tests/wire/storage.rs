//! The storage port over a real object's SQLite.

use beseda_tests::stack::Stack;
use serde_json::Value;

#[tokio::test]
async fn an_objects_storage_passes_what_the_native_one_passes() {
    let stack = Stack::start().await;
    let answer = stack.door().post("/host/storage-suite", &Value::Null).await;
    let outcome: Result<Vec<String>, String> = answer.json();
    let passed = outcome.expect("every check passes");
    assert!(passed.len() >= 14, "{passed:?}");
}
