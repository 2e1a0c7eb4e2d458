//! Who comes, goes, and is led elsewhere.

use beseda_protocol::ask::clients::OpenClient;
use beseda_protocol::filter::Query;

use super::*;

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
            counts: vec![],
            pins: vec![],
            saved_filters: vec![],
            drafts: vec![],
            mentioned: vec![],
        },
        NOW,
    );
    assert!(wishes.contains(&Wish::Go(Place::Settings(Section::Start))));
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
    let mine = Query::from(Filter {
        tab: Tab::Mine,
        ..Filter::default()
    });
    let mut model = opened();
    model.show(mine.clone());
    model.ended();
    assert_eq!(*model.board.query(), mine);
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

#[test]
fn the_client_whom_an_address_names_is_asked_for_and_again_after_a_reset() {
    let client = ClientId(5);
    let mut model = Model::new(Place::Clients(Some(client)));
    for _ in 0..2 {
        let wishes = model.hear(reset(), NOW);
        assert!(wishes.contains(&Wish::ask(OpenClient { client })));
    }
}
