//! The page of the people.

use beseda_protocol::ask::team::{ColleaguePresence, ListPresence, ListedPresence, SetIdle};
use beseda_protocol::limits::IDLE_MS;
use beseda_protocol::team::Presence;

use super::*;

/// A console of an administrator who looks at the people.
fn at_people() -> Model {
    let mut model = greeted(Place::Dialogs(None), vec![]);
    if let Some(roster) = &mut *model.roster {
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

/// Another browser of his may be left open and idle.
#[test]
fn who_becomes_away_while_he_is_at_this_console_says_that_he_is_there() {
    let mut model = greeted(Place::Dialogs(None), vec![]);
    let mut listed = |presence| {
        let of = vec![ColleaguePresence { id: ME, presence }];
        model.asked(Ask(7), ListPresence {});
        model.hear(answer::<ListPresence>(7, ListedPresence { of }), NOW)
    };
    assert_eq!(listed(Presence::Online), []);
    let is_idle = false;
    assert_eq!(listed(Presence::Away), [Wish::ask(SetIdle { is_idle })]);
    assert_eq!(listed(Presence::Away), [], "it is said once");
    assert_eq!(listed(Presence::Online), []);
    // Nobody is at this one, either.
    assert!(!model.tell_idle(NOW.plus_ms(IDLE_MS)).is_empty());
    let of = vec![ColleaguePresence {
        id: ME,
        presence: Presence::Away,
    }];
    model.asked(Ask(8), ListPresence {});
    assert_eq!(
        model.hear(answer::<ListPresence>(8, ListedPresence { of }), NOW),
        []
    );
}
