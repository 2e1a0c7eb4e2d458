//! A browser that tests can drive.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::apt;
use crate::process::{on_path, step};

/// chromedriver, and with it a Chromium of the same version.
pub(crate) fn chromedriver() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMEDRIVER") {
        return Ok(named.into());
    }
    if let (Some(driver), Some(_)) = (on_path("chromedriver"), on_path("chromium")) {
        return Ok(driver);
    }
    step("installing Chromium and its driver");
    apt::install(&["chromium", "chromium-driver", "fonts-noto-color-emoji"])?;
    on_path("chromedriver").context("chromium-driver brought no chromedriver")
}
