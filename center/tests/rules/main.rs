//! The rules of a center, told as stories and as sentences, over SQLite under
//! the limits of a Durable Object.

#![allow(clippy::unwrap_used, reason = "these are tests, their helpers too")]

mod guessing;
mod harness;
mod names;
mod platform;
mod socket;
mod strict_sql;
mod transcript;

mod access;
mod assignment;
mod automatic;
mod blocking;
mod bulk;
mod channels;
mod client_filter;
mod clients;
mod deletion;
mod disabling;
mod exports;
mod filter;
mod history;
mod hot_path;
mod job_ends;
mod jobs;
mod joining;
mod kept_drafts;
mod known_identities;
mod long_talk;
mod looking;
mod looking_back;
mod marks;
mod mentions;
mod merging;
mod people;
mod places;
mod presence;
mod reception;
mod reload;
mod replying;
mod restored;
mod resuming;
mod revising;
mod rights;
mod role_changes;
mod roles;
mod rooms;
mod saved_filters;
mod saved_replies;
mod saying;
mod search;
mod settings;
mod several_dialogs;
mod silence;
mod snooze;
mod spam;
mod stories;
mod storing;
mod transfer;
mod transports;
mod triggers;
mod upgrading;
mod uploads;
mod write_first;
