//! The rules over a center's file, while no relay runs on it: what the relay would do for
//! a turn is done here, and statements can be noted.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use beseda_center::Center;
use beseda_center::storage::fault::Fault;
use beseda_center::storage::sql::{Row, Sql, Value};
use beseda_center::turn::command::{Command, Reply};
use beseda_center::turn::{Context, Entropy, Input, Lines, Output, Peer, Ticket};
use beseda_chaos::chance::Chance;
use beseda_chaos::sim::storage::Storage;
use beseda_protocol::ask::{Answer, Asked};
use beseda_protocol::frames;
use beseda_protocol::ids::{Ask, IdentityId, OperatorId, Timestamp};
use beseda_protocol::operator::{FromOperator, ToOperator};
use rusqlite::{Connection, StatementStatus};
use rustix::time::{ClockId, clock_gettime};

/// See the module.
pub(super) struct Rules {
    notebook: Notebook,
    center: Center<Notebook>,
    pub(super) now: Timestamp,
    entropy: Drawn,
    rings_at: Option<Timestamp>,
    wants_slice: bool,
}

/// A turn.
pub(super) struct Turn {
    /// Of the processor for what the rules did, commit left out: neighbours take no part of
    /// it.
    pub(super) time: Duration,
    outputs: Vec<Output>,
}

/// What was asked of SQLite.
#[derive(Debug, Clone)]
pub(super) struct Noted {
    pub(super) statement: String,
    /// Steps of its machine: no neighbour takes part of them.
    pub(super) steps: u64,
}

impl Rules {
    /// Over a file, set so, at the time at which somebody last signed in.
    pub(super) fn over(file: &Path, settings: &str) -> Self {
        let connection = Connection::open(file).expect("the center's file is there");
        connection
            .execute_batch(settings)
            .expect("SQLite knows its settings");
        let now = "SELECT max(used_at) FROM sessions";
        let now = connection.query_row(now, [], |row| row.get::<_, i64>(0));
        let now = Timestamp(now.expect("the owner is signed in").unsigned_abs());
        let notebook = Notebook {
            storage: Storage::over(connection),
            noted: Rc::default(),
        };
        Self {
            center: Center::new(notebook.clone(), b"nobody's secret".to_vec()),
            notebook,
            now,
            entropy: Drawn(Chance::new(now.0)),
            rings_at: None,
            wants_slice: false,
        }
    }

    /// SQLite itself.
    pub(super) fn sql(&self) -> &Connection {
        self.notebook.storage.raw()
    }

    /// How many rows a table has, or a part of it.
    pub(super) fn count(&self, what: &str) -> u64 {
        let sql = format!("SELECT count(*) FROM {what}");
        let n = self.sql().query_row(&sql, [], |row| row.get::<_, i64>(0));
        n.expect("the tables are known").unsigned_abs()
    }

    /// One turn. What was due before it rings first.
    pub(super) fn turn(&mut self, inputs: Vec<Input>) -> Turn {
        if self.rings_at.is_some_and(|at| at <= self.now) {
            self.rings_at = None;
            self.take(vec![Input::Alarm]);
        }
        self.take(inputs)
    }

    /// Gives slices until none is wanted any more.
    pub(super) fn settle(&mut self) {
        while self.wants_slice {
            self.take(vec![Input::Slice]);
        }
    }

    /// The next slice, if one is wanted.
    pub(super) fn slice(&mut self) -> Option<Turn> {
        self.wants_slice.then(|| self.take(vec![Input::Slice]))
    }

    /// What a route is answered.
    pub(super) fn command(&mut self, command: Command) -> Reply {
        let turn = self.turn(vec![Input::Command(Ticket(1), command)]);
        let answer = turn.outputs.into_iter().find_map(|output| match output {
            Output::Answer(_, answer) => Some(answer),
            _ => None,
        });
        answer
            .expect("every command is answered")
            .expect("nothing is refused")
    }

    /// What a question is answered that takes one turn.
    pub(super) fn ask<Q: Asked>(&mut self, who: &Peer, question: Q) -> Q::Answer {
        let said = FromOperator::ask(Ask(1), question);
        let turn = self.turn(vec![Input::FromOperator(who.clone(), said)]);
        let answer = turn.answer().and_then(Q::given);
        answer.expect("it takes one turn")
    }

    /// From here on, notes every statement.
    pub(super) fn note(&self) {
        *self.notebook.noted.borrow_mut() = Some(Vec::new());
    }

    /// What was noted since [`Self::note`].
    pub(super) fn noted(&self) -> Vec<Noted> {
        self.notebook.noted.take().unwrap_or_default()
    }

    fn take(&mut self, inputs: Vec<Input>) -> Turn {
        let mut context = Context {
            now: self.now,
            entropy: &mut self.entropy,
            lines: &Nobody,
        };
        self.notebook.storage.begin();
        let begun = spent();
        let outputs = self.center.turn(&mut context, inputs);
        let time = spent() - begun;
        self.notebook.storage.commit();
        let outputs = outputs.expect("the storage is sound");
        self.wants_slice = outputs.contains(&Output::Slice);
        let mut alarms = outputs.iter().filter_map(|output| match output {
            Output::Alarm(at) => Some(*at),
            _ => None,
        });
        self.rings_at = alarms.next_back().or(self.rings_at);
        Turn { time, outputs }
    }
}

impl Turn {
    /// What a question was answered in it, if it was.
    ///
    /// # Panics
    /// When something was refused.
    pub(super) fn answer(&self) -> Option<Answer> {
        let frames = self.frames().flat_map(|text| {
            frames::from_text::<ToOperator>(text).expect("the center says frames")
        });
        let mut answers = frames.filter_map(|frame| match frame {
            ToOperator::Answer { answer, .. } => Some(answer),
            _ => None,
        });
        answers.next()
    }

    /// Makes sure that all of it was done.
    pub(super) fn check(&self) {
        self.frames().for_each(drop);
    }

    fn frames(&self) -> impl Iterator<Item = &str> {
        self.outputs.iter().filter_map(|output| match output {
            Output::Frame(_, frame) => {
                let is_refused = frame.text.starts_with(r#"{"t":"refused""#);
                assert!(!is_refused, "{}", frame.text);
                Some(frame.text.as_str())
            }
            _ => None,
        })
    }
}

/// Of the processor by this thread, ever.
fn spent() -> Duration {
    let spent = clock_gettime(ClockId::ThreadCPUTime);
    spent.try_into().expect("no time is negative")
}

/// SQLite, and what it was asked.
#[derive(Clone)]
struct Notebook {
    storage: Storage,
    noted: Rc<RefCell<Option<Vec<Noted>>>>,
}

impl Sql for Notebook {
    fn query(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        self.storage.query_and_see(statement, values, |done| {
            let steps = done.reset_status(StatementStatus::VmStep);
            if let Some(noted) = self.noted.borrow_mut().as_mut() {
                noted.push(Noted {
                    statement: statement.to_owned(),
                    steps: steps.unsigned_abs().into(),
                });
            }
        })
    }
}

/// The same in each run.
struct Drawn(Chance);

impl Entropy for Drawn {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            let [drawn] = self.0.bytes();
            *byte = drawn;
        }
    }
}

/// Nobody is connected.
struct Nobody;

impl Lines for Nobody {
    fn is_identity_online(&self, _: &IdentityId) -> bool {
        false
    }

    fn operators_online(&self) -> Vec<OperatorId> {
        Vec::new()
    }
}
