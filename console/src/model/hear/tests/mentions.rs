//! Dialogs in which the operator was mentioned.

use beseda_protocol::ask::dialogs::SeeMention;
use beseda_protocol::filter::{Filter, Query, StateFilter, Tab};
use beseda_protocol::mention::{Mention, Mentioned};

use super::*;

const HERE: DialogId = DialogId(1);

fn mentioned(dialog: u64, at: u64) -> Mentioned {
    Mentioned {
        dialog: DialogId(dialog),
        message: MessageId(at),
        at: Timestamp(at),
        is_seen: false,
    }
}

fn told(dialogs: Vec<Mentioned>) -> ToOperator {
    ToOperator::Mentioned { dialogs }
}

fn questions(wishes: &[Wish]) -> Vec<&Wish> {
    let is_asked = |wish: &&Wish| matches!(wish, Wish::Ask(_));
    wishes.iter().filter(is_asked).collect()
}

#[test]
fn a_card_under_the_mentions_leads_to_what_mentions_him_and_elsewhere_to_its_dialog() {
    let mut model = opened();
    model.hear(told(vec![mentioned(1, 500)]), NOW);
    assert_eq!(model.leads_to(HERE), Place::Dialogs(Some(HERE)));
    let tab = Tab::Mentions;
    model.board.show(Query::from(Filter {
        state: StateFilter::Open,
        tab,
        all_of: vec![],
    }));
    assert_eq!(model.leads_to(HERE), Place::Message(HERE, MessageId(500)));
    let other = DialogId(7);
    assert_eq!(model.leads_to(other), Place::Dialogs(Some(other)));
}

#[test]
fn a_mention_counts_until_its_dialog_is_looked_at() {
    let mut model = opened();
    model.hear(told(vec![mentioned(1, 500), mentioned(7, 400)]), NOW);
    assert_eq!(model.board.n_unseen_mentions(), 2);
    let wishes = model.watch(true);
    let (dialog, at) = (HERE, Timestamp(500));
    let seen = Wish::ask(SeeMention { dialog, at });
    assert!(wishes.contains(&seen), "{wishes:?}");
    assert_eq!(model.board.n_unseen_mentions(), 1);
    assert!(!model.watch(true).contains(&seen), "said once");
    // Mentioned again while it is looked at.
    let wishes = model.hear(told(vec![mentioned(1, 600), mentioned(7, 400)]), NOW);
    let at = Timestamp(600);
    let again = Wish::ask(SeeMention { dialog, at });
    assert_eq!(questions(&wishes), [&again]);
}

#[test]
fn mentions_stand_by_when_they_were_made_and_those_unknown_are_asked_for() {
    let dialogs = vec![summary(2, 200), summary(1, 100)];
    let mut model = greeted(Place::Dialogs(None), dialogs);
    model.hear(told(vec![mentioned(1, 900), mentioned(2, 800)]), NOW);
    let mentions = Query::from(Filter {
        state: StateFilter::All,
        tab: Tab::Mentions,
        all_of: vec![],
    });
    model.board.show(mentions);
    assert_eq!(model.list(), [DialogId(1), DialogId(2)]);
    model.board.ask_page();
    model.hear(told(vec![mentioned(1, 900), mentioned(2, 950)]), NOW);
    assert_eq!(model.list(), [DialogId(2), DialogId(1)]);
    // One that is mentioned no longer leaves the list.
    let wishes = model.hear(told(vec![mentioned(2, 950)]), NOW);
    assert_eq!(model.list(), [DialogId(2)]);
    assert_eq!(questions(&wishes), [] as [&Wish; 0]);
    let wishes = model.hear(told(vec![mentioned(2, 950), mentioned(7, 990)]), NOW);
    assert!(matches!(
        questions(&wishes)[..],
        [Wish::Ask(Question::List(_))]
    ));
    // Written, whose dialog a list of mentions does not show.
    model.hear(
        event(said(3, 999, "Hi"), waiting(summary(3, 999), 999)),
        NOW,
    );
    assert_eq!(model.list(), [DialogId(2)]);
}

#[test]
fn a_colleague_who_is_called_is_found_by_any_word_of_his_name() {
    let mut roster = roster();
    let names = ["Me", "Anna Petrova", "Petr Ann", "Olga", "Ann"];
    let template = roster.employees[0].clone();
    roster.employees = (1..)
        .zip(names)
        .map(|(id, name)| {
            let mut employee = template.clone();
            employee.id = OperatorId(id);
            employee.name = name.into();
            employee
        })
        .collect();
    roster.me = roster.employees[0].clone();
    let found = |sought: &str| {
        let found = roster.to_call(&summary(1, 100), sought).into_iter();
        found.map(|(_, name)| name).collect::<Vec<_>>()
    };
    assert_eq!(found(""), ["Ann", "Anna Petrova", "Olga", "Petr Ann"]);
    assert_eq!(found("ann"), ["Ann", "Petr Ann", "Anna Petrova"]);
    assert_eq!(found("anna pe"), ["Anna Petrova"]);
    assert_eq!(found("me"), [""; 0], "oneself");
}

#[test]
fn whom_a_note_calls_is_told_apart_in_the_feed() {
    use crate::model::feed::{Around, Kind, feed};
    let mentions = vec![Mention {
        who: ME,
        name: "Anna".into(),
    }];
    let note = Content::Note {
        by: OperatorId(2),
        text: "@Anna, look".into(),
        mentions: mentions.clone(),
    };
    let message = message(1, 900, note);
    let rows = feed(
        &summary(1, 900),
        &[message],
        &[],
        &[],
        ME,
        &Around::default(),
        |_| 0,
    );
    let said = rows.iter().find_map(|row| match &row.kind {
        Kind::Said(said) => Some(said),
        _ => None,
    });
    assert_eq!(said.unwrap().mentions, mentions);
}
