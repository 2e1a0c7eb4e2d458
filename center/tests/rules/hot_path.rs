//! What a message costs: every statement of the hot path is pinned, with the
//! rows it writes (index entries counted, as a Durable Object bills them), and
//! none may scan a table.

use beseda_center::turn::Input;
use beseda_protocol::ask::clients::ListClients;
use beseda_protocol::ask::dialogs::{History, OpenDialog};
use beseda_protocol::ask::filters::SaveFilter;
use beseda_protocol::ask::list::ListDialogs;
use beseda_protocol::ask::replies::{ListSavedReplies, SaveReply};
use beseda_protocol::ids::{Ask, DialogId, MessageId, Seq};
use beseda_protocol::operator::FromOperator;
use beseda_protocol::saved_reply::ReplyScope;
use beseda_protocol::visitor::FromVisitor;
use insta::assert_snapshot;

use crate::harness::{CenterTest, Life};
use crate::strict_sql::{Heard, StrictSql};

/// Rows and index entries that a statement writes at most: each `Insert` and
/// `IdxInsert` of its program runs once for each row, and ours write one row.
fn written(sql: &StrictSql, statement: &str) -> usize {
    if statement.trim_start().starts_with("SELECT") {
        return 0;
    }
    // The program of an upsert has both ways. Ours says of rows that they are there.
    if let Some((insert, _)) = statement.split_once("ON CONFLICT (id)") {
        return opcodes(sql, statement) - opcodes(sql, insert);
    }
    opcodes(sql, statement)
}

fn opcodes(sql: &StrictSql, statement: &str) -> usize {
    let mut explained = sql.raw().prepare(&format!("EXPLAIN {statement}")).unwrap();
    let program: Vec<(String, i64, i64)> = explained
        .raw_query()
        .mapped(|row| Ok((row.get(1)?, row.get(2)?, row.get(3)?)))
        .map(Result::unwrap)
        .collect();
    // Open and closed dialogs lie in indexes of their own: an open one has no entry in those
    // of the closed.
    let of_closed = "SELECT CAST(rootpage AS TEXT) FROM sqlite_master
        WHERE type = 'index' AND sql LIKE '% WHERE closed_at IS NOT NULL'";
    let of_closed = sql.column(of_closed);
    let in_the_other_half: Vec<i64> = (program.iter())
        .filter(|(opcode, _, page)| opcode == "OpenWrite" && of_closed.contains(&page.to_string()))
        .map(|(_, cursor, _)| *cursor)
        .collect();
    let program: Vec<(String, i64)> = (program.into_iter())
        .map(|(opcode, cursor, _)| (opcode, cursor))
        .filter(|(_, cursor)| !in_the_other_half.contains(cursor))
        .collect();
    // Sorters and copies in memory are no rows.
    let in_memory: Vec<i64> = (program.iter())
        .filter(|(opcode, _)| opcode.starts_with("OpenEphemeral") || opcode == "OpenAutoindex")
        .map(|(_, cursor)| *cursor)
        .collect();
    let writes = |opcode: &str| matches!(opcode, "Insert" | "IdxInsert" | "Delete");
    // A WITHOUT ROWID table is replaced by delete and insert: one row.
    let n_writes = |wanted: &str| {
        (program.iter())
            .filter(|(opcode, cursor)| opcode == wanted && !in_memory.contains(cursor))
            .count()
    };
    assert!(
        program.iter().any(|(opcode, _)| writes(opcode)),
        "{statement}"
    );
    match n_writes("Insert") + n_writes("IdxInsert") {
        0 => n_writes("Delete") + n_writes("IdxDelete"),
        written => written,
    }
}

/// How SQLite looks for the rows.
fn plan(sql: &StrictSql, statement: &str) -> Vec<String> {
    let mut explained = sql
        .raw()
        .prepare(&format!("EXPLAIN QUERY PLAN {statement}"))
        .unwrap();
    let rows = explained.raw_query().mapped(|row| row.get(3));
    rows.map(Result::unwrap).collect()
}

/// A row counts as found when an index or a key leads to it.
fn assert_no_scan(sql: &StrictSql, statement: &str) {
    for step in plan(sql, statement) {
        let scans = step.starts_with("SCAN")
            // `walk` finds each of its rows by key (see `chain`).
            && step != "SCAN walk"
            // A few hundred rows at most.
            && step != "SCAN marks"
            // How its own rows are found are steps of their own.
            && !step.starts_with("SCAN (subquery")
            && !step.contains("VIRTUAL TABLE")
            && !step.contains("CONSTANT ROW")
            && !step.contains("VALUES CLAUSE");
        assert!(!scans, "{step} in {statement}");
    }
}

/// Lists what a turn says to the storage.
fn bill(test: &mut CenterTest, turn: impl FnOnce(&mut CenterTest)) -> String {
    test.sql.listen();
    turn(test);
    let heard = test.sql.heard();
    let mut bill = String::new();
    let mut total = 0;
    for Heard {
        statement,
        n_listed,
        ..
    } in &heard
    {
        assert_no_scan(&test.sql, statement);
        let rows = n_listed * written(&test.sql, statement);
        total += rows;
        let words: Vec<&str> = statement.split_whitespace().collect();
        let subject = match words[0] {
            "SELECT" => words
                .windows(2)
                .rev()
                .find(|pair| pair[0] == "FROM")
                .map(|pair| pair[1]),
            "UPDATE" => Some(words[1]),
            _ => Some(words[2]),
        };
        bill.push_str(&format!(
            "{rows} {} {}\n",
            words[0],
            subject.unwrap_or_default()
        ));
    }
    format!("{} statements, {total} rows\n{bill}", heard.len())
}

/// A conversation that has found its operator.
fn talking() -> CenterTest {
    let mut test = CenterTest::new();
    test.widget("anna")
        .say("anna", "c1", "Hello?")
        .reply("ada", 1, "r1", "Yes?");
    test.pass(60_000);
    test
}

#[test]
fn a_visitors_message_writes_four_rows() {
    let mut test = talking();
    test.say("anna", "c2", "Do you ship?");
    let bill = bill(&mut test, |test| {
        test.pass(1).say("anna", "c3", "To Riga, I mean.");
    });
    assert_snapshot!(bill, @r"
    3 statements, 4 rows
    0 SELECT messages
    2 INSERT messages
    2 INSERT dialogs
    ");
}

#[test]
fn a_message_that_changes_who_waits_writes_six_rows() {
    let mut test = talking();
    let bill = bill(&mut test, |test| {
        test.say("anna", "c2", "Do you ship to Riga?");
    });
    assert_snapshot!(bill, @r"
    3 statements, 6 rows
    0 SELECT messages
    2 INSERT messages
    4 INSERT dialogs
    ");
}

#[test]
fn an_operators_further_reply_writes_three_rows() {
    let mut test = talking();
    let bill = bill(&mut test, |test| {
        test.reply("ada", 1, "r2", "We do.");
    });
    assert_snapshot!(bill, @r"
    3 statements, 3 rows
    0 SELECT messages
    2 INSERT messages
    1 INSERT dialogs
    ");
}

#[test]
fn a_reply_to_who_waits_writes_six_rows_at_most() {
    let mut test = talking();
    test.say("anna", "c2", "Do you ship to Riga?");
    let bill = bill(&mut test, |test| {
        test.reply("ada", 1, "r2", "We do.");
    });
    assert_snapshot!(bill, @r"
    3 statements, 6 rows
    0 SELECT messages
    2 INSERT messages
    4 INSERT dialogs
    ");
}

#[test]
fn a_visitors_first_message_is_the_dearest() {
    let mut test = CenterTest::new();
    test.widget("anna");
    let bill = bill(&mut test, |test| {
        test.say("anna", "c1", "Hello?");
    });
    // At most: the index of merged clients has no entry of a new one.
    assert_snapshot!(bill, @r"
    10 statements, 18 rows
    0 SELECT messages
    0 SELECT identities
    0 SELECT visits
    3 INSERT clients
    2 INSERT identities
    1 DELETE visits
    2 DELETE due
    4 INSERT messages
    6 INSERT dialogs
    0 SELECT due
    ");
}

#[test]
fn no_statement_of_a_message_is_prepared_anew_for_its_values() {
    let mut test = talking();
    test.widget("vera").say("vera", "v1", "Good day!");
    let talk = |test: &mut CenterTest, n: u32| {
        test.say("anna", &format!("a{n}"), "Hm")
            .say("vera", &format!("v{n}"), "Hm")
            .reply("ada", 1, &format!("r{n}"), "Hm");
        let (anna, vera) = (test.peer("anna"), test.peer("vera"));
        test.turn(vec![
            Input::FromVisitor(anna, crate::harness::say(&format!("A{n}"), "Hm")),
            Input::FromVisitor(vera, crate::harness::say(&format!("V{n}"), "Hm")),
        ]);
    };
    talk(&mut test, 2);
    test.sql.listen();
    talk(&mut test, 3);
    for heard in test.sql.heard() {
        assert!(!heard.is_reprepared, "{}", heard.statement);
    }
}

#[test]
fn a_turn_of_many_messages_takes_a_statement_for_eight() {
    let mut test = talking();
    test.widget("vera").say("vera", "v1", "Good day!");
    let (anna, vera) = (test.peer("anna"), test.peer("vera"));
    let mut inputs = Vec::new();
    for n in 0..10 {
        for peer in [&anna, &vera] {
            let said = crate::harness::say(&format!("m{n}"), "Hm");
            let got = FromVisitor::Got { seq: Seq(n) };
            inputs.push(Input::FromVisitor(peer.clone(), said));
            // Nothing an operator said is new to either.
            inputs.push(Input::FromVisitor(peer.clone(), got));
        }
    }
    let upto_now = FromVisitor::Got { seq: Seq(99) };
    test.visitor("anna", upto_now.clone())
        .visitor("vera", upto_now);
    let bill = bill(&mut test, |test| {
        test.turn(inputs);
    });
    assert_snapshot!(bill, @r"
    6 statements, 45 rows
    0 SELECT json_each(?)
    16 INSERT messages
    16 INSERT messages
    8 INSERT messages
    1 INSERT dialogs
    4 INSERT dialogs
    ");
}

#[test]
fn after_a_sleep_a_visitors_message_reads_its_client_and_dialog_once() {
    let mut test = talking();
    test.life = Life::ForATurn;
    test.alarm();
    test.life = Life::Lasting;
    let bill = bill(&mut test, |test| {
        test.say("anna", "c2", "Do you ship to Riga?");
    });
    assert!(
        bill.contains("0 SELECT identities\n0 SELECT dialogs\n0 SELECT clients\n2 INSERT messages"),
        "{bill}"
    );
}

#[test]
fn pruning_reads_what_it_prunes_and_not_the_whole_log() {
    let mut test = talking();
    test.sql
        .raw()
        .execute_batch(
            "INSERT INTO events (seq, kind) VALUES (200000, 'center');
             INSERT INTO due (kind, key, at) VALUES ('prune', '', 0);",
        )
        .unwrap();
    test.life = Life::ForATurn;
    test.sql.listen();
    test.alarm();
    let heard = test.sql.heard();
    let pruning = heard
        .iter()
        .find(|it| it.statement.contains("DELETE FROM events"))
        .expect("the log is pruned");
    let plan = plan(&test.sql, &pruning.statement).join("; ");
    assert!(
        plan.contains("SEARCH events USING INTEGER PRIMARY KEY"),
        "{plan}"
    );
}

#[test]
fn no_predicate_scans_a_table() {
    use beseda_protocol::ask::marks::AddMark;
    use beseda_protocol::filter::{Filter, Order, Predicate, StateFilter, Tab};
    use beseda_protocol::ids::{ChannelId, OperatorId};
    use beseda_protocol::mark::MarkKind;
    let mut test = talking();
    let mut mark = |kind, name: &str| {
        let name = name.into();
        test.asked("ada", AddMark { kind, name }).unwrap().id
    };
    let (tag, label) = (mark(MarkKind::Tag, "t"), mark(MarkKind::Label, "l"));
    let part = String::from("7");
    let (name, value) = (Some(part.clone()), Some(part.clone()));
    let (from, before) = (Some("2023-11-01".into()), None);
    let alone = [
        Predicate::Search { part: part.clone() },
        Predicate::Client { part: part.clone() },
        Predicate::Comment { part },
        Predicate::Marked { any_of: vec![tag] },
        Predicate::Marked {
            any_of: vec![label],
        },
        Predicate::Marked {
            any_of: vec![tag, label],
        },
        Predicate::Unmarked {
            none_of: vec![tag, label],
        },
        Predicate::Channels {
            any_of: vec![ChannelId(1)],
        },
        Predicate::Sites {
            any_of: vec!["s1".into()],
        },
        Predicate::Responsible {
            any_of: vec![OperatorId(1)],
        },
        Predicate::Unanswered {},
        Predicate::Unread {},
        Predicate::Registered { from, before },
        Predicate::Variable {
            name: name.clone(),
            value: None,
        },
        Predicate::Variable {
            name: None,
            value: value.clone(),
        },
        Predicate::Variable { name, value },
    ];
    let bill = bill(&mut test, |test| {
        for state in StateFilter::ALL {
            for predicate in &alone {
                let asked = ListDialogs {
                    filter: Filter {
                        state: *state,
                        tab: Tab::All,
                        all_of: vec![predicate.clone()],
                    },
                    order: Order::Newest,
                    behind: None,
                };
                test.operator("ada", FromOperator::ask(Ask(1), asked));
            }
        }
    });
    assert!(!bill.is_empty());
}

#[test]
fn no_question_scans_a_table() {
    let mut test = talking();
    let bill = bill(&mut test, |test| {
        use beseda_protocol::filter::{Filter, Order, Predicate, Query, StateFilter, Tab};
        let (ask, dialog) = (Ask(1), DialogId(1));
        for state in StateFilter::ALL {
            for tab in Tab::ALL {
                for order in Order::ALL {
                    let asked = ListDialogs {
                        filter: Filter {
                            state: *state,
                            tab: *tab,
                            all_of: vec![],
                        },
                        order: *order,
                        behind: None,
                    };
                    test.operator("ada", FromOperator::ask(ask, asked));
                }
            }
        }
        let shared = SaveFilter {
            name: "Shared".into(),
            query: Query::default(),
            is_shared: true,
        };
        test.operator("ada", FromOperator::ask(ask, shared));
        for all_of in [
            vec![],
            vec![Predicate::Unread {}],
            vec![Predicate::Search {
                part: "anna".into(),
            }],
        ] {
            let behind = None;
            test.operator(
                "ada",
                FromOperator::ask(ask, ListClients { all_of, behind }),
            );
        }
        let reply = SaveReply {
            name: "Hello".into(),
            shortcut: Some("hi".into()),
            folder: String::new(),
            text: "Hello".into(),
            files: vec![],
            scope: ReplyScope::Shared {},
        };
        test.operator("ada", FromOperator::ask(ask, reply));
        let replies = ListSavedReplies { behind: None };
        test.operator("ada", FromOperator::ask(ask, replies));
        test.operator("ada", FromOperator::ask(ask, OpenDialog { dialog }));
        let before = MessageId(9);
        test.operator("ada", FromOperator::ask(ask, History { dialog, before }));
        test.visitor("anna", FromVisitor::History { ask, before });
        test.visitor("anna", FromVisitor::Got { seq: Seq(2) });
        test.visitor("anna", FromVisitor::Read { upto: before });
        test.operator(
            "ada",
            FromOperator::Opened {
                dialog,
                upto: before,
            },
        );
        test.visitor("anna", FromVisitor::Typing { on: true });
        test.hello("anna")
            .hello("ada")
            .hello_with("anna", None)
            .hello_with("ada", None);
        test.alarm();
        test.close("ada", 1).say("anna", "c9", "Again");
    });
    assert!(!bill.is_empty());
}
