//! What a message says. Links are found, and files shown, by parts that are loaded for
//! that.

use beseda_client::links::may_have_links;
use beseda_client::outbox::Pending;
use reactive_graph::signal::ArcRwSignal;

use crate::browser::desk::Desk;
use crate::browser::dom::{El, el};
use crate::browser::speech;
use crate::rows::Row;

/// The inside of a bubble; without a body that of a file on its way.
pub(super) fn body(body: Option<&Pending>, row: &ArcRwSignal<Row>, desk: &Desk) -> El {
    let file = match body {
        Some(Pending::Text(text)) => return words(&said(text), desk),
        Some(Pending::File(file)) => Some(file),
        _ => None,
    };
    if let Some(carrier) = desk.files().carrier() {
        return carrier.body(file, row);
    }
    desk.files().part.want();
    // As high as what will stand there.
    match file {
        Some(file) if file.is_image() => el("div").class("picture awaited").child(el("canvas")),
        file => el("div")
            .class("file")
            .text(file.map_or("", |file| &file.name)),
    }
}

/// A text as it is shown: of a message that was withdrawn, that it was.
pub(super) fn said(text: &str) -> String {
    match text {
        "" => speech::text("widget.withdrawn"),
        text => text.to_owned(),
    }
}

/// Text as a text node; where there may be links in it, by the part that finds them, as
/// soon as that is here.
fn words(text: &str, desk: &Desk) -> El {
    match desk.talk().further() {
        Some(further) if may_have_links(text) => (further.words)(text),
        _ => line().text(text),
    }
}

/// What a text stands in.
pub(in crate::browser) fn line() -> El {
    el("div").class("text").attr("dir", "auto")
}
