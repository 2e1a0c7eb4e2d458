//! A job whose relay is killed in a slice goes on at that slice, and ends as one that
//! nobody disturbs. Each kind of work is killed when a slice of it is written and nothing of
//! that is on disk, and when it is on disk and nothing has followed.

use beseda_protocol::ask::channels::{AddChannel, SaveChannel};
use beseda_protocol::ask::clients::DeleteClient;
use beseda_protocol::ask::dialogs::TagDialog;
use beseda_protocol::ask::imports::{AddImportRows, BeginImport, StartImport};
use beseda_protocol::ask::marks::{AddMark, DeleteMark};
use beseda_protocol::ask::sites::MoveSite;
use beseda_protocol::ask::team::Disable;
use beseda_protocol::channel::Assignment;
use beseda_protocol::ids::{ChannelId, ClientId, DialogId};
use beseda_protocol::import::{ImportOptions, ImportRow, KnownRule};
use beseda_protocol::mark::MarkKind;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::wait::until;
use serde_json::Value;

/// Dialogs of Boris: three slices of those that change dialogs.
const DIALOGS: usize = 120;

/// Where the relay is killed, by the name of the plant, and what the log says then.
const POINTS: [(&str, &str); 2] = [
    ("slice_written", "planted: a slice is written"),
    ("slice_kept", "planted: a slice is kept"),
];

#[derive(Debug, Clone, Copy)]
enum Kind {
    Freeing,
    Moving,
    EndingMark,
    Deleting,
    Importing,
}

/// Begins a job of this kind, after what has to be there and after `plant`.
async fn begin(kind: Kind, owner: &mut Operator, plant: impl AsyncFnOnce()) {
    let site = owner.desk.sites[0].id.clone();
    let boris = owner.desk.employees.iter().find(|one| one.name == "Boris");
    let boris = boris.expect("he works here").id;
    match kind {
        Kind::Freeing => {
            plant().await;
            let asked = owner.question(Disable { employee: boris }).await;
            asked.expect("an owner may");
        }
        Kind::Moving => {
            let name = "Elsewhere".to_owned();
            let made = owner.question(AddChannel { name }).await;
            let channel = made.expect("an owner may").id;
            // Boris is not there: nobody is to wait for him too long besides.
            let section = Assignment {
                wait_minutes: 0,
                ..Assignment::default()
            };
            let unlimited = SaveChannel {
                channel,
                version: 0,
                section: section.into(),
            };
            let saved = owner.question(unlimited).await;
            saved.expect("an owner may");
            plant().await;
            let asked = owner.question(MoveSite { site, channel }).await;
            asked.expect("an owner may");
        }
        Kind::EndingMark => {
            let (kind, name) = (MarkKind::Tag, "Price".to_owned());
            let made = owner.question(AddMark { kind, name }).await;
            let tag = made.expect("an owner may").id;
            for dialog in (1..=DIALOGS as u64).map(DialogId) {
                let tagged = owner.question(TagDialog { dialog, tag }).await;
                tagged.expect("an owner may");
            }
            plant().await;
            let asked = owner.question(DeleteMark { mark: tag }).await;
            asked.expect("an owner may");
        }
        Kind::Deleting => {
            let client = ClientId(1);
            plant().await;
            let asked = owner.question(DeleteClient { client }).await;
            asked.expect("an owner may");
        }
        Kind::Importing => {
            let options = ImportOptions {
                channel: ChannelId::FIRST,
                transport: site,
                country: "RU".into(),
                labels: Vec::new(),
                known: KnownRule::Fill,
            };
            let begun = owner.question(BeginImport { options }).await;
            let import = begun.expect("an owner may").import;
            let row = |n: u64| ImportRow {
                contact: format!("+7921{n:07}"),
                name: format!("Client {n}"),
                comment: String::new(),
                channel: String::new(),
                transport: String::new(),
                labels: Vec::new(),
            };
            let rows = AddImportRows {
                import: import.clone(),
                first: 1,
                rows: (1..=40).map(row).collect(),
            };
            owner.question(rows).await.expect("an owner may");
            plant().await;
            let asked = owner.question(StartImport { import }).await;
            asked.expect("an owner may");
        }
    }
}

/// A dump, when nothing goes on in slices any more: no job, and not the search index.
async fn settled(stack: &Stack) -> String {
    until("the end of all slices", || async {
        let dump = stack.verb(&["dump"]).await.expect("it dumps");
        let ended = dump.contains(r#""jobs":0"#) && dump.contains(r#""index_waits":false"#);
        ended.then_some(dump)
    })
    .await
}

/// What is stored in the end, without what is another in each center.
async fn stored(stack: &Stack) -> Vec<Value> {
    let dump = settled(stack).await;
    let lines = dump.lines().filter(|line| !line.is_empty());
    let lines = lines.map(|line| serde_json::from_str(line).expect("a dump is JSON"));
    lines.map(alike).collect()
}

/// Identities are drawn anew in each center.
fn alike(mut line: Value) -> Value {
    for part in ["message", "event"] {
        if let Some(told) = line.get_mut(part).and_then(Value::as_object_mut) {
            told.remove("at");
            told.remove("identity");
        }
    }
    if let Some(line) = line.as_object_mut() {
        line.remove("identity");
    }
    line
}

/// Plays a job, killed at this point or not at all.
async fn play(kind: Kind, point: Option<(&str, &str)>) -> Vec<Value> {
    let mut stack = Stack::crowded(&[("Boris", DIALOGS)]).await;
    // The slice that is killed is one of the job.
    settled(&stack).await;
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    let plant = async || {
        if let Some((point, _)) = point {
            stack.door().plant(point).await;
        }
    };
    begin(kind, &mut owner, plant).await;
    if let Some((_, said)) = point {
        until("the slice", || async {
            stack.log().contains(said).then_some(())
        })
        .await;
        stack.restart().await;
    }
    stored(&stack).await
}

async fn ends_alike(kind: Kind) {
    let unharmed = play(kind, None).await;
    for point in POINTS {
        let killed = play(kind, Some(point)).await;
        let differ = killed
            .iter()
            .zip(&unharmed)
            .find(|(one, other)| one != other);
        assert!(killed == unharmed, "{kind:?}, {}: {differ:#?}", point.0);
    }
}

#[tokio::test]
async fn freeing_dialogs_survives_a_kill_in_a_slice() {
    ends_alike(Kind::Freeing).await;
}

#[tokio::test]
async fn moving_dialogs_survives_a_kill_in_a_slice() {
    ends_alike(Kind::Moving).await;
}

#[tokio::test]
async fn ending_a_mark_survives_a_kill_in_a_slice() {
    ends_alike(Kind::EndingMark).await;
}

#[tokio::test]
async fn deleting_a_client_survives_a_kill_in_a_slice() {
    ends_alike(Kind::Deleting).await;
}

#[tokio::test]
async fn importing_clients_survives_a_kill_in_a_slice() {
    ends_alike(Kind::Importing).await;
}
