//! Waiting for a condition, with a deadline. Nothing here sleeps for a fixed time.

use std::future::Future;
use std::time::Duration;

use tokio::time::{interval, timeout};

/// How long a condition may take on a slow machine before a test gives up.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// How long a process may take to start or to end: with every core taken by
/// compilers and browsers, loading the runtime has taken longer than
/// [`DEADLINE`]. Nothing waits for it in vain: a process that ends is noticed.
pub const START_DEADLINE: Duration = Duration::from_secs(120);

/// Asks `probe` again and again until it answers.
///
/// # Panics
/// When the deadline passes: the message says what was waited for.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, probe: impl FnMut() -> F) -> T {
    until_within(DEADLINE, what, probe).await
}

/// The same with a deadline of its own.
///
/// # Panics
/// When the deadline passes.
pub async fn until_within<T, F: Future<Output = Option<T>>>(
    deadline: Duration,
    what: &str,
    probe: impl FnMut() -> F,
) -> T {
    match within(deadline, probe).await {
        Some(found) => found,
        None => panic!("waited {} s for: {what}", deadline.as_secs()),
    }
}

/// Asks `probe` again and again; nothing when it does not answer in time.
pub async fn in_time<T, F: Future<Output = Option<T>>>(probe: impl FnMut() -> F) -> Option<T> {
    within(DEADLINE, probe).await
}

async fn within<T, F: Future<Output = Option<T>>>(
    deadline: Duration,
    mut probe: impl FnMut() -> F,
) -> Option<T> {
    let mut tick = interval(Duration::from_millis(25));
    let asked = timeout(deadline, async {
        loop {
            tick.tick().await;
            if let Some(found) = probe().await {
                return found;
            }
        }
    });
    asked.await.ok()
}
