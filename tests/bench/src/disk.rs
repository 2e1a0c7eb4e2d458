//! What one flush costs on this disk: the wall that every durable figure stands
//! before.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::time::Duration;

use tempfile::TempDir;
use tokio::time::Instant;

use crate::sample::{Spread, Times};

const FLUSHES: u64 = 500;
const PAGE: [u8; 4096] = [7; 4096];

/// Appends pages and flushes each.
pub(crate) fn flush() -> Spread {
    let folder = TempDir::with_prefix("flush-").expect("a temporary folder can be made");
    let file = File::create(folder.path().join("pages")).expect("the folder can be written");
    let mut times = Times::default();
    for page in 0..FLUSHES {
        let start = Instant::now();
        file.write_all_at(&PAGE, page * PAGE.len() as u64)
            .and_then(|()| file.sync_data())
            .expect("the disk takes a page");
        times.push(start.elapsed().max(Duration::from_nanos(1)));
    }
    times.spread().expect("there were flushes")
}
