//! What a site says first (CQ-11, X20), and its form (C2D-26).

use beseda_center::turn::command::{Command, Reply, SiteForWidget};
use beseda_protocol::ask::dialogs::{OpenDialog, OpenedDialog};
use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::ask::team::SetAvailability;
use beseda_protocol::automatic::AutomaticRule;
use beseda_protocol::client::ContactKind;
use beseda_protocol::ids::{DialogId, TriggerId};
use beseda_protocol::limits::NAME_CHARS_MAX;
use beseda_protocol::message::{Content, Draft, Happened, VisitorContent};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::settings::Saved;
use beseda_protocol::site::{Moment, OfflineForm, Reception, SiteSection, Trigger, Triggers};
use beseda_protocol::team::Availability;
use beseda_protocol::visitor::{FromVisitor, Reach, ToVisitor, VisitorEvent};

use crate::harness::{CenterTest, Heard};

fn trigger(id: u64, name: &str) -> Trigger {
    Trigger {
        id: TriggerId(id),
        name: name.into(),
        is_on: true,
        moment: Moment::After { seconds: 30 },
        pages: " /pricing* ".into(),
        is_for_returning: false,
        en: format!("{name}?"),
        ru: String::new(),
    }
}

fn save(
    test: &mut CenterTest,
    version: u32,
    section: impl Into<SiteSection>,
) -> Result<Saved<SiteSection>, Refusal> {
    let save = SaveSite {
        site: "s1".into(),
        version,
        section: section.into(),
    };
    test.asked("ada", save)
}

fn with(triggers: Vec<Trigger>) -> CenterTest {
    let mut test = CenterTest::new();
    save(&mut test, 0, Triggers { triggers }).unwrap();
    test.widget("anna").quiet();
    test
}

fn open(cid: &str, text: &str, trigger: Option<u64>, reach: Option<Reach>) -> FromVisitor {
    FromVisitor::Open {
        cid: cid.into(),
        body: Draft::Text { text: text.into() },
        trigger: trigger.map(TriggerId),
        reach,
        consent: None,
        answers: None,
    }
}

fn opened(test: &mut CenterTest, id: u64) -> OpenedDialog {
    let dialog = DialogId(id);
    test.asked("ada", OpenDialog { dialog }).unwrap()
}

/// What was said in a dialog, a line each.
fn said(test: &mut CenterTest, id: u64) -> Vec<String> {
    let messages = opened(test, id).messages.into_iter();
    let line = |content: Content| match content {
        Content::System {
            happened: Happened::Triggered { trigger },
        } => format!("by {trigger}"),
        Content::Automatic {
            rule: AutomaticRule::Trigger,
            text,
        } => format!("site: {text}"),
        Content::Visitor { .. } => "client".to_owned(),
        other => format!("{other:?}"),
    };
    messages.map(|message| line(message.content)).collect()
}

fn widget(test: &mut CenterTest) -> SiteForWidget {
    let ask = Command::Site {
        site: "s1".into(),
        origin: None,
    };
    match test.command(ask) {
        Ok(Reply::Site(site)) => site,
        other => panic!("{other:?}"),
    }
}

fn reception(test: &mut CenterTest) -> Reception {
    let site = "s1".into();
    match test.command(Command::Reception { site }) {
        Ok(Reply::Reception(reception)) => *reception,
        other => panic!("{other:?}"),
    }
}

fn reach(email: &str) -> Reach {
    Reach {
        name: "Anna".into(),
        email: email.into(),
        phone: String::new(),
    }
}

/// Criteria: CQ-11, X20
#[test]
fn a_dialog_appears_with_the_answer_to_a_trigger_which_stands_first_in_it() {
    let mut test = with(vec![trigger(1, "Prices")]);
    assert_eq!(
        test.asked(
            "ada",
            OpenDialog {
                dialog: DialogId(1)
            }
        )
        .unwrap_err()
        .code,
        Code::NotFound
    );
    test.visitor("anna", open("c1", "yes", Some(1), None));
    assert_eq!(said(&mut test, 1), ["by Prices", "site: Prices?", "client"]);
    assert_eq!(opened(&mut test, 1).dialog.awaiting_reply_count, 1);
    // The visitor has it as a message of the company's, before his own.
    let told = test
        .heard("anna")
        .into_iter()
        .filter_map(|heard| match heard {
            Heard::Visitor(ToVisitor::Events { events, .. }) => Some(events),
            _ => None,
        });
    let told: Vec<bool> = told
        .flatten()
        .filter_map(|event| match event {
            VisitorEvent::Message { message } => {
                Some(matches!(message.content, VisitorContent::Operator { .. }))
            }
            _ => None,
        })
        .collect();
    assert_eq!(told, [true, false]);
}

/// Criteria: CQ-11
#[test]
fn each_trigger_makes_a_dialog_of_its_own_also_while_another_is_open() {
    let mut test = with(vec![trigger(1, "Prices"), trigger(2, "Leaving")]);
    test.say("anna", "c1", "hello");
    test.visitor("anna", open("c2", "yes", Some(1), None));
    test.visitor("anna", open("c3", "no", Some(2), None));
    assert_eq!(said(&mut test, 2), ["by Prices", "site: Prices?", "client"]);
    assert_eq!(
        said(&mut test, 3),
        ["by Leaving", "site: Leaving?", "client"]
    );
    // What he writes next goes on there.
    test.say("anna", "c4", "still here");
    assert_eq!(said(&mut test, 3).len(), 4);
}

#[test]
fn an_answer_said_twice_is_one_and_one_to_a_trigger_that_is_gone_is_a_message_as_any_other() {
    let mut test = with(vec![trigger(1, "Prices")]);
    test.visitor("anna", open("c1", "yes", Some(1), None));
    test.cut("anna").hello("anna");
    test.visitor("anna", open("c1", "yes", Some(1), None));
    assert_eq!(said(&mut test, 1).len(), 3);
    test.visitor("anna", open("c2", "and?", Some(9), None));
    assert_eq!(said(&mut test, 1).len(), 4);
}

#[test]
fn the_loader_is_told_when_and_the_reception_what_of_those_that_are_on() {
    let off = Trigger {
        is_on: false,
        ..trigger(2, "Off")
    };
    let mut test = with(vec![trigger(1, "Prices"), off]);
    let site = widget(&mut test);
    assert!(site.speaks);
    let cues: Vec<_> = site
        .cues
        .iter()
        .map(|cue| (cue.after, cue.pages.as_str()))
        .collect();
    assert_eq!(cues, [(Some(30), "/pricing*")]);
    let says = reception(&mut test).says;
    let says: Vec<_> = says.iter().map(|text| text.ru.as_str()).collect();
    assert_eq!(says, ["Prices?"], "it has no words in Russian");
    save(&mut test, 1, Triggers::default()).unwrap();
    assert!(!widget(&mut test).speaks);
}

#[test]
fn triggers_are_few_have_names_and_say_something() {
    let mut test = CenterTest::new();
    let silent = Trigger {
        en: " ".into(),
        ..trigger(1, "Silent")
    };
    let late = Trigger {
        moment: Moment::After { seconds: 3_601 },
        ..trigger(1, "Late")
    };
    let many = (1..12).map(|id| trigger(id, "Many")).collect();
    for triggers in [
        vec![silent],
        vec![late],
        vec![trigger(1, " ")],
        vec![trigger(1, "One"), trigger(1, "Same")],
        many,
    ] {
        let refusal = save(&mut test, 0, Triggers { triggers }).unwrap_err();
        assert_eq!(refusal.code, Code::Invalid);
    }
}

/// Criteria: C2D-26
#[test]
fn what_is_written_into_the_form_is_a_message_and_its_writers_contacts() {
    let mut test = CenterTest::new();
    test.widget("anna").quiet();
    test.visitor("anna", open("c1", "no", None, Some(reach("nowhere"))));
    assert_eq!(
        test.refusal("anna").map(|refusal| refusal.code),
        Some(Code::Invalid)
    );
    test.visitor(
        "anna",
        open("c2", "call me", None, Some(reach("Anna@mail.example"))),
    );
    let card = opened(&mut test, 1).card;
    assert_eq!(card.client.name.as_deref(), Some("Anna"));
    let contacts: Vec<_> = card
        .profile
        .contacts
        .iter()
        .map(|one| (one.kind, one.value.as_str()))
        .collect();
    assert_eq!(contacts, [(ContactKind::Email, "Anna@mail.example")]);
}

#[test]
fn a_client_without_a_name_is_called_as_he_is_reached_until_somebody_names_him() {
    let mut test = CenterTest::new();
    test.widget("anna").quiet();
    test.widget("anna").say("anna", "c1", "anybody?");
    assert_eq!(opened(&mut test, 1).card.client.name, None);
    let reached = |email: &str, phone: &str| Reach {
        name: String::new(),
        email: email.into(),
        phone: phone.into(),
    };
    let contact = reached("", " +7 900 000-00-00 ");
    test.visitor("anna", open("c2", "+7 900 000-00-00", None, Some(contact)));
    let card = opened(&mut test, 1).card;
    assert_eq!(card.client.name.as_deref(), Some("+7 900 000-00-00"));
    assert_eq!(card.profile.contacts.len(), 1);
    // Said in the dialog in which he waits, and no name that he has is replaced.
    assert_eq!(
        said(&mut test, 1).last().map(String::as_str),
        Some("client")
    );
    let contact = reached("a@mail.example", "");
    test.visitor("anna", open("c3", "a@mail.example", None, Some(contact)));
    let card = opened(&mut test, 1).card;
    assert_eq!(card.client.name.as_deref(), Some("+7 900 000-00-00"));
    assert_eq!(card.profile.contacts.len(), 2);
    // What is longer than a name is none.
    let long = format!("{}@mail.example", "b".repeat(NAME_CHARS_MAX));
    test.widget("boris").quiet();
    test.visitor("boris", open("c1", &long, None, Some(reached(&long, ""))));
    let card = opened(&mut test, 2).card;
    assert_eq!(card.client.name, None);
    assert_eq!(card.profile.contacts.len(), 1);
}

/// Criteria: C2D-26
#[test]
fn the_form_stands_in_the_chats_place_while_nobody_is_there_if_the_site_wants_it() {
    let mut test = CenterTest::new();
    assert!(!reception(&mut test).form);
    save(&mut test, 0, OfflineForm { is_on: true }).unwrap();
    assert!(widget(&mut test).speaks);
    assert!(!reception(&mut test).form, "Ada is there");
    let away = SetAvailability {
        availability: Availability::Away,
    };
    test.asked("ada", away).unwrap();
    assert!(reception(&mut test).form);
    save(&mut test, 1, OfflineForm { is_on: false }).unwrap();
    assert!(!reception(&mut test).form);
}
