//! The relay itself: the host with workerd under it, and a small center.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use beseda_tests::artifacts::dist;
use beseda_tests::door::Door;
use beseda_tests::http::Http;
use beseda_tests::stack::SignIn;
use beseda_tests::storage;
use beseda_tests::wait::until;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::cost::Counts;
use crate::growth::bytes_of;
use crate::server::Server;

/// The page that visitors write from.
pub(crate) const SHOP: &str = "http://shop.example";

/// Who signs in to a console.
pub(crate) const OPERATOR: &str = "anna@example.com";
pub(crate) const PASSWORD: &str = "Anna likes lamps";

/// A running relay with a seeded center.
#[derive(Debug)]
pub(crate) struct Beseda {
    server: Server,
    /// The site's key.
    pub(crate) key: String,
    /// An operator's session.
    pub(crate) cookie: String,
}

impl Beseda {
    /// The testing bundle on a folder of its own.
    pub(crate) async fn start(host: &Path, workerd: &Path) -> Self {
        Self::start_for(host, workerd, &[SHOP]).await
    }

    /// The same for a site whose pages lie elsewhere.
    pub(crate) async fn start_for(host: &Path, workerd: &Path, origins: &[&str]) -> Self {
        let (host, workerd) = (host.to_owned(), workerd.to_owned());
        let server = Server::start(move |data, port| command(&host, &workerd, data, port)).await;
        let mut beseda = Self {
            server,
            key: String::new(),
            cookie: String::new(),
        };
        beseda.until_listening().await;
        let seeded: Value = beseda
            .door()
            .post("/host/seed", &seed(origins))
            .await
            .json();
        beseda.key = seeded["key"].as_str().unwrap_or_default().to_owned();
        let operator = SignIn {
            email: OPERATOR.to_owned(),
            password: PASSWORD.to_owned(),
        };
        let http = Http::new(beseda.origin(), SHOP.to_owned());
        beseda.cookie = http.sign_in(&operator).await;
        beseda.lift_pace().await;
        beseda
    }

    /// Stops, does something to the stored bytes, and starts again: how long it took from
    /// then on until the center had answered.
    pub(crate) async fn restart(&mut self, between: impl FnOnce(&Path)) -> Duration {
        let data = self.data();
        let mut begun = Instant::now();
        let between = || {
            between(&data);
            begun = Instant::now();
        };
        self.server.restart(between).await;
        self.until_listening().await;
        let took = begun.elapsed();
        self.lift_pace().await;
        took
    }

    /// The program.
    pub(crate) fn server(&self) -> &Server {
        &self.server
    }

    /// Where it serves.
    pub(crate) fn origin(&self) -> String {
        self.server.origin()
    }

    /// What the center's turns have cost so far.
    pub(crate) async fn counts(&self) -> Counts {
        self.door().post("/host/counts", &Value::Null).await.json()
    }

    /// The center's clock is so many ms ahead from here on, and what was to ring then
    /// rings at that time of it.
    pub(crate) async fn step_clock(&self, ahead_ms: u64) {
        let stepped = self.door().post("/host/clock", &json!(ahead_ms)).await;
        assert!(stepped.status.is_success(), "{}", stepped.text());
    }

    /// Bytes of the center's database.
    pub(crate) fn bytes_kept(&self) -> u64 {
        bytes_of(&storage::center(&self.data()))
    }

    /// No person writes a thousand messages a second.
    pub(crate) async fn lift_pace(&self) {
        let lifted = self.door().post("/host/lift-pace", &Value::Null).await;
        assert!(lifted.status.is_success(), "{}", lifted.text());
    }

    async fn until_listening(&self) {
        until("the host to say that it listens", || {
            let listens = self.server.log().contains("listening on");
            async move { listens.then_some(()) }
        })
        .await;
    }

    fn door(&self) -> Door {
        Door::of(&self.data())
    }

    fn data(&self) -> PathBuf {
        self.server.data().join("relay")
    }
}

fn command(host: &Path, workerd: &Path, data: &Path, port: u16) -> Command {
    let mut command = Command::new(host);
    command
        .args(["serve", "--relay", "relay-measured"])
        .args(["--port", &port.to_string()])
        .arg("--data")
        .arg(data.join("relay"))
        .arg("--dist")
        .arg(dist())
        .env("BESEDA_WORKERD", workerd);
    command
}

fn seed(origins: &[&str]) -> Value {
    json!({
        "name": "Bench",
        "locale": "en",
        "time_zone": "Europe/Belgrade",
        "employees": [
            {"name": "Anna", "email": OPERATOR, "password": PASSWORD, "role": "owner"},
        ],
        "site": "Shop",
        "site_id": "shop",
        "origins": origins,
        "dialogs": [],
    })
}
