//! Clients who are added by hand, saved as customers, found, and made one of two
//! (KC-31, KC-32).

use beseda_protocol::ask::clients::{
    AddClient, AddClientNote, AddContact, ListClients, MarkClient, MergeClients, Merged,
    OpenClient, PreviewMerge, SaveCustomer, SetClientComment, SetClientName, SetClientVariable,
};
use beseda_protocol::ask::marks::AddMark;
use beseda_protocol::ask::{Asked, Done};
use beseda_protocol::client::{Contact, ContactKind, Profile, Variable};
use beseda_protocol::dialog::ClientCard;
use beseda_protocol::filter::Predicate;
use beseda_protocol::ids::ClientId;
use beseda_protocol::limits::{CONTACTS_MAX, NOTES_MAX};
use beseda_protocol::mark::MarkKind;
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Role;
use beseda_protocol::visitor::FromVisitor;

use crate::clients::refused;
use crate::harness::CenterTest;

const OLD: ClientId = ClientId(1);
const NEW: ClientId = ClientId(2);

/// Clients 1 and 2 have written, each from a browser of his own.
fn two_write() -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator)
        .widget("phone")
        .say("phone", "c1", "Hello?")
        .widget("laptop")
        .say("laptop", "c2", "Me again")
        .quiet();
    test
}

fn phone(value: &str) -> Contact {
    let (kind, value) = (ContactKind::Phone, value.into());
    Contact { kind, value }
}

fn email(value: &str) -> Contact {
    let (kind, value) = (ContactKind::Email, value.into());
    Contact { kind, value }
}

fn card(test: &mut CenterTest, client: ClientId) -> ClientCard {
    test.asked("ada", OpenClient { client }).unwrap()
}

fn does(test: &mut CenterTest, what: impl Asked<Answer = Done>) {
    assert_eq!(test.asked("boris", what), Ok(Done {}));
}

/// Writes something of each kind on the card; on two of them, each time something else.
fn write_on(test: &mut CenterTest, client: ClientId) {
    let of = |text: &str| format!("{text} {client}");
    let name = Some(of("Anna"));
    does(
        test,
        SetClientName {
            client,
            name,
            replaced: None,
        },
    );
    let (comment, replaced) = (of("Comment"), String::new());
    does(
        test,
        SetClientComment {
            client,
            comment,
            replaced,
        },
    );
    let text = of("Note");
    does(test, AddClientNote { client, text });
    for contact in [
        phone("+371 2000 0000"),
        email(&format!("a{client}@shop.example")),
    ] {
        does(test, AddContact { client, contact });
    }
    for (name, value) in [
        ("Size", "M".into()),
        ("Plan", of("Plan")),
        (&of("Own"), "1".into()),
    ] {
        let (name, value) = (name.to_owned(), Some(value));
        does(
            test,
            SetClientVariable {
                client,
                name,
                value,
                replaced: None,
            },
        );
    }
    for (kind, name) in [(MarkKind::Label, of("Label")), (MarkKind::List, of("List"))] {
        let mark = test.asked("ada", AddMark { kind, name }).unwrap().id;
        does(test, MarkClient { client, mark });
    }
}

fn merge(test: &mut CenterTest) -> Merged {
    let (client, into) = (NEW, OLD);
    test.asked("boris", MergeClients { client, into }).unwrap()
}

/// Criteria: KC-32
#[test]
fn two_clients_become_one_with_all_that_was_written_on_either_card() {
    let mut test = two_write();
    write_on(&mut test, OLD);
    write_on(&mut test, NEW);
    let (client, into) = (NEW, OLD);
    let preview = test.asked("boris", PreviewMerge { client, into }).unwrap();
    let merged = merge(&mut test);
    assert_eq!(merged, preview);
    let Merged {
        client,
        profile,
        lost,
        dialogs,
    } = merged;
    assert_eq!((client.id, client.name.as_deref()), (OLD, Some("Anna 1")));
    assert_eq!(profile.comment, "Comment 1\nComment 2");
    let contacts: Vec<_> = profile.contacts.iter().map(|one| &one.value[..]).collect();
    assert_eq!(
        contacts,
        ["+371 2000 0000", "a1@shop.example", "a2@shop.example"]
    );
    let variables = profile.variables.iter();
    let variables: Vec<_> = variables
        .map(|one| (&one.name[..], &one.value[..]))
        .collect();
    let expected = [
        ("Own 1", "1"),
        ("Own 2", "1"),
        ("Plan", "Plan 1"),
        ("Size", "M"),
    ];
    assert_eq!(variables, expected);
    let (name, value) = ("Plan".into(), "Plan 2".into());
    assert_eq!(lost, [Variable { name, value }]);
    let notes: Vec<_> = profile.notes.iter().map(|note| &note.text[..]).collect();
    assert_eq!(notes, ["Note 2", "Note 1"]);
    assert_eq!(profile.marks.len(), 4);
    assert_eq!(dialogs, 1);
    // From memory, and as it is stored.
    for _ in 0..2 {
        let shown = card(&mut test, OLD);
        assert_eq!(shown.profile, profile);
        let ids: Vec<_> = shown.dialogs.iter().map(|dialog| dialog.id.0).collect();
        assert_eq!(ids, [2, 1]);
        test.reload();
    }
}

#[test]
fn the_number_that_goes_leads_to_the_one_that_stays_and_is_never_given_again() {
    let mut test = two_write();
    merge(&mut test);
    assert_eq!(card(&mut test, NEW).client.id, OLD);
    let name = || Some("Vera".to_owned());
    let on_gone = SetClientName {
        client: NEW,
        name: name(),
        replaced: None,
    };
    assert_eq!(refused(&mut test, "boris", on_gone), Code::NotFound);
    let add = AddClient {
        name: name(),
        contacts: vec![],
    };
    let third = test.asked("boris", add).unwrap().id;
    assert_eq!(third, ClientId(3));
    // And on to whoever that one turns out to be.
    let (client, into) = (OLD, third);
    test.asked("boris", MergeClients { client, into }).unwrap();
    for gone in [OLD, NEW] {
        assert_eq!(card(&mut test, gone).client.id, third);
    }
    test.reload();
    assert_eq!(card(&mut test, NEW).dialogs.len(), 2);
}

#[test]
fn consoles_hear_who_it_is_live_and_after_a_cut_and_the_visitor_nothing() {
    let mut test = two_write();
    test.console("ada").console("boris").quiet();
    test.cut("boris");
    let (client, into) = (NEW, OLD);
    test.ask("ada", MergeClients { client, into });
    let told = test.transcript();
    assert!(told.contains("ada < client 2 is 1 now"), "{told}");
    assert!(
        !told.contains("phone <") && !told.contains("laptop <"),
        "{told}"
    );
    test.console("boris");
    let told = test.transcript();
    assert!(told.contains("boris < client 2 is 1 now"), "{told}");
    // The visitor goes on where he was, and no third client begins.
    test.say("laptop", "c3", "Still me");
    assert_eq!(test.sql.number("SELECT count(*) FROM dialogs"), 2);
    assert_eq!(test.sql.number("SELECT count(*) FROM clients"), 2);
    test.visitor("laptop", FromVisitor::Typing { on: true });
}

#[test]
fn clients_whose_cards_do_not_fit_one_stay_two() {
    let mut test = two_write();
    for n in 0..NOTES_MAX / 2 + 1 {
        for client in [OLD, NEW] {
            let text = format!("Note {n}");
            does(&mut test, AddClientNote { client, text });
        }
    }
    let (client, into) = (NEW, OLD);
    let merge = MergeClients { client, into };
    assert_eq!(refused(&mut test, "boris", merge), Code::LimitReached);
    let merge = MergeClients {
        client,
        into: client,
    };
    assert_eq!(refused(&mut test, "boris", merge), Code::Invalid);
}

#[test]
fn a_client_is_added_by_hand_with_what_is_known_of_him() {
    let mut test = two_write();
    let nothing = AddClient {
        name: Some(" ".into()),
        contacts: vec![],
    };
    assert_eq!(refused(&mut test, "boris", nothing), Code::Invalid);
    let contacts = vec![phone("ask me")];
    let wrong = AddClient {
        name: None,
        contacts,
    };
    assert_eq!(refused(&mut test, "boris", wrong), Code::Invalid);
    let contacts = vec![phone("+371 2000 0000"); CONTACTS_MAX + 1];
    let many = AddClient {
        name: None,
        contacts,
    };
    assert_eq!(refused(&mut test, "boris", many), Code::LimitReached);
    let contacts = vec![phone("+371 2000 0000"), email("vera@shop.example")];
    let add = AddClient {
        name: Some("Vera".into()),
        contacts: contacts.clone(),
    };
    let client = test.asked("boris", add).unwrap().id;
    let shown = card(&mut test, client);
    assert_eq!(shown.client.name.as_deref(), Some("Vera"));
    assert_eq!(shown.profile.contacts, contacts);
    assert_eq!(
        (shown.online, shown.seen_at, shown.dialogs),
        (false, None, vec![])
    );
    // Who writes next is somebody else.
    test.widget("tablet").say("tablet", "c9", "Hello");
    assert_eq!(card(&mut test, ClientId(client.0 + 1)).dialogs.len(), 1);
}

/// Criteria: KC-31
#[test]
fn who_can_be_reached_is_saved_as_a_customer() {
    let mut test = two_write();
    let client = OLD;
    assert_eq!(
        refused(&mut test, "boris", SaveCustomer { client }),
        Code::Invalid
    );
    let contact = phone("+371 2000 0000");
    does(&mut test, AddContact { client, contact });
    does(&mut test, SaveCustomer { client });
    does(&mut test, SaveCustomer { client });
    let Profile { is_customer, .. } = card(&mut test, client).profile;
    assert!(is_customer);
}

/// The numbers of those who are found, page after page.
fn found(test: &mut CenterTest, name: &str, text: &str) -> Vec<u64> {
    let mut found = Vec::new();
    let mut behind = None;
    let part = text.to_owned();
    let all_of = vec![Predicate::Search { part }];
    loop {
        let all_of = all_of.clone();
        let page = test.asked_in_slices(name, ListClients { all_of, behind });
        found.extend(page.clients.iter().map(|one| one.client.id.0));
        match page.rest {
            Some(rest) => behind = Some(rest),
            None => return found,
        }
    }
}

/// Criteria: X8
#[test]
fn clients_are_found_by_name_number_phone_and_mail_whatever_their_writing() {
    let mut test = two_write();
    for (name, contacts) in [
        ("Пётр Ёлкин", vec![phone("+7 (921) 123-45-67")]),
        ("Vera Smith", vec![email("Vera@Shop.example")]),
    ] {
        let name = Some(name.to_owned());
        test.asked("boris", AddClient { name, contacts }).unwrap();
    }
    let (comment, replaced) = ("Pays late".into(), String::new());
    let client = OLD;
    does(
        &mut test,
        SetClientComment {
            client,
            comment,
            replaced,
        },
    );
    for (text, ids) in [
        ("петр", &[3][..]),
        ("елк", &[3]),
        ("921 123", &[3]),
        ("SMITH", &[4]),
        ("vera@", &[4]),
        ("2", &[2]),
        ("late", &[1]),
        ("nobody", &[]),
        ("", &[4, 3, 2, 1]),
    ] {
        assert_eq!(found(&mut test, "boris", text), ids, "{text}");
    }
    merge(&mut test);
    assert_eq!(found(&mut test, "boris", ""), [4, 3, 1]);
}

#[test]
fn all_clients_are_found_though_they_are_more_than_are_looked_at_at_once() {
    let mut test = two_write();
    let rows = "INSERT INTO clients (id, created_at, name, comment)
        WITH RECURSIVE n(id) AS (SELECT 3 UNION ALL SELECT id + 1 FROM n WHERE id < 1302)
        SELECT id, 0, CASE WHEN id % 100 = 0 THEN 'Vera' ELSE 'Anna' END, '' FROM n;
        INSERT INTO client_texts SELECT id, lower(name), '' FROM clients WHERE id > 2";
    test.sql.raw().execute_batch(rows).unwrap();
    test.reload();
    // By a part of their numbers (X24).
    assert_eq!(
        found(&mut test, "boris", "130"),
        [1302, 1301, 1300, 1130, 130]
    );
    let vera: Vec<u64> = (1..=13).rev().map(|n| n * 100).collect();
    assert_eq!(found(&mut test, "boris", "vera"), vera);
    let all: Vec<u64> = (1..=1302).rev().collect();
    assert_eq!(found(&mut test, "boris", ""), all);
}
