//! Who makes whom what: every role, on every role, to every role; the ownership; and the
//! invitations by which newcomers get one.

use beseda_center::token;
use beseda_center::turn::Output;
use beseda_center::turn::command::Command;
use beseda_protocol::ask::team::{
    ChangeRole, Disable, HandOver, Invitation, Invite, ListPeople, Revoke,
};
use beseda_protocol::ids::{InvitationId, OperatorId};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Role;

use crate::harness::{CenterTest, session};
use crate::people::{invite, link};

const ACTORS: [(&str, Role); 4] = [
    ("ada", Role::Owner),
    ("adam", Role::Administrator),
    ("sue", Role::Supervisor),
    ("olga", Role::Operator),
];

/// Ada, the owner, with one of each role; and another administrator, supervisor and
/// operator, on whom they try.
fn center() -> CenterTest {
    let mut test = CenterTest::new();
    for (name, role) in ACTORS.into_iter().skip(1) {
        test.hire(name, role);
    }
    test.hire("administrator", Role::Administrator)
        .hire("supervisor", Role::Supervisor)
        .hire("operator", Role::Operator);
    test
}

/// On whom they try.
const TARGETS: [(u64, Role); 4] = [
    (1, Role::Owner),
    (5, Role::Administrator),
    (6, Role::Supervisor),
    (7, Role::Operator),
];

/// The table of the model, in words of its own.
fn expected(actor: Role, target: Role, to: Role) -> Result<(), Code> {
    match (actor, target, to) {
        (Role::Supervisor | Role::Operator, ..) => Err(Code::Forbidden),
        (_, Role::Owner, _) => Err(Code::OwnerStays),
        (Role::Owner, _, Role::Owner) => Err(Code::Invalid),
        (Role::Owner, ..) => Ok(()),
        (_, Role::Administrator, _) => Err(Code::OwnerOnly),
        (_, _, Role::Owner) => Err(Code::Invalid),
        (_, _, Role::Administrator) => Err(Code::OwnerOnly),
        (Role::Administrator, ..) => Ok(()),
    }
}

#[test]
fn every_role_changes_what_the_table_says_and_nothing_else() {
    for (actor, role) in ACTORS {
        for (id, from) in TARGETS {
            for to in Role::ALL.iter().copied() {
                let mut test = center();
                let employee = OperatorId(id);
                let before = test.sql.content();
                let changed = test.asked(actor, ChangeRole { employee, from, to });
                let changed = changed.map(drop).map_err(|refusal| refusal.code);
                let wanted = expected(role, from, to);
                assert_eq!(changed, wanted, "{actor}: {from:?} to {to:?}");
                let same = wanted.is_err() || from == to;
                assert_eq!(
                    test.sql.content() == before,
                    same,
                    "{actor}: {from:?} to {to:?}"
                );
            }
        }
    }
}

#[test]
fn every_role_disables_and_invites_what_the_table_says_and_nothing_else() {
    for (actor, role) in ACTORS {
        for (id, target) in TARGETS {
            let mut test = center();
            let employee = OperatorId(id);
            let disabled = test.asked(actor, Disable { employee });
            let wanted = expected(role, target, Role::Operator);
            let disabled = disabled.map(drop).map_err(|refusal| refusal.code);
            assert_eq!(disabled, wanted, "{actor} disables {target:?}");
            let invited = test.asked(actor, Invite { role: target });
            let invited = invited.map(drop).map_err(|refusal| refusal.code);
            let wanted = expected(role, Role::Operator, target);
            assert_eq!(invited, wanted, "{actor} invites {target:?}");
        }
    }
}

#[test]
fn nobody_changes_his_own_role_nor_disables_himself() {
    let mut test = center();
    for (name, id, code) in [("ada", 1, Code::OwnerStays), ("adam", 2, Code::Forbidden)] {
        let employee = OperatorId(id);
        let change = ChangeRole {
            employee,
            from: Role::Administrator,
            to: Role::Operator,
        };
        assert_eq!(test.asked(name, change).unwrap_err().code, code);
        let disabled = test.asked(name, Disable { employee });
        assert_eq!(disabled.unwrap_err().code, code);
    }
}

#[test]
fn a_role_that_was_changed_meanwhile_is_not_changed_unseen() {
    let mut test = center();
    let change = |from, to| ChangeRole {
        employee: OperatorId(7),
        from,
        to,
    };
    let first = change(Role::Operator, Role::Supervisor);
    let second = change(Role::Operator, Role::Administrator);
    test.asked("adam", first.clone()).unwrap();
    assert_eq!(test.asked("ada", second).unwrap_err().code, Code::Stale);
    assert!(test.asked("ada", first).is_ok(), "it is that already");
}

#[test]
fn whose_role_changes_signs_in_again() {
    let mut test = center();
    let change = ChangeRole {
        employee: OperatorId(7),
        from: Role::Operator,
        to: Role::Supervisor,
    };
    test.asked("adam", change).unwrap();
    let closed = Output::CloseSession(session("operator"));
    assert!(test.outputs.contains(&closed));
    let session = session("operator");
    assert!(test.command(Command::Session { session }).is_err());
}

#[test]
fn the_owner_hands_the_ownership_over_to_who_works_here() {
    let mut test = center();
    let over = |to| HandOver { to: OperatorId(to) };
    assert_eq!(
        test.asked("adam", over(2)).unwrap_err().code,
        Code::OwnerOnly
    );
    assert_eq!(
        test.asked("sue", over(3)).unwrap_err().code,
        Code::Forbidden
    );
    assert_eq!(
        test.asked("ada", over(77)).unwrap_err().code,
        Code::NotFound
    );
    let employee = OperatorId(7);
    test.asked("ada", Disable { employee }).unwrap();
    assert_eq!(test.asked("ada", over(7)).unwrap_err().code, Code::Disabled);

    test.asked("ada", over(2)).unwrap();
    let owners = "SELECT group_concat(id || role) FROM employees WHERE id < 3";
    assert_eq!(test.sql.column(owners), ["1administrator,2owner"]);
    for name in ["ada", "adam"] {
        assert!(test.outputs.contains(&Output::CloseSession(session(name))));
    }
}

fn invitations(test: &mut CenterTest, name: &str) -> Vec<Invitation> {
    test.asked(name, ListPeople {}).unwrap().invitations
}

#[test]
fn an_invitation_is_listed_until_it_is_used_or_expires() {
    let mut test = CenterTest::new();
    let made_at = test.now;
    let token = link(&mut test, "ada", invite(Role::Supervisor)).unwrap();
    let listed = invitations(&mut test, "ada");
    let [only] = &listed[..] else {
        panic!("{listed:?}")
    };
    assert_eq!(
        (only.role, only.by),
        (Role::Supervisor, Some(OperatorId(1)))
    );
    assert_eq!(
        (only.made_at, only.expires_at),
        (made_at, made_at.plus_ms(7 * 86_400_000))
    );
    let told = format!("{:?}", test.heard("ada"));
    assert!(!told.contains(&token::hash(&token)), "hashes never leave");
    test.accept("boris", &token).unwrap();
    assert_eq!(invitations(&mut test, "ada"), []);

    link(&mut test, "ada", invite(Role::Operator)).unwrap();
    test.pass(7 * 86_400_000);
    assert_eq!(invitations(&mut test, "ada"), []);
}

#[test]
fn a_revoked_invitation_lets_nobody_in_and_its_number_is_not_given_again() {
    let mut test = CenterTest::new();
    let token = link(&mut test, "ada", invite(Role::Operator)).unwrap();
    let first = invitations(&mut test, "ada")[0].id;
    let revoke = |invitation| Revoke { invitation };
    test.asked("ada", revoke(first)).unwrap();
    assert_eq!(
        test.accept("eve", &token).unwrap_err().code,
        Code::LinkExpired
    );
    assert_eq!(
        test.sql
            .number("SELECT count(*) FROM due WHERE kind = 'link'"),
        0
    );
    let again = test.asked("ada", revoke(first)).unwrap_err();
    assert_eq!(again.code, Code::NotFound);
    link(&mut test, "ada", invite(Role::Operator)).unwrap();
    assert!(invitations(&mut test, "ada")[0].id > first);
    let reset = link(&mut test, "ada", crate::people::reset(1)).unwrap();
    let of_reset = InvitationId(first.0 + 2);
    let refused = test.asked("ada", revoke(of_reset)).unwrap_err();
    assert_eq!(refused.code, Code::NotFound, "{reset} invites nobody");
}

#[test]
fn only_the_owner_revokes_an_invitation_of_an_administrator() {
    let mut test = center();
    link(&mut test, "ada", invite(Role::Administrator)).unwrap();
    let invitation = invitations(&mut test, "adam")[0].id;
    let refused = test.asked("adam", Revoke { invitation }).unwrap_err();
    assert_eq!(refused.code, Code::OwnerOnly);
    assert!(test.asked("ada", Revoke { invitation }).is_ok());
}

#[test]
fn invitations_end_with_the_rights_of_who_made_them() {
    let mut test = center();
    let token = link(&mut test, "adam", invite(Role::Operator)).unwrap();
    let change = ChangeRole {
        employee: OperatorId(2),
        from: Role::Administrator,
        to: Role::Operator,
    };
    test.asked("ada", change).unwrap();
    assert_eq!(
        test.accept("eve", &token).unwrap_err().code,
        Code::LinkExpired
    );
}
