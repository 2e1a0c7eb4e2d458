//! Files that the center makes, on their way to a browser.

use beseda_protocol::ask::jobs::BeginExport;
use beseda_protocol::export::{Download, Export, TableFormat};
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::Code;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

/// Makes a file, and waits until it is whole: its address, and what is told of it.
async fn made(operator: &mut Operator, what: Export) -> (String, Download) {
    let locale = "en".to_owned();
    let begun = operator.question(BeginExport { what, locale }).await;
    let job = begun.expect("it begins").job;
    let ready = |frame: &ToOperator| match frame {
        ToOperator::Jobs { jobs } => {
            let made = jobs.iter().find(|known| known.id == job);
            made.and_then(|made| made.download.clone())
        }
        _ => None,
    };
    let download = operator.line.expect("the file", ready).await;
    (format!("/v1/operator/exports/{job}"), download)
}

#[tokio::test]
async fn a_file_reaches_whoever_may_have_it_and_nobody_else() {
    let stack = Stack::shared().await;
    let mut olga = Operator::sign_in(&stack, &stack.owner()).await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("Who is exported?").await;
    let client = olga.dialog_of("Who is exported?").await.client.id;
    let boris = stack.http().sign_in(&stack.boris()).await;
    for (format, begins, mime) in [
        (
            TableFormat::Csv,
            &b"\xef\xbb\xbfclient_id;"[..],
            "text/csv; charset=utf-8",
        ),
        (
            TableFormat::Xlsx,
            &b"PK\x03\x04"[..],
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ] {
        let all_of = Vec::new();
        let (path, told) = made(&mut olga, Export::Clients { all_of, format }).await;
        let file = stack.http().get_as(&path, &olga.cookie).await;
        assert_eq!(file.status.as_u16(), 200);
        assert_eq!(file.body.len() as u64, told.bytes);
        assert!(file.body.starts_with(begins));
        assert_eq!(file.header("content-type"), mime);
        assert!(file.header("content-disposition").starts_with("attachment"));
        assert!(
            file.header("content-security-policy")
                .starts_with("sandbox")
        );
        assert_eq!(
            stack.http().get_as(&path, &boris).await.code(),
            Code::NotFound
        );
        assert_eq!(stack.http().get(&path).await.code(), Code::Unauthorized);
    }
    let (path, _) = made(&mut olga, Export::Client { client }).await;
    let dossier: serde_json::Value = stack.http().get_as(&path, &olga.cookie).await.json();
    let messages = dossier["dialogs"][0]["messages"]
        .as_array()
        .expect("messages");
    let has_it = messages
        .iter()
        .any(|message| message["content"].to_string().contains("exported?"));
    assert!(has_it, "{dossier}");
    let unknown = format!("/v1/operator/exports/{}", "0".repeat(32));
    for path in [
        unknown.as_str(),
        "/v1/operator/exports/..",
        "/v1/operator/exports/x",
    ] {
        let refused = stack.http().get_as(path, &olga.cookie).await;
        assert_eq!(refused.code(), Code::NotFound, "{path}");
    }
}

#[tokio::test]
async fn a_dialog_is_saved_and_printed_by_whoever_sees_it() {
    let stack = Stack::shared().await;
    let mut boris = Operator::sign_in(&stack, &stack.boris()).await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("Is <b>tea</b> back?").await;
    let dialog = boris.dialog_of("Is <b>tea</b> back?").await.id;
    boris.replied(dialog, "It is.").await;
    let path = format!("/v1/operator/dialogs/{dialog}");
    let text = format!("{path}.txt?locale=ru");
    let text = stack.http().get_as(&text, &boris.cookie).await;
    assert!(
        text.text().starts_with(&format!("Диалог {dialog}: ")),
        "{}",
        text.text()
    );
    assert!(text.text().contains("Is <b>tea</b> back?\n") && text.text().contains("It is.\n"));
    let page = format!("{path}.html?locale=en");
    let page = stack.http().get_as(&page, &boris.cookie).await;
    assert!(page.text().contains("Is &lt;b&gt;tea&lt;/b&gt; back?"));
    assert!(page.header("content-disposition").starts_with("inline"));
    assert!(
        page.header("content-security-policy")
            .starts_with("sandbox; default-src 'none'")
    );
    let refused = [
        (format!("{path}.txt?locale=xx"), Code::Invalid),
        (format!("{path}.exe"), Code::NotFound),
        (
            "/v1/operator/dialogs/99999999.txt".to_owned(),
            Code::NotFound,
        ),
        ("/v1/operator/dialogs/x.txt".to_owned(), Code::NotFound),
    ];
    for (path, code) in refused {
        let answer = stack.http().get_as(&path, &boris.cookie).await;
        assert_eq!(answer.code(), code, "{path}");
    }
}
