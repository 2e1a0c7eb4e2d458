//! The data folder of a demo: `relay/` is the host's, `site/` the shop's pages,
//! `demo.json` says what was seeded.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::process::step;

const MARK: &str = "demo.json";

/// An opened folder.
pub(super) struct Folder {
    path: PathBuf,
    mark: Mark,
}

/// Written before anything else, so that a folder without it is not ours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Mark {
    /// The seed's addresses name it.
    port: u16,
    /// The site's key; none while the seeding has not ended.
    key: Option<String>,
}

impl Folder {
    /// Takes a demo's folder or makes one. What was seeded halfway, or for
    /// another port, is made anew.
    pub(super) fn open(path: &Path, port: u16) -> Result<Self> {
        fs::create_dir_all(path).with_context(|| format!("can't make {}", path.display()))?;
        let path = path.canonicalize()?;
        let fresh = Mark { port, key: None };
        let mark = match fs::read(path.join(MARK)) {
            Ok(text) => serde_json::from_slice(&text).unwrap_or_else(|_| fresh.clone()),
            Err(_) if path.read_dir()?.next().is_some() => {
                bail!("{} is not empty and not a demo's folder", path.display())
            }
            Err(_) => fresh.clone(),
        };
        let folder = Self { path, mark };
        if folder.mark.port == port && folder.mark.key.is_some() {
            return Ok(folder);
        }
        if folder.mark.port != port {
            step(&format!(
                "this demo was seeded for port {}: making it anew",
                folder.mark.port
            ));
        }
        for inside in [folder.relay(), folder.site()] {
            if inside.exists() {
                fs::remove_dir_all(inside)?;
            }
        }
        let folder = Self {
            mark: fresh,
            ..folder
        };
        folder.write(&folder.mark)?;
        Ok(folder)
    }

    /// The site's key, once it has been seeded.
    pub(super) fn key(&self) -> Option<&str> {
        self.mark.key.as_deref()
    }

    /// Seeding has ended.
    pub(super) fn remember(&self, key: &str) -> Result<()> {
        self.write(&Mark {
            key: Some(key.to_owned()),
            ..self.mark
        })
    }

    /// The host's data folder.
    pub(super) fn relay(&self) -> PathBuf {
        self.path.join("relay")
    }

    /// The shop's pages as they are served.
    pub(super) fn site(&self) -> PathBuf {
        self.path.join("site")
    }

    fn write(&self, mark: &Mark) -> Result<()> {
        Ok(fs::write(
            self.path.join(MARK),
            serde_json::to_string(mark)?,
        )?)
    }
}
