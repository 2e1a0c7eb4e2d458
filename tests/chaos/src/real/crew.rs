//! All actors of a run.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use beseda_client::conversation::{AsOperator, AsVisitor};
use beseda_protocol::SUBPROTOCOL;
use beseda_protocol::ask::channels::AddChannel;
use beseda_protocol::ask::team::Invite;
use beseda_protocol::team::{self, Employee};
use beseda_tests::http::send;
use beseda_tests::operator::Operator;
use beseda_tests::stack::{SignIn, Stack};
use reqwest::{Client, Method};
use tokio::time::{Instant, sleep};

use super::Plan;
use super::files::Uploader;
use super::player::{Order, Player};
use super::socket::Ticket;
use crate::actor::{Actor, Habit, Role};
use crate::chance::Chance;
use crate::ledger::{Did, Ledger, Sight};

type Uploads = Arc<Mutex<Vec<(String, Uploader)>>>;

/// All actors of a run.
#[derive(Debug)]
pub struct Crew {
    plan: Plan,
    ledger: Arc<Ledger>,
    begun: Instant,
    origin: String,
    site_origin: String,
    proxy: SocketAddr,
    client: Client,
    chance: Chance,
    players: Vec<Player>,
    uploaded: Uploads,
    uploading: Arc<AtomicUsize>,
}

impl Crew {
    /// Everybody of a plan, with his right to come in; nobody has begun.
    ///
    /// # Panics
    /// When the relay does not let them in.
    pub async fn hire(plan: &Plan, stack: &Stack, proxy: SocketAddr, ledger: &Arc<Ledger>) -> Self {
        let client = Client::builder()
            .pool_max_idle_per_host(0)
            .no_proxy()
            .build();
        let mut crew = Self {
            plan: *plan,
            ledger: Arc::clone(ledger),
            begun: Instant::now(),
            origin: stack.origin(),
            site_origin: stack.demo_origin(),
            proxy,
            client: client.expect("a client without TLS needs nothing"),
            chance: Chance::named(plan.seed, "crew"),
            players: Vec::new(),
            uploaded: Arc::default(),
            uploading: Arc::default(),
        };
        let seed = plan.seed;
        crew.note(&format!("seed {seed}: {plan:?}"));
        crew.hire_operators(stack).await;
        for number in 0..plan.n_visitors {
            let token = stack.http().start(stack.key()).await;
            for tab in 0..1 + u64::from(number % 3 == 0) {
                crew.hire_visitor(&format!("v{number}.{tab}"), &token);
            }
        }
        crew
    }

    /// Wants something of everybody.
    pub fn order(&self, order: &Order) {
        self.players.iter().for_each(|player| player.order(*order));
    }

    /// Notes what was done to them.
    pub fn note(&self, what: &str) {
        let what = what.to_owned();
        self.ledger.write(self.now(), "driver", Did::Fault { what });
    }

    /// Milliseconds since the run began.
    pub fn now(&self) -> u64 {
        self.begun.elapsed().as_millis() as u64
    }

    /// How it goes, in words.
    pub fn progress(&self) -> String {
        let (so_far, seconds) = (self.ledger.so_far(), self.now() / 1_000);
        let n_unsent: usize = (self.players.iter())
            .map(|player| player.condition().n_unsent)
            .sum();
        format!(
            "{}:{:02} {} written, {} acknowledged, {} waiting; {} lines cut; {}",
            seconds / 60,
            seconds % 60,
            so_far.n_written,
            so_far.n_acked,
            n_unsent,
            so_far.n_cut,
            so_far.told_faults(),
        )
    }

    /// Who is not at rest, and why: some of them.
    pub(super) fn restless(&self) -> String {
        let conditions = self.players.iter().map(Player::condition);
        let restless: Vec<String> = conditions
            .filter(|condition| !condition.is_at_rest)
            .map(|condition| condition.state)
            .collect();
        let some = restless.iter().take(3).cloned().collect::<Vec<_>>();
        format!("{} not at rest: {}", restless.len(), some.join("; "))
    }

    /// Waits until so many more acknowledgements have come, or as long.
    pub(super) async fn works(&self, n_acks: usize, patience: Duration) {
        let (enough, end) = (
            self.ledger.so_far().n_acked + n_acks,
            Instant::now() + patience,
        );
        while self.ledger.so_far().n_acked < enough && Instant::now() < end {
            sleep(Duration::from_millis(25)).await;
        }
    }

    /// Uploads that are on their way now.
    pub(super) fn n_uploading(&self) -> usize {
        self.uploading.load(Ordering::Relaxed)
    }

    /// Waits until nobody has anything to say and nothing has been heard for a
    /// while; says whether it came to that.
    pub async fn comes_to_rest(&self, within: Duration, silence: Duration) -> bool {
        let end = Instant::now() + within;
        while Instant::now() < end {
            let restless = |player: &&Player| {
                let condition = player.condition();
                !condition.is_at_rest || condition.heard_at.elapsed() < silence
            };
            if !self.players.iter().any(|player| restless(&player)) {
                return true;
            }
            sleep(Duration::from_millis(100)).await;
        }
        for player in &self.players {
            let condition = player.condition();
            if !condition.is_at_rest {
                self.note(&format!("restless: {}", condition.state));
            }
        }
        false
    }

    /// Fetches every file that was uploaded, by who uploaded it.
    pub async fn fetch_files(&self, stack: &Stack) {
        let uploaded = self
            .uploaded
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        for (file, uploader) in uploaded {
            uploader.fetch(&stack.origin(), &file).await;
        }
    }

    async fn hire_operators(&mut self, stack: &Stack) {
        let accounts = [stack.anna(), stack.boris(), stack.owner()];
        if self.plan.rules > 0.0 {
            furnish(stack).await;
        }
        for console in 0..self.plan.n_consoles {
            let number = console % accounts.len() as u64;
            let cookie = stack.http().sign_in(&accounts[number as usize]).await;
            let me = stack
                .http()
                .request(Method::GET, "/v1/me")
                .header("Cookie", &cookie);
            let me: Employee = send(me).await.json();
            let rules = match me.role {
                team::Role::Owner => self.plan.rules,
                _ => 0.0,
            };
            let habit = Habit {
                rules,
                answers: 0.12,
                marks: 0.15,
                acts: 0.02,
                files: self.plan.files,
                borrows: 0.02,
                ..Habit::default()
            };
            let name = format!("o{number}.{}", console / accounts.len() as u64);
            let role = self.role(&name, format!("o{}", me.id), habit);
            let ledger = Arc::clone(&self.ledger);
            let actor = Actor::new(role, AsOperator::default(), self.plan.seed, ledger);
            let headers = vec![("Origin", self.origin.clone()), ("Cookie", cookie)];
            let ticket = self.ticket("operator", vec![SUBPROTOCOL.to_owned()], headers.clone());
            let uploader = self.uploader(&name, headers, "/v1/operator/files/");
            let player = Player::new(Box::new(actor), self.begun, ticket, uploader);
            self.players.push(player);
        }
    }

    fn hire_visitor(&mut self, name: &str, token: &str) {
        let client = token.split('.').nth(2).unwrap_or_default().to_owned();
        let habit = Habit {
            writes_every_ms: self.plan.writes_every_ms,
            answers: 0.1,
            marks: 0.5,
            files: self.plan.files,
            borrows: 0.02,
            ..Habit::default()
        };
        let role = self.role(name, client, habit);
        let talk = AsVisitor {
            locale: "en".to_owned(),
            page: None,
            opening: None,
            consent: None,
            answers: None,
        };
        let actor = Actor::new(role, talk, self.plan.seed, Arc::clone(&self.ledger));
        let protocols = vec![SUBPROTOCOL.to_owned(), token.to_owned()];
        let origin = ("Origin", self.site_origin.clone());
        let ticket = self.ticket("visitor", protocols, vec![origin.clone()]);
        let headers = vec![origin, ("Authorization", format!("Bearer {token}"))];
        let uploader = self.uploader(name, headers, "/v1/visitor/files/");
        let player = Player::new(Box::new(actor), self.begun, ticket, uploader);
        self.players.push(player);
    }

    fn role(&mut self, name: &str, party: String, habit: Habit) -> Role {
        const DAY_MS: i64 = 24 * 3_600_000;
        let skews = [0, 0, 600_000, -600_000, 400 * DAY_MS, -400 * DAY_MS];
        Role {
            name: name.to_owned(),
            party,
            sight: Sight::default(),
            skew_ms: self.chance.pick(&skews).copied().unwrap_or(0),
            habit,
            disorder: self.plan.disorder,
        }
    }

    fn ticket(
        &self,
        who: &str,
        subprotocols: Vec<String>,
        headers: Vec<(&'static str, String)>,
    ) -> Ticket {
        let origin = self.origin.replacen("http", "ws", 1);
        Ticket {
            proxy: self.proxy,
            url: format!("{origin}/v1/{who}/socket"),
            subprotocols,
            headers,
        }
    }

    fn uploader(
        &self,
        name: &str,
        mut headers: Vec<(&'static str, String)>,
        path: &str,
    ) -> Uploader {
        let host = self.origin.trim_start_matches("http://");
        headers.push(("Host", host.to_owned()));
        Uploader {
            name: name.to_owned(),
            client: self.client.clone(),
            proxy: self.proxy,
            headers,
            path: path.to_owned(),
            ledger: Arc::clone(&self.ledger),
            begun: self.begun,
            uploaded: Arc::clone(&self.uploaded),
            uploading: Arc::clone(&self.uploading),
        }
    }
}

/// Somewhere to move a site to, and somebody who is never there and can so be let go.
async fn furnish(stack: &Stack) {
    let mut owner = Operator::sign_in(stack, &stack.owner()).await;
    let name = "Elsewhere".to_owned();
    let made = owner.question(AddChannel { name }).await;
    made.expect("an owner may");
    let role = team::Role::Operator;
    let link = owner.question(Invite { role }).await.expect("an owner may");
    let token = link.path.strip_prefix("/join/").expect("a link to join");
    let who = SignIn {
        email: "absent@example.com".to_owned(),
        password: "a colleague's phrase".to_owned(),
    };
    stack.http().accept(token, "Absent", &who).await;
}
