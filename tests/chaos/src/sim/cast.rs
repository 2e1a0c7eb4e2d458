//! Who takes part in a simulation.

use std::sync::Arc;

use beseda_center::turn::command::{Attempt, Command, Reply};
use beseda_center::turn::seed::{Seed, SeedEmployee};
use beseda_center::turn::{LineId, Peer};
use beseda_client::conversation::{AsOperator, AsVisitor};
use beseda_protocol::ask::channels::AddChannel;
use beseda_protocol::ask::sites::{AddSite, MoveSite};
use beseda_protocol::ask::team::SetAccess;
use beseda_protocol::ids::{ChannelId, OperatorId, SiteId, Timestamp};
use beseda_protocol::team::{self, Access, Others};

use super::bend::Bend;
use super::net::Net;
use super::relay::{self, Relay};
use super::tokens::{Browser, Tab};
use super::{Scenario, World};
use crate::actor::{Acting, Actor, Disorder, EPOCH_MS, Habit, Role};
use crate::chance::Chance;
use crate::ledger::{Ledger, Sight};

/// How late a frame may be heard or said, in ms (C5).
pub(super) const LATE_MS_MAX: u64 = 10_000;

const SITE: &str = "shop";

/// Who works here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Post {
    /// Answers, and sees everything.
    Operator,
    /// Answers, and sees no dialogs of his colleagues.
    OwnOnly,
    /// Answers, and sees the second channel alone.
    OfChannel,
    /// Hands dialogs and sites on, and deletes clients.
    Administrator,
    /// Is never there: the last one.
    Absent,
}

/// Somebody who works here.
struct Person {
    post: Post,
    id: OperatorId,
    peer: Peer,
}

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
        let staff = world.staff();
        world.found(&staff);
        let people = world.sign_in(&staff);
        let (channel, site) = world.branch_out(&people);
        for (number, who) in people.iter().enumerate() {
            world.hire(number as u64, who, channel);
        }
        world.relay.bend(scenario.bend);
        for number in 0..scenario.n_visitors {
            let site = if number % 3 == 2 { site.as_str() } else { SITE };
            world.invite(number, site);
        }
        world
    }

    /// In every other world some may not see everything: then what happens is told by
    /// audiences, and the log keeps who could see what.
    fn staff(&self) -> Vec<Post> {
        let operators = (0..self.scenario.n_operators).map(|_| Post::Operator);
        let mut staff: Vec<Post> = operators.collect();
        if !self.scenario.seed.is_multiple_of(2) {
            staff.extend([Post::OwnOnly, Post::OfChannel]);
        }
        staff.extend([Post::Administrator, Post::Absent]);
        staff
    }

    fn found(&mut self, staff: &[Post]) {
        let clock = Timestamp(EPOCH_MS);
        let create = Command::Create {
            center: "eu-sim".into(),
            origin: "https://relay.example".to_owned(),
            invitation: "unused".to_owned(),
        };
        self.relay.ask(clock, create);
        let employee = |(number, post): (usize, &Post)| SeedEmployee {
            name: format!("Operator {number}"),
            email: email(number as u64),
            hash: "hash".to_owned(),
            role: match post {
                Post::Administrator => team::Role::Administrator,
                _ => team::Role::Operator,
            },
            others: match post {
                Post::OwnOnly => Others::Hidden,
                _ => Others::Answerable,
            },
        };
        let seed = Seed {
            name: "Simulated".to_owned(),
            locale: "en".to_owned(),
            time_zone: "UTC".to_owned(),
            employees: staff.iter().enumerate().map(employee).collect(),
            site: "Shop".to_owned(),
            site_id: SITE.into(),
            origins: vec!["https://shop.example".to_owned()],
            dialogs: Vec::new(),
            goes_on: false,
        };
        self.relay.ask(clock, Command::Seed(Box::new(seed)));
    }

    /// A second channel with a site, and whoever sees no other.
    fn branch_out(&mut self, people: &[Person]) -> (ChannelId, SiteId) {
        let clock = Timestamp(EPOCH_MS);
        let find = |post| people.iter().find(|of| of.post == post);
        let boss = find(Post::Administrator).expect("every world has one");
        let boss = boss.peer.clone();
        let name = "Elsewhere".to_owned();
        let channel = self.relay.ask_as(clock, &boss, AddChannel { name }).id;
        let add = AddSite {
            name: "Elsewhere".to_owned(),
            origins: vec!["https://elsewhere.example".to_owned()],
            look: None,
        };
        let site = self.relay.ask_as(clock, &boss, add).id;
        let moved = MoveSite {
            site: site.clone(),
            channel,
        };
        self.relay.ask_as(clock, &boss, moved);
        if let Some(restricted) = find(Post::OfChannel) {
            let access = SetAccess {
                employee: restricted.id,
                from: Access::WHOLE,
                to: Access {
                    channels: Some(vec![channel]),
                    ..Access::WHOLE
                },
            };
            self.relay.ask_as(clock, &boss, access);
        }
        (channel, site)
    }

    /// Everybody signs in who is there.
    fn sign_in(&mut self, staff: &[Post]) -> Vec<Person> {
        let there = (0..).zip(staff).filter(|(_, post)| **post != Post::Absent);
        there
            .map(|(number, post)| self.admit(number, *post))
            .collect()
    }

    fn admit(&mut self, number: u64, post: Post) -> Person {
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
        let peer = Peer::Operator {
            line: LineId(0),
            operator: me.id,
            session,
        };
        let id = me.id;
        Person { post, id, peer }
    }

    /// An employee is there, at one or two consoles.
    fn hire(&mut self, number: u64, who: &Person, channel: ChannelId) {
        let Person { post, id, peer } = who;
        let habit = match post {
            Post::Administrator => Habit {
                marks: 0.1,
                rules: 0.4,
                ..Habit::default()
            },
            _ => Habit {
                answers: 0.25,
                marks: 0.4,
                acts: 0.08,
                borrows: 0.03,
                ..Habit::default()
            },
        };
        let sight = Sight {
            own_only: (*post == Post::OwnOnly).then_some(id.0),
            channels: (*post == Post::OfChannel).then(|| vec![channel.0]),
        };
        for console in 0..1 + number % 2 {
            let (name, party) = (format!("o{number}.{console}"), format!("o{id}"));
            let role = Role {
                sight: sight.clone(),
                ..self.role(name, party, habit)
            };
            self.add(Actor::new(
                role,
                AsOperator::default(),
                self.scenario.seed,
                Arc::clone(&self.ledger),
            ));
            self.tabs.push(None);
            self.peers.push(peer.clone());
        }
    }

    /// A visitor comes, with one or two tabs.
    fn invite(&mut self, number: u64, site: &str) {
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
                opening: None,
                consent: None,
                answers: None,
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
                site: site.into(),
                whence: Default::default(),
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
            sight: Sight::default(),
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
