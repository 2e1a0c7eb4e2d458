//! What becomes of what operators ask.

use super::*;

#[test]
fn a_save_that_came_second_shows_what_a_colleague_has_saved() {
    let mut model = greeted(Place::Settings(Section::Sites), vec![]);
    let site = site("Shop");
    let (id, form) = (site.id.clone(), Form::Site(site.id.clone(), SitePart::Look));
    model.roster.as_mut().unwrap().put_site(site);
    let look = |accent: &str| Look {
        accent: accent.into(),
        ..Look::default()
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
        *model.line = Line::Cut;
        assert_eq!(model.request(act.clone()), []);
        assert_eq!(model.progress(&form), Progress::NoLine);
        *model.line = Line::Live;
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
