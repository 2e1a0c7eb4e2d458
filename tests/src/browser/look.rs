//! How a browser is set up: what its person has on the desk or in the hand.

use std::path::Path;

use serde_json::json;
use thirtyfour::Capabilities;

use super::Browser;

/// How a browser is set up.
#[derive(Debug, Clone)]
pub struct Look {
    /// CSS pixels.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// The person prefers dark screens.
    pub is_dark: bool,
    /// A phone: touch, a mobile viewport.
    pub is_phone: bool,
    /// The language that the browser asks for.
    pub language: &'static str,
}

impl Look {
    /// A desk with a large screen.
    pub const DESKTOP: Self = Self {
        width: 1280,
        height: 800,
        is_dark: false,
        is_phone: false,
        language: "en",
    };
    /// A phone held upright.
    pub const PHONE: Self = Self {
        width: 390,
        height: 844,
        is_dark: false,
        is_phone: true,
        language: "en",
    };

    /// The same for somebody who prefers dark screens.
    pub const fn dark(self) -> Self {
        Self {
            is_dark: true,
            ..self
        }
    }

    /// The same in Russian.
    pub const fn russian(self) -> Self {
        Self {
            language: "ru",
            ..self
        }
    }

    /// The same, so wide.
    pub const fn wide(self, width: u32) -> Self {
        Self { width, ..self }
    }
}

impl Browser {
    /// Gives the window another size, as zooming does: at 200 % a page has half the
    /// CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics)
            .await;
    }

    /// Forces the system's colours on the page, or no longer.
    pub async fn force_colours(&self, is_on: bool) {
        let value = if is_on { "active" } else { "none" };
        let media = json!({"features": [{"name": "forced-colors", "value": value}]});
        self.devtools("Emulation.setEmulatedMedia", media).await;
    }

    /// Makes the page believe it.
    pub(super) async fn become_like(&self, look: &Look) {
        let metrics = json!({
            "width": look.width,
            "height": look.height,
            "deviceScaleFactor": if look.is_phone { 2 } else { 1 },
            "mobile": look.is_phone,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics)
            .await;
        let scheme = if look.is_dark { "dark" } else { "light" };
        let media = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.devtools("Emulation.setEmulatedMedia", media).await;
        if look.is_phone {
            let touch = json!({"enabled": true});
            self.devtools("Emulation.setTouchEmulationEnabled", touch)
                .await;
        }
    }
}

/// What chromedriver is asked for.
pub(super) fn capabilities(look: &Look, profile: &Path) -> Capabilities {
    let profile = format!("--user-data-dir={}", profile.display());
    let size = format!("--window-size={},{}", look.width, look.height);
    let language = format!("--accept-lang={}", look.language);
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--no-proxy-server",
        "--hide-scrollbars",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        &profile,
        &size,
        &language,
    ];
    let wanted = json!({
        "browserName": "chrome",
        "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        "goog:chromeOptions": {"args": arguments},
    });
    serde_json::from_value(wanted).expect("capabilities are JSON")
}
