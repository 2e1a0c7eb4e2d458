//! Several dialogs of one client (X6, CQ-11): one after another, and at once.

use beseda_protocol::ask::clients::{MergeClients, WriteFirst};
use beseda_protocol::ask::dialogs::{Close, History, OpenDialog, Reopen};
use beseda_protocol::ask::sites::AddSite;
use beseda_protocol::dialog::{DialogState, Summary};
use beseda_protocol::ids::{ClientId, DialogId, MessageId, SiteId};
use beseda_protocol::message::Message;
use beseda_protocol::refusal::Code;
use beseda_protocol::team::{Access, Others, Role};

use crate::harness::{CenterTest, SHOP};

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// Anna has written on the shop, and on the blog, which nobody knew to be she.
fn center() -> (CenterTest, SiteId) {
    let mut test = CenterTest::new();
    let add = AddSite {
        name: "Blog".into(),
        origins: vec![SHOP.into()],
        look: None,
    };
    let blog = test.asked("ada", add).unwrap().id;
    test.hire("boris", Role::Operator)
        .widget("anna")
        .say("anna", "c1", "Is it in stock?")
        .widget_on("anne", blog.as_str())
        .hello("anne")
        .say("anne", "b1", "Nice post");
    let (client, into) = (ClientId(2), ClientId(1));
    test.asked("boris", MergeClients { client, into }).unwrap();
    (test, blog)
}

fn dialog(test: &mut CenterTest, by: &str, id: u64) -> (Summary, Vec<Summary>) {
    let dialog = DialogId(id);
    let opened = test.asked(by, OpenDialog { dialog }).unwrap();
    (opened.dialog, opened.card.dialogs)
}

/// The other dialogs on the card beside one, and whether they are open.
fn others(test: &mut CenterTest, by: &str, id: u64) -> Vec<(u64, bool)> {
    let others = dialog(test, by, id).1.into_iter();
    let state = |one: Summary| (one.id.0, one.state == DialogState::Open {});
    others.map(state).collect()
}

fn texts(messages: &[Message]) -> Vec<&str> {
    messages.iter().filter_map(Message::text).collect()
}

/// Criteria: X6, CQ-10
#[test]
fn a_client_who_writes_long_after_his_dialog_was_closed_begins_another_beside_it() {
    let mut test = CenterTest::new();
    test.widget("anna").say("anna", "c1", "Hello?");
    test.close("ada", 1).pass(DAY_MS + 1);
    test.say("anna", "c2", "Another thing");
    test.close("ada", 2).pass(DAY_MS);
    test.say("anna", "c3", "Not quite");
    assert_eq!(others(&mut test, "ada", 2), [(1, false)]);
    assert_eq!(others(&mut test, "ada", 1), [(2, true)]);
}

/// Criteria: X6
#[test]
fn a_client_has_several_dialogs_open_at_once_and_each_goes_on_by_itself() {
    let (mut test, blog) = center();
    assert_eq!(others(&mut test, "ada", 1), [(2, true)]);
    assert_eq!(others(&mut test, "ada", 2), [(1, true)]);
    test.reply("boris", 2, "r1", "Thank you");
    test.say("anna", "c2", "In green?")
        .say("anne", "b2", "More of it");
    let awaiting = |test: &mut CenterTest, id| dialog(test, "ada", id).0.awaiting_reply_count;
    assert_eq!((awaiting(&mut test, 1), awaiting(&mut test, 2)), (2, 1));
    // One that is closed leaves the other as it is, and may be joined by one written first.
    test.asked(
        "boris",
        Close {
            dialog: DialogId(2),
        },
    )
    .unwrap();
    assert_eq!(others(&mut test, "ada", 1), [(2, false)]);
    assert_eq!(awaiting(&mut test, 1), 2);
    test.pass(2 * DAY_MS);
    let first = WriteFirst {
        client: ClientId(1),
        site: blog,
        cid: "f1".into(),
        text: "There is more of it".into(),
    };
    let begun = test.asked("boris", first).unwrap().dialog;
    assert_eq!(begun, DialogId(3));
    assert_eq!(others(&mut test, "ada", 1), [(3, true), (2, false)]);
    test.say("anne", "b3", "Ah");
    assert_eq!(awaiting(&mut test, 3), 1);
}

/// Criteria: X6
#[test]
fn of_two_that_are_open_on_one_site_the_one_that_was_spoken_in_last_goes_on() {
    let mut test = CenterTest::new();
    test.widget("anna").say("anna", "c1", "Hello?");
    test.close("ada", 1).pass(2 * DAY_MS);
    test.say("anna", "c2", "Another thing");
    test.asked(
        "ada",
        Reopen {
            dialog: DialogId(1),
        },
    )
    .unwrap();
    assert_eq!(others(&mut test, "ada", 2), [(1, true)]);
    test.say("anna", "c3", "Still this one");
    assert_eq!(dialog(&mut test, "ada", 2).0.last.preview, "Still this one");
    test.reply("ada", 1, "r1", "And what about that one?")
        .reload()
        .say("anna", "c4", "That is done");
    assert_eq!(dialog(&mut test, "ada", 1).0.last.preview, "That is done");
}

/// Criteria: CQ-10
#[test]
fn another_dialog_is_read_without_being_opened_by_whoever_may_see_it() {
    let (mut test, _) = center();
    let (dialog_2, before) = (DialogId(2), MessageId((1 << 53) - 1));
    let asked = OpenDialog { dialog: dialog_2 };
    let read = test.asked("boris", asked.clone()).unwrap();
    assert_eq!(texts(&read.messages), ["Nice post"]);
    let history = History {
        dialog: dialog_2,
        before,
    };
    let page = test.asked("boris", history).unwrap();
    assert_eq!(texts(&page.messages), ["Nice post"]);
    assert_eq!(dialog(&mut test, "ada", 2).0.unread_count, 1);
    // Whose colleagues' dialogs are hidden sees neither it nor that there is one.
    test.reply("ada", 2, "r1", "Thank you");
    let set = beseda_protocol::ask::team::SetAccess {
        employee: test.id("boris"),
        from: Access::WHOLE,
        to: Access {
            others: Others::Hidden,
            channels: None,
        },
    };
    test.asked("ada", set).unwrap();
    assert!(others(&mut test, "boris", 1).is_empty());
    let unseen = test.asked("boris", asked);
    assert_eq!(unseen.unwrap_err().code, Code::NotFound);
}
