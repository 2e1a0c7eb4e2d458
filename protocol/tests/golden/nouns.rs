//! Examples of what both conversations speak of.

use beseda_protocol::ask::dialogs::SnoozeUntil;
use beseda_protocol::automatic::{AutomaticReplies, AutomaticReply, AutomaticRule};
use beseda_protocol::bulk::Act;
use beseda_protocol::channel::{
    Assignment, AssignmentRule, Channel, ChannelSection, ReplyTimes, WritingFirst,
};
use beseda_protocol::client::{
    Block, ClientIdentity, ClientNote, Contact, ContactKind, Pause, Profile, Variable,
};
use beseda_protocol::delivery::{Delivery, DeliveryFailure, DeliveryState};
use beseda_protocol::dialog::{
    Agreement, Came, ClientBrief, ClientCard, DialogState, LastLabel, LastMessage, Page, PageView,
    Rated, Snooze, Summary, TransferTo,
};
use beseda_protocol::draft::{Composed, KeptDraft};
use beseda_protocol::export::{DialogFormat, Download, Export, TableFormat};
use beseda_protocol::filter::{
    Count, Filter, ListPlace, Order, Predicate, Query, StateFilter, Tab,
};
use beseda_protocol::hours::Hours;
use beseda_protocol::http::{
    Accept, Invitation, MadeToken, NewPassword, NewToken, Rate, ReplaceToken, SignIn, Start,
    Started, Unread, Upload,
};
use beseda_protocol::ids::{
    ChannelId, Cid, ClientId, DialogId, FileId, MarkId, MessageId, NoteId, OperatorId, Timestamp,
    TokenId, TriggerId,
};
use beseda_protocol::import::{
    Import, ImportCounts, ImportOptions, ImportRow, KnownRule, ListedRow, RowProblem, RowState,
};
use beseda_protocol::job::{Job, JobState, SkipReason, Skipped, Work};
use beseda_protocol::json::Wire;
use beseda_protocol::look::{Corner, Look, Offsets, Scheme, WidgetSize};
use beseda_protocol::mark::{Mark, MarkKind};
use beseda_protocol::mention::{Mention, Mentioned};
use beseda_protocol::message::{
    Body, Content, Draft, File, Happened, Message, Person, Rating, VisitorContent, VisitorMessage,
};
use beseda_protocol::operator::CenterInfo;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::saved_filter::SavedFilter;
use beseda_protocol::saved_reply::{ReplyScope, SavedReply};
use beseda_protocol::selection::Selection;
use beseda_protocol::settings::{
    Badge, BadgeFact, CenterGeneral, CenterSection, Saved, Silence, Versioned,
};
use beseda_protocol::site::{
    AskedField, Asking, Consent, ConsentText, Cue, FieldKind, Greeting, Moment, OfflineForm,
    Reception, Reopening, SeenOrigin, Site, SiteGeneral, SiteSection, Tracking, TransportKind,
    Trigger, TriggerText, Triggers, Welcome, WidgetSettings,
};
use beseda_protocol::team::{Access, Availability, Employee, Others, Presence, Role};
use beseda_protocol::token::{Quota, Scope, Token};
use beseda_protocol::visitor::{Answers, Reach};
use beseda_protocol::webhook::{
    Webhook, WebhookDelivery, WebhookDeliveryState, WebhookEvent, WebhookOutcome, WebhookReply,
    WebhookState,
};

use crate::example::{Example, example};

pub(crate) const AT: Timestamp = Timestamp(1_767_225_600_000);

pub(crate) fn cid() -> Cid {
    Cid::from("019b76da-a800-7a3c-9f2e-5d1c8b7a6e40")
}

/// A token that has replaced another one a moment ago.
pub(crate) fn token() -> Token {
    Token {
        id: TokenId(3),
        name: "CRM".into(),
        prefix: "bsd_eu-acme_0f1e".into(),
        scopes: vec![Scope::Read, Scope::Write],
        channels: Some(vec![ChannelId::FIRST]),
        newer: vec![ChannelId(31)],
        made_by: OperatorId(1),
        made_at: AT,
        expires_at: Some(AT.plus_ms(31_536_000_000)),
        replaced_until: Some(AT.plus_ms(86_400_000)),
        used_at: Some(AT),
        requests: 1_204,
    }
}

pub(crate) fn quota() -> Quota {
    Quota {
        month: "2026-01".into(),
        ends_at: Timestamp(1_769_904_000_000),
        free: 100_000,
        spent: 1_210,
        before: 100_230,
    }
}

pub(crate) fn client_id() -> ClientId {
    ClientId(12)
}

/// An employee.
pub(crate) const MARIA: OperatorId = OperatorId(2);

pub(crate) fn person() -> Person {
    Person {
        id: MARIA,
        name: "Maria".into(),
    }
}

pub(crate) fn employee() -> Employee {
    Employee {
        access: access(),
        ..Employee::new(
            MARIA,
            "Maria".into(),
            "maria@acme.example".into(),
            Role::Operator,
        )
    }
}

pub(crate) fn access() -> Access {
    Access {
        others: Others::Readable,
        channels: Some(vec![ChannelId(1), ChannelId(31)]),
    }
}

pub(crate) fn channel() -> Channel {
    Channel {
        id: ChannelId(31),
        name: "Sales".into(),
        assignment: versioned(Assignment {
            rule: AssignmentRule::RoundRobin,
            open_max: 12,
            wait_minutes: 5,
        }),
        writing_first: versioned(WritingFirst { is_allowed: true }),
        reply_times: versioned(ReplyTimes {
            long_minutes: 5,
            too_long_minutes: 30,
        }),
        hours: versioned(Hours::UNSAID),
        automatic: versioned(automatic()),
    }
}

fn hours() -> Hours {
    let days = ["09:00-13:00, 14:00-18:00"; 5].into_iter().chain(["", ""]);
    Hours {
        days: days.map(str::to_owned).collect(),
        holidays: vec!["2026-12-31".into()],
    }
}

fn automatic() -> AutomaticReplies {
    AutomaticReplies {
        after_hours: AutomaticReply {
            is_on: true,
            en: "We are back at nine".into(),
            ru: "Мы вернёмся в девять".into(),
        },
        ..AutomaticReplies::OFF
    }
}

pub(crate) fn center() -> CenterInfo {
    CenterInfo {
        id: "eu-acme".into(),
        general: versioned(center_general()),
        badge: versioned(badge()),
        silence: versioned(silence()),
        hours: versioned(hours()),
    }
}

fn silence() -> Silence {
    Silence {
        close_after_days: 14,
    }
}

fn badge() -> Badge {
    Badge {
        counts: BadgeFact::Unread,
    }
}

pub(crate) fn center_general() -> CenterGeneral {
    CenterGeneral {
        name: "Acme".into(),
        locale: "en".into(),
        time_zone: "Europe/Riga".into(),
    }
}

pub(crate) fn text() -> Body {
    Body::Text {
        text: "Do you ship to Riga?".into(),
    }
}

pub(crate) fn file() -> File {
    File {
        id: FileId::from("9d3b5a7c1e8f40269b7d5c3a1f0e8d6b"),
        name: "plan.png".into(),
        size: 48_213,
        mime: "image/png".into(),
    }
}

pub(crate) fn visitor_message() -> VisitorMessage {
    VisitorMessage {
        id: MessageId(41),
        cid: Some(cid()),
        at: AT,
        quote: None,
        revised_at: None,
        content: VisitorContent::You { body: text() },
    }
}

pub(crate) fn message() -> Message {
    Message {
        id: MessageId(43),
        dialog: DialogId(7),
        cid: Some(cid()),
        at: AT,
        quote: Some(MessageId(41)),
        revised_at: Some(AT),
        content: Content::Operator {
            by: MARIA,
            body: Body::Text {
                text: "We do, within two days.".into(),
            },
        },
    }
}

pub(crate) fn page() -> Page {
    Page {
        url: "https://shop.example/basket".into(),
        title: "Basket".into(),
    }
}

pub(crate) fn brief() -> ClientBrief {
    ClientBrief {
        id: client_id(),
        name: Some("Anna".into()),
        is_blocked: true,
        is_paused: true,
    }
}

fn last() -> LastMessage {
    LastMessage {
        id: MessageId(43),
        at: AT,
        label: LastLabel::Operator,
        by: Some(MARIA),
        preview: "We do, within two days.".into(),
        file: false,
    }
}

pub(crate) fn summary() -> Summary {
    Summary {
        id: DialogId(7),
        client: brief(),
        channel: ChannelId::FIRST,
        site: "s1".into(),
        state: DialogState::Open {},
        responsible: Some(MARIA),
        unread_count: 1,
        awaiting_reply_count: 1,
        waiting_since: Some(AT),
        marked_unread_at: Some(AT),
        snooze: Some(snooze()),
        last: last(),
        last_client_at: AT,
        listed_at: AT,
        created_at: AT,
        delivered_upto: MessageId(43),
        read_upto: MessageId(43),
        read_at: Some(AT),
        opened_upto: MessageId(41),
        is_send_failed: true,
    }
}

fn snooze() -> Snooze {
    Snooze {
        until: Some(AT),
        by: MARIA,
    }
}

pub(crate) fn contact() -> Contact {
    Contact {
        kind: ContactKind::Phone,
        value: "+371 20 123 456".into(),
    }
}

pub(crate) fn mark() -> Mark {
    Mark {
        id: MarkId(9),
        kind: MarkKind::Label,
        name: "VIP".into(),
        channel: None,
    }
}

fn client_note() -> ClientNote {
    ClientNote {
        id: NoteId(44),
        at: AT,
        by: OperatorId(2),
        text: "Ordered for a friend".into(),
    }
}

pub(crate) fn variable() -> Variable {
    Variable {
        name: "Size".into(),
        value: "M".into(),
    }
}

fn block() -> Block {
    Block {
        at: AT,
        by: MARIA,
        reason: "Advertises".into(),
    }
}

fn pause() -> Pause {
    Pause { at: AT, by: MARIA }
}

pub(crate) fn profile() -> Profile {
    Profile {
        is_customer: true,
        block: Some(block()),
        pause: Some(pause()),
        bound_to: Some(MARIA),
        comment: "Prefers to be called".into(),
        contacts: vec![contact()],
        marks: vec![MarkId(9)],
        variables: vec![variable()],
        notes: vec![client_note()],
    }
}

fn client_identity() -> ClientIdentity {
    ClientIdentity {
        transport: "s1".into(),
        address: Some("@anna".into()),
        since: AT,
        seen_at: AT,
        is_online: true,
        locale: "en".into(),
        device: Some("Safari · iPhone".into()),
        country: Some("LV".into()),
        city: Some("Riga".into()),
        time_zone: Some("Europe/Riga".into()),
    }
}

fn came() -> Came {
    Came {
        at: AT,
        referrer: "https://search.example/".into(),
        landing: "https://shop.example/?utm_source=letter".into(),
    }
}

fn page_view() -> PageView {
    PageView {
        page: page(),
        at: AT,
    }
}

pub(crate) fn card() -> ClientCard {
    ClientCard {
        client: brief(),
        profile: profile(),
        created_at: AT,
        last_contact_at: Some(AT),
        identities: vec![client_identity()],
        locale: "en".into(),
        page: Some(page()),
        came: Some(came()),
        pages: vec![page_view()],
        rated: Some(rated()),
        consent: Some(agreement()),
        online: true,
        seen_at: Some(AT),
        addresses: vec!["s1".into()],
        dialogs: vec![],
        dialogs_rest: Some(DialogId(90)),
    }
}

pub(crate) fn filter() -> Filter {
    Filter {
        state: StateFilter::Open,
        tab: Tab::Mine,
        all_of: vec![Predicate::Search {
            part: "Anna".into(),
        }],
    }
}

fn query() -> Query {
    Query {
        filter: filter(),
        order: Some(Order::Waiting),
    }
}

pub(crate) fn saved_filter() -> SavedFilter {
    SavedFilter {
        id: "5d1c8b7a6e40019b76daa8007a3c9f2e".into(),
        owner: MARIA,
        name: "Anna's".into(),
        query: query(),
        is_shared: true,
        version: 3,
    }
}

pub(crate) fn saved_reply() -> SavedReply {
    SavedReply {
        id: "7be20c5f91d4400ea63b1f8c0d52a974".into(),
        owner: MARIA,
        name: "Delivery".into(),
        shortcut: Some("delivery".into()),
        folder: "Orders".into(),
        text: "Hello {{client.name|there}}, it takes two days.".into(),
        files: vec![file()],
        scope: ReplyScope::Channels {
            any_of: vec![ChannelId(31)],
        },
        n_used: 12,
        version: 2,
    }
}

pub(crate) fn composed() -> Composed {
    Composed {
        is_note: false,
        text: "We do, within".into(),
        quote: Some(MessageId(41)),
    }
}

pub(crate) fn kept_draft() -> KeptDraft {
    KeptDraft {
        dialog: DialogId(7),
        version: AT.0,
        composed: Some(composed()),
    }
}

pub(crate) fn mention() -> Mention {
    Mention {
        who: OperatorId(3),
        name: "Boris".into(),
    }
}

pub(crate) fn mentioned() -> Mentioned {
    Mentioned {
        dialog: DialogId(7),
        message: MessageId(1041),
        at: AT,
        is_seen: false,
    }
}

pub(crate) fn place() -> ListPlace {
    ListPlace::Newest {
        at: AT,
        id: DialogId(7),
    }
}

pub(crate) fn count() -> Count {
    Count {
        responsible: Some(MARIA),
        open: 12,
        snoozed: 1,
        unanswered: 2,
        unread: 1,
        messages: 5,
    }
}

pub(crate) fn look() -> Look {
    Look {
        accent: "#2f6fde".into(),
        phone_offsets: offsets(),
        ..Look::default()
    }
}

fn offsets() -> Offsets {
    Offsets {
        side: 12,
        bottom: 72,
    }
}

fn seen(origin: &str) -> SeenOrigin {
    SeenOrigin {
        origin: origin.into(),
        at: AT,
    }
}

pub(crate) fn site() -> Site {
    Site {
        id: "s1".into(),
        key: "eu-acme-s1-0a1b2c3d4e5f60718293".into(),
        seen: vec![seen("https://staging.shop.example")],
        installed: Some(seen("https://shop.example")),
        kind: TransportKind::SiteChat {},
        channel: channel().id,
        general: versioned(site_general()),
        look: versioned(look()),
        reopening: versioned(reopening()),
        welcome: versioned(welcome()),
        triggers: versioned(triggers()),
        offline_form: versioned(OfflineForm { is_on: true }),
        tracking: versioned(Tracking { is_on: false }),
        asking: versioned(asking()),
        consent: versioned(consent()),
    }
}

fn asking() -> Asking {
    Asking {
        rating: true,
        fields: vec![asked_field()],
    }
}

fn asked_field() -> AskedField {
    AskedField {
        kind: FieldKind::Text,
        is_required: true,
        en: "Number of the order".into(),
        ru: "Номер заказа".into(),
    }
}

pub(crate) fn answers() -> Answers {
    Answers {
        reach: reach(),
        texts: vec![variable()],
    }
}

fn consent() -> Consent {
    Consent {
        is_on: true,
        en: "I agree to the processing of my data".into(),
        ru: String::new(),
        link: "https://shop.example/privacy".into(),
    }
}

fn consent_text() -> ConsentText {
    let Consent { en, ru, link, .. } = consent();
    let version = 3;
    ConsentText {
        version,
        en,
        ru,
        link,
    }
}

fn agreement() -> Agreement {
    Agreement {
        version: 3,
        at: AT,
        text: consent().en,
        link: consent().link,
    }
}

fn rated() -> Rated {
    Rated {
        dialog: DialogId(3),
        rating: Rating::Good,
        comment: "Quick and kind".into(),
        at: AT,
    }
}

pub(crate) fn delivery() -> Delivery {
    Delivery {
        message: MessageId(43),
        state: DeliveryState::Failed {
            reason: DeliveryFailure::Blocked {},
        },
    }
}

fn versioned<T: Wire>(value: T) -> Versioned<T> {
    Versioned { version: 3, value }
}

pub(crate) fn site_general() -> SiteGeneral {
    SiteGeneral {
        name: "Shop".into(),
        origins: vec![
            "https://shop.example".into(),
            "https://www.shop.example".into(),
        ],
    }
}

pub(crate) fn reach() -> Reach {
    Reach {
        name: "Anna".into(),
        email: "anna@mail.example".into(),
        phone: String::new(),
    }
}

fn welcome() -> Welcome {
    Welcome {
        en: greeting(),
        ru: Greeting::default(),
        shows_team: true,
        tells_when: false,
        asks_contact_after_minutes: Some(2),
    }
}

fn triggers() -> Triggers {
    let triggers = vec![trigger()];
    Triggers { triggers }
}

fn trigger() -> Trigger {
    Trigger {
        id: TriggerId(1),
        name: "Prices".into(),
        is_on: true,
        moment: Moment::After { seconds: 30 },
        pages: "/pricing*".into(),
        is_for_returning: false,
        en: "Shall we help you choose?".into(),
        ru: String::new(),
    }
}

fn cue() -> Cue {
    Cue {
        id: TriggerId(1),
        after: Some(30),
        pages: "/pricing*".into(),
        returning: false,
    }
}

fn trigger_text() -> TriggerText {
    let Trigger { id, en, ru, .. } = trigger();
    TriggerText { id, en, ru }
}

fn greeting() -> Greeting {
    Greeting {
        text: "Ask us about tea".into(),
        questions: vec!["Where is my order?".into()],
    }
}

fn reopening() -> Reopening {
    Reopening {
        within_ms: 86_400_000,
    }
}

fn work() -> Work {
    Work::FreeDialogs { employee: MARIA }
}

pub(crate) fn job() -> Job {
    Job {
        id: "9f86d081884c7d659a2feaa0c55ad015".into(),
        work: work(),
        by: OperatorId(1),
        begun_at: AT,
        state: JobState::Running,
        done: 150,
        total: 400,
        skipped: vec![skipped()],
        undoable: 0,
        download: None,
    }
}

fn export() -> Export {
    Export::Clients {
        all_of: filter().all_of,
        format: TableFormat::Csv,
    }
}

pub(crate) fn import_options() -> ImportOptions {
    ImportOptions {
        channel: ChannelId(31),
        transport: site().id,
        country: "LV".into(),
        labels: vec!["Regular".into()],
        known: KnownRule::Fill,
    }
}

pub(crate) fn import_row() -> ImportRow {
    ImportRow {
        contact: "20 123 456".into(),
        name: "Anna".into(),
        comment: "Asks for size 39".into(),
        channel: String::new(),
        transport: String::new(),
        labels: vec!["Sale".into()],
    }
}

fn import_counts() -> ImportCounts {
    ImportCounts {
        rows: 120,
        made: 80,
        changed: 20,
        same: 5,
        wrong: 15,
        undone: 0,
        kept: 0,
    }
}

pub(crate) fn import() -> Import {
    Import {
        id: "0b86d081884c7d659a2feaa0c55ad015".into(),
        by: MARIA,
        begun_at: AT,
        options: import_options(),
        counts: import_counts(),
        job: Some(job().id),
        undo_until: Some(AT),
        is_undone: false,
    }
}

pub(crate) fn listed_row() -> ListedRow {
    ListedRow {
        number: 2,
        given: import_row(),
        state: RowState::Made {
            client: client_id(),
        },
    }
}

pub(crate) fn imports() -> Vec<Example> {
    let client = client_id();
    let name = || String::from("Sales");
    vec![
        Example::new("ImportOptions", import_options()),
        Example::new("KnownRule", KnownRule::Overwrite),
        Example::new("ImportRow", import_row()),
        Example::new("ImportCounts", import_counts()),
        Example::new("Import", import()),
        Example::new("ListedRow", listed_row()),
        example!(RowState::Ready {
            known: Some(client)
        }),
        example!(RowState::Wrong {
            problem: RowProblem::Label { name: name() }
        }),
        example!(RowState::Made { client }),
        example!(RowState::Changed { client }),
        example!(RowState::Same { client }),
        example!(RowState::Undone {}),
        example!(RowState::Kept { client }),
        example!(RowProblem::NoContact {}),
        example!(RowProblem::Contact {}),
        example!(RowProblem::Phone {}),
        example!(RowProblem::Name {}),
        example!(RowProblem::Comment {}),
        example!(RowProblem::Label { name: name() }),
        example!(RowProblem::Labels {}),
        example!(RowProblem::Channel { name: name() }),
        example!(RowProblem::Transport { name: name() }),
        example!(RowProblem::Several {}),
    ]
}

pub(crate) fn act() -> Act {
    Act::Assign { to: Some(MARIA) }
}

/// What is done with many, and with which.
fn bulk() -> Vec<Example> {
    let marks = vec![mark().id];
    let all_of = filter().all_of;
    vec![
        example!(Act::Read {}),
        example!(Act::Unread {}),
        Example::new("Act", act()),
        example!(Act::Close {}),
        example!(Act::Mark {
            marks: marks.clone()
        }),
        example!(Act::Unmark { marks }),
        example!(Act::Block {}),
        example!(Act::Unblock {}),
        example!(Act::Delete {}),
        Example::new("Selection", selection()),
        example!(Selection::FoundDialogs { filter: filter() }),
        example!(Selection::Clients {
            ids: vec![client_id()]
        }),
        example!(Selection::FoundClients { all_of }),
    ]
}

pub(crate) fn selection() -> Selection {
    let ids = vec![DialogId(7), DialogId(9)];
    Selection::Dialogs { ids }
}

fn skipped() -> Skipped {
    Skipped {
        reason: SkipReason::Changed,
        count: 2,
    }
}

pub(crate) fn refusal() -> Refusal {
    Refusal::until(
        Code::TooMany,
        "You are writing too fast. Wait a moment.",
        500,
    )
}

/// An example of every noun, and of every kind of it.
pub(crate) fn all() -> Vec<Example> {
    [
        messages(),
        dialogs(),
        filters(),
        places(),
        settings(),
        jobs(),
        imports(),
        webhooks(),
        bulk(),
        calls(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn messages() -> Vec<Example> {
    let (by, to) = (MARIA, Some(MARIA));
    vec![
        Example::new("Person", person()),
        Example::new("File", file()),
        Example::new("Body", text()),
        example!(Body::File { file: file() }),
        example!(Draft::Text {
            text: "Do you ship to Riga?".into()
        }),
        example!(Draft::File { file: file().id }),
        Example::new("VisitorMessage", visitor_message()),
        example!(VisitorContent::You { body: text() }),
        example!(VisitorContent::Operator {
            by: person(),
            body: Body::File { file: file() }
        }),
        Example::new("Message", message()),
        example!(Content::Visitor { body: text() }),
        example!(Content::Operator {
            by: MARIA,
            body: text()
        }),
        example!(Content::Automatic {
            rule: AutomaticRule::AfterHours,
            text: "We are back at nine".into()
        }),
        example!(Content::Note {
            by: MARIA,
            text: "Our best client, @Boris".into(),
            mentions: vec![mention()],
        }),
        example!(Content::System {
            happened: Happened::Begun {}
        }),
        example!(Happened::Begun {}),
        example!(Happened::Triggered {
            trigger: "Prices".into()
        }),
        example!(Happened::WrittenFirst { by }),
        example!(Happened::Claimed { by }),
        example!(Happened::Assigned { by, to }),
        example!(Happened::Freed { from: by }),
        example!(Happened::Waited {
            from: by,
            minutes: 5
        }),
        example!(Happened::Distributed { to: by }),
        example!(Happened::Kept { to: by }),
        example!(Happened::Transferred {
            by,
            to: "Accounting".into()
        }),
        example!(Happened::NoReplyNeeded { by }),
        example!(Happened::Closed { by }),
        example!(Happened::Reopened { by: Some(by) }),
        example!(Happened::Ended {}),
        example!(Happened::Rated {
            rating: Rating::Bad,
            comment: "I waited for an hour".into()
        }),
        example!(Happened::FellSilent { days: 7 }),
        example!(Happened::Snoozed {
            by,
            until: Some(AT)
        }),
        example!(Happened::Woken { by: Some(by) }),
        example!(Happened::Blocked { by }),
        example!(Happened::Unblocked { by }),
        example!(Happened::Paused { by }),
        example!(Happened::Unpaused { by }),
        example!(Happened::MarkedUnread { by }),
        example!(Happened::Tagged {
            by,
            tag: "Refund".into()
        }),
        example!(Happened::Untagged {
            by,
            tag: "Refund".into()
        }),
        example!(Happened::Moved {
            by,
            to: "Sales".into()
        }),
        example!(Happened::Spam { by }),
        example!(Happened::NoSpam { by }),
        example!(Happened::DialogMerged {
            by: MARIA,
            dialog: DialogId(3)
        }),
        example!(Happened::Merged {
            by,
            client: ClientId(14)
        }),
    ]
}

fn dialogs() -> Vec<Example> {
    vec![
        Example::new("Summary", summary()),
        Example::new("Snooze", snooze()),
        Example::new("Spammed", crate::questions::spammed()),
        example!(TransferTo::Person { to: MARIA }),
        example!(TransferTo::Channel {
            channel: ChannelId(31)
        }),
        example!(SnoozeUntil::Hour {}),
        example!(SnoozeUntil::Tomorrow {}),
        example!(SnoozeUntil::Monday {}),
        example!(SnoozeUntil::At { at: AT }),
        example!(SnoozeUntil::Written {}),
        Example::new("ClientBrief", brief()),
        example!(DialogState::Open {}),
        example!(DialogState::Closed {
            at: AT,
            by: Some(MARIA)
        }),
        Example::new("LastMessage", last()),
        Example::new("LastLabel", LastLabel::Visitor),
        Example::new("Page", page()),
        Example::new("Rating", Rating::Good),
        Example::new("Rated", rated()),
        Example::new("Agreement", agreement()),
        Example::new("ClientCard", card()),
        Example::new("ClientIdentity", client_identity()),
        Example::new("Profile", profile()),
        Example::new("Block", block()),
        Example::new("Pause", pause()),
        Example::new("Contact", contact()),
        Example::new("ContactKind", ContactKind::Email),
        Example::new("ClientNote", client_note()),
        Example::new("Variable", variable()),
        Example::new("Mark", mark()),
        Example::new("MarkKind", MarkKind::List),
    ]
}

fn filters() -> Vec<Example> {
    let mut examples = vec![
        Example::new("Filter", filter()),
        Example::new("StateFilter", StateFilter::Open),
        Example::new("Tab", Tab::Unanswered),
        example!(Predicate::Search {
            part: "Anna".into()
        }),
        example!(Predicate::Client { part: "10".into() }),
        example!(Predicate::Comment {
            part: "regular".into()
        }),
        example!(Predicate::Marked {
            any_of: vec![MarkId(9)]
        }),
        example!(Predicate::Unmarked {
            none_of: vec![MarkId(9)]
        }),
        example!(Predicate::Channels {
            any_of: vec![ChannelId(31)]
        }),
        example!(Predicate::Sites {
            any_of: vec!["s1".into()]
        }),
        example!(Predicate::Responsible {
            any_of: vec![MARIA]
        }),
        example!(Predicate::Unanswered {}),
        example!(Predicate::Unread {}),
        example!(Predicate::Registered {
            from: Some("2023-05-20".into()),
            before: Some("2023-05-23".into()),
        }),
        example!(Predicate::Variable {
            name: Some("Size".into()),
            value: Some("M".into()),
        }),
        Example::new("Order", Order::Waiting),
        Example::new("Query", query()),
        Example::new("SavedFilter", saved_filter()),
        Example::new("SavedReply", saved_reply()),
        Example::new("Composed", composed()),
        Example::new("KeptDraft", kept_draft()),
        Example::new("Mention", mention()),
        Example::new("Mentioned", mentioned()),
        example!(ReplyScope::Private {}),
        example!(ReplyScope::Shared {}),
        Example::new("ReplyScope", saved_reply().scope),
    ];
    examples.extend([
        example!(ListPlace::Waiting {
            since: AT,
            id: DialogId(7)
        }),
        example!(ListPlace::Newest {
            at: AT,
            id: DialogId(7)
        }),
        example!(ListPlace::Created { id: DialogId(7) }),
        Example::new("Count", count()),
    ]);
    examples
}

fn places() -> Vec<Example> {
    vec![
        Example::new("CenterInfo", center()),
        Example::new("Employee", employee()),
        Example::new("Access", access()),
        Example::new("Channel", channel()),
        Example::new("Assignment", channel().assignment.value),
        Example::new("AssignmentRule", AssignmentRule::FirstReply),
        Example::new("WritingFirst", channel().writing_first.value),
        Example::new("Hours", hours()),
        Example::new("AutomaticReplies", automatic()),
        Example::new("AutomaticReply", automatic().after_hours),
        Example::new("AutomaticRule", AutomaticRule::NobodyOnline),
        Example::new("Others", Others::Answerable),
        Example::new("Role", Role::Administrator),
        Example::new("Availability", Availability::Away),
        Example::new("Presence", Presence::Away),
        Example::new("Site", site()),
        example!(TransportKind::SiteChat {}),
        example!(TransportKind::Test {}),
        Example::new("SeenOrigin", seen("https://shop.example")),
        Example::new("Delivery", delivery()),
        example!(DeliveryState::Waiting {}),
        example!(DeliveryState::Failed {
            reason: DeliveryFailure::Blocked {}
        }),
        example!(DeliveryFailure::Blocked {}),
        example!(DeliveryFailure::Unreachable {}),
        example!(DeliveryFailure::Rejected {}),
        example!(DeliveryFailure::Unauthorized {}),
        example!(DeliveryFailure::Exhausted {}),
        Example::new("Look", look()),
        Example::new("Scheme", Scheme::Auto),
        Example::new("Corner", Corner::End),
        Example::new("WidgetSize", WidgetSize::Medium),
        Example::new("Offsets", offsets()),
        example!(Reception {
            en: greeting(),
            ru: Greeting::default(),
            team: vec![person()],
            reply_ms: Some(240_000),
            opens_at: Some(AT),
            says: vec![trigger_text()],
            form: false,
            consent: Some(consent_text()),
            asks_contact_after_ms: Some(120_000),
            fields: vec![asked_field()],
        }),
        example!(WidgetSettings {
            key: site().key,
            relay: "https://chat.acme.example".into(),
            title: "Shop".into(),
            locale: look().locale,
            css: look().css(),
            cues: vec![cue()],
        }),
        Example::new("Code", Code::TooMany),
        Example::new("Refusal", refusal()),
    ]
}

fn settings() -> Vec<Example> {
    let stale = Saved {
        version: 4,
        newer: Some(look()),
    };
    vec![
        Example::new("Versioned<T>", versioned(look())),
        Example::new("Saved<T>", stale),
        Example::new("CenterGeneral", center_general()),
        Example::new("Badge", badge()),
        Example::new("Silence", silence()),
        example!(CenterSection::Silence { silence: silence() }),
        example!(CenterSection::Hours { hours: hours() }),
        Example::new("BadgeFact", BadgeFact::Unanswered),
        example!(CenterSection::Badge { badge: badge() }),
        example!(CenterSection::General {
            general: center_general()
        }),
        Example::new("SiteGeneral", site_general()),
        Example::new("Reopening", reopening()),
        Example::new("Welcome", welcome()),
        Example::new("Greeting", greeting()),
        Example::new("Triggers", triggers()),
        Example::new("Trigger", trigger()),
        example!(Moment::After { seconds: 30 }),
        example!(Moment::Leaving {}),
        Example::new("OfflineForm", OfflineForm { is_on: true }),
        Example::new("Tracking", Tracking { is_on: false }),
        Example::new("Asking", asking()),
        Example::new("AskedField", asked_field()),
        Example::new("FieldKind", FieldKind::Email),
        Example::new("Answers", answers()),
        Example::new("Consent", consent()),
        Example::new("ConsentText", consent_text()),
        Example::new("Came", came()),
        Example::new("PageView", page_view()),
        Example::new("Cue", cue()),
        Example::new("Reach", reach()),
        Example::new("TriggerText", trigger_text()),
        example!(SiteSection::General {
            general: site_general()
        }),
        example!(ChannelSection::Assignment {
            assignment: channel().assignment.value
        }),
        example!(ChannelSection::WritingFirst {
            writing_first: channel().writing_first.value
        }),
        Example::new("ReplyTimes", channel().reply_times.value),
        example!(ChannelSection::ReplyTimes {
            reply_times: channel().reply_times.value
        }),
        example!(ChannelSection::Hours { hours: hours() }),
        example!(ChannelSection::Automatic {
            automatic: automatic()
        }),
        example!(SiteSection::Look { look: look() }),
        example!(SiteSection::Reopening {
            reopening: reopening()
        }),
        example!(SiteSection::Welcome { welcome: welcome() }),
        example!(SiteSection::Triggers {
            triggers: triggers()
        }),
        example!(SiteSection::Tracking {
            tracking: Tracking { is_on: false }
        }),
        example!(SiteSection::Asking { asking: asking() }),
        example!(SiteSection::Consent { consent: consent() }),
        example!(SiteSection::OfflineForm {
            offline_form: OfflineForm { is_on: true }
        }),
    ]
}

fn jobs() -> Vec<Example> {
    vec![
        Example::new("Work", work()),
        example!(Work::MoveDialogs {
            site: site().id,
            from: ChannelId(31)
        }),
        example!(Work::CloseSilent {}),
        example!(Work::DeleteClient {
            client: client_id()
        }),
        example!(Work::EndMark {
            mark: mark().id,
            name: mark().name
        }),
        example!(Work::Bulk { act: act() }),
        example!(Work::Undo {
            job: job().id,
            act: act()
        }),
        example!(Work::Export { what: export() }),
        Example::new("Export", export()),
        example!(Export::Dialogs {
            filter: filter(),
            format: TableFormat::Xlsx
        }),
        example!(Export::Dialog {
            dialog: message().dialog,
            format: DialogFormat::Text
        }),
        example!(Export::Client {
            client: client_id()
        }),
        Example::new("TableFormat", TableFormat::Xlsx),
        Example::new("DialogFormat", DialogFormat::Html),
        example!(Download {
            bytes: 48_213,
            rows: 400,
            until: AT.plus_ms(86_400_000)
        }),
        example!(Work::Import {
            import: import().id
        }),
        example!(Work::UndoImport {
            import: import().id
        }),
        Example::new("JobState", JobState::Done),
        Example::new("Job", job()),
        Example::new("Skipped", skipped()),
        Example::new("SkipReason", SkipReason::Changed),
    ]
}

pub(crate) fn webhook() -> Webhook {
    Webhook {
        id: "5d41402abc4b2a76b9719d911017c592".into(),
        url: "https://crm.acme.example/beseda".into(),
        events: vec![WebhookEvent::MessageCreated, WebhookEvent::DialogClosed],
        state: WebhookState::On {},
        old_secret_until: Some(AT.plus_ms(86_400_000)),
        failing_since: Some(AT),
    }
}

fn webhook_reply() -> WebhookReply {
    WebhookReply {
        at: AT,
        took_ms: 182,
        outcome: WebhookOutcome::Answered {
            status: 503,
            text: "Down for maintenance".into(),
        },
    }
}

pub(crate) fn webhook_delivery() -> WebhookDelivery {
    WebhookDelivery {
        n: 41,
        id: "msg_9e107d9d372bb6826bd81d3542a419d6".into(),
        event: WebhookEvent::MessageCreated,
        at: AT,
        attempts: 2,
        state: WebhookDeliveryState::Waiting {
            at: AT.plus_ms(300_000),
        },
        answer: Some(webhook_reply()),
    }
}

fn webhooks() -> Vec<Example> {
    vec![
        Example::new("Webhook", webhook()),
        Example::new("WebhookState", WebhookState::On {}),
        example!(WebhookState::Off {}),
        example!(WebhookState::Gone { at: AT }),
        example!(WebhookState::Exhausted { at: AT }),
        Example::new("WebhookEvent", WebhookEvent::DialogCreated),
        Example::new("WebhookDelivery", webhook_delivery()),
        Example::new(
            "WebhookDeliveryState",
            WebhookDeliveryState::Waiting { at: AT },
        ),
        example!(WebhookDeliveryState::Delivered {}),
        example!(WebhookDeliveryState::Failed {}),
        Example::new("WebhookReply", webhook_reply()),
        Example::new("WebhookOutcome", webhook_reply().outcome),
        example!(WebhookOutcome::TimedOut {}),
        example!(WebhookOutcome::Unreachable {}),
        example!(WebhookOutcome::Refused {}),
    ]
}

fn calls() -> Vec<Example> {
    vec![
        example!(Start { key: site().key }),
        example!(Started {
            token: format!("eu-acme.s1.{}.4b1f09c6d2e873a5", client_id())
        }),
        example!(Unread { unread_count: 2 }),
        example!(Rate {
            dialog: DialogId(3),
            rating: Some(Rating::Good),
            comment: "Quick and kind".into()
        }),
        example!(SignIn {
            email: "maria@acme.example".into(),
            password: "correct horse".into()
        }),
        example!(Invitation {
            role: Role::Operator,
            center: "Acme".into(),
            reset: false
        }),
        example!(Accept {
            name: "Maria".into(),
            email: "maria@acme.example".into(),
            password: "correct horse".into(),
        }),
        example!(NewPassword {
            password: "battery staple".into()
        }),
        example!(Upload { cid: cid() }),
        example!(NewToken {
            password: "correct horse battery".into(),
            name: token().name,
            scopes: token().scopes,
            channels: token().channels,
            expires_at: token().expires_at,
        }),
        example!(ReplaceToken {
            password: "correct horse battery".into(),
        }),
        example!(MadeToken {
            secret: "bsd_eu-acme_0f1e2d3c4b5a69788796a5b4c3d2e1f0_8f2b6c1d9e0a7b3c5d4e".into(),
            token: token(),
        }),
        Example::new("Token", token()),
        Example::new("Scope", Scope::Read),
        Example::new("Quota", quota()),
    ]
}
