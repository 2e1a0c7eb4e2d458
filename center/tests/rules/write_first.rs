//! Operators who write first (CQ-13): it waits for the client, and is unread when he is back.

use beseda_protocol::ask::channels::{AddChannel, SaveChannel};
use beseda_protocol::ask::clients::{
    AddClient, BindClient, BlockClient, MergeClients, OpenClient, PauseClient, WriteFirst,
    WrittenFirst,
};
use beseda_protocol::ask::dialogs::{OpenDialog, OpenedDialog};
use beseda_protocol::ask::sites::{AddSite, MoveSite};
use beseda_protocol::ask::team::SetAccess;
use beseda_protocol::channel::{Assignment, AssignmentRule, ChannelSection, WritingFirst};
use beseda_protocol::dialog::DialogState;
use beseda_protocol::ids::{ChannelId, ClientId, DialogId, SiteId};
use beseda_protocol::message::{Body, Content, Happened, VisitorContent};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::{Access, Others, Role};
use beseda_protocol::visitor::ToVisitor;

use crate::harness::{CenterTest, Heard, SHOP};

const ANNA: ClientId = ClientId(1);
const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// Anna has written, was answered, and has left; her dialog was closed two days ago.
fn center() -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator)
        .hire("clara", Role::Operator)
        .widget("anna")
        .say("anna", "c1", "Is it in stock?")
        .reply("boris", 1, "r1", "Not yet")
        .close("boris", 1)
        .leave("anna")
        .pass(2 * DAY_MS)
        .quiet();
    test
}

fn ask(client: ClientId, site: &str, cid: &str, text: &str) -> WriteFirst {
    WriteFirst {
        client,
        site: site.into(),
        cid: cid.into(),
        text: text.into(),
    }
}

fn write(test: &mut CenterTest, by: &str, cid: &str, text: &str) -> Result<u64, Refusal> {
    let written = test.asked(by, ask(ANNA, "s1", cid, text));
    written.map(|WrittenFirst { dialog }| dialog.0)
}

fn code(written: Result<u64, Refusal>) -> Option<Code> {
    written.err().map(|refusal| refusal.code)
}

fn opened(test: &mut CenterTest, id: u64) -> OpenedDialog {
    let dialog = DialogId(id);
    test.asked("ada", OpenDialog { dialog }).unwrap()
}

fn contents(test: &mut CenterTest, id: u64) -> Vec<Content> {
    let messages = opened(test, id).messages.into_iter();
    messages.map(|message| message.content).collect()
}

fn system(happened: Happened) -> Content {
    Content::System { happened }
}

fn text(text: &str) -> Body {
    Body::Text { text: text.into() }
}

fn addresses(test: &mut CenterTest, by: &str, client: ClientId) -> Vec<SiteId> {
    test.asked(by, OpenClient { client }).unwrap().addresses
}

fn allow(test: &mut CenterTest, is_allowed: bool) {
    let channel = ChannelId::FIRST;
    let section = ChannelSection::from(WritingFirst { is_allowed });
    let version = u32::from(is_allowed);
    let save = SaveChannel {
        channel,
        version,
        section,
    };
    test.asked("ada", save).unwrap();
}

/// Criteria: CQ-13
#[test]
fn what_is_written_first_waits_and_is_unread_when_the_client_comes_back() {
    let mut test = center();
    let by = test.id("boris");
    assert_eq!(write(&mut test, "boris", "f1", "It has arrived"), Ok(2));
    let body = text("It has arrived");
    let told = [
        system(Happened::WrittenFirst { by }),
        system(Happened::Claimed { by }),
        Content::Operator { by, body },
    ];
    assert_eq!(contents(&mut test, 2), told);
    let dialog = opened(&mut test, 2).dialog;
    assert_eq!(dialog.responsible, Some(by));
    assert_eq!((dialog.waiting_since, dialog.unread_count), (None, 0));
    // On another page, which knows nothing yet.
    test.widget_on("anna", "s1").hello_with("anna", None);
    let heard = test.heard("anna");
    let unread = heard.iter().find_map(|heard| match heard {
        Heard::Visitor(ToVisitor::Reset {
            messages,
            unread_count,
            read_upto,
            ..
        }) => Some((messages.last()?.clone(), *unread_count, *read_upto)),
        _ => None,
    });
    let (last, n_unread, read_upto) = unread.unwrap();
    assert_eq!(n_unread, 2, "with the answer that she has not seen either");
    assert!(last.id > read_upto);
    let VisitorContent::Operator { body, .. } = last.content else {
        panic!("{last:?}");
    };
    assert_eq!(body, text("It has arrived"));
    // Her answer goes on in it.
    test.say("anna", "c2", "Thank you");
    let dialog = opened(&mut test, 2).dialog;
    assert_eq!(
        (dialog.responsible, dialog.awaiting_reply_count),
        (Some(by), 1)
    );
}

#[test]
fn a_widget_that_was_away_is_told_of_it_when_it_goes_on() {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator)
        .widget("anna")
        .say("anna", "c1", "Hello?")
        .close("boris", 1)
        .leave("anna")
        .pass(2 * DAY_MS)
        .quiet();
    write(&mut test, "boris", "f1", "It has arrived").unwrap();
    // It goes on from the place that it has kept.
    test.widget("anna");
    let heard = test.heard("anna");
    let is_told = |heard: &Heard| matches!(heard, Heard::Visitor(ToVisitor::Events { .. }));
    assert!(heard.iter().any(is_told), "{heard:?}");
}

/// Criteria: X6
#[test]
fn it_goes_where_the_clients_own_next_message_would() {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator)
        .widget("anna")
        .say("anna", "c1", "Hello?");
    assert_eq!(write(&mut test, "boris", "f1", "Yes?"), Ok(1));
    test.close("boris", 1).pass(DAY_MS);
    assert_eq!(write(&mut test, "boris", "f2", "One more thing"), Ok(1));
    let dialog = opened(&mut test, 1).dialog;
    assert_eq!(dialog.state, DialogState::Open {});
    test.close("boris", 1).pass(DAY_MS + 1);
    assert_eq!(write(&mut test, "boris", "f3", "It has arrived"), Ok(2));
    let first = contents(&mut test, 1);
    let is_begun = |content: &Content| {
        matches!(
            content,
            Content::System {
                happened: Happened::WrittenFirst { .. }
            }
        )
    };
    assert!(!first.iter().any(is_begun), "{first:?}");
}

#[test]
fn what_is_said_again_under_its_cid_is_said_once() {
    let mut test = center();
    for _ in 0..2 {
        assert_eq!(write(&mut test, "boris", "f1", "It has arrived"), Ok(2));
    }
    assert_eq!(contents(&mut test, 2).len(), 3);
    let other = write(&mut test, "boris", "f1", "Or not");
    assert_eq!(code(other), Some(Code::CidReused));
    // Another one's cids are his own.
    assert_eq!(write(&mut test, "clara", "f1", "Hello"), Ok(2));
}

/// Criteria: CQ-13
#[test]
fn who_has_never_written_can_not_be_written_to() {
    let mut test = center();
    let add = AddClient {
        name: Some("Vera".into()),
        contacts: vec![],
    };
    let vera = test.asked("boris", add).unwrap().id;
    let refused = test.asked("boris", ask(vera, "s1", "f1", "Hello"));
    let refused = refused.unwrap_err();
    assert_eq!(refused.code, Code::Invalid);
    assert!(refused.text.contains("never written"), "{refused:?}");
    assert!(addresses(&mut test, "boris", vera).is_empty());
    // Nor on a site where he has not.
    let elsewhere = test.asked("boris", ask(ANNA, "s9", "f2", "Hello"));
    assert_eq!(elsewhere.unwrap_err().code, Code::Invalid);
    // Who turned out to be her can.
    let merge = MergeClients {
        client: vera,
        into: ANNA,
    };
    test.asked("boris", merge).unwrap();
    let written = test.asked("boris", ask(vera, "s1", "f3", "Hello"));
    assert_eq!(written.unwrap().dialog, DialogId(2));
}

/// Criteria: SB-58
#[test]
fn a_blocked_client_is_not_written_to() {
    let mut test = center();
    let (client, reason) = (ANNA, String::new());
    test.asked("boris", BlockClient { client, reason }).unwrap();
    let refused = write(&mut test, "boris", "f1", "Hello").unwrap_err();
    assert_eq!(refused.code, Code::Unavailable);
    assert!(refused.text.contains("blocked"), "{refused:?}");
}

/// Criteria: X25
#[test]
fn a_paused_client_is_written_to_as_ever() {
    let mut test = center();
    test.asked("boris", PauseClient { client: ANNA }).unwrap();
    assert_eq!(write(&mut test, "boris", "f1", "It has arrived"), Ok(2));
}

#[test]
fn a_channel_may_want_its_operators_to_reply_only() {
    let mut test = center();
    allow(&mut test, false);
    let refused = write(&mut test, "boris", "f1", "Hello").unwrap_err();
    assert_eq!(refused.code, Code::Forbidden);
    assert!(refused.text.contains("only reply"), "{refused:?}");
    // Where there is a dialog they go on in it.
    test.widget("anna").say("anna", "c2", "And now?");
    assert_eq!(write(&mut test, "boris", "f2", "Soon"), Ok(2));
    test.close("boris", 2).pass(2 * DAY_MS);
    allow(&mut test, true);
    assert_eq!(write(&mut test, "boris", "f3", "It has arrived"), Ok(3));
}

/// Criteria: X4, X5
#[test]
fn it_is_whose_the_client_is_bound_to_or_nobodys_where_that_is_decided_by_hand() {
    let mut test = center();
    let clara = test.id("clara");
    let bind = |to| BindClient { client: ANNA, to };
    test.asked("boris", bind(Some(clara))).unwrap();
    write(&mut test, "boris", "f1", "It has arrived").unwrap();
    assert_eq!(opened(&mut test, 2).dialog.responsible, Some(clara));
    test.asked("boris", bind(None)).unwrap();
    test.close("clara", 2).pass(2 * DAY_MS);
    let assignment = Assignment {
        rule: AssignmentRule::ByHand,
        ..Assignment::default()
    };
    let save = SaveChannel {
        channel: ChannelId::FIRST,
        version: 0,
        section: assignment.into(),
    };
    test.asked("ada", save).unwrap();
    write(&mut test, "boris", "f2", "It is still there").unwrap();
    assert_eq!(opened(&mut test, 3).dialog.responsible, None);
}

/// Criteria: X14
#[test]
fn who_writes_first_chooses_among_the_sites_where_the_client_has_written() {
    let mut test = center();
    let add = AddSite {
        name: "Blog".into(),
        origins: vec![SHOP.into()],
        look: None,
    };
    let blog = test.asked("ada", add).unwrap().id;
    test.widget_on("anne", blog.as_str())
        .hello("anne")
        .say("anne", "b1", "Nice post")
        .leave("anne");
    let merge = MergeClients {
        client: ClientId(2),
        into: ANNA,
    };
    test.asked("boris", merge).unwrap();
    let sites = addresses(&mut test, "boris", ANNA);
    assert_eq!(sites, [blog.clone(), "s1".into()], "the last one first");
    let on_shop = write(&mut test, "boris", "f1", "It has arrived").unwrap();
    assert_eq!(opened(&mut test, on_shop).dialog.site, "s1".into());
    // On the blog a dialog is open: several are at once.
    let on_blog = test.asked("boris", ask(ANNA, blog.as_str(), "f2", "Thank you"));
    assert_eq!(on_blog.unwrap().dialog, DialogId(2));
    // A channel that somebody does not see is no address for him.
    let name = "Marketing".to_owned();
    let channel = test.asked("ada", AddChannel { name }).unwrap().id;
    let site = blog.clone();
    test.asked("ada", MoveSite { site, channel }).unwrap();
    let set = SetAccess {
        employee: test.id("boris"),
        from: Access::WHOLE,
        to: Access {
            others: Others::Answerable,
            channels: Some(vec![ChannelId::FIRST]),
        },
    };
    test.asked("ada", set).unwrap();
    while test.slice() {}
    assert_eq!(addresses(&mut test, "boris", ANNA), ["s1".into()]);
    let unseen = test.asked("boris", ask(ANNA, blog.as_str(), "f3", "Hello"));
    assert_eq!(unseen.unwrap_err().code, Code::NotFound);
}

#[test]
fn of_two_browsers_on_a_site_it_goes_to_the_one_that_is_there() {
    let mut test = center();
    test.widget("anne").say("anne", "b1", "It is me again");
    let merge = MergeClients {
        client: ClientId(2),
        into: ANNA,
    };
    test.asked("boris", merge).unwrap();
    assert_eq!(write(&mut test, "boris", "f1", "Hello"), Ok(2));
    test.leave("anne").close("boris", 2).pass(2 * DAY_MS);
    test.widget("anna");
    assert_eq!(write(&mut test, "boris", "f2", "Hello"), Ok(3));
    let heard = test.heard("anna");
    let is_told = |heard: &Heard| matches!(heard, Heard::Visitor(ToVisitor::Events { .. }));
    assert!(heard.iter().any(is_told), "{heard:?}");
}

#[test]
fn nothing_is_begun_by_what_can_not_be_said() {
    let mut test = center();
    assert_eq!(
        code(write(&mut test, "boris", "f1", " ")),
        Some(Code::Empty)
    );
    let long = "a".repeat(10_001);
    let refused = write(&mut test, "boris", "f2", &long);
    assert_eq!(code(refused), Some(Code::TextTooLong));
    assert_eq!(test.sql.number("SELECT count(*) FROM dialogs"), 1);
}
