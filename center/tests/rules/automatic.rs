//! What the center answers by itself (YU-03), to whom and how often.

use beseda_center::turn::Input;
use beseda_protocol::ask::center::SaveCenter;
use beseda_protocol::ask::channels::{AddChannel, SaveChannel};
use beseda_protocol::ask::clients::PauseClient;
use beseda_protocol::ask::dialogs::{OpenDialog, OpenedDialog};
use beseda_protocol::ask::search::SearchMessages;
use beseda_protocol::ask::sites::MoveSite;
use beseda_protocol::ask::team::SetAvailability;
use beseda_protocol::automatic::{AutomaticReplies, AutomaticReply, AutomaticRule};
use beseda_protocol::channel::ChannelSection;
use beseda_protocol::dialog::LastLabel;
use beseda_protocol::hours::Hours;
use beseda_protocol::ids::{ChannelId, ClientId, DialogId};
use beseda_protocol::message::{Body, Content, VisitorContent};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::settings::Saved;
use beseda_protocol::team::{Availability, Role};
use beseda_protocol::visitor::{FromVisitor, ToVisitor, VisitorEvent};

use crate::harness::{CenterTest, Heard};

const HOUR_MS: u64 = 60 * 60 * 1000;

/// It is thirteen minutes past midnight in Riga, a Wednesday.
fn center() -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator).widget("anna").quiet();
    test
}

fn on(en: &str) -> AutomaticReply {
    AutomaticReply {
        is_on: true,
        en: en.into(),
        ru: String::new(),
    }
}

fn hello() -> AutomaticReplies {
    AutomaticReplies {
        first_message: on("Hello! We answer in five minutes"),
        ..AutomaticReplies::OFF
    }
}

fn every_rule() -> AutomaticReplies {
    AutomaticReplies {
        after_hours: on("We are closed"),
        nobody_online: on("Everybody is away"),
        ..hello()
    }
}

fn save(
    test: &mut CenterTest,
    version: u32,
    section: impl Into<ChannelSection>,
) -> Result<Saved<ChannelSection>, Refusal> {
    let (channel, section) = (ChannelId::FIRST, section.into());
    let asked = SaveChannel {
        channel,
        version,
        section,
    };
    test.asked("ada", asked)
}

fn answers(test: &mut CenterTest, replies: AutomaticReplies) {
    save(test, 0, replies).unwrap();
    test.quiet();
}

/// From nine to six on weekdays.
fn weekdays() -> Hours {
    let days = ["9-18"; 5].into_iter().chain(["", ""]);
    Hours {
        days: days.map(str::to_owned).collect(),
        holidays: vec![],
    }
}

fn works(test: &mut CenterTest, version: u32, hours: Hours) {
    let section = hours.into();
    test.asked("ada", SaveCenter { version, section }).unwrap();
}

fn be(test: &mut CenterTest, availability: Availability) {
    for name in ["ada", "boris"] {
        test.asked(name, SetAvailability { availability }).unwrap();
    }
}

fn opened(test: &mut CenterTest, id: u64) -> OpenedDialog {
    let dialog = DialogId(id);
    test.asked("ada", OpenDialog { dialog }).unwrap()
}

/// What was said in a dialog by the center itself.
fn automatic(test: &mut CenterTest, id: u64) -> Vec<(AutomaticRule, String)> {
    let messages = opened(test, id).messages.into_iter();
    let said = messages.filter_map(|message| match message.content {
        Content::Automatic { rule, text } => Some((rule, text)),
        _ => None,
    });
    said.collect()
}

fn rules(test: &mut CenterTest, id: u64) -> Vec<AutomaticRule> {
    automatic(test, id)
        .into_iter()
        .map(|(rule, _)| rule)
        .collect()
}

/// Criteria: YU-03, X1
#[test]
fn the_first_message_is_answered_at_once_and_still_waits_for_a_reply() {
    let mut test = center();
    answers(&mut test, hello());
    test.say("anna", "c1", "Is it in stock?");
    let heard = test.heard("anna");
    let said = heard.into_iter().find_map(|heard| match heard {
        Heard::Visitor(ToVisitor::Events { events, .. }) => {
            let said = events.into_iter().filter_map(|event| match event {
                VisitorEvent::Message { message } => Some(message.content),
                _ => None,
            });
            Some(said.collect::<Vec<_>>())
        }
        _ => None,
    });
    let [
        VisitorContent::You { .. },
        VisitorContent::Operator { by, body },
    ] = &said.unwrap()[..]
    else {
        panic!("her message, and behind it the company's");
    };
    let text = "Hello! We answer in five minutes";
    assert_eq!(
        (by.name.as_str(), body),
        ("Acme", &Body::Text { text: text.into() })
    );
    let dialog = opened(&mut test, 1).dialog;
    assert_eq!((dialog.awaiting_reply_count, dialog.responsible), (1, None));
    assert!(dialog.unanswered_since().is_some());
    let last = (
        dialog.last.label,
        dialog.last.by,
        dialog.last.preview.as_str(),
    );
    assert_eq!(last, (LastLabel::Operator, None, text));
    // She writes on, and somebody replies as to anybody.
    test.say("anna", "c2", "In green")
        .reply("boris", 1, "r1", "It is");
    assert_eq!(rules(&mut test, 1), [AutomaticRule::FirstMessage]);
    let dialog = opened(&mut test, 1).dialog;
    assert_eq!(dialog.responsible, Some(test.id("boris")));
}

#[test]
fn it_reads_the_same_after_a_sleep_and_is_found() {
    let mut test = center();
    answers(&mut test, hello());
    test.say("anna", "c1", "Is it in stock?").settle();
    let before = automatic(&mut test, 1);
    test.reload();
    assert_eq!(automatic(&mut test, 1), before);
    let ask = SearchMessages {
        text: "five minutes".into(),
        behind: None,
    };
    let found = test.asked("ada", ask).unwrap().messages;
    let whose = found.iter().map(|one| (one.label, one.by));
    assert_eq!(whose.collect::<Vec<_>>(), [(LastLabel::Operator, None)]);
    // The widget that comes back has it, unread.
    test.widget_on("anna", "s1").hello_with("anna", None);
    let unread = test
        .heard("anna")
        .into_iter()
        .find_map(|heard| match heard {
            Heard::Visitor(ToVisitor::Reset { unread_count, .. }) => Some(unread_count),
            _ => None,
        });
    assert_eq!(unread, Some(1));
}

#[test]
fn it_is_in_the_language_of_the_chat() {
    let mut test = center();
    let mut replies = hello();
    replies.first_message.ru = "Здравствуйте".into();
    answers(&mut test, replies);
    let hello = FromVisitor::Hello {
        v: beseda_protocol::VERSION,
        epoch: None,
        seq: None,
        locale: "ru-RU".into(),
        page: None,
    };
    test.widget_on("vera", "s1");
    let peer = test.peer("vera");
    test.turn(vec![Input::FromVisitor(peer, hello)]);
    test.say("vera", "v1", "Есть в наличии?");
    let rule = AutomaticRule::FirstMessage;
    assert_eq!(automatic(&mut test, 1), [(rule, "Здравствуйте".to_owned())]);
}

/// Criteria: YU-03
#[test]
fn who_writes_when_nobody_is_online_is_told_so_once_an_hour() {
    let mut test = center();
    let nobody_online = on("Everybody is away");
    let replies = AutomaticReplies {
        nobody_online,
        ..AutomaticReplies::OFF
    };
    answers(&mut test, replies);
    test.say("anna", "c1", "Hello?");
    assert!(rules(&mut test, 1).is_empty());
    be(&mut test, Availability::Away);
    test.say("anna", "c2", "Anybody?").say("anna", "c3", "No?");
    assert_eq!(rules(&mut test, 1), [AutomaticRule::NobodyOnline]);
    test.pass(HOUR_MS - 1).say("anna", "c4", "Still nobody?");
    assert_eq!(rules(&mut test, 1).len(), 1);
    test.pass(1).reload().say("anna", "c5", "And now?");
    assert_eq!(rules(&mut test, 1).len(), 2);
    test.pass(HOUR_MS);
    be(&mut test, Availability::Online);
    test.say("anna", "c6", "Ah");
    assert_eq!(rules(&mut test, 1).len(), 2);
}

/// Criteria: YU-03
#[test]
fn who_writes_outside_business_hours_is_told_so_once_a_night() {
    let mut test = center();
    let replies = AutomaticReplies {
        after_hours: on("We are closed"),
        ..AutomaticReplies::OFF
    };
    answers(&mut test, replies);
    // Nobody has said any hours: they are round the clock.
    test.say("anna", "c1", "Hello?");
    assert!(rules(&mut test, 1).is_empty());
    works(&mut test, 0, weekdays());
    test.say("anna", "c2", "Hello?").pass(6 * HOUR_MS);
    test.say("anna", "c3", "It is six in the morning");
    assert_eq!(rules(&mut test, 1), [AutomaticRule::AfterHours]);
    test.pass(6 * HOUR_MS).say("anna", "c4", "It is noon");
    assert_eq!(rules(&mut test, 1).len(), 1);
    test.pass(8 * HOUR_MS)
        .say("anna", "c5", "It is eight in the evening");
    assert_eq!(rules(&mut test, 1).len(), 2);
    // A channel may have hours of its own.
    let mut always = weekdays();
    always.days = vec!["0-24".into(); 7];
    save(&mut test, 0, always.clone()).unwrap();
    test.pass(13 * HOUR_MS)
        .say("anna", "c6", "It is nine, and holiday");
    assert_eq!(rules(&mut test, 1).len(), 2);
    always.holidays = vec!["2023-11-16".into()];
    save(&mut test, 1, always).unwrap();
    test.say("anna", "c7", "Hello?");
    assert_eq!(rules(&mut test, 1).len(), 3);
}

#[test]
fn of_the_rules_that_apply_only_one_answers() {
    let mut test = center();
    answers(&mut test, every_rule());
    be(&mut test, Availability::Away);
    works(&mut test, 0, weekdays());
    test.say("anna", "c1", "Hello?")
        .say("anna", "c2", "Anybody?");
    assert_eq!(rules(&mut test, 1), [AutomaticRule::AfterHours]);
    test.pass(10 * HOUR_MS).say("anna", "c3", "It is ten");
    let both = [AutomaticRule::AfterHours, AutomaticRule::NobodyOnline];
    assert_eq!(rules(&mut test, 1), both);
}

/// Criteria: X25
#[test]
fn a_paused_client_is_answered_by_people_only() {
    let mut test = center();
    test.say("anna", "c1", "Hello?");
    let client = ClientId(1);
    test.asked("boris", PauseClient { client }).unwrap();
    answers(&mut test, every_rule());
    be(&mut test, Availability::Away);
    test.say("anna", "c2", "Anybody?");
    assert!(rules(&mut test, 1).is_empty());
}

/// Criteria: YU-03
#[test]
fn each_channel_answers_for_itself() {
    let mut test = center();
    answers(&mut test, hello());
    let name = "Sales".to_owned();
    let channel = test.asked("ada", AddChannel { name }).unwrap().id;
    let site = "s1".into();
    test.asked("ada", MoveSite { site, channel }).unwrap();
    test.say("anna", "c1", "Hello?");
    assert!(rules(&mut test, 1).is_empty());
}

#[test]
fn what_can_not_be_said_is_not_saved() {
    let mut test = center();
    let mut code = |section: ChannelSection| {
        let saved = save(&mut test, 0, section);
        saved.err().map(|refusal| refusal.code)
    };
    let invalid = Some(Code::Invalid);
    let replies = |text: &str| AutomaticReplies {
        nobody_online: on(text),
        ..AutomaticReplies::OFF
    };
    assert_eq!(code(replies(" ").into()), invalid);
    assert_eq!(code(replies(&"a".repeat(1_001)).into()), invalid);
    for wrong in ["18-9", "nine"] {
        let mut hours = weekdays();
        hours.days[0] = wrong.into();
        assert_eq!(code(hours.into()), invalid, "{wrong}");
    }
    let mut hours = weekdays();
    hours.days.pop();
    assert_eq!(code(hours.into()), invalid);
    let mut hours = weekdays();
    hours.holidays = vec!["2023-02-30".into()];
    assert_eq!(code(hours.into()), invalid);
    // Hours are kept in one form, however they were written.
    save(&mut test, 0, weekdays()).unwrap();
    let newer = save(&mut test, 0, Hours::UNSAID).unwrap().newer;
    let Some(ChannelSection::Hours { hours }) = newer else {
        panic!("somebody was faster");
    };
    assert_eq!(hours.days[0], "09:00-18:00");
}
