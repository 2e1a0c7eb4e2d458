//! Examples of every question and of its answer.

use beseda_protocol::ask::center::SaveCenter;
use beseda_protocol::ask::channels::{AddChannel, DeleteChannel, RenameChannel, SaveChannel};
use beseda_protocol::ask::clients::{
    AddClient, AddClientNote, AddContact, BindClient, BlockClient, ClientExtent, CountClients,
    CountedClients, DeleteClient, FilterClients, FilteredClients, ListClientDialogs, ListClients,
    ListedClient, ListedClientDialogs, ListedClients, MarkClient, MeasureClient, MergeClients,
    Merged, OpenClient, PauseClient, PreviewMerge, RemoveClientNote, RemoveContact,
    RestoreClientNote, SaveCustomer, SetClientComment, SetClientName, SetClientVariable,
    UnblockClient, UnmarkClient, UnpauseClient, WriteFirst, WrittenFirst,
};
use beseda_protocol::ask::dialogs::{
    Assign, Close, DialogMerge, EditMessage, FirstSaid, FirstText, History, MarkRead, MarkSpam,
    MarkUnread, MergeDialogs, NoReplyNeeded, OlderMessages, OpenDialog, OpenedDialog, PinDialog,
    PreviewDialogMerge, Reopen, ResendMessage, SaveDraft, SavedDraft, SeeMention, SnoozeDialog,
    SnoozeUntil, Spammed, TagDialog, TransferDialog, UndoSpam, UnpinDialog, UntagDialog,
    WakeDialog, WithdrawMessage,
};
use beseda_protocol::ask::filters::{
    ChangeSavedFilter, DeleteSavedFilter, RestoreSavedFilter, SaveFilter,
};
use beseda_protocol::ask::imports::{
    AddImportRows, BeginImport, BegunImport, CheckedRows, ListImportRows, ListImports,
    ListedImports, ListedRows, StartImport, UndoImport,
};
use beseda_protocol::ask::jobs::{
    BeginBulk, BeginExport, BegunJob, CancelJob, DismissJob, UndoJob,
};
use beseda_protocol::ask::list::{
    ClientValues, CountDialogs, CountSelected, CountedDialogs, CountedSelection, FilterDialogs,
    FilteredDialogs, ListDialogs, ListValues, ListVariables, ListedDialogs, ListedValues,
    ListedVariables, NextDialogs, NextUnanswered,
};
use beseda_protocol::ask::marks::{
    AddMark, CountMarks, DeleteMark, MarkCount, MarkCounts, MergeMark, RenameMark, RouteTag,
};
use beseda_protocol::ask::replies::{
    ChangeSavedReply, DeleteSavedReply, ListSavedReplies, RestoreSavedReply, SaveReply,
    SavedReplies, UsedSavedReply,
};
use beseda_protocol::ask::search::{FoundMessage, FoundMessages, SearchMessages, Snippet};
use beseda_protocol::ask::sites::{AddSite, MoveSite, SaveSite};
use beseda_protocol::ask::team::{
    Attendance, ChangeRole, ColleaguePresence, Disable, Enable, HandOver, Invitation, Invite,
    JoinLink, ListPeople, ListPresence, ListedPeople, ListedPresence, RenameMe, ResetLink, Revoke,
    SetAccess, SetAvailability, SetIdle,
};
use beseda_protocol::ask::tokens::{
    ListTokens, ListedTokens, LoadChannels, RevokeToken, SetTokenChannels,
};
use beseda_protocol::ask::webhooks::{
    AddWebhook, DeleteWebhook, ListWebhookDeliveries, ListWebhooks, ListedWebhookDeliveries,
    ListedWebhooks, MadeWebhook, ResendWebhookDeliveries, ResentWebhookDeliveries,
    RotateWebhookSecret, SaveWebhook, TestWebhook,
};
use beseda_protocol::ask::{Answer, Asked, Done, Question};
use beseda_protocol::channel::ChannelSection;
use beseda_protocol::client::Variable;
use beseda_protocol::dialog::{LastLabel, TransferTo};
use beseda_protocol::export::{DialogFormat, Export};
use beseda_protocol::filter::{Order, Predicate};
use beseda_protocol::ids::{
    ChannelId, ClientId, DialogId, InvitationId, MarkId, MessageId, NoteId, OperatorId, Timestamp,
    TokenId,
};
use beseda_protocol::import::RowState;
use beseda_protocol::mark::MarkKind;
use beseda_protocol::saved_filter::SavedFilter;
use beseda_protocol::saved_reply::SavedReply;
use beseda_protocol::settings::{CenterSection, Saved};
use beseda_protocol::site::SiteSection;
use beseda_protocol::team::{Access, Availability, Presence, Role};

use crate::example::{Example, example};
use crate::nouns::{
    AT, access, act, card, center_general, channel, composed, contact, delivery, file, filter,
    import, import_options, import_row, job, listed_row, look, mark, message, place, quota,
    saved_filter, saved_reply, selection, site, summary, token, webhook, webhook_delivery,
};

const DIALOG: DialogId = DialogId(7);
const CHANNEL: ChannelId = ChannelId(31);

/// An example of each question, with one of its answer.
pub(crate) fn all() -> Vec<Example> {
    [
        list(),
        filters(),
        replies(),
        search(),
        dialogs(),
        clients(),
        marks(),
        team(),
        channels(),
        sites(),
        center(),
        jobs(),
        tokens(),
        imports(),
        webhooks(),
        nouns(),
    ]
    .into_iter()
    .flatten()
    .flatten()
    .collect()
}

/// A question of an area, and what it is answered with.
fn asked<Q: Asked>(area: [&'static str; 2], what: Q, given: Q::Answer) -> Vec<Example> {
    let (question, answer): (Question, Answer) = (what.into(), Q::answer(given));
    vec![
        Example::new(area[0], question),
        Example::new(area[1], answer),
    ]
}

fn list() -> Vec<Vec<Example>> {
    let area = ["ListQuestion", "ListAnswer"];
    let page = ListDialogs {
        filter: filter(),
        order: Order::Newest,
        behind: Some(place()),
    };
    let among = FilterDialogs {
        filter: filter(),
        dialogs: vec![DIALOG],
    };
    let count = CountDialogs {
        filter: filter(),
        behind: Some(place()),
    };
    let next = NextUnanswered { but: DIALOG };
    vec![
        asked(area, page, listed()),
        asked(area, among, filtered()),
        asked(area, count, counted()),
        asked(area, CountSelected { on: selection() }, counted_selection()),
        asked(area, next, next_dialogs()),
        asked(area, ListVariables {}, variables()),
        asked(area, values(), listed_values()),
    ]
}

fn values() -> ListValues {
    ListValues {
        names: vec!["Size".into()],
        clients: vec![ClientId(12)],
    }
}

fn listed_values() -> ListedValues {
    ListedValues {
        clients: vec![client_values()],
    }
}

fn client_values() -> ClientValues {
    ClientValues {
        client: ClientId(12),
        variables: vec![Variable {
            name: "Size".into(),
            value: "M".into(),
        }],
    }
}

fn listed() -> ListedDialogs {
    ListedDialogs {
        pinned: vec![],
        dialogs: vec![summary()],
        rest: Some(place()),
    }
}

fn filtered() -> FilteredDialogs {
    FilteredDialogs {
        dialogs: vec![summary()],
    }
}

fn counted() -> CountedDialogs {
    CountedDialogs {
        n: 1204,
        rest: Some(place()),
    }
}

fn next_dialogs() -> NextDialogs {
    NextDialogs {
        dialogs: vec![DIALOG],
    }
}

fn filters() -> Vec<Vec<Example>> {
    let area = ["FilterQuestion", "FilterAnswer"];
    let SavedFilter {
        id: filter,
        name,
        query,
        is_shared,
        version,
        ..
    } = saved_filter();
    let save = SaveFilter {
        name: name.clone(),
        query: query.clone(),
        is_shared,
    };
    let change = ChangeSavedFilter {
        filter: filter.clone(),
        version,
        name,
        query,
        is_shared,
    };
    let delete = DeleteSavedFilter {
        filter: filter.clone(),
    };
    vec![
        asked(area, save, saved_filter()),
        asked(area, change, saved_filter()),
        asked(area, delete, Done {}),
        asked(area, RestoreSavedFilter { filter }, Done {}),
    ]
}

fn variables() -> ListedVariables {
    ListedVariables {
        names: vec!["Price".into(), "Размер".into()],
    }
}

fn replies() -> Vec<Vec<Example>> {
    let area = ["ReplyQuestion", "ReplyAnswer"];
    let SavedReply {
        id: reply,
        name,
        shortcut,
        folder,
        text,
        scope,
        version,
        ..
    } = saved_reply();
    let list = ListSavedReplies {
        behind: Some(reply.clone()),
    };
    let save = SaveReply {
        name: name.clone(),
        shortcut: shortcut.clone(),
        folder: folder.clone(),
        text: text.clone(),
        files: vec![file().id],
        scope: scope.clone(),
    };
    let change = ChangeSavedReply {
        reply: reply.clone(),
        version,
        name,
        shortcut,
        folder,
        text,
        files: vec![file().id],
        scope,
    };
    let [deleted, restored, used] = [(); 3].map(|()| reply.clone());
    vec![
        asked(area, list, replies_page()),
        asked(area, save, saved_reply()),
        asked(area, change, saved_reply()),
        asked(area, DeleteSavedReply { reply: deleted }, Done {}),
        asked(area, RestoreSavedReply { reply: restored }, Done {}),
        asked(area, UsedSavedReply { reply: used }, Done {}),
    ]
}

fn replies_page() -> SavedReplies {
    SavedReplies {
        replies: vec![saved_reply()],
        more: false,
    }
}

fn search() -> Vec<Vec<Example>> {
    let area = ["SearchQuestion", "SearchAnswer"];
    let messages = SearchMessages {
        text: "two days".into(),
        behind: Some(MessageId(4_100)),
    };
    vec![asked(area, messages, found_messages())]
}

fn found_messages() -> FoundMessages {
    FoundMessages {
        messages: vec![found_message()],
        rest: Some(MessageId(43)),
    }
}

fn found_message() -> FoundMessage {
    FoundMessage {
        id: message().id,
        at: message().at,
        label: LastLabel::Operator,
        by: Some(OperatorId(2)),
        is_file: false,
        snippet: snippet(),
        dialog: summary(),
    }
}

fn snippet() -> Snippet {
    Snippet {
        before: "We do, within ".into(),
        hit: "two days".into(),
        behind: ".".into(),
    }
}

fn dialogs() -> Vec<Vec<Example>> {
    let area = ["DialogQuestion", "DialogAnswer"];
    let (dialog, tag) = (DIALOG, MarkId(7));
    let history = History {
        dialog,
        before: MessageId(41),
    };
    let snooze = SnoozeDialog {
        dialog,
        until: SnoozeUntil::Tomorrow {},
    };
    let undo_spam = UndoSpam {
        dialog,
        spammed: spammed(),
    };
    let draft = SaveDraft {
        dialog,
        version: 0,
        composed: Some(composed()),
    };
    let assign = Assign {
        dialog,
        to: Some(OperatorId(2)),
    };
    let transfer = TransferDialog {
        dialog,
        to: TransferTo::Channel { channel: CHANNEL },
        note: "A question about an invoice".into(),
    };
    let message = MessageId(43);
    let edit = EditMessage {
        dialog,
        message,
        text: "At eight".into(),
    };
    vec![
        asked(area, OpenDialog { dialog }, opened()),
        asked(area, history, older()),
        asked(area, Close { dialog }, Done {}),
        asked(area, Reopen { dialog }, Done {}),
        asked(area, NoReplyNeeded { dialog }, Done {}),
        asked(area, MarkUnread { dialog }, Done {}),
        asked(area, snooze, Done {}),
        asked(area, WakeDialog { dialog }, Done {}),
        asked(area, MarkRead { dialog }, Done {}),
        asked(area, MarkSpam { dialog }, spammed()),
        asked(area, undo_spam, Done {}),
        asked(area, PinDialog { dialog }, Done {}),
        asked(area, UnpinDialog { dialog }, Done {}),
        asked(area, SeeMention { dialog, at: AT }, Done {}),
        asked(area, draft, saved_draft()),
        asked(area, assign, Done {}),
        asked(area, transfer, Done {}),
        asked(area, edit, Done {}),
        asked(area, WithdrawMessage { dialog, message }, Done {}),
        asked(area, FirstText { dialog, message }, first_said()),
        asked(area, ResendMessage { dialog, message }, Done {}),
        asked(
            area,
            PreviewDialogMerge {
                dialog: DialogId(3),
                into: dialog,
            },
            DialogMerge { n_messages: 12 },
        ),
        asked(
            area,
            MergeDialogs {
                dialog: DialogId(3),
                into: dialog,
            },
            Done {},
        ),
        asked(area, TagDialog { dialog, tag }, Done {}),
        asked(area, UntagDialog { dialog, tag }, Done {}),
    ]
}

fn saved_draft() -> SavedDraft {
    SavedDraft {
        version: 1_767_225_600_000,
        newer: Some(composed()),
    }
}

fn opened() -> OpenedDialog {
    OpenedDialog {
        dialog: summary(),
        messages: vec![message()],
        more: false,
        tags: vec![MarkId(7)],
        deliveries: vec![delivery()],
        card: card(),
    }
}

fn first_said() -> FirstSaid {
    FirstSaid {
        text: "At eihgt".into(),
        is_file: false,
    }
}

fn older() -> OlderMessages {
    OlderMessages {
        messages: vec![message()],
        more: false,
    }
}

fn clients() -> Vec<Vec<Example>> {
    let area = ["ClientQuestion", "ClientAnswer"];
    let (client, contact) = (crate::nouns::client_id(), contact());
    let (note, mark) = (NoteId(44), MarkId(9));
    let name = SetClientName {
        client,
        name: Some("Anna Berg".into()),
        replaced: Some("Anna".into()),
    };
    let comment = SetClientComment {
        client,
        comment: "Prefers to be called".into(),
        replaced: String::new(),
    };
    let add = AddContact {
        client,
        contact: contact.clone(),
    };
    let variable = SetClientVariable {
        client,
        name: "Size".into(),
        value: Some("M".into()),
        replaced: None,
    };
    let text = "Ordered for a friend".into();
    let all_of = vec![Predicate::Search {
        part: "anna".into(),
    }];
    let list = ListClients {
        all_of: all_of.clone(),
        behind: Some(ClientId(501)),
    };
    let count = CountClients {
        all_of: all_of.clone(),
        behind: None,
    };
    let among = FilterClients {
        all_of,
        clients: vec![client],
    };
    let his_dialogs = ListClientDialogs {
        client,
        behind: DialogId(90),
    };
    let someone = AddClient {
        name: Some("Anna Berg".into()),
        contacts: vec![contact.clone()],
    };
    let first = WriteFirst {
        client,
        site: "s1".into(),
        cid: "0192f0c1-7a00-7c3e-9f51-0a4b6c8d2e11".into(),
        text: "Your order has arrived".into(),
    };
    let into = ClientId(3);
    let block = BlockClient {
        client,
        reason: "Advertises".into(),
    };
    let bind = BindClient {
        client,
        to: Some(OperatorId(2)),
    };
    vec![
        asked(area, list, listed_clients()),
        asked(area, count, counted_clients()),
        asked(area, among, filtered_clients()),
        asked(area, OpenClient { client }, card()),
        asked(area, his_dialogs, client_dialogs()),
        asked(area, someone, crate::nouns::brief()),
        asked(area, first, WrittenFirst { dialog: DIALOG }),
        asked(area, SaveCustomer { client }, Done {}),
        asked(area, PreviewMerge { client, into }, merged()),
        asked(area, MergeClients { client, into }, merged()),
        asked(area, name, Done {}),
        asked(area, comment, Done {}),
        asked(area, add, Done {}),
        asked(area, RemoveContact { client, contact }, Done {}),
        asked(area, AddClientNote { client, text }, Done {}),
        asked(area, RemoveClientNote { client, note }, Done {}),
        asked(area, RestoreClientNote { client, note }, Done {}),
        asked(area, MarkClient { client, mark }, Done {}),
        asked(area, UnmarkClient { client, mark }, Done {}),
        asked(area, variable, Done {}),
        asked(area, block, Done {}),
        asked(area, UnblockClient { client }, Done {}),
        asked(area, PauseClient { client }, Done {}),
        asked(area, UnpauseClient { client }, Done {}),
        asked(area, bind, Done {}),
        asked(area, MeasureClient { client }, extent()),
        asked(area, DeleteClient { client }, Done {}),
    ]
}

pub(crate) fn spammed() -> Spammed {
    Spammed {
        is_newly_blocked: true,
        closed: vec![DialogId(7)],
    }
}

fn listed_clients() -> ListedClients {
    ListedClients {
        clients: vec![listed_client()],
        rest: Some(ClientId(2)),
    }
}

fn counted_clients() -> CountedClients {
    CountedClients {
        n: 712,
        rest: Some(ClientId(90_112)),
    }
}

fn client_dialogs() -> ListedClientDialogs {
    ListedClientDialogs {
        dialogs: vec![summary()],
        rest: None,
    }
}

fn filtered_clients() -> FilteredClients {
    FilteredClients {
        clients: vec![listed_client()],
    }
}

fn listed_client() -> ListedClient {
    ListedClient {
        client: crate::nouns::brief(),
        is_customer: true,
        contacts: vec![contact()],
        marks: vec![MarkId(7)],
        created_at: Timestamp(1_700_000_000_000),
        open_dialogs: 1,
    }
}

fn merged() -> Merged {
    Merged {
        client: crate::nouns::brief(),
        profile: crate::nouns::profile(),
        lost: vec![crate::nouns::variable()],
        dialogs: 2,
    }
}

fn marks() -> Vec<Vec<Example>> {
    let area = ["MarkQuestion", "MarkAnswer"];
    let (mark, into) = (MarkId(9), MarkId(12));
    let name = || "VIP".to_owned();
    let add = AddMark {
        kind: MarkKind::Label,
        name: name(),
    };
    let route = RouteTag {
        mark,
        channel: Some(CHANNEL),
    };
    vec![
        asked(area, add, self::mark()),
        asked(area, RenameMark { mark, name: name() }, Done {}),
        asked(area, route, Done {}),
        asked(area, MergeMark { mark, into }, Done {}),
        asked(area, DeleteMark { mark }, Done {}),
        asked(area, CountMarks {}, counts()),
    ]
}

fn counts() -> MarkCounts {
    MarkCounts {
        counts: vec![count()],
    }
}

fn count() -> MarkCount {
    MarkCount {
        mark: MarkId(9),
        n: 31,
    }
}

fn team() -> Vec<Vec<Example>> {
    let area = ["TeamQuestion", "TeamAnswer"];
    let name = "Maria".into();
    let role = Role::Operator;
    let operator = OperatorId(2);
    let change = ChangeRole {
        employee: operator,
        from: Role::Operator,
        to: Role::Supervisor,
    };
    let access = SetAccess {
        employee: operator,
        from: Access::WHOLE,
        to: access(),
    };
    let availability = Availability::Away;
    vec![
        asked(area, RenameMe { name }, Done {}),
        asked(area, SetAvailability { availability }, Done {}),
        asked(area, SetIdle { is_idle: true }, Done {}),
        asked(area, ListPeople {}, people()),
        asked(area, ListPresence {}, presence()),
        asked(area, change, Done {}),
        asked(area, access, Done {}),
        asked(area, HandOver { to: operator }, Done {}),
        asked(area, Disable { employee: operator }, Done {}),
        asked(area, Enable { employee: operator }, Done {}),
        asked(area, Invite { role }, link()),
        asked(
            area,
            Revoke {
                invitation: InvitationId(3),
            },
            Done {},
        ),
        asked(area, ResetLink { operator }, link()),
    ]
}

fn people() -> ListedPeople {
    ListedPeople {
        people: vec![attendance()],
        invitations: vec![invitation()],
    }
}

fn presence() -> ListedPresence {
    ListedPresence {
        of: vec![colleague_presence()],
    }
}

fn colleague_presence() -> ColleaguePresence {
    ColleaguePresence {
        id: OperatorId(2),
        presence: Presence::Online,
    }
}

fn attendance() -> Attendance {
    Attendance {
        id: OperatorId(2),
        online: false,
        presence: Presence::Offline,
        chosen: Availability::Away,
        chosen_at: Some(Timestamp(1_700_000_000_000)),
        seen_at: Some(Timestamp(1_700_000_000_000)),
        open_dialogs: 12,
    }
}

fn invitation() -> Invitation {
    Invitation {
        id: InvitationId(3),
        role: Role::Operator,
        by: Some(OperatorId(1)),
        made_at: Timestamp(1_700_000_000_000),
        expires_at: Timestamp(1_700_604_800_000),
    }
}

fn link() -> JoinLink {
    JoinLink {
        path: "/join/8c1f5e".into(),
    }
}

fn channels() -> Vec<Vec<Example>> {
    let area = ["ChannelQuestion", "ChannelAnswer"];
    let name = || "Sales".to_owned();
    let rename = RenameChannel {
        channel: CHANNEL,
        name: name(),
    };
    let section = ChannelSection::from(channel().assignment.value);
    let save = SaveChannel {
        channel: CHANNEL,
        version: 3,
        section: section.clone(),
    };
    let stale = Saved {
        version: 4,
        newer: Some(section),
    };
    vec![
        asked(area, AddChannel { name: name() }, channel()),
        asked(area, rename, Done {}),
        asked(area, save, stale),
        asked(area, DeleteChannel { channel: CHANNEL }, Done {}),
    ]
}

fn sites() -> Vec<Vec<Example>> {
    let area = ["SiteQuestion", "SiteAnswer"];
    let add = AddSite {
        name: "Shop".into(),
        origins: vec!["https://shop.example".into()],
        look: Some(look()),
    };
    let section = SiteSection::Look { look: look() };
    let save = SaveSite {
        site: "s1".into(),
        version: 3,
        section: section.clone(),
    };
    let stale = Saved {
        version: 4,
        newer: Some(section),
    };
    let to_channel = MoveSite {
        site: "s1".into(),
        channel: CHANNEL,
    };
    vec![
        asked(area, add, site()),
        asked(area, save, stale),
        asked(area, to_channel, Done {}),
    ]
}

fn center() -> Vec<Vec<Example>> {
    let area = ["CenterQuestion", "CenterAnswer"];
    let general = center_general();
    let save = SaveCenter {
        version: 0,
        section: CenterSection::General { general },
    };
    let saved = Saved {
        version: 1,
        newer: None,
    };
    vec![asked(area, save, saved)]
}

fn tokens() -> Vec<Vec<Example>> {
    let area = ["TokenQuestion", "TokenAnswer"];
    let id = TokenId(3);
    let channels = vec![CHANNEL];
    vec![
        asked(area, ListTokens {}, listed_tokens()),
        asked(
            area,
            SetTokenChannels {
                token: id,
                channels,
            },
            token(),
        ),
        asked(area, LoadChannels { token: id }, token()),
        asked(area, RevokeToken { token: id }, Done {}),
    ]
}

fn listed_tokens() -> ListedTokens {
    ListedTokens {
        tokens: vec![token()],
        quota: quota(),
    }
}

fn jobs() -> Vec<Vec<Example>> {
    let area = ["JobQuestion", "JobAnswer"];
    let job = self::job().id;
    let cancel = CancelJob { job: job.clone() };
    let bulk = BeginBulk {
        act: act(),
        on: selection(),
        counted: 2,
    };
    let export = BeginExport {
        what: Export::Dialog {
            dialog: DIALOG,
            format: DialogFormat::Text,
        },
        locale: "ru".into(),
    };
    let undo = UndoJob { job: job.clone() };
    let begun = || BegunJob {
        job: self::job().id,
    };
    vec![
        asked(area, bulk, begun()),
        asked(area, undo, begun()),
        asked(area, export, begun()),
        asked(area, cancel, Done {}),
        asked(area, DismissJob { job }, Done {}),
    ]
}

fn imports() -> Vec<Vec<Example>> {
    let area = ["ImportQuestion", "ImportAnswer"];
    let import = import().id;
    let begin = BeginImport {
        options: import_options(),
    };
    let add = AddImportRows {
        import: import.clone(),
        first: 1,
        rows: vec![import_row()],
    };
    let start = StartImport {
        import: import.clone(),
    };
    let undo = UndoImport {
        import: import.clone(),
    };
    let rows = ListImportRows {
        import,
        behind: 0,
        only_wrong: false,
    };
    let begun = || BegunJob {
        job: self::job().id,
    };
    vec![
        asked(area, begin, begun_import()),
        asked(area, add, checked_rows()),
        asked(area, start, begun()),
        asked(area, undo, begun()),
        asked(area, ListImports {}, listed_imports()),
        asked(area, rows, listed_rows()),
    ]
}

fn begun_import() -> BegunImport {
    BegunImport {
        import: import().id,
    }
}

fn checked_rows() -> CheckedRows {
    CheckedRows {
        first: 1,
        states: vec![RowState::Ready { known: None }],
    }
}

fn listed_imports() -> ListedImports {
    ListedImports {
        imports: vec![import()],
    }
}

fn listed_rows() -> ListedRows {
    ListedRows {
        import: import(),
        rows: vec![listed_row()],
        rest: Some(2),
    }
}

fn webhooks() -> Vec<Vec<Example>> {
    let area = ["WebhookQuestion", "WebhookAnswer"];
    let webhook = || self::webhook().id;
    let (url, events) = (self::webhook().url, self::webhook().events);
    let add = AddWebhook {
        url: url.clone(),
        events: events.clone(),
    };
    let save = SaveWebhook {
        webhook: webhook(),
        url,
        events,
        is_on: true,
    };
    let rotate = RotateWebhookSecret { webhook: webhook() };
    let log = ListWebhookDeliveries {
        webhook: webhook(),
        behind: Some(42),
    };
    let resend = ResendWebhookDeliveries {
        webhook: webhook(),
        from: 12,
        upto: 41,
        only_failed: true,
    };
    vec![
        asked(area, ListWebhooks {}, listed_webhooks()),
        asked(area, add, made_webhook()),
        asked(area, save, self::webhook()),
        asked(area, rotate, made_webhook()),
        asked(area, DeleteWebhook { webhook: webhook() }, Done {}),
        asked(area, TestWebhook { webhook: webhook() }, Done {}),
        asked(area, log, webhook_log()),
        asked(area, resend, resent_webhooks()),
    ]
}

fn listed_webhooks() -> ListedWebhooks {
    ListedWebhooks {
        webhooks: vec![webhook()],
    }
}

fn made_webhook() -> MadeWebhook {
    MadeWebhook {
        webhook: webhook(),
        secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".into(),
    }
}

fn webhook_log() -> ListedWebhookDeliveries {
    ListedWebhookDeliveries {
        deliveries: vec![webhook_delivery()],
        rest: Some(41),
    }
}

fn resent_webhooks() -> ResentWebhookDeliveries {
    ResentWebhookDeliveries {
        n: 500,
        rest: Some(530),
    }
}

fn counted_selection() -> CountedSelection {
    CountedSelection {
        dialogs: 12,
        clients: 9,
        unanswered: 3,
        is_whole: true,
    }
}

fn extent() -> ClientExtent {
    ClientExtent {
        dialogs: 3,
        messages: 120,
        files: 4,
    }
}

/// What answers are made of.
fn nouns() -> Vec<Vec<Example>> {
    vec![vec![
        Example::new("WrittenFirst", WrittenFirst { dialog: DIALOG }),
        Example::new("ClientExtent", extent()),
        Example::new("ListedDialogs", listed()),
        Example::new("FoundMessages", found_messages()),
        Example::new("FoundMessage", found_message()),
        Example::new("Snippet", snippet()),
        Example::new("FilteredDialogs", filtered()),
        Example::new("CountedDialogs", counted()),
        Example::new("CountedSelection", counted_selection()),
        Example::new("BegunImport", begun_import()),
        Example::new("CheckedRows", checked_rows()),
        Example::new("ListedImports", listed_imports()),
        Example::new("ListedRows", listed_rows()),
        Example::new("BegunJob", BegunJob { job: job().id }),
        Example::new("ListedWebhooks", listed_webhooks()),
        Example::new("MadeWebhook", made_webhook()),
        Example::new("ListedWebhookDeliveries", webhook_log()),
        Example::new("ResentWebhookDeliveries", resent_webhooks()),
        Example::new("NextDialogs", next_dialogs()),
        Example::new("ListedVariables", variables()),
        Example::new("ListedValues", listed_values()),
        Example::new("ClientValues", client_values()),
        Example::new("OpenedDialog", opened()),
        Example::new("OlderMessages", older()),
        Example::new("SavedDraft", saved_draft()),
        Example::new("FirstSaid", first_said()),
        Example::new("DialogMerge", DialogMerge { n_messages: 12 }),
        Example::new("SavedReplies", replies_page()),
        Example::new("ListedClients", listed_clients()),
        Example::new("CountedClients", counted_clients()),
        Example::new("FilteredClients", filtered_clients()),
        Example::new("ListedClientDialogs", client_dialogs()),
        Example::new("ListedClient", listed_client()),
        Example::new("Merged", merged()),
        Example::new("MarkCounts", counts()),
        Example::new("MarkCount", count()),
        example!(JoinLink { path: link().path }),
        Example::new("ListedPeople", people()),
        Example::new("Attendance", attendance()),
        Example::new("ListedPresence", presence()),
        Example::new("ColleaguePresence", colleague_presence()),
        Example::new("Invitation", invitation()),
        Example::new("ListedTokens", listed_tokens()),
    ]]
}
