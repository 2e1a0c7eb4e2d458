//! Channels: made, renamed, deleted when empty; and a site that moves to another one, with
//! its dialogs.

use beseda_protocol::ask::channels::{AddChannel, DeleteChannel, RenameChannel};
use beseda_protocol::ask::dialogs::OpenDialog;
use beseda_protocol::ask::sites::{AddSite, MoveSite};
use beseda_protocol::channel::Channel;
use beseda_protocol::ids::{ChannelId, DialogId};
use beseda_protocol::operator::{OperatorEvent, ToOperator};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::{Access, Others, Role};

use crate::access::{give, of_channels};
use crate::harness::{CenterTest, Heard};

/// The channel of the second site in [`with_two_channels`].
pub(crate) const ELSEWHERE: ChannelId = ChannelId(5);

/// Two sites, each of a channel of its own; Anna writes on the first, Vera on the second.
pub(crate) fn with_two_channels() -> CenterTest {
    let mut test = CenterTest::new();
    let origins = vec!["https://other.example".to_owned()];
    let (name, look) = ("Other".to_owned(), None);
    let site = AddSite {
        name,
        origins,
        look,
    };
    test.asked("ada", site).unwrap();
    let made = add(&mut test, "Elsewhere");
    assert_eq!(made.id, ELSEWHERE);
    move_to(&mut test, "s2", ELSEWHERE);
    test.slice();
    test.widget("anna").widget_on("vera", "s2").hello("vera");
    test.say("anna", "c1", "Hello?")
        .say("vera", "c2", "Hello?")
        .quiet();
    test
}

fn add(test: &mut CenterTest, name: &str) -> Channel {
    let name = name.to_owned();
    test.asked("ada", AddChannel { name }).unwrap()
}

pub(crate) fn move_to(test: &mut CenterTest, site: &str, channel: ChannelId) {
    let site = site.into();
    test.asked("ada", MoveSite { site, channel }).unwrap();
}

fn delete(test: &mut CenterTest, channel: ChannelId) -> Option<Code> {
    let deleted = test.asked("ada", DeleteChannel { channel });
    deleted.err().map(|refusal| refusal.code)
}

/// The events that a console has heard.
fn events(test: &mut CenterTest, name: &str) -> Vec<OperatorEvent> {
    let heard = test
        .heard(name)
        .into_iter()
        .filter_map(|heard| match heard {
            Heard::Operator(ToOperator::Events { events, .. }) => Some(events),
            _ => None,
        });
    heard.flatten().collect()
}

#[test]
fn a_channel_is_made_renamed_and_deleted_and_everybody_hears_of_it() {
    let mut test = CenterTest::new();
    test.hire("olga", Role::Operator);
    let sales = add(&mut test, "Sales");
    assert_ne!(sales.id, ChannelId::FIRST);
    let channel = sales.id;
    let name = String::from("Sales and rent");
    let rename = RenameChannel { channel, name };
    test.asked("ada", rename).unwrap();
    let renamed = Channel {
        name: "Sales and rent".into(),
        ..sales.clone()
    };
    assert_eq!(delete(&mut test, channel), None);
    assert_eq!(delete(&mut test, channel), Some(Code::NotFound));
    let told = [
        OperatorEvent::Channel { channel: sales },
        OperatorEvent::Channel { channel: renamed },
        OperatorEvent::ChannelGone { channel },
    ];
    assert_eq!(events(&mut test, "olga"), told);
    // Its number is not given again.
    assert!(add(&mut test, "Rent").id > channel);
}

#[test]
fn two_channels_have_two_names() {
    let mut test = CenterTest::new();
    let sales = add(&mut test, "Sales").id;
    for (name, code) in [
        ("  sales ", Some(Code::NameTaken)),
        (" ", Some(Code::Invalid)),
        ("Rent", None),
    ] {
        let made = test.asked("ada", AddChannel { name: name.into() });
        assert_eq!(made.err().map(|refusal| refusal.code), code, "{name}");
    }
    let name = String::from("SALES");
    let rename = |channel| RenameChannel {
        channel,
        name: name.clone(),
    };
    test.asked("ada", rename(sales)).unwrap();
    let taken = test.asked("ada", rename(ChannelId::FIRST)).unwrap_err();
    assert_eq!(taken.code, Code::NameTaken);
}

#[test]
fn only_an_empty_channel_is_deleted() {
    let mut test = with_two_channels();
    let in_use = Some(Code::ChannelInUse);
    assert_eq!(delete(&mut test, ELSEWHERE), in_use, "a site is of it");
    move_to(&mut test, "s2", ChannelId::FIRST);
    assert_eq!(delete(&mut test, ELSEWHERE), in_use, "a dialog still is");
    test.slice();
    assert_eq!(delete(&mut test, ELSEWHERE), None);
    assert_eq!(
        delete(&mut test, ChannelId::FIRST),
        in_use,
        "the first stays"
    );
}

#[test]
fn a_channel_that_is_gone_is_seen_by_nobody_any_more() {
    let mut test = with_two_channels();
    test.hire("olga", Role::Operator);
    let both = of_channels(&[ELSEWHERE, ChannelId::FIRST]);
    give(&mut test, "ada", "olga", both).unwrap();
    move_to(&mut test, "s2", ChannelId::FIRST);
    test.slice();
    assert_eq!(delete(&mut test, ELSEWHERE), None);
    let access = of_channels(&[ChannelId::FIRST]);
    assert_eq!(test.employee("olga").access, access);
    test.reload();
    assert_eq!(test.employee("olga").access, access);
}

/// Criteria: C2D-25
#[test]
fn a_site_takes_its_dialogs_along_and_they_are_gone_for_who_does_not_see_them_there() {
    let mut test = with_two_channels();
    test.hire("olga", Role::Operator)
        .hire("boris", Role::Operator);
    give(&mut test, "ada", "olga", of_channels(&[ChannelId::FIRST])).unwrap();
    give(&mut test, "ada", "boris", of_channels(&[ELSEWHERE])).unwrap();
    test.reply("olga", 1, "r1", "Yes?").quiet();
    move_to(&mut test, "s1", ELSEWHERE);
    test.quiet().slice();
    let gone = OperatorEvent::Gone {
        dialog: DialogId(1),
    };
    assert_eq!(events(&mut test, "olga")[0], gone);
    let came = events(&mut test, "boris");
    let changed = OperatorEvent::Changed {
        dialogs: vec![DialogId(1)],
        clients: vec![],
    };
    assert!(came.contains(&changed), "{came:?}");
    let opened = test.asked(
        "boris",
        OpenDialog {
            dialog: DialogId(1),
        },
    );
    let card = opened.unwrap().dialog;
    assert_eq!((card.id, card.channel), (DialogId(1), ELSEWHERE));
    assert_eq!(card.responsible, None, "Olga does not see it there");
    // What is written from then on is of the new channel, whatever the object remembers.
    test.say("anna", "c9", "Again").reload();
    let channel = test.sql.column("SELECT CAST(channel AS TEXT) FROM dialogs");
    assert_eq!(channel, ["5", "5"]);
}

#[test]
fn many_dialogs_move_in_slices_and_none_twice() {
    let mut test = with_two_channels();
    for n in 0..250 {
        let visitor = format!("v{n}");
        test.widget(&visitor)
            .say(&visitor, "c1", "Hello?")
            .leave(&visitor);
    }
    move_to(&mut test, "s1", ELSEWHERE);
    let left = "SELECT CAST(count(*) AS TEXT) FROM dialogs WHERE channel = 1";
    let mut lefts = Vec::new();
    for _ in 0..7 {
        test.reload().slice();
        lefts.push(test.sql.column(left)[0].clone());
    }
    assert_eq!(lefts, ["211", "171", "131", "91", "51", "11", "0"]);
    test.quiet().slice();
    assert_eq!(events(&mut test, "ada"), []);
}

#[test]
fn who_sees_all_channels_sees_those_that_are_made_later() {
    let mut test = CenterTest::new();
    test.hire("olga", Role::Operator);
    let hidden = Access {
        others: Others::Hidden,
        channels: None,
    };
    give(&mut test, "ada", "olga", hidden).unwrap();
    let later = add(&mut test, "Later").id;
    assert!(test.employee("olga").sees_channel(later));
}
