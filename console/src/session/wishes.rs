//! Carries out what the model wishes.

use beseda_protocol::ask::Question;
use beseda_protocol::ids::DialogId;
use beseda_protocol::operator::FromOperator;
use leptos::prelude::*;

use super::Desk;
use crate::bell;
use crate::browser::page::Step;
use crate::model::Wish;
use crate::model::place::Place;
use crate::model::question::Manner;
use crate::model::ring::Ring;

impl Desk {
    pub(super) fn fulfil(self, wishes: Vec<Wish>) {
        for wish in wishes {
            match wish {
                Wish::Ask(question) => self.ask(question),
                Wish::Mention(said) => {
                    self.on_line(|line| line.act(|session, _| session.mention(&said)))
                }
                Wish::Ring(ring) => self.ring(&ring),
                Wish::GoOn(closed) => self.go_on(closed),
                Wish::KeepDraft(dialog) => self.keep_draft(dialog),
                Wish::Go(place) => self.step_to(place, Step::Same),
            }
        }
    }

    fn ring(self, ring: &Ring) {
        let dialog = ring.dialog;
        self.prefs.with_untracked(|prefs| {
            bell::ring(prefs, ring, move || self.go(Place::Dialogs(Some(dialog))));
        });
    }

    /// Goes to the next dialog that awaits a reply, if the operator has chosen that and
    /// still looks at the one that was closed.
    fn go_on(self, closed: DialogId) {
        if !self.prefs.with_untracked(|prefs| prefs.goes_on) {
            return;
        }
        self.act(|model, _| model.go_on(closed));
    }

    fn ask(self, question: Question) {
        self.on_line(|line| {
            let repeat = Manner::of(&question).repeat();
            let ask = line.ask(repeat, |ask| FromOperator::ask(ask, question.clone()));
            self.model.update(|model| model.asked(ask, question));
        });
    }
}
