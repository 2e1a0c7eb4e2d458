//! A text with its links.

use beseda_client::links::{Piece, pieces};

use crate::browser::dom::{El, el};
use crate::browser::view::body::line;

/// Text as text nodes and links; nothing in it is ever taken for markup.
pub(super) fn words(text: &str) -> El {
    pieces(text)
        .into_iter()
        .fold(line(), |line, piece| match piece {
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
