-- Takes back what version 6 of the tables has added.
DROP TRIGGER files_taken;
DROP TRIGGER files_corrected;
DROP TRIGGER files_dropped;
DROP TABLE site_stores;
DROP INDEX files_client;
ALTER TABLE files DROP COLUMN dialog;
ALTER TABLE files DROP COLUMN site;
ALTER TABLE files DROP COLUMN attempt;
