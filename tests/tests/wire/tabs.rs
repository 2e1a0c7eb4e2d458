//! A visitor with more tabs than he may have: the newest always works (field B4c).

use beseda_protocol::close;
use beseda_protocol::limits::VISITOR_SOCKETS_MAX;
use beseda_tests::line::Ended;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

#[tokio::test]
async fn one_tab_more_takes_the_place_of_the_oldest() {
    let stack = Stack::start().await;
    let mut first = Visitor::start(&stack).await;
    first.said("in the first tab").await;
    let token = first.token.clone();
    let mut tabs = Vec::new();
    for _ in 1..VISITOR_SOCKETS_MAX {
        tabs.push(Visitor::back(&stack, &token).await.0);
    }
    first.said("still here").await;

    let (mut newest, _) = Visitor::back(&stack, &token).await;
    let code = close::CROWDED_OUT;
    assert_eq!(first.line.end().await, Ended { code });
    newest.said("in the newest tab").await;
    for tab in &mut tabs {
        tab.said("and in all others").await;
    }

    // The first is looked at again, and so on: it is always the oldest that goes.
    let (mut first, _) = Visitor::back(&stack, &token).await;
    let mut oldest = tabs.remove(0);
    assert_eq!(oldest.line.end().await, Ended { code });
    first.said("back in front").await;
    newest.said("the newest is not the oldest").await;
}
