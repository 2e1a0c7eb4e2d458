//! The relay on real workerd, spoken to over the wire alone.

mod assets;
mod backup;
mod compact;
mod bad_uploads;
mod conversation;
mod csrf;
mod durability;
mod files;
mod first_run;
mod frames;
mod machine;
mod hibernation;
mod once;
mod origins;
mod resume;
mod scene;
mod sessions;
mod shipped;
mod storage;
mod strangers;
mod tokens;
