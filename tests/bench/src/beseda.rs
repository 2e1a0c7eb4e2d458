//! The relay itself: the host with workerd under it, visitors with tokens of
//! their own, consoles that hear everything.

use std::net::IpAddr;
use std::path::Path;
use std::process::Command;

use beseda_protocol::http::{Start, Started};
use beseda_protocol::json::to_text;
use beseda_protocol::operator::FromOperator;
use beseda_protocol::visitor::FromVisitor;
use beseda_protocol::{SUBPROTOCOL, VERSION};
use beseda_tests::door::Door;
use beseda_tests::http::Http;
use beseda_tests::stack::{SignIn, dist};
use beseda_tests::wait::until;
use reqwest::Client;
use reqwest::header::ORIGIN;
use serde_json::{Value, json};

use crate::crowd::Crowd;
use crate::server::Server;
use crate::socket::{Socket, Upgrade};

/// Visitors who begin at one address: fewer than the relay's limit for an office.
const VISITORS_PER_ADDRESS: usize = 100;

const OPERATOR: &str = "anna@example.com";
const PASSWORD: &str = "Anna likes lamps";

/// The page that visitors write from.
const SHOP: &str = "http://shop.example";

/// A running relay with a seeded center.
#[derive(Debug)]
pub(crate) struct Beseda {
    server: Server,
    /// The site's key.
    key: String,
    /// An operator's session.
    cookie: String,
}

impl Beseda {
    /// The testing bundle, the visitors' pace lifted: no person writes a thousand
    /// messages a second.
    pub(crate) async fn start(host: &Path, workerd: &Path) -> Self {
        let server = Server::start(|data, port| {
            let mut command = Command::new(host);
            command
                .args(["serve", "--testing", "--port", &port.to_string()])
                .arg("--data")
                .arg(data.join("relay"))
                .arg("--dist")
                .arg(dist())
                .env("BESEDA_WORKERD", workerd);
            command
        })
        .await;
        until("the host to say that it listens", || {
            let listens = server.log().contains("listening on");
            async move { listens.then_some(()) }
        })
        .await;
        let door = Door::of(&server.data().join("relay"));
        let seeded: Value = door.post("/host/seed", &seed()).await.json();
        let lifted = door.post("/host/lift-pace", &Value::Null).await;
        assert!(lifted.status.is_success(), "{}", lifted.text());
        let operator = SignIn {
            email: OPERATOR.to_owned(),
            password: PASSWORD.to_owned(),
        };
        let http = Http::new(server.origin(), SHOP.to_owned());
        Self {
            key: seeded["key"].as_str().unwrap_or_default().to_owned(),
            cookie: http.sign_in(&operator).await,
            server,
        }
    }

    /// The program.
    pub(crate) fn server(&self) -> &Server {
        &self.server
    }

    /// Visitors who speak, and consoles that each hear all of them.
    pub(crate) async fn crowd(&self, visitors: usize, operators: usize) -> Crowd {
        let receivers = self.operators(operators).await;
        let senders = self.visitors(&self.tokens(visitors).await).await;
        Crowd::new(self.server.group(), senders, receivers, operators)
    }

    /// Identities of new visitors.
    pub(crate) async fn tokens(&self, number: usize) -> Vec<String> {
        let mut tokens = Vec::with_capacity(number);
        for address in 0..number.div_ceil(VISITORS_PER_ADDRESS) {
            let client = from_address(address + 1);
            for _ in 0..VISITORS_PER_ADDRESS.min(number - tokens.len()) {
                tokens.push(self.token(&client).await);
            }
        }
        tokens
    }

    async fn token(&self, client: &Client) -> String {
        let key = self.key.clone();
        let request = client
            .post(format!("{}/v1/visitor/start", self.server.origin()))
            .header(ORIGIN, SHOP)
            .json(&Start { key });
        let answer = request.send().await.expect("the relay answers");
        let started: Started = answer.json().await.expect("a visitor may start");
        started.token
    }

    /// Greeted widgets.
    pub(crate) async fn visitors(&self, tokens: &[String]) -> Vec<Socket> {
        let mut sockets = Vec::with_capacity(tokens.len());
        for token in tokens {
            sockets.push(self.visitor(token).await);
        }
        sockets
    }

    /// One greeted widget.
    pub(crate) async fn visitor(&self, token: &str) -> Socket {
        let address = format!("{}/v1/visitor/socket", self.server.origin());
        let upgrade = Upgrade {
            subprotocols: vec![SUBPROTOCOL.to_owned(), token.to_owned()],
            headers: vec![("Origin", SHOP.to_owned())],
        };
        let mut socket = Socket::open(&address, upgrade).await;
        let hello = FromVisitor::Hello {
            v: VERSION,
            epoch: None,
            seq: None,
            locale: "en".to_owned(),
            page: None,
        };
        socket.say(to_text(&hello)).await;
        // The whole view.
        drop(socket.hear().await);
        socket
    }

    /// Greeted consoles.
    pub(crate) async fn operators(&self, number: usize) -> Vec<Socket> {
        let mut sockets = Vec::with_capacity(number);
        for _ in 0..number {
            sockets.push(self.operator().await);
        }
        sockets
    }

    async fn operator(&self) -> Socket {
        let address = format!("{}/v1/operator/socket", self.server.origin());
        let upgrade = Upgrade {
            subprotocols: vec![SUBPROTOCOL.to_owned()],
            headers: vec![
                ("Origin", self.server.origin()),
                ("Cookie", self.cookie.clone()),
            ],
        };
        let mut socket = Socket::open(&address, upgrade).await;
        let hello = FromOperator::Hello {
            v: VERSION,
            epoch: None,
            seq: None,
        };
        socket.say(to_text(&hello)).await;
        // The whole view.
        drop(socket.hear().await);
        socket
    }
}

/// A caller at a loopback address of its own.
fn from_address(number: usize) -> Client {
    let [.., high, low] = number.to_be_bytes();
    Client::builder()
        .local_address(IpAddr::from([127, 77, high, low]))
        .no_proxy()
        .build()
        .expect("a client without TLS needs nothing")
}

fn seed() -> Value {
    json!({
        "name": "Bench",
        "locale": "en",
        "time_zone": "Europe/Belgrade",
        "employees": [
            {"name": "Anna", "email": OPERATOR, "password": PASSWORD, "role": "owner"},
        ],
        "site": "Shop",
        "site_id": "shop",
        "origins": [SHOP],
        "dialogs": [],
    })
}
