//! What the center and whoever carries out webhooks say to each other: he asks for what is
//! due, a few at a time, and tells what came of it. Each is handed out at least once, and
//! again when a minute passes without an answer.

use beseda_protocol::ids::WebhookId;
use beseda_protocol::webhook::WebhookOutcome;
use serde::{Deserialize, Serialize};

/// A request that is to be made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// To which webhook.
    pub webhook: WebhookId,
    /// Its number.
    pub n: u64,
    /// How often it was handed out, this time included.
    pub attempt: u32,
    /// Where to, by POST. No redirect is followed.
    pub url: String,
    /// With these headers.
    pub headers: Vec<(String, String)>,
    /// And this body, to the byte: it is signed.
    pub body: String,
}

/// What came of one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Called {
    /// To which webhook.
    pub webhook: WebhookId,
    /// Which.
    pub n: u64,
    /// Of which attempt.
    pub attempt: u32,
    /// After how many ms.
    pub took_ms: u64,
    /// What.
    pub outcome: WebhookOutcome,
    /// `Retry-After`, in seconds.
    pub retry_after_s: Option<u64>,
}

/// Whoever carries them out, says how far he is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// What has ended.
    pub called: Vec<Called>,
    /// How many more he takes.
    pub limit: u64,
    /// How many calls to each webhook have not ended yet.
    pub busy: Vec<(WebhookId, u64)>,
}
