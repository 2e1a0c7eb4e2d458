//! Files that were given to a composer: looked at, made smaller, kept until they
//! are sent or taken away.

use std::cell::RefCell;
use std::collections::HashMap;

use beseda_client::clock;
use beseda_client::conversation::OperatorTo;
use beseda_protocol::file_name;
use beseda_protocol::ids::{Cid, DialogId};
use beseda_protocol::message;
use beseda_protocol::unseen::looks_empty;
use leptos::task::spawn_local;
use web_sys::{File, Url};

use super::Desk;
use crate::browser::{files, scaling};

/// The bytes of files that wait in composers.
#[derive(Default)]
pub(crate) struct Given(RefCell<HashMap<Cid, Held>>);

/// A file, and the address at which it is shown while it waits.
struct Held {
    file: File,
    preview: Option<String>,
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(preview) = &self.preview {
            Url::revoke_object_url(preview).ok();
        }
    }
}

impl Given {
    /// Gives all up.
    pub(crate) fn clear(&self) {
        self.0.borrow_mut().clear();
    }

    fn hold(&self, cid: &Cid, file: File) {
        let preview = None;
        self.0
            .borrow_mut()
            .insert(cid.clone(), Held { file, preview });
    }

    /// Says whether the file still waits.
    fn preview(&self, cid: &Cid, preview: &str) -> bool {
        let mut held = self.0.borrow_mut();
        let held = held.get_mut(cid);
        held.map(|held| held.preview = Some(preview.to_owned()))
            .is_some()
    }

    fn take(&self, cid: &Cid) -> Option<File> {
        let held = self.0.borrow_mut().remove(cid);
        held.map(|held| held.file.clone())
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
            self.given_is(cid, file).await;
        });
        true
    }

    /// A file that waits is this one.
    async fn given_is(self, cid: Cid, file: File) {
        let (name, size) = (file_name::plain(&file.name()), file.size() as u64);
        self.given(|given| given.hold(&cid, file.clone()));
        self.model
            .update(|model| model.attached.prepared(&cid, name, size));
        let Some(preview) = files::preview(&file).await else {
            return;
        };
        match self.given(|given| given.preview(&cid, &preview)) {
            true => (self.model).update(|model| model.attached.previewed(&cid, preview)),
            false => drop(Url::revoke_object_url(&preview)),
        }
    }

    /// A stored file is to be sent from a dialog's composer, where a copy of it waits. False: it
    /// takes none.
    pub(crate) fn give_stored(self, dialog: DialogId, file: message::File) -> bool {
        if self.peek(|model| model.drafts.to_of_file(dialog)).is_none() {
            return false;
        }
        let cid = clock::new_cid();
        let (named, name) = (cid.clone(), file.name.clone());
        self.model
            .update(|model| model.attached.give(dialog, named, name));
        spawn_local(async move {
            match files::copy(&file).await {
                Some(copy) => self.given_is(cid, copy).await,
                None => (self.model).update(|model| model.attached.is_missing(&cid)),
            }
        });
        true
    }

    /// A file is not to be sent after all.
    pub(crate) fn take_away(self, cid: &Cid) {
        self.given(|given| given.take(cid));
        self.model.update(|model| model.attached.remove(cid));
    }

    /// Sends the files that wait in a dialog's composer, behind each what is said of it. What
    /// the composer quotes, the first of them answers, if no text before it did. The ids of
    /// all of these messages.
    pub(crate) fn send_given(self, dialog: DialogId) -> Vec<Cid> {
        let (ready, mut quote) = self.model.update(|model| {
            let quote = model.drafts.take_quote(dialog);
            (model.attached.take(dialog), quote)
        });
        self.keep_draft(dialog);
        let mut sent = Vec::with_capacity(ready.len());
        for (cid, caption) in ready {
            let Some(file) = self.given(|given| given.take(&cid)) else {
                continue;
            };
            self.attach(dialog, cid.clone(), quote.take(), file);
            sent.push(cid);
            if !looks_empty(&caption) {
                sent.push(self.send_text(OperatorTo::Reply(dialog), caption, None));
            }
        }
        sent
    }
}
