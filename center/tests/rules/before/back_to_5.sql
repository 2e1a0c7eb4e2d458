-- Takes back what versions 6 and 7 of the tables have added.
ALTER TABLE clients DROP COLUMN read_at;
DROP TRIGGER files_taken;
DROP TRIGGER files_corrected;
DROP TRIGGER files_dropped;
DROP TABLE site_stores;
DROP INDEX files_client;
ALTER TABLE files DROP COLUMN dialog;
ALTER TABLE files DROP COLUMN site;
ALTER TABLE files DROP COLUMN attempt;
