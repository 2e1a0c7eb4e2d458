//! One message: its day, its author, its bubble.

use beseda_client::links::may_have_links;
use beseda_client::outbox::Pending;
use beseda_client::timeline::Author;
use beseda_parts::{Part, Stage};
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::With;

use super::body::{body, said as told};
use super::meta::meta;
use super::team::avatar;
use crate::browser::desk::Desk;
use crate::browser::dom::{El, el};
use crate::browser::speech;
use crate::rows::Row;

/// A message, which follows its row.
pub(super) fn row(row: &ArcRwSignal<Row>, desk: &Desk) -> El {
    let by = |read: fn(&Row) -> String| {
        let row = row.clone();
        move || row.with(read)
    };
    // Made anew when the part has come that makes it whole; what is whole stays, so that
    // a screen reader does not hear it twice.
    let changes = {
        let (row, talk) = (row.clone(), desk.talk().part.clone());
        move || row.with(|row| (!row.is_plain() && is_here(&talk), row.clone()))
    };
    let said = {
        let (row, files) = (row.clone(), desk.files().part.clone());
        let talk = desk.talk().part.clone();
        move || {
            row.with(|row| match &row.body {
                Pending::Text(text) => (
                    may_have_links(text) && is_here(&talk),
                    Some(Pending::Text(text.clone())),
                ),
                Pending::File(file) => (is_here(&files), Some(Pending::File(file.clone()))),
                // An upload's progress is drawn by itself.
                Pending::Upload { .. } => (is_here(&files), None),
            })
        }
    };
    let quoted = {
        let row = row.clone();
        move || row.with(|row| row.quote.clone())
    };
    let (inside, files, below) = (row.clone(), desk.clone(), desk.clone());
    let bubble = el("div").class("bubble").slot(said, move |(_, said)| {
        Some(body(said.as_ref(), &inside, &files))
    });
    let bubbles = el("div")
        .class("bubbles")
        .child(
            el("span")
                .class("name")
                .attr("dir", "auto")
                .attr_by("title", by(author))
                .text_by(by(author)),
        )
        .slot(quoted, |text| text.as_deref().map(quote))
        .child(bubble)
        .slot(changes, move |(_, row)| Some(meta(row, &below)));
    let line = el("div")
        .attr_by("class", by(classes))
        .children(row.with(face))
        .child(bubbles);
    el("div")
        .class("entry")
        .child(el("div").class("day").text_by(by(day)))
        .child(el("div").class("new").text_by(by(new)))
        .child(line)
}

fn is_here(part: &Part) -> bool {
    part.stage() == Stage::Here
}

fn classes(row: &Row) -> String {
    let mut classes = String::from("row");
    for (on, class) in [
        (matches!(row.author, Author::You(_)), " own"),
        (row.begins_group, " first"),
        (row.ends_group, " last"),
        (
            matches!(&row.body, Pending::Text(text) if text.is_empty()),
            " gone",
        ),
    ] {
        if on {
            classes.push_str(class);
        }
    }
    classes
}

fn day(row: &Row) -> String {
    let day = row.begins_day.map(|ago| speech::day(ago, row.at));
    day.unwrap_or_default()
}

fn new(row: &Row) -> String {
    match row.begins_new {
        true => speech::text("widget.new"),
        false => String::new(),
    }
}

/// The operator's name, over the first message of a group.
fn author(row: &Row) -> String {
    match &row.author {
        Author::Operator(by) if row.begins_group => by.name.clone(),
        _ => String::new(),
    }
}

/// How the message begins that this one answers.
fn quote(text: &str) -> El {
    el("blockquote").attr("dir", "auto").text(&told(text))
}

/// The operator's initials, beside the last message of a group.
fn face(row: &Row) -> Option<El> {
    match &row.author {
        Author::Operator(by) => Some(avatar(by)),
        Author::You(_) => None,
    }
}
