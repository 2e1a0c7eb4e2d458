mod access;
mod acts;
mod changed;
mod closing;
mod colleagues;
mod drafts;
mod entering;
mod joined;
mod line;
mod mentions;
mod names;
mod people;
mod ringing;
mod saved_filters;
mod saved_replies;
mod sent_by_transport;
mod slices;

use beseda_client::asks::Repeat;
use beseda_client::connection::{Pulse, State};
use beseda_protocol::ask::clients::MarkClient;
use beseda_protocol::ask::dialogs::{Assign, Close, NoReplyNeeded, OpenedDialog, Reopen};
use beseda_protocol::ask::list::{ListDialogs, ListedDialogs};
use beseda_protocol::ask::marks::AddMark;
use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::ask::team::{Disable, ListPeople, ListedPeople};
use beseda_protocol::ask::{Asked, Done, Question};
use beseda_protocol::dialog::ClientBrief;
use beseda_protocol::ids::{ChannelId, ClientId, MarkId, OperatorId, Seq};
use beseda_protocol::limits::PING_EVERY_MS;
use beseda_protocol::look::Look;
use beseda_protocol::mark::{Mark, MarkKind};
use beseda_protocol::message::Body;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::settings::{Saved, Versioned};
use beseda_protocol::site::{
    Asking, Consent, OfflineForm, Reopening, Site, SiteGeneral, SiteSection, Tracking,
    TransportKind, Triggers, Welcome,
};
use beseda_protocol::team::{Others, Role};

use super::*;
use crate::model::Line;
use crate::model::drafts::Drafts;
use crate::model::example::{
    ME, card, message, profile, responsible, roster, said, summary, waiting,
};
use crate::model::marks::On;
use crate::model::question::{Form, Manner, SitePart};
use crate::model::ring::FRESH_MS;

const NOW: Timestamp = Timestamp(1_000);

/// The view from the start.
fn reset() -> ToOperator {
    let roster = roster();
    ToOperator::Reset {
        v: 1,
        epoch: "e".into(),
        seq: Seq(1),
        me: roster.me,
        center: roster.center,
        employees: roster.employees,
        marks: vec![],
        channels: roster.channels,
        sites: vec![],
        test_key: "k".into(),
        counts: vec![],
        pins: vec![],
        saved_filters: vec![],
        drafts: vec![],
        mentioned: vec![],
    }
}

/// A site of this name.
fn site(name: &str) -> Site {
    Site {
        id: summary(1, 1).site,
        key: "k".into(),
        seen: vec![],
        installed: None,
        kind: TransportKind::SiteChat {},
        channel: ChannelId::FIRST,
        general: Versioned::first(SiteGeneral {
            name: name.into(),
            origins: vec![],
        }),
        look: Versioned::first(Look::default()),
        reopening: Versioned::first(Reopening { within_ms: 0 }),
        welcome: Versioned::first(Welcome::default()),
        triggers: Versioned::first(Triggers::default()),
        offline_form: Versioned::first(OfflineForm::default()),
        tracking: Versioned::first(Tracking::default()),
        asking: Versioned::first(Asking::default()),
        consent: Versioned::first(Consent::default()),
    }
}

/// The answer to a question.
fn answer<Q: Asked>(ask: u64, given: Q::Answer) -> ToOperator {
    ToOperator::Answer {
        ask: Ask(ask),
        answer: Q::answer(given),
    }
}

/// A console that was greeted at a place, with its first page of dialogs.
fn greeted(place: Place, dialogs: Vec<Summary>) -> Model {
    let mut model = Model::new(place);
    *model.line = Line::Live;
    let wishes = model.hear(reset(), NOW);
    for (i, wish) in wishes.into_iter().enumerate() {
        if let Wish::Ask(question) = wish {
            model.asked(Ask(i as u64), question);
        }
    }
    model.hear(
        answer::<ListDialogs>(
            0,
            ListedDialogs {
                pinned: vec![],
                dialogs,
                rest: None,
            },
        ),
        NOW,
    );
    model
}

/// The same with dialog 1 open, in which the client said something at 100.
fn opened() -> Model {
    let mut model = greeted(Place::Dialogs(Some(DialogId(1))), vec![]);
    let dialog = waiting(summary(1, 100), 100);
    let told = OpenedDialog {
        messages: vec![said(1, 100, "Hello")],
        more: false,
        tags: vec![],
        deliveries: vec![],
        card: card(&dialog),
        dialog,
    };
    model.hear(answer::<OpenDialog>(1, told), NOW);
    model
}

/// A reply to dialog 1 on its way.
fn reply() -> Item<OperatorTo> {
    Item {
        cid: "c".into(),
        at: NOW,
        to: OperatorTo::Reply(DialogId(1)),
        body: beseda_client::outbox::Pending::Text("Hi".into()),
        quote: None,
        stage: beseda_client::outbox::Stage::Queued,
    }
}

fn event(message: Message, dialog: Summary) -> ToOperator {
    ToOperator::Events {
        after: Seq(1),
        seq: Seq(2),
        events: vec![OperatorEvent::Message { message, dialog }],
    }
}

fn rings(wishes: &[Wish]) -> usize {
    wishes
        .iter()
        .filter(|wish| matches!(wish, Wish::Ring(_)))
        .count()
}

#[test]
fn a_greeting_asks_for_the_list_and_the_open_dialog() {
    let mut model = Model::new(Place::Dialogs(Some(DialogId(5))));
    assert!(
        model.go(Place::Dialogs(Some(DialogId(5)))).is_empty(),
        "nothing before the greeting"
    );
    let model = greeted(Place::Dialogs(Some(DialogId(5))), vec![summary(1, 1)]);
    assert_eq!(model.list(), [DialogId(1)]);
    assert!(model.thread(DialogId(5)).is_some());
}

/// A console whose line was cut and has come back so many ms after the relay was
/// last heard of; what it has missed is place 2.
fn back_after(ms: u64) -> Model {
    let mut model = greeted(Place::Dialogs(None), vec![]);
    let live = State::Live {
        attempt: 0,
        since: NOW,
        pulse: Pulse::Felt {
            ping_at: NOW.plus_ms(PING_EVERY_MS),
        },
    };
    model.line_is(live, NOW);
    let now = NOW.plus_ms(ms);
    let waiting = State::Waiting {
        attempt: 1,
        until: now,
    };
    // A machine that has slept notices the cut when it wakes.
    model.line_is(waiting, now);
    model.hear(
        ToOperator::Resumed {
            v: 1,
            seq: Seq(2),
            pins: vec![],
            saved_filters: vec![],
            drafts: vec![],
            mentioned: vec![],
        },
        now,
    );
    model
}

/// Criteria: SB-21
#[test]
fn opened_is_said_only_while_the_window_is_watched_and_only_once() {
    let mut model = opened();
    let said_opened = Wish::Mention(FromOperator::Opened {
        dialog: DialogId(1),
        upto: MessageId(100),
    });
    assert_eq!(model.say_opened(), None, "the window is not looked at");
    assert_eq!(model.watch(true), std::slice::from_ref(&said_opened));
    assert_eq!(model.watch(true), []);
    model.line_is(State::Idle, NOW);
    assert_eq!(
        model.watch(true),
        [said_opened],
        "the old line may have lost it"
    );
}

#[test]
fn a_message_in_the_dialog_that_is_looked_at_is_opened_and_silent() {
    let mut model = opened();
    model.watch(true);
    let wishes = model.hear(
        event(said(1, 200, "And?"), waiting(summary(1, 200), 100)),
        NOW,
    );
    assert_eq!(
        wishes,
        [Wish::Mention(FromOperator::Opened {
            dialog: DialogId(1),
            upto: MessageId(200)
        })]
    );
    assert_eq!(
        model
            .thread(DialogId(1))
            .map(|thread| thread.messages.len()),
        Some(2)
    );
}

#[test]
fn a_stored_reply_stands_once_whichever_word_of_it_comes_first() {
    let mut model = opened();
    let item = reply();
    model.stored(&item, MessageId(300), NOW);
    let mut reply = message(
        1,
        300,
        Content::Operator {
            by: ME,
            body: Body::Text { text: "Hi".into() },
        },
    );
    reply.cid = Some("c".into());
    model.hear(event(reply, summary(1, 100)), NOW);
    assert_eq!(
        model
            .thread(DialogId(1))
            .map(|thread| thread.messages.len()),
        Some(2)
    );
}

#[test]
fn a_dialog_shows_from_outside_that_a_message_to_it_was_refused() {
    let mut model = opened();
    model.outbox.push(reply());
    assert!(!model.has_not_sent(DialogId(1)), "it waits");
    let refusal = Refusal::new(Code::FilesQuota, "No room.");
    model.outbox.refuse(&"c".into(), refusal, NOW);
    assert!(model.has_not_sent(DialogId(1)));
    assert!(!model.has_not_sent(DialogId(2)));
    model.outbox.retry(&"c".into());
    assert!(!model.has_not_sent(DialogId(1)), "it waits again");
}

/// The acts on dialog 1.
fn acts() -> [Question; 4] {
    let dialog = DialogId(1);
    [
        Close { dialog }.into(),
        Reopen { dialog }.into(),
        NoReplyNeeded { dialog }.into(),
        Assign {
            dialog,
            to: Some(ME),
        }
        .into(),
    ]
}

/// ux C18: the card is a place of its own over the same dialog.
#[test]
fn the_clients_card_covers_its_dialog_without_leaving_it() {
    let mut model = opened();
    model.request(Close {
        dialog: DialogId(1),
    });
    model.lost(Ask(9));
    model
        .forms
        .insert(Form::Dialog(DialogId(1)), Progress::Lost);
    assert_eq!(model.go(Place::Card(DialogId(1))), []);
    assert_eq!(model.open(), Some(DialogId(1)));
    assert_eq!(model.outcome(DialogId(1)), Progress::Lost);
    assert!(
        model
            .thread(DialogId(1))
            .is_some_and(|thread| thread.load == Load::Ready)
    );
}

/// ux P17.
#[test]
fn whom_one_talks_to_is_known_while_the_dialog_is_open() {
    let mut model = opened();
    assert_eq!(model.partner().map(|client| client.id.0), Some(1));
    model.go(Place::Card(DialogId(1)));
    assert_eq!(model.partner().map(|client| client.id.0), Some(1));
    model.go(Place::Settings(Section::Me));
    assert_eq!(model.partner(), None);
}
