//! What is known of where a client writes from (CQ-23): his browsers and his addresses on
//! other transports, each with what its connection tells.

use beseda_center::turn::command::{Command, Reply};
use beseda_center::turn::transport::Arrival;
use beseda_center::turn::{Input, Peer, Whence};
use beseda_protocol::ask::clients::{DeleteClient, MergeClients, OpenClient};
use beseda_protocol::ask::dialogs::OpenDialog;
use beseda_protocol::client::ClientIdentity;
use beseda_protocol::dialog::ClientCard;
use beseda_protocol::ids::{ChannelId, ClientId, DialogId};

use crate::harness::{CenterTest, START, identity};

const ANNA: ClientId = ClientId(1);
const HOUR_MS: u64 = 60 * 60 * 1000;

fn iphone_in_riga() -> Whence {
    Whence {
        agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604.1".into(),
        country: "LV".into(),
        city: "Riga".into(),
        time_zone: "Europe/Riga".into(),
    }
}

/// A widget whose connection tells this says hello.
fn widget(test: &mut CenterTest, name: &str, whence: Whence) {
    test.widget(name);
    let peer = match test.peer(name) {
        Peer::Visitor {
            line,
            identity,
            site,
            ..
        } => Peer::Visitor {
            line,
            identity,
            site,
            whence,
        },
        operator => operator,
    };
    let Input::FromVisitor(_, hello) = test.hello_input(name, None) else {
        panic!("a widget says hello");
    };
    test.turn(vec![Input::FromVisitor(peer, hello)]);
}

fn card(test: &mut CenterTest, client: ClientId) -> ClientCard {
    test.asked("ada", OpenClient { client }).unwrap()
}

#[test]
fn a_card_tells_browser_place_and_time_zone_as_the_connection_told_them() {
    let mut test = CenterTest::new();
    widget(&mut test, "anna", iphone_in_riga());
    test.say("anna", "c1", "Hello?").pass(HOUR_MS);
    test.say("anna", "c2", "Anybody?").pass(HOUR_MS);
    test.leave("anna").reload();
    let left_at = test.now;
    let dialog = DialogId(1);
    let beside = test.asked("ada", OpenDialog { dialog }).unwrap().card;
    assert_eq!(beside.created_at, START);
    assert_eq!(beside.last_contact_at, Some(START.plus_ms(HOUR_MS)));
    let expected = ClientIdentity {
        transport: "s1".into(),
        address: None,
        since: START,
        seen_at: left_at,
        is_online: false,
        locale: "en".into(),
        device: Some("Safari · iPhone".into()),
        country: Some("LV".into()),
        city: Some("Riga".into()),
        time_zone: Some("Europe/Riga".into()),
    };
    assert_eq!(beside.identities, [expected]);
    assert_eq!(card(&mut test, ANNA).identities, beside.identities);
}

#[test]
fn where_the_edge_tells_nothing_nothing_is_told_and_what_changes_is_as_it_was_last() {
    let mut test = CenterTest::new();
    test.widget("anna").say("anna", "c1", "Hello?");
    let told = card(&mut test, ANNA).identities;
    let [identity] = &told[..] else {
        panic!("{told:?}");
    };
    assert!(identity.is_online);
    assert_eq!((&identity.device, &identity.country), (&None, &None));
    widget(&mut test, "anna", iphone_in_riga());
    let berlin = Whence {
        city: "Berlin".into(),
        country: "DE".into(),
        ..iphone_in_riga()
    };
    widget(&mut test, "anna", berlin);
    let city = card(&mut test, ANNA).identities[0].city.clone();
    assert_eq!(city.as_deref(), Some("Berlin"));
}

#[test]
fn a_client_of_two_transports_has_both_on_his_card() {
    let mut test = CenterTest::new();
    test.widget("anna")
        .say("anna", "c1", "Hello?")
        .pass(HOUR_MS);
    let (name, channel) = ("Messenger".to_owned(), ChannelId::FIRST);
    let made = test.command(Command::AddTestTransport { name, channel });
    let Ok(Reply::Transport(transport)) = made else {
        panic!("{made:?}");
    };
    let arrival = Arrival {
        transport: transport.clone(),
        update: "1".into(),
        address: "@anna".into(),
        name: None,
        text: "It is me".into(),
    };
    test.command(Command::Arrive(arrival)).unwrap();
    let (client, into) = (ClientId(2), ANNA);
    test.asked("ada", MergeClients { client, into }).unwrap();
    let identities = card(&mut test, ANNA).identities;
    let told = identities
        .iter()
        .map(|one| (one.transport.clone(), one.address.as_deref()));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [(transport, Some("@anna")), ("s1".into(), None),]
    );
}

#[test]
fn of_who_never_wrote_and_who_was_deleted_nothing_is_kept() {
    let mut test = CenterTest::new();
    widget(&mut test, "vera", iphone_in_riga());
    let n = |test: &CenterTest| test.sql.number("SELECT count(*) FROM whences");
    assert_eq!(n(&test), 1);
    test.pass(25 * HOUR_MS).alarm();
    assert_eq!(n(&test), 0);
    widget(&mut test, "anna", iphone_in_riga());
    test.say("anna", "c1", "Hello?");
    test.pass(25 * HOUR_MS).alarm();
    assert_eq!(n(&test), 1, "{}", identity("anna"));
    test.asked("ada", DeleteClient { client: ANNA }).unwrap();
    assert_eq!(n(&test), 0);
}
