//! Messages on their way out by a transport other than the site chat.

use crate::ids::MessageId;
use crate::wire;

wire! {
    /// An operator's message that its transport has not delivered.
    pub struct Delivery {
        /// Which message.
        pub message: MessageId,
        /// How far it is.
        pub state: DeliveryState,
    }
}

wire! {
    /// How far the delivery of a message is.
    pub kinds DeliveryState {
        /// It waits for its turn, or is on its way.
        "waiting" => Waiting {},
        /// It was not delivered, and is not tried again by itself.
        "failed" => Failed {
            /// Why.
            reason: DeliveryFailure,
        },
    }
}

wire! {
    /// Why a message was not delivered.
    pub kinds DeliveryFailure {
        /// The client takes nothing from this account.
        "blocked" => Blocked {},
        /// There is no such address any more.
        "unreachable" => Unreachable {},
        /// The transport does not take what the message says: too long, or of a kind that it
        /// does not have.
        "rejected" => Rejected {},
        /// The transport does not accept the account's settings any more.
        "unauthorized" => Unauthorized {},
        /// It was tried [`crate::limits::DELIVERY_ATTEMPTS_MAX`] times.
        "exhausted" => Exhausted {},
    }
}
