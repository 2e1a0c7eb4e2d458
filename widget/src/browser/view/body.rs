//! What a message says: text with its links. A file is shown by the part that is loaded
//! for files.

use beseda_client::links::{Piece, pieces};
use beseda_client::outbox::Pending;
use reactive_graph::signal::ArcRwSignal;

use crate::browser::desk::Desk;
use crate::browser::dom::{El, el};
use crate::browser::speech;
use crate::rows::Row;

/// The inside of a bubble; without a body that of a file on its way.
pub(super) fn body(body: Option<&Pending>, row: &ArcRwSignal<Row>, desk: &Desk) -> El {
    let file = match body {
        Some(Pending::Text(text)) => return words(&said(text)),
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

/// Text as text nodes; nothing in it is ever taken for markup.
fn words(text: &str) -> El {
    let line = el("div").class("text").attr("dir", "auto");
    pieces(text)
        .into_iter()
        .fold(line, |line, piece| match piece {
            Piece::Text(text) => line.text(text),
            Piece::Link { text, href } => line.child(
                el("a")
                    .attr("href", &href)
                    .attr("target", "_blank")
                    .attr("rel", "noopener noreferrer nofollow")
                    .text(text),
            ),
        })
}
