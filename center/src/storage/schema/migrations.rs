//! What each migration does. From the first release on, one that has run anywhere never
//! changes.

/// The tables of a new center.
pub(super) const FIRST: &[&str] = &[
    // `received_seq`: the last event that any console of who sees everything has received. `pruned_seq`: events
    // up to it are no longer in the log, but for messages. `dialogs_from`: dialogs get
    // numbers above it (see `center_row::renew`). So do clients above `clients_from`, and the
    // views of new visitors above `views_from`: see `center_row::raise_floors`.
    "CREATE TABLE center (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        id TEXT NOT NULL,
        origin TEXT NOT NULL,
        epoch TEXT NOT NULL,
        received_seq INTEGER NOT NULL,
        pruned_seq INTEGER NOT NULL,
        dialogs_from INTEGER NOT NULL,
        clients_from INTEGER NOT NULL,
        views_from INTEGER NOT NULL
    ) STRICT",
    // What the staff speak from. The first is made with the center; the id of every other
    // is the place in the log at which it was made.
    "CREATE TABLE channels (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT",
    "INSERT INTO channels (id, name) VALUES (1, '')",
    // `disabled_at`: since when he can't sign in.
    // `others`: what he may do in his colleagues' dialogs. `all_channels`: whether he
    // sees those that are yet to be made, too; else the ones of `channel_access`. `view`:
    // how often his rights have changed; it is a part of the name of his view.
    "CREATE TABLE employees (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        email TEXT NOT NULL UNIQUE,
        hash TEXT NOT NULL,
        role TEXT NOT NULL,
        disabled_at INTEGER,
        others TEXT NOT NULL DEFAULT 'answerable',
        all_channels INTEGER NOT NULL DEFAULT 1,
        view INTEGER NOT NULL DEFAULT 0
    ) STRICT",
    // See `storage::presence`.
    "CREATE TABLE presence (
        employee INTEGER PRIMARY KEY,
        chosen TEXT NOT NULL,
        chosen_at INTEGER,
        idle_since INTEGER,
        connected_at INTEGER,
        seen_at INTEGER,
        given INTEGER NOT NULL
    ) STRICT",
    "CREATE TABLE channel_access (
        employee INTEGER NOT NULL,
        channel INTEGER NOT NULL,
        PRIMARY KEY (employee, channel)
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        operator INTEGER NOT NULL,
        used_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX sessions_operator ON sessions (operator)",
    // `operator` is whose password the link sets; absent: it makes an account. `made_by`
    // is absent when whoever runs the relay made it. `number` names it to people, and
    // none is given again: who revokes an invitation means that one.
    "CREATE TABLE links (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        token TEXT NOT NULL UNIQUE,
        role TEXT NOT NULL,
        operator INTEGER,
        made_by INTEGER,
        made_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL
    ) STRICT",
    // Tokens of the API. `hash`: of the token; `old_hash`: of the one that it has replaced,
    // which works until `old_until`. `scopes` and `channels` are JSON; without channels it sees
    // all. `channels_upto`: the place in the log up to which channels were made when its own
    // were chosen. `view`: how often its rights have changed. A revoked one keeps its row, so
    // that its number is never given again, and what it has spent is counted.
    "CREATE TABLE tokens (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        prefix TEXT NOT NULL,
        hash TEXT NOT NULL,
        scopes TEXT NOT NULL,
        channels TEXT,
        channels_upto INTEGER NOT NULL,
        made_by INTEGER NOT NULL,
        made_at INTEGER NOT NULL,
        expires_at INTEGER,
        old_hash TEXT,
        old_until INTEGER,
        revoked_at INTEGER,
        view INTEGER NOT NULL
    ) STRICT",
    // What each has spent in a month of the center's time zone, as `2026-11`.
    "CREATE TABLE token_months (
        token INTEGER NOT NULL,
        month TEXT NOT NULL,
        requests INTEGER NOT NULL,
        used_at INTEGER NOT NULL,
        PRIMARY KEY (token, month)
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE sign_ins (
        email TEXT NOT NULL,
        address TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        since INTEGER NOT NULL,
        PRIMARY KEY (email, address)
    ) STRICT, WITHOUT ROWID",
    // Transports, most of which are sites: `kind` says what connects them with clients, as
    // JSON.
    "CREATE TABLE sites (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        installed_origin TEXT,
        installed_at INTEGER,
        channel INTEGER NOT NULL
    ) STRICT",
    // `owner`: a site's number, a channel's id, or 0 for the center. `value`: what the section says, as
    // JSON. `version`: how often it was saved.
    "CREATE TABLE settings (
        owner INTEGER NOT NULL,
        section TEXT NOT NULL,
        version INTEGER NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (owner, section)
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE seen_origins (
        site TEXT NOT NULL,
        origin TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (site, origin)
    ) STRICT, WITHOUT ROWID",
    // What a visitor's hello said, until his first message makes him a client.
    "CREATE TABLE visits (
        identity TEXT PRIMARY KEY,
        locale TEXT NOT NULL,
        page_url TEXT,
        page_title TEXT,
        view INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID",
    // `block` and `pause`: since when, by whom and why, as JSON.
    "CREATE TABLE clients (
        id INTEGER PRIMARY KEY,
        created_at INTEGER NOT NULL,
        name TEXT,
        comment TEXT NOT NULL,
        saved_at INTEGER,
        merged_into INTEGER,
        block TEXT,
        pause TEXT,
        bound_to INTEGER
    ) STRICT",
    "CREATE INDEX clients_created ON clients (created_at)",
    "CREATE INDEX clients_merged ON clients (merged_into) WHERE merged_into IS NOT NULL",
    // Names and comments in the form in which they are searched; of who has neither there is
    // no row.
    "CREATE TABLE client_texts (
        client INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        comment TEXT NOT NULL
    ) STRICT",
    // Where each three letters of them are: it follows the table by its triggers, and of
    // what is deleted keeps no byte.
    "CREATE VIRTUAL TABLE client_search USING fts5 (name, comment,
        content='client_texts', content_rowid='client', tokenize='trigram case_sensitive 1')",
    "INSERT INTO client_search (client_search, rank) VALUES ('secure-delete', 1)",
    "CREATE TRIGGER client_texts_made AFTER INSERT ON client_texts BEGIN
        INSERT INTO client_search (rowid, name, comment)
        VALUES (new.client, new.name, new.comment);
    END",
    "CREATE TRIGGER client_texts_removed AFTER DELETE ON client_texts BEGIN
        INSERT INTO client_search (client_search, rowid, name, comment)
        VALUES ('delete', old.client, old.name, old.comment);
    END",
    "CREATE TRIGGER client_texts_changed AFTER UPDATE ON client_texts BEGIN
        INSERT INTO client_search (client_search, rowid, name, comment)
        VALUES ('delete', old.client, old.name, old.comment);
        INSERT INTO client_search (rowid, name, comment)
        VALUES (new.client, new.name, new.comment);
    END",
    // One address of a client on one transport; here a browser, by what its token says.
    // `received_upto`: up to where consoles have what he wrote; beyond it all have what is
    // before the center's `received_seq`.
    "CREATE TABLE identities (
        id TEXT PRIMARY KEY,
        created_at INTEGER NOT NULL,
        site TEXT NOT NULL,
        client INTEGER NOT NULL,
        locale TEXT NOT NULL,
        page_url TEXT,
        page_title TEXT,
        seen_at INTEGER NOT NULL,
        delivered_upto INTEGER NOT NULL,
        read_upto INTEGER NOT NULL,
        read_at INTEGER,
        received_upto INTEGER NOT NULL,
        view INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX identities_client ON identities (client)",
    // What connections told of browsers: see `storage::whences`.
    "CREATE TABLE whences (
        identity TEXT PRIMARY KEY,
        agent TEXT NOT NULL,
        country TEXT NOT NULL,
        city TEXT NOT NULL,
        time_zone TEXT NOT NULL
    ) STRICT, WITHOUT ROWID",
    // The way of visitors, where their site keeps it: see `storage::tracks`.
    "CREATE TABLE page_views (
        identity TEXT NOT NULL,
        at INTEGER NOT NULL,
        url TEXT NOT NULL,
        title TEXT NOT NULL,
        PRIMARY KEY (identity, at)
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE arrivals (
        identity TEXT PRIMARY KEY,
        at INTEGER NOT NULL,
        referrer TEXT NOT NULL,
        landing TEXT NOT NULL
    ) STRICT, WITHOUT ROWID",
    // What visitors have agreed to: see `storage::consents`.
    "CREATE TABLE consents (
        identity TEXT NOT NULL,
        version INTEGER NOT NULL,
        at INTEGER NOT NULL,
        text TEXT NOT NULL,
        link TEXT NOT NULL,
        PRIMARY KEY (identity, version)
    ) STRICT, WITHOUT ROWID",
    // Where an identity is reached whose transport is not the site chat.
    "CREATE TABLE addresses (identity TEXT PRIMARY KEY, address TEXT NOT NULL)
     STRICT, WITHOUT ROWID",
    // What employees have written on a client's card, by his number. `folded`: in the form
    // in which contacts are compared. `added`: in the order of their adding.
    "CREATE TABLE client_contacts (
        id INTEGER PRIMARY KEY,
        client INTEGER NOT NULL,
        kind TEXT NOT NULL,
        folded TEXT NOT NULL,
        given TEXT NOT NULL,
        added INTEGER NOT NULL,
        UNIQUE (client, kind, folded)
    ) STRICT",
    "CREATE INDEX client_contacts_folded ON client_contacts (kind, folded)",
    "CREATE VIRTUAL TABLE contact_search USING fts5 (folded,
        content='client_contacts', content_rowid='id', tokenize='trigram case_sensitive 1')",
    "INSERT INTO contact_search (contact_search, rank) VALUES ('secure-delete', 1)",
    "CREATE TRIGGER client_contacts_made AFTER INSERT ON client_contacts BEGIN
        INSERT INTO contact_search (rowid, folded) VALUES (new.id, new.folded);
    END",
    "CREATE TRIGGER client_contacts_removed AFTER DELETE ON client_contacts BEGIN
        INSERT INTO contact_search (contact_search, rowid, folded)
        VALUES ('delete', old.id, old.folded);
    END",
    // A note's id, and a mark's, is the place in the log at which it was made.
    // `removed_at`: it can still be put back.
    "CREATE TABLE client_notes (
        id INTEGER PRIMARY KEY,
        client INTEGER NOT NULL,
        at INTEGER NOT NULL,
        author INTEGER NOT NULL,
        text TEXT NOT NULL,
        removed_at INTEGER
    ) STRICT",
    "CREATE INDEX client_notes_client ON client_notes (client)",
    // Tags, labels and lists. `merged_into`: what has it is shown as having that one, and
    // will have.
    "CREATE TABLE marks (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        n INTEGER NOT NULL,
        merged_into INTEGER,
        channel INTEGER
    ) STRICT",
    "CREATE TABLE client_marks (
        client INTEGER NOT NULL,
        mark INTEGER NOT NULL,
        PRIMARY KEY (client, mark)
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX client_marks_mark ON client_marks (mark)",
    "CREATE TABLE dialog_marks (
        dialog INTEGER NOT NULL,
        mark INTEGER NOT NULL,
        PRIMARY KEY (dialog, mark)
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX dialog_marks_mark ON dialog_marks (mark)",
    // What has a mark is counted by the tables themselves, whichever statement changes
    // them.
    "CREATE TRIGGER client_marks_added AFTER INSERT ON client_marks BEGIN
        UPDATE marks SET n = n + 1 WHERE id = NEW.mark;
     END",
    "CREATE TRIGGER client_marks_removed AFTER DELETE ON client_marks BEGIN
        UPDATE marks SET n = n - 1 WHERE id = OLD.mark;
     END",
    "CREATE TRIGGER dialog_marks_added AFTER INSERT ON dialog_marks BEGIN
        UPDATE marks SET n = n + 1 WHERE id = NEW.mark;
     END",
    "CREATE TRIGGER dialog_marks_removed AFTER DELETE ON dialog_marks BEGIN
        UPDATE marks SET n = n - 1 WHERE id = OLD.mark;
     END",
    // `folded`: the value in the form in which it is compared.
    "CREATE TABLE client_variables (
        client INTEGER NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        folded TEXT NOT NULL,
        PRIMARY KEY (client, name)
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX client_variables_name ON client_variables (name, folded)",
    "CREATE INDEX client_variables_value ON client_variables (folded)",
    // `send_failed`: the newest message that its transport did not deliver, and none since.
    // `responsible` 0: nobody. `snooze`: until when and by whom, as JSON. `shelf` and `unanswered_since` follow from the other columns:
    // see `storage::dialogs::Listed`.
    "CREATE TABLE dialogs (
        id INTEGER PRIMARY KEY,
        identity TEXT NOT NULL,
        channel INTEGER NOT NULL,
        site TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        closed_at INTEGER,
        closed_by INTEGER,
        responsible INTEGER NOT NULL,
        unread_count INTEGER NOT NULL,
        awaiting_reply_count INTEGER NOT NULL,
        waiting_since INTEGER,
        marked_unread_at INTEGER,
        first_reply_at INTEGER,
        last_id INTEGER NOT NULL,
        last_at INTEGER NOT NULL,
        last_label TEXT NOT NULL,
        last_by INTEGER,
        last_preview TEXT NOT NULL,
        last_file INTEGER NOT NULL,
        last_client_at INTEGER NOT NULL,
        listed_at INTEGER NOT NULL,
        snooze TEXT,
        opened_upto INTEGER NOT NULL,
        delivered_upto INTEGER NOT NULL,
        read_upto INTEGER NOT NULL,
        burst_at INTEGER NOT NULL,
        newest_id INTEGER,
        milestone_id INTEGER,
        n_messages INTEGER NOT NULL,
        shelf INTEGER NOT NULL,
        unanswered_since INTEGER,
        send_failed INTEGER
    ) STRICT",
    // The orders of the list (see `list::walk`), and what is counted (see `turn::cube`). A
    // message moves an entry of one of the first two; one that changes who waits, of the
    // others as well (see `dialogs::put`). Their conditions are literals: with a value bound in them, SQLite
    // would prepare a statement anew for each.
    "CREATE INDEX dialogs_open ON dialogs (listed_at) WHERE closed_at IS NULL",
    "CREATE INDEX dialogs_closed ON dialogs (listed_at) WHERE closed_at IS NOT NULL",
    "CREATE INDEX dialogs_waiting ON dialogs (unanswered_since)
        WHERE unanswered_since IS NOT NULL",
    "CREATE INDEX dialogs_cube ON dialogs (responsible, channel, shelf) WHERE closed_at IS NULL",
    // Whose the closed ones are: written when one is closed, and by no message.
    "CREATE INDEX dialogs_closed_of ON dialogs (responsible) WHERE closed_at IS NOT NULL",
    "CREATE INDEX dialogs_identity ON dialogs (identity)",
    // Numbers of dialogs that were merged into others, and where they lead.
    "CREATE TABLE merged_dialogs (id INTEGER PRIMARY KEY, into_id INTEGER NOT NULL) STRICT",
    "CREATE INDEX merged_dialogs_into ON merged_dialogs (into_id)",
    // When the center has answered in a dialog by itself, by each of its rules.
    "CREATE TABLE automatic_replies (
        dialog INTEGER NOT NULL,
        rule TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (dialog, rule)
    ) STRICT, WITHOUT ROWID",
    // What clients have said to the closing of their dialogs: see `storage::closings`.
    "CREATE TABLE closings (
        dialog INTEGER NOT NULL,
        closed_at INTEGER NOT NULL,
        is_by_client INTEGER NOT NULL,
        answered_at INTEGER,
        rating TEXT,
        comment TEXT NOT NULL,
        PRIMARY KEY (dialog, closed_at)
    ) STRICT, WITHOUT ROWID",
    // What an employee wants on top of his list.
    "CREATE TABLE pins (
        employee INTEGER NOT NULL,
        dialog INTEGER NOT NULL,
        PRIMARY KEY (employee, dialog)
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX pins_dialog ON pins (dialog)",
    // Whom notes call, and under whose mentions a dialog stands (see `storage::mentions`).
    "CREATE TABLE mentions (
        message INTEGER NOT NULL,
        employee INTEGER NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (message, employee)
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE mentioned (
        employee INTEGER NOT NULL,
        dialog INTEGER NOT NULL,
        message INTEGER NOT NULL,
        at INTEGER NOT NULL,
        is_seen INTEGER NOT NULL,
        PRIMARY KEY (employee, dialog)
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX mentioned_dialog ON mentioned (dialog)",
    // What an employee has typed and not sent.
    "CREATE TABLE drafts (
        employee INTEGER NOT NULL,
        dialog INTEGER NOT NULL,
        version INTEGER NOT NULL,
        is_note INTEGER NOT NULL,
        text TEXT NOT NULL,
        quote INTEGER,
        PRIMARY KEY (employee, dialog)
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX drafts_dialog ON drafts (dialog)",
    // `query` is JSON. `removed_at`: it can still be put back.
    "CREATE TABLE saved_filters (
        id TEXT PRIMARY KEY,
        owner INTEGER NOT NULL,
        name TEXT NOT NULL,
        query TEXT NOT NULL,
        is_shared INTEGER NOT NULL,
        version INTEGER NOT NULL,
        removed_at INTEGER
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX saved_filters_owner ON saved_filters (owner)",
    "CREATE INDEX saved_filters_shared ON saved_filters (is_shared) WHERE is_shared = 1",
    // `files` and `scope` are JSON, and `is_private` what it says. The indexes have the ids in order.
    "CREATE TABLE saved_replies (
        id TEXT PRIMARY KEY,
        owner INTEGER NOT NULL,
        name TEXT NOT NULL,
        shortcut TEXT,
        shortcut_folded TEXT,
        folder TEXT NOT NULL,
        text TEXT NOT NULL,
        files TEXT NOT NULL,
        scope TEXT NOT NULL,
        is_private INTEGER NOT NULL,
        n_used INTEGER NOT NULL,
        version INTEGER NOT NULL,
        removed_at INTEGER
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX saved_replies_owner ON saved_replies (owner, is_private)",
    "CREATE INDEX saved_replies_shared ON saved_replies (is_private) WHERE is_private = 0",
    "CREATE INDEX saved_replies_shortcut ON saved_replies (shortcut_folded)
        WHERE shortcut_folded IS NOT NULL",
    // What is of a channel. No message changes it: see `dialogs::set_channel`.
    "CREATE INDEX dialogs_channel ON dialogs (site, channel)",
    // A message's id is its place in the log, and its row lies where that puts it: what
    // is said at once lies together. `sender`: who said it, and so whose `cid` it is.
    // `happened`: what the system tells, as JSON. `before_id` and `milestone_id`: see
    // `message_chain`. `revised_at`: see `storage::revisions`.
    "CREATE TABLE messages (
        id INTEGER PRIMARY KEY,
        dialog INTEGER NOT NULL,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        sender TEXT,
        cid TEXT,
        quote INTEGER,
        text TEXT,
        file TEXT,
        happened TEXT,
        before_id INTEGER,
        milestone_id INTEGER,
        revised_at INTEGER
    ) STRICT",
    // What those said at first that their authors have changed or withdrawn. `file`: its id,
    // of one that was a file; then `text` is its name.
    "CREATE TABLE first_texts (
        message INTEGER PRIMARY KEY,
        text TEXT NOT NULL,
        file TEXT
    ) STRICT",
    // The cid first: it begins with its time (UUIDv7), so what is said now lies
    // together, where by sender each would touch a page of its own. Not a partial
    // index, though some messages have no cid: to see whether it serves, SQLite
    // would prepare a statement anew for each value bound.
    "CREATE UNIQUE INDEX messages_cid ON messages (cid, sender)",
    // What is carried outwards and has not arrived. `target`: by whom, as of a message its
    // transport; `subject`: the place in the log of what it is, as of a message its id. Both
    // name it to the receiver, who may be given it twice. `attempt`: how often it was handed
    // out. `at`: when it is handed out next; none: it has failed, for `failure`, as JSON.
    "CREATE TABLE deliveries (
        target TEXT NOT NULL,
        subject INTEGER NOT NULL,
        dialog INTEGER NOT NULL,
        attempt INTEGER NOT NULL,
        at INTEGER,
        failure TEXT,
        PRIMARY KEY (target, subject)
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX deliveries_due ON deliveries (at) WHERE at IS NOT NULL",
    "CREATE INDEX deliveries_dialog ON deliveries (dialog, subject)",
    // No text: rows refer. `subject` is what the kind says: a message, a client, a mark,
    // a channel, an employee, a site's number. `identity`: the visitor sees it too.
    "CREATE TABLE events (
        seq INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        dialog INTEGER,
        subject INTEGER,
        identity TEXT,
        channel INTEGER
    ) STRICT",
    "CREATE INDEX events_identity ON events (identity, seq) WHERE identity IS NOT NULL",
    // `dialog` is absent while a visitor's has not begun, `mime` until the bytes are
    // stored, `message` until it is sent. `reply`: the saved reply that has it. `attempt`: how often its upload was begun.
    "CREATE TABLE files (
        id TEXT PRIMARY KEY,
        identity TEXT NOT NULL,
        dialog INTEGER,
        site TEXT NOT NULL,
        sender TEXT NOT NULL,
        cid TEXT NOT NULL,
        name TEXT NOT NULL,
        size INTEGER NOT NULL,
        mime TEXT,
        message INTEGER,
        reply TEXT,
        attempt INTEGER NOT NULL,
        UNIQUE (sender, cid)
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX files_identity ON files (identity)",
    "CREATE TABLE stores (
        identity TEXT PRIMARY KEY,
        bytes INTEGER NOT NULL,
        files INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE site_stores (
        site TEXT PRIMARY KEY,
        bytes INTEGER NOT NULL,
        files INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID",
    // A site's room is counted by the table itself, whichever statement changes it.
    "CREATE TRIGGER files_taken AFTER INSERT ON files BEGIN
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
    // What is left of deleted clients: their chains of messages, each by its newest, and
    // their files, whose bytes lie in stores of their own.
    "CREATE TABLE deleted_chains (newest_id INTEGER PRIMARY KEY, job TEXT NOT NULL) STRICT",
    "CREATE INDEX deleted_chains_job ON deleted_chains (job)",
    "CREATE TABLE deleted_files (id TEXT PRIMARY KEY, identity TEXT NOT NULL)
     STRICT, WITHOUT ROWID",
    "CREATE INDEX deleted_files_identity ON deleted_files (identity)",
    // `work`, `skipped` and `selected` are JSON. `place`: where the next slice begins, as the
    // kind of work counts. `slice_no`: rises with every slice of any job. `n_undoable`: its
    // rows of `undo`, as long as they may be used. `export`: how far its file is, as JSON.
    "CREATE TABLE jobs (
        id TEXT PRIMARY KEY,
        work TEXT NOT NULL,
        begun_by INTEGER NOT NULL,
        begun_at INTEGER NOT NULL,
        state TEXT NOT NULL,
        total INTEGER NOT NULL,
        done INTEGER NOT NULL,
        skipped TEXT NOT NULL,
        selected TEXT,
        place INTEGER NOT NULL,
        slice_no INTEGER NOT NULL,
        n_faults INTEGER NOT NULL,
        n_undoable INTEGER NOT NULL,
        export TEXT
    ) STRICT, WITHOUT ROWID",
    // Files that jobs make: see `storage::exports`. `variables`: columns, as JSON.
    "CREATE TABLE exports (job TEXT PRIMARY KEY, variables TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE export_pieces (
        job TEXT NOT NULL,
        n INTEGER NOT NULL,
        bytes BLOB NOT NULL,
        UNIQUE (job, n)
    ) STRICT",
    // What a bulk act has changed: a dialog, or a client, and what it was before, as JSON.
    "CREATE TABLE undo (
        job TEXT NOT NULL,
        id INTEGER NOT NULL,
        was TEXT NOT NULL,
        PRIMARY KEY (job, id)
    ) STRICT, WITHOUT ROWID",
    // Tables of clients that are imported. `options` and `counts` are JSON. `job`: what carried
    // it out last, or took it back. `worked_at`: when that went on last.
    "CREATE TABLE imports (
        id TEXT PRIMARY KEY,
        begun_by INTEGER NOT NULL,
        begun_at INTEGER NOT NULL,
        options TEXT NOT NULL,
        counts TEXT NOT NULL,
        job TEXT,
        worked_at INTEGER,
        is_undone INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX imports_begun ON imports (begun_at)",
    // Their rows. `given`, `state` and `made` are JSON: as it was given, what has become of it,
    // and what it is taken back by. `client`: whose card it is about.
    "CREATE TABLE import_rows (
        import TEXT NOT NULL,
        number INTEGER NOT NULL,
        given TEXT NOT NULL,
        state TEXT NOT NULL,
        is_done INTEGER NOT NULL,
        client INTEGER,
        made TEXT,
        PRIMARY KEY (import, number)
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX import_rows_left ON import_rows (import, number) WHERE is_done = 0",
    "CREATE INDEX import_rows_client ON import_rows (client) WHERE client IS NOT NULL",
    // What has moved in from another service: `source` is the letter of its kind and the id
    // that it had there, `id` its number here. It outlives what is deleted, which so does not
    // come back.
    "CREATE TABLE moved (source TEXT PRIMARY KEY, id INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    // The tables of the search index, each of FTS5 and made when the one before it is full:
    // see `storage::search`. `upto`: the last message that was looked at when it was
    // filled. `n`: the texts that were put in. `fold`: the version of their folding.
    "CREATE TABLE search_tables (
        number INTEGER PRIMARY KEY,
        fold INTEGER NOT NULL,
        upto INTEGER NOT NULL,
        n INTEGER NOT NULL,
        is_merging INTEGER NOT NULL,
        slice_no INTEGER NOT NULL
    ) STRICT",
    // Webhooks: see `storage::webhooks`. `events` and `state` are JSON.
    "CREATE TABLE webhooks (
        id TEXT PRIMARY KEY,
        url TEXT NOT NULL,
        events TEXT NOT NULL,
        state TEXT NOT NULL,
        secret TEXT NOT NULL,
        old_secret TEXT,
        old_until INTEGER,
        failing_since INTEGER
    ) STRICT, WITHOUT ROWID",
    // What is sent to them, and was. `subject`: a message, or a client, as `event` says.
    // `attempt`: how often it was handed out. `at`: when it is handed out next; none: it has
    // come to its end. `answer`: what came of the last attempt, as JSON.
    "CREATE TABLE webhook_sendings (
        n INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        webhook TEXT NOT NULL,
        event TEXT NOT NULL,
        subject INTEGER NOT NULL,
        made_at INTEGER NOT NULL,
        attempt INTEGER NOT NULL,
        at INTEGER,
        answer TEXT
    ) STRICT",
    "CREATE INDEX webhook_sendings_of ON webhook_sendings (webhook, n)",
    "CREATE INDEX webhook_sendings_due ON webhook_sendings (webhook, at) WHERE at IS NOT NULL",
    "CREATE INDEX webhook_sendings_tests ON webhook_sendings (webhook, at)
        WHERE event = 'webhook.test' AND at IS NOT NULL",
    "CREATE TABLE due (
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (kind, key)
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX due_at ON due (at)",
];
