//! Puts saved replies into a composer's text. Nothing is sent by it (KC-25).

use beseda_protocol::ids::{ChannelId, DialogId};
use beseda_protocol::saved_reply::SavedReply;
use leptos::html::Textarea;
use leptos::prelude::*;

use super::icon::{self, Icon};
use crate::browser::edit;
use crate::model::reply_text::{Piece, expand, first_open, written};
use crate::session::Desk;
use crate::texts::say_count;

/// Where they go.
#[derive(Clone, Copy)]
pub(crate) struct ReplyInsert {
    /// Whose composer it is.
    pub(crate) dialog: DialogId,
    /// Its field.
    pub(crate) area: NodeRef<Textarea>,
    /// The text was changed.
    pub(crate) write: Callback<String>,
}

impl ReplyInsert {
    /// The channel of the dialog, once known.
    pub(crate) fn channel(self, desk: Desk) -> Memo<Option<ChannelId>> {
        desk.memo(move |model| model.board.card(self.dialog).map(|card| card.channel))
    }

    /// What would be put in.
    pub(crate) fn preview(self, desk: Desk, reply: &SavedReply) -> Vec<Piece> {
        desk.peek(|model| expand(&reply.text, &model.reply_facts(self.dialog)))
    }

    /// Puts one in the place of the cursor, and of so many UTF-16 units before it. What
    /// still has to be written by hand is selected.
    pub(crate) fn insert(self, desk: Desk, reply: &SavedReply, n_before: u32) {
        let Some(area) = self.area.get_untracked() else {
            return;
        };
        let pieces = self.preview(desk, reply);
        let text = written(&pieces);
        edit::insert_over(&area, n_before, &text);
        if let Some((before, n)) = first_open(&pieces) {
            let n_units = text.encode_utf16().count() as u32;
            let start = (edit::cursor(&area) + before).saturating_sub(n_units);
            // Fails for a field that has no text only.
            area.set_selection_range(start, start + n).ok();
        }
        // A note takes none.
        for file in &reply.files {
            desk.give_stored(self.dialog, file.clone());
        }
        desk.act(|model, _| {
            model.saved_replies.inserted(self.dialog, reply.id.clone());
            Vec::new()
        });
        self.write.run(area.value());
    }
}

/// How many files a saved reply brings, if any.
#[component]
pub(crate) fn ReplyFiles(
    /// So many.
    n: usize,
) -> impl IntoView {
    (n > 0).then(|| {
        let words = say_count("n_reply_files", n as u64);
        view! {
            <span class="reply-files small numbers" title=words.clone()>
                <Icon of=icon::PAPERCLIP size=12 />
                <span aria-hidden="true">{n}</span>
                <span class={"unseen"}>{words.clone()}</span>
            </span>
        }
    })
}

/// A saved reply's text as it would be put in, with what is filled in told apart.
#[component]
pub(crate) fn ReplyPreview(
    /// It.
    pieces: Vec<Piece>,
) -> impl IntoView {
    let piece = |piece: Piece| match piece {
        Piece::Plain(text) => view! { <span>{text}</span> }.into_any(),
        Piece::Filled(text) => view! { <span class="filled">{text}</span> }.into_any(),
        Piece::Empty(text) => view! { <mark class="lacking">{text}</mark> }.into_any(),
        Piece::Unknown(text) => view! { <mark class="unknown">{text}</mark> }.into_any(),
    };
    view! {
        <p class="reply-preview" dir="auto">
            {pieces.into_iter().map(piece).collect_view()}
        </p>
    }
}
