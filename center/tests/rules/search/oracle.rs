//! Search beside the naive way: every stored text, folded, either has what is sought in it
//! or not.

use beseda_center::turn::Input;
use beseda_protocol::ask::clients::DeleteClient;
use beseda_protocol::ask::search::SearchMessages;
use beseda_protocol::ask::team::SetAccess;
use beseda_protocol::fold::fold;
use beseda_protocol::ids::{Cid, ClientId, DialogId};
use beseda_protocol::operator::FromOperator;
use beseda_protocol::team::{Access, Others, Role};
use beseda_protocol::unseen::is_unseen;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{fill_up, found, ids};
use crate::harness::{CenterTest, say};

/// The beginning of Anna Karenina, Leo Tolstoy, 1877: words in many forms.
const TOLSTOY: &str = include_str!("tolstoy.txt");

/// What people write beside words.
const OTHERS: [&str; 8] = [
    "Заказ № 17-34/Б, 1 500,50 ₽",
    "+371 20 98 76 54",
    "order NL-20418 (2 pcs.)",
    "👍🏽 спасибо!!! 👩‍👩‍👧",
    "\"quoted\" AND 'NOT' text:* ^5",
    "СТРАẞE, straße, İstanbul",
    "Ёжик",
    "ок",
];

const VISITORS: [&str; 4] = ["anna", "boris", "vera", "gleb"];

#[derive(Debug, Clone)]
enum Deed {
    Say(usize, String),
    Reply(Index, String),
    Note(Index, String),
    Close(Index),
    Delete(Index),
    Slices(usize),
    FillUp,
    Reload,
    Seek(String),
}

/// A text, as somebody might write it.
fn text() -> impl Strategy<Value = String> {
    let lines: Vec<&str> = TOLSTOY.lines().chain(OTHERS).collect();
    (select(lines), 0..4u8).prop_map(|(line, style)| match style {
        0 => line.to_uppercase(),
        1 => line.replace('е', "ё"),
        2 => line.replace(' ', "\n"),
        _ => line.to_owned(),
    })
}

/// A part of such a text.
fn part() -> impl Strategy<Value = String> {
    (text(), any::<Index>(), 3..12usize).prop_map(|(text, from, len)| {
        let text = text.replace('\n', " ");
        let letters: Vec<char> = text.chars().collect();
        let from = from.index(letters.len());
        letters[from..].iter().take(len).collect()
    })
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let index = any::<Index>;
    let deed = prop_oneof![
        10 => (0..VISITORS.len(), text()).prop_map(|(who, text)| Deed::Say(who, text)),
        4 => (index(), text()).prop_map(|(dialog, text)| Deed::Reply(dialog, text)),
        2 => (index(), text()).prop_map(|(dialog, text)| Deed::Note(dialog, text)),
        1 => index().prop_map(Deed::Close),
        1 => index().prop_map(Deed::Delete),
        6 => (1..8usize).prop_map(Deed::Slices),
        1 => Just(Deed::FillUp),
        2 => Just(Deed::Reload),
        6 => part().prop_map(Deed::Seek),
    ];
    vec(deed, 1..120)
}

struct Play {
    test: CenterTest,
    n_cids: u64,
}

impl Play {
    fn new() -> Self {
        let mut test = CenterTest::new();
        test.hire("olga", Role::Operator);
        // Who sees only what is his, or nobody's.
        let set = SetAccess {
            employee: test.id("olga"),
            from: Access::WHOLE,
            to: Access {
                others: Others::Hidden,
                ..Access::WHOLE
            },
        };
        test.asked("ada", set).unwrap();
        for visitor in VISITORS {
            test.widget(visitor);
        }
        Self { test, n_cids: 0 }
    }

    fn carry_out(&mut self, deed: Deed) -> Result<(), TestCaseError> {
        self.n_cids += 1;
        self.test.pass(60_000).quiet();
        let cid = Cid::from(format!("c{}", self.n_cids).as_str());
        match deed {
            Deed::Say(who, text) => {
                let peer = self.test.peer(VISITORS[who]);
                let said = say(cid.as_str(), &text);
                self.test.turn(vec![Input::FromVisitor(peer, said)]);
            }
            Deed::Reply(dialog, text) => {
                if let Some(dialog) = self.one_of("dialogs", dialog) {
                    let by = ["ada", "olga"][self.n_cids as usize % 2];
                    self.test.reply(by, dialog, cid.as_str(), &text);
                }
            }
            Deed::Note(dialog, text) => {
                if let Some(dialog) = self.one_of("dialogs", dialog) {
                    let dialog = DialogId(dialog);
                    let note = FromOperator::Note { cid, dialog, text };
                    self.test.operator("ada", note);
                }
            }
            Deed::Close(dialog) => {
                if let Some(dialog) = self.one_of("dialogs", dialog) {
                    self.test.close("ada", dialog);
                }
            }
            Deed::Delete(client) => {
                if let Some(client) = self.one_of("clients", client) {
                    let client = ClientId(client);
                    self.test.asked("ada", DeleteClient { client }).unwrap();
                }
            }
            Deed::Slices(n) => {
                for _ in 0..n {
                    self.test.turn(vec![Input::Slice]);
                }
            }
            Deed::FillUp => {
                fill_up(&mut self.test);
                self.test.console("olga");
            }
            // Who may not see everything is not told by a new object what he has missed.
            Deed::Reload => {
                self.test.reload().console("olga");
            }
            Deed::Seek(text) => self.seek(&text)?,
        }
        Ok(())
    }

    fn one_of(&self, table: &str, index: Index) -> Option<u64> {
        let statement = format!("SELECT cast(id AS TEXT) FROM {table}");
        let ids = self.test.sql.column(&statement);
        (!ids.is_empty()).then(|| ids[index.index(ids.len())].parse().unwrap())
    }

    /// Both find the same.
    fn seek(&mut self, text: &str) -> Result<(), TestCaseError> {
        let sought = fold(text.trim_matches(is_unseen));
        if sought.chars().count() < 3 {
            let (text, behind) = (text.to_owned(), None);
            let asked = self.test.asked("ada", SearchMessages { text, behind });
            prop_assert!(asked.is_err());
            return Ok(());
        }
        for viewer in ["ada", "olga"] {
            let found = ids(&found(&mut self.test, viewer, text));
            let naive = self.naive(viewer, &sought);
            prop_assert_eq!(found.iter().map(|id| id.0).collect::<Vec<_>>(), naive);
        }
        Ok(())
    }

    fn naive(&self, viewer: &str, folded: &str) -> Vec<u64> {
        let seen = match viewer {
            "olga" => format!("d.responsible IN (0, {})", self.test.id("olga")),
            _ => "true".to_owned(),
        };
        let statement = format!(
            "SELECT m.id, m.text FROM messages m JOIN dialogs d ON d.id = m.dialog
             WHERE m.text IS NOT NULL AND {seen} ORDER BY m.id DESC"
        );
        let mut statement = self.test.sql.raw().prepare(&statement).unwrap();
        let rows = statement.query_map([], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        });
        let rows = rows.unwrap().map(Result::unwrap);
        rows.filter(|(_, text)| fold(text).contains(folded))
            .map(|(id, _)| id.unsigned_abs())
            .collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn search_finds_what_has_the_text_in_it_and_nothing_else(
        deeds in deeds(),
        parts in vec(part(), 1..6),
    ) {
        let mut play = Play::new();
        for deed in deeds {
            play.carry_out(deed)?;
        }
        for part in parts.iter() {
            play.seek(part)?;
        }
        play.test.settle();
        for part in parts {
            play.seek(&part)?;
        }
    }
}
