//! What employees write down about a client: the part of his card that is theirs.

use crate::ids::{MarkId, NoteId, OperatorId, SiteId, Timestamp};
use crate::limits::{PHONE_CHARS_MAX, PHONE_DIGITS_MAX, PHONE_DIGITS_MIN};
use crate::wire;

wire! {
    /// What employees have written on a client's card. Always whole: a later one
    /// replaces the earlier.
    pub struct Profile {
        /// Whether he was saved as a customer (KC-31).
        pub is_customer: bool,
        /// That he is blocked, if he is (SB-58).
        pub block: Option<Block>,
        /// That he is paused, if he is (X25).
        pub pause: Option<Pause>,
        /// Whose his next dialogs are, if he is there when they begin (X4); absent: nobody's.
        pub bound_to: Option<OperatorId>,
        /// The comment (X8): one text, searched; empty when there is none.
        pub comment: String,
        /// Phones, then e-mails, each in the order of their adding.
        pub contacts: Vec<Contact>,
        /// The labels on him and the lists he is in, in the order of their making.
        pub marks: Vec<MarkId>,
        /// His variables, by their names.
        pub variables: Vec<Variable>,
        /// Notes on him, newest first.
        pub notes: Vec<ClientNote>,
    }
}

wire! {
    /// Where a client writes from: a browser, or an address on another transport.
    pub struct ClientIdentity {
        /// By which transport.
        pub transport: SiteId,
        /// Where he is reached there; absent: it is a browser.
        pub address: Option<String>,
        /// When he first wrote from there.
        pub since: Timestamp,
        /// When he was last there.
        pub seen_at: Timestamp,
        /// Whether a widget is connected there now.
        pub is_online: bool,
        /// Language of the widget; may be empty.
        pub locale: String,
        /// Which browser, and on what, as `Safari · iPhone`.
        pub device: Option<String>,
        /// Country, as `LV` (ISO 3166), where the edge tells it.
        pub country: Option<String>,
        /// City, where the edge tells it.
        pub city: Option<String>,
        /// Time zone, as `Europe/Riga`, where the edge tells it.
        pub time_zone: Option<String>,
    }
}

wire! {
    /// That a client is blocked: what he writes is refused as
    /// [`crate::refusal::Code::Unavailable`], and he is told so.
    pub struct Block {
        /// Since when.
        pub at: Timestamp,
        /// By whom.
        pub by: OperatorId,
        /// Why, in an employee's words; empty when he gave none.
        pub reason: String,
    }
}

wire! {
    /// That a client is paused: what the center does by rule leaves him out, greetings,
    /// automatic replies and distribution, while people write to him as ever.
    pub struct Pause {
        /// Since when.
        pub at: Timestamp,
        /// By whom.
        pub by: OperatorId,
    }
}

wire! {
    /// A way to reach a client.
    pub struct Contact {
        /// What it is.
        pub kind: ContactKind,
        /// As it was given.
        pub value: String,
    }
}

wire! {
    /// What a contact is.
    pub words ContactKind {
        /// A phone number.
        "phone" => Phone,
        /// An e-mail address.
        "email" => Email,
    }
}

wire! {
    /// A note on a client (X8): for employees only, and of no dialog.
    pub struct ClientNote {
        /// Which.
        pub id: NoteId,
        /// When it was written.
        pub at: Timestamp,
        /// By whom.
        pub by: OperatorId,
        /// What.
        pub text: String,
    }
}

wire! {
    /// A named value of a client.
    pub struct Variable {
        /// Unique for the client; filters find it by the whole name (SB-39).
        pub name: String,
        /// Its value.
        pub value: String,
    }
}

/// A phone number as it is compared: its digits, and the plus before them. `None` when
/// that is no number: of other characters, too short or too long.
///
/// ```
/// use beseda_protocol::client::phone;
/// assert_eq!(phone("+7 (921) 123-45-67").as_deref(), Some("+79211234567"));
/// assert_eq!(phone("ask Anna"), None);
/// ```
pub fn phone(given: &str) -> Option<String> {
    let given = given.trim();
    let is_plain =
        |c: char| c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '(' | ')' | '-' | '.' | '/');
    let (plus, rest) = match given.strip_prefix('+') {
        Some(rest) => ("+", rest),
        None => ("", given),
    };
    if given.chars().count() > PHONE_CHARS_MAX || !rest.chars().all(is_plain) {
        return None;
    }
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let fits = (PHONE_DIGITS_MIN..=PHONE_DIGITS_MAX).contains(&digits.len());
    fits.then(|| format!("{plus}{digits}"))
}
