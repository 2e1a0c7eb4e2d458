//! Names and marks, which change by events.

use super::*;

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
    let channel = None;
    let made = Mark {
        id,
        kind,
        name,
        channel,
    };
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

#[test]
fn the_card_of_a_client_who_was_deleted_says_that_there_is_none() {
    let client = ClientId(3);
    let mut model = greeted(Place::Clients(Some(client)), vec![]);
    let deleted = |client| ToOperator::Events {
        after: Seq(1),
        seq: Seq(2),
        events: vec![OperatorEvent::ClientDeleted { client }],
    };
    model.hear(deleted(ClientId(4)), NOW);
    assert!(!model.clients.is_missing);
    model.hear(deleted(client), NOW);
    assert!(model.clients.is_missing);
}
