//! Search in what was said: what is found is what has the text in it, whether the index
//! has it yet or not.

mod oracle;

use beseda_center::turn::command::Command;
use beseda_center::turn::{Input, Output};
use beseda_protocol::ask::clients::DeleteClient;
use beseda_protocol::ask::search::{FoundMessage, SearchMessages};
use beseda_protocol::dialog::{DialogState, LastLabel};
use beseda_protocol::ids::{Cid, ClientId, DialogId, MessageId};
use beseda_protocol::operator::FromOperator;
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Role;

use crate::harness::CenterTest;

/// All that somebody finds, with the number of answers that it came in.
fn answers(test: &mut CenterTest, name: &str, text: &str) -> Vec<Vec<FoundMessage>> {
    let mut answers = Vec::new();
    let mut behind = None;
    loop {
        let text = text.to_owned();
        let answer = test.asked(name, SearchMessages { text, behind }).unwrap();
        answers.push(answer.messages);
        if answer.rest.is_none() {
            return answers;
        }
        assert!(behind.is_none() || answer.rest < behind, "it goes on");
        behind = answer.rest;
    }
}

fn found(test: &mut CenterTest, name: &str, text: &str) -> Vec<FoundMessage> {
    answers(test, name, text).concat()
}

fn ids(found: &[FoundMessage]) -> Vec<MessageId> {
    found.iter().map(|found| found.id).collect()
}

/// What is shown of each hit.
fn shown(found: &[FoundMessage]) -> Vec<String> {
    let show = |found: &FoundMessage| {
        let snippet = &found.snippet;
        format!("{}[{}]{}", snippet.before, snippet.hit, snippet.behind)
    };
    found.iter().map(show).collect()
}

fn note(test: &mut CenterTest, name: &str, dialog: u64, text: &str) {
    let (cid, dialog, text) = (Cid::from("n1"), DialogId(dialog), text.into());
    test.operator(name, FromOperator::Note { cid, dialog, text });
}

/// How many texts the index has.
fn n_filled(test: &CenterTest) -> i64 {
    test.sql
        .number("SELECT ifnull(sum(n), 0) FROM search_tables")
}

/// Anna has asked for tea, and it goes on for so many messages.
fn talking(n: u64) -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator);
    test.command(Command::LiftPace).unwrap();
    test.widget("anna").say("anna", "c0", "Зелёный чай есть?");
    for n in 1..n {
        test.say("anna", &format!("c{n}"), &format!("Message {n}"))
            .pass(1_000);
    }
    test.quiet();
    test
}

#[test]
fn what_was_just_said_is_found_and_so_it_is_when_the_index_has_it() {
    // With the dialog's beginning they are nine.
    let mut test = talking(8);
    for (n_asked, n_texts) in [0, 0, 9].into_iter().enumerate() {
        assert_eq!(n_filled(&test), n_texts);
        let hits = found(&mut test, "boris", "ЗЕЛЕН");
        assert_eq!(shown(&hits), ["[Зелён]ый чай есть?"]);
        let hit = &hits[0];
        assert_eq!(
            (hit.label, hit.by, hit.is_file),
            (LastLabel::Visitor, None, false)
        );
        assert_eq!(
            (hit.dialog.id, hit.dialog.client.id),
            (DialogId(1), ClientId(1))
        );
        assert!(hit.at < test.now);
        test.reload().settle();
        if n_asked == 1 {
            test.say("anna", "more", "One more").settle();
        }
    }
}

#[test]
fn an_operators_reply_a_note_and_a_files_name_are_found() {
    let mut test = talking(1);
    test.reply("boris", 1, "r1", "Мой ответ: чай есть");
    note(&mut test, "ada", 1, "Он любит чай");
    for _ in 0..2 {
        let hits = found(&mut test, "ada", "чай");
        assert_eq!(
            shown(&hits),
            [
                "Он любит [чай]",
                "Мой ответ: [чай] есть",
                "Зелёный [чай] есть?"
            ]
        );
        let whose: Vec<_> = hits.iter().map(|hit| (hit.label, hit.by)).collect();
        assert_eq!(
            whose,
            [
                (LastLabel::Note, Some(test.id("ada"))),
                (LastLabel::Operator, Some(test.id("boris"))),
                (LastLabel::Visitor, None)
            ]
        );
        for n in 0..10 {
            test.say("anna", &format!("m{n}"), "Hm");
        }
        test.settle();
    }
}

#[test]
fn closed_dialogs_are_searched_and_what_the_system_tells_is_not() {
    let mut test = talking(10);
    test.close("ada", 1).settle();
    let hits = found(&mut test, "ada", "чай");
    assert!(matches!(hits[0].dialog.state, DialogState::Closed { .. }));
    assert_eq!(found(&mut test, "ada", "closed").len(), 0);
}

#[test]
fn an_answer_has_thirty_messages_and_the_asker_goes_on_behind_them() {
    let mut test = talking(95);
    // Ten are not in the index yet, or the other way round.
    for _ in 0..2 {
        let answers = answers(&mut test, "ada", "message");
        let sizes: Vec<usize> = answers.iter().map(Vec::len).collect();
        assert_eq!(sizes, [30, 30, 30, 4]);
        let ids = ids(&answers.concat());
        assert!(ids.is_sorted_by(|one, next| one > next));
        test.settle();
    }
}

#[test]
fn less_than_three_letters_are_refused() {
    let mut test = talking(1);
    for text in ["", "ча", "  ча "] {
        let (text, behind) = (text.into(), None);
        let refused = test
            .asked("ada", SearchMessages { text, behind })
            .unwrap_err();
        assert_eq!(refused.code, Code::Invalid);
    }
}

#[test]
fn signs_of_the_language_of_the_index_are_letters_like_others() {
    let mut test = talking(1);
    let odd = [
        r#"say "NEAR(a b)" *"#,
        "text:x OR -y",
        "50% {off}^2",
        "👩🏽\u{200d}🚀🚀",
    ];
    for (n, text) in odd.iter().enumerate() {
        test.say("anna", &format!("o{n}"), text);
    }
    for _ in 0..2 {
        for text in odd {
            assert_eq!(found(&mut test, "ada", text).len(), 1, "{text}");
            let part: String = text.chars().skip(1).take(5).collect();
            assert_eq!(found(&mut test, "ada", &part).len(), 1, "{part}");
        }
        for n in 0..10 {
            test.say("anna", &format!("m{n}"), "Hm");
        }
        test.settle();
    }
}

#[test]
fn a_message_alone_asks_for_no_slice_and_ten_have_one_between_them() {
    let mut test = talking(1);
    let mut wanted = Vec::new();
    for n in 0..25 {
        test.say("anna", &format!("m{n}"), "Hm");
        let wants = test.outputs.contains(&Output::Slice);
        wanted.push(wants);
        if wants {
            test.turn(vec![Input::Slice]);
            assert!(!test.outputs.contains(&Output::Slice));
        }
    }
    // Anna's first message was two, with the dialog's beginning.
    let slices: Vec<usize> = (0..25).filter(|n| wanted[*n]).collect();
    assert_eq!(slices, [7, 17]);
    assert_eq!(n_filled(&test), 19);
}

#[test]
fn an_index_of_another_folding_is_made_anew() {
    let mut test = talking(120);
    test.settle();
    let stale = "UPDATE search_tables SET fold = 0";
    test.sql.raw().execute_batch(stale).unwrap();
    test.reload();
    assert_eq!(found(&mut test, "ada", "message").len(), 119);
    test.say("anna", "m", "Hm").settle();
    assert_eq!(test.sql.number("SELECT min(fold) FROM search_tables"), 1);
    assert_eq!(n_filled(&test), 119);
    assert_eq!(found(&mut test, "ada", "message").len(), 119);
}

/// The letters that are looked for among the bytes: in the index a word lies in pieces of
/// three letters, each without what it has in common with the one before.
const RARE: &str = "ⰱⰲ";

#[test]
fn of_deleted_messages_no_letter_is_left_and_only_tables_that_had_them_are_merged() {
    let mut test = talking(10);
    test.widget("vera").say("vera", "v1", "ⰀⰁⰂ");
    for n in 0..38 {
        test.say("anna", &format!("m{n}"), "Filled");
    }
    test.settle();
    // Two tables more, of which the last has nothing of Vera's.
    for table in 1..=2 {
        fill_up(&mut test);
        for n in 0..20 {
            test.say("anna", &format!("t{table}m{n}"), "Filled again")
                .pass(5_000);
        }
        test.settle();
    }
    assert_eq!(
        test.sql
            .column("SELECT cast(number AS TEXT) FROM search_tables"),
        ["1", "2", "3"]
    );
    assert!(test.sql.holds(RARE));
    assert_eq!(found(&mut test, "ada", "ⰀⰁⰂ").len(), 1);
    let pages = |table: u8| format!("SELECT group_concat(hex(block)) FROM search_{table}_data");
    let last = test.sql.column(&pages(3));
    let client = ClientId(2);
    test.asked("ada", DeleteClient { client }).unwrap();
    assert_eq!(found(&mut test, "ada", "ⰀⰁⰂ").len(), 0, "from that turn on");
    while test.wants_slice() {
        test.reload().slice();
    }
    assert!(!test.sql.holds(RARE));
    assert_eq!(test.sql.column(&pages(3)), last);
    assert_eq!(found(&mut test, "ada", "filled").len(), 78);
}

/// The newest table of the index takes no more: the next message begins another.
fn fill_up(test: &mut CenterTest) {
    set_size(test, 25_000);
}

/// The newest table of the index has taken so many texts, as far as it knows.
fn set_size(test: &mut CenterTest, n: u64) {
    let newest = "(SELECT max(number) FROM search_tables)";
    let set = format!("UPDATE search_tables SET n = {n} WHERE number = {newest}");
    test.sql.raw().execute_batch(&set).unwrap();
    test.reload();
}

#[test]
fn a_table_takes_25_000_texts_and_is_merged_into_one_piece() {
    let mut test = talking(300);
    test.settle();
    let pieces = "SELECT count(DISTINCT segid) FROM search_1_idx";
    assert!(test.sql.number(pieces) > 1);
    set_size(&mut test, 24_990);
    for n in 0..25 {
        test.say("anna", &format!("m{n}"), "And on").pass(5_000);
    }
    test.settle();
    let sizes = test
        .sql
        .column("SELECT n || ' ' || is_merging FROM search_tables");
    assert_eq!(sizes, ["25000 0", "10 0"]);
    assert_eq!(test.sql.number(pieces), 1);
    assert_eq!(found(&mut test, "ada", "message").len(), 299);
    assert_eq!(found(&mut test, "ada", "and on").len(), 25);
}
