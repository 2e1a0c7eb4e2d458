//! The state cut into slices: who reads one, and who changes one, is noted by the slice
//! itself.
//!
//! So nobody names the slices that he reads, nor marks those that he has changed, and
//! nobody can forget to: [`reading`] and [`changing`] tell them afterwards. What is noted
//! is the thread's own, as the observer of a reactive graph is, and a reader within a
//! reader does not count for the outer one.

use std::cell::Cell;
use std::ops::{BitOr, Deref, DerefMut};
use std::thread::LocalKey;

/// Some of the slices: a bit for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slices(u64);

/// So many fit in a [`Slices`].
pub const SLICES_MAX: usize = u64::BITS as usize;

thread_local! {
    static READ: Cell<Slices> = const { Cell::new(Slices::NONE) };
    static CHANGED: Cell<Slices> = const { Cell::new(Slices::NONE) };
}

impl Slices {
    /// None of them.
    pub const NONE: Self = Self(0);

    /// Their places among the fields of the model, rising.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..SLICES_MAX).filter(move |place| self.0 & (1 << place) != 0)
    }
}

impl BitOr for Slices {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What `read` gives, and the slices that it was made of.
pub fn reading<T>(read: impl FnOnce() -> T) -> (T, Slices) {
    noted(&READ, read)
}

/// What `change` gives, and the slices that it has changed.
pub fn changing<T>(change: impl FnOnce() -> T) -> (T, Slices) {
    noted(&CHANGED, change)
}

fn noted<T>(notes: &'static LocalKey<Cell<Slices>>, act: impl FnOnce() -> T) -> (T, Slices) {
    let outer = notes.replace(Slices::NONE);
    let given = act();
    (given, notes.replace(outer))
}

fn note(notes: &'static LocalKey<Cell<Slices>>, place: u8) {
    notes.set(notes.get() | Slices(1 << place));
}

/// A part of the state that the screens are told of as one.
pub struct Slice<T> {
    place: u8,
    value: T,
}

impl<T> Slice<T> {
    /// The slice at a place among the model's fields. A new one is a change: a model may
    /// be replaced as a whole.
    pub(super) fn new(place: u8, value: T) -> Self {
        note(&CHANGED, place);
        Self { place, value }
    }

    /// Changes it in a way that tells whether anything that is shown became another.
    pub fn change_if(&mut self, change: impl FnOnce(&mut T) -> bool) {
        if change(&mut self.value) {
            note(&CHANGED, self.place);
        }
    }
}

impl<T: PartialEq> Slice<T> {
    /// Is this from now on; what it was already is no change.
    pub fn set(&mut self, value: T) {
        if self.value != value {
            **self = value;
        }
    }
}

impl<T> Deref for Slice<T> {
    type Target = T;

    fn deref(&self) -> &T {
        note(&READ, self.place);
        &self.value
    }
}

impl<T> DerefMut for Slice<T> {
    fn deref_mut(&mut self) -> &mut T {
        note(&CHANGED, self.place);
        &mut self.value
    }
}

impl<T: PartialEq> PartialEq<T> for Slice<T> {
    fn eq(&self, other: &T) -> bool {
        **self == *other
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for Slice<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.value.fmt(f)
    }
}

/// Makes a slice of each field, so that there is no state beside them. `SLICES` has the
/// fields' names by their places; a new value has the default of each.
macro_rules! slices {
    (
        $(#[$doc:meta])*
        $shown:vis struct $name:ident {
            $($(#[$of:meta])* $vis:vis $field:ident: $type:ty,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug)]
        $shown struct $name {
            $($(#[$of])* $vis $field: $crate::model::slices::Slice<$type>,)*
        }

        impl $name {
            /// What the slices are called, by their places.
            $shown const SLICES: &[&str] = &[$(stringify!($field)),*];
        }

        const _: () = assert!($name::SLICES.len() <= $crate::model::slices::SLICES_MAX);

        impl Default for $name {
            fn default() -> Self {
                #[allow(non_camel_case_types)]
                enum Places { $($field),* }
                Self {
                    $($field: $crate::model::slices::Slice::new(
                        Places::$field as u8,
                        Default::default(),
                    ),)*
                }
            }
        }
    };
}

pub(super) use slices;

#[cfg(test)]
mod tests {
    use super::*;

    slices! {
        /// Two slices.
        struct Pair {
            left: u32,
            right: Vec<u32>,
        }
    }

    fn names(slices: Slices) -> Vec<&'static str> {
        slices.iter().map(|place| Pair::SLICES[place]).collect()
    }

    #[test]
    fn a_reader_is_told_what_he_has_read_and_no_more() {
        let pair = Pair::default();
        let (n, read) = reading(|| pair.right.len());
        assert_eq!((n, names(read)), (0, vec!["right"]));
        let ((), read) = reading(|| ());
        assert_eq!(read, Slices::NONE);
    }

    #[test]
    fn a_reader_within_a_reader_counts_for_himself() {
        let pair = Pair::default();
        let (inner, outer) = reading(|| {
            let _left = *pair.left;
            reading(|| pair.right.len()).1
        });
        assert_eq!((names(inner), names(outer)), (vec!["right"], vec!["left"]));
    }

    #[test]
    fn whoever_takes_hold_of_a_slice_to_change_it_has_changed_it() {
        let mut pair = Pair::default();
        let ((), changed) = changing(|| pair.right.push(1));
        assert_eq!(names(changed), ["right"]);
        let ((), changed) = changing(|| assert_eq!(pair.right.len(), 1));
        assert_eq!(changed, Slices::NONE);
    }

    #[test]
    fn what_stays_as_it_was_is_no_change() {
        let mut pair = Pair::default();
        let ((), changed) = changing(|| {
            pair.left.set(0);
            pair.right.change_if(|_| false);
        });
        assert_eq!(changed, Slices::NONE);
        let ((), changed) = changing(|| {
            pair.left.set(1);
            pair.right.change_if(|right| right.pop().is_none());
        });
        assert_eq!(names(changed), ["left", "right"]);
    }

    #[test]
    fn a_state_that_is_replaced_as_a_whole_has_changed_as_a_whole() {
        let mut pair = Pair::default();
        let ((), changed) = changing(|| pair = Pair::default());
        assert_eq!(names(changed), ["left", "right"]);
        assert!(pair.right.is_empty());
    }
}
