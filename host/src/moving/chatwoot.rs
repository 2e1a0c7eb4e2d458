//! Chatwoot: answers of `/contacts`, `/conversations` and `/conversations/{id}/messages`.

use serde_json::Value;

use super::found::{Found, file, items, moment, plain, text, texts, variables};
use super::line::{Author, Client, Dialog, Message};

/// `message_type` of what the client says, and of what is said to him.
const INCOMING: u64 = 0;
const OUTGOING: u64 = 1;
/// What the server says by a template.
const TEMPLATE: u64 = 3;

/// Looks through an answer.
pub(super) fn read(answer: &Value, found: &mut Found) {
    // Lists are wrapped once or twice.
    let lists = [&answer["payload"], &answer["data"]["payload"], answer];
    let list = lists.into_iter().find_map(Value::as_array);
    if let Some(list) = list {
        // The client stands beside the messages.
        let contact = &answer["meta"]["contact"];
        for one in list {
            item(one, contact, found);
        }
    } else {
        item(answer, &Value::Null, found);
    }
}

fn item(of: &Value, contact: &Value, found: &mut Found) {
    if of["message_type"].is_u64() {
        message(of, contact, found);
    } else if of["messages"].is_array() || of["meta"]["sender"].is_object() {
        conversation(of, found);
    } else if of["identifier"].is_string()
        || of["email"].is_string()
        || of["phone_number"].is_string()
    {
        client(of, found);
    }
}

fn client(of: &Value, found: &mut Found) -> Option<String> {
    let id = text(of, "id");
    if id.is_empty() {
        return None;
    }
    let id = format!("chatwoot:{id}");
    found.client(Client {
        id: id.clone(),
        name: text(of, "name"),
        contacts: texts(of, &["phone_number", "email"]),
        variables: variables(&of["custom_attributes"]),
        created_at: moment(of, "created_at"),
        ..Client::default()
    });
    Some(id)
}

fn conversation(of: &Value, found: &mut Found) {
    let id = text(of, "id");
    let Some(client) = client(&of["meta"]["sender"], found) else {
        return;
    };
    let labels = items(of, "labels").iter().filter_map(Value::as_str);
    found.dialog(Dialog {
        id: format!("chatwoot:{id}"),
        client,
        tags: labels.map(str::to_owned).collect(),
        created_at: moment(of, "created_at"),
    });
    for one in items(of, "messages") {
        message(one, &of["meta"]["sender"], found);
    }
}

fn message(of: &Value, contact: &Value, found: &mut Found) {
    let sender = &of["sender"];
    let kind = of["message_type"].as_u64();
    let dialog = format!("chatwoot:{}", text(of, "conversation_id"));
    let whose = match contact.is_object() {
        true => client(contact, found),
        false if kind == Some(INCOMING) => client(sender, found),
        false => None,
    };
    if let Some(client) = whose {
        found.dialog(Dialog {
            id: dialog.clone(),
            client,
            ..Dialog::default()
        });
    }
    let (name, email) = (text(sender, "name"), text(sender, "email"));
    let author = match kind {
        Some(INCOMING) => Author::Client {},
        Some(OUTGOING) if of["private"] == true => Author::Note { name, email },
        Some(OUTGOING | TEMPLATE) => Author::Operator { name, email },
        // Who was assigned, and the like.
        _ => return,
    };
    let Some(at) = moment(of, "created_at") else {
        return;
    };
    let id = format!("chatwoot:{}", text(of, "id"));
    let mut rest = items(of, "attachments")
        .iter()
        .filter_map(|one| file(one, "file_type", "data_url"));
    found.message(Message {
        id: id.clone(),
        dialog: dialog.clone(),
        at,
        author: author.clone(),
        text: plain(&text(of, "content")),
        file: rest.next(),
    });
    for (n, file) in rest.enumerate() {
        found.message(Message {
            id: format!("{id}:{}", n + 2),
            dialog: dialog.clone(),
            at,
            author: author.clone(),
            text: String::new(),
            file: Some(file),
        });
    }
}
