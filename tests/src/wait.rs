//! Waiting for a condition, with a deadline. Nothing here sleeps for a fixed time.

use std::future::Future;
use std::time::Duration;

use tokio::time::{interval, timeout};

/// How long a condition may take on a slow machine before a test gives up.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// Asks `probe` again and again until it answers.
///
/// # Panics
/// When the deadline passes: the message says what was waited for.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, probe: impl FnMut() -> F) -> T {
    match in_time(probe).await {
        Some(found) => found,
        None => panic!("waited {} s for: {what}", DEADLINE.as_secs()),
    }
}

/// Asks `probe` again and again; nothing when it does not answer in time.
pub async fn in_time<T, F: Future<Output = Option<T>>>(mut probe: impl FnMut() -> F) -> Option<T> {
    let mut tick = interval(Duration::from_millis(25));
    let asked = timeout(DEADLINE, async {
        loop {
            tick.tick().await;
            if let Some(found) = probe().await {
                return found;
            }
        }
    });
    asked.await.ok()
}
