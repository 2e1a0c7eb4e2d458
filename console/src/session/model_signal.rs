//! The model as a signal that has a trigger for each slice of the state.

use std::sync::Arc;

use leptos::prelude::*;

use crate::model::Model;
use crate::model::slices::{Slices, changing, reading};

/// Whoever reads is told when what he has read changes, and of nothing else.
#[derive(Clone, Copy)]
pub(crate) struct ModelSignal {
    model: StoredValue<Model>,
    triggers: StoredValue<Arc<[ArcTrigger]>>,
}

impl ModelSignal {
    pub(super) fn new(model: Model) -> Self {
        let triggers = Model::SLICES.iter().map(|_| ArcTrigger::new()).collect();
        Self {
            model: StoredValue::new(model),
            triggers: StoredValue::new(triggers),
        }
    }

    /// Something of the state: the effect or memo that asks runs again when it changes.
    pub(crate) fn with<T>(self, read: impl FnOnce(&Model) -> T) -> T {
        let (given, read) = reading(|| self.with_untracked(read));
        self.track(read);
        given
    }

    /// Something of the state as it is now.
    pub(crate) fn with_untracked<T>(self, read: impl FnOnce(&Model) -> T) -> T {
        self.model.with_value(read)
    }

    /// Changes the state, and tells those who have read what is changed.
    pub(crate) fn update<T>(self, change: impl FnOnce(&mut Model) -> T) -> T {
        let mut given = None;
        let ((), changed) = changing(|| {
            self.model.update_value(|model| given = Some(change(model)));
        });
        self.notify(changed);
        given.expect("a value that lives as long as the page is changed at once")
    }

    fn track(self, slices: Slices) {
        let triggers = self.triggers.get_value();
        slices.iter().for_each(|place| triggers[place].track());
    }

    fn notify(self, slices: Slices) {
        let triggers = self.triggers.get_value();
        slices.iter().for_each(|place| triggers[place].notify());
    }
}
