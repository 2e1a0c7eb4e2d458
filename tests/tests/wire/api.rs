//! The API for other programs, as they meet it: tokens, routes, problems, counts.

use std::time::Duration;

use beseda_protocol::api::{CenterView, EventPage, Stored};
use beseda_protocol::ask::dialogs::OpenedDialog;
use beseda_protocol::ask::list::ListedDialogs;
use beseda_protocol::ask::tokens::RevokeToken;
use beseda_protocol::http::{MadeToken, NewToken, ReplaceToken};
use beseda_protocol::ids::{ChannelId, DialogId};
use beseda_protocol::message::{Content, File};
use beseda_protocol::operator::OperatorEvent;
use beseda_protocol::refusal::Code;
use beseda_protocol::token::Scope;
use beseda_tests::cid::new_cid;
use beseda_tests::http::{Answer, Http, send};
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use beseda_tests::wait::until;
use reqwest::Method;
use reqwest::header::AUTHORIZATION;
use serde_json::{Value, json};

/// A program with a token.
pub(crate) struct Program {
    http: Http,
    token: String,
}

impl Program {
    /// By a new token of the owner's for the first channel.
    pub(crate) async fn new(stack: &Stack, scopes: &[Scope]) -> (Self, MadeToken) {
        let cookie = stack.http().sign_in(&stack.owner()).await;
        let asked = NewToken {
            password: stack.owner().password,
            name: "CRM".to_owned(),
            scopes: scopes.to_vec(),
            channels: (!scopes.contains(&Scope::Manage)).then(|| vec![ChannelId::FIRST]),
            expires_at: None,
        };
        let http = stack.http();
        let made = http
            .post("/v1/operator/tokens", &asked, Some(&cookie))
            .await;
        let made: MadeToken = made.json();
        let program = Self {
            http: stack.http(),
            token: made.secret.clone(),
        };
        (program, made)
    }

    async fn asks(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        self.asks_by(method, path, body, None).await
    }

    async fn asks_by(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        key: Option<&str>,
    ) -> Answer {
        let request = self.http.request(method, path);
        let mut request = request.header(AUTHORIZATION, format!("Bearer {}", self.token));
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        send(request).await
    }

    async fn gets(&self, path: &str) -> Answer {
        self.asks(Method::GET, path, None).await
    }
}

/// A problem's code, which its header names as one.
fn code(answer: &Answer) -> String {
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem: Value = serde_json::from_slice(&answer.body).expect("a problem is JSON");
    assert_eq!(problem["status"], json!(answer.status.as_u16()));
    let code = problem["code"].as_str().expect("a code").to_owned();
    assert_eq!(problem["type"], json!(format!("urn:beseda:refusal:{code}")));
    code
}

/// The answer to a visitor's message.
async fn dialog_of(stack: &Stack, visitor: &mut Visitor) -> DialogId {
    let text = format!("is anybody there {}", new_cid());
    let mut owner = Operator::sign_in(stack, &stack.owner()).await;
    visitor.said(&text).await;
    owner.dialog_of(&text).await.id
}

/// Criteria: SB-44
#[tokio::test]
async fn a_program_has_a_file_made_and_fetches_it() {
    let stack = Stack::shared().await;
    let (program, _) = Program::new(&stack, Scope::ALL).await;
    let (reader, _) = Program::new(&stack, &[Scope::Read]).await;
    let what = json!({"t": "clients", "all_of": [], "format": "csv"});
    let asked = json!({"what": what, "locale": "en"});
    let begun = program.asks(Method::POST, "/v1/exports", Some(asked)).await;
    assert_eq!(begun.status, 200);
    let begun: Value = begun.json();
    let job = begun["job"].as_str().expect("a job").to_owned();
    let told = until("the file", || async {
        let view: Value = program.gets("/v1/center").await.json();
        let jobs = view["jobs"].as_array()?.clone();
        let made = jobs.into_iter().find(|known| known["id"] == job.as_str())?;
        made["download"]["bytes"].as_u64()
    })
    .await;
    let path = format!("/v1/exports/{job}");
    let file = program.gets(&path).await;
    assert_eq!(file.status, 200);
    assert_eq!(file.body.len() as u64, told);
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.body.starts_with(b"\xef\xbb\xbfclient_id;"));
    assert_eq!(code(&reader.gets(&path).await), "forbidden");
    let unknown = format!("/v1/exports/{}", "0".repeat(32));
    for path in [unknown.as_str(), "/v1/exports/x"] {
        assert_eq!(code(&program.gets(path).await), "not_found");
    }
}

/// Criteria: C2D-20, YU-05, X22
#[tokio::test]
async fn a_token_takes_the_password_and_is_cut_off_at_once() {
    let stack = Stack::shared().await;
    let (program, made) = Program::new(&stack, &[Scope::Read]).await;
    assert!(made.secret.starts_with(&made.token.prefix));
    assert_eq!(program.gets("/v1/center").await.status, 200);

    let cookie = stack.http().sign_in(&stack.owner()).await;
    let wrong = ReplaceToken {
        password: "not the password".to_owned(),
    };
    let replace = format!("/v1/operator/tokens/{}/replace", made.token.id);
    let refused = stack.http().post(&replace, &wrong, Some(&cookie)).await;
    assert_eq!(refused.code(), Code::SignInFailed);
    let right = ReplaceToken {
        password: stack.owner().password,
    };
    let newer: MadeToken = stack
        .http()
        .post(&replace, &right, Some(&cookie))
        .await
        .json();
    let other = Program {
        http: stack.http(),
        token: newer.secret,
    };
    // For a day both work.
    for program in [&program, &other] {
        assert_eq!(program.gets("/v1/center").await.status, 200);
    }

    let mut owner = Operator::with_cookie(&stack, &cookie).await;
    let token = made.token.id;
    let revoked = owner.question(RevokeToken { token }).await;
    revoked.expect("an owner may");
    let cut_off = tokio::time::timeout(Duration::from_secs(2), async {
        for program in [&program, &other] {
            let answer = program.gets("/v1/center").await;
            assert_eq!(
                (answer.status.as_u16(), code(&answer)),
                (401, "unauthorized".into())
            );
            assert_eq!(answer.header("www-authenticate"), "Bearer");
        }
    });
    cut_off.await.expect("within two seconds");
}

#[tokio::test]
async fn without_a_token_of_this_relay_nothing_is_answered() {
    let stack = Stack::shared().await;
    let (program, made) = Program::new(&stack, &[Scope::Read]).await;
    let forged = made.secret.replace("bsd_", "bsd_x");
    for token in ["", "bsd_", &forged, &made.secret[..made.secret.len() - 1]] {
        let program = Program {
            http: stack.http(),
            token: token.to_owned(),
        };
        assert_eq!(code(&program.gets("/v1/dialogs").await), "unauthorized");
    }
    let cookie = stack.http().sign_in(&stack.owner()).await;
    let by_cookie = stack.http().get_as("/v1/dialogs", &cookie).await;
    assert_eq!(code(&by_cookie), "unauthorized");
    // A console has another door, which no token opens.
    let made_by_token = program
        .asks(Method::POST, "/v1/operator/tokens", Some(json!({})))
        .await;
    assert!(!made_by_token.status.is_success());
}

#[tokio::test]
async fn a_program_reads_answers_and_follows_what_happens() {
    let stack = Stack::shared().await;
    let (program, _) = Program::new(&stack, &[Scope::Read, Scope::Write]).await;
    let center: CenterView = program.gets("/v1/center").await.json();
    let mut visitor = Visitor::start(&stack).await;
    let dialog = dialog_of(&stack, &mut visitor).await;

    let path = format!("/v1/dialogs/{dialog}");
    let listed: ListedDialogs = program.gets("/v1/dialogs").await.json();
    assert!(listed.dialogs.iter().any(|one| one.id == dialog));
    let key = new_cid();
    let body = json!({"body": {"t": "text", "text": "Here we are"}});
    let messages = format!("{path}/messages");
    let said = || {
        program.asks_by(
            Method::POST,
            &messages,
            Some(body.clone()),
            Some(key.as_str()),
        )
    };
    let stored: Stored = said().await.json();
    let again: Stored = said().await.json();
    assert_eq!(again, stored);
    let other = Some(json!({"body": {"t": "text", "text": "Another"}}));
    let other = program.asks_by(Method::POST, &messages, other, Some(key.as_str()));
    assert_eq!(code(&other.await), "cid_reused");
    let opened: OpenedDialog = program.gets(&path).await.json();
    let last = opened.messages.last().expect("it was said");
    assert_eq!(last.id, stored.id);
    assert!(matches!(last.content, Content::Operator { .. }));

    let closed = program
        .asks(Method::POST, &format!("{path}/close"), None)
        .await;
    assert_eq!((closed.status.as_u16(), closed.body.len()), (204, 0));
    let mut after = center.seq;
    let mut messages = Vec::new();
    loop {
        let path = format!("/v1/events?after={after}&epoch={}", center.epoch);
        let page: EventPage = program.gets(&path).await.json();
        messages.extend(page.events.iter().filter_map(|event| match event {
            OperatorEvent::Message { message, .. } => Some(message.id),
            _ => None,
        }));
        after = page.seq;
        if !page.more {
            break;
        }
    }
    assert!(messages.contains(&stored.id), "{messages:?}");
    let another = program
        .gets(&format!("/v1/events?after={after}&epoch=other"))
        .await;
    assert_eq!(
        (another.status.as_u16(), code(&another)),
        (409, "stale".into())
    );
}

#[tokio::test]
async fn a_program_sends_a_file_and_has_it_back() {
    let stack = Stack::shared().await;
    let (program, _) = Program::new(&stack, &[Scope::Read, Scope::Write]).await;
    let mut visitor = Visitor::start(&stack).await;
    let dialog = dialog_of(&stack, &mut visitor).await;
    let path = format!("/v1/dialogs/{dialog}/files/{}", new_cid());
    let put = program.http.request(Method::PUT, &path).body("paid");
    let put = put.header(AUTHORIZATION, format!("Bearer {}", program.token));
    let file: File = send(put.header("x-file-name", "invoice.txt")).await.json();
    let body = json!({"body": {"t": "file", "file": file.id}});
    let messages = format!("/v1/dialogs/{dialog}/messages");
    let sent = program.asks(Method::POST, &messages, Some(body)).await;
    assert_eq!(sent.status, 200, "{}", sent.text());
    let had = program.gets(&format!("/v1/files/{}", file.id)).await;
    assert_eq!(had.text(), "paid");
    let none = program
        .gets(&format!("/v1/files/{}", "0f".repeat(16)))
        .await;
    assert_eq!(code(&none), "not_found");
}

#[tokio::test]
async fn a_page_leads_to_the_next_one() {
    let stack = Stack::start().await;
    let (program, _) = Program::new(&stack, &[Scope::Read, Scope::Write]).await;
    for n in 0..35 {
        let client = json!({"name": format!("Client {n}"), "contacts": []});
        let added = program
            .asks(Method::POST, "/v1/clients", Some(client))
            .await;
        assert_eq!(added.status, 200, "{}", added.text());
    }
    let mut names = Vec::new();
    let mut path = "/v1/clients?all_of=[]".to_owned();
    loop {
        let page = program.gets(&path).await;
        let body: Value = page.json();
        let clients = body["clients"].as_array().expect("clients");
        names.extend(clients.iter().map(|one| one["client"]["name"].clone()));
        let Some(link) = page.headers.get("link") else {
            break;
        };
        let link = link.to_str().expect("ASCII");
        let next = link
            .strip_prefix('<')
            .and_then(|link| link.strip_suffix(">; rel=\"next\""));
        path = next.expect("a link to the next page").to_owned();
    }
    assert!(names.len() >= 35, "{names:?}");
    assert!(names.contains(&json!("Client 0")));
}

#[tokio::test]
async fn what_cannot_be_asked_is_a_problem_and_no_fault() {
    let stack = Stack::shared().await;
    let (program, _) = Program::new(&stack, &[Scope::Read, Scope::Write]).await;
    let query = Method::from_bytes(b"QUERY").expect("a verb");
    for (method, path, body, status, wanted) in [
        (Method::GET, "/v1/dialogs/seven", None, 400, "malformed"),
        (Method::GET, "/v1/dialogs/99999999", None, 404, "not_found"),
        (Method::GET, "/v1/dialogs?page=2", None, 400, "malformed"),
        (Method::GET, "/v1/dialogs?filter={", None, 400, "malformed"),
        (Method::GET, "/v1/people", None, 403, "forbidden"),
        (
            Method::POST,
            "/v1/clients",
            Some(json!([1])),
            400,
            "malformed",
        ),
        (
            Method::POST,
            "/v1/clients",
            Some(json!({"contacts": []})),
            400,
            "invalid",
        ),
        (Method::DELETE, "/v1/clients", None, 405, "unsupported"),
        (Method::PATCH, "/v1/clients", None, 405, "unsupported"),
        (query, "/v1/clients", None, 405, "unsupported"),
        (
            Method::GET,
            "/v1/clients?all_of=%5B%7B%22t%22%3A%22by_the_moon%22%7D%5D",
            None,
            400,
            "unsupported",
        ),
    ] {
        let answer = program.asks(method.clone(), path, body).await;
        let found = (answer.status.as_u16(), code(&answer));
        assert_eq!(found, (status, wanted.to_owned()), "{method} {path}");
        if status == 405 {
            assert_eq!(answer.header("allow"), "GET, POST");
        }
    }
}

/// Criteria: C2D-21, C2D-22, C2D-24, X18
#[tokio::test]
async fn each_answer_says_how_many_free_requests_are_left() {
    let stack = Stack::start().await;
    let (program, _) = Program::new(&stack, &[Scope::Read]).await;
    let left = |answer: &Answer| -> u64 {
        assert!(answer.header("ratelimit").starts_with("\"month\";r="));
        let left = answer.header("x-ratelimit-remaining");
        left.parse().expect("a number")
    };
    let first = program.gets("/v1/center").await;
    assert_eq!(left(&first), 99_999);
    let refused = program.gets("/v1/people").await;
    assert_eq!(
        (code(&refused).as_str(), left(&refused)),
        ("forbidden", 99_998)
    );
    // By another object of the center it is the same.
    stack.http().get("/v1/openapi.json").await;
    assert_eq!(left(&program.gets("/v1/center").await), 99_997);
}

#[tokio::test]
async fn who_asks_too_fast_is_asked_to_wait() {
    let stack = Stack::start().await;
    let (program, _) = Program::new(&stack, &[Scope::Read]).await;
    for _ in 0..2_000 {
        let answer = program.gets("/v1/people/presence").await;
        if answer.status == 429 {
            assert_eq!(code(&answer), "too_many");
            let wait: u64 = answer.header("retry-after").parse().expect("seconds");
            assert!(wait >= 1);
            return;
        }
    }
    panic!("nobody is asked to wait");
}

#[tokio::test]
async fn the_relay_describes_its_api_to_anybody() {
    let stack = Stack::shared().await;
    let answer = stack.http().get("/v1/openapi.json").await;
    assert_eq!(answer.header("content-type"), "application/json");
    let described: Value = answer.json();
    assert_eq!(described["openapi"], json!("3.1.0"));
    assert!(described["paths"]["/v1/dialogs/{dialog}"]["get"].is_object());
}
