//! Files that were given to a composer: looked at, made smaller, kept until they
//! are sent or taken away.

use std::cell::RefCell;
use std::collections::HashMap;

use beseda_client::clock;
use beseda_protocol::file_name;
use beseda_protocol::ids::{Cid, DialogId};
use leptos::task::spawn_local;
use web_sys::File;

use super::Desk;
use crate::browser::scaling;

/// The bytes of files that wait in composers.
#[derive(Default)]
pub(crate) struct Given(RefCell<HashMap<Cid, File>>);

impl Given {
    /// Gives all up.
    pub(crate) fn clear(&self) {
        self.0.borrow_mut().clear();
    }
}

impl Desk {
    /// A file was given to a dialog's composer, where it waits. False: it takes none.
    pub(crate) fn give(self, dialog: DialogId, file: File) -> bool {
        if self.peek(|model| model.drafts.to_of_file(dialog)).is_none() {
            return false;
        }
        let cid = clock::new_cid();
        let (named, name) = (cid.clone(), file_name::plain(&file.name()));
        self.model
            .update(|model| model.attached.give(dialog, named, name));
        spawn_local(async move {
            let file = scaling::prepared(file).await;
            let (name, size) = (file_name::plain(&file.name()), file.size() as u64);
            self.given(|given| given.0.borrow_mut().insert(cid.clone(), file));
            self.model
                .update(|model| model.attached.prepared(&cid, name, size));
        });
        true
    }

    /// A file is not to be sent after all.
    pub(crate) fn take_away(self, cid: &Cid) {
        self.given(|given| given.0.borrow_mut().remove(cid));
        self.model.update(|model| model.attached.remove(cid));
    }

    /// Sends the files that wait in a dialog's composer. What the composer quotes, the first
    /// of them answers, if no text before it did. Their ids.
    pub(crate) fn send_given(self, dialog: DialogId) -> Vec<Cid> {
        let (ready, mut quote) = self.model.update(|model| {
            let quote = model.drafts.take_quote(dialog);
            (model.attached.take(dialog), quote)
        });
        self.keep_draft(dialog);
        for cid in &ready {
            let file = self.given(|given| given.0.borrow_mut().remove(cid));
            if let Some(file) = file {
                self.attach(dialog, cid.clone(), quote.take(), file);
            }
        }
        ready
    }
}
