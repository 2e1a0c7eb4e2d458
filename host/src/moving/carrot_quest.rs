//! Carrot quest: answers of `/users/{id}`, `/conversations` and `/conversations/{id}/parts`.

use serde_json::Value;

use super::found::{Found, file, items, moment, plain, text, texts, variables};
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
    if !of["conversation"].is_null() {
        part(of, found);
    } else if of["parts_count"].is_number() || of["part_last"].is_object() {
        conversation(of, found);
    } else if of["props"].is_object() {
        user(of, found);
    }
}

fn user(of: &Value, found: &mut Found) -> Option<String> {
    let id = match of {
        Value::Number(id) => id.to_string(),
        _ => text(of, "id"),
    };
    if id.is_empty() {
        return None;
    }
    let id = format!("carrotquest:{id}");
    let props = &of["props"];
    let mut own = variables(props);
    for known in ["name", "email", "phone"] {
        own.remove(known);
    }
    found.client(Client {
        id: id.clone(),
        name: text(props, "$name"),
        contacts: texts(props, &["$phone", "$email"]),
        variables: own,
        ..Client::default()
    });
    Some(id)
}

fn conversation(of: &Value, found: &mut Found) {
    let Some(client) = user(&of["user"], found) else {
        return;
    };
    let tags = items(of, "tags").iter().map(|tag| match tag {
        Value::String(tag) => tag.clone(),
        tag => text(tag, "name"),
    });
    found.dialog(Dialog {
        id: format!("carrotquest:{}", text(of, "id")),
        client,
        tags: tags.filter(|tag| !tag.is_empty()).collect(),
        created_at: moment(of, "created"),
    });
}

fn part(of: &Value, found: &mut Found) {
    let dialog = format!("carrotquest:{}", text(of, "conversation"));
    let Some(at) = moment(of, "created") else {
        return;
    };
    let from = &of["from"];
    let (name, email) = (text(from, "name"), text(from, "email"));
    let author = match text(of, "type").as_str() {
        "reply_user" => {
            if let Some(client) = user(from, found) {
                found.dialog(Dialog {
                    id: dialog.clone(),
                    client,
                    ..Dialog::default()
                });
            }
            Author::Client {}
        }
        "note" => Author::Note { name, email },
        kind if kind.starts_with("reply_") || text(of, "direction") == "a2u" => {
            Author::Operator { name, email }
        }
        // Who was assigned, and the like.
        _ => return,
    };
    let mut files = items(of, "attachments")
        .iter()
        .filter_map(|one| file(one, "filename", "url"));
    found.message(Message {
        id: format!("carrotquest:{}", text(of, "id")),
        dialog,
        at,
        author,
        text: plain(&text(of, "body")),
        file: files.next(),
    });
}
