//! Journeys of people in real browsers: visitors on the demo site, operators at
//! the console, a relay on workerd between them.

mod access;
mod chat;
mod composing;
mod deployed;
mod desk;
mod drafts;
mod emoji;
mod files;
mod first_run;
mod harness;
mod heard;
mod intent;
mod languages;
mod line;
mod line_pictures;
mod markup;
mod narrow;
mod noticed;
mod outbox;
mod outbox_console;
mod photos;
mod pictures;
mod policies;
mod returning;
mod shape;
mod shell;
mod sound;
mod stuck;
mod tabs;
mod talk;
mod word;
mod writing;
mod zoom;
