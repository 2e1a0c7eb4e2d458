//! Files: room for them, and what becomes of an upload.

mod room;
pub(crate) mod uploads;
