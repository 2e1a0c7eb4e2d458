//! Crisp: answers of `/conversations` (or one of them) and `/conversation/{session}/messages`.

use serde_json::Value;

use super::found::{Found, file, items, moment, text, texts, variables};
use super::line::{Author, Client, Dialog, Message};

/// Looks through an answer.
pub(super) fn read(answer: &Value, found: &mut Found) {
    match &answer["data"] {
        Value::Array(list) => list.iter().for_each(|one| item(one, found)),
        Value::Object(_) => item(&answer["data"], found),
        _ => item(answer, found),
    }
}

fn item(of: &Value, found: &mut Found) {
    let session = text(of, "session_id");
    if session.is_empty() {
        return;
    }
    let id = format!("crisp:{session}");
    // One who comes back is known by his phone or e-mail.
    let client = id.clone();
    if of["meta"].is_object() {
        let meta = &of["meta"];
        let segments = items(meta, "segments").iter().filter_map(Value::as_str);
        found.client(Client {
            id: client.clone(),
            name: text(meta, "nickname"),
            contacts: texts(meta, &["phone", "email"]),
            labels: segments.map(str::to_owned).collect(),
            variables: variables(&meta["data"]),
            created_at: moment(of, "created_at"),
            ..Client::default()
        });
    }
    if of["fingerprint"].is_null() {
        found.dialog(Dialog {
            id,
            client,
            created_at: moment(of, "created_at"),
            ..Dialog::default()
        });
        return;
    }
    found.dialog(Dialog {
        id: id.clone(),
        client,
        ..Dialog::default()
    });
    message(of, &id, found);
}

fn message(of: &Value, dialog: &str, found: &mut Found) {
    let Some(at) = moment(of, "timestamp") else {
        return;
    };
    let user = &of["user"];
    let (name, email) = (text(user, "nickname"), text(user, "email"));
    let kind = text(of, "type");
    let author = match (text(of, "from").as_str(), kind.as_str()) {
        (_, "event") => return,
        ("user", _) => Author::Client {},
        (_, "note") => Author::Note { name, email },
        _ => Author::Operator { name, email },
    };
    let content = &of["content"];
    let (text, file) = match content {
        Value::String(text) => (text.trim().to_owned(), None),
        content => (text(content, "text"), file(content, "name", "url")),
    };
    found.message(Message {
        id: format!("{dialog}:{}", super::found::text(of, "fingerprint")),
        dialog: dialog.to_owned(),
        at,
        author,
        text,
        file,
    });
}
