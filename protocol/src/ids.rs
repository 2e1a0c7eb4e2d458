//! Names of things. Each is its own type, so that one cannot stand for another.

macro_rules! text_id {
    ($(#[$doc:meta])* $Name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
        pub struct $Name(pub String);
        impl $Name {
            /// The id as text.
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl From<&str> for $Name {
            fn from(text: &str) -> Self { Self(text.to_owned()) }
        }
        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
        impl crate::json::Wire for $Name {
            fn read_or_blank<V: crate::json::Value>(value: Option<&V>, is_whole: &mut bool) -> Self {
                Self(crate::json::Wire::read_or_blank(value, is_whole))
            }
            fn write(&self, out: &mut String) { crate::json::write_text(out, &self.0); }
        }
    };
}

macro_rules! number_id {
    ($(#[$doc:meta])* $Name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
        pub struct $Name(pub u64);
        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
        impl crate::json::Wire for $Name {
            fn read_or_blank<V: crate::json::Value>(value: Option<&V>, is_whole: &mut bool) -> Self {
                Self(crate::json::Wire::read_or_blank(value, is_whole))
            }
            fn write(&self, out: &mut String) { crate::json::write_number(out, self.0); }
        }
    };
}

impl ChannelId {
    /// The one that is made with the center.
    pub const FIRST: Self = Self(1);
}

text_id! {
    /// A message's id made by its sender (UUIDv7, 32 lower-case hex digits with
    /// or without hyphens, at most [`crate::limits::CID_CHARS_MAX`] characters).
    /// (sender, cid) is unique: a repeat returns the first answer (guarantee G2).
    Cid
}
text_id! {
    /// One recipient's view. A change of rights, a merge or a restore makes a new one.
    Epoch
}
text_id! {
    /// One address of a person on one transport, such as a browser with a visitor's token:
    /// 32 hex digits. Nobody needs to know it but the relay.
    IdentityId
}
text_id! {
    /// A file: 32 hex digits (128 bits), so that guessing one is hopeless (guarantee F7).
    FileId
}
text_id! {
    /// A transport, mostly a site. Short, lower case; the middle of a site's key.
    SiteId
}
text_id! {
    /// A center: region, hyphen, name (`eu-acme`). The region can't change later.
    CenterId
}

text_id! {
    /// A job: 32 hex digits. Never given again.
    JobId
}
text_id! {
    /// An import of a table of clients: 32 hex digits. Never given again.
    ImportId
}
text_id! {
    /// A saved filter: 32 hex digits. Never given again.
    SavedFilterId
}
text_id! {
    /// A saved reply: 32 hex digits. Never given again.
    SavedReplyId
}
text_id! {
    /// A webhook: 32 hex digits. Never given again.
    WebhookId
}
text_id! {
    /// A day of the center's time zone, as `2023-05-20`.
    Date
}

number_id! {
    /// A trigger of a site. Numbers are not given again while the site has it.
    TriggerId
}

number_id! {
    /// A client, the person; also the short number that operators see and search (X24).
    /// Never given again.
    ClientId
}
number_id! {
    /// A channel: what the staff speak from. The place of its making in the log, but for
    /// the first, which is 1. Never given again.
    ChannelId
}
number_id! {
    /// A dialog; also the short number that operators see and search (X24).
    DialogId
}
number_id! {
    /// A message: rises with time inside a center. Not dense.
    MessageId
}
number_id! {
    /// A note on a client: the place of its writing in the log. Never given again.
    NoteId
}
number_id! {
    /// A tag, a label or a list: the place of its making in the log. Never given again.
    MarkId
}
number_id! {
    /// An employee with a sign-in.
    OperatorId
}
number_id! {
    /// An invitation of a colleague. Never given again.
    InvitationId
}
number_id! {
    /// A token of the API. Never given again.
    TokenId
}
number_id! {
    /// A place in a recipient's log of events. Order, not time.
    Seq
}
number_id! {
    /// What a console calls a question, to find its answer. Unique per socket.
    Ask
}
number_id! {
    /// Milliseconds since 1970-01-01T00:00Z, by the relay's clock.
    Timestamp
}

impl Timestamp {
    /// This moment and `ms` milliseconds.
    pub fn plus_ms(self, ms: u64) -> Self {
        Self(self.0.saturating_add(ms))
    }
    /// Milliseconds from `earlier` to here; 0 when the clock stepped back (C11).
    pub fn ms_since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}
