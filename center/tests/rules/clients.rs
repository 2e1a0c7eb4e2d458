//! What operators write on a client's card (KC-31, X8).

use beseda_protocol::ask::clients::{
    AddClientNote, AddContact, RemoveClientNote, RemoveContact, RestoreClientNote,
    SetClientComment, SetClientName, SetClientVariable,
};
use beseda_protocol::ask::dialogs::OpenDialog;
use beseda_protocol::ask::list::ListVariables;
use beseda_protocol::ask::{Asked, Done};
use beseda_protocol::client::{Contact, ContactKind, Profile};
use beseda_protocol::ids::{ClientId, DialogId};
use beseda_protocol::limits::{
    COMMENT_CHARS_MAX, CONTACTS_MAX, NAME_CHARS_MAX, NOTE_CHARS_MAX, NOTES_MAX, PAGE_BYTES_MAX,
    REMOVED_NOTE_KEPT_MS, VARIABLE_NAME_CHARS_MAX, VARIABLE_VALUE_CHARS_MAX, VARIABLES_MAX,
};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Role;
use insta::assert_snapshot;

use crate::harness::CenterTest;

/// Anna, client 1, has written to Ada and Boris.
pub(crate) fn anna_waits() -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator)
        .widget("anna")
        .say("anna", "c1", "Hello?")
        .quiet();
    test
}

pub(crate) fn profile(test: &mut CenterTest) -> Profile {
    let dialog = DialogId(1);
    test.asked("ada", OpenDialog { dialog })
        .unwrap()
        .card
        .profile
}

/// A question that is refused writes nothing.
pub(crate) fn refused(test: &mut CenterTest, name: &str, what: impl Asked) -> Code {
    let before = test.sql.content();
    let code = test.asked(name, what).err().expect("refused").code;
    assert_eq!(test.sql.content(), before, "a refusal writes nothing");
    code
}

fn named(name: &str, replaced: Option<&str>) -> SetClientName {
    SetClientName {
        client: ClientId(1),
        name: Some(name.into()),
        replaced: replaced.map(Into::into),
    }
}

fn comment(comment: &str, replaced: &str) -> SetClientComment {
    SetClientComment {
        client: ClientId(1),
        comment: comment.into(),
        replaced: replaced.into(),
    }
}

fn contact(kind: ContactKind, value: &str) -> Contact {
    let value = value.into();
    Contact { kind, value }
}

fn add(kind: ContactKind, value: &str) -> AddContact {
    AddContact {
        client: ClientId(1),
        contact: contact(kind, value),
    }
}

fn note(text: &str) -> AddClientNote {
    AddClientNote {
        client: ClientId(1),
        text: text.into(),
    }
}

fn variable(name: &str, value: Option<&str>, replaced: Option<&str>) -> SetClientVariable {
    SetClientVariable {
        client: ClientId(1),
        name: name.into(),
        value: value.map(Into::into),
        replaced: replaced.map(Into::into),
    }
}

#[test]
fn every_console_sees_each_change_of_a_card_at_once_and_the_client_none() {
    let mut test = anna_waits();
    test.ask("ada", named("  Anna\nBerg ", None))
        .ask("ada", comment("Pays late", ""))
        .ask("boris", add(ContactKind::Phone, "+371 20-123-456"))
        .ask("boris", add(ContactKind::Email, " Anna@Shop.example "))
        .ask("ada", variable("Size", Some("M"), None))
        .ask("ada", note("Ordered for a friend"));
    let told = test.transcript();
    assert!(!told.contains("anna <"), "{told}");
    let heard: Vec<&str> = told
        .lines()
        .map(str::trim)
        .filter(|line| line.contains("boris <"))
        .collect();
    assert_snapshot!(heard.join("\n"), @r#"
    boris < client 1 Anna Berg, "", [], marks [], [], notes []
    boris < client 1 Anna Berg, "Pays late", [], marks [], [], notes []
    boris < done 1
    boris < client 1 Anna Berg, "Pays late", ["+371 20-123-456"], marks [], [], notes []
    boris < done 1
    boris < client 1 Anna Berg, "Pays late", ["+371 20-123-456", "Anna@Shop.example"], marks [], [], notes []
    boris < client 1 Anna Berg, "Pays late", ["+371 20-123-456", "Anna@Shop.example"], marks [], ["Size = M"], notes []
    boris < client 1 Anna Berg, "Pays late", ["+371 20-123-456", "Anna@Shop.example"], marks [], ["Size = M"], notes ["Ordered for a friend"]
    "#);
}

#[test]
fn a_name_is_on_the_cards_of_all_dialogs_of_the_client() {
    let mut test = anna_waits();
    test.ask("ada", named("Anna Berg", None));
    let opened = test.asked(
        "boris",
        OpenDialog {
            dialog: DialogId(1),
        },
    );
    let opened = opened.unwrap();
    assert_eq!(opened.dialog.client.name.as_deref(), Some("Anna Berg"));
    assert_eq!(opened.card.client, opened.dialog.client);
    let nameless = SetClientName {
        client: ClientId(1),
        name: Some(" \u{200b} ".into()),
        replaced: Some("Anna Berg".into()),
    };
    test.ask("boris", nameless);
    let opened = test.asked(
        "ada",
        OpenDialog {
            dialog: DialogId(1),
        },
    );
    assert_eq!(opened.unwrap().dialog.client.name, None);
}

#[test]
fn of_two_who_write_at_once_the_second_is_told_the_newer_text_before_he_is_refused() {
    let mut test = anna_waits();
    test.ask("ada", comment("Pays late", "")).quiet();
    assert_eq!(
        refused(&mut test, "boris", comment("Pays early", "")),
        Code::Stale
    );
    assert_eq!(profile(&mut test).comment, "Pays late");
    test.ask("ada", named("Anna", None));
    assert_eq!(
        refused(&mut test, "boris", named("Anya", None)),
        Code::Stale
    );
    test.ask("ada", variable("Size", Some("M"), None));
    for stale in [
        variable("Size", Some("L"), None),
        variable("Size", None, Some("S")),
    ] {
        assert_eq!(refused(&mut test, "boris", stale), Code::Stale);
    }
    // Who saw it may.
    assert_eq!(
        test.asked("boris", comment("Pays early", "Pays late")),
        Ok(Done {})
    );
}

#[test]
fn what_was_carried_out_before_the_line_was_cut_does_no_harm_again() {
    let mut test = anna_waits();
    let phone = || add(ContactKind::Phone, "112");
    test.ask("ada", named("Anna", None))
        .ask("ada", comment("Pays late", ""))
        .ask("ada", variable("Size", Some("M"), None))
        .ask("ada", phone());
    let before = test.sql.content();
    assert_eq!(test.asked("ada", named("Anna", None)), Ok(Done {}));
    assert_eq!(test.asked("ada", comment("Pays late", "")), Ok(Done {}));
    assert_eq!(
        test.asked("ada", variable("Size", Some("M"), None)),
        Ok(Done {})
    );
    assert_eq!(test.asked("ada", phone()), Ok(Done {}));
    assert_eq!(test.sql.content(), before);
}

#[test]
fn a_contact_is_the_same_however_it_is_written() {
    let mut test = anna_waits();
    let phone = ContactKind::Phone;
    let email = ContactKind::Email;
    test.ask("ada", add(email, "Anna@Example.org"))
        .ask("ada", add(phone, "+7 (921) 123-45-67"))
        .ask("ada", add(email, "anna@EXAMPLE.org."))
        .ask("ada", add(phone, "+79211234567"));
    let kept = [
        contact(phone, "+7 (921) 123-45-67"),
        contact(email, "Anna@Example.org"),
    ];
    assert_eq!(profile(&mut test).contacts, kept);
    let contact = contact(phone, "+7 921 123 45 67");
    let remove = RemoveContact {
        client: ClientId(1),
        contact,
    };
    assert_eq!(test.asked("boris", remove.clone()), Ok(Done {}));
    assert_eq!(test.asked("boris", remove), Ok(Done {}), "twice is once");
    assert_eq!(profile(&mut test).contacts, kept[1..]);
}

#[test]
fn what_is_no_contact_is_refused() {
    let mut test = anna_waits();
    for wrong in ["", "12", "call me", "+7 921 x", "1234567890123456"] {
        let asked = add(ContactKind::Phone, wrong);
        assert_eq!(refused(&mut test, "ada", asked), Code::Invalid, "{wrong}");
    }
    for wrong in ["", "anna", "anna@", "@b"] {
        let asked = add(ContactKind::Email, wrong);
        assert_eq!(refused(&mut test, "ada", asked), Code::Invalid, "{wrong}");
    }
}

/// Criteria: CQ-24
#[test]
fn a_note_has_its_author_and_time_and_the_newest_comes_first() {
    let mut test = anna_waits();
    test.ask("ada", note("First"));
    test.now = test.now.plus_ms(60_000);
    test.ask("boris", note(" Second,\nin two lines \n"));
    let notes = profile(&mut test).notes;
    let of = |place: usize| (notes[place].by.0, notes[place].text.as_str());
    assert_eq!(of(0), (2, "Second,\nin two lines"));
    assert_eq!(of(1), (1, "First"));
    assert_eq!(notes[0].at.ms_since(notes[1].at), 60_000);
    assert_eq!(
        refused(&mut test, "ada", note(" \u{200b}\n")),
        Code::Invalid
    );
}

#[test]
fn a_note_that_was_taken_away_can_be_put_back_for_ten_minutes_and_is_gone_then() {
    let mut test = anna_waits();
    test.ask("ada", note("First")).ask("ada", note("Second"));
    let before = profile(&mut test).notes;
    let note = before[1].id;
    let (remove, restore) = (
        RemoveClientNote {
            client: ClientId(1),
            note,
        },
        RestoreClientNote {
            client: ClientId(1),
            note,
        },
    );
    test.ask("boris", remove.clone());
    assert_eq!(profile(&mut test).notes, before[..1]);
    test.ask("boris", restore.clone());
    assert_eq!(
        profile(&mut test).notes,
        before,
        "as it was: author, time, place"
    );
    test.ask("boris", remove);
    test.now = test.now.plus_ms(REMOVED_NOTE_KEPT_MS);
    test.alarm();
    assert_eq!(refused(&mut test, "boris", restore), Code::NotFound);
    assert!(!test.sql.content().contains("First"));
}

#[test]
fn a_card_has_limits_and_says_so() {
    let mut test = anna_waits();
    let long = |n: usize| "ж".repeat(n + 1);
    for (asked, code) in [
        (
            refused(&mut test, "ada", named(&long(NAME_CHARS_MAX), None)),
            Code::Invalid,
        ),
        (
            refused(&mut test, "ada", comment(&long(COMMENT_CHARS_MAX), "")),
            Code::Invalid,
        ),
        (
            refused(&mut test, "ada", note(&long(NOTE_CHARS_MAX))),
            Code::Invalid,
        ),
        (
            refused(
                &mut test,
                "ada",
                variable(&long(VARIABLE_NAME_CHARS_MAX), Some("a"), None),
            ),
            Code::Invalid,
        ),
        (
            refused(
                &mut test,
                "ada",
                variable("a", Some(&long(VARIABLE_VALUE_CHARS_MAX)), None),
            ),
            Code::Invalid,
        ),
        (
            refused(&mut test, "ada", variable(" ", Some("a"), None)),
            Code::Invalid,
        ),
        (
            refused(&mut test, "ada", variable("a", Some(" "), None)),
            Code::Invalid,
        ),
    ] {
        assert_eq!(asked, code);
    }
    for n in 0..CONTACTS_MAX {
        test.ask("ada", add(ContactKind::Phone, &format!("{}", 1000 + n)));
    }
    let one_more = add(ContactKind::Phone, "999");
    assert_eq!(refused(&mut test, "ada", one_more), Code::LimitReached);
}

/// The whole of the fullest card is one event, in one frame.
#[test]
fn the_fullest_card_fits_a_page() {
    let mut test = anna_waits();
    let wide = |n: usize| "👩".repeat(n);
    test.ask("ada", named(&wide(NAME_CHARS_MAX), None))
        .ask("ada", comment(&wide(COMMENT_CHARS_MAX), ""));
    for n in 0..NOTES_MAX {
        let text = format!("{n:02}{}", wide(NOTE_CHARS_MAX - 2));
        test.ask("ada", note(&text));
    }
    assert_eq!(
        refused(&mut test, "ada", note("One more")),
        Code::LimitReached
    );
    let value = wide(VARIABLE_VALUE_CHARS_MAX);
    for n in 0..VARIABLES_MAX {
        let name = format!("{n:02}{}", wide(VARIABLE_NAME_CHARS_MAX - 2));
        test.ask("ada", variable(&name, Some(&value), None));
    }
    let one_more = variable("One more", Some("a"), None);
    assert_eq!(refused(&mut test, "ada", one_more), Code::LimitReached);
    for n in 0..CONTACTS_MAX {
        let email = format!("{n:02}{}@example.org", "a".repeat(230));
        test.ask("ada", add(ContactKind::Email, &email));
    }
    let whole = serde_json::to_string(&profile(&mut test)).unwrap();
    assert!(whole.len() < PAGE_BYTES_MAX, "{}", whole.len());
}

#[test]
fn nobody_writes_on_the_card_of_a_client_whom_there_is_not() {
    let mut test = anna_waits();
    let asked = SetClientName {
        client: ClientId(77),
        name: Some("Nobody".into()),
        replaced: None,
    };
    assert_eq!(refused(&mut test, "ada", asked), Code::NotFound);
}

#[test]
fn who_was_away_sees_the_card_as_it_is_now() {
    let mut test = anna_waits();
    test.leave("boris");
    test.ask("ada", named("Anya", None))
        .ask("ada", named("Anna", Some("Anya")));
    test.quiet().console("boris");
    let told = test.transcript();
    let cards: Vec<&str> = told
        .lines()
        .filter(|line| line.contains("boris < client"))
        .collect();
    assert_eq!(cards.len(), 1, "{told}");
    assert!(cards[0].contains("Anna"), "{told}");
}

/// Criteria: X16
#[test]
fn the_names_of_variables_are_those_that_clients_have() {
    let mut test = anna_waits();
    let names = |test: &mut CenterTest| test.asked("boris", ListVariables {}).unwrap().names;
    assert!(names(&mut test).is_empty());
    test.ask("ada", variable("Размер", Some("M"), None))
        .ask("ada", variable("Price", Some("900"), None));
    assert_eq!(names(&mut test), ["Price", "Размер"]);
    test.widget("bella").say("bella", "c1", "Hello");
    let hers = SetClientVariable {
        client: ClientId(2),
        ..variable("Price", Some("100"), None)
    };
    test.ask("ada", hers)
        .ask("ada", variable("Размер", None, Some("M")));
    assert_eq!(names(&mut test), ["Price"]);
}
