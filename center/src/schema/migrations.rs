//! What each migration does. One that has run anywhere never changes.

/// The tables of a new center.
pub(super) const FIRST: &[&str] = &[
    "CREATE TABLE center (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        id TEXT NOT NULL,
        origin TEXT NOT NULL,
        epoch TEXT NOT NULL,
        name TEXT NOT NULL,
        locale TEXT NOT NULL,
        time_zone TEXT NOT NULL
    ) STRICT",
    "CREATE TABLE employees (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        email TEXT NOT NULL UNIQUE,
        hash TEXT NOT NULL,
        role TEXT NOT NULL
    ) STRICT",
    "CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        operator INTEGER NOT NULL,
        used_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX sessions_operator ON sessions (operator)",
    // `operator` is whose password the link sets; absent: it makes an account.
    "CREATE TABLE links (
        token TEXT PRIMARY KEY,
        role TEXT NOT NULL,
        operator INTEGER,
        expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE sign_ins (
        email TEXT NOT NULL,
        address TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        since INTEGER NOT NULL,
        PRIMARY KEY (email, address)
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE sites (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        origins TEXT NOT NULL,
        accent TEXT NOT NULL,
        locale TEXT NOT NULL,
        reopen_within_ms INTEGER NOT NULL,
        installed_origin TEXT,
        installed_at INTEGER
    ) STRICT",
    "CREATE TABLE seen_origins (
        site TEXT NOT NULL,
        origin TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (site, origin)
    ) STRICT, WITHOUT ROWID",
    // What a visitor's hello said, until his first message makes him a client.
    "CREATE TABLE visits (
        client TEXT PRIMARY KEY,
        locale TEXT NOT NULL,
        page_url TEXT,
        page_title TEXT
    ) STRICT, WITHOUT ROWID",
    // `pruned_seq`: events up to it are no longer in the log.
    "CREATE TABLE clients (
        id TEXT PRIMARY KEY,
        number INTEGER NOT NULL UNIQUE,
        name TEXT,
        created_at INTEGER NOT NULL,
        locale TEXT NOT NULL,
        page_url TEXT,
        page_title TEXT,
        seen_at INTEGER NOT NULL,
        delivered_upto INTEGER NOT NULL,
        read_upto INTEGER NOT NULL,
        view INTEGER NOT NULL,
        pruned_seq INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID",
    // `responsible` 0: nobody. `shelf` is all that a filter asks but the
    // responsible (see `list`), so that one index serves every filter and a
    // message moves one entry of it.
    "CREATE TABLE dialogs (
        id INTEGER PRIMARY KEY,
        client TEXT NOT NULL,
        site TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        closed_at INTEGER,
        closed_by INTEGER,
        responsible INTEGER NOT NULL,
        unread_count INTEGER NOT NULL,
        awaiting_reply_count INTEGER NOT NULL,
        waiting_since INTEGER,
        first_reply_at INTEGER,
        last_id INTEGER NOT NULL,
        last_at INTEGER NOT NULL,
        last_label TEXT NOT NULL,
        last_by INTEGER,
        last_preview TEXT NOT NULL,
        last_file INTEGER NOT NULL,
        last_client_at INTEGER NOT NULL,
        opened_upto INTEGER NOT NULL,
        pace_at INTEGER NOT NULL,
        shelf INTEGER NOT NULL AS (CASE
            WHEN closed_at IS NOT NULL THEN 3
            WHEN awaiting_reply_count > 0 THEN 0
            WHEN unread_count > 0 THEN 1
            ELSE 2 END)
    ) STRICT",
    "CREATE INDEX dialogs_list ON dialogs (shelf, responsible, last_client_at)",
    "CREATE INDEX dialogs_client ON dialogs (client)",
    // A message's id is its place in the log of events. `author` and `subject`
    // are employees: who did it, and to whom.
    "CREATE TABLE messages (
        dialog INTEGER NOT NULL,
        id INTEGER NOT NULL,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        sender TEXT,
        cid TEXT,
        quote INTEGER,
        text TEXT,
        file TEXT,
        author INTEGER,
        subject INTEGER,
        PRIMARY KEY (dialog, id)
    ) STRICT, WITHOUT ROWID",
    "CREATE UNIQUE INDEX messages_cid ON messages (cid, sender) WHERE cid IS NOT NULL",
    // No text: rows refer. `subject` is what the kind says: a message, an
    // employee, a site's number. `client_seq`: the visitor sees it too.
    "CREATE TABLE events (
        seq INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        dialog INTEGER,
        subject INTEGER,
        client TEXT,
        client_seq INTEGER
    ) STRICT",
    "CREATE UNIQUE INDEX events_client ON events (client, client_seq)
        WHERE client_seq IS NOT NULL",
    // `mime` is absent until the bytes are stored, `message` until it is sent.
    "CREATE TABLE files (
        id TEXT PRIMARY KEY,
        client TEXT NOT NULL,
        sender TEXT NOT NULL,
        cid TEXT NOT NULL,
        name TEXT NOT NULL,
        size INTEGER NOT NULL,
        mime TEXT,
        message INTEGER,
        UNIQUE (sender, cid)
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE stores (
        client TEXT PRIMARY KEY,
        bytes INTEGER NOT NULL,
        files INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE due (
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (kind, key)
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX due_at ON due (at)",
];

/// The last event that any console has received; how far the messages of a dialog
/// are with its client.
pub(super) const MARKS: &[&str] = &[
    "ALTER TABLE center ADD COLUMN received_seq INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE dialogs ADD COLUMN delivered_upto INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE dialogs ADD COLUMN read_upto INTEGER NOT NULL DEFAULT 0",
    "UPDATE dialogs SET delivered_upto = c.delivered_upto, read_upto = c.read_upto
     FROM clients c WHERE c.id = dialogs.client",
];

/// Dialogs get numbers above this: see `center_row::renew`.
pub(super) const DIALOGS_FROM: &[&str] =
    &["ALTER TABLE center ADD COLUMN dialogs_from INTEGER NOT NULL DEFAULT 0"];

/// A message is its own event: its row has its place in the client's view, and
/// lies where its id, the place in the center's log, puts it. With a row of each
/// kind, and the messages of a dialog together, every message wrote two pages that
/// no other wrote, and pages are what a commit costs.
pub(super) const ONE_LOG: &[&str] = &[
    "ALTER TABLE center ADD COLUMN pruned_seq INTEGER NOT NULL DEFAULT 0",
    "UPDATE center SET pruned_seq = ifnull((SELECT min(seq) - 1 FROM events), 0)",
    "ALTER TABLE messages RENAME TO messages_by_dialog",
    "CREATE TABLE messages (
        id INTEGER PRIMARY KEY,
        dialog INTEGER NOT NULL,
        client_seq INTEGER,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        sender TEXT,
        cid TEXT,
        quote INTEGER,
        text TEXT,
        file TEXT,
        author INTEGER,
        subject INTEGER
    ) STRICT",
    "INSERT INTO messages (id, dialog, client_seq, at, kind, sender, cid, quote, text, file,
        author, subject)
    SELECT m.id, m.dialog, e.client_seq, m.at, m.kind, m.sender, m.cid, m.quote, m.text, m.file,
        m.author, m.subject
    FROM messages_by_dialog m LEFT JOIN events e ON e.seq = m.id ORDER BY m.id",
    "DROP TABLE messages_by_dialog",
    // With the row's id, which every index has at its end.
    "CREATE INDEX messages_dialog ON messages (dialog)",
    // The cid first: it begins with its time (UUIDv7), so what is said now lies
    // together, where by sender each would touch a page of its own. Not a partial
    // index, though some messages have no cid: to see whether it serves, SQLite
    // would prepare a statement anew for each value bound.
    "CREATE UNIQUE INDEX messages_cid ON messages (cid, sender)",
    "DELETE FROM events WHERE kind = 'message'",
];

/// A message refers to the one before it in its dialog, where an index led to them
/// (see `chain`). Written anew rather than changed in place: rows that grow would
/// leave half of each page empty.
pub(super) const CHAINS: &[&str] = &[
    "ALTER TABLE dialogs ADD COLUMN newest_id INTEGER",
    "ALTER TABLE dialogs ADD COLUMN milestone_id INTEGER",
    "ALTER TABLE dialogs ADD COLUMN n_messages INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE visits ADD COLUMN view INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE messages RENAME TO messages_apart",
    "CREATE TABLE messages (
        id INTEGER PRIMARY KEY,
        dialog INTEGER NOT NULL,
        client_seq INTEGER,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        sender TEXT,
        cid TEXT,
        quote INTEGER,
        text TEXT,
        file TEXT,
        author INTEGER,
        subject INTEGER,
        before_id INTEGER,
        milestone_id INTEGER
    ) STRICT",
    // Links first, of numbers alone: texts need not be sorted.
    "INSERT INTO messages
    SELECT m.id, m.dialog, m.client_seq, m.at, m.kind, m.sender, m.cid, m.quote, m.text, m.file,
        m.author, m.subject, links.before_id, links.milestone_id
    FROM messages_apart m CROSS JOIN (
        SELECT id, lag(id) OVER one_by_one AS before_id, max(milestone) OVER (one_by_one
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS milestone_id
        FROM (
            SELECT id, dialog, iif((row_number() OVER (PARTITION BY dialog ORDER BY id) - 1)
                % 64 = 0, id, NULL) AS milestone
            FROM messages_apart)
        WINDOW one_by_one AS (PARTITION BY dialog ORDER BY id)) links ON links.id = m.id
    ORDER BY m.id",
    "DROP TABLE messages_apart",
    "CREATE UNIQUE INDEX messages_cid ON messages (cid, sender)",
    "UPDATE dialogs SET newest_id = its.newest, n_messages = its.n,
        milestone_id = iif((its.n - 1) % 64 = 0, its.newest, its.milestone_id)
    FROM (SELECT dialog, max(id) AS newest, count(*) AS n, milestone_id
        FROM messages GROUP BY dialog) its
    WHERE its.dialog = dialogs.id",
];

/// When a client had read up to his mark.
pub(super) const READ_AT: &[&str] = &["ALTER TABLE clients ADD COLUMN read_at INTEGER"];

/// What dialogs and sites have of their room for files (see `files::room`). Triggers
/// count a site's, because version 5 writes to the same table and knows nothing of
/// it; a file that that version takes has no site and is not counted. `attempt`: how
/// often its upload was begun.
pub(super) const ROOMS: &[&str] = &[
    "ALTER TABLE files ADD COLUMN dialog INTEGER",
    "ALTER TABLE files ADD COLUMN site TEXT",
    "ALTER TABLE files ADD COLUMN attempt INTEGER NOT NULL DEFAULT 1",
    "UPDATE files SET dialog = d.id, site = d.site
     FROM messages m JOIN dialogs d ON d.id = m.dialog WHERE m.id = files.message",
    "CREATE INDEX files_client ON files (client)",
    "CREATE TABLE site_stores (
        site TEXT PRIMARY KEY,
        bytes INTEGER NOT NULL,
        files INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID",
    "INSERT INTO site_stores (site, bytes, files)
     SELECT site, sum(size), count(*) FROM files WHERE site IS NOT NULL GROUP BY site",
    "CREATE TRIGGER files_taken AFTER INSERT ON files WHEN NEW.site IS NOT NULL BEGIN
        INSERT INTO site_stores (site, bytes, files) VALUES (NEW.site, NEW.size, 1)
        ON CONFLICT (site) DO UPDATE SET bytes = bytes + NEW.size, files = files + 1;
     END",
    "CREATE TRIGGER files_corrected AFTER UPDATE OF size ON files BEGIN
        UPDATE site_stores SET bytes = bytes + NEW.size - OLD.size WHERE site = OLD.site;
     END",
    "CREATE TRIGGER files_dropped AFTER DELETE ON files BEGIN
        UPDATE site_stores SET bytes = bytes - OLD.size, files = files - 1
        WHERE site = OLD.site;
     END",
];
