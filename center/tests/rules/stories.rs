//! The main stories, as everybody hears them.

use beseda_protocol::ask::dialogs::OpenDialog;
use beseda_protocol::ids::{DialogId, MessageId, Seq};
use beseda_protocol::operator::FromOperator;
use beseda_protocol::team::Role;
use beseda_protocol::visitor::FromVisitor;
use insta::assert_snapshot;

use crate::harness::{CenterTest, identity};

#[test]
fn a_visitor_writes_and_an_operator_answers() {
    let mut test = CenterTest::new();
    test.tell("anna opens the chat").widget("anna");
    test.tell("anna writes")
        .say("anna", "c1", "Do you ship to Riga?");
    test.tell("ada opens the dialog").ask(
        "ada",
        OpenDialog {
            dialog: DialogId(1),
        },
    );
    test.operator(
        "ada",
        FromOperator::Opened {
            dialog: DialogId(1),
            upto: MessageId(5),
        },
    );
    test.tell("ada types and replies").operator(
        "ada",
        FromOperator::Typing {
            dialog: DialogId(1),
            on: true,
        },
    );
    test.reply("ada", 1, "r1", "We do, within two days.");
    test.tell("anna receives and reads it")
        .visitor("anna", FromVisitor::Got { seq: Seq(8) });
    test.visitor("anna", FromVisitor::Read { upto: MessageId(8) });
    assert_snapshot!(test.transcript(), @r"
    anna opens the chat
      anna < reset at 0, more: false, opened: 0, read: 0, unread: 0
    anna writes
      anna < ack c1: #5
      anna < #5 you: Do you ship to Riga?
      ada < #4 * begun (dialog 1 open, free, unread 1, awaiting 1, delivered 0, read 0, opened 0)
      ada < #5 client: Do you ship to Riga? (dialog 1 open, free, unread 1, awaiting 1, delivered 0, read 0, opened 0)
      ada < 1 free: 1 unanswered (1), 1 unread
    ada opens the dialog
      ada < dialog (dialog 1 open, free, unread 1, awaiting 1, delivered 0, read 0, opened 0), more: false
      ada < card: 1 in en, on https://shop.example/, online: true, others: []
      ada < | #4 * begun
      ada < | #5 client: Do you ship to Riga?
      anna < opened up to #5
      ada < (dialog 1 open, free, unread 0, awaiting 1, delivered 0, read 0, opened 5)
      ada < 1 free: 1 unanswered (1), 0 unread
    ada types and replies
      anna < Ada types: true
      ada < ack r1: #8
      anna < #8 Ada: We do, within two days.
      ada < #7 * claimed by o1 (dialog 1 open, o1, unread 0, awaiting 0, delivered 0, read 0, opened 5)
      ada < #8 o1: We do, within two days. (dialog 1 open, o1, unread 0, awaiting 0, delivered 0, read 0, opened 5)
      ada < 1 of o1: 0 unanswered (0), 0 unread
    anna receives and reads it
      ada < (dialog 1 open, o1, unread 0, awaiting 0, delivered 8, read 0, opened 5)
      anna < read up to #8
      ada < (dialog 1 open, o1, unread 0, awaiting 0, delivered 8, read 8, opened 5)
    ");
}

/// Criteria: KC-28, CQ-06
#[test]
fn two_operators_answer_in_the_same_instant() {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator)
        .widget("anna")
        .say("anna", "c1", "Hello?")
        .quiet();
    test.turn(vec![
        beseda_center::turn::Input::FromOperator(
            test.peer("ada"),
            crate::harness::reply(1, "r1", "Hello!"),
        ),
        beseda_center::turn::Input::FromOperator(
            test.peer("boris"),
            crate::harness::reply(1, "r2", "Hi!"),
        ),
    ]);
    assert_snapshot!(test.transcript(), @r"
    ada < ack r1: #8
    boris < ack r2: #9
    anna < #8 Ada: Hello!
    anna < #9 Boris: Hi!
    ada < #7 * claimed by o1 (dialog 1 open, o1, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    ada < #8 o1: Hello! (dialog 1 open, o1, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    ada < #9 o2: Hi! (dialog 1 open, o1, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    ada < 1 of o1: 0 unanswered (0), 1 unread
    boris < #7 * claimed by o1 (dialog 1 open, o1, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    boris < #8 o1: Hello! (dialog 1 open, o1, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    boris < #9 o2: Hi! (dialog 1 open, o1, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    boris < 1 of o1: 0 unanswered (0), 1 unread
    ");
}

/// Criteria: X6
#[test]
fn a_closed_dialog_opens_again_and_a_long_closed_one_is_followed_by_another() {
    const DAY_MS: u64 = 24 * 60 * 60 * 1000;
    let mut test = CenterTest::new();
    test.widget("anna")
        .say("anna", "c1", "Hello?")
        .reply("ada", 1, "r1", "Yes?")
        .quiet();
    test.tell("ada closes, anna writes at once")
        .close("ada", 1)
        .say("anna", "c2", "One more thing");
    test.tell("ada closes and goes home; anna writes the next morning")
        .close("ada", 1)
        .leave("ada");
    test.pass(DAY_MS)
        .say("anna", "c3", "And another")
        .console("ada");
    test.tell("ada closes; anna writes two days later")
        .close("ada", 1)
        .pass(DAY_MS + 1);
    test.say("anna", "c4", "Something new");
    test.tell("anna reloads").hello_with("anna", None);
    assert_snapshot!(test.transcript(), @r"
    ada closes, anna writes at once
      ada < done 9
      ada < #8 * closed by o1 (dialog 1 closed, o1, unread 1, awaiting 0, delivered 0, read 0, opened 0)
      anna < ack c2: #10
      anna < #10 you: One more thing
      ada < #9 * reopened by the client (dialog 1 open, o1, unread 2, awaiting 1, delivered 0, read 0, opened 0)
      ada < #10 client: One more thing (dialog 1 open, o1, unread 2, awaiting 1, delivered 0, read 0, opened 0)
      ada < 1 of o1: 1 unanswered (1), 1 unread
    ada closes and goes home; anna writes the next morning
      ada < done 9
      ada < #11 * closed by o1 (dialog 1 closed, o1, unread 2, awaiting 0, delivered 0, read 0, opened 0)
      anna < ack c3: #14
      anna < #14 you: And another
      ada < resumed
      ada < #12 * freed from o1 (dialog 1 open, free, unread 3, awaiting 1, delivered 0, read 0, opened 0)
      ada < #13 * reopened by the client (dialog 1 open, free, unread 3, awaiting 1, delivered 0, read 0, opened 0)
      ada < #14 client: And another (dialog 1 open, free, unread 3, awaiting 1, delivered 0, read 0, opened 0)
      ada < 1 free: 1 unanswered (1), 1 unread
    ada closes; anna writes two days later
      ada < done 9
      ada < #15 * closed by o1 (dialog 1 closed, free, unread 3, awaiting 0, delivered 0, read 0, opened 0)
      anna < ack c4: #17
      anna < #17 you: Something new
      ada < #16 * begun (dialog 2 open, free, unread 1, awaiting 1, delivered 0, read 0, opened 0)
      ada < #17 client: Something new (dialog 2 open, free, unread 1, awaiting 1, delivered 0, read 0, opened 0)
      ada < 1 free: 1 unanswered (1), 1 unread
    anna reloads
      anna < reset at 17, more: false, opened: 0, read: 0, unread: 1
      anna < | #5 you: Hello?
      anna < | #7 Ada: Yes?
      anna < | #10 you: One more thing
      anna < | #14 you: And another
      anna < | #17 you: Something new
      ada < visiting https://shop.example/, online: true
    ");
    assert_eq!(identity("anna"), identity("anna.2"));
}
