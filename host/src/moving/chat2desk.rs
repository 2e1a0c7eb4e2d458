//! Chat2Desk: answers of `/v1/clients`, `/v1/messages` and `/v1/operators`.

use serde_json::Value;

use super::found::{Found, file, items, moment, plain, text, texts};
use super::line::{Author, Client, Dialog, File, Message};

/// Looks through an answer.
pub(super) fn read(answer: &Value, found: &mut Found) {
    match &answer["data"] {
        Value::Array(list) => list.iter().for_each(|one| item(one, found)),
        Value::Object(_) => item(&answer["data"], found),
        _ => item(answer, found),
    }
}

/// A member by either of the names that it has in different versions.
fn either(of: &Value, names: &[&str]) -> String {
    texts(of, names).into_iter().next().unwrap_or_default()
}

fn item(of: &Value, found: &mut Found) {
    let dialog = either(of, &["dialogID", "dialog_id", "dialogId"]);
    match text(of, "type").as_str() {
        kind @ ("from_client" | "to_client" | "comment" | "autoreply") => {
            message(of, kind, &dialog, found);
        }
        "system" => {}
        _ => client(of, found),
    }
}

fn client(of: &Value, found: &mut Found) {
    let id = text(of, "id");
    let has_phone = of["phone"].is_string() || of["client_phone"].is_string();
    if id.is_empty() || !has_phone {
        return;
    }
    let phone = either(of, &["client_phone", "phone"]);
    // Without the messenger that stands before some of them: `[vk] 12`.
    let phone = phone
        .rsplit(']')
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned();
    let tags = items(of, "tags")
        .iter()
        .map(|tag| either(tag, &["label", "name"]));
    found.client(Client {
        id: format!("chat2desk:{id}"),
        name: either(of, &["assigned_name", "name"]),
        contacts: vec![phone],
        comment: text(of, "comment"),
        labels: tags.filter(|tag| !tag.is_empty()).collect(),
        ..Client::default()
    });
}

fn message(of: &Value, kind: &str, dialog: &str, found: &mut Found) {
    let client = either(of, &["clientID", "client_id", "clientId"]);
    let Some(at) = moment(of, "created") else {
        return;
    };
    let dialog = match dialog {
        "" => format!("chat2desk:client:{client}"),
        dialog => format!("chat2desk:{dialog}"),
    };
    found.dialog(Dialog {
        id: dialog.clone(),
        client: format!("chat2desk:{client}"),
        ..Dialog::default()
    });
    let operator = either(of, &["operatorID", "operator_id", "operatorId"]);
    let name = match operator.as_str() {
        "" => String::new(),
        id => format!("Chat2Desk {id}"),
    };
    let email = String::new();
    let author = match kind {
        "from_client" => Author::Client {},
        "comment" => Author::Note { name, email },
        _ => Author::Operator { name, email },
    };
    let pictures = ["photo", "video", "audio", "pdf"]
        .iter()
        .map(|name| text(of, name));
    let pictures = pictures.filter(|url| !url.is_empty()).map(|url| File {
        name: String::new(),
        url,
    });
    let attached = items(of, "attachments")
        .iter()
        .filter_map(|one| file(one, "name", "link"));
    found.message(Message {
        id: format!("chat2desk:{}", text(of, "id")),
        dialog,
        at,
        author,
        text: plain(&text(of, "text")),
        file: attached.chain(pictures).next(),
    });
}
