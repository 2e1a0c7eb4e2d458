//! Every cap of the wire, with its arithmetic or source.

/// A message's text, in Unicode scalar values (design.md, "Facts on the wire").
/// At four bytes each and every byte escaped it still fits a frame.
pub const TEXT_CHARS_MAX: usize = 10_000;

/// For how long its author may change or withdraw a message, in ms: five minutes.
pub const REVISE_MS_MAX: u64 = 5 * 60 * 1000;

/// A file, in bytes: 2 MiB (CQ-20, X12). Byte 2,097,153 ends an upload.
pub const FILE_BYTES_MAX: u64 = 2 * 1024 * 1024;

/// An incoming frame, in bytes; a longer one closes the socket with 1009 (S9).
pub const FRAME_BYTES_MAX: usize = 64 * 1024;

/// A stored piece of a file, in bytes. A row must stay under 2 MB in production,
/// which local runtimes do not enforce (guarantees.md, fact 3): 4 chunks a file.
pub const CHUNK_BYTES_MAX: usize = 512 * 1024;

/// A file's name, in Unicode scalar values; a longer one is cut, its ending kept.
pub const FILE_NAME_CHARS_MAX: usize = 200;

/// A client-made message id, in characters (a UUID with hyphens has 36).
pub const CID_CHARS_MAX: usize = 40;

/// A client's, operator's, site's or center's name, in Unicode scalar values.
pub const NAME_CHARS_MAX: usize = 120;

/// The comment on a client, in Unicode scalar values: a screen of text. The whole of a
/// card's own part, in letters of four bytes (8 KB, 200 KB of notes, 31 KB of variables,
/// 7 KB of contacts), is one event and fits [`PAGE_BYTES_MAX`].
pub const COMMENT_CHARS_MAX: usize = 2_000;
/// Days of silence after which a dialog may close at the latest: a year.
pub const SILENCE_DAYS_MAX: u32 = 366;
/// Open dialogs of one employee beyond which a channel's setting makes no sense: nobody sees
/// to more.
pub const OPEN_DIALOGS_MAX: u32 = 1_000;
/// Minutes for which a client may be left waiting for somebody who is not there: a day.
pub const WAIT_MINUTES_MAX: u32 = 24 * 60;
/// What the center answers by itself, in Unicode scalar values: a paragraph.
pub const AUTOMATIC_REPLY_CHARS_MAX: usize = 1_000;
/// What a site greets with, in Unicode scalar values: a bubble of some eight lines.
pub const GREETING_CHARS_MAX: usize = 500;
/// Questions that a site offers: more would be a menu.
pub const QUESTIONS_MAX: usize = 4;
/// One of them, in Unicode scalar values: two lines.
pub const QUESTION_CHARS_MAX: usize = 80;
/// Minutes until who waits is asked for a contact: who has waited for an hour has left.
pub const CONTACT_MINUTES_MAX: u32 = 60;
/// Triggers of a site: each is looked at on every page view.
pub const TRIGGERS_MAX: usize = 10;
/// A pattern of pages, in Unicode scalar values.
pub const PATTERN_CHARS_MAX: usize = 200;
/// Who has been on a page for an hour is not there.
pub const TRIGGER_SECONDS_MAX: u32 = 3_600;
/// What visitors are asked to agree to, in Unicode scalar values: a paragraph. What is longer
/// stands behind its link.
pub const CONSENT_CHARS_MAX: usize = 1_000;
/// An address to which such a text leads, in Unicode scalar values.
pub const LINK_CHARS_MAX: usize = 500;
/// Things that a site asks before the first message: more is a questionnaire.
pub const ASKED_FIELDS_MAX: usize = 6;
/// What a client says to his rating, in Unicode scalar values: a paragraph.
pub const RATING_COMMENT_CHARS_MAX: usize = 1_000;
/// For how long after its closing a conversation is rated, in ms: a week, while it is remembered.
pub const RATED_WITHIN_MS: u64 = 7 * 24 * 60 * 60 * 1000;
/// How far the launcher may be from its corner, in CSS pixels: on a small phone it is
/// still on the screen.
pub const OFFSET_MAX: u32 = 240;
/// The greatest `z-index` that browsers know: 2^31 - 1.
pub const LAYER_MAX: u32 = 2_147_483_647;
/// Pages of a visitor that are kept: what led to a question is seldom further back.
pub const PAGE_VIEWS_KEPT: u64 = 50;
/// Of these the last that a card shows.
pub const PAGE_VIEWS_TOLD: u64 = 20;
/// The times of one day, as text, in Unicode scalar values: some eight of them.
pub const DAY_HOURS_CHARS_MAX: usize = 100;
/// Days of a year on which there is nobody.
pub const HOLIDAYS_MAX: usize = 100;
/// Who touches no console of his for so long is away, in ms: ten minutes.
pub const IDLE_MS: u64 = 10 * 60 * 1000;
/// Whose last console has closed counts as there for so long, in ms: a reload, a changed
/// network and a slow start are no absence.
pub const OFFLINE_MS: u64 = 60 * 1000;
/// How far away the moment may be until which a dialog is put off, in ms: a year, with the
/// day that some have more.
pub const SNOOZE_MS_MAX: u64 = 366 * 24 * 60 * 60 * 1000;
/// Why a client is blocked, in Unicode scalar values: a sentence or two.
pub const BLOCK_REASON_CHARS_MAX: usize = 300;
/// Phones and e-mails of one client: more is a list of another kind.
pub const CONTACTS_MAX: usize = 20;
/// A phone number as it is typed, in characters.
pub const PHONE_CHARS_MAX: usize = 40;
/// The shortest number that can be dialled.
pub const PHONE_DIGITS_MIN: usize = 3;
/// The longest number (E.164).
pub const PHONE_DIGITS_MAX: usize = 15;
/// Notes on one client, see [`COMMENT_CHARS_MAX`].
pub const NOTES_MAX: usize = 50;
/// A note on a client, in Unicode scalar values.
pub const NOTE_CHARS_MAX: usize = 1_000;
/// How long a note that was taken away can be put back, in ms: ten minutes.
pub const REMOVED_NOTE_KEPT_MS: u64 = 10 * 60 * 1000;
/// Tags of a center, labels, lists, so many of each: all of them come with every first
/// view, 150 KB at most.
pub const MARKS_MAX: usize = 300;
/// A mark's name, in Unicode scalar values: it has to fit a card.
pub const MARK_CHARS_MAX: usize = 40;
/// Marks on one client or dialog: more says nothing.
pub const MARKS_ON_ONE_MAX: usize = 30;
/// Channels of a center: more, nobody finds his way about.
pub const CHANNELS_MAX: usize = 100;
/// Identities of one client, such as browsers: who has more is not one person.
pub const IDENTITIES_MAX: u64 = 200;
/// What is sought, in Unicode scalar values.
pub const SEARCH_CHARS_MAX: usize = 100;
/// What is sought in messages has at least so many: the index has sequences of three.
pub const SEARCH_TEXT_CHARS_MIN: usize = 3;
/// Variables of one client, see [`COMMENT_CHARS_MAX`].
pub const VARIABLES_MAX: usize = 30;
/// A variable's name, in Unicode scalar values.
pub const VARIABLE_NAME_CHARS_MAX: usize = 60;
/// A variable's value, in Unicode scalar values.
pub const VARIABLE_VALUE_CHARS_MAX: usize = 200;

/// Messages that find a new place when two dialogs are merged, in one turn: some 5 us each, so
/// that nobody waits for more than 20 ms.
pub const MERGED_MESSAGES_MAX: u64 = 4_000;
/// An outgoing message is handed to its transport so many times in vain, and then fails.
pub const DELIVERY_ATTEMPTS_MAX: u64 = 10;
/// Messages of a dialog that were not delivered and are told of: the newest.
pub const DELIVERIES_TOLD_MAX: u64 = 200;
/// Browsers and other addresses of a client that are shown on his card: more, nobody reads.
pub const IDENTITIES_TOLD_MAX: u64 = 10;
/// An address on another transport than the site chat, in bytes: an e-mail's has 254 at most.
pub const ADDRESS_BYTES_MAX: usize = 320;

/// A page's address and title as the widget reports them, in Unicode scalar values.
pub const PAGE_CHARS_MAX: usize = 2_000;

/// Messages in one page of history.
pub const HISTORY_PAGE: usize = 50;

/// Predicates of one filter: more, nobody reads.
pub const PREDICATES_MAX: usize = 30;
/// Values of one predicate.
pub const FILTER_VALUES_MAX: usize = 100;
/// Filters that one employee has saved, those that he shares included. With those that
/// others share they come with every hello: 230 KB at most, if all are as long as may be.
pub const SAVED_FILTERS_MAX: usize = 50;
/// Variables of a client that a console shows on cards: more do not fit a line.
pub const CARD_VARIABLES_MAX: usize = 3;
/// Filters of a center that are shared: more, nobody finds one.
pub const SHARED_FILTERS_MAX: usize = 50;
/// A saved filter's name, in Unicode scalar values: it has to fit a menu.
pub const SAVED_FILTER_NAME_CHARS_MAX: usize = 60;
/// What a saved filter shows, as JSON, in bytes: some ten predicates with texts as long as
/// may be.
pub const SAVED_QUERY_BYTES_MAX: usize = 2_000;
/// How long a saved filter that was taken away can be put back, in ms: ten minutes.
pub const REMOVED_FILTER_KEPT_MS: u64 = 10 * 60 * 1000;
/// Names of variables that a filter panel is offered.
pub const VARIABLES_LISTED_MAX: usize = 500;
/// Replies that one employee has saved, those that he shares included.
pub const SAVED_REPLIES_MAX: usize = 200;
/// Replies of a center that are shared or of channels: more, nobody keeps in order.
pub const SHARED_REPLIES_MAX: usize = 500;
/// Files that one saved reply has.
pub const REPLY_FILES_MAX: usize = 5;
/// Files that a center has for itself, as those of saved replies, in bytes: 1 GiB. They lie in
/// one object, which holds ten times as much.
pub const CENTER_FILES_BYTES_MAX: u64 = 512 * FILE_BYTES_MAX;
/// The same in files.
pub const CENTER_FILES_MAX: u64 = 5_000;
/// Rows of saved replies that are read at once for a page: 16 MB at most, if all texts are
/// as long as may be, and 100 KB as they are written.
pub const SAVED_REPLIES_PAGE: usize = 100;
/// A saved reply's name, or its folder's, in Unicode scalar values: it has to fit a menu.
pub const SAVED_REPLY_NAME_CHARS_MAX: usize = 60;
/// A saved reply's shortcut, in Unicode scalar values: more is no shortcut.
pub const SHORTCUT_CHARS_MAX: usize = 30;
/// How long a saved reply that was taken away can be put back, in ms: ten minutes.
pub const REMOVED_REPLY_KEPT_MS: u64 = 10 * 60 * 1000;
/// Dialogs that one employee has pinned: more on top is another list (X21).
pub const PINS_MAX: usize = 100;
/// Dialogs that stand under one employee's mentions: the newest, some 5 KB with every hello.
pub const MENTIONED_MAX: usize = 100;
/// Drafts that one employee has at the center: with every hello come 4 MB at most, if all are
/// as long as may be in letters of four bytes, and some 10 KB as they are typed. What is
/// beyond stays in the browser.
pub const DRAFTS_MAX: usize = 100;
/// Dialogs that are held against a filter for one question.
pub const FILTERED_MAX: usize = 100;

/// Dialogs or clients that are chosen one by one for a bulk act: ten pages. More is chosen
/// by a filter. Their ids are 8 KB at most, and lie in the job's row.
pub const SELECTED_MAX: usize = 500;
/// Bulk acts of one employee that run at once: each has its slices in turn with the others.
pub const BULK_RUNNING_MAX: usize = 5;
/// How long what a bulk act has changed can be put back, in ms: ten minutes.
pub const UNDO_KEPT_MS: u64 = 10 * 60 * 1000;

/// Exports of a center that run or wait to be fetched.
pub const EXPORTS_MAX: usize = 20;

/// How long a file that was made waits, in ms: a day.
pub const EXPORT_KEPT_MS: u64 = 24 * 60 * 60 * 1000;

/// Rows of a table that is imported: what a company brings along, some 30 MB.
pub const IMPORT_ROWS_MAX: u64 = 100_000;
/// Rows that are given at once: checking them takes some 2 ms.
pub const IMPORT_ROWS_ADDED_MAX: usize = 100;
/// Rows of an import that are listed at once; what does not fit [`PAGE_BYTES_MAX`] comes with
/// the next page.
pub const IMPORT_ROWS_PAGE: usize = 200;
/// Imports that are listed.
pub const IMPORTS_LISTED_MAX: usize = 20;
/// How long an import can be taken back, in ms: a day.
pub const IMPORT_UNDO_MS: u64 = 24 * 60 * 60 * 1000;
/// How long an import's rows are kept after it went on last, in ms: a week.
pub const IMPORT_KEPT_MS: u64 = 7 * 24 * 60 * 60 * 1000;

/// Dialogs in one page of the list.
pub const DIALOGS_PAGE: usize = 50;
/// Dialogs on a client's card, until more are asked for: so many each time.
pub const CLIENT_DIALOGS_PAGE: usize = 20;
/// Clients in one page of theirs, or held against a filter for one question. Each has 8 KB at most, in letters of four bytes: his name,
/// 7 KB of contacts, and the numbers of his marks.
pub const CLIENTS_PAGE: usize = 30;

/// What was sent to a line and not reported as processed, in bytes; beyond it the
/// line is closed with [`crate::close::TOO_SLOW`] (G9: a stalled reader costs a
/// relay at most 16 MB, whatever it copies on the way).
pub const UNREAD_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Events replayed on a resume; a client that missed more is reset.
pub const RESUME_EVENTS_MAX: usize = 500;

/// Events that a center keeps for resuming; older ones are pruned.
pub const EVENTS_KEPT: u64 = 100_000;

/// An outgoing page, in bytes: answers are cut to fit, and frames that go out as one
/// message are no more together.
pub const PAGE_BYTES_MAX: usize = 256 * 1024;

/// How long a party waits for an acknowledgement before it reconnects and resends, in ms.
pub const ACK_DEADLINE_MS: u64 = 10_000;

/// Between two pings of a client, in ms.
pub const PING_EVERY_MS: u64 = 12_000;

/// How long a client waits for the answer to a ping, in ms. With
/// [`PING_EVERY_MS`] a dead line is noticed within 22 s (G7 asks for 30).
pub const PONG_DEADLINE_MS: u64 = 10_000;

/// The ping and pong that the runtime answers without waking the object.
pub const PING: &str = "ping";
/// See [`PING`].
pub const PONG: &str = "pong";

/// First delay before reconnecting, in ms; doubled per attempt, with full jitter.
pub const BACKOFF_FIRST_MS: u64 = 500;
/// Longest delay before reconnecting, in ms (G8).
pub const BACKOFF_MAX_MS: u64 = 30_000;

/// Messages of one visitor: a burst of this many…
pub const VISITOR_BURST: u32 = 30;
/// …then one each this many ms (S9: a person types no faster).
pub const VISITOR_REFILL_MS: u64 = 500;

/// Files of one client kept at once, in bytes: a hundred of the largest (F8).
pub const CLIENT_FILES_BYTES_MAX: u64 = 100 * FILE_BYTES_MAX;
/// Files of one client kept at once: small ones cost rows, not bytes.
pub const CLIENT_FILES_MAX: u64 = 2_000;
/// Files of one dialog, in bytes: sixty of the largest (F8).
pub const DIALOG_FILES_BYTES_MAX: u64 = 60 * FILE_BYTES_MAX;
/// Files of one dialog.
pub const DIALOG_FILES_MAX: u64 = 1_200;
/// Files of one site, in bytes: 50 GiB, so that strangers on one page cannot fill the
/// disk of all (F8).
pub const SITE_FILES_BYTES_MAX: u64 = 25_600 * FILE_BYTES_MAX;
/// Files of one site: their rows take some 200 MB of the center's storage.
pub const SITE_FILES_MAX: u64 = 500_000;

/// Sockets of one visitor: more tabs than anybody reads (S9). One more takes the place
/// of the oldest, which is closed with [`crate::close::CROWDED_OUT`].
pub const VISITOR_SOCKETS_MAX: usize = 20;

/// Failed sign-ins of one account from one network, or on one device that it knows,
/// within [`SIGN_IN_WINDOW_MS`] (S8).
pub const SIGN_IN_FAILURES_MAX: u32 = 10;
/// The same of one account from all networks together: to guess with many addresses
/// is no faster than with three.
pub const SIGN_IN_FAILURES_ACCOUNT_MAX: u32 = 30;
/// The same from one network, whatever the accounts: an office on its first morning
/// (who comes in gives his attempt back, and whose device is known is not counted).
pub const SIGN_IN_FAILURES_NETWORK_MAX: u32 = 30;
/// See [`SIGN_IN_FAILURES_MAX`]: 15 minutes.
pub const SIGN_IN_WINDOW_MS: u64 = 15 * 60 * 1000;

/// Shortest password, in Unicode scalar values (ASVS 6.2.1).
pub const PASSWORD_CHARS_MIN: usize = 8;
/// Longest password, in Unicode scalar values: no truncation below it (S5).
pub const PASSWORD_CHARS_MAX: usize = 256;

/// A closed dialog is opened again by a message within this time, in ms; later
/// a new one begins (X6). A site may set its own.
pub const REOPEN_WITHIN_MS: u64 = 24 * 60 * 60 * 1000;

/// Tokens of the API that work: one for each program that a company has, and some to try.
pub const TOKENS_MAX: usize = 50;
/// Requests to the API that are free in a month (C2D-23). Beyond it they are counted and
/// answered as before.
pub const API_REQUESTS_FREE: u64 = 100_000;
/// What each one beyond these costs, in kopecks (C2D-23); paid for in the month after (C2D-24).
pub const API_REQUEST_KOPECKS: u64 = 1;
/// How long a token works that was replaced, in ms: 24 hours (X22).
pub const REPLACED_TOKEN_MS: u64 = 24 * 60 * 60 * 1000;
/// Events in one answer of the API.
pub const API_EVENTS_MAX: usize = 200;
/// An `Idempotency-Key`, in characters.
pub const IDEMPOTENCY_KEY_CHARS_MAX: usize = 255;
/// Webhooks of a center: each message is written once more for each that wants it.
pub const WEBHOOKS_MAX: usize = 10;
/// The longest address of a webhook, in bytes.
pub const WEBHOOK_URL_BYTES_MAX: usize = 2_000;
/// How often something is sent to a webhook that does not take it, over 75 hours.
pub const WEBHOOK_ATTEMPTS_MAX: u32 = 10;
/// How long a webhook has to answer, in ms.
pub const WEBHOOK_TIMEOUT_MS: u64 = 15_000;
/// Of its answer so much is kept, in characters.
pub const WEBHOOK_ANSWER_CHARS_MAX: usize = 500;
/// How long the secret before signs as well, in ms: a day.
pub const WEBHOOK_SECRET_OVERLAP_MS: u64 = 24 * 60 * 60 * 1000;
/// How long it is kept what was sent, in ms: a week, more than twice as long as it is tried.
pub const WEBHOOK_KEPT_MS: u64 = 7 * 24 * 60 * 60 * 1000;
/// Lines of a page of a webhook's log.
pub const WEBHOOK_LOG_PAGE: usize = 50;
/// Sendings that are sent again at once.
pub const WEBHOOK_RESENT_MAX: usize = 500;
