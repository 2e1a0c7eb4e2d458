//! Every question, with members that do no harm.

use beseda_protocol::ask::Question;
use beseda_protocol::ask::center::SaveCenter;
use beseda_protocol::ask::channels::{AddChannel, DeleteChannel, RenameChannel, SaveChannel};
use beseda_protocol::ask::clients::{
    AddClient, AddClientNote, AddContact, BindClient, BlockClient, CountClients, DeleteClient,
    FilterClients, ListClientDialogs, ListClients, MarkClient, MeasureClient, MergeClients,
    OpenClient, PauseClient, PreviewMerge, RemoveClientNote, RemoveContact, RestoreClientNote,
    SaveCustomer, SetClientComment, SetClientName, SetClientVariable, UnblockClient, UnmarkClient,
    UnpauseClient, WriteFirst,
};
use beseda_protocol::ask::dialogs::{
    Assign, Close, EditMessage, FirstText, History, MarkRead, MarkSpam, MarkUnread, MergeDialogs,
    NoReplyNeeded, OpenDialog, PinDialog, PreviewDialogMerge, Reopen, ResendMessage, SaveDraft,
    SeeMention, SnoozeDialog, SnoozeUntil, Spammed, TagDialog, TransferDialog, UndoSpam,
    UnpinDialog, UntagDialog, WakeDialog, WithdrawMessage,
};
use beseda_protocol::ask::filters::{
    ChangeSavedFilter, DeleteSavedFilter, RestoreSavedFilter, SaveFilter,
};
use beseda_protocol::ask::imports::{
    AddImportRows, BeginImport, ListImportRows, ListImports, StartImport, UndoImport,
};
use beseda_protocol::ask::jobs::{BeginBulk, BeginExport, CancelJob, DismissJob, UndoJob};
use beseda_protocol::ask::list::{
    CountDialogs, CountSelected, FilterDialogs, ListDialogs, ListValues, ListVariables,
    NextUnanswered,
};
use beseda_protocol::ask::marks::{
    AddMark, CountMarks, DeleteMark, MergeMark, RenameMark, RouteTag,
};
use beseda_protocol::ask::replies::{
    ChangeSavedReply, DeleteSavedReply, ListSavedReplies, RestoreSavedReply, SaveReply,
    UsedSavedReply,
};
use beseda_protocol::ask::search::SearchMessages;
use beseda_protocol::ask::sites::{AddSite, MoveSite, SaveSite};
use beseda_protocol::ask::team::{
    ChangeRole, Disable, Enable, HandOver, Invite, ListPeople, ListPresence, RenameMe, ResetLink,
    Revoke, SetAccess, SetAvailability, SetIdle,
};
use beseda_protocol::ask::tokens::{ListTokens, LoadChannels, RevokeToken, SetTokenChannels};
use beseda_protocol::ask::webhooks::{
    AddWebhook, DeleteWebhook, ListWebhookDeliveries, ListWebhooks, ResendWebhookDeliveries,
    RotateWebhookSecret, SaveWebhook, TestWebhook,
};
use beseda_protocol::bulk::Act;
use beseda_protocol::channel::Assignment;
use beseda_protocol::client::{Contact, ContactKind};
use beseda_protocol::dialog::TransferTo;
use beseda_protocol::draft::Composed;
use beseda_protocol::export::Export;
use beseda_protocol::filter::{Filter, Order, Query};
use beseda_protocol::ids::{
    ChannelId, ClientId, DialogId, ImportId, InvitationId, JobId, MarkId, MessageId, NoteId,
    OperatorId, SavedFilterId, SavedReplyId, Timestamp, TokenId, WebhookId,
};
use beseda_protocol::import::{ImportOptions, KnownRule};
use beseda_protocol::look::Look;
use beseda_protocol::mark::MarkKind;
use beseda_protocol::saved_reply::ReplyScope;
use beseda_protocol::selection::Selection;
use beseda_protocol::settings::{CenterGeneral, CenterSection};
use beseda_protocol::team::{Access, Availability, Role};

use crate::Object;

/// A number that nothing has.
const NONE: u64 = 1 << 50;

/// The words of all questions: of each its area, and its own.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    let areas = Question::WORDS.iter();
    areas.flat_map(|(area, words)| words.iter().map(|word| (*area, *word)))
}

/// A question, about a dialog or its client where it is about one.
///
/// # Panics
/// When it has no place here yet.
pub fn question(area: &str, word: &str, object: Object) -> Question {
    match area {
        "list" => of_list(word),
        "filters" => of_filters(word),
        "replies" => of_replies(word),
        "search" => of_search(word),
        "dialogs" => of_dialogs(word, object.dialog),
        "clients" => of_clients(word, object.client),
        "marks" => of_marks(word),
        "team" => of_team(word),
        "channels" => of_channels(word),
        "sites" => of_sites(word),
        "center" => of_center(word),
        "jobs" => of_jobs(word),
        "tokens" => of_tokens(word),
        "imports" => of_imports(word),
        "webhooks" => of_webhooks(word),
        _ => missing(area, word),
    }
}

fn missing(area: &str, word: &str) -> ! {
    panic!("{area} {word} has no place in the matrix yet")
}

fn of_list(word: &str) -> Question {
    match word {
        "dialogs" => ListDialogs {
            filter: Filter::default(),
            order: Order::Newest,
            behind: None,
        }
        .into(),
        "among" => FilterDialogs {
            filter: Filter::default(),
            dialogs: vec![DialogId(NONE)],
        }
        .into(),
        "count" => CountDialogs {
            filter: Filter::default(),
            behind: None,
        }
        .into(),
        "count_selected" => CountSelected {
            on: Selection::Dialogs {
                ids: vec![DialogId(NONE)],
            },
        }
        .into(),
        "next" => NextUnanswered {
            but: DialogId(NONE),
        }
        .into(),
        "variables" => ListVariables {}.into(),
        "values" => ListValues {
            names: Vec::new(),
            clients: vec![ClientId(NONE)],
        }
        .into(),
        _ => missing("list", word),
    }
}

fn of_filters(word: &str) -> Question {
    let filter = SavedFilterId::from("none");
    let (name, query, is_shared) = (String::new(), Query::default(), true);
    match word {
        "save" => SaveFilter {
            name,
            query,
            is_shared,
        }
        .into(),
        "change" => ChangeSavedFilter {
            filter,
            version: 1,
            name,
            query,
            is_shared,
        }
        .into(),
        "delete" => DeleteSavedFilter { filter }.into(),
        "restore" => RestoreSavedFilter { filter }.into(),
        _ => missing("filters", word),
    }
}

fn of_replies(word: &str) -> Question {
    let reply = SavedReplyId::from("none");
    let (name, shortcut, folder, text) = (String::new(), None, String::new(), String::new());
    let scope = ReplyScope::Shared {};
    match word {
        "list" => ListSavedReplies { behind: None }.into(),
        "save" => SaveReply {
            name,
            shortcut,
            folder,
            text,
            files: vec![],
            scope,
        }
        .into(),
        "change" => ChangeSavedReply {
            reply,
            version: 1,
            name,
            shortcut,
            folder,
            text,
            files: vec![],
            scope,
        }
        .into(),
        "delete" => DeleteSavedReply { reply }.into(),
        "restore" => RestoreSavedReply { reply }.into(),
        "used" => UsedSavedReply { reply }.into(),
        _ => missing("replies", word),
    }
}

fn of_search(word: &str) -> Question {
    match word {
        "messages" => SearchMessages {
            text: "hello".into(),
            behind: None,
        }
        .into(),
        _ => missing("search", word),
    }
}

fn of_dialogs(word: &str, dialog: DialogId) -> Question {
    let tag = MarkId(NONE);
    match word {
        "open" => OpenDialog { dialog }.into(),
        "history" => History {
            dialog,
            before: MessageId(NONE),
        }
        .into(),
        "close" => Close { dialog }.into(),
        "reopen" => Reopen { dialog }.into(),
        "no_reply_needed" => NoReplyNeeded { dialog }.into(),
        "mark_unread" => MarkUnread { dialog }.into(),
        "snooze" => SnoozeDialog {
            dialog,
            until: SnoozeUntil::Written {},
        }
        .into(),
        "wake" => WakeDialog { dialog }.into(),
        "mark_read" => MarkRead { dialog }.into(),
        "spam" => MarkSpam { dialog }.into(),
        "undo_spam" => UndoSpam {
            dialog,
            spammed: Spammed {
                is_newly_blocked: true,
                closed: Vec::new(),
            },
        }
        .into(),
        "pin" => PinDialog { dialog }.into(),
        "unpin" => UnpinDialog { dialog }.into(),
        "see_mention" => SeeMention {
            dialog,
            at: Timestamp(0),
        }
        .into(),
        "save_draft" => SaveDraft {
            dialog,
            version: 0,
            composed: Some(Composed {
                is_note: false,
                text: "Half a thought".into(),
                quote: None,
            }),
        }
        .into(),
        "assign" => Assign { dialog, to: None }.into(),
        "transfer" => TransferDialog {
            dialog,
            to: TransferTo::Channel {
                channel: ChannelId::FIRST,
            },
            note: String::new(),
        }
        .into(),
        // There is no such message.
        "edit_message" => EditMessage {
            dialog,
            message: MessageId(NONE),
            text: "At eight".into(),
        }
        .into(),
        "withdraw_message" => WithdrawMessage {
            dialog,
            message: MessageId(NONE),
        }
        .into(),
        "first_text" => FirstText {
            dialog,
            message: MessageId(NONE),
        }
        .into(),
        // There is no such message.
        "resend_message" => ResendMessage {
            dialog,
            message: MessageId(NONE),
        }
        .into(),
        // With itself.
        "preview_merge" => PreviewDialogMerge {
            dialog,
            into: dialog,
        }
        .into(),
        "merge" => MergeDialogs {
            dialog,
            into: dialog,
        }
        .into(),
        "tag" => TagDialog { dialog, tag }.into(),
        "untag" => UntagDialog { dialog, tag }.into(),
        _ => missing("dialogs", word),
    }
}

fn of_clients(word: &str, client: ClientId) -> Question {
    let contact = Contact {
        kind: ContactKind::Phone,
        value: "+371 2000 0000".into(),
    };
    let (mark, note) = (MarkId(NONE), NoteId(NONE));
    // Whoever there is is not deleted: others are still asked about.
    let nobody = ClientId(NONE);
    match word {
        "list" => ListClients {
            all_of: Vec::new(),
            behind: None,
        }
        .into(),
        "count" => CountClients {
            all_of: Vec::new(),
            behind: None,
        }
        .into(),
        "among" => FilterClients {
            all_of: Vec::new(),
            clients: vec![client],
        }
        .into(),
        "open" => OpenClient { client }.into(),
        "dialogs" => ListClientDialogs {
            client,
            behind: DialogId(NONE),
        }
        .into(),
        // Nobody.
        "add" => AddClient {
            name: None,
            contacts: Vec::new(),
        }
        .into(),
        // On no site of his.
        "write_first" => WriteFirst {
            client,
            site: "none".into(),
            cid: "first".into(),
            text: "Your order has arrived".into(),
        }
        .into(),
        // Who can't be reached.
        "save" => SaveCustomer { client }.into(),
        // With himself.
        "preview_merge" => PreviewMerge {
            client,
            into: client,
        }
        .into(),
        "merge" => MergeClients {
            client,
            into: client,
        }
        .into(),
        "set_name" => SetClientName {
            client,
            name: Some("Vera".into()),
            replaced: None,
        }
        .into(),
        "set_comment" => SetClientComment {
            client,
            comment: "Pays late".into(),
            replaced: String::new(),
        }
        .into(),
        "add_contact" => AddContact { client, contact }.into(),
        "remove_contact" => RemoveContact { client, contact }.into(),
        "add_note" => AddClientNote {
            client,
            text: "Called".into(),
        }
        .into(),
        "remove_note" => RemoveClientNote { client, note }.into(),
        "restore_note" => RestoreClientNote { client, note }.into(),
        "mark" => MarkClient { client, mark }.into(),
        "unmark" => UnmarkClient { client, mark }.into(),
        "set_variable" => SetClientVariable {
            client,
            name: "Plan".into(),
            value: Some("Large".into()),
            replaced: None,
        }
        .into(),
        "block" => BlockClient {
            client,
            reason: String::new(),
        }
        .into(),
        "unblock" => UnblockClient { client }.into(),
        "pause" => PauseClient { client }.into(),
        "unpause" => UnpauseClient { client }.into(),
        "bind" => BindClient { client, to: None }.into(),
        "measure" => MeasureClient { client }.into(),
        "delete" => DeleteClient { client: nobody }.into(),
        _ => missing("clients", word),
    }
}

fn of_tokens(word: &str) -> Question {
    // There is no such token.
    let token = TokenId(NONE);
    match word {
        "list" => ListTokens {}.into(),
        "set_channels" => SetTokenChannels {
            token,
            channels: vec![ChannelId::FIRST],
        }
        .into(),
        "load_channels" => LoadChannels { token }.into(),
        "revoke" => RevokeToken { token }.into(),
        _ => missing("tokens", word),
    }
}

fn of_marks(word: &str) -> Question {
    let (mark, name) = (MarkId(NONE), String::new());
    let kind = MarkKind::Label;
    match word {
        "add" => AddMark { kind, name }.into(),
        "rename" => RenameMark { mark, name }.into(),
        "route" => RouteTag {
            mark,
            channel: None,
        }
        .into(),
        "merge" => MergeMark { mark, into: mark }.into(),
        "delete" => DeleteMark { mark }.into(),
        "counts" => CountMarks {}.into(),
        _ => missing("marks", word),
    }
}

fn of_team(word: &str) -> Question {
    let (employee, role) = (OperatorId(NONE), Role::Operator);
    match word {
        "rename_me" => RenameMe {
            name: String::new(),
        }
        .into(),
        "set_availability" => SetAvailability {
            availability: Availability::Online,
        }
        .into(),
        "set_idle" => SetIdle { is_idle: false }.into(),
        "people" => ListPeople {}.into(),
        "presence" => ListPresence {}.into(),
        "change_role" => ChangeRole {
            employee,
            from: role,
            to: role,
        }
        .into(),
        "set_access" => SetAccess {
            employee,
            from: Access::WHOLE,
            to: Access::WHOLE,
        }
        .into(),
        "hand_over" => HandOver { to: employee }.into(),
        "disable" => Disable { employee }.into(),
        "enable" => Enable { employee }.into(),
        "revoke" => Revoke {
            invitation: InvitationId(NONE),
        }
        .into(),
        "invite" => Invite { role }.into(),
        "reset_link" => ResetLink { operator: employee }.into(),
        _ => missing("team", word),
    }
}

fn of_channels(word: &str) -> Question {
    let (channel, name) = (ChannelId(NONE), String::new());
    match word {
        "add" => AddChannel { name }.into(),
        "rename" => RenameChannel { channel, name }.into(),
        "save" => SaveChannel {
            channel,
            version: 0,
            section: Assignment::default().into(),
        }
        .into(),
        "delete" => DeleteChannel { channel }.into(),
        _ => missing("channels", word),
    }
}

fn of_sites(word: &str) -> Question {
    let (name, origins) = (String::from("Name"), Vec::new());
    let look = Look::default();
    match word {
        "add" => AddSite {
            name,
            origins,
            look: Some(look),
        }
        .into(),
        "save" => SaveSite {
            site: "none".into(),
            version: 0,
            section: look.into(),
        }
        .into(),
        "move" => MoveSite {
            site: "none".into(),
            channel: ChannelId::FIRST,
        }
        .into(),
        _ => missing("sites", word),
    }
}

fn of_jobs(word: &str) -> Question {
    let job = JobId::from("none");
    match word {
        "bulk" => BeginBulk {
            act: Act::Close {},
            on: Selection::Dialogs { ids: Vec::new() },
            counted: 0,
        }
        .into(),
        "export" => BeginExport {
            what: Export::Client {
                client: ClientId(NONE),
            },
            locale: "en".into(),
        }
        .into(),
        "undo" => UndoJob { job }.into(),
        "cancel" => CancelJob { job }.into(),
        "dismiss" => DismissJob { job }.into(),
        _ => missing("jobs", word),
    }
}

fn of_imports(word: &str) -> Question {
    let import = ImportId::from("none");
    match word {
        "begin" => BeginImport {
            options: ImportOptions {
                channel: ChannelId::FIRST,
                transport: "none".into(),
                country: String::new(),
                labels: Vec::new(),
                known: KnownRule::Fill,
            },
        }
        .into(),
        "add" => AddImportRows {
            import,
            first: 1,
            rows: Vec::new(),
        }
        .into(),
        "start" => StartImport { import }.into(),
        "undo" => UndoImport { import }.into(),
        "list" => ListImports {}.into(),
        "rows" => ListImportRows {
            import,
            behind: 0,
            only_wrong: false,
        }
        .into(),
        _ => missing("imports", word),
    }
}

fn of_webhooks(word: &str) -> Question {
    let webhook = WebhookId::from("none");
    let (url, events) = (String::new(), Vec::new());
    match word {
        "list" => ListWebhooks {}.into(),
        "add" => AddWebhook { url, events }.into(),
        "save" => SaveWebhook {
            webhook,
            url,
            events,
            is_on: true,
        }
        .into(),
        "rotate" => RotateWebhookSecret { webhook }.into(),
        "delete" => DeleteWebhook { webhook }.into(),
        "test" => TestWebhook { webhook }.into(),
        "log" => ListWebhookDeliveries {
            webhook,
            behind: None,
        }
        .into(),
        "resend" => ResendWebhookDeliveries {
            webhook,
            from: 0,
            upto: NONE,
            only_failed: false,
        }
        .into(),
        _ => missing("webhooks", word),
    }
}

fn of_center(word: &str) -> Question {
    match word {
        "save" => SaveCenter {
            version: 0,
            section: CenterSection::from(CenterGeneral {
                name: String::new(),
                locale: "none".into(),
                time_zone: "UTC".into(),
            }),
        }
        .into(),
        _ => missing("center", word),
    }
}
