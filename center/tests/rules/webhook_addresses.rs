//! Where webhooks may be, by lists that others keep: the tests of the URL standard, which
//! come with the crate `url`, and the addresses by which servers are made to knock at their
//! own network, as the npm package `ssrfcheck` has gathered them.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use beseda_protocol::ask::webhooks::{AddWebhook, ListWebhookDeliveries, SaveWebhook, TestWebhook};
use beseda_protocol::ids::WebhookId;
use beseda_protocol::refusal::Code;
use beseda_protocol::webhook::{Webhook, WebhookEvent, WebhookOutcome};
use serde::Deserialize;
use serde_json::Value;
use url::{Host, Url};

use crate::harness::CenterTest;
use crate::jobs::talking;
use crate::webhooks::taken;

const EVENTS: [WebhookEvent; 1] = [WebhookEvent::MessageCreated];

/// A center with a webhook that is led to one address after another.
struct Guard {
    test: CenterTest,
    webhook: WebhookId,
}

impl Guard {
    fn new() -> Self {
        let mut test = talking(1);
        let asked = AddWebhook {
            url: "https://acme.com/".into(),
            events: EVENTS.to_vec(),
        };
        let webhook = test.asked("ada", asked).unwrap().webhook.id;
        Self { test, webhook }
    }

    /// The address as it is kept, or why it is not.
    fn save(&mut self, url: &str) -> Result<Webhook, Code> {
        let saved = SaveWebhook {
            webhook: self.webhook.clone(),
            url: url.into(),
            events: EVENTS.to_vec(),
            is_on: true,
        };
        let saved = self.test.asked("ada", saved);
        saved.map_err(|refusal| refusal.code)
    }

    /// It is refused when it is saved; and not called, however it came to be kept.
    fn refuses(&mut self, url: &str) {
        let saved = self.save(url);
        assert_eq!(
            saved.map(|webhook| webhook.url),
            Err(Code::Invalid),
            "{url:?}"
        );
        let planted = "UPDATE webhooks SET url = ?";
        self.test.sql.raw().execute(planted, [url]).unwrap();
        self.test.reload();
        let webhook = self.webhook.clone();
        self.test.asked("ada", TestWebhook { webhook }).unwrap();
        assert_eq!(taken(&mut self.test), [], "{url:?} is called");
        let (webhook, behind) = (self.webhook.clone(), None);
        let asked = ListWebhookDeliveries { webhook, behind };
        let log = self.test.asked("ada", asked).unwrap().deliveries;
        let answer = log[0].answer.as_ref().unwrap();
        assert_eq!(answer.outcome, WebhookOutcome::Refused {}, "{url:?}");
    }
}

/// The address by the scheme and the port that are allowed, so that nothing but its name
/// can be against it.
fn over_https(url: &str) -> String {
    let rest = match url.split_once("://") {
        Some(("http" | "https", rest)) => rest,
        Some(_) => return url.to_owned(),
        None => url.trim_start_matches('/'),
    };
    let ports = ["80", "22", "25", "3128", "8080", "9000"];
    let rest = ports.iter().fold(rest.to_owned(), |rest, port| {
        rest.replace(&format!(":{port}/"), ":443/")
    });
    format!("https://{rest}")
}

/// A test of the standard: what an address means.
#[derive(Deserialize)]
struct Meant {
    input: String,
    base: Option<String>,
    #[serde(default)]
    failure: bool,
    hostname: Option<String>,
}

/// The tests of the URL standard (of web-platform-tests), out of the crate that this very
/// program was linked with.
fn tests_of_the_standard() -> Vec<Meant> {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--offline", "--locked"])
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&metadata.stdout).expect("cargo knows");
    let packages = metadata["packages"].as_array().expect("a list");
    let url = packages.iter().find(|package| package["name"] == "url");
    let manifest = url.and_then(|url| url["manifest_path"].as_str());
    let manifest = PathBuf::from(manifest.expect("it is linked"));
    let text = fs::read(manifest.with_file_name("tests/urltestdata.json"));
    let all: Vec<Value> =
        serde_json::from_slice(&text.expect("it comes with the crate")).expect("a list");
    // What is no object is a headline.
    let tests = all.into_iter().filter(Value::is_object);
    tests
        .map(|test| serde_json::from_value(test).expect("as the standard says"))
        .collect()
}

/// W3
#[test]
fn what_the_url_standard_calls_a_number_or_no_address_is_never_called() {
    let mut guard = Guard::new();
    let (mut n_refused, mut n_kept) = (0, 0);
    for meant in tests_of_the_standard() {
        if meant.base.is_some_and(|base| base != "about:blank") && !meant.input.contains("://") {
            // It means something beside another address only.
            continue;
        }
        let url = over_https(&meant.input);
        let host = meant.hostname.unwrap_or_default();
        let is_number = Url::parse(&format!("http://{host}/"))
            .is_ok_and(|url| !matches!(url.host(), Some(Host::Domain(_))));
        if meant.failure || is_number || !host.contains('.') {
            if meant.failure && !meant.input.starts_with("http") {
                continue;
            }
            guard.refuses(&url);
            n_refused += 1;
        } else if let Ok(kept) = guard.save(&url) {
            let kept = Url::parse(&kept.url).expect("it is kept");
            assert_eq!(kept.host_str(), Some(host.as_str()), "{url:?}");
            n_kept += 1;
        }
    }
    assert!(n_refused >= 200, "{n_refused} refused");
    assert!(n_kept >= 20, "{n_kept} kept");
}

/// W3
#[test]
#[ignore = "the list comes from npm: `cargo x test` installs it"]
fn what_others_list_as_ways_into_ones_own_network_is_never_called() {
    let list =
        "process.stdout.write(JSON.stringify(require('ssrfcheck/tests/data/should-not-pass.js')))";
    let listed = Command::new("node")
        .args(["--eval", list])
        .output()
        .expect("node runs");
    let listed: Vec<String> = serde_json::from_slice(&listed.stdout).expect("it is installed");
    assert!(listed.len() >= 100, "{}", listed.len());
    let mut guard = Guard::new();
    for url in listed {
        guard.refuses(&url);
        guard.refuses(&over_https(&url));
    }
}
