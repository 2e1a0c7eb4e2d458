//! Jivo has no export: its webhooks `chat_finished` and `offline_message`, as they were kept.

use serde_json::Value;

use super::found::{Found, items, moment, plain, text, texts};
use super::line::{Author, Client, Dialog, Message};

/// Looks through an event.
pub(super) fn read(event: &Value, found: &mut Found) {
    let name = text(event, "event_name");
    if !matches!(name.as_str(), "chat_finished" | "offline_message") {
        return;
    }
    let visitor = &event["visitor"];
    let chat = text(event, "chat_id");
    let client = match text(visitor, "number") {
        number if number.is_empty() => format!("jivo:chat:{chat}"),
        number => format!("jivo:{number}"),
    };
    let tags = items(event, "tags").iter().map(|tag| text(tag, "title"));
    found.client(Client {
        id: client.clone(),
        name: text(visitor, "name"),
        contacts: texts(visitor, &["phone", "email"]),
        comment: text(visitor, "description"),
        labels: tags.filter(|tag| !tag.is_empty()).collect(),
        ..Client::default()
    });
    let dialog = format!("jivo:{chat}");
    found.dialog(Dialog {
        id: dialog.clone(),
        client,
        ..Dialog::default()
    });
    if name == "offline_message" {
        // Its id is the moment, in ms.
        if let Some(at) = moment(event, "offline_message_id") {
            found.message(Message {
                id: format!("{dialog}:offline:{at}"),
                dialog,
                at,
                author: Author::Client {},
                text: plain(&text(event, "message")),
                file: None,
            });
        }
        return;
    }
    for (n, said) in items(&event["chat"], "messages").iter().enumerate() {
        let Some(at) = moment(said, "timestamp") else {
            continue;
        };
        let author = match text(said, "type").as_str() {
            "visitor" => Author::Client {},
            "agent" => agent(event, &text(said, "agent_id")),
            _ => continue,
        };
        found.message(Message {
            // The messages of a chat have no ids: their places are told again and again.
            id: format!("{dialog}:{}", n + 1),
            dialog: dialog.clone(),
            at,
            author,
            text: plain(&text(said, "message")),
            file: None,
        });
    }
}

fn agent(event: &Value, id: &str) -> Author {
    let agents = items(event, "agents");
    let agent = agents.iter().find(|agent| text(agent, "id") == id);
    let agent = agent.or(agents.first()).unwrap_or(&Value::Null);
    Author::Operator {
        name: text(agent, "name"),
        email: text(agent, "email"),
    }
}
