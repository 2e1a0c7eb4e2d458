//! What the rules rely on in a storage, as checks that run over any of them:
//! natively over rusqlite, on workerd over a Durable Object's SQLite.
//!
//! Wants an empty database, and leaves a small center in it.

use beseda_protocol::ids::{IdentityId, MessageId, OperatorId, Timestamp};
use beseda_protocol::message::Draft;
use beseda_protocol::visitor::FromVisitor;

use crate::Center;
use crate::storage::cells::Cells;
use crate::storage::fault::Fault;
use crate::storage::sql::{Row, Sql, Value};
use crate::storage::write_buffer::Storage;
use crate::storage::{schema, search};
use crate::turn::command::{Command, Reply};
use crate::turn::{Context, Entropy, Input, LineId, Lines, Output, Peer, Ticket};

/// The largest whole number that a double tells from its neighbours.
const EXACT_MAX: i64 = 1 << 53;

/// One check: its name as a sentence, and how it is done.
type Check = (&'static str, fn(&dyn Sql) -> Result<(), String>);

const CHECKS: &[Check] = &[
    ("whole numbers come back whole", whole_numbers),
    ("text and bytes come back as they went", text_and_bytes),
    ("a STRICT table refuses what is of another type", strict),
    ("a taken key is a fault and writes nothing", taken_key),
    ("a list of ids travels as JSON", id_list),
    ("a list of rows travels as JSON, any text in it", row_list),
    ("a page is bounded by bound numbers", bound_limit),
    ("a hundred variables are allowed", many_variables),
    ("a computed column can be searched", computed_column),
    ("rows are ordered by place", row_values),
    (
        "a search table finds parts of what was put in",
        search_finds,
    ),
    ("a search table forgets what is taken out", search_forgets),
    (
        "a search table is merged into one piece, slice by slice",
        search_merges,
    ),
    ("a center is made, talks, and is found again", center),
];

/// Runs every check.
///
/// # Errors
/// The first check that failed, and why.
pub fn run(sql: &dyn Sql) -> Result<Vec<&'static str>, String> {
    for (name, check) in CHECKS {
        check(sql).map_err(|why| format!("{name}: {why}"))?;
    }
    Ok(CHECKS.iter().map(|(name, _)| *name).collect())
}

fn ask(sql: &dyn Sql, statement: &str, values: &[Value]) -> Result<Vec<Row>, String> {
    sql.query(statement, values)
        .map_err(|fault| fault.to_string())
}

fn expect(found: &[Row], wanted: &[Row]) -> Result<(), String> {
    match found == wanted {
        true => Ok(()),
        false => Err(format!("{found:?} instead of {wanted:?}")),
    }
}

/// Runs a check with a scratch table.
fn with_table(
    sql: &dyn Sql,
    columns: &str,
    check: impl FnOnce() -> Result<(), String>,
) -> Result<(), String> {
    ask(sql, &format!("CREATE TABLE suite ({columns}) STRICT"), &[])?;
    let outcome = check();
    ask(sql, "DROP TABLE suite", &[])?;
    outcome
}

fn whole_numbers(sql: &dyn Sql) -> Result<(), String> {
    with_table(sql, "n INTEGER", || {
        let numbers = [0, 1, 1_700_000_000_000, EXACT_MAX];
        for number in numbers {
            ask(sql, "INSERT INTO suite VALUES (?)", &[Value::Int(number)])?;
        }
        let wanted: Vec<Row> = numbers.iter().map(|n| vec![Value::Int(*n)]).collect();
        expect(&ask(sql, "SELECT n FROM suite ORDER BY n", &[])?, &wanted)?;
        let types = ask(sql, "SELECT DISTINCT typeof(n) FROM suite", &[])?;
        expect(&types, &[vec!["integer".into()]])
    })
}

fn text_and_bytes(sql: &dyn Sql) -> Result<(), String> {
    with_table(sql, "t TEXT, b BLOB", || {
        let text = "ё \u{0} 👩🏽‍🚀 '; --";
        let row = vec![Value::from(text), Value::Blob(vec![0, 255, 128])];
        ask(sql, "INSERT INTO suite VALUES (?, ?)", &row)?;
        ask(
            sql,
            "INSERT INTO suite VALUES (?, ?)",
            &[Value::Null, Value::Null],
        )?;
        let found = ask(sql, "SELECT t, b FROM suite ORDER BY t IS NULL", &[])?;
        expect(&found, &[row, vec![Value::Null, Value::Null]])
    })
}

fn strict(sql: &dyn Sql) -> Result<(), String> {
    with_table(sql, "n INTEGER", || {
        match sql.exec("INSERT INTO suite VALUES (?)", &["text".into()]) {
            Err(Fault::Storage(_)) => Ok(()),
            other => Err(format!("{other:?}")),
        }
    })
}

fn taken_key(sql: &dyn Sql) -> Result<(), String> {
    with_table(sql, "k TEXT PRIMARY KEY, n INTEGER", || {
        let insert = "INSERT INTO suite VALUES (?, ?)";
        ask(sql, insert, &["k".into(), Value::Int(1)])?;
        match sql.exec(insert, &["k".into(), Value::Int(2)]) {
            Err(Fault::Storage(_)) => {}
            other => return Err(format!("{other:?}")),
        }
        expect(
            &ask(sql, "SELECT n FROM suite", &[])?,
            &[vec![Value::Int(1)]],
        )
    })
}

fn id_list(sql: &dyn Sql) -> Result<(), String> {
    let ids: Vec<u64> = (1..=5_000).collect();
    let json = crate::turn::current::json(&ids);
    let statement = "SELECT count(*), sum(value) FROM json_each(?)";
    let found = ask(sql, statement, &[json.into()])?;
    expect(&found, &[vec![Value::Int(5_000), Value::Int(12_502_500)]])
}

fn row_list(sql: &dyn Sql) -> Result<(), String> {
    with_table(sql, "n INTEGER, t TEXT", || {
        let texts = ["", "a\0b", "\"\\", "ё\u{301}👩\u{200d}🚀\u{7f}\u{ffff}"];
        let rows: Vec<(u64, Option<&str>)> =
            (1..).zip(texts.map(Some)).chain([(9, None)]).collect();
        let insert = "INSERT INTO suite SELECT value ->> 0, value ->> 1 FROM json_each(?)";
        ask(sql, insert, &[crate::turn::current::json(&rows).into()])?;
        let wanted: Vec<Row> = (rows.into_iter())
            .map(|(n, text)| vec![n.into(), text.into()])
            .collect();
        expect(
            &ask(sql, "SELECT n, t FROM suite ORDER BY n", &[])?,
            &wanted,
        )
    })
}

fn bound_limit(sql: &dyn Sql) -> Result<(), String> {
    let statement = "SELECT value FROM json_each('[1,2,3]') LIMIT ?";
    let found = ask(sql, statement, &[Value::Int(2)])?;
    expect(&found, &[vec![Value::Int(1)], vec![Value::Int(2)]])
}

fn many_variables(sql: &dyn Sql) -> Result<(), String> {
    let values = vec![Value::Int(1); 100];
    let marks = vec!["?"; 100].join(", ");
    let found = ask(sql, &format!("SELECT 1 WHERE 1 IN ({marks})"), &values)?;
    expect(&found, &[vec![Value::Int(1)]])
}

fn computed_column(sql: &dyn Sql) -> Result<(), String> {
    with_table(sql, "n INTEGER, odd INTEGER AS (n % 2)", || {
        ask(sql, "CREATE INDEX suite_odd ON suite (odd)", &[])?;
        for n in 1..=4 {
            ask(sql, "INSERT INTO suite (n) VALUES (?)", &[Value::Int(n)])?;
        }
        let statement = "SELECT n FROM suite WHERE odd = ? ORDER BY n";
        let found = ask(sql, statement, &[Value::Int(1)])?;
        expect(&found, &[vec![Value::Int(1)], vec![Value::Int(3)]])
    })
}

fn row_values(sql: &dyn Sql) -> Result<(), String> {
    with_table(sql, "a INTEGER, b INTEGER", || {
        for (a, b) in [(1, 9), (2, 1), (2, 2)] {
            let row = [Value::Int(a), Value::Int(b)];
            ask(sql, "INSERT INTO suite VALUES (?, ?)", &row)?;
        }
        let statement = "SELECT b FROM suite WHERE (a, b) < (?, ?) ORDER BY a DESC, b DESC";
        let found = ask(sql, statement, &[Value::Int(2), Value::Int(2)])?;
        expect(&found, &[vec![Value::Int(1)], vec![Value::Int(9)]])
    })
}

/// Runs a check with a table of the search index.
fn with_search(
    sql: &dyn Sql,
    check: impl FnOnce(&Storage<'_>) -> Result<(), Fault>,
) -> Result<(), String> {
    let storage = Storage::new(sql);
    let outcome = search::make(&storage, SUITE).and_then(|()| check(&storage));
    ask(sql, "DROP TABLE search_0", &[])?;
    outcome.map_err(|fault| fault.to_string())
}

/// The number of the suite's search table: a center's begin with 1.
const SUITE: u64 = 0;

/// The rows of the suite's search table with a text in them before one, newest first.
fn places(storage: &Storage<'_>, text: &str, before: u64) -> Result<Vec<u64>, Fault> {
    let statement = "SELECT rowid FROM search_0
        WHERE text MATCH ? AND rowid < CAST(? AS INTEGER) ORDER BY rowid DESC";
    let phrase = format!("\"{}\"", text.replace('"', "\"\""));
    let rows = storage.query(statement, &[phrase.into(), before.into()])?;
    let place = |row| Cells::new(row, "search_0").int();
    rows.into_iter().map(place).collect()
}

fn same<T: PartialEq + std::fmt::Debug>(found: T, wanted: T) -> Result<(), Fault> {
    match found == wanted {
        true => Ok(()),
        false => Err(Fault::Storage(format!("{found:?} instead of {wanted:?}"))),
    }
}

fn folded(texts: &[(u64, &str)]) -> Vec<(MessageId, String)> {
    let row = |(id, text): &(u64, &str)| (MessageId(*id), (*text).to_owned());
    texts.iter().map(row).collect()
}

fn search_finds(sql: &dyn Sql) -> Result<(), String> {
    with_search(sql, |storage| {
        let large = EXACT_MAX.unsigned_abs() - 1;
        let texts = [
            (1, "зеленый чай"),
            (7, "чайник, \"чай\" - 50% * (50)"),
            (large, "👩🏽\u{200d}🚀 чай"),
        ];
        search::fill(storage, SUITE, &folded(&texts))?;
        let all = large + 1;
        same(places(storage, "чай", all)?, vec![large, 7, 1])?;
        same(places(storage, "чай", large)?, vec![7, 1])?;
        same(places(storage, "чай", 1)?, vec![])?;
        same(places(storage, "айни", all)?, vec![7])?;
        same(places(storage, "\"чай\" - 50% *", all)?, vec![7])?;
        same(places(storage, "🏽\u{200d}🚀", all)?, vec![large])?;
        same(places(storage, "ЧАЙ", all)?, vec![])?;
        same(places(storage, "зеленая", all)?, vec![])
    })
}

fn search_forgets(sql: &dyn Sql) -> Result<(), String> {
    with_search(sql, |storage| {
        search::fill(storage, SUITE, &folded(&[(1, "one tea"), (2, "two teas")]))?;
        same(search::remove(storage, SUITE, &[MessageId(3)])?, false)?;
        same(
            search::remove(storage, SUITE, &[MessageId(1), MessageId(3)])?,
            true,
        )?;
        same(places(storage, "tea", 9)?, vec![2])?;
        same(search::remove(storage, SUITE, &[MessageId(1)])?, false)
    })
}

fn search_merges(sql: &dyn Sql) -> Result<(), String> {
    with_search(sql, |storage| {
        for batch in 0..100 {
            let text = |n: u64| format!("this is message number {n}, and it says {}", n * 7_919);
            let texts = (batch * 10..batch * 10 + 10).map(|n| (MessageId(n), text(n)));
            search::fill(storage, SUITE, &texts.collect::<Vec<_>>())?;
        }
        let canary = folded(&[(1_000, "ⰰⰱⰲ")]);
        search::fill(storage, SUITE, &canary)?;
        same(is_held(storage, "ⰱⰲ")?, true)?;
        search::remove(storage, SUITE, &[MessageId(1_000)])?;
        let mut n_slices = 0;
        while search::merge(storage, SUITE)? {
            n_slices += 1;
            if n_slices > 1_000 {
                return Err(Fault::Storage("it never ends".to_owned()));
            }
        }
        same(n_slices > 1, true)?;
        same(is_held(storage, "ⰱⰲ")?, false)?;
        same(places(storage, "number 17", 2_000)?.len(), 11)?;
        // Nor is there anything to do for a piece from which nothing is gone.
        same(search::merge(storage, SUITE)?, false)?;
        // One that something is gone from is made anew, though it is alone.
        search::remove(storage, SUITE, &[MessageId(100)])?;
        same(search::merge(storage, SUITE)?, true)
    })
}

/// Whether letters lie in the pages of the suite's search table.
fn is_held(storage: &Storage<'_>, letters: &str) -> Result<bool, Fault> {
    let rows = storage.query("SELECT block FROM search_0_data", &[])?;
    Ok(rows.into_iter().flatten().any(|cell| match cell {
        Value::Blob(bytes) => {
            let mut parts = bytes.windows(letters.len());
            parts.any(|part| part == letters.as_bytes())
        }
        Value::Text(_) | Value::Int(_) | Value::Null => false,
    }))
}

struct Zeros;

impl Entropy for Zeros {
    fn fill(&mut self, bytes: &mut [u8]) {
        bytes.fill(0);
    }
}

struct NobodyElse;

impl Lines for NobodyElse {
    fn is_identity_online(&self, _client: &IdentityId) -> bool {
        true
    }
    fn operators_online(&self) -> Vec<OperatorId> {
        Vec::new()
    }
}

fn turn(sql: &dyn Sql, input: Input) -> Result<Vec<Output>, String> {
    let mut context = Context {
        now: Timestamp(1_700_000_000_000),
        entropy: &mut Zeros,
        lines: &NobodyElse,
    };
    // A new center for each turn: the storage is all it has.
    let mut center = Center::new(sql, b"secret".to_vec());
    let outputs = center.turn(&mut context, vec![input]);
    outputs.map_err(|fault| fault.to_string())
}

fn center(sql: &dyn Sql) -> Result<(), String> {
    let create = Command::Create {
        center: "eu-suite".into(),
        origin: "https://relay.example".into(),
        invitation: "hash".into(),
    };
    let created = turn(sql, Input::Command(Ticket(1), create))?;
    let wanted = Output::Answer(Ticket(1), Ok(Reply::Created { invited: true }));
    if !created.contains(&wanted) {
        return Err(format!("{created:?}"));
    }
    let peer = Peer::Visitor {
        line: LineId(1),
        identity: IdentityId("0f".repeat(16)),
        site: "test".into(),
        whence: Default::default(),
    };
    let say = |text: &str| {
        let body = Draft::Text { text: text.into() };
        let (cid, quote) = ("c1".into(), None);
        Input::FromVisitor(peer.clone(), FromVisitor::Say { cid, body, quote })
    };
    let first = frames(turn(sql, say("Hello?"))?);
    let again = frames(turn(sql, say("Hello?"))?);
    let other = frames(turn(sql, say("Goodbye."))?);
    if first.first() != again.first() || !first[0].starts_with(r#"{"t":"ack","cid":"c1""#) {
        return Err(format!("{first:?}, then {again:?}"));
    }
    if !other[0].contains("cid_reused") {
        return Err(format!("{other:?}"));
    }
    let versions = ask(sql, "SELECT version FROM schema", &[])?;
    expect(&versions, &[vec![schema::VERSION.into()]])
}

fn frames(outputs: Vec<Output>) -> Vec<String> {
    let frame = |output| match output {
        Output::Frame(_, frame) => Some(frame.text),
        _ => None,
    };
    outputs.into_iter().filter_map(frame).collect()
}
