//! The lists of dialogs and of clients: which ones a filter shows, and in which order.
//!
//! A filter is *driven* where few dialogs come into question (the cube or an index says
//! so): all of them are looked at, and sorted. Else its order is *walked*: so many rows of
//! the order's index, in a turn of their own, then the next. A limit bounds what is found,
//! but not what is read, so nothing else would.
//!
//! | module | owns |
//! |---|---|
//! | [`ask`] | what consoles ask of the lists |
//! | [`saved`] | filters that were saved under a name |
//! | [`slices`] | how a question goes on until it has its answer |
//! | [`selected`] | what a bulk act is about, some at a time |
//! | [`clients`] | the list of clients: the same two shapes |
//! | [`few`] | the dialogs that come into question, where they are few |
//! | [`walk`] | a slice of an order |
//! | [`cards`] | the cards of what was found |
//! | [`conditions`] | a filter as SQL |
//! | [`indexed`] | predicates that an index knows |
//! | [`parts`] | who may have a part of a text or of a number |
//! | [`predicates`] | a predicate as SQL: what it asks of a dialog, and what of a client |

pub(crate) mod ask;
mod cards;
mod clients;
mod conditions;
mod few;
mod indexed;
mod parts;
mod predicates;
pub(crate) mod saved;
pub(crate) mod selected;
pub(crate) mod slices;
mod walk;
