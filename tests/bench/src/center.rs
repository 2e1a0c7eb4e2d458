//! What is asked of a center with 100,000 clients, as many dialogs and a million messages,
//! beside one of a tenth: of its rules alone, over its own file, and of the relay that runs
//! on that file, over a socket.
//!
//! | module | owns |
//! |---|---|
//! | [`world`], [`words`] | who is there, and what was said |
//! | [`rules`] | the rules over a center's file |
//! | [`questions`] | what is asked |
//! | [`natively`] | what the rules take for it |
//! | [`over_the_wire`] | how long who asks the relay waits, and who writes meanwhile |

mod natively;
mod over_the_wire;
mod questions;
mod rules;
mod words;
mod world;

use std::fmt;
use std::path::Path;

use beseda_tests::storage;
use serde::Serialize;

use crate::beseda::Beseda;
use crate::table::{Table, figure};
use natively::Taken;
use over_the_wire::{Beside, Waited};
use questions::{Kind, Named};
use rules::Rules;
use world::World;

/// How many dialogs: what is compared, the smaller first.
pub(crate) const SIZES: [usize; 2] = [10_000, 100_000];

/// What a turn of a first page may take, in ms.
const TURN_MS: f64 = 5.0;
/// How many times as long a page may take where there is ten times as much.
const GROWTH: f64 = 2.0;
/// How much longer a visitor may wait while somebody searches, in ms.
const WAIT_MS: f64 = 2.0;

/// Nobody waits for a flush while a center is filled.
const FILLING: &str = "PRAGMA synchronous = OFF; PRAGMA cache_size = -100000;
    PRAGMA wal_autocheckpoint = 10000";

/// See the module.
#[derive(Debug, Serialize)]
pub(crate) struct Center {
    centers: Vec<Measured>,
    rows: Vec<Row>,
    beside: Vec<Beside>,
}

/// A center that was asked.
#[derive(Debug, Serialize)]
struct Measured {
    dialogs: usize,
    messages: u64,
    bytes: u64,
    /// From its start until the relay had answered, in ms.
    woke_ms: f64,
}

/// A question, at each size.
#[derive(Debug, Serialize)]
struct Row {
    name: String,
    kind: Kind,
    natively: Vec<Taken>,
    waited: Vec<Option<Waited>>,
}

impl Center {
    /// Measures.
    pub(crate) async fn measure(host: &Path, workerd: &Path, sizes: &[usize]) -> Self {
        let mut measured = Self {
            centers: Vec::new(),
            rows: Vec::new(),
            beside: Vec::new(),
        };
        for dialogs in sizes {
            let mut beseda = Beseda::start(host, workerd).await;
            let questions = measured.size(&mut beseda, *dialogs).await;
            if Some(dialogs) == sizes.last() {
                eprintln!("• visitors beside who searches");
                measured.beside = over_the_wire::beside(&beseda, &questions).await;
            }
        }
        measured
    }

    async fn size(&mut self, beseda: &mut Beseda, dialogs: usize) -> Vec<Named> {
        let mut found = None;
        let woke = beseda
            .restart(|data| found = Some(natively(&storage::center(data), dialogs)))
            .await;
        let (questions, messages, taken) = found.expect("it was asked");
        eprintln!("• over the wire");
        let waited = over_the_wire::measure(beseda, &questions).await;
        if self.rows.is_empty() {
            self.rows = questions.iter().map(Row::of).collect();
        }
        for (row, (taken, waited)) in self.rows.iter_mut().zip(taken.into_iter().zip(waited)) {
            row.natively.push(taken);
            row.waited.push(waited);
        }
        self.centers.push(Measured {
            dialogs,
            messages,
            bytes: beseda.bytes_kept(),
            woke_ms: woke.as_secs_f64() * 1e3,
        });
        questions
    }
}

/// Fills a center's file with dialogs of such lengths; how many messages it has then.
pub(crate) fn fill(file: &Path, dialogs: u64, lengths: &[u64]) -> (World, u64) {
    let mut rules = Rules::over(file, FILLING);
    let world = world::fill(&mut rules, dialogs, lengths);
    (world, rules.count("messages"))
}

/// Fills a center's file and asks its rules.
fn natively(file: &Path, dialogs: usize) -> (Vec<Named>, u64, Vec<Taken>) {
    let (world, messages) = fill(file, dialogs as u64, &world::LENGTHS);
    eprintln!("• of the rules alone");
    let questions = Named::all(&world);
    let mut rules = Rules::over(file, "PRAGMA wal_checkpoint(TRUNCATE)");
    let taken = natively::measure(&mut rules, &world, &questions);
    (questions, messages, taken)
}

impl Row {
    fn of(question: &Named) -> Self {
        Self {
            name: question.name.clone(),
            kind: question.kind,
            natively: Vec::new(),
            waited: Vec::new(),
        }
    }

    /// Of the largest center, and how many times that is what it was in the smallest.
    fn largest(&self) -> Option<(&Taken, f64)> {
        let (first, last) = (self.natively.first()?, self.natively.last()?);
        Some((last, last.ms / first.ms))
    }

    /// Whether there is an aim for it.
    fn is_aimed_at(&self) -> bool {
        matches!(self.kind, Kind::Tab | Kind::Order | Kind::Predicate)
    }
}

impl fmt::Display for Center {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for center in &self.centers {
            writeln!(
                f,
                "A center of {} dialogs and {} messages takes {} MB; the relay answered {} ms after its start.",
                figure(center.dialogs as f64),
                figure(center.messages as f64),
                figure(center.bytes as f64 / 1e6),
                figure(center.woke_ms),
            )?;
        }
        writeln!(f, "\n{}", self.of_the_rules())?;
        self.aims(f)?;
        writeln!(f, "\n{}", self.over_the_wire())?;
        writeln!(f, "{}", self.of_visitors())
    }
}

impl Center {
    fn of_the_rules(&self) -> Table {
        let mut table = Table::new([
            "asked of the rules alone",
            "found",
            "ms",
            "longest turn",
            "turns",
            "steps",
            "ms of a tenth",
            "× that",
            "× its steps",
            "how",
        ]);
        for row in &self.rows {
            let (Some(tenth), Some((taken, growth))) = (row.natively.first(), row.largest()) else {
                continue;
            };
            table.row([
                row.name.clone(),
                figure(taken.found as f64),
                figure(taken.ms),
                figure(taken.longest_ms),
                taken.turns.to_string(),
                figure(taken.steps as f64),
                figure(tenth.ms),
                format!("{growth:.2}"),
                format!("{:.2}", taken.steps as f64 / tenth.steps as f64),
                taken.shape(),
            ]);
        }
        table
    }

    /// Which of them are missed.
    fn aims(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let aimed = self.rows.iter().filter(|row| row.is_aimed_at());
        let names = |is_missed: &dyn Fn(&Taken, f64) -> bool| {
            let missed = aimed.clone().filter(|row| {
                let largest = row.largest();
                largest.is_some_and(|(taken, growth)| is_missed(taken, growth))
            });
            let names: Vec<&str> = missed.map(|row| row.name.as_str()).collect();
            match names[..] {
                [] => "none".to_owned(),
                _ => names.join("; "),
            }
        };
        writeln!(
            f,
            "Of tabs, orders and single predicates a turn takes longer than {TURN_MS} ms: {}.\n
A first page takes longer than that, over all of its turns: {}.\n
It takes more than {GROWTH} times as long as in the smaller center: {}.\n
What few dialogs have takes as long as there are of them, up to as many as a walk would
look at: in the larger center more.",
            names(&|taken, _| taken.longest_ms > TURN_MS),
            names(&|taken, _| taken.ms > TURN_MS),
            names(&|_, growth| growth > GROWTH),
        )
    }

    fn over_the_wire(&self) -> Table {
        let mut table = Table::new([
            "asked over a socket",
            "p50, ms",
            "of the smallest",
            "×",
            "turns",
            "rows read",
            "p50 of a tenth, ms",
        ]);
        for row in &self.rows {
            let (Some(Some(tenth)), Some(Some(waited))) = (row.waited.first(), row.waited.last())
            else {
                continue;
            };
            table.row([
                row.name.clone(),
                figure(waited.p50),
                figure(waited.smallest),
                format!("{:.2}", waited.p50 / waited.smallest),
                waited.turns.to_string(),
                figure(waited.rows_read as f64),
                figure(tenth.p50),
            ]);
        }
        table
    }

    fn of_visitors(&self) -> Table {
        let mut table = Table::new([
            "ten visitors write while somebody asks for",
            "answers",
            "ack p50, ms",
            "p99",
            "p99 beyond the quiet one",
            "aim",
        ]);
        let quiet = self.beside.first().map_or(0.0, |beside| beside.p99());
        for beside in &self.beside {
            let more = beside.p99() - quiet;
            table.row([
                beside.what.clone(),
                beside.answers.to_string(),
                figure(beside.p50()),
                figure(beside.p99()),
                format!("{more:.2}"),
                if more <= WAIT_MS { "met" } else { "missed" }.to_owned(),
            ]);
        }
        table
    }
}
