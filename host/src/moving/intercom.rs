//! Intercom: answers of `/contacts` and `/conversations/{id}`, whose bodies are HTML.

use serde_json::Value;

use super::found::{Found, file, items, moment, plain, text, texts, variables};
use super::line::{Author, Client, Dialog, Message};

/// Looks through an answer.
pub(super) fn read(answer: &Value, found: &mut Found) {
    for list in ["data", "contacts", "conversations"] {
        for one in items(answer, list) {
            item(one, found);
        }
    }
    item(answer, found);
}

fn item(of: &Value, found: &mut Found) {
    match text(of, "type").as_str() {
        "contact" | "user" | "lead" => contact(of, found),
        "conversation" => conversation(of, found),
        _ => {}
    }
}

fn contact(of: &Value, found: &mut Found) {
    let id = text(of, "id");
    if !id.is_empty() {
        let tags = items(&of["tags"], "data")
            .iter()
            .map(|tag| text(tag, "name"));
        found.client(Client {
            id: format!("intercom:{id}"),
            name: text(of, "name"),
            contacts: texts(of, &["phone", "email"]),
            labels: tags.filter(|name| !name.is_empty()).collect(),
            variables: variables(&of["custom_attributes"]),
            created_at: moment(of, "created_at"),
            ..Client::default()
        });
    }
}

fn conversation(of: &Value, found: &mut Found) {
    let source = &of["source"];
    let who = items(&of["contacts"], "contacts").first();
    let client = match who {
        Some(who) => text(who, "id"),
        None => text(&source["author"], "id"),
    };
    let dialog = format!("intercom:{}", text(of, "id"));
    let client = format!("intercom:{client}");
    let tags = items(&of["tags"], "tags")
        .iter()
        .map(|tag| text(tag, "name"));
    found.dialog(Dialog {
        id: dialog.clone(),
        client: client.clone(),
        tags: tags.filter(|name| !name.is_empty()).collect(),
        created_at: moment(of, "created_at"),
    });
    let first = moment(of, "created_at");
    said(source, "comment", first, &dialog, &client, found);
    for part in items(&of["conversation_parts"], "conversation_parts") {
        let at = moment(part, "created_at");
        said(part, &text(part, "part_type"), at, &dialog, &client, found);
    }
}

fn said(of: &Value, kind: &str, at: Option<u64>, dialog: &str, client: &str, found: &mut Found) {
    let author = &of["author"];
    let (name, email) = (text(author, "name"), text(author, "email"));
    let is_client = matches!(text(author, "type").as_str(), "user" | "lead" | "contact");
    if is_client {
        found.client(Client {
            id: client.to_owned(),
            name: name.clone(),
            contacts: texts(author, &["email"]),
            ..Client::default()
        });
    }
    let author = match (is_client, kind) {
        (true, _) => Author::Client {},
        (false, "note") => Author::Note { name, email },
        (false, _) => Author::Operator { name, email },
    };
    let Some(at) = at else {
        return;
    };
    let id = format!("intercom:{}", text(of, "id"));
    let mut files = items(of, "attachments")
        .iter()
        .filter_map(|one| file(one, "name", "url"));
    let message = Message {
        id: id.clone(),
        dialog: dialog.to_owned(),
        at,
        author,
        text: plain(&text(of, "body")),
        file: files.next(),
    };
    for (n, file) in files.enumerate() {
        found.message(Message {
            id: format!("{id}:{}", n + 2),
            text: String::new(),
            file: Some(file),
            ..message.clone()
        });
    }
    found.message(message);
}
