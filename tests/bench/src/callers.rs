//! Visitors with tokens of their own and consoles that hear everything, on lean
//! sockets.

use std::net::IpAddr;

use beseda_protocol::dialog::Page;
use beseda_protocol::frames;
use beseda_protocol::http::{Start, Started};
use beseda_protocol::ids::{Epoch, Seq};
use beseda_protocol::json::to_text;
use beseda_protocol::operator::FromOperator;
use beseda_protocol::visitor::{FromVisitor, ToVisitor};
use beseda_protocol::{SUBPROTOCOL, VERSION};
use reqwest::Client;
use reqwest::header::ORIGIN;

use crate::beseda::{Beseda, SHOP};
use crate::crowd::Crowd;
use crate::socket::{Socket, Upgrade};

/// Visitors who begin at one address: fewer than the relay's limit for an office.
const VISITORS_PER_ADDRESS: usize = 100;

/// What the system keeps for a console that reads nothing: a greeting fits.
const KEPT_BYTES: u32 = 64 * 1024;

/// A place in a visitor's view.
pub(crate) type Place = (Epoch, Seq);

impl Beseda {
    /// Visitors who speak, and consoles that each hear all of them.
    pub(crate) async fn crowd(&self, visitors: usize, operators: usize) -> Crowd {
        let receivers = self.operators(operators).await;
        let senders = self.visitors(&self.tokens(visitors).await).await;
        Crowd::new(self.server().family(), senders, receivers, operators)
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
        let request = client
            .post(format!("{}/v1/visitor/start", self.origin()))
            .header(ORIGIN, SHOP)
            .json(&Start {
                key: self.key.clone(),
            });
        let answer = request.send().await.expect("the relay answers");
        let started: Started = answer.json().await.expect("a visitor may start");
        started.token
    }

    /// Greeted widgets.
    pub(crate) async fn visitors(&self, tokens: &[String]) -> Vec<Socket> {
        let mut sockets = Vec::with_capacity(tokens.len());
        for token in tokens {
            sockets.push(self.visitor(token).await.0);
        }
        sockets
    }

    /// A greeted widget, and where its view stands.
    pub(crate) async fn visitor(&self, token: &str) -> (Socket, Place) {
        self.visitor_on(token, None).await
    }

    /// The same, on a page.
    pub(crate) async fn visitor_on(&self, token: &str, page: Option<Page>) -> (Socket, Place) {
        let mut socket = self.visitor_socket(token).await;
        socket.say(visitor_hello(None, page)).await;
        let message = socket.hear().await;
        let frames = frames::from_text(&message).expect("frames");
        match frames.into_iter().next() {
            Some(ToVisitor::Reset { epoch, seq, .. }) => (socket, (epoch, seq)),
            _ => panic!("no view: {message}"),
        }
    }

    /// A widget that goes on where its view stood.
    pub(crate) async fn resume(&self, token: &str, place: Place) -> Socket {
        let mut socket = self.visitor_socket(token).await;
        socket.say(visitor_hello(Some(place), None)).await;
        let message = socket.hear().await;
        assert!(message.contains(r#"{"t":"resumed""#), "{message}");
        socket
    }

    /// A widget that has not been greeted.
    pub(crate) async fn visitor_socket(&self, token: &str) -> Socket {
        let socket = self.try_visitor_socket(token).await;
        // A crowd with holes measures nothing.
        socket.expect("the relay takes a visitor's socket")
    }

    /// The same, unless it is refused.
    pub(crate) async fn try_visitor_socket(&self, token: &str) -> Option<Socket> {
        let address = format!("{}/v1/visitor/socket", self.origin());
        let upgrade = Upgrade {
            subprotocols: vec![SUBPROTOCOL.to_owned(), token.to_owned()],
            headers: vec![("Origin", SHOP.to_owned())],
            receive_bytes: None,
        };
        Socket::try_open(&address, upgrade).await.ok()
    }

    /// Greeted consoles.
    pub(crate) async fn operators(&self, number: usize) -> Vec<Socket> {
        let mut sockets = Vec::with_capacity(number);
        for _ in 0..number {
            sockets.push(self.operator(None).await);
        }
        sockets
    }

    /// Greeted consoles for whom the system keeps next to nothing: what they do not
    /// read, the relay has to keep.
    pub(crate) async fn hard_of_hearing(&self, number: usize) -> Vec<Socket> {
        let mut sockets = Vec::with_capacity(number);
        for _ in 0..number {
            sockets.push(self.operator(Some(KEPT_BYTES)).await);
        }
        sockets
    }

    async fn operator(&self, receive_bytes: Option<u32>) -> Socket {
        let address = format!("{}/v1/operator/socket", self.origin());
        let upgrade = Upgrade {
            subprotocols: vec![SUBPROTOCOL.to_owned()],
            headers: vec![("Origin", self.origin()), ("Cookie", self.cookie.clone())],
            receive_bytes,
        };
        let mut socket = Socket::open(&address, upgrade).await;
        let hello = FromOperator::Hello {
            v: VERSION,
            epoch: None,
            seq: None,
            me: None,
        };
        socket.say(to_text(&hello)).await;
        let view = socket.hear().await;
        assert!(view.contains(r#"{"t":"reset""#), "{view}");
        socket
    }
}

fn visitor_hello(place: Option<Place>, page: Option<Page>) -> String {
    let (epoch, seq) = place.unzip();
    to_text(&FromVisitor::Hello {
        v: VERSION,
        epoch,
        seq,
        locale: "en".to_owned(),
        page,
    })
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
