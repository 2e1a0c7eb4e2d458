//! A channel speaks by several transports (YU-02): what comes in by each arrives in one list,
//! what is said goes out by the same, and what could not be delivered says so.

use beseda_center::turn::command::{Command, Reply};
use beseda_center::turn::transport::{Arrival, Carried, Outcome, Outgoing};
use beseda_protocol::ask::channels::SaveChannel;
use beseda_protocol::ask::clients::DeleteClient;
use beseda_protocol::ask::dialogs::{
    EditMessage, OpenDialog, OpenedDialog, ResendMessage, WithdrawMessage,
};
use beseda_protocol::ask::list::ListDialogs;
use beseda_protocol::automatic::{AutomaticReplies, AutomaticReply};
use beseda_protocol::delivery::{Delivery, DeliveryFailure, DeliveryState};
use beseda_protocol::filter::{Filter, Order};
use beseda_protocol::ids::{ChannelId, ClientId, DialogId, MessageId, SiteId};
use beseda_protocol::limits::DELIVERY_ATTEMPTS_MAX;
use beseda_protocol::message::{Body, Happened};
use beseda_protocol::operator::{OperatorEvent, ToOperator};
use beseda_protocol::refusal::Code;
use beseda_protocol::site::TransportKind;
use beseda_protocol::team::Role;

use crate::channels::move_to;
use crate::harness::{CenterTest, Heard};

const MINUTE_MS: u64 = 60 * 1000;
const BLOCKED: DeliveryFailure = DeliveryFailure::Blocked {};

/// A center whose first channel speaks by a site and by another transport.
fn center() -> (CenterTest, SiteId) {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator);
    let transport = add(&mut test, "Messenger");
    test.quiet();
    (test, transport)
}

fn add(test: &mut CenterTest, name: &str) -> SiteId {
    let (name, channel) = (name.to_owned(), ChannelId::FIRST);
    let made = test.command(Command::AddTestTransport { name, channel });
    let Ok(Reply::Transport(id)) = made else {
        panic!("{made:?}");
    };
    id
}

fn arrival(transport: &SiteId, update: &str, address: &str, text: &str) -> Arrival {
    Arrival {
        transport: transport.clone(),
        update: update.into(),
        address: address.into(),
        name: Some(format!("{address} of {transport}")),
        text: text.into(),
    }
}

fn arrive(test: &mut CenterTest, arrival: Arrival) -> Result<MessageId, Code> {
    match test.command(Command::Arrive(arrival)) {
        Ok(Reply::Arrived(id)) => Ok(id),
        Ok(other) => panic!("{other:?}"),
        Err(refusal) => Err(refusal.code),
    }
}

fn take(test: &mut CenterTest) -> Vec<Outgoing> {
    match test.command(Command::TakeOutgoing { limit: 10 }) {
        Ok(Reply::Outgoing(taken)) => taken,
        other => panic!("{other:?}"),
    }
}

/// The one that is to be carried out.
fn take_one(test: &mut CenterTest) -> Outgoing {
    let mut taken = take(test);
    let one = taken.pop().expect("something is to be carried out");
    assert_eq!(taken, []);
    one
}

fn answer(test: &mut CenterTest, taken: &Outgoing, outcome: Outcome) {
    let carried = Carried {
        transport: taken.transport.clone(),
        message: taken.message,
        attempt: taken.attempt,
        outcome,
    };
    assert_eq!(test.command(Command::Carried(carried)), Ok(Reply::Done));
}

fn fail(test: &mut CenterTest) -> MessageId {
    let taken = take_one(test);
    answer(test, &taken, Outcome::Failed(BLOCKED));
    taken.message
}

fn deliver(test: &mut CenterTest) -> MessageId {
    let taken = take_one(test);
    answer(test, &taken, Outcome::Delivered);
    taken.message
}

fn opened(test: &mut CenterTest, dialog: u64) -> OpenedDialog {
    let dialog = DialogId(dialog);
    test.asked("boris", OpenDialog { dialog }).unwrap()
}

fn is_send_failed(test: &mut CenterTest, dialog: u64) -> bool {
    opened(test, dialog).dialog.is_send_failed
}

fn resend(test: &mut CenterTest, message: MessageId) -> Option<Code> {
    let dialog = DialogId(1);
    let resent = test.asked("boris", ResendMessage { dialog, message });
    resent.err().map(|refusal| refusal.code)
}

fn texts(taken: &[Outgoing]) -> Vec<&str> {
    let text = |out: &Outgoing| match &out.body {
        Body::Text { text } => text.clone().leak() as &str,
        _ => "",
    };
    taken.iter().map(text).collect()
}

/// Criteria: CQ-01, YU-02
#[test]
fn what_is_written_on_any_transport_arrives_in_the_one_list() {
    let (mut test, first) = center();
    let second = add(&mut test, "Letters");
    test.widget("anna")
        .say("anna", "c1", "From the site")
        .quiet();
    arrive(&mut test, arrival(&first, "1", "@vera", "From a messenger")).unwrap();
    arrive(&mut test, arrival(&second, "1", "@vera", "From a letter")).unwrap();
    let told = test
        .heard("boris")
        .into_iter()
        .filter(|heard| matches!(heard, Heard::Operator(ToOperator::Events { .. })));
    assert_eq!(told.count(), 2, "each is told at once");
    let (filter, order, behind) = (Filter::default(), Order::Newest, None);
    let list = ListDialogs {
        filter,
        order,
        behind,
    };
    let listed = test.asked_in_slices("boris", list).dialogs;
    let shown = listed.iter().map(|card| {
        (
            card.id.0,
            card.site.clone(),
            card.channel,
            card.last.preview.as_str(),
        )
    });
    let channel = ChannelId::FIRST;
    assert_eq!(
        shown.collect::<Vec<_>>(),
        [
            (3, second.clone(), channel, "From a letter"),
            (2, first.clone(), channel, "From a messenger"),
            (1, "s1".into(), channel, "From the site"),
        ]
    );
    // One address on two transports is two people, until somebody knows better.
    let names = listed.iter().map(|card| card.client.name.as_deref());
    let names: Vec<_> = names.collect();
    assert_eq!(names, [Some("@vera of t3"), Some("@vera of t2"), None]);
}

/// Criteria: YU-02
#[test]
fn consoles_know_every_transport_of_a_channel_and_a_site_only_has_a_key() {
    let (mut test, transport) = center();
    let heard = test.hello_with("boris", None).heard("boris");
    let sites = heard.into_iter().find_map(|heard| match heard {
        Heard::Operator(ToOperator::Reset { sites, .. }) => Some(sites),
        _ => None,
    });
    let sites = sites.expect("a view");
    let known = sites.iter().map(|site| {
        (
            site.id.clone(),
            site.kind.clone(),
            site.channel,
            site.key.is_empty(),
        )
    });
    let channel = ChannelId::FIRST;
    assert_eq!(
        known.collect::<Vec<_>>(),
        [
            ("s1".into(), TransportKind::SiteChat {}, channel, false),
            (transport.clone(), TransportKind::Test {}, channel, true),
        ]
    );
    // No widget speaks by it.
    let origin = "https://shop.example".to_owned();
    let (site, asked) = (transport.clone(), Some(origin.clone()));
    let told = test.command(Command::Site {
        site,
        origin: asked,
    });
    assert_eq!(told.map_err(|refusal| refusal.code), Err(Code::NotFound));
    let site = transport;
    let admitted = test.command(Command::Admit { site, origin });
    assert_eq!(
        admitted.map_err(|refusal| refusal.code),
        Err(Code::NotFound)
    );
    // Nor does a site take what arrives by one.
    let stray = arrive(&mut test, arrival(&"s1".into(), "1", "@vera", "Hello"));
    assert_eq!(stray, Err(Code::NotFound));
}

#[test]
fn an_update_that_arrives_again_is_the_same_message() {
    let (mut test, transport) = center();
    let update = arrival(&transport, "77", "@vera", "Hello?");
    let id = arrive(&mut test, update.clone()).unwrap();
    test.reload();
    assert_eq!(arrive(&mut test, update.clone()), Ok(id));
    let text = "Goodbye".to_owned();
    let other = Arrival { text, ..update };
    assert_eq!(arrive(&mut test, other), Err(Code::CidReused));
    // Another update of the same person goes on in his dialog.
    arrive(&mut test, arrival(&transport, "78", "@vera", "Anybody?")).unwrap();
    assert_eq!(opened(&mut test, 1).dialog.unread_count, 2);
    assert_eq!(test.sql.number("SELECT count(*) FROM clients"), 1);
    // And so does the same update on another transport, which is another one.
    let second = add(&mut test, "Letters");
    arrive(&mut test, arrival(&second, "77", "@vera", "Hello?")).unwrap();
    assert_eq!(test.sql.number("SELECT count(*) FROM dialogs"), 2);
    let nobody = arrival(&transport, "79", "", "Hello?");
    assert_eq!(arrive(&mut test, nobody), Err(Code::Malformed));
}

/// Criteria: CQ-15
#[test]
fn a_reply_goes_out_by_the_transport_that_the_client_wrote_from() {
    let (mut test, first) = center();
    let second = add(&mut test, "Letters");
    arrive(&mut test, arrival(&first, "1", "@vera", "Hello?")).unwrap();
    arrive(
        &mut test,
        arrival(&second, "1", "vera@example.com", "Hello?"),
    )
    .unwrap();
    test.widget("anna").say("anna", "c1", "Hello?");
    for dialog in 1..=3 {
        test.reply("boris", dialog, &format!("r{dialog}"), "Good day");
    }
    let taken = take(&mut test);
    let to = taken
        .iter()
        .map(|out| (&out.transport, out.address.as_str()));
    assert_eq!(
        to.collect::<Vec<_>>(),
        [(&first, "@vera"), (&second, "vera@example.com")]
    );
    assert_eq!(texts(&taken), ["Good day", "Good day"]);
    // Whose widget is on the site has it there, and nothing is carried.
    assert_eq!(test.sql.number("SELECT count(*) FROM deliveries"), 2);
    // A note goes nowhere.
    for out in &taken {
        answer(&mut test, out, Outcome::Delivered);
    }
    assert_eq!(test.sql.number("SELECT count(*) FROM deliveries"), 0);
    let dialog = opened(&mut test, 1).dialog;
    assert_eq!(dialog.delivered_upto, taken[0].message);
    assert!(!dialog.is_send_failed);
}

#[test]
fn a_dialog_goes_out_in_its_order_and_what_is_not_answered_for_is_handed_out_again() {
    let (mut test, transport) = center();
    arrive(&mut test, arrival(&transport, "1", "@vera", "Hello?")).unwrap();
    arrive(&mut test, arrival(&transport, "2", "@olga", "Hello?")).unwrap();
    test.reply("boris", 1, "r1", "One")
        .reply("boris", 1, "r2", "Two")
        .reply("boris", 2, "r3", "To Olga");
    let taken = take(&mut test);
    assert_eq!(texts(&taken), ["One", "To Olga"]);
    assert_eq!(take(&mut test), []);
    // Whoever had them is gone; the next one has them again.
    test.reload().pass(MINUTE_MS);
    let again = take(&mut test);
    assert_eq!(texts(&again), ["One", "To Olga"]);
    assert_eq!(again[0].attempt, 2);
    // What the first one says of them late is not believed, but that they have arrived.
    answer(&mut test, &taken[0], Outcome::Failed(BLOCKED));
    assert!(!is_send_failed(&mut test, 1));
    answer(&mut test, &taken[0], Outcome::Delivered);
    answer(&mut test, &again[0], Outcome::Delivered);
    assert_eq!(texts(&take(&mut test)), ["Two"]);
}

#[test]
fn what_is_put_off_waits_and_fails_when_it_was_tried_too_often() {
    let (mut test, transport) = center();
    arrive(&mut test, arrival(&transport, "1", "@vera", "Hello?")).unwrap();
    test.reply("boris", 1, "r1", "One");
    let ms = 2 * MINUTE_MS;
    for _ in 1..DELIVERY_ATTEMPTS_MAX {
        let taken = take_one(&mut test);
        answer(&mut test, &taken, Outcome::Later { ms });
        test.pass(ms - 1);
        assert_eq!(take(&mut test), []);
        test.pass(1);
    }
    let told = opened(&mut test, 1).deliveries;
    assert_eq!(told[0].state, DeliveryState::Waiting {});
    let taken = take_one(&mut test);
    assert_eq!(taken.attempt, DELIVERY_ATTEMPTS_MAX);
    answer(&mut test, &taken, Outcome::Later { ms });
    let told = opened(&mut test, 1).deliveries;
    let reason = DeliveryFailure::Exhausted {};
    assert_eq!(told[0].state, DeliveryState::Failed { reason });
}

/// Criteria: SB-07
#[test]
fn a_message_whose_send_failed_says_why_and_its_card_is_marked_until_it_was_sent_again() {
    let (mut test, transport) = center();
    arrive(&mut test, arrival(&transport, "1", "@vera", "Hello?")).unwrap();
    test.reply("boris", 1, "r1", "Good day").quiet();
    let message = fail(&mut test);
    let failed = Delivery {
        message,
        state: DeliveryState::Failed { reason: BLOCKED },
    };
    // Whoever has it open hears of it, and so does the list.
    let heard = test.heard("ada");
    let events = heard.into_iter().flat_map(|heard| match heard {
        Heard::Operator(ToOperator::Events { events, .. }) => events,
        _ => vec![],
    });
    let mut is_marked = false;
    let mut told = Vec::new();
    for event in events {
        match event {
            OperatorEvent::Deliveries { deliveries, .. } => told = deliveries,
            OperatorEvent::Dialog { dialog } => is_marked = dialog.is_send_failed,
            _ => {}
        }
    }
    assert_eq!((is_marked, told), (true, vec![failed.clone()]));
    // So does who comes later, whatever the object remembers.
    test.reload();
    let dialog = opened(&mut test, 1);
    assert_eq!(dialog.deliveries, [failed]);
    assert!(dialog.dialog.is_send_failed);
    // While it is tried again the mark stays.
    assert_eq!(resend(&mut test, message), None);
    assert_eq!(resend(&mut test, message), Some(Code::Stale));
    assert!(is_send_failed(&mut test, 1));
    assert_eq!(deliver(&mut test), message);
    let dialog = opened(&mut test, 1);
    assert_eq!(dialog.deliveries, []);
    assert!(!dialog.dialog.is_send_failed);
    assert_eq!(dialog.dialog.delivered_upto, message);
    assert_eq!(resend(&mut test, message), Some(Code::Stale));
}

/// Criteria: SB-07
#[test]
fn what_arrives_later_ends_the_mark_and_the_message_keeps_its_reason() {
    let (mut test, transport) = center();
    arrive(&mut test, arrival(&transport, "1", "@vera", "Hello?")).unwrap();
    test.reply("boris", 1, "r1", "One");
    let first = fail(&mut test);
    test.reply("boris", 1, "r2", "Two");
    let second = deliver(&mut test);
    let dialog = opened(&mut test, 1);
    assert!(!dialog.dialog.is_send_failed);
    let left: Vec<_> = dialog.deliveries.iter().map(|left| left.message).collect();
    assert_eq!(left, [first]);
    assert_eq!(dialog.dialog.delivered_upto, second);
    // It is not the last send: that it fails anew marks nothing.
    assert_eq!(resend(&mut test, first), None);
    fail(&mut test);
    assert!(!is_send_failed(&mut test, 1));
    // Of two that failed the later one counts.
    test.reply("boris", 1, "r3", "Three");
    let third = fail(&mut test);
    resend(&mut test, first);
    deliver(&mut test);
    assert!(is_send_failed(&mut test, 1));
    resend(&mut test, third);
    deliver(&mut test);
    assert!(!is_send_failed(&mut test, 1));
}

#[test]
fn what_has_left_is_not_changed_and_what_was_withdrawn_before_does_not_leave() {
    let (mut test, transport) = center();
    arrive(&mut test, arrival(&transport, "1", "@vera", "Hello?")).unwrap();
    test.reply("boris", 1, "r1", "One")
        .reply("boris", 1, "r2", "Two");
    let dialog = DialogId(1);
    let waiting = opened(&mut test, 1).deliveries;
    let [first, second] = [waiting[0].message, waiting[1].message];
    let edit = |message, text: &str| EditMessage {
        dialog,
        message,
        text: text.into(),
    };
    test.asked("boris", edit(first, "Another")).unwrap();
    let taken = take_one(&mut test);
    assert_eq!(texts(std::slice::from_ref(&taken)), ["Another"]);
    let late = test.asked(
        "boris",
        WithdrawMessage {
            dialog,
            message: first,
        },
    );
    assert_eq!(late.map_err(|refusal| refusal.code), Err(Code::TooLate));
    answer(&mut test, &taken, Outcome::Delivered);
    let late = test.asked("boris", edit(first, "Yet another"));
    assert_eq!(late.map_err(|refusal| refusal.code), Err(Code::TooLate));
    test.asked(
        "boris",
        WithdrawMessage {
            dialog,
            message: second,
        },
    )
    .unwrap();
    assert_eq!(take(&mut test), []);
    assert_eq!(opened(&mut test, 1).deliveries, []);
    // One that failed can be withdrawn, and the mark goes with it.
    test.reply("boris", 1, "r3", "Three");
    let third = fail(&mut test);
    test.asked(
        "boris",
        WithdrawMessage {
            dialog,
            message: third,
        },
    )
    .unwrap();
    assert!(!is_send_failed(&mut test, 1));
}

#[test]
fn what_the_center_answers_by_itself_goes_out_by_the_transport_too() {
    let (mut test, transport) = center();
    let first_message = AutomaticReply {
        is_on: true,
        en: "We answer in five minutes".into(),
        ru: String::new(),
    };
    let replies = AutomaticReplies {
        first_message,
        ..AutomaticReplies::OFF
    };
    let save = SaveChannel {
        channel: ChannelId::FIRST,
        version: 0,
        section: replies.into(),
    };
    test.asked("ada", save).unwrap();
    let id = arrive(&mut test, arrival(&transport, "1", "@vera", "Hello?"));
    let taken = take(&mut test);
    assert_eq!(texts(&taken), ["We answer in five minutes"]);
    // What was brought in is named by its own number, not by that of the answer.
    assert!(id.unwrap() < taken[0].message);
}

#[test]
fn a_transport_moves_to_another_channel_as_a_site_does() {
    let (mut test, transport) = center();
    let add = beseda_protocol::ask::channels::AddChannel {
        name: "Rent".into(),
    };
    let channel = test.asked("ada", add).unwrap().id;
    arrive(&mut test, arrival(&transport, "1", "@vera", "Hello?")).unwrap();
    move_to(&mut test, transport.as_str(), channel);
    test.settle();
    let dialog = opened(&mut test, 1);
    assert_eq!(dialog.dialog.channel, channel);
    let moved = dialog.messages.iter().any(|message| {
        matches!(
            message.content,
            beseda_protocol::message::Content::System {
                happened: Happened::Moved { .. }
            }
        )
    });
    assert!(moved);
}

#[test]
fn of_a_client_who_is_deleted_nothing_is_carried_any_more() {
    let (mut test, transport) = center();
    arrive(&mut test, arrival(&transport, "1", "@vera", "Hello?")).unwrap();
    test.reply("boris", 1, "r1", "One");
    let client = ClientId(1);
    test.asked("ada", DeleteClient { client }).unwrap();
    test.settle();
    assert_eq!(take(&mut test), []);
    for table in ["deliveries", "addresses"] {
        let left = test.sql.number(&format!("SELECT count(*) FROM {table}"));
        assert_eq!(left, 0, "{table}");
    }
    // Who writes again is a new one.
    arrive(&mut test, arrival(&transport, "2", "@vera", "Hello?")).unwrap();
    assert_eq!(opened(&mut test, 2).dialog.client.id, ClientId(2));
}
