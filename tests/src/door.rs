//! The second door of a relay: what the host may ask, with the secret that it
//! keeps in the data folder.

use serde_json::Value;

use crate::http::Answer;
use crate::stack::Stack;

impl Stack {
    /// Makes the next turn of the center fail (testing bundle only).
    pub async fn plant(&self, failure: &str) {
        let answer = self.host_call("/host/plant", &failure.into()).await;
        assert!(answer.status.is_success(), "{}", answer.text());
    }

    /// Calls a route of the host.
    pub async fn host_call(&self, _path: &str, _body: &Value) -> Answer {
        unreachable!()
    }
}
