//! Clients out of tables.

use beseda_center::turn::Input;
use beseda_center::turn::command::{Command, Reply};
use beseda_center::turn::transport::Arrival;
use beseda_protocol::ask::channels::{AddChannel, SaveChannel};
use beseda_protocol::ask::clients::{
    AddClient, DeleteClient, OpenClient, RemoveContact, SetClientComment, WriteFirst,
};
use beseda_protocol::ask::dialogs::{OpenDialog, TagDialog};
use beseda_protocol::ask::imports::{
    AddImportRows, BeginImport, ListImportRows, ListImports, StartImport, UndoImport,
};
use beseda_protocol::ask::jobs::CancelJob;
use beseda_protocol::ask::marks::AddMark;
use beseda_protocol::channel::{ChannelSection, WritingFirst};
use beseda_protocol::client::{Contact, ContactKind};
use beseda_protocol::dialog::{ClientCard, DialogState};
use beseda_protocol::ids::{ChannelId, ClientId, DialogId, ImportId, JobId, MarkId, SiteId};
use beseda_protocol::import::{
    Import, ImportCounts, ImportOptions, ImportRow, KnownRule, ListedRow, RowProblem, RowState,
};
use beseda_protocol::job::{JobState, SkipReason};
use beseda_protocol::limits::{IMPORT_KEPT_MS, IMPORT_ROWS_MAX, IMPORT_UNDO_MS};
use beseda_protocol::mark::MarkKind;
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Role;

use crate::harness::{CenterTest, Heard, Life};

fn options() -> ImportOptions {
    ImportOptions {
        channel: ChannelId::FIRST,
        transport: "s1".into(),
        country: "RU".into(),
        labels: Vec::new(),
        known: KnownRule::Overwrite,
    }
}

/// A row of the three columns.
fn row(contact: &str, name: &str, comment: &str) -> ImportRow {
    ImportRow {
        contact: contact.into(),
        name: name.into(),
        comment: comment.into(),
        channel: String::new(),
        transport: String::new(),
        labels: Vec::new(),
    }
}

/// The rows of a column of contacts.
fn numbered(n: u64) -> Vec<ImportRow> {
    let row = |n| row(&format!("+7921{n:07}"), &format!("Client {n}"), "");
    (1..=n).map(row).collect()
}

fn begin(test: &mut CenterTest, options: ImportOptions) -> ImportId {
    test.asked("ada", BeginImport { options }).unwrap().import
}

/// Gives rows, and hears what was found of each.
fn give(test: &mut CenterTest, import: &ImportId, rows: Vec<ImportRow>) -> Vec<RowState> {
    let mut states = Vec::new();
    for (n, rows) in rows.chunks(100).enumerate() {
        let asked = AddImportRows {
            import: import.clone(),
            first: n as u64 * 100 + 1,
            rows: rows.to_vec(),
        };
        states.extend(test.asked("ada", asked).unwrap().states);
    }
    states
}

fn start(test: &mut CenterTest, import: &ImportId) -> JobId {
    let import = import.clone();
    test.asked("ada", StartImport { import }).unwrap().job
}

fn run(test: &mut CenterTest) {
    while test.wants_slice() {
        test.slice();
    }
}

/// A table is given, started, and carried out.
fn imported(test: &mut CenterTest, options: ImportOptions, rows: Vec<ImportRow>) -> ImportId {
    let import = begin(test, options);
    give(test, &import, rows);
    start(test, &import);
    run(test);
    import
}

fn undo(test: &mut CenterTest, import: &ImportId) -> Result<(), Code> {
    let import = import.clone();
    let begun = test.asked("ada", UndoImport { import });
    begun.map_err(|refusal| refusal.code)?;
    run(test);
    Ok(())
}

fn rows(test: &mut CenterTest, import: &ImportId) -> Vec<ListedRow> {
    let (mut rows, mut behind) = (Vec::new(), Some(0));
    while let Some(place) = behind {
        let asked = ListImportRows {
            import: import.clone(),
            behind: place,
            only_wrong: false,
        };
        let listed = test.asked("ada", asked).unwrap();
        rows.extend(listed.rows);
        behind = listed.rest;
    }
    rows
}

fn states(test: &mut CenterTest, import: &ImportId) -> Vec<RowState> {
    let rows = rows(test, import).into_iter();
    rows.map(|row| row.state).collect()
}

fn listed(test: &mut CenterTest) -> Import {
    let listed = test.asked("ada", ListImports {}).unwrap();
    listed.imports.into_iter().next().expect("an import")
}

fn card(test: &mut CenterTest, client: u64) -> ClientCard {
    let client = ClientId(client);
    test.asked("ada", OpenClient { client }).unwrap()
}

fn label(test: &mut CenterTest, name: &str) -> MarkId {
    let kind = MarkKind::Label;
    let name = name.into();
    test.asked("ada", AddMark { kind, name }).unwrap().id
}

fn n_clients(test: &CenterTest) -> i64 {
    test.sql.number("SELECT count(*) FROM clients")
}

fn made(client: u64) -> RowState {
    let client = ClientId(client);
    RowState::Made { client }
}

fn changed(client: u64) -> RowState {
    let client = ClientId(client);
    RowState::Changed { client }
}

fn wrong(problem: RowProblem) -> RowState {
    RowState::Wrong { problem }
}

/// Criteria: C2D-01, C2D-03, C2D-06, C2D-09
#[test]
fn a_row_becomes_a_client_with_an_empty_dialog_and_nothing_before_the_start() {
    let mut test = CenterTest::new();
    let import = begin(&mut test, options());
    let given = vec![
        row("8 (921) 123-45-67", "Anna", "Asks for size 39"),
        row(" Boris@Example.ORG ", "Boris", ""),
        row("+371 20 123 456", "", ""),
    ];
    let found = give(&mut test, &import, given.clone());
    let new = RowState::Ready { known: None };
    assert_eq!(found, [new.clone(), new.clone(), new]);
    assert_eq!(n_clients(&test), 0, "nothing was written yet");
    start(&mut test, &import);
    run(&mut test);
    let done = rows(&mut test, &import);
    let states: Vec<RowState> = done.iter().map(|row| row.state.clone()).collect();
    assert_eq!(states, [made(1), made(2), made(3)]);
    let as_given: Vec<ImportRow> = done.into_iter().map(|row| row.given).collect();
    assert_eq!(as_given, given);
    let anna = card(&mut test, 1);
    assert_eq!(anna.client.name.as_deref(), Some("Anna"));
    assert_eq!(anna.profile.comment, "Asks for size 39");
    assert_eq!(anna.last_contact_at, None);
    let phone = Contact {
        kind: ContactKind::Phone,
        value: "8 (921) 123-45-67".into(),
    };
    assert_eq!(anna.profile.contacts, [phone], "as it was given");
    let boris = card(&mut test, 2).profile.contacts;
    assert_eq!(boris[0].kind, ContactKind::Email);
    assert_eq!(boris[0].value, "Boris@Example.ORG");
    let compared = "SELECT folded FROM client_contacts ORDER BY client";
    assert_eq!(
        test.sql.column(compared),
        ["+79211234567", "boris@example.org", "+37120123456"]
    );
    let [dialog] = &anna.dialogs[..] else {
        panic!("{:?}", anna.dialogs)
    };
    assert_eq!(dialog.unread_count, 0);
    assert!(
        matches!(dialog.state, DialogState::Closed { .. }),
        "{dialog:?}"
    );
    let dialog = dialog.id;
    let opened = test.asked("ada", OpenDialog { dialog }).unwrap();
    assert_eq!(opened.messages, []);
}

/// Criteria: C2D-01
#[test]
fn what_is_wrong_with_a_row_is_said_before_anything_is_written() {
    let mut test = CenterTest::new();
    let import = begin(&mut test, options());
    let named = |contact: &str, name: &str| {
        let name = name.into();
        ImportRow {
            name,
            ..row(contact, "", "")
        }
    };
    let other = |channel: &str, transport: &str| ImportRow {
        channel: channel.into(),
        transport: transport.into(),
        ..row("+79211234567", "", "")
    };
    let labelled = ImportRow {
        labels: vec!["Nobody".into()],
        ..row("+79211234567", "", "")
    };
    let found = give(
        &mut test,
        &import,
        vec![
            named("", "Anna"),
            named("Anna", ""),
            named("a@", ""),
            named("1234", ""),
            named("+79211234567", &"n".repeat(121)),
            row("+79211234567", "", &"c".repeat(2_001)),
            labelled,
            other("Support", ""),
            other("", "Messenger"),
        ],
    );
    let problems = [
        RowProblem::NoContact {},
        RowProblem::Contact {},
        RowProblem::Contact {},
        RowProblem::Phone {},
        RowProblem::Name {},
        RowProblem::Comment {},
        RowProblem::Label {
            name: "Nobody".into(),
        },
        RowProblem::Channel {
            name: "Support".into(),
        },
        RowProblem::Transport {
            name: "Messenger".into(),
        },
    ];
    assert_eq!(found, problems.map(wrong));
    assert_eq!(n_clients(&test), 0);
    let counts = listed(&mut test).counts;
    assert_eq!((counts.rows, counts.wrong), (9, 9));
}

/// Criteria: C2D-02
#[test]
fn channel_and_transport_are_of_the_table_and_a_row_may_name_others() {
    let mut test = CenterTest::new();
    let name = "Support".into();
    let support = test.asked("ada", AddChannel { name }).unwrap().id;
    let messenger = transport(&mut test, "Messenger", support);
    transport(&mut test, "Mail", support);
    let other = |contact: &str, channel: &str, transport: &str| ImportRow {
        channel: channel.into(),
        transport: transport.into(),
        ..row(contact, "", "")
    };
    let import = imported(
        &mut test,
        options(),
        vec![
            other("+79210000001", "", ""),
            other("+79210000002", "support", "messenger"),
            other("+79210000003", "", "Messenger"),
            // It has two of them.
            other("+79210000004", "Support", ""),
            // That is of another channel.
            other("+79210000005", "Support", "Shop"),
        ],
    );
    let which = |name: &str| {
        let name = name.into();
        wrong(RowProblem::Transport { name })
    };
    let [_, _, _, fourth, fifth] = &states(&mut test, &import)[..] else {
        panic!()
    };
    assert_eq!((fourth, fifth), (&which(""), &which("Shop")));
    let places = test
        .sql
        .column("SELECT site || ' ' || channel FROM dialogs ORDER BY id");
    let elsewhere = format!("{messenger} {support}");
    assert_eq!(places, ["s1 1", &elsewhere, &elsewhere]);
    // The two of the table have to be of each other, and there.
    let refused = |test: &mut CenterTest, channel, transport: &str| {
        let options = ImportOptions {
            channel,
            transport: transport.into(),
            ..options()
        };
        test.asked("ada", BeginImport { options }).unwrap_err().code
    };
    assert_eq!(refused(&mut test, support, "s1"), Code::Invalid);
    assert_eq!(refused(&mut test, support, "none"), Code::NotFound);
}

fn transport(test: &mut CenterTest, name: &str, channel: ChannelId) -> SiteId {
    let name = name.to_owned();
    match test.command(Command::AddTestTransport { name, channel }) {
        Ok(Reply::Transport(id)) => id,
        other => panic!("{other:?}"),
    }
}

/// Criteria: C2D-04
#[test]
fn how_far_it_is_is_told_and_each_row_says_so_while_it_runs() {
    let mut test = CenterTest::new();
    let import = begin(&mut test, options());
    give(&mut test, &import, numbered(30));
    test.quiet();
    start(&mut test, &import);
    test.slice();
    let told = test.heard("ada").into_iter().rev();
    let jobs = told.filter_map(|heard| match heard {
        Heard::Operator(ToOperator::Jobs { jobs }) => Some(jobs),
        _ => None,
    });
    let job = jobs.flatten().next().expect("she is told");
    assert_eq!(
        (job.state, job.done, job.total),
        (JobState::Running, 12, 30)
    );
    let so_far = states(&mut test, &import);
    assert_eq!(so_far[11], made(12));
    assert_eq!(so_far[12], RowState::Ready { known: None });
    let shown = listed(&mut test);
    assert_eq!(shown.job, Some(job.id));
    assert_eq!((shown.counts.made, shown.counts.rows), (12, 30));
    run(&mut test);
    let shown = listed(&mut test);
    assert_eq!((shown.counts.made, shown.job), (30, None));
}

/// Criteria: C2D-05
#[test]
fn started_again_it_finishes_the_rest_and_doubles_nobody() {
    let mut test = CenterTest::new();
    let import = begin(&mut test, options());
    let unlabelled = numbered(30).into_iter();
    let given = unlabelled.map(|row| ImportRow {
        labels: vec!["Regular".into()],
        ..row
    });
    let mut given: Vec<ImportRow> = given.collect();
    given[3].contact = "1234".into();
    for row in &mut given[..15] {
        row.labels.clear();
    }
    give(&mut test, &import, given);
    let job = start(&mut test, &import);
    test.slice();
    test.asked("ada", CancelJob { job }).unwrap();
    assert_eq!(n_clients(&test), 11);
    // The label that was missing is there now.
    label(&mut test, "Regular");
    let again = start(&mut test, &import);
    assert_eq!(start(&mut test, &import), again, "it runs already");
    run(&mut test);
    assert_eq!(n_clients(&test), 29);
    assert_eq!(states(&mut test, &import)[3], wrong(RowProblem::Phone {}));
    let report = "SELECT count(*) FROM jobs WHERE state = 'done'";
    assert_eq!(test.sql.number(report), 1, "one report, of what is left");
    start(&mut test, &import);
    run(&mut test);
    assert_eq!(n_clients(&test), 29);
    let counts = ImportCounts {
        rows: 30,
        made: 29,
        wrong: 1,
        ..ImportCounts::NONE
    };
    assert_eq!(listed(&mut test).counts, counts);
}

/// Criteria: C2D-05
#[test]
fn a_center_that_dies_in_each_slice_goes_on_and_doubles_nobody() {
    let mut test = CenterTest::new();
    let import = begin(&mut test, options());
    give(&mut test, &import, numbered(40));
    start(&mut test, &import);
    while test.wants_slice() {
        test.die_in(vec![Input::Slice]);
        test.slice();
    }
    assert_eq!(n_clients(&test), 40);
    assert_eq!(test.sql.number("SELECT count(*) FROM dialogs"), 40);
    assert_eq!(listed(&mut test).counts.made, 40);
}

#[test]
fn a_center_without_a_memory_imports_the_same() {
    let content = |life: Life| {
        let mut test = CenterTest::new();
        test.life = life;
        label(&mut test, "Regular");
        let options = ImportOptions {
            labels: vec!["Regular".into()],
            ..options()
        };
        let mut given = numbered(20);
        given.extend(numbered(3));
        let import = imported(&mut test, options, given);
        undo(&mut test, &import).unwrap();
        test.sql.content()
    };
    assert_eq!(content(Life::Lasting), content(Life::ForATurn));
}

/// Criteria: C2D-08
#[test]
fn a_contact_that_there_is_gets_name_and_comment_by_the_rule_that_was_chosen() {
    for (known, expected) in [
        (KnownRule::Overwrite, ("Anna Petrova", "Size 39")),
        (KnownRule::Fill, ("Anna", "Size 39")),
    ] {
        let mut test = CenterTest::new();
        // As an employee has typed it.
        let contact = Contact {
            kind: ContactKind::Phone,
            value: "8 921 123-45-67".into(),
        };
        let added = AddClient {
            name: Some("Anna".into()),
            contacts: vec![contact.clone()],
        };
        test.asked("ada", added).unwrap();
        let options = ImportOptions { known, ..options() };
        let import = begin(&mut test, options);
        let known = Some(ClientId(1));
        let given = vec![
            row("+7 (921) 123 45 67", "Anna Petrova", "Size 39"),
            row("+79211234567", "", ""),
        ];
        let found = give(&mut test, &import, given);
        assert_eq!(found[0], RowState::Ready { known });
        start(&mut test, &import);
        run(&mut test);
        // An empty cell changes nothing.
        let same = RowState::Same {
            client: ClientId(1),
        };
        assert_eq!(states(&mut test, &import), [changed(1), same]);
        let card = card(&mut test, 1);
        let name = card.client.name.as_deref().unwrap();
        assert_eq!((name, card.profile.comment.as_str()), expected);
        assert_eq!(card.profile.contacts, [contact]);
        assert_eq!(n_clients(&test), 1);
    }
}

#[test]
fn two_rows_of_one_contact_are_one_client_and_two_clients_of_one_contact_a_question() {
    let mut test = CenterTest::new();
    let twice = vec![
        row("+79211234567", "Anna", ""),
        row("8 921 123-45-67", "Anna Petrova", ""),
    ];
    let import = imported(&mut test, options(), twice);
    assert_eq!(states(&mut test, &import), [made(1), changed(1)]);
    let contact = Contact {
        kind: ContactKind::Phone,
        value: "8 921 123 45 67".into(),
    };
    let namesake = AddClient {
        name: None,
        contacts: vec![contact],
    };
    test.asked("ada", namesake).unwrap();
    let import = begin(&mut test, options());
    let found = give(&mut test, &import, vec![row("+79211234567", "Anna", "")]);
    assert_eq!(found, [wrong(RowProblem::Several {})]);
}

#[test]
fn who_has_written_from_an_address_is_known_by_it() {
    let mut test = CenterTest::new();
    let messenger = transport(&mut test, "Messenger", ChannelId::FIRST);
    let arrived = Arrival {
        transport: messenger.clone(),
        update: "u1".into(),
        address: "+79211234567".into(),
        name: None,
        text: "Hello?".into(),
    };
    test.command(Command::Arrive(arrived)).unwrap();
    let options = ImportOptions {
        transport: messenger.clone(),
        ..options()
    };
    let import = imported(&mut test, options, vec![row("89211234567", "Anna", "")]);
    assert_eq!(states(&mut test, &import), [changed(1)]);
    let card = card(&mut test, 1);
    assert_eq!(card.client.name.as_deref(), Some("Anna"));
    assert_eq!(card.profile.contacts.len(), 1, "his card has it now");
    undo(&mut test, &import).unwrap();
    let card = self::card(&mut test, 1);
    assert_eq!((card.client.name, card.profile.contacts.len()), (None, 0));
}

/// Criteria: C2D-10, C2D-11, C2D-12
#[test]
fn labels_that_there_are_go_on_all_clients_of_a_table() {
    let mut test = CenterTest::new();
    let labels = [label(&mut test, "Regular"), label(&mut test, "Sale")];
    let tag = AddMark {
        kind: MarkKind::Tag,
        name: "Urgent".into(),
    };
    test.asked("ada", tag).unwrap();
    let options = |labels: &[&str]| ImportOptions {
        labels: labels.iter().map(|name| (*name).to_owned()).collect(),
        ..options()
    };
    imported(&mut test, options(&["regular", "Sale"]), numbered(13));
    for client in [1, 13] {
        assert_eq!(card(&mut test, client).profile.marks, labels);
    }
    // Also on those that there are already, once.
    imported(&mut test, options(&["Sale"]), numbered(1));
    assert_eq!(card(&mut test, 1).profile.marks, labels);
    // A tag of dialogs is none, and nothing is made by itself.
    for name in ["Urgent", "New"] {
        let import = imported(&mut test, options(&[name]), numbered(14));
        let name = name.into();
        let expected = wrong(RowProblem::Label { name });
        assert_eq!(states(&mut test, &import)[13], expected);
    }
    assert_eq!(n_clients(&test), 13);
    assert_eq!(test.sql.number("SELECT count(*) FROM marks"), 3);
}

/// Criteria: C2D-07
#[test]
fn the_first_word_goes_into_the_empty_dialog_and_out_to_the_contact() {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator);
    let messenger = transport(&mut test, "Messenger", ChannelId::FIRST);
    let options = ImportOptions {
        transport: messenger.clone(),
        ..options()
    };
    imported(&mut test, options, numbered(3));
    let week_ms = 7 * 24 * 60 * 60 * 1000;
    test.pass(week_ms);
    let write = |client: u64| WriteFirst {
        client: ClientId(client),
        site: messenger.clone(),
        cid: "first".into(),
        text: "We are open again".into(),
    };
    let written = test.asked("boris", write(1)).unwrap();
    assert_eq!(written.dialog, DialogId(1));
    let taken = test.command(Command::TakeOutgoing { limit: 10 });
    let Ok(Reply::Outgoing(taken)) = taken else {
        panic!("{taken:?}")
    };
    assert_eq!(taken[0].address, "+79210000001");
    // What the client says is in it as well.
    let arrived = |address: &str| Arrival {
        transport: messenger.clone(),
        update: address.into(),
        address: address.into(),
        name: None,
        text: "Good".into(),
    };
    for address in ["+79210000001", "+79210000002"] {
        test.command(Command::Arrive(arrived(address))).unwrap();
    }
    assert_eq!(test.sql.number("SELECT count(*) FROM dialogs"), 3);
    assert_eq!(n_clients(&test), 3);
    // Where operators only reply, that is no reply.
    let section = ChannelSection::WritingFirst {
        writing_first: WritingFirst { is_allowed: false },
    };
    let save = SaveChannel {
        channel: ChannelId::FIRST,
        version: 0,
        section,
    };
    test.asked("ada", save).unwrap();
    let refused = test.asked("boris", write(3)).unwrap_err();
    assert_eq!(refused.code, Code::CidReused);
    let other = WriteFirst {
        cid: "second".into(),
        ..write(3)
    };
    assert_eq!(
        test.asked("boris", other).unwrap_err().code,
        Code::Forbidden
    );
    test.quiet().reply("boris", 3, "third", "Hello?");
    assert_eq!(test.refusal("boris").unwrap().code, Code::Forbidden);
    test.reply("boris", 2, "fourth", "Hello");
    assert_eq!(test.refusal("boris"), None);
}

#[test]
fn within_a_day_an_import_is_taken_back_but_for_what_somebody_has_touched() {
    let mut test = CenterTest::new();
    let regular = label(&mut test, "Regular");
    let tag = AddMark {
        kind: MarkKind::Tag,
        name: "Urgent".into(),
    };
    let tag = test.asked("ada", tag).unwrap().id;
    for n in [1, 2] {
        let contact = Contact {
            kind: ContactKind::Email,
            value: format!("known{n}@example.org"),
        };
        let added = AddClient {
            name: Some(format!("Known {n}")),
            contacts: vec![contact],
        };
        test.asked("ada", added).unwrap();
    }
    let options = ImportOptions {
        labels: vec!["Regular".into()],
        ..options()
    };
    let mut given = vec![
        row("known1@example.org", "Anna", "New"),
        row("known2@example.org", "Vera", "New"),
    ];
    given.extend(numbered(8));
    // Once more, so that he is made by one row and changed by another.
    given.push(row("+79210000008", "Client 8", "Twice"));
    let import = imported(&mut test, options, given);
    // Of these somebody has a hand in: a comment, a message, a tag.
    let comment = |client: u64, comment: &str, replaced: &str| SetClientComment {
        client: ClientId(client),
        comment: comment.into(),
        replaced: replaced.into(),
    };
    test.asked("ada", comment(2, "Changed", "New")).unwrap();
    test.asked("ada", comment(3, "Called", "")).unwrap();
    test.reply("ada", 2, "r1", "Hello");
    let dialog = DialogId(3);
    test.asked("ada", TagDialog { dialog, tag }).unwrap();
    test.quiet();
    undo(&mut test, &import).unwrap();
    let left = test
        .sql
        .column("SELECT id || ' ' || name FROM clients ORDER BY id");
    assert_eq!(
        left,
        [
            "1 Known 1",
            "2 Vera",
            "3 Client 1",
            "4 Client 2",
            "5 Client 3"
        ]
    );
    let first = card(&mut test, 1);
    assert_eq!(
        (first.profile.comment.as_str(), &first.profile.marks[..]),
        ("", &[][..])
    );
    assert_eq!(card(&mut test, 2).profile.marks, [regular]);
    let shown = listed(&mut test);
    assert!(shown.is_undone && shown.undo_until.is_none());
    assert_eq!((shown.counts.undone, shown.counts.kept), (7, 4));
    let wrong = ListImportRows {
        import: import.clone(),
        behind: 0,
        only_wrong: true,
    };
    let kept = test.asked("ada", wrong).unwrap().rows;
    assert_eq!(kept.len(), 4, "{kept:?}");
    // The report says so, too.
    let jobs = test.console("ada").heard("ada").into_iter();
    let jobs = jobs.filter_map(|heard| match heard {
        Heard::Operator(ToOperator::Jobs { jobs }) => Some(jobs),
        _ => None,
    });
    let job = jobs.flatten().next().unwrap();
    assert_eq!(
        (job.skipped[0].reason, job.skipped[0].count),
        (SkipReason::Changed, 4)
    );
    // Nothing of it is carried out again, and it is taken back once.
    let again = StartImport {
        import: import.clone(),
    };
    assert_eq!(test.asked("ada", again).unwrap_err().code, Code::Stale);
    assert_eq!(undo(&mut test, &import), Err(Code::Stale));
    // Of who was deleted the tables hold nothing.
    test.settle();
    assert!(!test.sql.holds("+79210000005"));
}

#[test]
fn after_a_day_it_stays_and_after_a_week_its_rows_are_forgotten() {
    let mut test = CenterTest::new();
    let import = imported(&mut test, options(), numbered(3));
    let until = listed(&mut test).undo_until;
    assert_eq!(until, Some(test.now.plus_ms(IMPORT_UNDO_MS)));
    test.pass(IMPORT_UNDO_MS);
    assert_eq!(undo(&mut test, &import), Err(Code::Stale));
    assert_eq!(listed(&mut test).undo_until, None);
    test.pass(IMPORT_KEPT_MS).alarm();
    let rows = "SELECT (SELECT count(*) FROM import_rows) + (SELECT count(*) FROM imports)";
    assert_eq!(test.sql.number(rows), 0);
    assert_eq!(n_clients(&test), 3);
    let gone = StartImport { import };
    assert_eq!(test.asked("ada", gone).unwrap_err().code, Code::NotFound);
}

#[test]
fn rows_are_given_in_order_and_given_again_they_are_the_same() {
    let mut test = CenterTest::new();
    let import = begin(&mut test, options());
    let add = |first: u64, rows: Vec<ImportRow>| AddImportRows {
        import: import.clone(),
        first,
        rows,
    };
    let first = test.asked("ada", add(1, numbered(10))).unwrap();
    assert_eq!(test.asked("ada", add(1, numbered(10))).unwrap(), first);
    let refused = |test: &mut CenterTest, asked| test.asked("ada", asked).unwrap_err().code;
    assert_eq!(refused(&mut test, add(12, numbered(1))), Code::Stale);
    assert_eq!(refused(&mut test, add(5, numbered(10))), Code::Stale);
    assert_eq!(refused(&mut test, add(0, numbered(1))), Code::Stale);
    assert_eq!(
        refused(&mut test, add(11, numbered(101))),
        Code::LimitReached
    );
    let beyond = add(IMPORT_ROWS_MAX, numbered(2));
    assert_eq!(refused(&mut test, beyond), Code::LimitReached);
    assert_eq!(listed(&mut test).counts.rows, 10);
    start(&mut test, &import);
    assert_eq!(refused(&mut test, add(11, numbered(1))), Code::Stale);
    let none = begin(&mut test, options());
    let start = StartImport { import: none };
    assert_eq!(test.asked("ada", start).unwrap_err().code, Code::Invalid);
}

#[test]
fn whoever_may_not_import_any_more_imports_nothing_more() {
    let mut test = CenterTest::new();
    test.hire("adam", Role::Administrator);
    let options = options();
    let import = test.asked("adam", BeginImport { options }).unwrap().import;
    give(&mut test, &import, numbered(30));
    let asked = StartImport { import };
    test.asked("adam", asked).unwrap();
    test.slice();
    let disable = beseda_protocol::ask::team::Disable {
        employee: test.id("adam"),
    };
    test.asked("ada", disable).unwrap();
    run(&mut test);
    assert_eq!(n_clients(&test), 12);
}

#[test]
fn of_a_client_who_is_deleted_for_good_no_row_is_left_and_his_contact_is_taken_away_as_given() {
    let mut test = CenterTest::new();
    let given = vec![row("8 (921) 123-45-67", "Canary", "")];
    imported(&mut test, options(), given);
    let contact = Contact {
        kind: ContactKind::Phone,
        value: "8 (921) 123-45-67".into(),
    };
    let client = ClientId(1);
    test.asked("ada", RemoveContact { client, contact })
        .unwrap();
    assert_eq!(card(&mut test, 1).profile.contacts, []);
    test.asked("ada", DeleteClient { client }).unwrap();
    run(&mut test);
    test.settle();
    assert!(!test.sql.holds("Canary"));
}
