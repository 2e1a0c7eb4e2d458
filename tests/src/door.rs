//! The second door of a relay: what its host may ask, with the secret that it
//! keeps in the data folder.

use std::path::Path;

use reqwest::Method;
use reqwest::header::AUTHORIZATION;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::http::{Answer, Http, send};

/// Where the door is, and what opens it.
#[derive(Debug)]
pub struct Door {
    port: u16,
    secret: String,
}

#[derive(Deserialize)]
struct RelayNote {
    host_port: u16,
}

#[derive(Deserialize)]
struct Secrets {
    host: String,
}

impl Door {
    /// The door of the relay on a data folder.
    ///
    /// # Panics
    /// When no relay runs there.
    pub fn of(data: &Path) -> Self {
        let note: RelayNote = read(&data.join("relay.json"));
        let secrets: Secrets = read(&data.join("secrets.json"));
        Self {
            port: note.host_port,
            secret: secrets.host,
        }
    }

    /// Asks as the host.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        let secret = format!("Bearer {}", self.secret);
        self.post_with(path, body, &secret).await
    }

    /// Asks with something that may not be the secret.
    pub async fn post_with(&self, path: &str, body: &Value, authorization: &str) -> Answer {
        let address = format!("http://127.0.0.1:{}", self.port);
        let request = Http::new(address, String::new()).request(Method::POST, path);
        send(request.header(AUTHORIZATION, authorization).json(body)).await
    }

    /// Fills a testing center; returns its site's key.
    pub(crate) async fn seed(&self, seed: &Value) -> String {
        #[derive(Deserialize)]
        struct Seeded {
            key: String,
        }
        let seeded: Seeded = self.post("/host/seed", seed).await.json();
        seeded.key
    }

    /// Makes the next turn of a testing center fail.
    pub async fn plant(&self, failure: &str) {
        let answer = self.post("/host/plant", &failure.into()).await;
        assert!(answer.status.is_success(), "{}", answer.text());
    }
}

fn read<T: DeserializeOwned>(path: &Path) -> T {
    let text = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&text).expect("what the host writes is JSON")
}
