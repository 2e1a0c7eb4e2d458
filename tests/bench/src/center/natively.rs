//! What the rules take for a question, over the center's own file: each slice's time, the
//! steps of SQLite's machine, and how it looks for rows.

use std::time::Duration;

use beseda_center::turn::{Input, Peer};
use beseda_protocol::ask::{Answer, Question};
use beseda_protocol::ids::Ask;
use beseda_protocol::operator::FromOperator;
use serde::Serialize;

use super::questions::{Named, What};
use super::rules::{Noted, Rules};
use super::world::World;

/// Each question is asked so often; an odd number, so that there is one in the middle.
const TIMES: usize = 7;

/// What a question took.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Taken {
    /// All of its turns, in ms.
    pub(super) ms: f64,
    /// The longest of them.
    pub(super) longest_ms: f64,
    pub(super) turns: usize,
    /// Of SQLite's machine.
    pub(super) steps: u64,
    pub(super) found: u64,
    /// Of the statement that took most of them.
    pub(super) plan: Vec<String>,
    pub(super) statement: String,
}

/// Asks everything, and again.
pub(super) fn measure(rules: &mut Rules, world: &World, questions: &[Named]) -> Vec<Taken> {
    questions
        .iter()
        .map(|question| {
            let who = match question.is_narrow {
                true => &world.narrow,
                false => &world.owner,
            };
            let mut taken: Vec<Taken> = (0..TIMES)
                .map(|_| ask(rules, who, &question.what))
                .collect();
            taken.sort_by(|one, other| one.ms.total_cmp(&other.ms));
            taken.swap_remove(TIMES / 2)
        })
        .collect()
}

fn ask(rules: &mut Rules, who: &Peer, what: &What) -> Taken {
    let (mut times, mut found) = (Vec::new(), 0);
    rules.note();
    let mut next = Some(what.begin());
    while let Some(asked) = next {
        let answer = answer(rules, who, asked, &mut times);
        next = what.go_on(answer, &mut found);
    }
    let noted = rules.noted();
    let dearest = noted.iter().max_by_key(|noted| noted.steps);
    let longest = times.iter().max().copied().unwrap_or_default();
    Taken {
        ms: times.iter().sum::<Duration>().as_secs_f64() * 1e3,
        longest_ms: longest.as_secs_f64() * 1e3,
        turns: times.len(),
        steps: noted.iter().map(|noted| noted.steps).sum(),
        found,
        plan: dearest.map(|noted| plan(rules, noted)).unwrap_or_default(),
        statement: dearest
            .map(|noted| noted.statement.clone())
            .unwrap_or_default(),
    }
}

/// One answer, and all slices on the way to it.
fn answer(rules: &mut Rules, who: &Peer, asked: Question, times: &mut Vec<Duration>) -> Answer {
    let said = FromOperator::ask(Ask(1), asked);
    let mut turn = rules.turn(vec![Input::FromOperator(who.clone(), said)]);
    loop {
        times.push(turn.time);
        if let Some(answer) = turn.answer() {
            return answer;
        }
        turn = rules.slice().expect("it is answered, or goes on");
    }
}

/// How SQLite looks for the rows.
fn plan(rules: &Rules, noted: &Noted) -> Vec<String> {
    let explain = format!("EXPLAIN QUERY PLAN {}", noted.statement);
    let mut explained = rules.sql().prepare(&explain).expect("it was carried out");
    let steps = explained.raw_query().mapped(|row| row.get(3));
    steps.map(|step| step.expect("a step is a text")).collect()
}

impl Taken {
    /// Whether an order was walked, or what comes into question was looked at; and by what.
    pub(super) fn shape(&self) -> String {
        let is_walked = self
            .statement
            .contains("FROM dialogs d INDEXED BY dialogs_")
            || self.statement.contains("FROM dialogs d NOT INDEXED");
        let index = |step: &String| {
            let (_, how) = step.split_once(" USING ")?;
            let index = how.trim_start_matches("COVERING ").strip_prefix("INDEX ")?;
            index.split(' ').next().map(str::to_owned)
        };
        let first = self.plan.iter().find_map(index);
        let first = first.unwrap_or_else(|| "ids".to_owned());
        match is_walked {
            _ if self.statement.contains(" MATCH ") => "a table of the search index".to_owned(),
            true => format!("walked: {first}"),
            false => format!("driven: {first}"),
        }
    }
}
