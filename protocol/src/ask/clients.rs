//! One client, and what employees write on his card.

use super::{Done, Need, questions};
use crate::client::Contact;
use crate::ids::{ClientId, MarkId, NoteId};

questions! {
    /// What is asked of one client. Each change is told to every console as the event
    /// `client`.
    pub ClientQuestion, ClientAnswer of Clients {
        /// Names him. Refused as `stale` when his name is no longer the one that this
        /// replaces: the newer one has been told before.
        "set_name" => SetClientName {
            /// Whose, by his number.
            client: ClientId,
            /// At most [`crate::limits::NAME_CHARS_MAX`]; absent: nameless again.
            name: Option<String>,
            /// The name that the asker saw.
            replaced: Option<String>,
        } needs Need::Client(*client), answer Done;
        /// Writes the comment on him (X8). Refused as `stale` when it is no longer the
        /// one that this replaces: the newer one has been told before.
        "set_comment" => SetClientComment {
            /// On whom, by his number.
            client: ClientId,
            /// At most [`crate::limits::COMMENT_CHARS_MAX`]; may be empty.
            comment: String,
            /// The comment that the asker saw.
            replaced: String,
        } needs Need::Client(*client), answer Done;
        /// Adds a phone number or an e-mail address; one that he has, in whatever way
        /// it is written, stays as it is.
        "add_contact" => AddContact {
            /// Whose, by his number.
            client: ClientId,
            /// Which.
            contact: Contact,
        } needs Need::Client(*client), answer Done;
        /// Takes it away.
        "remove_contact" => RemoveContact {
            /// Whose, by his number.
            client: ClientId,
            /// Which.
            contact: Contact,
        } needs Need::Client(*client), answer Done;
        /// Writes a note on him (X8).
        "add_note" => AddClientNote {
            /// On whom, by his number.
            client: ClientId,
            /// At most [`crate::limits::NOTE_CHARS_MAX`].
            text: String,
        } needs Need::Client(*client), answer Done;
        /// Takes a note away; for [`crate::limits::REMOVED_NOTE_KEPT_MS`] it can be put
        /// back.
        "remove_note" => RemoveClientNote {
            /// On whom, by his number.
            client: ClientId,
            /// Which.
            note: NoteId,
        } needs Need::Client(*client), answer Done;
        /// Puts a note back.
        "restore_note" => RestoreClientNote {
            /// On whom, by his number.
            client: ClientId,
            /// Which.
            note: NoteId,
        } needs Need::Client(*client), answer Done;
        /// Puts a label on him, or him on a list.
        "mark" => MarkClient {
            /// Whom, by his number.
            client: ClientId,
            /// Which.
            mark: MarkId,
        } needs Need::Client(*client), answer Done;
        /// Takes a label off him, or him off a list.
        "unmark" => UnmarkClient {
            /// Whom, by his number.
            client: ClientId,
            /// Which.
            mark: MarkId,
        } needs Need::Client(*client), answer Done;
        /// Gives a variable its value. Refused as `stale` when its value is no longer
        /// the one that this replaces: the newer one has been told before.
        "set_variable" => SetClientVariable {
            /// Whose, by his number.
            client: ClientId,
            /// At most [`crate::limits::VARIABLE_NAME_CHARS_MAX`].
            name: String,
            /// At most [`crate::limits::VARIABLE_VALUE_CHARS_MAX`]; absent: he has it no
            /// longer.
            value: Option<String>,
            /// The value that the asker saw; absent: he had none.
            replaced: Option<String>,
        } needs Need::Client(*client), answer Done;
    }
}
