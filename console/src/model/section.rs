//! A section of settings that is being written in, while colleagues may save it too.
//! Nothing that was typed is lost: what a colleague has saved is shown beside it.

use super::question::Progress;

/// The fields of a section as one version of it has them.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition<F> {
    /// The section's version.
    pub version: u32,
    /// The fields.
    pub fields: F,
}

/// A form of a section, beside its fields as they are typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Editing<F> {
    /// What was known when the typing began.
    began: Edition<F>,
    /// It was sent, and what came of that is not known yet.
    is_sent: bool,
}

impl<F: Clone + PartialEq> Editing<F> {
    /// A form that shows this and has no change in it yet.
    pub fn begin(edition: Edition<F>) -> Self {
        Self {
            began: edition,
            is_sent: false,
        }
    }

    /// The form is sent: which version was changed in it.
    pub fn send(&mut self) -> u32 {
        self.is_sent = true;
        self.began.version
    }

    /// The newest edition, or how far the form's request is, may have changed. Whether
    /// the fields are to show the newest: they do while nobody has typed anything else.
    pub fn follow(&mut self, newest: &Edition<F>, typed: &F, progress: &Progress) -> bool {
        let was_sent = self.is_sent;
        self.is_sent &= *progress == Progress::Busy;
        if *newest == self.began {
            return false;
        }
        let is_untouched = *typed == self.began.fields || *typed == newest.fields;
        let is_own = was_sent && *progress == Progress::Saved(newest.version);
        if is_untouched || is_own {
            self.began = newest.clone();
        }
        is_untouched && *typed != newest.fields
    }

    /// What a colleague has saved while something else was typed here.
    pub fn theirs<'e>(&self, newest: &'e Edition<F>, typed: &F) -> Option<&'e F> {
        let is_newer = newest.version != self.began.version && !self.is_sent;
        let is_touched = *typed != self.began.fields && *typed != newest.fields;
        (is_newer && is_touched).then_some(&newest.fields)
    }

    /// What is typed here shall stand, in spite of what a colleague has saved.
    pub fn keep_mine(&mut self, newest: &Edition<F>) {
        self.began = newest.clone();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edition(version: u32, fields: &'static str) -> Edition<&'static str> {
        Edition { version, fields }
    }

    fn editing() -> Editing<&'static str> {
        Editing::begin(edition(1, "blue"))
    }

    #[test]
    fn a_form_that_nobody_has_typed_in_shows_what_a_colleague_has_saved() {
        let (mut form, red) = (editing(), edition(2, "red"));
        assert_eq!(form.theirs(&red, &"blue"), None);
        assert!(form.follow(&red, &"blue", &Progress::Idle));
        assert_eq!(form.send(), 2);
    }

    #[test]
    fn what_was_typed_stays_and_what_a_colleague_has_saved_is_shown_beside_it() {
        let (mut form, red) = (editing(), edition(2, "red"));
        assert!(!form.follow(&red, &"green", &Progress::Idle));
        assert_eq!(form.theirs(&red, &"green"), Some(&"red"));
        // Saved without a look at it, it is refused, and shown all the same.
        assert_eq!(form.send(), 1);
        assert!(!form.follow(&red, &"green", &Progress::Busy));
        assert_eq!(form.theirs(&red, &"green"), None, "its answer is awaited");
        assert!(!form.follow(&red, &"green", &Progress::Stale));
        assert_eq!(form.theirs(&red, &"green"), Some(&"red"));
        form.keep_mine(&red);
        assert_eq!(form.theirs(&red, &"green"), None);
        assert_eq!(form.send(), 2);
        // Meanwhile a third one was faster.
        let black = edition(3, "black");
        form.follow(&black, &"green", &Progress::Stale);
        assert_eq!(form.theirs(&black, &"green"), Some(&"black"));
    }

    #[test]
    fn who_types_the_same_as_a_colleague_is_asked_nothing() {
        let (mut form, red) = (editing(), edition(2, "red"));
        assert!(!form.follow(&red, &"red", &Progress::Idle));
        assert_eq!(form.theirs(&red, &"red"), None);
        assert_eq!(form.send(), 2);
    }

    #[test]
    fn what_is_typed_while_ones_own_is_saved_is_no_colleagues() {
        let (mut form, red) = (editing(), edition(2, "red"));
        assert_eq!(form.send(), 1);
        assert!(!form.follow(&red, &"red, but darker", &Progress::Saved(2)));
        assert_eq!(form.theirs(&red, &"red, but darker"), None);
        assert_eq!(form.send(), 2);
    }

    #[test]
    fn what_another_form_of_this_page_has_saved_is_a_colleagues_too() {
        let (mut form, red) = (editing(), edition(2, "red"));
        assert!(!form.follow(&red, &"green", &Progress::Saved(2)));
        assert_eq!(form.theirs(&red, &"green"), Some(&"red"));
    }
}
