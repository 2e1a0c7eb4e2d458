//! Waiting for a condition, with a deadline. Nothing here sleeps for a fixed time.

use std::future::Future;
use std::time::Duration;

use tokio::time::{Instant, interval, timeout_at};

/// How long a condition may take on a slow machine before a test gives up.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// Asks `probe` again and again until it answers.
///
/// # Panics
/// When the deadline passes: the message says what was waited for.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, probe: impl FnMut() -> F) -> T {
    until_within(DEADLINE, what, probe).await
}

/// As [`until`], with a deadline of its own.
///
/// # Panics
/// When the deadline passes.
pub async fn until_within<T, F: Future<Output = Option<T>>>(
    deadline: Duration,
    what: &str,
    mut probe: impl FnMut() -> F,
) -> T {
    let end = Instant::now() + deadline;
    let mut tick = interval(Duration::from_millis(25));
    let asked = timeout_at(end, async {
        loop {
            tick.tick().await;
            if let Some(found) = probe().await {
                return found;
            }
        }
    });
    match asked.await {
        Ok(found) => found,
        Err(_) => panic!("waited {} s for: {what}", deadline.as_secs()),
    }
}
