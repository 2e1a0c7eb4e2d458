//! Who gets in, for how long, and what he may do.

use beseda_center::token;
use beseda_center::turn::Output;
use beseda_center::turn::command::{Command, Reply};
use beseda_protocol::ask::Asked;
use beseda_protocol::ask::team::{Invite, JoinLink, ResetLink};
use beseda_protocol::ids::{Ask, OperatorId};
use beseda_protocol::operator::{FromOperator, ToOperator};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::Role;

use crate::harness::{CenterTest, Heard, session};
use crate::names::attempt;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;
const EMAIL: &str = "ada@acme.example";

fn begin(test: &mut CenterTest, email: &str) -> Result<Reply, Refusal> {
    test.command(Command::BeginSignIn(attempt(email, "192.0.2.1")))
}

fn end(test: &mut CenterTest, hash: Option<&str>, right: bool) -> Result<Reply, Refusal> {
    test.command(Command::EndSignIn {
        attempt: attempt(EMAIL, "192.0.2.1"),
        hash: hash.map(Into::into),
        right,
        session: session("new"),
    })
}

fn who(test: &mut CenterTest, name: &str) -> Result<Reply, Refusal> {
    test.command(Command::Session {
        session: session(name),
    })
}

fn code(answer: Result<Reply, Refusal>) -> Code {
    answer.expect_err("refused").code
}

/// The token of a link that an operator has asked for.
pub(crate) fn link(
    test: &mut CenterTest,
    name: &str,
    what: impl Asked<Answer = JoinLink>,
) -> Result<String, Refusal> {
    let link = test.quiet().asked(name, what)?;
    Ok(link.path.rsplit('/').next().unwrap().to_owned())
}

pub(crate) fn invite(role: Role) -> Invite {
    Invite { role }
}

pub(crate) fn reset(operator: u64) -> ResetLink {
    let operator = OperatorId(operator);
    ResetLink { operator }
}

fn read(test: &mut CenterTest, token: &str) -> Result<Reply, Refusal> {
    test.command(Command::Link {
        token: token::hash(token),
    })
}

fn set_password(test: &mut CenterTest, token: &str) -> Result<Reply, Refusal> {
    test.command(Command::SetPassword {
        token: token::hash(token),
        hash: "another hash".into(),
        session: session("new"),
    })
}

#[test]
fn the_first_invitation_makes_the_owner_and_works_once() {
    let mut test = CenterTest::empty();
    test.create();
    let link = read(&mut test, "owner-link").unwrap();
    assert_eq!(
        link,
        Reply::Link {
            role: Role::Owner,
            center: String::new(),
            reset: false
        }
    );
    let me = test.accept("ada", "owner-link").unwrap();
    assert_eq!((me.name.as_str(), me.role), ("Ada", Role::Owner));
    assert!(who(&mut test, "ada").is_ok(), "and is signed in");
    assert_eq!(
        test.accept("eve", "owner-link").unwrap_err().code,
        Code::LinkExpired
    );
}

#[test]
fn a_second_start_replaces_the_invitation_until_there_is_an_owner() {
    let mut test = CenterTest::empty();
    test.create();
    let mut create = |invitation: &str| {
        test.command(Command::Create {
            center: "eu-acme".into(),
            origin: "https://new.example".into(),
            invitation: token::hash(invitation),
        })
    };
    assert_eq!(create("second"), Ok(Reply::Created { invited: true }));
    assert_eq!(
        test.accept("eve", "owner-link").unwrap_err().code,
        Code::LinkExpired
    );
    test.accept("ada", "second").unwrap();
    let mut create = |center: &str| {
        test.command(Command::Create {
            center: center.into(),
            origin: "https://new.example".into(),
            invitation: token::hash("third"),
        })
    };
    assert_eq!(create("eu-acme"), Ok(Reply::Created { invited: false }));
    assert_eq!(code(create("eu-other")), Code::NotFound);
    assert_eq!(
        test.accept("eve", "third").unwrap_err().code,
        Code::LinkExpired
    );
}

#[test]
fn an_account_needs_a_name_and_an_e_mail_of_its_own() {
    let mut test = CenterTest::new();
    let token = link(&mut test, "ada", invite(Role::Operator)).unwrap();
    let mut accept = |name: &str, email: &str| {
        code(test.command(Command::Accept {
            token: token::hash(&token),
            name: name.into(),
            email: email.into(),
            hash: "hash".into(),
            session: session("eve"),
        }))
    };
    assert_eq!(accept("Eve", EMAIL), Code::EmailTaken);
    assert_eq!(accept(" ", "eve@acme.example"), Code::Invalid);
    assert_eq!(accept(&"e".repeat(121), "eve@acme.example"), Code::Invalid);
    assert_eq!(accept("Eve", "eve@"), Code::Invalid);
    assert!(test.accept("eve", &token).is_ok(), "the link still works");
}

#[test]
fn a_link_works_for_seven_days() {
    let mut test = CenterTest::new();
    let token = link(&mut test, "ada", invite(Role::Operator)).unwrap();
    test.pass(7 * DAY_MS - 1);
    assert!(read(&mut test, &token).is_ok());
    test.pass(1);
    assert_eq!(code(read(&mut test, &token)), Code::LinkExpired);
    test.alarm();
    assert_eq!(test.sql.number("SELECT count(*) FROM links"), 0);
}

#[test]
fn only_the_hash_of_a_link_is_kept() {
    let mut test = CenterTest::new();
    let token = link(&mut test, "ada", invite(Role::Operator)).unwrap();
    assert!(!test.sql.content().contains(&token));
}

#[test]
fn right_sign_ins_get_a_session_and_wrong_ones_no_reason() {
    let mut test = CenterTest::new();
    let hash = Some("hash of ada");
    assert_eq!(
        begin(&mut test, EMAIL),
        Ok(Reply::Hash(hash.map(Into::into)))
    );
    assert_eq!(
        begin(&mut test, "nobody@acme.example"),
        Ok(Reply::Hash(None))
    );
    assert_eq!(code(end(&mut test, hash, false)), Code::SignInFailed);
    assert_eq!(code(end(&mut test, None, true)), Code::SignInFailed);
    assert_eq!(
        code(end(&mut test, Some("an old hash"), true)),
        Code::SignInFailed
    );
    assert!(matches!(end(&mut test, hash, true), Ok(Reply::Me(me)) if me.id == OperatorId(1)));
    assert!(who(&mut test, "new").is_ok());
}

#[test]
fn a_session_lives_thirty_days_from_its_last_use() {
    let mut test = CenterTest::new();
    test.pass(29 * DAY_MS);
    assert!(who(&mut test, "ada").is_ok());
    test.pass(2 * DAY_MS).alarm();
    assert!(who(&mut test, "ada").is_ok(), "it was used meanwhile");
    test.pass(30 * DAY_MS);
    assert_eq!(code(who(&mut test, "ada")), Code::Unauthorized);
    test.alarm();
    assert_eq!(test.sql.number("SELECT count(*) FROM sessions"), 0);
    assert!(test.outputs.contains(&Output::CloseSession(session("ada"))));
}

#[test]
fn the_use_of_a_session_is_written_at_most_daily() {
    let mut test = CenterTest::new();
    let before = test.sql.content();
    test.pass(DAY_MS - 1);
    who(&mut test, "ada").unwrap();
    assert_eq!(test.sql.content(), before);
    test.pass(1);
    who(&mut test, "ada").unwrap();
    assert_ne!(test.sql.content(), before);
}

#[test]
fn a_revoked_session_is_refused_and_its_socket_closed() {
    let mut test = CenterTest::new();
    test.command(Command::SignOut {
        session: session("ada"),
    })
    .unwrap();
    assert!(test.outputs.contains(&Output::CloseSession(session("ada"))));
    test.quiet().ask("ada", invite(Role::Operator));
    let heard = test.heard("ada");
    let Heard::Operator(ToOperator::Refused { refusal, ask, .. }) = &heard[0] else {
        panic!()
    };
    assert_eq!((refusal.code, *ask), (Code::Unauthorized, Some(Ask(1))));
    assert_eq!(heard[1], Heard::Closed(4401));
}

#[test]
fn a_new_password_ends_the_accounts_other_sessions() {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator);
    let token = link(&mut test, "ada", reset(2)).unwrap();
    let kind = read(&mut test, &token).unwrap();
    assert!(matches!(
        kind,
        Reply::Link {
            reset: true,
            role: Role::Operator,
            ..
        }
    ));
    assert!(matches!(set_password(&mut test, &token), Ok(Reply::Me(me)) if me.id == OperatorId(2)));
    assert!(
        test.outputs
            .contains(&Output::CloseSession(session("boris")))
    );
    assert_eq!(code(who(&mut test, "boris")), Code::Unauthorized);
    assert!(who(&mut test, "new").is_ok() && who(&mut test, "ada").is_ok());
    assert_eq!(code(set_password(&mut test, &token)), Code::LinkExpired);
    let hash = begin(&mut test, "boris@acme.example");
    assert_eq!(hash, Ok(Reply::Hash(Some("another hash".into()))));
}

#[test]
fn a_later_reset_link_replaces_the_earlier_one() {
    let mut test = CenterTest::new();
    let first = link(&mut test, "ada", reset(1)).unwrap();
    let token = token::hash("from the machine");
    test.command(Command::MakeReset {
        email: EMAIL.into(),
        token,
    })
    .unwrap();
    assert_eq!(code(set_password(&mut test, &first)), Code::LinkExpired);
    assert!(set_password(&mut test, "from the machine").is_ok());
    let token = token::hash("nobody's");
    let unknown = Command::MakeReset {
        email: "nobody@acme.example".into(),
        token,
    };
    assert_eq!(code(test.command(unknown)), Code::NotFound);
}

#[test]
fn an_invitation_sets_no_password_and_a_reset_makes_no_account() {
    let mut test = CenterTest::new();
    let invitation = link(&mut test, "ada", invite(Role::Operator)).unwrap();
    assert_eq!(
        code(set_password(&mut test, &invitation)),
        Code::LinkExpired
    );
    let reset = link(&mut test, "ada", reset(1)).unwrap();
    assert_eq!(
        test.accept("eve", &reset).unwrap_err().code,
        Code::LinkExpired
    );
}

/// On one machine a colleague has signed in since; a console that was without a line
/// all the while would say under his name what it has kept.
#[test]
fn a_console_of_somebody_else_does_not_come_back_by_this_session() {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator).console("boris").quiet();
    let hello = |me: u64| FromOperator::Hello {
        v: beseda_protocol::VERSION,
        epoch: None,
        seq: None,
        me: Some(OperatorId(me)),
    };
    test.operator("boris", hello(1));
    let refusal = test.refusal("boris").expect("it is Ada's console");
    assert_eq!(refusal.code, Code::Unauthorized);
    assert!(test.outputs.iter().any(|output| matches!(output,
        Output::Close { code, .. } if *code == beseda_protocol::close::UNAUTHORIZED)));
    test.console("boris").quiet().operator("boris", hello(2));
    assert!(test.refusal("boris").is_none());
}
