//! What comes and goes leaves no memory behind (C16).

use beseda_tests::cid::new_cid;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use serde::Deserialize;
use serde_json::Value;

const MB: u64 = 1024 * 1024;

/// Tokens of visitors who have written. They come in turns: each may open so many
/// sockets a minute and no more.
async fn crowd(stack: &Stack, n: usize) -> Vec<String> {
    let lifted = stack.door().post("/host/lift-pace", &Value::Null).await;
    assert!(lifted.status.is_success(), "{}", lifted.text());
    let mut tokens = Vec::new();
    for _ in 0..n {
        let mut visitor = Visitor::start(stack).await;
        visitor.said("I shall come again").await;
        tokens.push(visitor.token);
    }
    tokens
}

#[tokio::test]
async fn sockets_that_come_and_go_leave_no_memory_behind() {
    const AT_ONCE: usize = 100;
    let stack = Stack::start().await;
    let tokens = crowd(&stack, 2 * AT_ONCE).await;
    let come_and_go = async |rounds: usize| {
        for tokens in tokens.chunks(AT_ONCE).cycle().take(rounds) {
            let mut here = Vec::new();
            for token in tokens {
                here.push(Visitor::connect(&stack, token).await);
            }
            drop(here);
        }
        stack.family().resident()
    };
    let before = come_and_go(10).await;
    let after = come_and_go(40).await;
    // Of 4,000 sockets; left to itself V8 keeps 60 to 100 MB.
    let grown = after.saturating_sub(before) / MB;
    assert!(grown < 30, "{grown} MB more than {} MB", before / MB);
}

#[tokio::test]
async fn an_object_that_ends_takes_its_memory_along() {
    const AT_ONCE: usize = 50;
    let stack = Stack::start().await;
    let tokens = crowd(&stack, AT_ONCE).await;
    let end = async |rounds: usize| {
        for _ in 0..rounds {
            let mut here = Vec::new();
            for token in &tokens {
                here.push(Visitor::back(&stack, token).await.0);
            }
            stack.door().plant("mute_after").await;
            here[0].say_as(&new_cid(), "the last that it hears").await;
            for visitor in &mut here {
                visitor.line.end().await;
            }
        }
        wasm_bytes(&stack).await
    };
    let before = end(10).await;
    let after = end(40).await;
    // What is left over waits for V8, a few objects at a time.
    let grown = after.saturating_sub(before);
    assert!(grown < MB / 2, "{grown} bytes more than {before}");
}

async fn wasm_bytes(stack: &Stack) -> u64 {
    #[derive(Deserialize)]
    struct Counts {
        wasm_bytes: u64,
    }
    let answer = stack.door().post("/host/counts", &Value::Null).await;
    answer.json::<Counts>().wasm_bytes
}
