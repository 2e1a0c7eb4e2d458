//! What a page does on the network, and what the network does to a page.

use serde_json::{Value, json};

use super::Browser;

impl Browser {
    /// Sockets that the page has opened since the last call.
    pub async fn sockets(&self) -> usize {
        let log = self.driver.get_log("performance").await.expect("a log");
        let opened = log
            .iter()
            .filter(|entry| entry.message.contains("Network.webSocketCreated"));
        opened.count()
    }

    /// Waits until the page has fetched something of this name from an origin.
    pub async fn fetches(&self, name: &str, origin: &str) {
        self.wait(&format!("{name} to be fetched"), || async {
            let fetched: Vec<String> = self.js(FETCHED, &[]).await;
            let is_it = |address: &String| address.starts_with(origin) && address.contains(name);
            fetched.iter().any(is_it).then_some(())
        })
        .await;
    }

    /// Cuts the network off, or gives it back.
    pub async fn go_offline(&self, is_offline: bool) {
        self.network(json!({
            "offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        }))
        .await;
    }

    /// Tells the page what a browser tells when the network is back.
    pub async fn network_is_back(&self) {
        let tell = "window.dispatchEvent(new Event('online')); return null;";
        self.js::<Value>(tell, &[]).await;
    }

    /// Makes the network slow, or fast again.
    pub async fn slow_down(&self, is_slow: bool) {
        let (latency, bytes) = if is_slow { (300, 50_000) } else { (0, -1) };
        self.network(json!({
            "offline": false, "latency": latency, "downloadThroughput": bytes, "uploadThroughput": bytes,
        }))
        .await;
    }

    /// Lets no call to addresses of this pattern through, or all again.
    pub async fn block(&self, pattern: Option<&str>) {
        self.devtools("Network.enable", json!({})).await;
        let urls: Vec<&str> = pattern.into_iter().collect();
        self.devtools("Network.setBlockedURLs", json!({"urls": urls}))
            .await;
    }

    async fn network(&self, conditions: Value) {
        self.devtools("Network.enable", json!({})).await;
        self.devtools("Network.emulateNetworkConditions", conditions)
            .await;
    }

    /// Allows a page something without asking the person.
    pub async fn allow(&self, what: &str, origin: &str) {
        let permission = json!({
            "permission": {"name": what}, "setting": "granted", "origin": origin,
        });
        self.devtools("Browser.setPermission", permission).await;
    }

    /// Writes down violations of the page's policy from now on.
    pub async fn watch_violations(&self) {
        let watch = "const seen = globalThis[Symbol.for('violations')] = [];
            addEventListener('securitypolicyviolation', event =>
                seen.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));";
        self.js::<Value>(watch, &[]).await;
    }

    /// The violations that were written down.
    pub async fn violations(&self) -> Vec<String> {
        self.js("return globalThis[Symbol.for('violations')];", &[])
            .await
    }
}

/// Addresses of what the page has fetched.
const FETCHED: &str = "return performance.getEntriesByType('resource').map(entry => entry.name);";
