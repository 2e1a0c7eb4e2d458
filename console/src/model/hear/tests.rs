use beseda_client::asks::Repeat;
use beseda_client::connection::{Pulse, State};
use beseda_protocol::ask::Done;
use beseda_protocol::ask::clients::MarkClient;
use beseda_protocol::ask::dialogs::{Assign, Close, NoReplyNeeded, Reopen};
use beseda_protocol::ask::list::ListedDialogs;
use beseda_protocol::ask::team::{Disable, ListedPeople};
use beseda_protocol::dialog::ClientBrief;
use beseda_protocol::ids::{ChannelId, ClientId, MarkId, OperatorId, Seq};
use beseda_protocol::limits::PING_EVERY_MS;
use beseda_protocol::mark::{Mark, MarkKind};
use beseda_protocol::message::Body;
use beseda_protocol::refusal::Code;
use beseda_protocol::settings::Versioned;
use beseda_protocol::site::{ACCENT, Look, Reopening, Site, SiteGeneral};
use beseda_protocol::team::{Others, Role};

use super::*;
use crate::model::Line;
use crate::model::drafts::Drafts;
use crate::model::example::{
    ME, card, message, profile, responsible, roster, said, summary, waiting,
};
use crate::model::marks::On;
use crate::model::question::{Form, SitePart};
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
        waiting: vec![],
    }
}

/// A site of this name.
fn site(name: &str) -> Site {
    Site {
        id: summary(1, 1).site,
        key: "k".into(),
        seen: vec![],
        installed: None,
        channel: ChannelId::FIRST,
        general: Versioned::first(SiteGeneral {
            name: name.into(),
            origins: vec![],
        }),
        look: Versioned::first(Look {
            accent: ACCENT.into(),
            locale: "auto".into(),
        }),
        reopening: Versioned::first(Reopening { within_ms: 0 }),
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
    model.line = Line::Live;
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
                dialogs,
                more: false,
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

#[test]
fn a_save_that_came_second_shows_what_a_colleague_has_saved() {
    let mut model = greeted(Place::Settings(Section::Sites), vec![]);
    let site = site("Shop");
    let (id, form) = (site.id.clone(), Form::Site(site.id.clone(), SitePart::Look));
    model.roster.as_mut().unwrap().put_site(site);
    let look = |accent: &str| Look {
        accent: accent.into(),
        locale: "auto".into(),
    };
    let save = |model: &mut Model, ask, newer: Option<Look>| {
        let question = SaveSite {
            site: id.clone(),
            version: 0,
            section: look("#aa0000").into(),
        };
        model.asked(Ask(ask), question);
        let (version, newer) = (1, newer.map(SiteSection::from));
        model.hear(answer::<SaveSite>(ask, Saved { version, newer }), NOW);
        let stands = model.site(&id).unwrap().look.clone();
        (model.progress(&form), stands.version, stands.value.accent)
    };
    let stale = save(&mut model, 1, Some(look("#00aa00")));
    assert_eq!(stale, (Progress::Stale, 1, "#00aa00".into()));
    let saved = save(&mut model, 2, None);
    assert_eq!(saved, (Progress::Saved(1), 1, "#aa0000".into()));
}

#[test]
fn an_owner_of_an_unnamed_center_is_led_to_the_first_run() {
    let mut model = Model::new(Place::Dialogs(None));
    let mut roster = roster();
    roster.center.general.value.name.clear();
    roster.me.role = beseda_protocol::team::Role::Owner;
    let wishes = model.hear(
        ToOperator::Reset {
            v: 1,
            epoch: "e".into(),
            seq: Seq(1),
            me: roster.me,
            center: roster.center,
            employees: vec![],
            marks: vec![],
            channels: vec![],
            sites: vec![],
            test_key: "k".into(),
            waiting: vec![],
        },
        NOW,
    );
    assert!(wishes.contains(&Wish::Go(Place::Settings(Section::Start))));
}

#[test]
fn a_new_dialog_appears_and_rings_once() {
    let mut model = greeted(Place::Dialogs(None), vec![summary(1, 100)]);
    let wishes = model.hear(
        event(said(2, 900, "Hi"), waiting(summary(2, 900), 900)),
        NOW,
    );
    assert_eq!(model.list(), [DialogId(2), DialogId(1)]);
    assert_eq!(rings(&wishes), 1);
    assert!(matches!(&wishes[0], Wish::Ring(ring) if ring.is_new));
    assert_eq!(model.awaiting().dialogs, 1);
}

#[test]
fn a_dialog_rings_as_new_also_when_its_system_message_comes_first() {
    let mut model = greeted(Place::Dialogs(None), vec![]);
    let dialog = waiting(summary(2, 900), 900);
    let begun = message(
        2,
        899,
        Content::System {
            happened: beseda_protocol::message::Happened::Begun {},
        },
    );
    let frame = ToOperator::Events {
        after: Seq(1),
        seq: Seq(3),
        events: vec![
            OperatorEvent::Message {
                message: begun,
                dialog: dialog.clone(),
            },
            OperatorEvent::Message {
                message: said(2, 900, "Hi"),
                dialog,
            },
        ],
    };
    let wishes = model.hear(frame, NOW);
    assert!(matches!(&wishes[..], [Wish::Ring(ring)] if ring.is_new));
}

#[test]
fn a_colleagues_dialog_does_not_ring() {
    let mut model = greeted(Place::Dialogs(None), vec![]);
    let others = responsible(waiting(summary(2, 900), 900), OperatorId(2));
    assert_eq!(
        rings(&model.hear(event(said(2, 900, "Hi"), others), NOW)),
        0
    );
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
    model.hear(ToOperator::Resumed { v: 1, seq: Seq(2) }, now);
    model
}

#[test]
fn a_barred_line_is_told_until_it_lives() {
    let mut model = greeted(Place::Dialogs(None), vec![]);
    let waiting = State::Waiting {
        attempt: 3,
        until: NOW,
    };
    model.line_is(waiting, NOW);
    model.is_barred = true;
    model.line_is(waiting, NOW.plus_ms(1_000));
    assert!(model.is_barred);
    let live = State::Live {
        attempt: 3,
        since: NOW,
        pulse: Pulse::Felt {
            ping_at: NOW.plus_ms(PING_EVERY_MS),
        },
    };
    model.line_is(live, NOW.plus_ms(2_000));
    assert!(!model.is_barred);
}

#[test]
fn a_message_rings_however_wrong_the_clock_is() {
    let hour = 60 * 60 * 1000;
    let wrong = [Timestamp(900 + hour), Timestamp(0)];
    for now in wrong {
        let mut model = greeted(Place::Dialogs(None), vec![]);
        let wishes = model.hear(event(said(2, 900, "Hi"), summary(2, 900)), now);
        assert_eq!(rings(&wishes), 1);
    }
}

#[test]
fn what_was_missed_rings_only_after_a_short_cut_and_what_follows_always() {
    for (cut_ms, n_rings) in [(FRESH_MS, 1), (FRESH_MS + 1, 0)] {
        let mut model = back_after(cut_ms);
        let missed = event(said(2, 900, "Hi"), summary(2, 900));
        assert_eq!(rings(&model.hear(missed, NOW)), n_rings, "{cut_ms}");
        let following = ToOperator::Events {
            after: Seq(2),
            seq: Seq(3),
            events: vec![OperatorEvent::Message {
                message: said(2, 901, "You?"),
                dialog: summary(2, 901),
            }],
        };
        assert_eq!(rings(&model.hear(following, NOW)), 1);
    }
}

#[test]
fn a_view_from_the_start_forgets_what_the_line_before_was_to_tell() {
    let mut model = back_after(FRESH_MS + 1);
    model.hear(reset(), NOW);
    let wishes = model.hear(event(said(2, 900, "Hi"), summary(2, 900)), NOW);
    assert_eq!(rings(&wishes), 1);
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
    assert_eq!(model.watch(true), Some(said_opened.clone()));
    assert_eq!(model.watch(true), None);
    model.line_is(State::Idle, NOW);
    assert_eq!(
        model.watch(true),
        Some(said_opened),
        "the old line may have lost it"
    );
}

#[test]
fn only_a_cut_that_was_seen_ends_with_a_word() {
    let mut model = opened();
    let until = NOW;
    let waiting = State::Waiting { attempt: 1, until };
    let live = State::Live {
        attempt: 0,
        since: NOW,
        pulse: Pulse::Felt { ping_at: NOW },
    };
    let mut lines = Vec::new();
    for (state, after_ms) in [
        (live, 0),
        (waiting, 5_000),
        (live, 5_999),
        (waiting, 9_000),
        (waiting, 9_500),
        (live, 10_000),
        (live, 10_001),
        // It was hardly back: that is told until it is.
        (waiting, 10_100),
        (live, 10_200),
    ] {
        model.line_is(state, NOW.plus_ms(after_ms));
        lines.push(model.line);
    }
    assert_eq!(
        lines,
        [
            Line::Live,
            Line::Cut,
            Line::Live,
            Line::Cut,
            Line::Cut,
            Line::Back,
            Line::Back,
            Line::Cut,
            Line::Back
        ]
    );
    model.line_was_seen();
    assert_eq!(model.line, Line::Live);
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

#[test]
fn what_is_refused_is_told_where_it_was_asked() {
    let mut model = opened();
    let close = Close {
        dialog: DialogId(1),
    };
    assert_eq!(model.request(close.clone()), [Wish::ask(close.clone())]);
    assert!(model.request(close.clone()).is_empty(), "not twice at once");
    model.asked(Ask(9), close);
    let refusal = Refusal::new(Code::Forbidden, "No.");
    model.hear(
        ToOperator::Refused {
            cid: None,
            ask: Some(Ask(9)),
            refusal: refusal.clone(),
        },
        NOW,
    );
    assert_eq!(
        model.progress(&Form::Dialog(DialogId(1))),
        Progress::Failed(refusal)
    );
}

/// The relay has carried a question out.
fn carried_out<Q: Asked<Answer = Done>>(model: &mut Model, question: Q) -> Vec<Wish> {
    model.request(question.clone());
    model.asked(Ask(9), question);
    model.hear(answer::<Q>(9, Done {}), NOW)
}

/// ux P9.
#[test]
fn closing_can_be_undone_there_and_where_one_goes_next() {
    let (here, next) = (DialogId(1), DialogId(2));
    let mut model = opened();
    let wishes = carried_out(&mut model, Close { dialog: here });
    assert_eq!(wishes, [Wish::GoOn(here)]);
    assert_eq!(model.closed, Some(here));
    model.go(Place::Dialogs(Some(next)));
    assert_eq!(model.closed, Some(here));
    let back = Wish::Go(Place::Dialogs(Some(here)));
    let undone = carried_out(&mut model, Reopen { dialog: here });
    assert_eq!(undone, [back]);
    assert_eq!(model.closed, None);
}

#[test]
fn closing_cannot_be_undone_from_further_on() {
    let mut model = opened();
    carried_out(
        &mut model,
        Close {
            dialog: DialogId(1),
        },
    );
    model.go(Place::Dialogs(Some(DialogId(2))));
    model.go(Place::Dialogs(Some(DialogId(3))));
    assert_eq!(model.closed, None);
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

#[test]
fn an_act_on_a_dialog_is_never_repeated_after_a_cut() {
    for act in acts() {
        assert_eq!(Manner::of(&act).repeat(), Repeat::Never, "{act:?}");
    }
    let look = OpenDialog {
        dialog: DialogId(1),
    };
    assert_eq!(Manner::of(&look.into()).repeat(), Repeat::Safe);
}

#[test]
fn an_act_on_a_dialog_is_not_kept_for_a_line_to_come() {
    let form = Form::Dialog(DialogId(1));
    for act in acts() {
        let mut model = opened();
        model.line = Line::Cut;
        assert_eq!(model.request(act.clone()), []);
        assert_eq!(model.progress(&form), Progress::NoLine);
        model.line = Line::Live;
        assert_eq!(model.request(act.clone()), [Wish::Ask(act)]);
    }
}

#[test]
fn that_an_act_was_lost_is_told_until_the_dialog_is_left() {
    let form = Form::Dialog(DialogId(1));
    let mut model = opened();
    let close = Close {
        dialog: DialogId(1),
    };
    model.request(close.clone());
    model.asked(Ask(9), close);
    model.go(Place::Dialogs(None));
    assert_eq!(model.progress(&form), Progress::Busy, "not forgotten yet");
    model.lost(Ask(9));
    model.go(Place::Dialogs(Some(DialogId(1))));
    assert_eq!(model.progress(&form), Progress::Lost);
    model.go(Place::Dialogs(None));
    assert_eq!(model.progress(&form), Progress::Idle);
}

/// ux C14.
#[test]
fn of_a_missing_line_only_its_own_notice_tells_and_only_until_it_is_back() {
    let dialog = DialogId(1);
    let waiting = State::Waiting {
        attempt: 1,
        until: NOW,
    };
    let live = State::Live {
        attempt: 0,
        since: NOW,
        pulse: Pulse::Felt { ping_at: NOW },
    };
    let mut model = opened();
    model.line_is(waiting, NOW);
    model.request(Close { dialog });
    assert!(model.is_undone());
    assert_eq!(model.outcome(dialog), Progress::Idle);
    model.line_is(live, NOW);
    assert!(!model.is_undone());
    assert_eq!(model.progress(&Form::Dialog(dialog)), Progress::Idle);
}

#[test]
fn what_a_cut_left_open_is_told_when_the_lines_own_notice_is_over() {
    let dialog = DialogId(1);
    let mut model = opened();
    let close = Close { dialog };
    model.request(close.clone());
    model.asked(Ask(9), close);
    assert_eq!(model.outcome(dialog), Progress::Busy);
    model.lost(Ask(9));
    for (line, told) in [
        (Line::Cut, Progress::Idle),
        (Line::Back, Progress::Idle),
        (Line::Live, Progress::Lost),
    ] {
        model.line = line;
        assert_eq!(model.outcome(dialog), told, "{line:?}");
    }
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

/// ux P11.
#[test]
fn an_operator_at_an_administrators_address_is_led_to_his_own_settings() {
    let own = || Wish::Go(Place::Settings(Section::Me));
    for section in [
        Section::Start,
        Section::Center,
        Section::Sites,
        Section::People,
    ] {
        let mut model = Model::new(Place::Settings(section));
        assert!(model.hear(reset(), NOW).contains(&own()), "{section:?}");
        model.go(Place::Dialogs(None));
        assert_eq!(model.go(Place::Settings(section)), [own()], "{section:?}");
    }
    let mut model = Model::new(Place::Settings(Section::Me));
    assert!(!model.hear(reset(), NOW).contains(&own()));
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

#[test]
fn a_session_that_ends_leaves_the_drafts_and_leads_to_the_sign_in() {
    let mut model = opened();
    model.typed(DialogId(1), "half a", NOW);
    assert_eq!(model.ended(), [Wish::Go(Place::SignIn)]);
    assert_eq!(model.drafts.text(DialogId(1)), "half a");
    assert_eq!(model.entry, Entry::Out);
}

/// ux C24.
#[test]
fn that_there_is_nothing_at_an_address_is_told_without_a_session() {
    let mut model = Model::new(Place::Nowhere("/no/such".into()));
    assert_eq!(model.ended(), []);
    assert_eq!(model.place, Place::Nowhere("/no/such".into()));
}

/// ux C7.
#[test]
fn the_list_is_as_it_was_after_a_session_has_ended() {
    let mine = beseda_protocol::dialog::Filter {
        tab: beseda_protocol::dialog::Tab::Mine,
        ..Default::default()
    };
    let mut model = opened();
    model.show(mine.clone());
    model.ended();
    assert_eq!(*model.board.filter(), mine);
}

#[test]
fn whoever_signs_in_next_has_his_own_drafts_only() {
    let mut model = opened();
    let nothing_kept = |of| move || Drafts::restore(of, []);
    model.signed_in(ME, nothing_kept(ME));
    model.typed(DialogId(1), "half a", NOW);
    model.ended();
    model.signed_in(ME, nothing_kept(ME));
    assert_eq!(
        model.drafts.text(DialogId(1)),
        "half a",
        "this page knows more"
    );
    model.ended();
    let other = OperatorId(2);
    model.signed_in(other, nothing_kept(other));
    assert_eq!(model.drafts, Drafts::restore(other, []));
}

/// Nothing else happens: neither the dialog nor its messages are told again.
#[test]
fn a_renamed_colleague_and_site_are_called_so_on_every_card_at_once() {
    let mut model = opened();
    let colleague = OperatorId(2);
    let roster = model.roster.as_ref().unwrap();
    let mut employee = roster.employees[1].clone();
    assert_eq!(employee.id, colleague);
    let told = |seq: u64, events| ToOperator::Events {
        after: Seq(seq - 1),
        seq: Seq(seq),
        events,
    };
    let card = responsible(summary(1, 100), colleague);
    let events = vec![
        OperatorEvent::Dialog { dialog: card },
        OperatorEvent::Site { site: site("Shop") },
    ];
    model.hear(told(2, events), NOW);
    let shown = |model: &Model| {
        let card = model.board.card(DialogId(1)).unwrap();
        let roster = model.roster.as_ref().unwrap();
        let site = roster.site_name(&card.site).unwrap().to_owned();
        (model.name(card.responsible.unwrap()), site)
    };
    assert_eq!(shown(&model), ("Operator 2".into(), "Shop".into()));
    employee.name = "Maria".into();
    let events = vec![
        OperatorEvent::Employee { employee },
        OperatorEvent::Site {
            site: site("Outlet"),
        },
    ];
    model.hear(told(3, events), NOW);
    assert_eq!(shown(&model), ("Maria".into(), "Outlet".into()));
}

/// A console of an administrator who looks at the people.
fn at_people() -> Model {
    let mut model = greeted(Place::Dialogs(None), vec![]);
    if let Some(roster) = &mut model.roster {
        roster.me.role = Role::Administrator;
    }
    model
}

fn of_people(wishes: &[Wish]) -> bool {
    wishes.contains(&Wish::ask(ListPeople {}))
}

#[test]
fn who_is_there_is_asked_when_the_people_are_shown_and_when_one_of_them_changes() {
    let mut model = at_people();
    let mut colleague = roster().employees[1].clone();
    colleague.disabled_at = Some(NOW);
    let changed = |employee| ToOperator::Events {
        after: Seq(1),
        seq: Seq(2),
        events: vec![OperatorEvent::Employee { employee }],
    };
    assert!(!of_people(&model.hear(changed(colleague.clone()), NOW)));
    assert!(of_people(&model.go(Place::Settings(Section::People))));
    let listed = ListedPeople {
        people: vec![],
        invitations: vec![],
    };
    model.asked(Ask(7), ListPeople {});
    model.hear(answer::<ListPeople>(7, listed.clone()), NOW);
    assert_eq!(model.people, Some(listed));
    assert!(of_people(&model.hear(changed(colleague), NOW)));
}

#[test]
fn who_was_faster_is_looked_at_again() {
    let mut model = at_people();
    model.go(Place::Settings(Section::People));
    let employee = OperatorId(2);
    model.asked(Ask(8), Disable { employee });
    let refusal = Refusal::new(Code::OwnerStays, "No.");
    let refused = ToOperator::Refused {
        cid: None,
        ask: Some(Ask(8)),
        refusal: refusal.clone(),
    };
    assert!(of_people(&model.hear(refused, NOW)));
    let progress = model.progress(&Form::Employee(employee));
    assert_eq!(progress, Progress::Failed(refusal));
}

#[test]
fn a_dialog_that_is_taken_away_leaves_what_was_typed_in_it() {
    let mut model = opened();
    let dialog = DialogId(1);
    model.typed(dialog, "Half a thought", NOW);
    let gone = ToOperator::Events {
        after: Seq(1),
        seq: Seq(2),
        events: vec![OperatorEvent::Gone { dialog }],
    };
    model.hear(gone, NOW);
    assert!(model.board.card(dialog).is_none());
    let load = model.thread(dialog).map(|thread| &thread.load);
    assert_eq!(load, Some(&Load::Gone));
    assert_eq!(model.drafts.text(dialog), "Half a thought");
}

/// The view from the start of somebody who sees these channels only.
fn reset_of(channels: &[u64]) -> ToOperator {
    let mut view = reset();
    if let ToOperator::Reset { me, .. } = &mut view {
        me.access.channels = Some(channels.iter().copied().map(ChannelId).collect());
    }
    view
}

/// Dialog 1 is open, and something was typed in it.
fn half_written() -> Model {
    let place = Place::Dialogs(Some(DialogId(1)));
    let mut model = greeted(place, vec![summary(1, 100), summary(2, 90)]);
    model.typed(DialogId(1), "Half a thought", NOW);
    model
}

/// Issue 13: what is asked red there first.
#[test]
fn a_channel_that_was_lost_while_away_takes_its_dialog_off_the_screen_and_leaves_the_draft() {
    let mut model = half_written();
    let dialog = DialogId(1);
    model.hear(reset_of(&[7]), NOW);
    assert_eq!(model.list(), [DialogId(0); 0]);
    assert!(model.board.card(dialog).is_none());
    let load = model.thread(dialog).map(|thread| thread.load.clone());
    assert_eq!(load, Some(Load::Gone));
    assert_eq!(model.drafts.text(dialog), "Half a thought");
    assert_eq!(model.left_behind(), None, "it is before his eyes");

    // Elsewhere a line says that something was left behind, until it is looked at.
    model.go(Place::Dialogs(None));
    assert_eq!(model.left_behind(), Some(dialog));
    let wishes = model.go(Place::Dialogs(Some(dialog)));
    assert_eq!(wishes, [Wish::ask(OpenDialog { dialog })]);
    model.asked(Ask(50), OpenDialog { dialog });
    model.hear(refused(50, Code::NotFound), NOW);
    let load = model.thread(dialog).map(|thread| thread.load.clone());
    assert_eq!(load, Some(Load::Gone));

    // The right comes back, and the draft is where it was.
    let wishes = model.hear(reset(), NOW);
    assert!(wishes.contains(&Wish::ask(OpenDialog { dialog })));
    model.asked(Ask(51), OpenDialog { dialog });
    let given = OpenedDialog {
        dialog: summary(1, 100),
        messages: vec![said(1, 100, "Hello")],
        more: false,
        tags: vec![],
        card: card(&summary(1, 100)),
    };
    model.hear(answer::<OpenDialog>(51, given), NOW);
    assert_eq!(model.right(dialog), Right::Answerable);
    assert_eq!(model.drafts.text(dialog), "Half a thought");
}

fn refused(ask: u64, code: Code) -> ToOperator {
    ToOperator::Refused {
        cid: None,
        ask: Some(Ask(ask)),
        refusal: Refusal::new(code, ""),
    }
}

#[test]
fn a_dialog_that_comes_back_before_his_eyes_is_loaded_anew() {
    let mut model = half_written();
    let dialog = DialogId(1);
    model.hear(reset_of(&[7]), NOW);
    let back = ToOperator::Events {
        after: Seq(1),
        seq: Seq(2),
        events: vec![OperatorEvent::Dialog {
            dialog: summary(1, 100),
        }],
    };
    let wishes = model.hear(back, NOW);
    assert_eq!(wishes, [Wish::ask(OpenDialog { dialog })]);
}

#[test]
fn a_dialog_that_was_never_seen_is_not_told_as_lost() {
    let mut model = greeted(Place::Dialogs(None), vec![]);
    let dialog = DialogId(5);
    model.go(Place::Dialogs(Some(dialog)));
    model.asked(Ask(50), OpenDialog { dialog });
    model.hear(refused(50, Code::NotFound), NOW);
    let load = model.thread(dialog).map(|thread| thread.load.clone());
    assert!(matches!(load, Some(Load::Refused(_))), "{load:?}");
}

#[test]
fn a_list_of_what_may_not_be_seen_any_more_gives_way_to_all() {
    let mut model = greeted(Place::Dialogs(None), vec![summary(1, 100)]);
    let tab = Tab::Others;
    model.show(Filter {
        tab,
        ..Filter::default()
    });
    let mut view = reset();
    if let ToOperator::Reset { me, .. } = &mut view {
        me.access.others = Others::Hidden;
    }
    model.hear(view, NOW);
    assert_eq!(model.board.filter().tab, Tab::All);
}

fn events(events: Vec<OperatorEvent>) -> ToOperator {
    ToOperator::Events {
        after: Seq(1),
        seq: Seq(2),
        events,
    }
}

#[test]
fn a_label_that_is_made_on_a_card_is_put_on_its_client() {
    let mut model = opened();
    let client = ClientId(1);
    let mut wishes = model.make_and_put(MarkKind::Label, "VIP".into(), On::Client(client));
    let Some(Wish::Ask(asked)) = wishes.pop() else {
        panic!("{wishes:?}");
    };
    model.asked(Ask(8), asked);
    let (id, kind, name) = (MarkId(9), MarkKind::Label, "VIP".into());
    let made = Mark { id, kind, name };
    let wishes = model.hear(answer::<AddMark>(8, made), NOW);
    let mark = MarkId(9);
    assert!(
        wishes.contains(&Wish::ask(MarkClient { client, mark })),
        "{wishes:?}"
    );
}

#[test]
fn a_dialog_that_shows_a_mark_is_looked_at_again_when_the_mark_is_gone() {
    let mut model = opened();
    let (dialog, mark) = (DialogId(1), MarkId(9));
    let tags = vec![mark];
    model.hear(events(vec![OperatorEvent::Tags { dialog, tags }]), NOW);
    let gone = |mark| events(vec![OperatorEvent::MarkGone { mark }]);
    let open = Wish::ask(OpenDialog { dialog });
    assert!(model.hear(gone(mark), NOW).contains(&open));
    assert!(!model.hear(gone(MarkId(10)), NOW).contains(&open));
}

#[test]
fn a_renamed_client_is_renamed_on_every_card_and_his_own_shows_what_was_written() {
    let mut model = opened();
    let mut second = summary(2, 20);
    second.client = summary(1, 10).client;
    model.board.put(second);
    model.board.put(summary(3, 30));
    let client = ClientBrief {
        name: Some("Anna Berg".into()),
        ..summary(1, 10).client
    };
    let profile = profile("Pays late", &[9]);
    model.hear(
        ToOperator::Events {
            after: Seq(1),
            seq: Seq(2),
            events: vec![OperatorEvent::Client {
                client: client.clone(),
                profile: profile.clone(),
            }],
        },
        NOW,
    );
    let name = |model: &Model, id| model.board.card(DialogId(id)).unwrap().client.name.clone();
    assert_eq!(name(&model, 1).as_deref(), Some("Anna Berg"));
    assert_eq!(name(&model, 2).as_deref(), Some("Anna Berg"));
    assert_eq!(name(&model, 3), None);
    let card = model.thread(DialogId(1)).unwrap().card.clone().unwrap();
    assert_eq!((card.client, card.profile), (client, profile));
}
