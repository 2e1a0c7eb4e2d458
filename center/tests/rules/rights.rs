//! Who may see what: every question by everybody about every dialog; and that what a
//! console is told is what it would see if it looked.

use std::collections::BTreeSet;

use beseda_protocol::ask::Need;
use beseda_protocol::ask::clients::ListClients;
use beseda_protocol::ask::dialogs::Assign;
use beseda_protocol::ask::list::ListDialogs;
use beseda_protocol::ask::sites::MoveSite;
use beseda_protocol::ask::team::SetAccess;
use beseda_protocol::filter::{Filter, Order, StateFilter};
use beseda_protocol::ids::{ChannelId, ClientId, DialogId, OperatorId};
use beseda_protocol::operator::{OperatorEvent, ToOperator};
use beseda_protocol::team::{Access, Others, Right, Role};
use beseda_rights::{Kind, Object, VIEWERS, Viewer, agrees, all, expected, question};
use proptest::prelude::*;

use crate::harness::{CenterTest, Heard, second};

/// The dialog of a kind in [`center`]; each has a client of its own, of the same number.
fn object(kind: Kind) -> Object {
    let number = match kind {
        Kind::Own => 1,
        Kind::Free => 2,
        Kind::Others => 3,
        Kind::Elsewhere => 4,
        Kind::Absent => 77,
    };
    Object {
        dialog: DialogId(number),
        client: ClientId(number),
    }
}

/// A dialog of each kind, as `viewer` sees them.
fn center(viewer: &str) -> CenterTest {
    let mut test = CenterTest::new();
    for Viewer { name, role, .. } in VIEWERS.iter().filter(|viewer| viewer.name != "ada") {
        test.hire(name, *role);
    }
    test.hire("colleague", Role::Operator);
    for (n, visitor) in ["v1", "v2", "v3", "v4"].into_iter().enumerate() {
        test.widget(visitor);
        test.say(visitor, &format!("c{n}"), "Hello?");
    }
    test.reply(viewer, object(Kind::Own).dialog.0, "r1", "Mine");
    test.reply(
        "colleague",
        object(Kind::Others).dialog.0,
        "r2",
        "Not yours",
    );
    let tables = "INSERT INTO channels (id, name) VALUES (2, 'Elsewhere');
        INSERT INTO channel_access (employee, channel) SELECT id, 1 FROM employees;
        UPDATE employees SET all_channels = 0;
        UPDATE dialogs SET channel = 2 WHERE id = 4;";
    test.sql.raw().execute_batch(tables).unwrap();
    for Viewer { name, others, .. } in VIEWERS {
        let (id, others) = (test.id(name).0, others.word());
        let set = format!("UPDATE employees SET others = '{others}' WHERE id = {id}");
        test.sql.raw().execute_batch(&set).unwrap();
    }
    test.reload().quiet();
    test
}

/// Criteria: YU-04
#[test]
fn every_question_is_answered_as_the_table_of_rights_says() {
    for viewer in VIEWERS {
        let mut test = center(viewer.name);
        for (area, word) in all() {
            for kind in Kind::ALL {
                let asked = question(area, word, object(kind));
                let need = asked.need();
                test.quiet().ask(viewer.name, asked);
                let refused = test.refusal(viewer.name).map(|refusal| refusal.code);
                assert!(
                    agrees(viewer, need, kind, refused),
                    "{viewer:?} {area} {word} of {kind:?}: {refused:?}"
                );
            }
        }
    }
}

#[test]
fn the_list_holds_what_may_be_seen() {
    for viewer in VIEWERS {
        let mut test = center(viewer.name);
        let listed = test.asked(viewer.name, everything());
        let listed: BTreeSet<DialogId> = ids(&listed.unwrap().dialogs);
        let sees = |kind: &Kind| {
            let need = Need::See(object(*kind).dialog);
            expected(viewer, need, *kind).is_none()
        };
        let seen = Kind::ALL.into_iter().filter(sees);
        let seen: BTreeSet<DialogId> = seen.map(|kind| object(kind).dialog).collect();
        assert_eq!(listed, seen, "{viewer:?}");
    }
}

#[test]
fn the_list_of_clients_has_whom_the_rights_show() {
    for viewer in VIEWERS {
        let mut test = center(viewer.name);
        let (all_of, behind) = (vec![], None);
        let listed = test.asked_in_slices(viewer.name, ListClients { all_of, behind });
        let listed: BTreeSet<ClientId> = listed.clients.iter().map(|one| one.client.id).collect();
        let sees = |kind: &Kind| {
            let need = Need::Client(object(*kind).client);
            expected(viewer, need, *kind).is_none()
        };
        let seen = Kind::ALL.into_iter().filter(sees);
        let seen: BTreeSet<ClientId> = seen.map(|kind| object(kind).client).collect();
        assert_eq!(listed, seen, "{viewer:?}");
    }
}

/// The first page of all that there is.
fn everything() -> ListDialogs {
    ListDialogs {
        filter: Filter {
            state: StateFilter::All,
            ..Filter::default()
        },
        order: Order::Newest,
        behind: None,
    }
}

fn ids(dialogs: &[beseda_protocol::dialog::Summary]) -> BTreeSet<DialogId> {
    dialogs.iter().map(|dialog| dialog.id).collect()
}

#[test]
fn nobody_hears_of_what_he_may_not_see() {
    let mut test = center("owns");
    test.console("owns").console("sue").quiet();
    test.say("v3", "again", "To the colleague")
        .say("v4", "again", "Elsewhere");
    for (visitor, name) in [("v3", "v3"), ("v4", "v4")] {
        test.visitor(
            visitor,
            beseda_protocol::visitor::FromVisitor::Typing { on: true },
        );
        let page = crate::names::page(&format!("/{name}"));
        test.visitor(
            visitor,
            beseda_protocol::visitor::FromVisitor::Page { page },
        );
    }
    assert_eq!(test.heard("owns"), []);
    let heard = test.heard("sue");
    assert!(!heard.is_empty());
    let of_v4 = object(Kind::Elsewhere);
    for heard in heard {
        let Heard::Operator(frame) = heard else {
            panic!()
        };
        match frame {
            ToOperator::Events { events, .. } => {
                let elsewhere = |event: &OperatorEvent| match event {
                    OperatorEvent::Message { message, .. } => message.dialog == of_v4.dialog,
                    OperatorEvent::Dialog { dialog } => dialog.id == of_v4.dialog,
                    OperatorEvent::Changed { dialogs, .. } => dialogs.contains(&of_v4.dialog),
                    _ => false,
                };
                assert!(!events.iter().any(elsewhere), "{events:?}");
            }
            ToOperator::VisitorTyping { dialog, .. } => assert_ne!(dialog, of_v4.dialog),
            ToOperator::Visiting { client, .. } => assert_ne!(client, of_v4.client),
            other => panic!("{other:?}"),
        }
    }
}

/// What happens between any two looks.
#[derive(Debug, Clone)]
enum Deed {
    Say(u8),
    Reply(u8, u64),
    Assign(u64, Option<u8>),
    Close(u64),
    /// Somebody is given other dialogs to see.
    Give(u8, Access),
    /// The site goes to a channel.
    Move(ChannelId),
    /// What is due is done.
    Alarm,
    Cut(u8),
    Back(u8),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let dialog = || 1..5u64;
    let channel = || (1..3u64).prop_map(ChannelId);
    let others = prop_oneof![
        Just(Others::Answerable),
        Just(Others::Readable),
        Just(Others::Hidden),
    ];
    let channels = proptest::option::of(proptest::collection::btree_set(channel(), 0..3));
    let access = (others, channels).prop_map(|(others, channels)| Access {
        others,
        channels: channels.map(|channels| channels.into_iter().collect()),
    });
    let deed = prop_oneof![
        3 => (1..5u8).prop_map(Deed::Say),
        3 => (0..6u8, dialog()).prop_map(|(who, dialog)| Deed::Reply(who, dialog)),
        5 => (dialog(), proptest::option::of(0..6u8)).prop_map(|(d, to)| Deed::Assign(d, to)),
        1 => dialog().prop_map(Deed::Close),
        3 => (0..4u8, access).prop_map(|(who, access)| Deed::Give(who, access)),
        1 => channel().prop_map(Deed::Move),
        2 => Just(Deed::Alarm),
        2 => (0..6u8).prop_map(Deed::Cut),
        3 => (0..6u8).prop_map(Deed::Back),
    ];
    proptest::collection::vec(deed, 1..40)
}

/// A console's screen: the dialogs that frames have left on it. Of a view that begins anew
/// it asks for the list, as consoles do.
#[derive(Debug, Clone, Default, PartialEq)]
struct Screen(BTreeSet<DialogId>);

impl Screen {
    fn follow(&mut self, test: &mut CenterTest, console: &str) {
        let heard = test.heard(console);
        let mut begins = false;
        for heard in &heard {
            let Heard::Operator(frame) = heard else {
                continue;
            };
            match frame {
                ToOperator::Reset { .. } => {
                    self.0.clear();
                    begins = true;
                }
                ToOperator::Events { events, .. } => {
                    events.iter().for_each(|event| self.show(event))
                }
                _ => {}
            }
        }
        if begins {
            let listed = test.asked(console, everything());
            self.0.extend(ids(&listed.unwrap().dialogs));
            test.heard(console);
        }
    }

    fn show(&mut self, event: &OperatorEvent) {
        match event {
            OperatorEvent::Message { dialog, .. } | OperatorEvent::Dialog { dialog } => {
                self.0.insert(dialog.id);
            }
            OperatorEvent::Changed { dialogs, .. } => self.0.extend(dialogs),
            OperatorEvent::Gone { dialog } => {
                self.0.remove(dialog);
            }
            _ => {}
        }
    }
}

/// Everybody has two consoles: one stays, the other is cut off now and then.
struct Watched {
    test: CenterTest,
    names: [&'static str; 6],
    staying: [Screen; 6],
    leaving: [Screen; 6],
    is_cut: [bool; 6],
}

impl Watched {
    fn new() -> Self {
        let mut test = center("owns");
        let names = VIEWERS.map(|viewer| viewer.name);
        for name in names {
            test.hello_with(name, None).second_console(name);
        }
        let mut watched = Self {
            test,
            names,
            staying: Default::default(),
            leaving: Default::default(),
            is_cut: [false; 6],
        };
        watched.look();
        watched
    }

    fn look(&mut self) {
        for (who, name) in self.names.into_iter().enumerate() {
            self.staying[who].follow(&mut self.test, name);
            if !self.is_cut[who] {
                self.leaving[who].follow(&mut self.test, &second(name));
            }
        }
    }

    fn back(&mut self, who: usize) {
        if std::mem::take(&mut self.is_cut[who]) {
            self.test.second_console(self.names[who]);
        }
    }

    fn carry_out(&mut self, n: usize, deed: Deed) {
        let (test, names) = (&mut self.test, self.names);
        match deed {
            Deed::Say(v) => {
                test.say(&format!("v{v}"), &format!("s{n}"), "Text");
            }
            Deed::Reply(who, dialog) => {
                test.reply(names[usize::from(who)], dialog, &format!("t{n}"), "Text");
            }
            Deed::Assign(dialog, to) => {
                let to = to.map(|to| test.id(names[usize::from(to)]));
                let dialog = DialogId(dialog);
                test.ask("colleague", Assign { dialog, to });
                test.ask("ada", Assign { dialog, to });
            }
            Deed::Close(dialog) => {
                test.close("ada", dialog);
            }
            Deed::Give(who, to) => {
                let employee = test.id(names[usize::from(who)]);
                let from = test.stored_access(employee);
                test.asked("ada", SetAccess { employee, from, to }).unwrap();
            }
            Deed::Move(channel) => {
                let site = "s1".into();
                test.asked("ada", MoveSite { site, channel }).unwrap();
            }
            Deed::Alarm => {
                test.slice();
            }
            Deed::Cut(who) => {
                let who = usize::from(who);
                test.cut(&second(names[who]));
                self.is_cut[who] = true;
            }
            Deed::Back(who) => self.back(usize::from(who)),
        }
        self.look();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is done, whatever of his rights changes and whoever was cut off meanwhile:
    /// a screen holds what its viewer may see, and nothing else.
    #[test]
    fn a_screen_holds_what_may_be_seen_whether_its_console_stayed_or_came_back(deeds in deeds()) {
        let mut watched = Watched::new();
        for (n, deed) in deeds.into_iter().enumerate() {
            watched.carry_out(n, deed);
        }
        for who in 0..watched.names.len() {
            watched.back(who);
        }
        watched.look();
        for (who, name) in watched.names.into_iter().enumerate() {
            let me = watched.test.employee(name);
            let is_seen = |dialog: &DialogId| {
                let (channel, responsible) = watched.test.place(*dialog);
                me.right(channel, responsible) >= Right::Readable
            };
            let seen = Screen((1..5).map(DialogId).filter(is_seen).collect());
            prop_assert_eq!(&watched.staying[who], &seen, "{}, who stayed", name);
            prop_assert_eq!(&watched.leaving[who], &seen, "{}, who came back", name);
        }
    }
}

impl CenterTest {
    fn place(&self, dialog: DialogId) -> (ChannelId, Option<OperatorId>) {
        let one = |column: &str| {
            let statement =
                format!("SELECT CAST({column} AS TEXT) FROM dialogs WHERE id = {dialog}");
            self.sql.column(&statement)[0].parse::<u64>().unwrap()
        };
        let responsible = Some(one("responsible")).filter(|id| *id != 0);
        (ChannelId(one("channel")), responsible.map(OperatorId))
    }

    /// What somebody may see, as it is stored.
    pub(crate) fn stored_access(&self, id: OperatorId) -> Access {
        let row = |columns: &str| {
            let statement = format!("SELECT {columns} FROM employees WHERE id = {id}");
            self.sql.column(&statement)[0].clone()
        };
        let channels = format!(
            "SELECT CAST(channel AS TEXT) FROM channel_access WHERE employee = {id} ORDER BY channel"
        );
        let channels = self.sql.column(&channels);
        let is_every = row("CAST(all_channels AS TEXT)") == "1";
        Access {
            others: Others::from_word(&row("others")).unwrap(),
            channels: (!is_every).then(|| {
                let ids = channels.iter().map(|id| ChannelId(id.parse().unwrap()));
                ids.collect()
            }),
        }
    }
}
