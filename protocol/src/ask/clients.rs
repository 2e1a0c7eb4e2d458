//! One client, and what employees write on his card.

use super::{Done, Need, questions};
use crate::client::{Contact, Profile, Variable};
use crate::dialog::{ClientBrief, ClientCard, Summary};
use crate::filter::Predicate;
use crate::ids::{Cid, ClientId, DialogId, MarkId, NoteId, OperatorId, SiteId, Timestamp};
use crate::wire;

questions! {
    /// What is asked of one client. Each change of his card is told to every console as the event
    /// `client`.
    pub ClientQuestion, ClientAnswer of Clients {
        /// A page of the clients of whom all of this is true, the newest first: with dialogs
        /// and without. What a predicate says of a dialog is asked of those that the asker
        /// sees: one of them must have all of it ([`Predicate::is_of_dialog`]), while a tag
        /// may be on any.
        "list" => ListClients {
            /// At most [`crate::limits::PREDICATES_MAX`].
            all_of: Vec<Predicate>,
            /// The `rest` of the answer before; absent: from the newest.
            behind: Option<ClientId>,
        } needs Need::SignedIn, answer ListedClients;
        /// How many there are of whom all of this is true.
        "count" => CountClients {
            /// At most [`crate::limits::PREDICATES_MAX`].
            all_of: Vec<Predicate>,
            /// The `rest` of the answer before; absent: from the newest.
            behind: Option<ClientId>,
        } needs Need::SignedIn, answer CountedClients;
        /// Of which of some clients it is true: no card tells everything.
        "among" => FilterClients {
            /// At most [`crate::limits::PREDICATES_MAX`].
            all_of: Vec<Predicate>,
            /// At most [`crate::limits::CLIENTS_PAGE`].
            clients: Vec<ClientId>,
        } needs Need::SignedIn, answer FilteredClients;
        /// A client's card. The number of one who was merged into another leads to that
        /// one.
        "open" => OpenClient {
            /// Whose, by his number.
            client: ClientId,
        } needs Need::Client(*client), answer ClientCard;
        /// More of his dialogs, the newest first, behind those that his card lists (CQ-10).
        "dialogs" => ListClientDialogs {
            /// Whose, by his number.
            client: ClientId,
            /// The `dialogs_rest` of the card, or the `rest` of the answer before.
            behind: DialogId,
        } needs Need::Client(*client), answer ListedClientDialogs;
        /// Adds somebody who has not written yet: a name or a contact is needed.
        "add" => AddClient {
            /// At most [`crate::limits::NAME_CHARS_MAX`].
            name: Option<String>,
            /// At most [`crate::limits::CONTACTS_MAX`].
            contacts: Vec<Contact>,
        } needs Need::SignedIn, answer ClientBrief;
        /// Says something to him before he does (CQ-13): it waits until he comes back to the
        /// site, and is unread there. It goes where his own next message would (X6): into his
        /// open dialog of that site, into one that was closed lately, or into one that begins
        /// with it. Saying it again under its cid has the first answer. Refused as
        /// `unavailable` while he is blocked, as `invalid` where he has no address on that
        /// site, and as `forbidden` where a dialog would begin in a channel whose operators
        /// only reply ([`crate::channel::WritingFirst`]); the sentence says which.
        "write_first" => WriteFirst {
            /// To whom, by his number.
            client: ClientId,
            /// One of the `addresses` of his card.
            site: SiteId,
            /// Its id.
            cid: Cid,
            /// As of any message.
            text: String,
        } needs Need::AnswerClient(*client), answer WrittenFirst;
        /// Saves him as a customer (KC-31): he needs a contact.
        "save" => SaveCustomer {
            /// Whom, by his number.
            client: ClientId,
        } needs Need::Client(*client), answer Done;
        /// What would come of merging two clients, as they are now.
        "preview_merge" => PreviewMerge {
            /// Whose number goes.
            client: ClientId,
            /// Whose stays.
            into: ClientId,
        } needs Need::Clients(*client, *into), answer Merged;
        /// Makes one client of two (KC-32), for good: dialogs and what was written on the
        /// card move, and the number that goes leads to the one that stays. Refused as
        /// `limit_reached` when one card can't hold it all.
        "merge" => MergeClients {
            /// Whose number goes.
            client: ClientId,
            /// Whose stays.
            into: ClientId,
        } needs Need::Clients(*client, *into), answer Merged;
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
        /// Blocks him (SB-58): his widgets are told, and what he writes is refused as
        /// `unavailable`. Of who is blocked already, it says why once more.
        "block" => BlockClient {
            /// Whom, by his number.
            client: ClientId,
            /// Why: at most [`crate::limits::BLOCK_REASON_CHARS_MAX`]; may be empty.
            reason: String,
        } needs Need::AnswerClient(*client), answer Done;
        /// Lets him write again.
        "unblock" => UnblockClient {
            /// Whom, by his number.
            client: ClientId,
        } needs Need::AnswerClient(*client), answer Done;
        /// Pauses him (X25): what the center does by rule leaves him out.
        "pause" => PauseClient {
            /// Whom, by his number.
            client: ClientId,
        } needs Need::AnswerClient(*client), answer Done;
        /// Pauses him no longer.
        "unpause" => UnpauseClient {
            /// Whom, by his number.
            client: ClientId,
        } needs Need::AnswerClient(*client), answer Done;
        /// Binds him to somebody, or to nobody (X4): who works here and is there when a dialog of
        /// his begins, or begins anew without a responsible, is responsible for it.
        "bind" => BindClient {
            /// Whom, by his number.
            client: ClientId,
            /// To whom; absent: to nobody.
            to: Option<OperatorId>,
        } needs Need::AnswerClient(*client), answer Done;
        /// How much would be deleted with him.
        "measure" => MeasureClient {
            /// Who, by his number.
            client: ClientId,
        } needs Need::Administer, answer ClientExtent;
        /// Deletes him for good (X13), with his dialogs, messages and files. At once
        /// nobody finds any of it; what takes long is a job. Whoever has a dialog of his
        /// is told by the event `deleted`.
        "delete" => DeleteClient {
            /// Who, by his number.
            client: ClientId,
        } needs Need::Administer, answer Done;
    }
}

wire! {
    /// Where what was written first stands.
    pub struct WrittenFirst {
        /// In which dialog.
        pub dialog: DialogId,
    }
}

wire! {
    /// How much there is of a client.
    pub struct ClientExtent {
        /// His dialogs.
        pub dialogs: u64,
        /// All messages in them, notes too.
        pub messages: u64,
        /// Files in them, and such as were not sent yet.
        pub files: u64,
    }
}

wire! {
    /// A page of clients.
    pub struct ListedClients {
        /// They, the newest first: at most [`crate::limits::CLIENTS_PAGE`].
        pub clients: Vec<ListedClient>,
        /// Behind whom there may be more.
        pub rest: Option<ClientId>,
    }
}

wire! {
    /// A page of a client's dialogs.
    pub struct ListedClientDialogs {
        /// Those that the asker may see, the newest first: at most
        /// [`crate::limits::CLIENT_DIALOGS_PAGE`].
        pub dialogs: Vec<Summary>,
        /// Behind which there may be more.
        pub rest: Option<DialogId>,
    }
}

wire! {
    /// How many were counted for this question.
    pub struct CountedClients {
        /// So many.
        pub n: u64,
        /// Behind whom there may be more.
        pub rest: Option<ClientId>,
    }
}

wire! {
    /// Those of whom it is true.
    pub struct FilteredClients {
        /// Each as he is now, the newest first.
        pub clients: Vec<ListedClient>,
    }
}

wire! {
    /// A client as a list shows him.
    pub struct ListedClient {
        /// Who.
        pub client: ClientBrief,
        /// Whether he was saved as a customer.
        pub is_customer: bool,
        /// Phones, then e-mails.
        pub contacts: Vec<Contact>,
        /// His labels and lists.
        pub marks: Vec<MarkId>,
        /// First contact.
        pub created_at: Timestamp,
        /// How many dialogs of his are open that the asker sees.
        pub open_dialogs: u32,
    }
}

wire! {
    /// What comes of two clients.
    pub struct Merged {
        /// Who it is.
        pub client: ClientBrief,
        /// What his card holds.
        pub profile: Profile,
        /// Values of variables that both have: the others stay.
        pub lost: Vec<Variable>,
        /// How many dialogs come to him.
        pub dialogs: u64,
    }
}
