//! A blocked visitor, on the real thing.

use beseda_protocol::ask::clients::{BlockClient, UnblockClient};
use beseda_protocol::refusal::Code;
use beseda_protocol::visitor::ToVisitor;
use beseda_tests::cid::new_cid;
use beseda_tests::http::Uploader;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

use crate::scene;

/// Criteria: SB-58
#[tokio::test]
async fn a_blocked_visitor_hears_it_live_and_is_refused_until_he_is_let_in_again() {
    let stack = Stack::shared().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "Buy gold today").await;
    let client = dialog.client.id;
    let told =
        |on: bool| move |frame: &ToVisitor| (*frame == ToVisitor::Blocked { on }).then_some(());

    let reason = "Advertises".to_owned();
    let block = BlockClient { client, reason };
    anna.question(block).await.expect("whoever answers may");
    visitor.line.expect("that he is blocked", told(true)).await;
    let cid = new_cid();
    visitor.say_as(&cid, "And silver").await;
    assert_eq!(visitor.refused(&cid).await.code, Code::Unavailable);
    let (http, bytes) = (stack.http(), b"gold".to_vec());
    let who = Uploader::Visitor(&visitor.token);
    let upload = http.upload(who, &new_cid(), "gold.txt", bytes).await;
    assert_eq!(upload.code(), Code::Unavailable);

    // He comes back: it still holds.
    let mut again = Visitor::connect(&stack, &visitor.token).await;
    again.hello(None).await;
    let greeted = |frame: &ToVisitor| match frame {
        ToVisitor::Reset { is_blocked, .. } => Some(*is_blocked),
        _ => None,
    };
    assert!(again.line.expect("the view", greeted).await);

    let unblock = UnblockClient { client };
    anna.question(unblock).await.expect("whoever answers may");
    visitor.line.expect("that he is not", told(false)).await;
    visitor.say_as(&cid, "And silver").await;
    visitor.acked(&cid).await;
}
