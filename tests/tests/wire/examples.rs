//! `examples/api/` does what it says, wherever what it runs on is installed.

use std::path::PathBuf;
use std::process::Stdio;

use beseda_protocol::ask::clients::ListClients;
use beseda_protocol::message::Content;
use beseda_protocol::operator::OperatorEvent;
use beseda_protocol::token::Scope;
use beseda_tests::artifacts::workspace;
use beseda_tests::cid::new_cid;
use beseda_tests::http::{Http, send};
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use beseda_tests::wait::{START_DEADLINE, until_within};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use crate::api::Program;

/// What an example runs on, with its arguments so far; `None`: it is not installed, and the
/// test says so.
async fn example(stack: &Stack, on: &str, file: &str, scopes: &[Scope]) -> Option<Command> {
    let is_there = Command::new(on).arg("--version").output().await.is_ok();
    if !is_there {
        eprintln!("skipped: there is no {on} here");
        return None;
    }
    let (_, made) = Program::new(stack, scopes).await;
    let examples = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../examples/api");
    let mut command = Command::new(on);
    command
        .arg(examples.join(file))
        .env("BESEDA", stack.origin())
        .env("TOKEN", made.secret)
        .env("no_proxy", "127.0.0.1,localhost")
        .kill_on_drop(true);
    Some(command)
}

#[tokio::test]
async fn the_first_steps_are_taken_with_curl() {
    let stack = Stack::start().await;
    let scopes = [Scope::Read, Scope::Write];
    let curl = example(&stack, "curl", "first_steps.sh", &scopes).await;
    let shell = example(&stack, "bash", "first_steps.sh", &scopes).await;
    let Some((_, mut command)) = curl.zip(shell) else {
        return;
    };
    let done = command.output().await.expect("it runs");
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success(), "{said}{:?}", done.stderr);
    for wanted in ["\"employees\"", "\"dialogs\"", "Vera Kalnina"] {
        assert!(said.contains(wanted), "{said}");
    }
}

/// prism stands in between: what an example asks, or is answered, against the description,
/// becomes an error.
#[tokio::test]
#[ignore = "prism comes from npm: `cargo x test` installs it"]
async fn the_examples_ask_and_are_answered_as_the_description_says() {
    let stack = Stack::start().await;
    let modules = std::env::var_os("NODE_PATH").expect("where prism is installed");
    let port = beseda_tests::port::free();
    let mut proxy = Command::new("node")
        .arg(PathBuf::from(modules).join("@stoplight/prism-cli/dist/index.js"))
        .args(["proxy", "--errors", "--port", &port.to_string()])
        .arg(workspace().join("protocol/openapi.json"))
        .arg(stack.origin())
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("it is installed");
    until_within(START_DEADLINE, "the proxy", || async {
        let reached = tokio::net::TcpStream::connect(("127.0.0.1", port)).await;
        reached.ok()
    })
    .await;
    let through = format!("http://127.0.0.1:{port}");
    // It does hold what passes against the description.
    let (_, made) = Program::new(&stack, Scope::ALL).await;
    let nameless = Http::new(through.clone(), stack.demo_origin())
        .request(reqwest::Method::POST, "/v1/clients")
        .bearer_auth(made.secret)
        .json(&serde_json::json!({"name": 7}));
    assert_eq!(
        send(nameless).await.status,
        422,
        "no such body is described"
    );
    let table = std::env::temp_dir().join(format!("{}.csv", new_cid()));
    std::fs::write(&table, "vera@example.com;Vera;Pays late\n").expect("a folder for it");
    for (on, file) in [("bash", "first_steps.sh"), ("python3", "import_clients.py")] {
        let Some(mut command) = example(&stack, on, file, Scope::ALL).await else {
            continue;
        };
        if on == "python3" {
            command.arg(&table);
        }
        let done = command.env("BESEDA", &through).output().await;
        let done = done.expect("it runs");
        let said = String::from_utf8_lossy(&done.stdout);
        let failed = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{file}: {said}{failed}");
        assert!(!said.contains("wrong"), "{file}: {said}");
    }
    std::fs::remove_file(&table).ok();
    proxy.start_kill().expect("it runs");
}

/// Criteria: C2D-13, C2D-20
#[tokio::test]
async fn a_table_becomes_clients_and_a_second_run_doubles_none() {
    let stack = Stack::start().await;
    let table = std::env::temp_dir().join(format!("{}.csv", new_cid()));
    let rows = "8 912 345-67-89;Vera;Pays late\nivan@example.com;Ivan;\n";
    std::fs::write(&table, rows).expect("a folder for it");
    for _ in 0..2 {
        let example = example(&stack, "python3", "import_clients.py", Scope::ALL);
        let Some(mut command) = example.await else {
            return;
        };
        let done = command.arg(&table).output().await.expect("it runs");
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        let failed = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.success(), "{said}{failed}");
        assert_eq!(said.lines().count(), 2, "{said}");
        assert!(!said.contains("wrong"), "{said}");
    }
    std::fs::remove_file(&table).ok();
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    let (all_of, behind) = (Vec::new(), None);
    let listed = owner.question(ListClients { all_of, behind }).await;
    let clients = listed.expect("everybody may").clients;
    for name in ["Vera", "Ivan"] {
        let called = clients
            .iter()
            .filter(|one| one.client.name.as_deref() == Some(name));
        assert_eq!(called.count(), 1, "{name}");
    }
}

#[tokio::test]
async fn a_program_notes_what_a_client_says() {
    let stack = Stack::start().await;
    let scopes = [Scope::Read, Scope::Write];
    let Some(mut command) = example(&stack, "node", "answer.mjs", &scopes).await else {
        return;
    };
    let mut program = command
        .args(["refund", "Ask for the number first."])
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut said = BufReader::new(program.stdout.take().expect("piped")).lines();
    let listening = said.next_line().await.expect("it speaks");
    assert!(listening.is_some_and(|line| line.starts_with("Listening")));
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("How do I get a REFUND?").await;
    let noted = |event: &OperatorEvent| match event {
        OperatorEvent::Message { message, .. } => match &message.content {
            Content::Note { text, .. } => Some(text.clone()),
            _ => None,
        },
        _ => None,
    };
    let note = owner.event("the program's note", noted).await;
    assert_eq!(note, "Ask for the number first.");
}
