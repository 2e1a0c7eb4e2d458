//! How most tests begin.

use beseda_protocol::dialog::Summary;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

/// A visitor who has written `text`, and Anna who has seen it.
pub(crate) async fn dialog(stack: &Stack, text: &str) -> (Visitor, Operator, Summary) {
    let mut anna = Operator::sign_in(stack, &stack.anna()).await;
    let mut visitor = Visitor::start(stack).await;
    visitor.said(text).await;
    let dialog = anna.dialog_of(text).await;
    (visitor, anna, dialog)
}
