//! What a job has changed, told in sum.

use super::*;
use beseda_protocol::ask::list::{FilterDialogs, FilteredDialogs};
use beseda_protocol::job::{Job, JobState, Work};

fn changed(dialogs: &[u64], clients: &[u64]) -> ToOperator {
    ToOperator::Events {
        after: Seq(1),
        seq: Seq(2),
        events: vec![OperatorEvent::Changed {
            dialogs: dialogs.iter().copied().map(DialogId).collect(),
            clients: clients.iter().copied().map(ClientId).collect(),
        }],
    }
}

fn questions(wishes: &[Wish]) -> Vec<&Question> {
    let asked = wishes.iter().filter_map(|wish| match wish {
        Wish::Ask(question) => Some(question),
        _ => None,
    });
    asked.collect()
}

/// The list shows dialogs 1, 2 and 3, of which 1 is open.
fn at_the_list() -> Model {
    let mut model = opened();
    let page = ListedDialogs {
        pinned: vec![],
        dialogs: vec![summary(3, 300), summary(2, 200), summary(1, 100)],
        rest: None,
    };
    let asked = model.board.ask_anew().unwrap();
    model.asked(Ask(30), asked);
    model.hear(answer::<ListDialogs>(30, page), NOW);
    assert_eq!(model.list(), [3, 2, 1].map(DialogId));
    model
}

#[test]
fn of_what_a_job_has_changed_that_is_asked_which_is_shown() {
    let mut model = at_the_list();
    let wishes = model.hear(changed(&[1, 3], &[]), NOW);
    let among = FilterDialogs {
        filter: model.board.filter().clone(),
        dialogs: vec![DialogId(1), DialogId(3)],
    };
    let open = OpenDialog {
        dialog: DialogId(1),
    };
    assert_eq!(
        questions(&wishes),
        [&open.into(), &Question::from(among.clone())]
    );
    assert_eq!(
        model.list(),
        [3, 2, 1].map(DialogId),
        "until there is an answer"
    );

    // One has left the list, the other has become another one.
    let told = FilteredDialogs {
        dialogs: vec![responsible(summary(1, 100), ME)],
    };
    model.asked(Ask(31), among);
    model.hear(answer::<FilterDialogs>(31, told), NOW);
    assert_eq!(model.list(), [2, 1].map(DialogId));
    let one = model.board.card(DialogId(1)).unwrap();
    assert_eq!(one.responsible, Some(ME));
    assert_eq!(model.board.card(DialogId(3)), None);
}

#[test]
fn what_was_not_on_the_list_may_have_come_on_it() {
    let mut model = at_the_list();
    let wishes = model.hear(changed(&[7, 8], &[]), NOW);
    let asked = questions(&wishes);
    let [Question::List(beseda_protocol::ask::list::ListQuestion::ListDialogs(page))] = asked[..]
    else {
        panic!("{asked:?}");
    };
    assert_eq!(page.behind, None);
    let again = model.hear(changed(&[9], &[]), NOW);
    assert_eq!(questions(&again).len(), 0, "one page at a time");
}

#[test]
fn while_a_job_runs_the_list_is_looked_at_as_often_as_it_tells_how_far_it_is() {
    let mut model = at_the_list();
    let mut job = Job {
        id: "j".into(),
        work: Work::CloseSilent {},
        by: OperatorId(2),
        begun_at: NOW,
        state: JobState::Running,
        done: 10,
        total: 100,
        skipped: vec![],
        undoable: 0,
        download: None,
    };
    let jobs = |job: &Job| ToOperator::Jobs {
        jobs: vec![job.clone()],
    };
    model.hear(jobs(&job), NOW);
    assert_eq!(questions(&model.hear(changed(&[7], &[]), NOW)).len(), 0);
    job.done = 20;
    assert_eq!(questions(&model.hear(jobs(&job), NOW)).len(), 1);
    job.done = 30;
    assert_eq!(
        questions(&model.hear(jobs(&job), NOW)).len(),
        0,
        "nothing since"
    );
}

#[test]
fn a_clients_other_card_is_asked_for_where_his_dialog_is_open() {
    let mut model = at_the_list();
    let wishes = model.hear(changed(&[], &[1]), NOW);
    let open = Question::from(OpenDialog {
        dialog: DialogId(1),
    });
    assert!(questions(&wishes).contains(&&open), "{wishes:?}");
}
