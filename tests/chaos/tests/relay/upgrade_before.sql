-- From version 5 of the tables back to 3, with :filling more messages than there are, so that
-- the way to this version takes long enough to be stopped on it.
CREATE TABLE messages_by_dialog (
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
) STRICT, WITHOUT ROWID;
INSERT INTO messages_by_dialog
SELECT dialog, id, at, kind, sender, cid, quote, text, file, author, subject FROM messages;
INSERT INTO events (seq, kind, dialog, client, client_seq)
SELECT m.id, 'message', m.dialog, iif(m.client_seq IS NULL, NULL, d.client), m.client_seq
FROM messages m JOIN dialogs d ON d.id = m.dialog;
DROP TABLE messages;
ALTER TABLE messages_by_dialog RENAME TO messages;
CREATE UNIQUE INDEX messages_cid ON messages (cid, sender) WHERE cid IS NOT NULL;
ALTER TABLE center DROP COLUMN pruned_seq;
ALTER TABLE dialogs DROP COLUMN newest_id;
ALTER TABLE dialogs DROP COLUMN milestone_id;
ALTER TABLE dialogs DROP COLUMN n_messages;
ALTER TABLE visits DROP COLUMN view;
UPDATE schema SET version = 3, readable_from = 1;

CREATE TEMP TABLE more AS
WITH RECURSIVE n(id) AS (
    SELECT (SELECT max(seq) FROM events) + 1
    UNION ALL
    SELECT id + 1 FROM n WHERE id < (SELECT max(seq) FROM events) + :filling
)
SELECT id, 1000000 + id % 1000 AS dialog FROM n;
INSERT INTO messages (dialog, id, at, kind, sender, cid, text)
SELECT dialog, id, 1700000000000 + id, 'note', 'o1', printf('%032x', id),
    'Is the blue one in stock in my size too? I need number ' || id
FROM more;
INSERT INTO events (seq, kind, dialog) SELECT id, 'message', dialog FROM more;
DROP TABLE more;
