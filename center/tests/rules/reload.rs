//! Fields are a cache: after any history, a center that is made anew from its
//! storage before every turn says the very same as one that lives on. So does one
//! whose code changes between this version and the next before every turn.

use beseda_center::turn::command::{Asker, Command, FileOwner};
use beseda_center::turn::{Input, Ticket};
use beseda_protocol::ask::clients::{DeleteClient, UnblockClient};
use beseda_protocol::ask::dialogs::{
    Assign, Close, EditMessage, MarkSpam, MarkUnread, NoReplyNeeded, OpenDialog, PinDialog, Reopen,
    SnoozeDialog, SnoozeUntil, WakeDialog, WithdrawMessage,
};
use beseda_protocol::ask::list::ListDialogs;
use beseda_protocol::ask::sites::AddSite;
use beseda_protocol::ask::team::{Disable, Enable, Invite, ListPeople, RenameMe, SetAvailability};
use beseda_protocol::filter::{Filter, Order, StateFilter, Tab};
use beseda_protocol::ids::{Ask, Cid, ClientId, DialogId, FileId, MessageId, OperatorId, Seq};
use beseda_protocol::message::Draft;
use beseda_protocol::operator::FromOperator;
use beseda_protocol::site::TEST_SITE;
use beseda_protocol::team::{Availability, Role};
use beseda_protocol::visitor::FromVisitor;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::harness::{CenterTest, Life, SHOP, identity, page, reply, say, session};
use crate::names::attempt;
use crate::rooms::check_rooms;

/// One thing that somebody does, by small numbers, so that they meet.
#[derive(Debug, Clone)]
enum Deed {
    Visitor(u8, FromVisitor),
    Operator(u8, FromOperator),
    Command(Command),
    /// Comes back with the view he has, or with none.
    Return(Who, bool),
    Leave(Who),
    Pass(u64),
    /// The clock steps back (C11).
    Back(u64),
    Alarm,
    Slice,
}

#[derive(Debug, Clone, Copy)]
enum Who {
    Visitor(u8),
    Operator(u8),
}

const VISITORS: [&str; 3] = ["anna", "anna.2", "vera"];
const OPERATORS: [&str; 2] = ["ada", "boris"];

impl Who {
    fn name(self) -> &'static str {
        match self {
            Self::Visitor(n) => VISITORS[n as usize % VISITORS.len()],
            Self::Operator(n) => OPERATORS[n as usize % OPERATORS.len()],
        }
    }
}

/// The harness's entropy is a counter: files get such ids.
fn file() -> impl Strategy<Value = FileId> {
    (0..24u8).prop_map(|n| FileId(format!("{n:032x}")))
}

fn from_visitor() -> impl Strategy<Value = FromVisitor> {
    prop_oneof![
        4 => (0..12u8, 0..3u8).prop_map(|(cid, text)| say(&format!("c{cid}"), &format!("text {text}"))),
        1 => (0..12u8, file()).prop_map(|(cid, file)| FromVisitor::Say {
            cid: Cid(format!("c{cid}")), body: Draft::File { file }, quote: None }),
        1 => (0..30u64).prop_map(|seq| FromVisitor::Got { seq: Seq(seq) }),
        1 => (0..40u64).prop_map(|upto| FromVisitor::Read { upto: MessageId(upto) }),
        1 => any::<bool>().prop_map(|on| FromVisitor::Typing { on }),
        1 => (0..3u8).prop_map(|n| FromVisitor::Page { page: page(&format!("/{n}")) }),
        1 => (0..40u64).prop_map(|before| FromVisitor::History { ask: Ask(1), before: MessageId(before) }),
    ]
}

fn page_of_list() -> impl Strategy<Value = ListDialogs> {
    let select = (
        prop::sample::select(StateFilter::ALL),
        prop::sample::select(Tab::ALL),
        prop::sample::select(Order::ALL),
    );
    select.prop_map(|(state, tab, order)| ListDialogs {
        filter: Filter {
            state,
            tab,
            all_of: vec![],
        },
        order,
        behind: None,
    })
}

fn from_operator() -> impl Strategy<Value = FromOperator> {
    let dialog = || (1..4u64).prop_map(DialogId);
    let ask = Ask(1);
    prop_oneof![
        3 => (0..12u8, 1..4u64, 0..3u8)
            .prop_map(|(cid, dialog, text)| reply(dialog, &format!("r{cid}"), &format!("text {text}"))),
        1 => (0..12u8, dialog(), file()).prop_map(|(cid, dialog, file)| FromOperator::Reply {
            cid: Cid(format!("r{cid}")), dialog, body: Draft::File { file }, quote: None }),
        1 => (0..12u8, dialog()).prop_map(|(cid, dialog)| FromOperator::Note {
            cid: Cid(format!("r{cid}")), dialog, text: "note".into() }),
        1 => page_of_list().prop_map(move |asked| FromOperator::ask(ask, asked)),
        1 => dialog().prop_map(move |dialog| FromOperator::ask(ask, MarkUnread { dialog })),
        1 => dialog().prop_map(move |dialog| FromOperator::ask(ask, PinDialog { dialog })),
        1 => dialog().prop_map(move |dialog| FromOperator::ask(ask, OpenDialog { dialog })),
        1 => (dialog(), 0..40u64).prop_map(|(dialog, upto)| FromOperator::Opened {
            dialog, upto: MessageId(upto) }),
        1 => dialog().prop_map(move |dialog| FromOperator::ask(ask, Close { dialog })),
        2 => (dialog(), 5..30u64, 0..3u8).prop_map(move |(dialog, id, text)| {
            let (message, text) = (MessageId(id), format!("text {text}"));
            FromOperator::ask(ask, EditMessage { dialog, message, text })
        }),
        1 => (dialog(), 5..30u64).prop_map(move |(dialog, id)| {
            let message = MessageId(id);
            FromOperator::ask(ask, WithdrawMessage { dialog, message })
        }),
        1 => dialog().prop_map(move |dialog| FromOperator::ask(ask, Reopen { dialog })),
        1 => dialog().prop_map(move |dialog| FromOperator::ask(ask, NoReplyNeeded { dialog })),
        1 => (dialog(), any::<bool>()).prop_map(move |(dialog, is_timed)| {
            let until = if is_timed { SnoozeUntil::Hour {} } else { SnoozeUntil::Written {} };
            FromOperator::ask(ask, SnoozeDialog { dialog, until })
        }),
        1 => dialog().prop_map(move |dialog| FromOperator::ask(ask, WakeDialog { dialog })),
        1 => dialog().prop_map(move |dialog| FromOperator::ask(ask, MarkSpam { dialog })),
        1 => (1..4u64).prop_map(move |n| FromOperator::ask(ask, UnblockClient { client: ClientId(n) })),
        1 => (dialog(), prop::option::of((1..4u64).prop_map(OperatorId)))
            .prop_map(move |(dialog, to)| FromOperator::ask(ask, Assign { dialog, to })),
        1 => (0..2u8).prop_map(move |n| FromOperator::ask(ask, RenameMe { name: format!("Name {n}") })),
        1 => (0..2u8).prop_map(move |n| FromOperator::ask(ask, AddSite { name: format!("Site {n}"), origins: vec![SHOP.into()], look: None })),
        1 => Just(FromOperator::ask(ask, Invite { role: Role::Operator })),
        1 => Just(FromOperator::ask(ask, ListPeople {})),
        1 => prop::sample::select(Availability::ALL)
            .prop_map(move |availability| FromOperator::ask(ask, SetAvailability { availability })),
        1 => (1..4u64).prop_map(move |n| FromOperator::ask(ask, Disable { employee: OperatorId(n) })),
        1 => (1..4u64).prop_map(move |n| FromOperator::ask(ask, DeleteClient { client: ClientId(n) })),
        1 => (1..4u64).prop_map(move |n| FromOperator::ask(ask, Enable { employee: OperatorId(n) })),
    ]
}

fn command() -> impl Strategy<Value = Command> {
    let cid = || (0..4u8).prop_map(|n| Cid(format!("f{n}")));
    let origin = || prop::sample::select(vec![SHOP, "https://staging.example", "null"]);
    prop_oneof![
        (cid(), 1..9u64).prop_map(|(cid, size)| Command::ReserveFile {
            owner: FileOwner::Visitor(identity("anna"), "s1".into()),
            cid,
            name: "a.txt".into(),
            size
        }),
        (cid(), 1..9u64).prop_map(|(cid, size)| Command::ReserveFile {
            owner: FileOwner::Operator(session("ada"), DialogId(1)),
            cid,
            name: "b.txt".into(),
            size
        }),
        (file(), 1..9u64).prop_map(|(file, size)| Command::FileStored {
            file,
            size,
            mime: "text/plain".into()
        }),
        (file(), 1..3u64).prop_map(|(file, attempt)| Command::FileFailed { file, attempt }),
        file().prop_map(|file| Command::KnowFiles {
            store: identity("anna"),
            files: vec![file]
        }),
        file().prop_map(|file| Command::FindFile {
            owner: Asker::Visitor(identity("anna")),
            file
        }),
        origin().prop_map(|origin| Command::Admit {
            site: "s1".into(),
            origin: origin.into()
        }),
        origin().prop_map(|origin| Command::Site {
            site: "s1".into(),
            origin: Some(origin.into())
        }),
        Just(Command::Site {
            site: TEST_SITE.into(),
            origin: None
        }),
        Just(Command::Unread {
            identity: identity("anna")
        }),
        Just(Command::Session {
            session: session("boris")
        }),
        Just(Command::SignOut {
            session: session("boris")
        }),
        Just(Command::BeginSignIn(attempt("boris@acme.example", "::1"))),
        any::<bool>().prop_map(|right| Command::EndSignIn {
            attempt: attempt("boris@acme.example", "::1"),
            hash: Some("hash of boris".into()),
            right,
            session: session("boris")
        }),
        Just(Command::Dump { after: 0 }),
    ]
}

fn deed() -> impl Strategy<Value = Deed> {
    let who = || {
        prop_oneof![
            (0..3u8).prop_map(Who::Visitor),
            (0..2u8).prop_map(Who::Operator)
        ]
    };
    let hour_ms = 60 * 60 * 1000;
    prop_oneof![
        8 => (0..3u8, from_visitor()).prop_map(|(who, said)| Deed::Visitor(who, said)),
        8 => (0..2u8, from_operator()).prop_map(|(who, said)| Deed::Operator(who, said)),
        4 => command().prop_map(Deed::Command),
        3 => (who(), any::<bool>()).prop_map(|(who, view)| Deed::Return(who, view)),
        1 => who().prop_map(Deed::Leave),
        2 => prop::sample::select(vec![1, 400, hour_ms, 25 * hour_ms]).prop_map(Deed::Pass),
        1 => prop::sample::select(vec![10 * 60 * 1000, 400 * 24 * hour_ms]).prop_map(Deed::Back),
        1 => Just(Deed::Alarm),
        1 => Just(Deed::Slice),
    ]
}

/// Plays a history, a batch of deeds a turn; tells all that was said, and what is
/// stored in the end.
fn play(history: &[Vec<Deed>], life: Life) -> (String, String) {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator);
    for visitor in VISITORS {
        test.widget(visitor);
    }
    test.life = life;
    let mut told = String::new();
    for batch in history {
        let mut inputs = Vec::new();
        for deed in batch {
            match deed.clone() {
                Deed::Visitor(who, said) => {
                    inputs.push(Input::FromVisitor(
                        test.peer(Who::Visitor(who).name()),
                        said,
                    ));
                }
                Deed::Operator(who, said) => {
                    inputs.push(Input::FromOperator(
                        test.peer(Who::Operator(who).name()),
                        said,
                    ));
                }
                Deed::Command(command) => inputs.push(Input::Command(Ticket(7), command)),
                Deed::Return(who, keeps_view) => {
                    let name = who.name();
                    test.turn(std::mem::take(&mut inputs));
                    told.push_str(&format!("{:?}\n", test.outputs));
                    let view = test.view(name).filter(|_| keeps_view);
                    inputs.push(test.hello_input(name, view));
                }
                Deed::Leave(who) => inputs.push(Input::Closed(test.peer(who.name()))),
                Deed::Pass(ms) => {
                    test.pass(ms);
                }
                Deed::Back(ms) => test.now.0 -= ms,
                Deed::Alarm => inputs.push(Input::Alarm),
                Deed::Slice => inputs.push(Input::Slice),
            }
        }
        test.turn(inputs);
        told.push_str(&format!("{:?}\n", test.outputs));
    }
    check_rooms(&test);
    (told, test.sql.content())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reloading_between_any_two_turns_changes_no_answer(
        history in vec(vec(deed(), 1..5), 1..40)
    ) {
        prop_assert_eq!(play(&history, Life::ForATurn), play(&history, Life::Lasting));
    }

    #[test]
    fn deploying_and_rolling_back_between_any_two_turns_changes_no_answer(
        history in vec(vec(deed(), 1..5), 1..40)
    ) {
        let (told, _) = play(&history, Life::Deployed { is_next: false });
        prop_assert_eq!(told, play(&history, Life::Lasting).0);
    }
}
