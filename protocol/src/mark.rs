//! Marks: tags of dialogs, labels of clients, lists of clients (X7). One mechanism, three
//! words on the screen.

use crate::ids::{ChannelId, MarkId};
use crate::wire;

wire! {
    /// What employees sort dialogs and clients by.
    pub struct Mark {
        /// Which.
        pub id: MarkId,
        /// What it is put on.
        pub kind: MarkKind,
        /// Its name, unique among those of its kind whatever its case.
        pub name: String,
        /// The channel to which a dialog is handed on that is given this tag (C2D-18); absent:
        /// it stays where it is, as with every label and list.
        pub channel: Option<ChannelId>,
    }
}

wire! {
    /// What a mark is put on, and what it is called there; in the order of the screens.
    pub words MarkKind {
        /// On dialogs.
        "tag" => Tag,
        /// On clients: what somebody is.
        "label" => Label,
        /// On clients: a set that was put together by hand.
        "list" => List,
    }
}

impl MarkKind {
    /// Whether it is put on clients; else on dialogs.
    pub fn is_of_clients(self) -> bool {
        match self {
            Self::Tag => false,
            Self::Label | Self::List => true,
        }
    }
}
