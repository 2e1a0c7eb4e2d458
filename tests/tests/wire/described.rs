//! The API does what its description says, as schemathesis reads it: examples, the edges of
//! every type, requests by chance, and chains of them by the links between answers. It comes
//! from a registry, so this is run by `cargo x test` alone, which installs it or says that it
//! cannot.

use std::path::PathBuf;

use beseda_protocol::token::Scope;
use beseda_tests::artifacts::workspace;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use tokio::process::Command;

use crate::api::Program;

/// Answers a run does not break what is described by: no fault, no status, type, header or
/// body that the description does not have, no other verb, nothing without a token. What a
/// center refuses by its own rules (a name that is taken, a dialog that is closed) no
/// description says, so whether it takes what fits is none of them.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_headers_conformance,response_schema_conformance,\
                      unsupported_method,allow_header_conformance,ignored_auth";

/// Of each route, by chance. With the edges of its types, which are most, these are some 7,000
/// requests, in 45 s on two cores.
const EXAMPLES: &str = "8";

#[tokio::test]
#[ignore = "schemathesis comes from PyPI: `cargo x test` installs it"]
async fn nothing_that_is_asked_by_the_description_is_answered_against_it() {
    let stack = Stack::start().await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("Is this as it is described?").await;
    let (_, made) = Program::new(&stack, Scope::ALL).await;
    let description: PathBuf = workspace().join("protocol/openapi.json");
    let scratch = tempfile::tempdir().expect("a folder");
    let run = Command::new("python3")
        .current_dir(scratch.path())
        .args([
            "-c",
            "from schemathesis.cli import schemathesis as run; run()",
        ])
        .arg("run")
        .arg(description)
        .args(["--url", &stack.origin()])
        .args([
            "--header",
            &format!("Authorization: Bearer {}", made.secret),
        ])
        .args(["--phases", "examples,coverage,fuzzing,stateful"])
        .args(["--checks", CHECKS])
        .args(["--max-examples", EXAMPLES])
        .args(["--seed", "1", "--no-shrink", "--no-color"])
        .args(["--generation-database", "none"])
        .args(["--request-timeout", "30", "--warnings", "off"])
        .args(["--suppress-health-check", "all"])
        // It would take away what it asks by.
        .args(["--exclude-path", "/v1/tokens/{token}"])
        .args([
            "--exclude-path-regex",
            "^/v1/people/.*/(disable|role|access)$",
        ])
        .env("no_proxy", "127.0.0.1")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .kill_on_drop(true)
        .output()
        .await
        .expect("it is installed");
    let said = String::from_utf8_lossy(&run.stdout);
    let failed = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}\n{failed}");
    // Every phase has run, and found something to ask.
    for phase in ["Examples", "Coverage", "Fuzzing", "Stateful"] {
        assert!(said.contains(phase), "{phase}: {said}");
    }
}
