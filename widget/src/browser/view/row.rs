//! One message: its day, its author, its bubble.

use beseda_client::timeline::{Author, Key};
use leptos::html::{div, span};
use leptos::prelude::*;

use super::body::body;
use super::meta::meta;
use super::team::avatar;
use crate::browser::desk::Desk;
use crate::browser::speech;
use crate::chat::Chat;
use crate::rows::Row;

/// The message with this key. Only what changes is drawn again: a picture stays,
/// and a screen reader does not hear a message twice.
pub(super) fn row(key: Key, chat: RwSignal<Chat>, desk: Desk) -> AnyView {
    let row = Memo::new(move |_| chat.with(|chat| chat.row(&key).cloned()));
    let begins_day = Memo::new(move |_| {
        row.with(|row| row.as_ref().filter(|row| row.begins_day).map(|row| row.at))
    });
    let day = move || {
        begins_day
            .get()
            .map(|at| div().class("day").child(speech::day(at)))
    };
    let message = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.body.clone())));
    let bubble = move || message.get().map(|message| body(message, desk));
    let below = move || row.with(|row| row.as_ref().map(|row| meta(row, desk)));
    let group = move || row.with(|row| row.as_ref().map_or(String::new(), classes));
    let bubbles =
        div()
            .class("bubbles")
            .child((author(row), div().class("bubble").child(bubble), below));
    (day, div().class(group).child((face(row), bubbles))).into_any()
}

fn classes(row: &Row) -> String {
    let mut classes = String::from("row");
    for (on, class) in [
        (matches!(row.author, Author::You(_)), " own"),
        (row.begins_group, " first"),
        (row.ends_group, " last"),
        (row.in_words, " told"),
    ] {
        if on {
            classes.push_str(class);
        }
    }
    classes
}

/// The operator's name, over the first message of a group.
fn author(row: Memo<Option<Row>>) -> impl Fn() -> Option<AnyView> + Send {
    let name = Memo::new(move |_| {
        row.with(|row| match &row.as_ref()?.author {
            Author::Operator(by) if row.as_ref()?.begins_group => Some(by.name.clone()),
            _ => None,
        })
    });
    move || Some(span().class("name").child(name.get()?).into_any())
}

/// The operator's initials, beside the last message of a group.
fn face(row: Memo<Option<Row>>) -> impl Fn() -> Option<AnyView> + Send {
    let who = Memo::new(move |_| {
        row.with(|row| match &row.as_ref()?.author {
            Author::Operator(by) => Some(by.clone()),
            Author::You(_) => None,
        })
    });
    move || Some(avatar(&who.get()?))
}
