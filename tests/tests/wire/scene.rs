//! How most tests begin.

use beseda_protocol::ask::sites::AddSite;
use beseda_protocol::dialog::Summary;
use beseda_protocol::site::Site;
use beseda_tests::operator::Operator;
use beseda_tests::stack::{SignIn, Stack};
use beseda_tests::visitor::Visitor;

/// A visitor who has written `text`, and Anna who has seen it.
pub(crate) async fn dialog(stack: &Stack, text: &str) -> (Visitor, Operator, Summary) {
    let mut anna = Operator::sign_in(stack, &stack.anna()).await;
    let mut visitor = Visitor::start(stack).await;
    visitor.said(text).await;
    let dialog = anna.dialog_of(text).await;
    (visitor, anna, dialog)
}

/// Vera, who takes the invitation to an empty center.
pub(crate) async fn owner(stack: &Stack) -> (SignIn, Operator) {
    let link = stack.invitation().await;
    let token = link.strip_prefix("/join/").expect("a link to join");
    let who = SignIn {
        email: "vera@example.com".to_owned(),
        password: "a long enough phrase".to_owned(),
    };
    let cookie = stack.http().accept(token, "Vera", &who).await.cookie();
    (who, Operator::with_cookie(stack, &cookie).await)
}

/// A site with these origins, made by an owner.
pub(crate) async fn add_site(owner: &mut Operator, origins: &[&str]) -> Site {
    let add = AddSite {
        name: "Lamp shop".to_owned(),
        origins: origins.iter().map(|&origin| origin.to_owned()).collect(),
        look: None,
    };
    owner.question(add).await.expect("an owner may")
}
