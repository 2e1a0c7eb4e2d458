//! A colleague who is disabled (S6).

use std::time::Duration;

use beseda_protocol::ask::dialogs::OpenDialog;
use beseda_protocol::ask::team::{Disable, Enable, Invite, ListPeople};
use beseda_protocol::close;
use beseda_protocol::operator::OperatorEvent;
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Role;
use beseda_tests::cid::new_cid;
use beseda_tests::operator::Operator;
use beseda_tests::stack::{SignIn, Stack};
use beseda_tests::visitor::Visitor;
use tokio::time::timeout;

/// Consoles of one colleague.
const SOCKETS: usize = 20;

#[tokio::test]
async fn a_disabled_colleague_is_out_within_two_seconds_and_his_dialogs_are_free() {
    let stack = Stack::shared().await;
    let http = stack.http();
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    let invite = Invite {
        role: Role::Operator,
    };
    let link = owner.question(invite).await.expect("an owner may");
    let token = link.path.strip_prefix("/join/").expect("a link to join");
    let who = SignIn {
        email: format!("{}@example.com", new_cid()),
        password: "a colleague's phrase".to_owned(),
    };
    let cookie = http.accept(token, "Elena", &who).await.cookie();
    let mut elena = Operator::with_cookie(&stack, &cookie).await;
    let text = format!("is anybody there {}", new_cid());
    let mut visitor = Visitor::start(&stack).await;
    visitor.said(&text).await;
    let dialog = elena.dialog_of(&text).await.id;
    elena.replied(dialog, "I am").await;

    let mut consoles = vec![elena];
    while consoles.len() < SOCKETS {
        consoles.push(Operator::with_cookie(&stack, &cookie).await);
    }
    let employee = consoles[0].desk.me.id;
    let disabled = owner.question(Disable { employee }).await;
    disabled.expect("an owner may");
    let closed = timeout(Duration::from_secs(2), async {
        for console in &mut consoles {
            assert_eq!(console.line.end().await.code, close::UNAUTHORIZED);
        }
    });
    closed.await.expect("all sockets close in time");
    let me = http.get_as("/v1/me", &cookie).await;
    assert_eq!(me.code(), Code::Unauthorized);
    let refused = http.try_sign_in(&who.email, &who.password).await;
    assert_eq!(refused.code(), Code::Disabled);
    let changed = |event: &OperatorEvent| match event {
        OperatorEvent::Changed { dialogs, .. } => dialogs.contains(&dialog).then_some(()),
        _ => None,
    };
    owner.event("a change by the job", changed).await;
    let opened = owner
        .question(OpenDialog { dialog })
        .await
        .expect("he sees it");
    assert_eq!(opened.dialog.responsible, None);

    let listed = owner.question(ListPeople {}).await.expect("an owner may");
    let listed = listed.people.iter().find(|one| one.id == employee);
    let listed = listed.expect("who is disabled is still listed");
    assert_eq!((listed.online, listed.open_dialogs), (false, 0));
    let enabled = owner.question(Enable { employee }).await;
    enabled.expect("an owner may");
    http.sign_in(&who).await;
}
