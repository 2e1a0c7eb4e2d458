-- A center as version 3 of the tables kept it: two clients, three dialogs, and a log
-- that has forgotten its first 8 events. What that version answered to everything
-- that can be asked of it is in version_3.txt.
CREATE TABLE center (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        id TEXT NOT NULL,
        origin TEXT NOT NULL,
        epoch TEXT NOT NULL,
        name TEXT NOT NULL,
        locale TEXT NOT NULL,
        time_zone TEXT NOT NULL
    , received_seq INTEGER NOT NULL DEFAULT 0, dialogs_from INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "center" VALUES(1,'eu-acme','https://relay.example','0000000000000001','Acme','en','Europe/Riga',0,0);
CREATE TABLE clients (
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
    ) STRICT, WITHOUT ROWID;
INSERT INTO "clients" VALUES('000000000000000000000000616e6e61',1,NULL,1700000000000,'en','https://shop.example/','Shop /',1700000000000,7,7,0,3);
INSERT INTO "clients" VALUES('00000000000000000000000076657261',2,NULL,1700000000000,'en','https://shop.example/','Shop /',1700000000000,19,19,0,0);
CREATE TABLE dialogs (
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
    , delivered_upto INTEGER NOT NULL DEFAULT 0, read_upto INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "dialogs" VALUES(1,'000000000000000000000000616e6e61','s1',1700000000000,1700000000000,1,1,0,0,NULL,1700000000000,14,1700000000000,'operator',1,'We do.',0,1700000000000,10,1700000001000,7,7);
INSERT INTO "dialogs" VALUES(2,'00000000000000000000000076657261','s1',1700000000000,NULL,NULL,1,1,0,NULL,1700172800000,19,1700172800000,'operator',1,'Hi!',0,1700000000000,0,1700000000500,19,19);
INSERT INTO "dialogs" VALUES(3,'000000000000000000000000616e6e61','s1',1700172800000,NULL,NULL,0,1,1,1700172800000,NULL,17,1700172800000,'visitor',NULL,'Again',0,1700172800000,0,1700172800500,0,0);
CREATE TABLE due (
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (kind, key)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "due" VALUES('session','session of ada',1702592000000);
CREATE TABLE employees (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        email TEXT NOT NULL UNIQUE,
        hash TEXT NOT NULL,
        role TEXT NOT NULL
    ) STRICT;
INSERT INTO "employees" VALUES(1,'Ada','ada@acme.example','hash of ada','owner');
CREATE TABLE events (
        seq INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        dialog INTEGER,
        subject INTEGER,
        client TEXT,
        client_seq INTEGER
    ) STRICT;
INSERT INTO "events" VALUES(9,'message',1,NULL,'000000000000000000000000616e6e61',4);
INSERT INTO "events" VALUES(10,'message',1,NULL,NULL,NULL);
INSERT INTO "events" VALUES(11,'opened',1,10,'000000000000000000000000616e6e61',5);
INSERT INTO "events" VALUES(12,'message',2,NULL,NULL,NULL);
INSERT INTO "events" VALUES(13,'message',2,NULL,'00000000000000000000000076657261',1);
INSERT INTO "events" VALUES(14,'message',1,NULL,'000000000000000000000000616e6e61',6);
INSERT INTO "events" VALUES(15,'message',1,NULL,NULL,NULL);
INSERT INTO "events" VALUES(16,'message',3,NULL,NULL,NULL);
INSERT INTO "events" VALUES(17,'message',3,NULL,'000000000000000000000000616e6e61',7);
INSERT INTO "events" VALUES(18,'message',2,NULL,NULL,NULL);
INSERT INTO "events" VALUES(19,'message',2,NULL,'00000000000000000000000076657261',2);
INSERT INTO "events" VALUES(20,'read',2,19,'00000000000000000000000076657261',3);
CREATE TABLE files (
        id TEXT PRIMARY KEY,
        client TEXT NOT NULL,
        sender TEXT NOT NULL,
        cid TEXT NOT NULL,
        name TEXT NOT NULL,
        size INTEGER NOT NULL,
        mime TEXT,
        message INTEGER,
        UNIQUE (sender, cid)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE links (
        token TEXT PRIMARY KEY,
        role TEXT NOT NULL,
        operator INTEGER,
        expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
CREATE TABLE messages (
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
INSERT INTO "messages" VALUES(1,4,1700000000000,'system',NULL,NULL,NULL,'begun',NULL,NULL,NULL);
INSERT INTO "messages" VALUES(1,5,1700000000000,'visitor','000000000000000000000000616e6e61','c1',NULL,'Hello?',NULL,NULL,NULL);
INSERT INTO "messages" VALUES(1,6,1700000000000,'system',NULL,NULL,NULL,'claimed',NULL,1,NULL);
INSERT INTO "messages" VALUES(1,7,1700000000000,'operator','o1','r1',NULL,'Yes?',NULL,1,NULL);
INSERT INTO "messages" VALUES(1,9,1700000000000,'visitor','000000000000000000000000616e6e61','c2',NULL,'Do you ship to Riga?',NULL,NULL,NULL);
INSERT INTO "messages" VALUES(1,10,1700000000000,'note','o1','n1',NULL,'Ask the stock',NULL,1,NULL);
INSERT INTO "messages" VALUES(1,14,1700000000000,'operator','o1','r2',NULL,'We do.',NULL,1,NULL);
INSERT INTO "messages" VALUES(1,15,1700000000000,'system',NULL,NULL,NULL,'closed',NULL,1,NULL);
INSERT INTO "messages" VALUES(2,12,1700000000000,'system',NULL,NULL,NULL,'begun',NULL,NULL,NULL);
INSERT INTO "messages" VALUES(2,13,1700000000000,'visitor','00000000000000000000000076657261','c1',NULL,'Добрый день!',NULL,NULL,NULL);
INSERT INTO "messages" VALUES(2,18,1700172800000,'system',NULL,NULL,NULL,'claimed',NULL,1,NULL);
INSERT INTO "messages" VALUES(2,19,1700172800000,'operator','o1','r3',NULL,'Hi!',NULL,1,NULL);
INSERT INTO "messages" VALUES(3,16,1700172800000,'system',NULL,NULL,NULL,'begun',NULL,NULL,NULL);
INSERT INTO "messages" VALUES(3,17,1700172800000,'visitor','000000000000000000000000616e6e61','c3',NULL,'Again',NULL,NULL,NULL);
CREATE TABLE schema (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            version INTEGER NOT NULL,
            readable_from INTEGER NOT NULL
        ) STRICT;
INSERT INTO "schema" VALUES(1,3,1);
CREATE TABLE seen_origins (
        site TEXT NOT NULL,
        origin TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (site, origin)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        operator INTEGER NOT NULL,
        used_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
INSERT INTO "sessions" VALUES('session of ada',1,1700172800000);
CREATE TABLE sign_ins (
        email TEXT NOT NULL,
        address TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        since INTEGER NOT NULL,
        PRIMARY KEY (email, address)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE sites (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        origins TEXT NOT NULL,
        accent TEXT NOT NULL,
        locale TEXT NOT NULL,
        reopen_within_ms INTEGER NOT NULL,
        installed_origin TEXT,
        installed_at INTEGER
    ) STRICT;
INSERT INTO "sites" VALUES(1,'s1','Shop','["https://shop.example"]','#2f6fde','auto',86400000,NULL,NULL);
CREATE TABLE stores (
        client TEXT PRIMARY KEY,
        bytes INTEGER NOT NULL,
        files INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
CREATE TABLE visits (
        client TEXT PRIMARY KEY,
        locale TEXT NOT NULL,
        page_url TEXT,
        page_title TEXT
    ) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_operator ON sessions (operator);
CREATE INDEX dialogs_list ON dialogs (shelf, responsible, last_client_at);
CREATE INDEX dialogs_client ON dialogs (client);
CREATE UNIQUE INDEX messages_cid ON messages (cid, sender) WHERE cid IS NOT NULL;
CREATE UNIQUE INDEX events_client ON events (client, client_seq)
        WHERE client_seq IS NOT NULL;
CREATE INDEX due_at ON due (at);
