//! Clients and their old conversations come along from another service.

use beseda_center::turn::command::{Command, Reply};
use beseda_center::turn::moved::{
    MovedAuthor, MovedClient, MovedDialog, MovedFile, MovedLine, MovedMessage, Moving,
};
use beseda_protocol::ask::clients::{DeleteClient, OpenClient};
use beseda_protocol::ask::dialogs::{OpenDialog, OpenedDialog};
use beseda_protocol::ask::webhooks::AddWebhook;
use beseda_protocol::dialog::{ClientCard, DialogState};
use beseda_protocol::ids::{ClientId, DialogId, SiteId};
use beseda_protocol::message::{Body, Content, Message};
use beseda_protocol::operator::{OperatorEvent, ToOperator};
use beseda_protocol::refusal::Code;
use beseda_protocol::webhook::WebhookEvent;

use crate::harness::{CenterTest, Heard, Life, START};

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// A moment before the center began.
fn at(n: u64) -> u64 {
    START.0 - 100 * DAY_MS + n * 1000
}

fn client(id: &str, contacts: &[&str]) -> MovedLine {
    MovedLine::Client(MovedClient {
        id: id.into(),
        name: "Anna".into(),
        contacts: contacts.iter().map(|contact| (*contact).into()).collect(),
        comment: "Size 39".into(),
        labels: vec!["Regular".into()],
        variables: [("city".to_owned(), "Riga".to_owned())].into(),
        created_at: Some(at(0)),
    })
}

fn dialog(id: &str, client: &str) -> MovedLine {
    MovedLine::Dialog(MovedDialog {
        id: id.into(),
        client: client.into(),
        tags: vec!["delivery".into()],
        created_at: Some(at(1)),
    })
}

fn message(id: &str, n: u64, author: MovedAuthor, text: &str) -> MovedLine {
    MovedLine::Message(MovedMessage {
        id: id.into(),
        dialog: "x:5".into(),
        at: at(n),
        author,
        text: text.into(),
        file: None,
    })
}

fn maria() -> MovedAuthor {
    MovedAuthor::Operator {
        name: "Maria".into(),
        email: "maria@old.example".into(),
    }
}

/// A client with a conversation.
fn story() -> Vec<MovedLine> {
    let (name, email) = ("Ada".into(), "ada@acme.example".into());
    let with_file = MovedMessage {
        id: "x:m4".into(),
        dialog: "x:5".into(),
        at: at(5),
        author: maria(),
        text: "Here".into(),
        file: Some(MovedFile {
            name: "terms.pdf".into(),
            url: "https://old.example/terms.pdf".into(),
        }),
    };
    vec![
        client("x:12", &["+371 20 123 456", "anna@example.org", "none"]),
        dialog("x:5", "x:12"),
        message("x:m1", 2, MovedAuthor::Client {}, "Do you ship?"),
        message("x:m2", 3, MovedAuthor::Note { name, email }, "A regular"),
        message("x:m3", 4, maria(), "We do"),
        MovedLine::Message(with_file),
    ]
}

fn take(test: &mut CenterTest, lines: Vec<MovedLine>) -> Result<(u64, u64), Code> {
    let moving = Moving {
        transport: None,
        country: "LV".into(),
        lines,
    };
    match test.command(Command::MoveIn(moving)) {
        Ok(Reply::MovedIn { made, known }) => Ok((made, known)),
        Ok(other) => panic!("{other:?}"),
        Err(refusal) => Err(refusal.code),
    }
}

fn card(test: &mut CenterTest) -> ClientCard {
    let client = ClientId(1);
    test.asked("ada", OpenClient { client }).unwrap()
}

fn open(test: &mut CenterTest) -> OpenedDialog {
    let dialog = DialogId(1);
    test.asked("ada", OpenDialog { dialog }).unwrap()
}

fn text(message: &Message) -> &str {
    message.text().unwrap_or_default()
}

#[test]
fn a_conversation_moves_in_as_it_was_at_its_own_times() {
    let mut test = CenterTest::new();
    assert_eq!(take(&mut test, story()), Ok((6, 0)));
    let anna = card(&mut test);
    assert_eq!(anna.client.name.as_deref(), Some("Anna"));
    assert_eq!(anna.profile.comment, "Size 39");
    assert_eq!(anna.profile.contacts.len(), 2, "what is no contact is none");
    assert_eq!(
        (anna.profile.marks.len(), anna.profile.variables.len()),
        (1, 1)
    );
    assert_eq!(anna.created_at.0, at(0));
    let opened = open(&mut test);
    let told: Vec<(&str, u64)> = (opened.messages.iter())
        .map(|message| (text(message), message.at.0))
        .collect();
    let file = "Here\nterms.pdf: https://old.example/terms.pdf";
    assert_eq!(
        told,
        [
            ("Do you ship?", at(2)),
            ("A regular", at(3)),
            ("We do", at(4)),
            (file, at(5))
        ]
    );
    // Whoever has an account here has written it; others have one nobody signs in to.
    let by = |message: &Message| match &message.content {
        Content::Operator { by, .. } | Content::Note { by, .. } => Some(*by),
        _ => None,
    };
    assert_eq!(by(&opened.messages[1]), Some(test.id("ada")));
    assert!(matches!(
        &opened.messages[0].content,
        Content::Visitor {
            body: Body::Text { .. }
        }
    ));
    let disabled = "SELECT name || ' ' || (disabled_at IS NOT NULL) FROM employees ORDER BY id";
    assert_eq!(test.sql.column(disabled), ["Ada 0", "Maria 1"]);
    let [shown] = &anna.dialogs[..] else { panic!() };
    assert!(matches!(shown.state, DialogState::Closed { at: closed, .. } if closed.0 == at(5)));
    assert_eq!((shown.unread_count, shown.awaiting_reply_count), (0, 0));
}

#[test]
fn read_again_in_whatever_parts_nothing_is_there_twice() {
    let content = |parts: usize, life: Life| {
        let mut test = CenterTest::new();
        test.life = life;
        for lines in story().chunks(parts) {
            take(&mut test, lines.to_vec()).unwrap();
        }
        assert_eq!(take(&mut test, story()), Ok((0, 6)));
        let counts =
            "SELECT (SELECT count(*) FROM clients) || ' ' || (SELECT count(*) FROM dialogs)
            || ' ' || (SELECT count(*) FROM messages)";
        test.sql.column(counts)
    };
    for life in [Life::Lasting, Life::ForATurn] {
        for parts in [1, 2, 6] {
            assert_eq!(content(parts, life), ["1 1 4"]);
        }
    }
}

#[test]
fn it_is_silent() {
    let mut test = CenterTest::new();
    let (name, channel) = ("Messenger".into(), beseda_protocol::ids::ChannelId::FIRST);
    let made = test.command(Command::AddTestTransport { name, channel });
    let Ok(Reply::Transport(transport)) = made else {
        panic!("{made:?}")
    };
    let told = AddWebhook {
        url: "https://acme.com/".into(),
        events: WebhookEvent::CHOICES.to_vec(),
    };
    test.asked("ada", told).unwrap();
    test.quiet();
    let moving = Moving {
        transport: Some(transport),
        country: String::new(),
        lines: story(),
    };
    test.command(Command::MoveIn(moving)).unwrap();
    for heard in test.heard("ada") {
        let Heard::Operator(ToOperator::Events { events, .. }) = heard else {
            continue;
        };
        for event in events {
            let is_loud = matches!(event, OperatorEvent::Message { .. });
            assert!(!is_loud, "{event:?}");
        }
    }
    let taken = test.command(Command::TakeOutgoing { limit: 10 });
    assert_eq!(taken, Ok(Reply::Outgoing(vec![])), "nothing goes out");
    let told = test.sql.number("SELECT count(*) FROM webhook_sendings");
    assert_eq!(told, 0, "no webhook hears of what was long ago");
    assert_eq!(open(&mut test).messages.len(), 4);
}

#[test]
fn whoever_is_known_by_a_contact_is_the_same_and_keeps_what_his_card_says() {
    let mut test = CenterTest::new();
    let contact = beseda_protocol::client::Contact {
        kind: beseda_protocol::client::ContactKind::Phone,
        value: "20 123 456".into(),
    };
    let added = beseda_protocol::ask::clients::AddClient {
        name: Some("Anna Ozola".into()),
        contacts: vec![contact],
    };
    test.asked("ada", added).unwrap();
    take(&mut test, story()).unwrap();
    let anna = card(&mut test);
    assert_eq!(anna.client.name.as_deref(), Some("Anna Ozola"));
    assert_eq!(anna.profile.comment, "Size 39");
    assert_eq!(anna.dialogs.len(), 1);
}

#[test]
fn who_was_deleted_for_good_does_not_come_back() {
    let mut test = CenterTest::new();
    take(&mut test, story()).unwrap();
    let client = ClientId(1);
    test.asked("ada", DeleteClient { client }).unwrap();
    test.settle();
    take(&mut test, story()).unwrap();
    let later = message("x:m9", 9, MovedAuthor::Client {}, "Still there?");
    take(&mut test, vec![later]).unwrap();
    assert_eq!(test.sql.number("SELECT count(*) FROM clients"), 0);
    assert_eq!(test.sql.number("SELECT count(*) FROM messages"), 0);
}

#[test]
fn a_line_whose_client_or_dialog_is_missing_is_refused_with_all_beside_it() {
    let mut test = CenterTest::new();
    let orphan = vec![client("x:12", &[]), dialog("x:5", "x:13")];
    assert_eq!(take(&mut test, orphan), Err(Code::NotFound));
    let message = message("x:m1", 2, MovedAuthor::Client {}, "Hello");
    assert_eq!(take(&mut test, vec![message]), Err(Code::NotFound));
    let moving = Moving {
        transport: Some(SiteId::from("none")),
        country: String::new(),
        lines: story(),
    };
    let refused = test.command(Command::MoveIn(moving)).unwrap_err();
    assert_eq!(refused.code, Code::NotFound);
}

#[test]
fn a_text_that_is_too_long_is_several_messages() {
    let mut test = CenterTest::new();
    let mut lines = story();
    lines.truncate(2);
    lines.push(message(
        "x:m1",
        2,
        MovedAuthor::Client {},
        &"я".repeat(25_000),
    ));
    take(&mut test, lines).unwrap();
    let lengths = open(&mut test).messages;
    let lengths: Vec<usize> = lengths
        .iter()
        .map(|one| text(one).chars().count())
        .collect();
    assert_eq!(lengths, [10_000, 10_000, 5_000]);
}
