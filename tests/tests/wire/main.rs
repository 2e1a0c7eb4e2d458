//! The relay on real workerd, spoken to over the wire alone.

mod assets;
mod backup;
mod bad_uploads;
mod compact;
mod conversation;
mod csrf;
mod damage;
mod durability;
mod files;
mod files_quota;
mod first_run;
mod frames;
mod hibernation;
mod machine;
mod memory;
mod once;
mod origins;
mod overload;
mod resume;
mod scene;
mod sessions;
mod shipped;
mod storage;
mod strangers;
mod tokens;
mod upload_kills;
