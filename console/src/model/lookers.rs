//! Who else has the open dialog open.

use std::collections::BTreeSet;

use beseda_protocol::ids::{DialogId, OperatorId};
use beseda_protocol::operator::FromOperator;

use super::{Model, Wish};

/// The colleagues who have a dialog open.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lookers {
    /// Which dialog; absent: none is open here.
    dialog: Option<DialogId>,
    others: BTreeSet<OperatorId>,
}

impl Model {
    /// Who else has a dialog open that is open here.
    pub fn lookers(&self, dialog: DialogId) -> Vec<OperatorId> {
        let is_it = self.lookers.dialog == Some(dialog);
        let others = self.lookers.others.iter().filter(|_| is_it);
        others.copied().collect()
    }

    /// A dialog is open here from now on, or the line on which that is told is another one.
    pub fn look_in(&mut self, dialog: DialogId) -> Vec<Wish> {
        self.lookers.set(Lookers {
            dialog: Some(dialog),
            ..Lookers::default()
        });
        self.say_looking()
    }

    /// It is open here no more.
    pub fn look_away(&mut self, dialog: DialogId) -> Vec<Wish> {
        if self.lookers.dialog == Some(dialog) {
            self.lookers.set(Lookers::default());
        }
        vec![looking(dialog, false, None)]
    }

    /// Somebody has a dialog open, or has left it. Who has just come is answered.
    pub(super) fn looks(
        &mut self,
        dialog: DialogId,
        by: OperatorId,
        on: bool,
        is_answer: bool,
    ) -> Vec<Wish> {
        if self.lookers.dialog != Some(dialog) {
            return vec![];
        }
        if Some(by) == self.me() {
            // Another tab has left what is open here.
            return if on { vec![] } else { self.say_looking() };
        }
        self.lookers.change_if(|lookers| match on {
            true => lookers.others.insert(by),
            false => lookers.others.remove(&by),
        });
        match on && !is_answer {
            true => vec![looking(dialog, true, Some(by))],
            false => vec![],
        }
    }

    /// A console has closed.
    pub(super) fn operator_left(&mut self, by: OperatorId) -> Vec<Wish> {
        if Some(by) == self.me() {
            return self.say_looking();
        }
        self.lookers.change_if(|lookers| lookers.others.remove(&by));
        vec![]
    }

    fn say_looking(&self) -> Vec<Wish> {
        let open = self.lookers.dialog.into_iter();
        open.map(|dialog| looking(dialog, true, None)).collect()
    }
}

fn looking(dialog: DialogId, on: bool, to: Option<OperatorId>) -> Wish {
    Wish::Mention(FromOperator::Looking { dialog, on, to })
}
