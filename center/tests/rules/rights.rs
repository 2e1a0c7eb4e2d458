//! Who may see what: every question by everybody about every dialog; and that what a
//! console is told is what it would see if it looked.

use std::collections::BTreeSet;

use beseda_protocol::ask::center::SaveCenter;
use beseda_protocol::ask::channels::{AddChannel, DeleteChannel, RenameChannel};
use beseda_protocol::ask::clients::{
    AddClientLabel, AddClientNote, AddContact, RemoveClientLabel, RemoveClientNote, RemoveContact,
    RestoreClientNote, SetClientComment, SetClientName, SetClientVariable,
};
use beseda_protocol::ask::dialogs::{Assign, Close, History, NoReplyNeeded, OpenDialog, Reopen};
use beseda_protocol::ask::labels::{AddLabel, CountLabels, DeleteLabel, RenameLabel};
use beseda_protocol::ask::list::ListDialogs;
use beseda_protocol::ask::sites::{AddSite, MoveSite, SaveSite};
use beseda_protocol::ask::team::{
    ChangeRole, Disable, Enable, HandOver, Invite, ListPeople, RenameMe, ResetLink, Revoke,
    SetAccess,
};
use beseda_protocol::ask::{Need, Question};
use beseda_protocol::client::{Contact, ContactKind};
use beseda_protocol::dialog::{Filter, StateFilter, Tab};
use beseda_protocol::ids::{
    ChannelId, ClientId, DialogId, InvitationId, LabelId, MessageId, NoteId, OperatorId,
};
use beseda_protocol::operator::{OperatorEvent, ToOperator};
use beseda_protocol::refusal::Code;
use beseda_protocol::site::{ACCENT, Look};
use beseda_protocol::team::{Access, Role};
use proptest::prelude::*;

use crate::harness::{CenterTest, Heard, SHOP};
use crate::names;

/// Who asks: his name, his role, and what he may do in his colleagues' dialogs.
const VIEWERS: [(&str, Role, &str); 6] = [
    ("answers", Role::Operator, "answerable"),
    ("reads", Role::Operator, "readable"),
    ("owns", Role::Operator, "hidden"),
    ("sue", Role::Supervisor, "hidden"),
    ("adam", Role::Administrator, "hidden"),
    ("ada", Role::Owner, "answerable"),
];

/// The dialogs that are asked about.
const OWN: DialogId = DialogId(1);
const FREE: DialogId = DialogId(2);
const OTHERS: DialogId = DialogId(3);
const ELSEWHERE: DialogId = DialogId(4);
const ABSENT: DialogId = DialogId(77);

/// Who is not there yet, so that what is done to him is refused behind the check.
const NEWCOMER: OperatorId = OperatorId(77);

/// A dialog of each kind, as `viewer` sees them. All but administrators see the first
/// channel only.
fn center(viewer: &str) -> CenterTest {
    let mut test = CenterTest::new();
    for (name, role, _) in VIEWERS.iter().filter(|(name, ..)| *name != "ada") {
        test.hire(name, *role);
    }
    test.hire("colleague", Role::Operator);
    for (n, visitor) in ["v1", "v2", "v3", "v4"].into_iter().enumerate() {
        test.widget(visitor);
        test.say(visitor, &format!("c{n}"), "Hello?");
    }
    test.reply(viewer, OWN.0, "r1", "Mine");
    test.reply("colleague", OTHERS.0, "r2", "Not yours");
    let tables = "INSERT INTO channels (id, name) VALUES (2, 'Elsewhere');
        INSERT INTO channel_access (employee, channel) SELECT id, 1 FROM employees;
        UPDATE employees SET all_channels = 0;
        UPDATE dialogs SET channel = 2 WHERE id = 4;";
    test.sql.raw().execute_batch(tables).unwrap();
    for (name, _, others) in VIEWERS {
        let id = test.id(name).0;
        let set = format!("UPDATE employees SET others = '{others}' WHERE id = {id}");
        test.sql.raw().execute_batch(&set).unwrap();
    }
    test.reload().quiet();
    test
}

const NO_CHANNEL: ChannelId = ChannelId(77);

/// Every question, about a dialog where it is about one.
fn question(area: &str, word: &str, dialog: DialogId) -> Question {
    let look = Look {
        accent: ACCENT.into(),
        locale: "auto".into(),
    };
    let origins = vec![SHOP.to_owned()];
    let name = String::from("Name");
    match (area, word) {
        ("list", "dialogs") => ListDialogs {
            filter: Filter::default(),
            behind: None,
        }
        .into(),
        ("dialogs", "open") => OpenDialog { dialog }.into(),
        ("dialogs", "history") => History {
            dialog,
            before: MessageId(99),
        }
        .into(),
        ("dialogs", "close") => Close { dialog }.into(),
        ("dialogs", "reopen") => Reopen { dialog }.into(),
        ("dialogs", "no_reply_needed") => NoReplyNeeded { dialog }.into(),
        ("dialogs", "assign") => Assign { dialog, to: None }.into(),
        ("team", "rename_me") => RenameMe { name }.into(),
        ("team", "people") => ListPeople {}.into(),
        ("team", "change_role") => ChangeRole {
            employee: NEWCOMER,
            from: Role::Operator,
            to: Role::Operator,
        }
        .into(),
        ("team", "set_access") => SetAccess {
            employee: NEWCOMER,
            from: Access::WHOLE,
            to: Access::WHOLE,
        }
        .into(),
        ("team", "hand_over") => HandOver { to: NEWCOMER }.into(),
        ("team", "disable") => Disable { employee: NEWCOMER }.into(),
        ("team", "enable") => Enable { employee: NEWCOMER }.into(),
        ("team", "revoke") => Revoke {
            invitation: InvitationId(77),
        }
        .into(),
        ("team", "invite") => Invite {
            role: Role::Operator,
        }
        .into(),
        ("team", "reset_link") => ResetLink {
            operator: OperatorId(3),
        }
        .into(),
        ("sites", "add") => AddSite {
            name,
            origins,
            look: None,
        }
        .into(),
        ("sites", "save") => SaveSite {
            site: "s1".into(),
            version: 1,
            section: look.into(),
        }
        .into(),
        ("sites", "move") => MoveSite {
            site: "s1".into(),
            channel: NO_CHANNEL,
        }
        .into(),
        ("channels", "add") => AddChannel {
            name: format!("Of {dialog}"),
        }
        .into(),
        ("channels", "rename") => RenameChannel {
            channel: NO_CHANNEL,
            name,
        }
        .into(),
        ("channels", "delete") => DeleteChannel {
            channel: NO_CHANNEL,
        }
        .into(),
        ("center", "save") => SaveCenter {
            version: 1,
            section: names::center(&name).into(),
        }
        .into(),
        ("clients", word) => of_client(word, ClientId(dialog.0)),
        ("labels", "add") => AddLabel {
            name: format!("Of {dialog}"),
        }
        .into(),
        ("labels", "rename") => RenameLabel {
            label: LabelId(77),
            name,
        }
        .into(),
        ("labels", "delete") => DeleteLabel { label: LabelId(77) }.into(),
        ("labels", "counts") => CountLabels {}.into(),
        _ => panic!("{area} {word} has no place in the matrix yet"),
    }
}

/// Every question about a client.
fn of_client(word: &str, client: ClientId) -> Question {
    let contact = || Contact {
        kind: ContactKind::Phone,
        value: "+371 2000 0000".into(),
    };
    let (label, note) = (LabelId(77), NoteId(77));
    match word {
        "set_name" => SetClientName {
            client,
            name: Some("Vera".into()),
            replaced: None,
        }
        .into(),
        "set_comment" => SetClientComment {
            client,
            comment: "Pays late".into(),
            replaced: String::new(),
        }
        .into(),
        "add_contact" => AddContact {
            client,
            contact: contact(),
        }
        .into(),
        "remove_contact" => RemoveContact {
            client,
            contact: contact(),
        }
        .into(),
        "add_note" => AddClientNote {
            client,
            text: "Called".into(),
        }
        .into(),
        "remove_note" => RemoveClientNote { client, note }.into(),
        "restore_note" => RestoreClientNote { client, note }.into(),
        "add_label" => AddClientLabel { client, label }.into(),
        "remove_label" => RemoveClientLabel { client, label }.into(),
        "set_variable" => SetClientVariable {
            client,
            name: "Plan".into(),
            value: Some("Large".into()),
            replaced: None,
        }
        .into(),
        _ => panic!("clients {word} has no place in the matrix yet"),
    }
}

/// Questions about what there is not, so that what passes the check changes nothing.
const OF_ABSENT: [(&str, &str); 9] = [
    ("clients", "remove_note"),
    ("clients", "restore_note"),
    ("clients", "add_label"),
    ("clients", "remove_label"),
    ("labels", "rename"),
    ("labels", "delete"),
    ("channels", "rename"),
    ("channels", "delete"),
    ("sites", "move"),
];

/// The table of the product, written down a second time.
fn expected((_, role, others): (&str, Role, &str), need: Need) -> Option<Code> {
    let administers = matches!(role, Role::Owner | Role::Administrator);
    let is_operator = role == Role::Operator;
    let in_dialog = |dialog: DialogId, acts: bool| match dialog {
        OWN | FREE => None,
        OTHERS if is_operator && others == "hidden" => Some(Code::NotFound),
        OTHERS if is_operator && others == "readable" && acts => Some(Code::Forbidden),
        OTHERS => None,
        ELSEWHERE if administers => None,
        _ => Some(Code::NotFound),
    };
    match need {
        Need::SignedIn => None,
        // Each dialog has a client of its own.
        Need::Client(client) => in_dialog(DialogId(client.0), false),
        Need::Supervise => is_operator.then_some(Code::Forbidden),
        Need::Administer if administers => None,
        Need::Administer => Some(Code::Forbidden),
        Need::Own if role == Role::Owner => None,
        Need::Own if administers => Some(Code::OwnerOnly),
        Need::Own => Some(Code::Forbidden),
        Need::See(dialog) => in_dialog(dialog, false),
        Need::Answer(dialog) => in_dialog(dialog, true),
        Need::Assign(dialog, _) => in_dialog(dialog, true)
            .or_else(|| (is_operator && dialog == OTHERS).then_some(Code::Forbidden)),
    }
}

#[test]
fn every_question_is_answered_as_the_table_of_rights_says() {
    for viewer in VIEWERS {
        let mut test = center(viewer.0);
        for (area, words) in Question::WORDS {
            for word in *words {
                for dialog in [OWN, FREE, OTHERS, ELSEWHERE, ABSENT] {
                    let asked = question(area, word, dialog);
                    let expected = expected(viewer, asked.need());
                    test.quiet().ask(viewer.0, asked);
                    let refused = test.refusal(viewer.0).map(|refusal| refusal.code);
                    // It is found to be absent where the asker is allowed to ask.
                    let is_of_absent = area == &"team" || OF_ABSENT.contains(&(*area, *word));
                    let is_found_out = is_of_absent && expected.is_none();
                    let refused = refused.filter(|code| !(is_found_out && *code == Code::NotFound));
                    assert_eq!(refused, expected, "{viewer:?} {area} {word} of {dialog}");
                }
            }
        }
    }
}

#[test]
fn the_list_holds_what_may_be_seen() {
    for viewer in VIEWERS {
        let mut test = center(viewer.0);
        let filter = Filter {
            state: StateFilter::All,
            tab: Tab::All,
        };
        let behind = None;
        let listed = test.asked(viewer.0, ListDialogs { filter, behind });
        let listed: BTreeSet<DialogId> = ids(&listed.unwrap().dialogs);
        let sees = |dialog: &DialogId| expected(viewer, Need::See(*dialog)).is_none();
        let seen: BTreeSet<DialogId> = [OWN, FREE, OTHERS, ELSEWHERE]
            .into_iter()
            .filter(sees)
            .collect();
        assert_eq!(listed, seen, "{viewer:?}");
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
    let of_v4 = ClientId(4);
    for heard in heard {
        let Heard::Operator(frame) = heard else {
            panic!()
        };
        match frame {
            ToOperator::Events { events, .. } => {
                let elsewhere = |event: &OperatorEvent| match event {
                    OperatorEvent::Message { message, .. } => message.dialog == ELSEWHERE,
                    OperatorEvent::Dialog { dialog } => dialog.id == ELSEWHERE,
                    _ => false,
                };
                assert!(!events.iter().any(elsewhere), "{events:?}");
            }
            ToOperator::VisitorTyping { dialog, .. } => assert_ne!(dialog, ELSEWHERE),
            ToOperator::Visiting { client, .. } => assert_ne!(client, of_v4),
            other => panic!("{other:?}"),
        }
    }
}

/// What happens to the dialogs between any two looks.
#[derive(Debug, Clone)]
enum Deed {
    Say(u8),
    Reply(u8, u64),
    Assign(u64, Option<u8>),
    Close(u64),
    Cut(u8),
    Back(u8),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let dialog = || 1..5u64;
    let deed = prop_oneof![
        3 => (1..5u8).prop_map(Deed::Say),
        3 => (0..6u8, dialog()).prop_map(|(who, dialog)| Deed::Reply(who, dialog)),
        5 => (dialog(), proptest::option::of(0..6u8)).prop_map(|(d, to)| Deed::Assign(d, to)),
        1 => dialog().prop_map(Deed::Close),
        2 => (0..6u8).prop_map(Deed::Cut),
        3 => (0..6u8).prop_map(Deed::Back),
    ];
    proptest::collection::vec(deed, 1..40)
}

/// The dialogs on a screen, as frames have left it.
fn screen(heard: &[Heard], mut shown: BTreeSet<DialogId>) -> BTreeSet<DialogId> {
    for heard in heard {
        let Heard::Operator(frame) = heard else {
            continue;
        };
        match frame {
            ToOperator::Reset { waiting, .. } => shown = ids(waiting),
            ToOperator::Events { events, .. } => {
                for event in events {
                    match event {
                        OperatorEvent::Message { dialog, .. }
                        | OperatorEvent::Dialog { dialog } => {
                            shown.insert(dialog.id);
                        }
                        OperatorEvent::Gone { dialog } => {
                            shown.remove(dialog);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    shown
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Live and after a cut alike, whatever is on a screen may be seen.
    #[test]
    fn a_screen_holds_nothing_that_may_not_be_seen_whoever_was_cut_off_meanwhile(deeds in deeds()) {
        let mut test = center("owns");
        let names = VIEWERS.map(|(name, ..)| name);
        let mut screens = names.map(|name| {
            test.console(name);
            screen(&test.heard(name), BTreeSet::new())
        });
        let mut is_cut = [false; 6];
        for (n, deed) in deeds.into_iter().enumerate() {
            match deed {
                Deed::Say(v) => {
                    test.say(&format!("v{v}"), &format!("s{n}"), "Text");
                }
                Deed::Reply(who, dialog) if !is_cut[usize::from(who)] => {
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
                Deed::Cut(who) if names[usize::from(who)] != "ada" => {
                    test.cut(names[usize::from(who)]);
                    is_cut[usize::from(who)] = true;
                }
                Deed::Back(who) if is_cut[usize::from(who)] => {
                    test.console(names[usize::from(who)]);
                    is_cut[usize::from(who)] = false;
                }
                _ => {}
            }
            for (who, name) in names.into_iter().enumerate() {
                screens[who] = screen(&test.heard(name), std::mem::take(&mut screens[who]));
            }
        }
        for (who, name) in names.into_iter().enumerate() {
            if is_cut[who] {
                test.console(name);
                screens[who] = screen(&test.heard(name), std::mem::take(&mut screens[who]));
            }
            let me = test.employee(name);
            for dialog in (1..5).map(DialogId) {
                let place = test.place(dialog);
                let is_seen = me.right(place.0, place.1) >= beseda_protocol::team::Right::Readable;
                let is_shown = screens[who].contains(&dialog);
                prop_assert!(is_seen || !is_shown, "{name} is shown {dialog}");
            }
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
}
