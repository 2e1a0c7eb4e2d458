//! Answers as the services' own documents show them.

use serde_json::{Value, json};

use super::*;

fn lines(service: Service, answers: &[Value]) -> Vec<Value> {
    let mut found = Found::default();
    for answer in answers {
        convert(service, answer, &mut found);
    }
    let lines = found.lines();
    lines
        .iter()
        .map(|line| serde_json::to_value(line).unwrap())
        .collect()
}

/// Who said what, in order.
fn said(lines: &[Value]) -> Vec<(String, String, u64)> {
    let messages = lines.iter().filter_map(|line| line.get("message"));
    let said = messages.map(|message| {
        let (author, about) = message["author"]
            .as_object()
            .unwrap()
            .iter()
            .next()
            .unwrap();
        let name = about
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let text = match message["file"].as_object() {
            Some(file) => format!(
                "{}[{}]",
                message["text"].as_str().unwrap(),
                file["url"].as_str().unwrap()
            ),
            None => message["text"].as_str().unwrap().to_owned(),
        };
        (
            format!("{author} {name}").trim().to_owned(),
            text,
            message["at"].as_u64().unwrap(),
        )
    });
    said.collect()
}

fn heard(author: &str, text: &str, at: u64) -> (String, String, u64) {
    (author.to_owned(), text.to_owned(), at)
}

fn client(lines: &[Value]) -> Value {
    lines
        .iter()
        .find_map(|line| line.get("client"))
        .unwrap()
        .clone()
}

/// By its OpenAPI document.
#[test]
fn what_chatwoot_answers_becomes_clients_and_conversations() {
    let contacts = json!({
        "meta": {"count": 1, "current_page": 1},
        "payload": [{
            "id": 12, "name": "Anna", "email": "anna@example.org", "phone_number": "+37120123456",
            "identifier": null, "thumbnail": "", "custom_attributes": {"size": "39"},
            "created_at": 1_700_000_000,
        }],
    });
    let messages = json!({
        "meta": {"labels": ["shoes"], "additional_attributes": {}, "contact": {"id": 12, "name": "Anna"}},
        "payload": [
            {"id": 1, "content": "Hello", "message_type": 0, "created_at": 1_700_000_100,
             "private": false, "conversation_id": 5, "content_type": "text",
             "sender": {"id": 12, "name": "Anna", "type": "contact"}},
            {"id": 2, "content": "Conversation was assigned", "message_type": 2,
             "created_at": 1_700_000_101, "private": false, "conversation_id": 5},
            {"id": 4, "content": "<p>Hi, <b>Anna</b></p>", "message_type": 1,
             "created_at": 1_700_000_103, "private": false, "conversation_id": 5,
             "sender": {"id": 3, "name": "Maria", "email": "maria@example.org", "type": "user"},
             "attachments": [{"id": 7, "file_type": "image", "data_url": "https://x.example/a.png"}]},
            {"id": 3, "content": "A regular", "message_type": 1, "created_at": 1_700_000_102,
             "private": true, "conversation_id": 5, "sender": {"id": 3, "name": "Maria", "type": "user"}},
        ],
    });
    let lines = lines(Service::Chatwoot, &[messages, contacts]);
    let anna = client(&lines);
    assert_eq!(anna["id"], "chatwoot:12");
    assert_eq!(
        anna["contacts"],
        json!(["+37120123456", "anna@example.org"])
    );
    assert_eq!(anna["variables"]["size"], "39");
    assert_eq!(anna["created_at"], 1_700_000_000_000_u64);
    assert_eq!(lines[1]["dialog"]["client"], "chatwoot:12");
    assert_eq!(
        said(&lines),
        [
            heard("client", "Hello", 1_700_000_100_000),
            heard("note Maria", "A regular", 1_700_000_102_000),
            heard(
                "operator Maria",
                "Hi, Anna[https://x.example/a.png]",
                1_700_000_103_000
            ),
        ]
    );
}

/// By its reference of conversations.
#[test]
fn what_intercom_answers_becomes_clients_and_conversations() {
    let conversation = json!({
        "type": "conversation", "id": "147", "created_at": 1_400_850_973,
        "source": {
            "type": "conversation", "id": "3", "delivered_as": "customer_initiated",
            "body": "<p>Hi Alice,</p>\n<p>do you ship?</p>",
            "author": {"type": "user", "id": "536e", "name": "Bob", "email": "bob@example.com"},
            "attachments": [],
        },
        "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": "536e"}]},
        "tags": {"type": "tag.list", "tags": [{"type": "tag", "id": "1", "name": "delivery"}]},
        "conversation_parts": {
            "type": "conversation_part.list",
            "conversation_parts": [
                {"type": "conversation_part", "id": "4412", "part_type": "comment",
                 "body": "<p>We do &amp; gladly</p>", "created_at": 1_400_857_494,
                 "author": {"type": "admin", "id": "25", "name": "Alice", "email": "alice@example.com"},
                 "attachments": [{"name": "terms", "url": "https://x.example/terms.pdf"}]},
                {"type": "conversation_part", "id": "4413", "part_type": "assignment", "body": null,
                 "created_at": 1_400_857_495, "author": {"type": "admin", "id": "25", "name": "Alice"}},
                {"type": "conversation_part", "id": "4414", "part_type": "note", "body": "<p>Big order</p>",
                 "created_at": 1_400_857_496, "author": {"type": "admin", "id": "25", "name": "Alice"}},
            ],
        },
    });
    let lines = lines(Service::Intercom, &[conversation]);
    let bob = client(&lines);
    assert_eq!(
        (&bob["name"], &bob["contacts"]),
        (&json!("Bob"), &json!(["bob@example.com"]))
    );
    assert_eq!(lines[1]["dialog"]["tags"], json!(["delivery"]));
    let said = said(&lines);
    assert!(
        said[0].1.starts_with("Hi Alice,") && said[0].1.ends_with("do you ship?"),
        "{said:?}"
    );
    assert_eq!(
        said[1],
        heard(
            "operator Alice",
            "We do & gladly[https://x.example/terms.pdf]",
            1_400_857_494_000
        )
    );
    assert_eq!(said[2], heard("note Alice", "Big order", 1_400_857_496_000));
    assert_eq!(said.len(), 3);
}

/// By its reference of the REST API.
#[test]
fn what_crisp_answers_becomes_clients_and_conversations() {
    let messages = json!({
        "error": false, "reason": "listed", "data": [
            {"session_id": "session_1", "website_id": "w", "type": "text", "from": "user",
             "origin": "chat", "content": "Hello", "stamped": true, "timestamp": 1_700_000_000_000_u64,
             "fingerprint": 163_240_180_126_629_u64, "user": {"user_id": "session_1", "nickname": "visitor1"}},
            {"session_id": "session_1", "website_id": "w", "type": "file", "from": "operator",
             "origin": "chat", "content": {"name": "a.png", "url": "https://x.example/a.png", "type": "image/png"},
             "timestamp": 1_700_000_001_000_u64, "fingerprint": 2, "user": {"user_id": "o", "nickname": "Maria"}},
            {"session_id": "session_1", "website_id": "w", "type": "note", "from": "operator",
             "content": "A regular", "timestamp": 1_700_000_002_000_u64, "fingerprint": 3,
             "user": {"nickname": "Maria"}},
            {"session_id": "session_1", "website_id": "w", "type": "event", "from": "operator",
             "content": {"namespace": "state:resolved"}, "timestamp": 1_700_000_003_000_u64, "fingerprint": 4},
        ],
    });
    let conversation = json!({
        "error": false, "reason": "resolved", "data": {
            "session_id": "session_1", "website_id": "w", "state": "resolved",
            "created_at": 1_699_999_999_000_u64,
            "meta": {"nickname": "Anna", "email": "anna@example.org", "phone": "+37120123456",
                     "segments": ["vip"], "data": {"plan": "free"}},
        },
    });
    let lines = lines(Service::Crisp, &[messages, conversation]);
    let anna = client(&lines);
    assert_eq!(
        (&anna["name"], &anna["labels"]),
        (&json!("Anna"), &json!(["vip"]))
    );
    assert_eq!(lines[1]["dialog"]["created_at"], 1_699_999_999_000_u64);
    assert_eq!(
        said(&lines),
        [
            heard("client", "Hello", 1_700_000_000_000),
            heard(
                "operator Maria",
                "[https://x.example/a.png]",
                1_700_000_001_000
            ),
            heard("note Maria", "A regular", 1_700_000_002_000),
        ]
    );
}

/// By its document of webhooks.
#[test]
fn what_jivo_told_by_webhooks_becomes_clients_and_conversations() {
    let finished = json!({
        "event_name": "chat_finished", "widget_id": "3948",
        "visitor": {"name": "John Smith", "email": "email@example.com", "phone": "+14084987855",
                    "description": "Description text", "number": "2198", "chats_count": 2},
        "tags": [{"id": 1, "title": "vip"}], "chat_id": 7607,
        "agents": [{"id": "1", "name": "Thomas Anderson", "email": "agent@jivosite.com"}],
        "chat": {"messages": [
            {"message": "Hello", "timestamp": 1_665_396_476, "type": "visitor"},
            {"message": "Hi", "timestamp": 1_665_396_483, "type": "agent", "agent_id": 1},
        ], "blacklisted": false, "rate": null},
        "plain_messages": "", "html_messages": "",
    });
    let offline = json!({
        "event_name": "offline_message", "widget_id": "3948", "chat_id": 2026,
        "visitor": {"name": "John Smith", "number": "2198"}, "tags": [],
        "message": "Call me", "offline_message_id": 1_665_399_500_726_u64,
    });
    let lines = lines(Service::Jivo, &[finished.clone(), offline, finished]);
    let john = client(&lines);
    assert_eq!(
        john["contacts"],
        json!(["+14084987855", "email@example.com"])
    );
    assert_eq!(
        (&john["comment"], &john["labels"]),
        (&json!("Description text"), &json!(["vip"]))
    );
    assert_eq!(
        said(&lines),
        [
            heard("client", "Hello", 1_665_396_476_000),
            heard("operator Thomas Anderson", "Hi", 1_665_396_483_000),
            heard("client", "Call me", 1_665_399_500_726),
        ]
    );
}

/// By its reference of conversations.
#[test]
fn what_carrot_quest_answers_becomes_clients_and_conversations() {
    let conversations = json!({
        "data": [{
            "id": 7_100_586, "created": 1_450_342_055, "read": true, "closed": false,
            "type": "popup_chat", "reply_type": "text", "parts_count": 13, "tags": ["доставка"],
            "user": {"id": 16_588_048, "props": {"$name": "Анна", "$email": "anna@example.org", "city": "Рига"}},
            "part_last": {"id": 7_855_356, "type": "reply_user"},
        }],
        "meta": {"status": 200},
    });
    let parts = json!({
        "data": [
            {"id": 2, "created": 1_450_345_020, "conversation": 7_100_586, "body": "<p>Да</p>",
             "type": "reply_admin", "direction": "a2u", "sent_via": "web_panel",
             "from": {"id": 24_601, "name": "Maks", "type": "admin"}},
            {"id": 1, "created": 1_450_345_019, "conversation": 7_100_586, "body": "Есть доставка?",
             "type": "reply_user", "direction": "u2a", "sent_via": "web_user", "from": 16_588_048},
            {"id": 3, "created": 1_450_345_021, "conversation": 7_100_586, "body": "Постоянный",
             "type": "note", "from": {"id": 24_601, "name": "Maks", "type": "admin"}},
            {"id": 4, "created": 1_450_345_022, "conversation": 7_100_586, "body": "", "type": "assigned"},
        ],
    });
    let lines = lines(Service::CarrotQuest, &[conversations, parts]);
    let anna = client(&lines);
    assert_eq!(
        (&anna["name"], &anna["variables"]),
        (&json!("Анна"), &json!({"city": "Рига"}))
    );
    assert_eq!(lines[1]["dialog"]["tags"], json!(["доставка"]));
    assert_eq!(
        said(&lines),
        [
            heard("client", "Есть доставка?", 1_450_345_019_000),
            heard("operator Maks", "Да", 1_450_345_020_000),
            heard("note Maks", "Постоянный", 1_450_345_021_000),
        ]
    );
}

/// By its public collection of requests.
#[test]
fn what_chat2desk_answers_becomes_clients_and_conversations() {
    let clients = json!({
        "data": [{"id": 9, "assigned_name": "Анна Петрова", "name": "anna", "phone": "79211234567",
                  "avatar": null, "comment": "Размер 39", "tags": [{"id": 1, "label": "VIP"}]}],
        "meta": {"total": 1, "limit": 20, "offset": 0}, "status": "success",
    });
    let messages = json!({
        "data": [
            {"id": 2, "text": "Да", "transport": "whatsapp", "type": "to_client", "read": 1,
             "created": "2022-02-10T10:12:53 UTC", "clientID": 9, "operatorID": 4, "dialogID": 8},
            {"id": 1, "text": "Есть доставка?", "transport": "whatsapp", "type": "from_client",
             "created": "2022-02-10T10:12:52 UTC", "clientID": 9, "dialogID": 8,
             "attachments": [{"name": "a.png", "link": "https://x.example/a.png"}]},
            {"id": 3, "text": "Dialog closed", "type": "system", "created": "2022-02-10T10:12:54 UTC",
             "clientID": 9, "dialogID": 8},
        ],
        "status": "success",
    });
    let lines = lines(Service::Chat2desk, &[messages, clients]);
    let anna = client(&lines);
    assert_eq!(
        (&anna["name"], &anna["labels"]),
        (&json!("Анна Петрова"), &json!(["VIP"]))
    );
    assert_eq!(
        (&anna["comment"], &anna["contacts"]),
        (&json!("Размер 39"), &json!(["79211234567"]))
    );
    assert_eq!(
        said(&lines),
        [
            heard(
                "client",
                "Есть доставка?[https://x.example/a.png]",
                1_644_487_972_000
            ),
            heard("operator Chat2Desk 4", "Да", 1_644_487_973_000),
        ]
    );
}

#[test]
fn lines_of_the_neutral_format_are_read_and_a_wrong_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.jsonl");
    let text = concat!(
        r#"{"client":{"id":"own:1","name":"Anna","contacts":["+37120123456"]}}"#,
        "\n\n",
        r#"{"dialog":{"id":"own:1","client":"own:1"}}"#,
        "\n",
        r#"{"message":{"id":"own:1","dialog":"own:1","at":1700000000000,"author":{"client":{}},"text":"Hello"}}"#,
        "\n",
    );
    fs::write(&file, text).unwrap();
    assert_eq!(neutral(std::slice::from_ref(&file)).unwrap().len(), 3);
    fs::write(
        &file,
        format!("{text}{{\"client\":{{\"name\":\"Boris\"}}}}"),
    )
    .unwrap();
    let error = neutral(std::slice::from_ref(&file)).unwrap_err();
    assert!(error.to_string().contains("line 5"), "{error}");
}

#[test]
fn as_many_lines_go_at_once_as_a_request_holds() {
    let line = |text: &str| {
        Line::Client(line::Client {
            id: "own:1".into(),
            comment: text.into(),
            ..line::Client::default()
        })
    };
    assert_eq!(n_at_once(&vec![line("x"); 500]).unwrap(), AT_ONCE);
    assert_eq!(
        n_at_once(&vec![line(&"x".repeat(BYTES_AT_ONCE)); 5]).unwrap(),
        1
    );
}
