//! Files that were given to composers and wait there for "Send". Their bytes are
//! not here: who shows the composers holds them by the file's id.

use std::collections::HashMap;

use beseda_protocol::ids::{Cid, DialogId};
use beseda_protocol::limits::FILE_BYTES_MAX;
use beseda_protocol::refusal::Code;

/// What each composer holds, in the order of giving.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Attached {
    files: HashMap<DialogId, Vec<File>>,
}

/// A file that waits.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// The id of the message that it will be.
    pub cid: Cid,
    /// Its name, as it is shown.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// What can be done with it.
    pub state: State,
    /// An address at which the browser has it as a picture, if it is one.
    pub preview: Option<String>,
    /// What is said of it: a message of its own, right behind the file's.
    pub caption: String,
}

/// What can be done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// It is looked at, and a large picture made smaller.
    Preparing,
    /// It can be sent.
    Ready,
    /// The relay would refuse it, for this reason.
    Refused(Code),
}

impl State {
    /// Of a file of so many bytes.
    fn of(size: u64) -> Self {
        match size {
            0 => Self::Refused(Code::FileEmpty),
            1..=FILE_BYTES_MAX => Self::Ready,
            _ => Self::Refused(Code::FileTooLarge),
        }
    }
}

impl Attached {
    /// The files of a composer.
    pub fn of(&self, dialog: DialogId) -> &[File] {
        self.files.get(&dialog).map_or(&[], Vec::as_slice)
    }

    /// A file was given.
    pub fn give(&mut self, dialog: DialogId, cid: Cid, name: String) {
        let (size, state) = (0, State::Preparing);
        let (preview, caption) = (None, String::new());
        let file = File {
            cid,
            name,
            size,
            state,
            preview,
            caption,
        };
        self.files.entry(dialog).or_default().push(file);
    }

    /// A file is what it will be when it is sent.
    pub fn prepared(&mut self, cid: &Cid, name: String, size: u64) {
        if let Some(file) = self.file_mut(cid) {
            file.name = name;
            file.size = size;
            file.state = State::of(size);
        }
    }

    /// A file that was to be sent once more is there no longer.
    pub fn is_missing(&mut self, cid: &Cid) {
        if let Some(file) = self.file_mut(cid) {
            file.state = State::Refused(Code::FileUnknown);
        }
    }

    /// A file is a picture, which is shown while it waits.
    pub fn previewed(&mut self, cid: &Cid, preview: String) {
        if let Some(file) = self.file_mut(cid) {
            file.preview = Some(preview);
        }
    }

    /// Something is said of a file.
    pub fn caption(&mut self, cid: &Cid, caption: String) {
        if let Some(file) = self.file_mut(cid) {
            file.caption = caption;
        }
    }

    /// A file of any composer.
    pub fn file(&self, cid: &Cid) -> Option<&File> {
        self.files.values().flatten().find(|file| file.cid == *cid)
    }

    fn file_mut(&mut self, cid: &Cid) -> Option<&mut File> {
        let mut all = self.files.values_mut().flatten();
        all.find(|file| file.cid == *cid)
    }

    /// A file is not to be sent after all.
    pub fn remove(&mut self, cid: &Cid) {
        self.files.retain(|_, files| {
            files.retain(|file| file.cid != *cid);
            !files.is_empty()
        });
    }

    /// Whether "Send" must wait for a file.
    pub fn is_preparing(&self, dialog: DialogId) -> bool {
        self.has(dialog, State::Preparing)
    }

    /// Whether there is a file to send.
    pub fn is_ready(&self, dialog: DialogId) -> bool {
        self.has(dialog, State::Ready)
    }

    /// The files to send, which wait no more, each with what is said of it. What cannot be
    /// sent stays, with its reason, until it is removed.
    pub fn take(&mut self, dialog: DialogId) -> Vec<(Cid, String)> {
        let ready = |file: &&File| file.state == State::Ready;
        let files = self.of(dialog).iter().filter(ready);
        let taken = files.map(|file| (file.cid.clone(), file.caption.trim().to_owned()));
        let taken: Vec<(Cid, String)> = taken.collect();
        for (cid, _) in &taken {
            self.remove(cid);
        }
        taken
    }

    fn has(&self, dialog: DialogId, state: State) -> bool {
        self.of(dialog).iter().any(|file| file.state == state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: DialogId = DialogId(1);
    const THERE: DialogId = DialogId(2);

    fn given(dialog: DialogId, names: &[&str]) -> Attached {
        let mut attached = Attached::default();
        for name in names {
            attached.give(dialog, Cid::from(*name), (*name).to_owned());
        }
        attached
    }

    #[test]
    fn a_file_waits_in_the_composer_it_was_given_to() {
        let attached = given(HERE, &["a", "b"]);
        let names: Vec<&str> = attached.of(HERE).iter().map(|file| &*file.name).collect();
        assert_eq!(names, ["a", "b"]);
        assert!(attached.of(THERE).is_empty());
    }

    #[test]
    fn what_is_sent_is_ready_and_what_is_refused_stays() {
        let mut attached = given(HERE, &["a", "empty", "b", "large"]);
        for (name, size) in [("a", 1), ("empty", 0), ("large", FILE_BYTES_MAX + 1)] {
            attached.prepared(&name.into(), name.to_owned(), size);
        }
        assert!(attached.is_preparing(HERE) && attached.is_ready(HERE));
        attached.prepared(&"b".into(), "b.jpg".to_owned(), FILE_BYTES_MAX);
        assert!(!attached.is_preparing(HERE));
        let taken: Vec<Cid> = attached
            .take(HERE)
            .into_iter()
            .map(|(cid, _)| cid)
            .collect();
        assert_eq!(taken, [Cid::from("a"), Cid::from("b")]);
        let left: Vec<State> = attached.of(HERE).iter().map(|file| file.state).collect();
        let codes = [Code::FileEmpty, Code::FileTooLarge].map(State::Refused);
        assert_eq!(left, codes);
        assert!(!attached.is_ready(HERE));
        assert_eq!(attached.take(HERE), []);
    }

    #[test]
    fn what_is_said_of_a_file_stays_with_it_until_it_is_sent() {
        let mut attached = given(HERE, &["a", "b"]);
        attached.caption(&"a".into(), " The receipt ".into());
        // Typed while a large picture was made smaller.
        for name in ["a", "b"] {
            attached.prepared(&name.into(), format!("{name}.jpg"), 1);
        }
        attached.previewed(&"a".into(), "blob:1".into());
        let file = attached.file(&"a".into()).unwrap();
        assert_eq!((&*file.caption, &*file.name), (" The receipt ", "a.jpg"));
        let taken = [
            ("a".into(), "The receipt".into()),
            ("b".into(), String::new()),
        ];
        assert_eq!(attached.take(HERE), taken);
        assert_eq!(attached.file(&"a".into()), None);
    }

    #[test]
    fn what_is_removed_leaves_nothing() {
        let mut attached = given(HERE, &["a"]);
        attached.remove(&"a".into());
        attached.prepared(&"a".into(), "a".to_owned(), 1);
        assert_eq!(attached, Attached::default());
    }
}
