-- Fills a center up to :stored messages, ten in each dialog, one dialog a client.
-- Ids go on from what is there; nobody reads these dialogs while it is measured.
CREATE TEMP TABLE more AS
WITH RECURSIVE n(id) AS (
    SELECT (SELECT max(id) FROM (SELECT max(seq) AS id FROM events
            UNION ALL SELECT max(id) FROM messages)) + 1
    UNION ALL
    SELECT id + 1 FROM n
    WHERE id < (SELECT max(id) FROM (SELECT max(seq) AS id FROM events
            UNION ALL SELECT max(id) FROM messages))
        + :stored - (SELECT count(*) FROM messages)
)
SELECT id, (id + 9) / 10 + 1000000000 AS dialog, (id + 9) % 10 + 1 AS place,
    printf('%032x', (id + 9) / 10) AS client
FROM n;

INSERT INTO messages (id, dialog, at, kind, sender, cid, text, before_id, milestone_id)
SELECT id, dialog, 1700000000000 + id, 'visitor', 'd' || client, printf('%032x', id),
    'Is the blue one in stock in my size too? I need number ' || id,
    iif(place = 1, NULL, id - 1), iif(place = 1, NULL, id - place + 1)
FROM more;

-- As pruning would have left it: the last 100,000.
UPDATE center SET pruned_seq = max(pruned_seq, (SELECT max(id) FROM more) - 100000);
DELETE FROM events WHERE seq <= (SELECT pruned_seq FROM center);

INSERT OR IGNORE INTO clients (id, created_at, comment)
SELECT dialog, 1700000000000 + min(id), '' FROM more GROUP BY dialog;

INSERT OR IGNORE INTO identities (id, created_at, client, locale, seen_at, delivered_upto,
    read_upto, received_upto, view)
SELECT client, 1700000000000 + min(id), dialog, 'en', 1700000000000, 0, 0, 0, 0
FROM more GROUP BY client;

INSERT OR IGNORE INTO dialogs (id, identity, channel, site, created_at, responsible,
    unread_count, awaiting_reply_count, waiting_since, last_id, last_at, last_label,
    last_preview, last_file, last_client_at, listed_at, opened_upto, delivered_upto, read_upto, burst_at,
    newest_id, milestone_id, n_messages, shelf, unanswered_since)
SELECT dialog, client, 1, 'shop', 1700000000000 + min(id), 0, 10, 10,
    1700000000000 + min(id), max(id), 1700000000000 + max(id), 'visitor',
    'Is the blue one in stock', 0, 1700000000000 + max(id), 1700000000000 + max(id), 0, 0, 0, 0, max(id), min(id),
    max(place), 0, 1700000000000 + min(id)
FROM more GROUP BY dialog;

DROP TABLE more;
