//! Webhooks: addresses that are told of what happens.

use super::{Done, Need, questions};
use crate::ids::WebhookId;
use crate::webhook::{Webhook, WebhookDelivery, WebhookEvent};
use crate::wire;

questions! {
    /// What is asked of webhooks.
    pub WebhookQuestion, WebhookAnswer of Webhooks {
        /// All of them.
        "list" => ListWebhooks {} needs Need::Administer, answer ListedWebhooks;
        /// Makes one, at most [`crate::limits::WEBHOOKS_MAX`]. An address is `https`, of a
        /// name that is known everywhere, on port 443 or from 1024 on; refused as `invalid`
        /// where it is not.
        "add" => AddWebhook {
            /// Where it is, at most [`crate::limits::WEBHOOK_URL_BYTES_MAX`].
            url: String,
            /// What it is told; not empty.
            events: Vec<WebhookEvent>,
        } needs Need::Administer, answer MadeWebhook;
        /// Changes one. Turned on it is told of what happens from then on, and sent what
        /// still waits.
        "save" => SaveWebhook {
            /// Which.
            webhook: WebhookId,
            /// As in `add`.
            url: String,
            /// As in `add`.
            events: Vec<WebhookEvent>,
            /// Whether it is told.
            is_on: bool,
        } needs Need::Administer, answer Webhook;
        /// Gives it another secret. For [`crate::limits::WEBHOOK_SECRET_OVERLAP_MS`] what is
        /// sent is signed by the one before, too.
        "rotate" => RotateWebhookSecret {
            /// Whose.
            webhook: WebhookId,
        } needs Need::Administer, answer MadeWebhook;
        /// Deletes it, with what waits for it.
        "delete" => DeleteWebhook {
            /// Which.
            webhook: WebhookId,
        } needs Need::Administer, answer Done;
        /// Sends it a test, also while it is off.
        "test" => TestWebhook {
            /// To which.
            webhook: WebhookId,
        } needs Need::Administer, answer Done;
        /// A page of what it was sent, the newest first.
        "log" => ListWebhookDeliveries {
            /// To which.
            webhook: WebhookId,
            /// The `rest` of the answer before; absent: from the newest.
            behind: Option<u64>,
        } needs Need::Administer, answer ListedWebhookDeliveries;
        /// Sends again what has come to its end, by number, at most
        /// [`crate::limits::WEBHOOK_RESENT_MAX`] at once.
        "resend" => ResendWebhookDeliveries {
            /// To which.
            webhook: WebhookId,
            /// The first.
            from: u64,
            /// The last.
            upto: u64,
            /// Only what was not taken.
            only_failed: bool,
        } needs Need::Administer, answer ResentWebhookDeliveries;
    }
}

wire! {
    /// All addresses.
    pub struct ListedWebhooks {
        /// They, in the order of their making.
        pub webhooks: Vec<Webhook>,
    }
}

wire! {
    /// An address with its new secret.
    pub struct MadeWebhook {
        /// It.
        pub webhook: Webhook,
        /// By which what it is sent is signed: `whsec_` and base64. Told this once.
        pub secret: String,
    }
}

wire! {
    /// A page of what an address was sent.
    pub struct ListedWebhookDeliveries {
        /// At most [`crate::limits::WEBHOOK_LOG_PAGE`].
        pub deliveries: Vec<WebhookDelivery>,
        /// Behind which there may be more.
        pub rest: Option<u64>,
    }
}

wire! {
    /// What is sent again.
    pub struct ResentWebhookDeliveries {
        /// How many.
        pub n: u64,
        /// From where on there may be more.
        pub rest: Option<u64>,
    }
}
