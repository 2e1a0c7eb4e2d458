//! What operators do with dialogs.

use beseda_center::turn::Input;
use beseda_protocol::ask::clients::ListClientDialogs;
use beseda_protocol::ask::dialogs::{Assign, Close, History, NoReplyNeeded, OpenDialog, Reopen};
use beseda_protocol::ids::{Ask, Cid, DialogId, MessageId, OperatorId};
use beseda_protocol::limits::{CLIENT_DIALOGS_PAGE, OFFLINE_MS};
use beseda_protocol::message::Draft;
use beseda_protocol::operator::{FromOperator, ToOperator};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::Role;
use beseda_protocol::visitor::FromVisitor;
use insta::assert_snapshot;

use crate::harness::{CenterTest, Heard, reply};

/// Anna has written to Ada and Boris.
fn anna_waits() -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator)
        .widget("anna")
        .say("anna", "c1", "Hello?")
        .quiet();
    test
}

fn refused(test: &mut CenterTest, name: &str, said: FromOperator) -> Refusal {
    let before = test.sql.content();
    test.operator(name, said);
    assert_eq!(test.sql.content(), before, "a refusal writes nothing");
    test.refusal(name).expect("refused")
}

fn assign(to: Option<u64>) -> FromOperator {
    FromOperator::ask(
        Ask(1),
        Assign {
            dialog: DialogId(1),
            to: to.map(OperatorId),
        },
    )
}

fn note(cid: &str, text: &str) -> FromOperator {
    FromOperator::Note {
        cid: Cid::from(cid),
        dialog: DialogId(1),
        text: text.into(),
    }
}

#[test]
fn a_note_and_system_messages_never_reach_the_visitor() {
    let mut test = anna_waits();
    test.operator("ada", note("n1", "Our best client"))
        .operator("ada", assign(Some(2)));
    test.close("ada", 1);
    let story = test.transcript();
    assert!(!story.contains("anna"), "{story}");
    test.hello_with("anna", None);
    assert_snapshot!(test.transcript(), @r"
    anna < reset at 6, more: false, opened: 0, read: 0, unread: 0
    anna < | #6 you: Hello?
    ada < visiting https://shop.example/, online: true
    boris < visiting https://shop.example/, online: true
    ");
    test.visitor(
        "anna",
        FromVisitor::History {
            ask: Ask(1),
            before: MessageId(99),
        },
    );
    assert_snapshot!(test.transcript(), @r"
    anna < history, more: false
    anna < | #6 you: Hello?
    ");
}

/// Criteria: KC-12
#[test]
fn a_note_clears_nothing_and_claims_nothing() {
    let mut test = anna_waits();
    test.operator("ada", note("n1", "Our best client"));
    let story = test.transcript();
    assert!(
        story.contains("open, free, unread 1, awaiting 1"),
        "{story}"
    );
}

/// Criteria: X5
#[test]
fn the_reply_of_somebody_else_does_not_change_the_responsible() {
    let mut test = anna_waits();
    test.reply("ada", 1, "r1", "Yes?")
        .say("anna", "c2", "Hm")
        .quiet();
    test.reply("boris", 1, "r1", "Hello from Boris");
    let story = test.transcript();
    assert!(
        story.contains("(dialog 1 open, o1, unread 2, awaiting 0"),
        "{story}"
    );
    assert!(!story.contains("claimed"), "{story}");
}

/// Criteria: KC-28, CQ-07, YU-04
#[test]
fn a_dialog_is_handed_over_taken_over_and_released() {
    let mut test = anna_waits();
    test.reply("ada", 1, "r1", "Yes?").quiet();
    test.operator("ada", assign(Some(2)))
        .operator("ada", assign(Some(1)))
        .operator("boris", assign(None))
        .operator("ada", assign(None));
    assert_snapshot!(test.transcript(), @r"
    ada < done 1
    ada < #9 * assigned to o2 by o1 (dialog 1 open, o2, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    ada < 1 of o2: 0 unanswered (0), 1 unread
    boris < #9 * assigned to o2 by o1 (dialog 1 open, o2, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    boris < 1 of o2: 0 unanswered (0), 1 unread
    boris < mentioned: #1 new
    ada < done 1
    ada < #10 * assigned to o1 by o1 (dialog 1 open, o1, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    ada < 1 of o1: 0 unanswered (0), 1 unread
    boris < #10 * assigned to o1 by o1 (dialog 1 open, o1, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    boris < 1 of o1: 0 unanswered (0), 1 unread
    boris < refused 1: forbidden
    ada < done 1
    ada < #11 * assigned to nobody by o1 (dialog 1 open, free, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    ada < 1 free: 0 unanswered (0), 1 unread
    boris < #11 * assigned to nobody by o1 (dialog 1 open, free, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    boris < 1 free: 0 unanswered (0), 1 unread
    ");
}

#[test]
fn nobody_can_be_made_responsible_who_does_not_work_here() {
    let mut test = anna_waits();
    assert_eq!(
        refused(&mut test, "ada", assign(Some(77))).code,
        Code::NotFound
    );
}

#[test]
fn a_reply_said_again_is_stored_once() {
    let mut test = anna_waits();
    test.reply("ada", 1, "r1", "Yes?")
        .reply("ada", 1, "r1", "Yes?");
    assert_eq!(
        test.sql
            .number("SELECT count(*) FROM messages WHERE kind = 'operator'"),
        1
    );
    assert_eq!(
        refused(&mut test, "ada", reply(1, "r1", "No.")).code,
        Code::CidReused
    );
    let as_note = note("r1", "Yes?");
    assert_eq!(refused(&mut test, "ada", as_note).code, Code::CidReused);
    test.widget("vera").say("vera", "c1", "Hi");
    assert_eq!(
        refused(&mut test, "ada", reply(2, "r1", "Yes?")).code,
        Code::CidReused
    );
}

#[test]
fn a_dialog_that_is_not_there_is_not_found() {
    let mut test = anna_waits();
    let (ask, dialog) = (Ask(4), DialogId(9));
    for said in [
        reply(9, "r1", "Yes?"),
        FromOperator::ask(ask, OpenDialog { dialog }),
        FromOperator::ask(ask, Close { dialog }),
        FromOperator::ask(ask, Reopen { dialog }),
        FromOperator::ask(ask, NoReplyNeeded { dialog }),
        FromOperator::Typing { dialog, on: true },
        FromOperator::ask(
            ask,
            History {
                dialog,
                before: MessageId(1),
            },
        ),
        FromOperator::Opened {
            dialog,
            upto: MessageId(1),
        },
    ] {
        assert_eq!(refused(&mut test, "ada", said).code, Code::NotFound);
    }
}

#[test]
fn a_reply_on_a_closed_dialog_opens_it_again() {
    let mut test = anna_waits();
    test.close("ada", 1)
        .quiet()
        .reply("boris", 1, "r1", "One thing more");
    assert_snapshot!(test.transcript(), @r"
    boris < ack r1: #10
    anna < #10 Boris: One thing more
    ada < #8 * reopened by o2 (dialog 1 open, o2, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    ada < #9 * claimed by o2 (dialog 1 open, o2, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    ada < #10 o2: One thing more (dialog 1 open, o2, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    ada < 1 of o2: 0 unanswered (0), 1 unread
    boris < #8 * reopened by o2 (dialog 1 open, o2, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    boris < #9 * claimed by o2 (dialog 1 open, o2, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    boris < #10 o2: One thing more (dialog 1 open, o2, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    boris < 1 of o2: 0 unanswered (0), 1 unread
    ");
}

/// Criteria: KC-30, CQ-12
#[test]
fn closing_clears_what_awaits_a_reply_and_asking_twice_does_nothing_twice() {
    let mut test = anna_waits();
    test.close("ada", 1).close("boris", 1);
    let story = test.transcript();
    assert!(
        story.contains("closed, free, unread 1, awaiting 0"),
        "{story}"
    );
    assert!(story.contains("boris < done 9"), "{story}");
    assert_eq!(
        test.sql
            .number("SELECT count(*) FROM messages WHERE happened ->> 't' = 'closed'"),
        1
    );
    let reopen = FromOperator::ask(
        Ask(1),
        Reopen {
            dialog: DialogId(1),
        },
    );
    test.operator("ada", reopen.clone()).operator("ada", reopen);
    assert_eq!(
        test.sql
            .number("SELECT count(*) FROM messages WHERE happened ->> 't' = 'reopened'"),
        1
    );
}

/// ux P9.
#[test]
fn what_awaited_a_reply_awaits_it_again_when_closing_is_undone() {
    let mut test = anna_waits();
    let since = "SELECT waiting_since FROM dialogs";
    let waited = test.sql.number(since);
    let reopen = FromOperator::ask(
        Ask(1),
        Reopen {
            dialog: DialogId(1),
        },
    );
    test.close("ada", 1).quiet().operator("ada", reopen.clone());
    let story = test.transcript();
    assert!(
        story.contains("open, free, unread 1, awaiting 1"),
        "{story}"
    );
    assert_eq!(test.sql.number(since), waited);
    test.reply("ada", 1, "r1", "Yes?")
        .close("ada", 1)
        .quiet()
        .operator("ada", reopen);
    let story = test.transcript();
    assert!(story.contains("open, o1, unread 1, awaiting 0"), "{story}");
}

#[test]
fn a_client_who_opens_a_closed_dialog_awaits_a_reply_to_what_he_writes_now() {
    let mut test = anna_waits();
    test.close("ada", 1).quiet().say("anna", "c2", "Hm");
    let story = test.transcript();
    assert!(
        story.contains("open, free, unread 2, awaiting 1"),
        "{story}"
    );
}

/// ux C5.
#[test]
fn what_needs_no_reply_awaits_none_until_the_client_writes_again() {
    let mut test = anna_waits();
    let settled = FromOperator::ask(
        Ask(1),
        NoReplyNeeded {
            dialog: DialogId(1),
        },
    );
    test.operator("ada", settled.clone());
    assert_snapshot!(test.transcript(), @r"
    ada < done 1
    ada < #7 * no reply needed, says o1 (dialog 1 open, free, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    ada < 1 free: 0 unanswered (0), 1 unread
    boris < #7 * no reply needed, says o1 (dialog 1 open, free, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    boris < 1 free: 0 unanswered (0), 1 unread
    ");
    let waits = "SELECT waiting_since IS NOT NULL FROM dialogs";
    let answered = "SELECT first_reply_at IS NOT NULL FROM dialogs";
    assert_eq!((test.sql.number(waits), test.sql.number(answered)), (0, 0));
    test.operator("boris", settled);
    assert_eq!(test.transcript().trim(), "boris < done 1");
    test.say("anna", "c2", "One thing more");
    let story = test.transcript();
    assert!(
        story.contains("open, free, unread 2, awaiting 1"),
        "{story}"
    );
    assert_eq!(test.sql.number(waits), 1);
}

#[test]
fn opening_counts_only_what_was_shown() {
    let mut test = anna_waits();
    test.say("anna", "c2", "Are you there?").quiet();
    let first = test
        .sql
        .number("SELECT min(id) FROM messages WHERE kind = 'visitor'");
    let opened = |upto: i64| FromOperator::Opened {
        dialog: DialogId(1),
        upto: MessageId(upto.unsigned_abs()),
    };
    test.operator("ada", opened(first));
    assert_snapshot!(test.transcript(), @r"
    anna < opened up to #6
    ada < (dialog 1 open, free, unread 1, awaiting 2, delivered 0, read 0, opened 6)
    boris < (dialog 1 open, free, unread 1, awaiting 2, delivered 0, read 0, opened 6)
    ");
    test.operator("ada", opened(1 << 50))
        .operator("ada", opened(first));
    assert_snapshot!(test.transcript(), @r"
    anna < opened up to #7
    ada < (dialog 1 open, free, unread 0, awaiting 2, delivered 0, read 0, opened 7)
    ada < 1 free: 1 unanswered (2), 0 unread
    boris < (dialog 1 open, free, unread 0, awaiting 2, delivered 0, read 0, opened 7)
    boris < 1 free: 1 unanswered (2), 0 unread
    ");
}

#[test]
fn only_the_visitor_and_the_colleagues_see_an_operator_type() {
    let mut test = anna_waits();
    test.operator(
        "ada",
        FromOperator::Typing {
            dialog: DialogId(1),
            on: true,
        },
    );
    assert_snapshot!(test.transcript(), @r"
    anna < Ada types: true
    boris < o1 types in 1: true
    ");
}

#[test]
fn a_reply_can_quote_what_the_client_sees_and_nothing_else() {
    let mut test = anna_waits();
    test.operator("ada", note("n1", "Our best client")).quiet();
    let quoting = |cid: &str, id: i64| FromOperator::Reply {
        cid: Cid::from(cid),
        dialog: DialogId(1),
        body: Draft::Text {
            text: "This".into(),
        },
        quote: Some(MessageId(id.unsigned_abs())),
    };
    let note = test
        .sql
        .number("SELECT id FROM messages WHERE kind = 'note'");
    assert_eq!(
        refused(&mut test, "ada", quoting("q1", note)).code,
        Code::NotFound
    );
    let own = test
        .sql
        .number("SELECT id FROM messages WHERE kind = 'visitor'");
    test.operator("ada", quoting("q1", own));
    assert!(matches!(
        test.heard("ada")[0],
        Heard::Operator(ToOperator::Ack { .. })
    ));
}

#[test]
fn the_card_shows_the_clients_other_dialogs() {
    const TWO_DAYS_MS: u64 = 2 * 24 * 60 * 60 * 1000;
    let mut test = anna_waits();
    test.close("ada", 1)
        .pass(TWO_DAYS_MS)
        .say("anna", "c2", "Me again")
        .quiet();
    test.ask(
        "ada",
        OpenDialog {
            dialog: DialogId(2),
        },
    );
    assert_snapshot!(test.transcript(), @r"
    ada < dialog (dialog 2 open, free, unread 1, awaiting 1, delivered 0, read 0, opened 0), more: false
    ada < card: 1 in en, on https://shop.example/, online: true, others: [1]
    ada < | #8 * begun
    ada < | #9 client: Me again
    ");
}

/// Criteria: CQ-10
#[test]
fn the_card_leads_on_to_every_dialog_of_the_client_a_page_at_a_time() {
    const TWO_DAYS_MS: u64 = 2 * 24 * 60 * 60 * 1000;
    let mut test = anna_waits();
    for n in 2..=45_u64 {
        test.close("ada", n - 1)
            .pass(TWO_DAYS_MS)
            // Who does not come for a month signs in again.
            .hello("ada")
            .say("anna", &format!("again{n}"), &format!("Visit {n}"));
    }
    let dialog = DialogId(45);
    let card = test.asked("ada", OpenDialog { dialog }).unwrap().card;
    let client = card.client.id;
    let mut listed: Vec<u64> = card.dialogs.iter().map(|other| other.id.0).collect();
    assert_eq!(listed.len(), CLIENT_DIALOGS_PAGE);
    let (mut rest, mut n_pages) = (card.dialogs_rest, 1);
    while let Some(behind) = rest {
        let asked = ListClientDialogs { client, behind };
        let page = test.asked("ada", asked).unwrap();
        listed.extend(page.dialogs.iter().map(|other| other.id.0));
        (rest, n_pages) = (page.rest, n_pages + 1);
    }
    assert_eq!(listed, (1..45).rev().collect::<Vec<_>>());
    assert_eq!(n_pages, 3, "and none is empty");
    // The oldest of them is read as any other.
    let oldest = DialogId(*listed.last().unwrap());
    let opened = test.asked("ada", OpenDialog { dialog: oldest }).unwrap();
    assert!(!opened.messages.is_empty());
    assert_eq!(opened.card.client.id, client);
}

#[test]
fn of_a_clients_dialogs_each_operator_is_shown_those_that_he_may_see() {
    const TWO_DAYS_MS: u64 = 2 * 24 * 60 * 60 * 1000;
    let mut test = anna_waits();
    for n in 2..=25_u64 {
        test.close("ada", n - 1)
            .pass(TWO_DAYS_MS)
            .hello("ada")
            .hello("boris")
            .say("anna", &format!("again{n}"), "Me again");
    }
    // But for two of them they are Ada's, and Boris does not see his colleagues'.
    test.sql
        .raw()
        .execute_batch(
            "UPDATE dialogs SET responsible = 1 WHERE id NOT IN (2, 24);
             UPDATE employees SET others = 'hidden' WHERE id = 2;",
        )
        .unwrap();
    test.reload();
    let dialog = DialogId(24);
    let card = test.asked("boris", OpenDialog { dialog }).unwrap().card;
    assert_eq!(card.dialogs, []);
    let client = card.client.id;
    let behind = card.dialogs_rest.expect("there are more");
    let page = test.asked("boris", ListClientDialogs { client, behind });
    let page = page.unwrap();
    let listed: Vec<u64> = page.dialogs.iter().map(|other| other.id.0).collect();
    assert_eq!((listed, page.rest), (vec![2], None));
}

#[test]
fn a_session_that_ended_in_this_very_turn_says_nothing_more() {
    let mut test = anna_waits();
    let peer = test.peer("boris");
    test.turn(vec![
        Input::Command(
            beseda_center::turn::Ticket(1),
            beseda_center::turn::command::Command::SignOut {
                session: crate::harness::session("boris"),
            },
        ),
        Input::FromOperator(peer, reply(1, "r1", "Too late")),
    ]);
    let heard = test.heard("boris");
    assert!(heard.contains(&Heard::Closed(4401)), "{heard:?}");
    assert_eq!(
        test.sql
            .number("SELECT count(*) FROM messages WHERE kind = 'operator'"),
        0
    );
}

#[test]
fn the_responsible_stays_when_he_is_at_work_and_the_client_comes_back() {
    let mut test = anna_waits();
    test.reply("boris", 1, "r1", "Yes?")
        .close("boris", 1)
        .say("anna", "c2", "Thanks");
    assert_eq!(test.sql.number("SELECT responsible FROM dialogs"), 2);
    test.close("boris", 1)
        .leave("boris")
        .pass(OFFLINE_MS)
        .say("anna", "c3", "Are you there?");
    assert_eq!(test.sql.number("SELECT responsible FROM dialogs"), 0);
}

#[test]
fn waiting_time_and_first_reply_are_kept() {
    let mut test = anna_waits();
    test.pass(1_000).say("anna", "c2", "Hello??");
    let since = test.sql.number("SELECT waiting_since FROM dialogs");
    assert_eq!(since, test.sql.number("SELECT created_at FROM dialogs"));
    test.pass(1_000)
        .reply("ada", 1, "r1", "Yes?")
        .pass(1_000)
        .reply("ada", 1, "r2", "Anna?");
    assert_eq!(
        test.sql
            .number("SELECT first_reply_at - created_at FROM dialogs"),
        2_000
    );
    assert_eq!(
        test.sql.number("SELECT waiting_since IS NULL FROM dialogs"),
        1
    );
}
