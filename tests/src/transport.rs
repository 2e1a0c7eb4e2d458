//! The other side of a transport: it brings in what clients write, and carries out what
//! operators say, or fails to.

use beseda_protocol::ids::{ChannelId, MessageId, SiteId};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::cid::new_cid;
use crate::stack::Stack;
use crate::wait::until;

/// A transport of a testing center.
#[derive(Debug)]
pub struct Transport<'s> {
    stack: &'s Stack,
    /// What consoles know it by.
    pub id: SiteId,
}

/// A message that was handed out.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Taken {
    transport: SiteId,
    /// Which.
    pub message: MessageId,
    attempt: u64,
    /// To whom.
    pub address: String,
    /// What, as a body of a message.
    pub body: Value,
}

impl<'s> Transport<'s> {
    /// Another one of a channel.
    pub async fn add(stack: &'s Stack, name: &str, channel: ChannelId) -> Self {
        let add = json!({"add": {"name": name, "channel": channel}});
        let id = stack.door().post("/host/transport", &add).await.json();
        Self { stack, id }
    }

    async fn post(&self, said: Value) -> crate::http::Answer {
        self.stack.door().post("/host/transport", &said).await
    }

    /// A client writes; returns the message's id.
    pub async fn arrives(&self, address: &str, name: &str, text: &str) -> MessageId {
        self.arrives_as(&new_cid().0, address, name, text).await
    }

    /// A client writes, under an update's id.
    pub async fn arrives_as(
        &self,
        update: &str,
        address: &str,
        name: &str,
        text: &str,
    ) -> MessageId {
        let arrival = json!({"arrive": {
            "transport": self.id,
            "update": update,
            "address": address,
            "name": name,
            "text": text,
        }});
        self.post(arrival).await.json()
    }

    /// Waits until something is to be carried out, and takes it.
    pub async fn takes(&self) -> Taken {
        until("something to carry", || async {
            let take = json!({"take": {"limit": 1}});
            let taken: Vec<Taken> = self.post(take).await.json();
            taken.into_iter().next()
        })
        .await
    }

    /// It was delivered.
    pub async fn delivers(&self, taken: &Taken) {
        self.answers(taken, json!("Delivered")).await;
    }

    /// It was not, and never will be: the client has blocked the account.
    pub async fn fails(&self, taken: &Taken) {
        let blocked = json!({"Failed": {"t": "blocked"}});
        self.answers(taken, blocked).await;
    }

    /// It will be tried in so many ms.
    pub async fn puts_off(&self, taken: &Taken, ms: u64) {
        self.answers(taken, json!({"Later": {"ms": ms}})).await;
    }

    async fn answers(&self, taken: &Taken, outcome: Value) {
        let carried = json!({"carried": {
            "transport": taken.transport,
            "message": taken.message,
            "attempt": taken.attempt,
            "outcome": outcome,
        }});
        let answer = self.post(carried).await;
        assert!(answer.status.is_success(), "{}", answer.text());
    }
}
