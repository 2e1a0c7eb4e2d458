//! What is told of the line.

use super::*;

#[test]
fn a_barred_line_is_told_until_it_lives() {
    let mut model = greeted(Place::Dialogs(None), vec![]);
    let waiting = State::Waiting {
        attempt: 3,
        until: NOW,
    };
    model.line_is(waiting, NOW);
    *model.is_barred = true;
    model.line_is(waiting, NOW.plus_ms(1_000));
    assert!(*model.is_barred);
    let live = State::Live {
        attempt: 3,
        since: NOW,
        pulse: Pulse::Felt {
            ping_at: NOW.plus_ms(PING_EVERY_MS),
        },
    };
    model.line_is(live, NOW.plus_ms(2_000));
    assert!(!*model.is_barred);
}

#[test]
fn a_view_from_the_start_forgets_what_the_line_before_was_to_tell() {
    let mut model = back_after(FRESH_MS + 1);
    model.hear(reset(), NOW);
    let wishes = model.hear(event(said(2, 900, "Hi"), summary(2, 900)), NOW);
    assert_eq!(rings(&wishes), 1);
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
        lines.push(*model.line);
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
        *model.line = line;
        assert_eq!(model.outcome(dialog), told, "{line:?}");
    }
}
