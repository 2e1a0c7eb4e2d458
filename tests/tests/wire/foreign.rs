//! What a relay sends to webhooks, verified by the libraries with which receivers do it: the
//! spec's own and Svix's, in JavaScript and in Python. They come from registries, so these
//! tests are run by `cargo x test` alone, which installs them or says that it cannot.

use std::process::Stdio;

use beseda_protocol::ask::webhooks::{AddWebhook, RotateWebhookSecret};
use beseda_protocol::webhook::WebhookEvent;
use beseda_tests::operator::Operator;
use beseda_tests::outside::{Outside, Request};
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use beseda_tests::wait::until;
use serde::Serialize;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// How far from the receiver's clock what is sent may be, by the libraries: five minutes.
const TOLERATED_S: i64 = 200;
const TOO_FAR_S: i64 = 400;

/// What a receiver has before it, and what is to come of it.
#[derive(Debug, Clone, Serialize)]
struct Case {
    #[serde(skip)]
    what: String,
    #[serde(skip)]
    is_genuine: bool,
    secret: String,
    id: String,
    timestamp: String,
    signature: String,
    body: String,
    /// By how much the receiver's clock is ahead.
    clock_s: i64,
}

impl Case {
    fn genuine(what: &str, sent: &Request, secret: &str) -> Self {
        Self {
            what: what.to_owned(),
            is_genuine: true,
            secret: secret.to_owned(),
            id: sent.header("webhook-id").to_owned(),
            timestamp: sent.header("webhook-timestamp").to_owned(),
            signature: sent.header("webhook-signature").to_owned(),
            body: sent.body.clone(),
            clock_s: 0,
        }
    }

    /// The same, which nobody may take any more.
    fn bad(&self, what: &str, alter: impl FnOnce(&mut Self)) -> Self {
        let mut altered = self.clone();
        altered.what = format!("{}, {what}", self.what);
        altered.is_genuine = false;
        alter(&mut altered);
        altered
    }

    fn at(&self, clock_s: i64) -> Self {
        let what = format!("{}, by a clock {clock_s} s ahead", self.what);
        Self {
            what,
            is_genuine: clock_s.abs() <= TOLERATED_S,
            clock_s,
            ..self.clone()
        }
    }

    /// The ways of altering what was sent.
    fn altered(&self) -> Vec<Self> {
        vec![
            self.bad("another body", |case| case.body.push(' ')),
            self.bad("a body cut short", |case| {
                case.body.pop();
            }),
            self.bad("another name", |case| case.id.push('0')),
            self.bad("another second", |case| {
                let second: i64 = case.timestamp.parse().expect("whole seconds");
                case.timestamp = (second + 1).to_string();
            }),
            self.bad("no signature", |case| case.signature.clear()),
            self.bad("a signature of another kind", |case| {
                case.signature = case.signature.replace("v1,", "v2,");
            }),
        ]
    }
}

/// What a webhook is really sent, before its secret is replaced and after.
async fn cases() -> Vec<Case> {
    let outside = Outside::begin().await;
    let stack = Stack::calling(outside.port()).await;
    let mut olga = Operator::sign_in(&stack, &stack.owner()).await;
    let asked = AddWebhook {
        url: "https://takes.acme.com/hook".to_owned(),
        events: vec![WebhookEvent::MessageCreated],
    };
    let made = olga.question(asked).await.expect("made");
    let mut visitor = Visitor::start(&stack).await;
    let heard = async |n: usize| {
        until("what was said arrives", || async {
            outside.heard("takes").into_iter().nth(n)
        })
        .await
    };
    visitor.said("Приём, 👋 \"quoted\" \\ and \u{2028}").await;
    let first = heard(0).await;
    let asked = RotateWebhookSecret {
        webhook: made.webhook.id,
    };
    let new = olga.question(asked).await.expect("replaced").secret;
    visitor.said("By two secrets").await;
    let second = heard(1).await;
    let old = made.secret;

    let one = Case::genuine("by one secret", &first, &old);
    let mut cases = one.altered();
    cases.push(one.bad("of a later secret", |case| case.secret.clone_from(&new)));
    for clock_s in [TOLERATED_S, -TOLERATED_S, TOO_FAR_S, -TOO_FAR_S] {
        cases.push(one.at(clock_s));
    }
    cases.push(one);
    let signatures: Vec<&str> = second.header("webhook-signature").split(' ').collect();
    assert_eq!(signatures.len(), 2, "{signatures:?}");
    // The new one comes first.
    for (nth, secret) in [&new, &old].into_iter().enumerate() {
        let both = Case::genuine(&format!("by two secrets, {nth}"), &second, secret);
        cases.extend(both.altered());
        cases.push(both.at(TOO_FAR_S));
        for (mth, signature) in signatures.iter().enumerate() {
            let mut single = both.clone();
            single.what = format!("{}, only signature {mth}", both.what);
            single.is_genuine = nth == mth;
            (*signature).clone_into(&mut single.signature);
            cases.push(single);
        }
        cases.push(both);
    }
    cases
}

/// Has a library verify all cases.
async fn verify(mut program: Command, library: &str, cases: &[Case]) {
    let mut verifier = program
        .arg(library)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("it is installed");
    let mut input = verifier.stdin.take().expect("piped");
    let text = serde_json::to_vec(cases).expect("plain values");
    input.write_all(&text).await.expect("it reads");
    drop(input);
    let output = verifier.wait_with_output().await.expect("it ends");
    assert!(output.status.success(), "{library}: {}", output.status);
    let said: Vec<Option<String>> = serde_json::from_slice(&output.stdout).expect("a list");
    assert_eq!(said.len(), cases.len(), "{library}");
    for (case, objection) in cases.iter().zip(said) {
        let is_taken = objection.is_none();
        assert_eq!(
            is_taken, case.is_genuine,
            "{library}, {}: {objection:?}",
            case.what
        );
    }
}

fn program(on: &str, file: &str) -> Command {
    let mut program = Command::new(on);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/wire/foreign");
    program.arg(format!("{folder}/{file}"));
    program
}

const LIBRARIES: [&str; 2] = ["standardwebhooks", "svix"];

/// W1
#[tokio::test]
#[ignore = "its verifiers come from npm: `cargo x test` installs them"]
async fn libraries_of_javascript_take_what_is_sent_and_nothing_else() {
    let cases = cases().await;
    for library in LIBRARIES {
        verify(program("node", "verify.cjs"), library, &cases).await;
    }
}

/// W1
#[tokio::test]
#[ignore = "its verifiers come from PyPI: `cargo x test` installs them"]
async fn libraries_of_python_take_what_is_sent_and_nothing_else() {
    let cases = cases().await;
    for library in LIBRARIES {
        verify(program("python3", "verify.py"), library, &cases).await;
    }
}
