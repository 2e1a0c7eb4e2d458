//! The relay itself: the host with workerd under it, visitors with tokens of
//! their own, consoles that hear everything.

use std::net::IpAddr;

use beseda_protocol::http::{Start, Started};
use beseda_protocol::json::to_text;
use beseda_protocol::operator::FromOperator;
use beseda_protocol::visitor::FromVisitor;
use beseda_protocol::{SUBPROTOCOL, VERSION};
use beseda_tests::stack::Stack;
use reqwest::Client;
use reqwest::header::ORIGIN;

use crate::crowd::Crowd;
use crate::socket::{Socket, Upgrade};
use crate::spent::Group;

/// Visitors who begin at one address: fewer than the relay's limit for an office.
const VISITORS_PER_ADDRESS: usize = 100;

/// A running relay with a seeded center.
#[derive(Debug)]
pub(crate) struct Beseda {
    stack: Stack,
    /// An operator's session.
    cookie: String,
}

impl Beseda {
    /// The testing bundle on a folder of its own, the visitors' pace lifted:
    /// no person writes a thousand messages a second.
    pub(crate) async fn start() -> Self {
        let stack = Stack::start().await;
        stack.lift_pace().await;
        let cookie = stack.http().sign_in(&stack.anna()).await;
        Self { stack, cookie }
    }

    /// Its processes.
    pub(crate) fn group(&self) -> Group {
        Group(self.stack.group())
    }

    /// Visitors who speak, and consoles that each hear all of them.
    pub(crate) async fn crowd(&self, visitors: usize, operators: usize) -> Crowd {
        let receivers = self.operators(operators).await;
        let senders = self.visitors(&self.tokens(visitors).await).await;
        Crowd::new(self.group(), senders, receivers, operators)
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
        let key = self.stack.key().to_owned();
        let request = client
            .post(format!("{}/v1/visitor/start", self.stack.origin()))
            .header(ORIGIN, self.stack.demo_origin())
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
        let address = format!("{}/v1/visitor/socket", self.stack.origin());
        let upgrade = Upgrade {
            subprotocols: vec![SUBPROTOCOL.to_owned(), token.to_owned()],
            headers: vec![("Origin", self.stack.demo_origin())],
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
        let address = format!("{}/v1/operator/socket", self.stack.origin());
        let upgrade = Upgrade {
            subprotocols: vec![SUBPROTOCOL.to_owned()],
            headers: vec![
                ("Origin", self.stack.origin()),
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
