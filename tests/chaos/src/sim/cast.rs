//! Who takes part in a simulation.

use std::sync::Arc;

use beseda_center::turn::command::{Attempt, Command, Reply, Seed, SeedEmployee};
use beseda_center::turn::{LineId, Peer};
use beseda_client::conversation::{AsOperator, AsVisitor};
use beseda_protocol::ids::{OperatorId, Timestamp};
use beseda_protocol::team;

use super::bend::Bend;
use super::net::Net;
use super::relay::{self, Relay};
use super::tokens::{Browser, Tab};
use super::{Scenario, World};
use crate::actor::{Acting, Actor, Disorder, EPOCH_MS, Habit, Role};
use crate::chance::Chance;
use crate::ledger::Ledger;

/// How late a frame may be heard or said, in ms (C5).
pub(super) const LATE_MS_MAX: u64 = 10_000;

const SITE: &str = "shop";

impl World {
    pub(super) fn new(scenario: Scenario) -> Self {
        let seed = scenario.seed;
        let mut world = Self {
            now: 0,
            scenario,
            chance: Chance::named(seed, "world"),
            ledger: Arc::new(Ledger::in_memory()),
            relay: Relay::new(Chance::named(seed, "relay"), Bend::Straight),
            skew_ms: 0,
            net: Net::default(),
            actors: Vec::new(),
            peers: Vec::new(),
            browsers: Vec::new(),
            tabs: Vec::new(),
            agenda: std::collections::BTreeMap::new(),
            n_planned: 0,
            n_idle: 0,
            is_flush_due: false,
            crash: None,
            is_calm: false,
        };
        world.found();
        world.relay.bend(scenario.bend);
        for number in 0..scenario.n_operators {
            world.hire(number);
        }
        for number in 0..scenario.n_visitors {
            world.invite(number);
        }
        world
    }

    fn found(&mut self) {
        let clock = Timestamp(EPOCH_MS);
        let create = Command::Create {
            center: "eu-sim".into(),
            origin: "https://relay.example".to_owned(),
            invitation: "unused".to_owned(),
        };
        self.relay.ask(clock, create);
        let employee = |number: u64| SeedEmployee {
            name: format!("Operator {number}"),
            email: email(number),
            hash: "hash".to_owned(),
            role: team::Role::Operator,
            others: team::Others::Answerable,
        };
        let n_operators = self.scenario.n_operators;
        let mut employees: Vec<SeedEmployee> = (0..n_operators).map(employee).collect();
        // In every other world a colleague who is out sees none but his own dialogs: then
        // what happens is told by audiences, and the log keeps who could see what.
        if !self.scenario.seed.is_multiple_of(2) {
            employees.push(SeedEmployee {
                others: team::Others::Hidden,
                ..employee(n_operators)
            });
        }
        let seed = Seed {
            name: "Simulated".to_owned(),
            locale: "en".to_owned(),
            time_zone: "UTC".to_owned(),
            employees,
            site: "Shop".to_owned(),
            site_id: SITE.into(),
            origins: vec!["https://shop.example".to_owned()],
            dialogs: Vec::new(),
        };
        self.relay.ask(clock, Command::Seed(Box::new(seed)));
    }

    /// An operator signs in, at one or two consoles.
    fn hire(&mut self, number: u64) {
        let clock = Timestamp(EPOCH_MS);
        let attempt = Attempt {
            email: email(number),
            network: "127.0.0.1".to_owned(),
            devices: Vec::new(),
        };
        let begin = Command::BeginSignIn(attempt.clone());
        let Reply::Hash(hash) = self.relay.ask(clock, begin) else {
            unreachable!("a sign-in begins with a hash");
        };
        let session = relay::session(OperatorId(number));
        let end = Command::EndSignIn {
            attempt,
            hash,
            right: true,
            session: session.clone(),
        };
        let Reply::Me(me) = self.relay.ask(clock, end) else {
            unreachable!("the password was right");
        };
        let habit = Habit {
            answers: 0.25,
            marks: 0.4,
            acts: 0.08,
            borrows: 0.03,
            ..Habit::default()
        };
        for console in 0..1 + number % 2 {
            let role = self.role(format!("o{number}.{console}"), format!("o{}", me.id), habit);
            self.add(Actor::new(
                role,
                AsOperator::default(),
                self.scenario.seed,
                Arc::clone(&self.ledger),
            ));
            self.tabs.push(None);
            self.peers.push(Peer::Operator {
                line: LineId(0),
                operator: me.id,
                session: session.clone(),
            });
        }
    }

    /// A visitor comes, with one or two tabs.
    fn invite(&mut self, number: u64) {
        let browser = Browser::new(number);
        let client = browser.identity(0);
        self.browsers.push(browser);
        let habit = Habit {
            writes_every_ms: 3_000,
            answers: 0.2,
            marks: 0.5,
            borrows: 0.03,
            ..Habit::default()
        };
        for tab in 0..1 + number % 2 {
            let role = self.role(format!("v{number}.{tab}"), client.0.clone(), habit);
            let talk = AsVisitor {
                locale: "en".to_owned(),
                page: None,
            };
            self.add(Actor::new(
                role,
                talk,
                self.scenario.seed,
                Arc::clone(&self.ledger),
            ));
            self.tabs.push(Some(Tab::new(self.browsers.len() - 1)));
            self.peers.push(Peer::Visitor {
                line: LineId(0),
                identity: client.clone(),
                site: SITE.into(),
            });
        }
    }

    fn role(&mut self, name: String, party: String, habit: Habit) -> Role {
        const DAY_MS: i64 = 24 * 3_600_000;
        let skews = [0, 0, 600_000, -600_000, 400 * DAY_MS, -400 * DAY_MS];
        let disorders = [
            Disorder::default(),
            Disorder {
                doubled: 0.3,
                late: 0.2,
                late_ms_max: LATE_MS_MAX,
                ghosts: 0.5,
                foreign: 0.3,
            },
        ];
        Role {
            name,
            party,
            skew_ms: self.chance.pick(&skews).copied().unwrap_or(0),
            habit,
            disorder: self.chance.pick(&disorders).copied().unwrap_or_default(),
        }
    }

    fn add(&mut self, actor: impl Acting + 'static) {
        self.actors.push(Box::new(actor));
    }
}

/// The same person on a new socket.
pub(super) fn with_line(peer: &Peer, id: u64) -> Peer {
    let mut peer = peer.clone();
    match &mut peer {
        Peer::Visitor { line, .. } | Peer::Operator { line, .. } => *line = LineId(id),
    }
    peer
}

fn email(number: u64) -> String {
    format!("operator{number}@example.com")
}
