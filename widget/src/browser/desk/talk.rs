//! What a conversation has behind its first message, as far as the desk knows it: a part
//! that is loaded when there is a conversation, or while nothing else is done.

use std::cell::OnceCell;

use beseda_parts::{Part, Stage};

use super::super::dom::El;
use super::Desk;
use crate::rows::Row;

/// What the part makes.
pub(in crate::browser) struct Further {
    /// The line under a bubble that is not [`Row::is_plain`].
    pub(in crate::browser) below: fn(&Row, &Desk) -> El,
    /// A text with its links.
    pub(in crate::browser) words: fn(&str) -> El,
    /// Hears of the newest message of an operator, by its id; and how many are unread.
    pub(in crate::browser) arrived: Box<dyn Fn(f64, u32)>,
}

/// The part, whether it is here or not.
pub(in crate::browser) struct Talk {
    pub(in crate::browser) part: Part,
    further: OnceCell<Further>,
}

impl Talk {
    pub(super) fn new(part: Part) -> Self {
        let further = OnceCell::new();
        Self { part, further }
    }

    /// What it makes, once it is here.
    pub(in crate::browser) fn further(&self) -> Option<&Further> {
        self.further.get()
    }

    /// The line is a new one: what could not be loaded may be by now.
    pub(super) fn hurry(&self) {
        if self.part.stage() == Stage::Failed {
            self.part.want();
        }
    }

    /// It is here.
    pub(in crate::browser) fn begin(&self, further: Further) {
        self.further.set(further).ok();
    }
}
