//! `dist/assets`: immutable files with their hash in the name, each also
//! compressed, and `manifest.json`, which maps logical names to them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use brotli::CompressorWriter;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256, Sha384};

use super::hex;
use crate::workspace::Workspace;

const MANIFEST: &str = "manifest.json";

/// The highest: it is done once and downloaded a million times.
const QUALITY: u32 = 11;

/// Assets by their logical names.
pub(crate) type Manifest = BTreeMap<String, Asset>;

/// The folder while it is being filled.
pub(crate) struct Assets {
    folder: PathBuf,
    manifest: Manifest,
}

/// One line of the manifest.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Asset {
    /// The file's name in the folder.
    pub(crate) path: String,
    /// For Subresource Integrity.
    pub(crate) integrity: String,
    /// Its media type.
    pub(crate) mime: String,
}

impl Assets {
    pub(super) fn open(workspace: &Workspace) -> Result<Self> {
        let folder = workspace.dist().join("assets");
        fs::create_dir_all(&folder)?;
        Ok(Self {
            folder,
            manifest: BTreeMap::new(),
        })
    }

    /// Adds an immutable asset: `STEM.HASH.EXT`, known as `logical`.
    pub(super) fn add(&mut self, logical: &str, file_name: &str, bytes: &[u8]) -> Result<()> {
        let Some((stem, extension)) = file_name.rsplit_once('.') else {
            bail!("{file_name} has no ending");
        };
        // 48 bits: enough that no two versions of one file ever meet.
        let hash = hex(&Sha256::digest(bytes)[..6]);
        self.write(logical, format!("{stem}.{hash}.{extension}"), bytes)
    }

    /// Adds an asset that is always called the same: a page, a template.
    pub(super) fn add_named(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.write(name, name.to_owned(), bytes)
    }

    /// The address of an asset on the relay.
    pub(super) fn address(&self, logical: &str) -> Result<String> {
        let asset = self.manifest.get(logical);
        let asset = asset.with_context(|| format!("there is no asset {logical}"))?;
        Ok(format!("/a/{}", asset.path))
    }

    /// Writes the manifest and removes what neither it nor the previous one
    /// names: a page loaded a moment ago still finds its parts.
    pub(super) fn finish(self) -> Result<()> {
        let path = self.folder.join(MANIFEST);
        let old = read_manifest(&self.folder).unwrap_or_default();
        let changed = old
            .values()
            .map(|asset| &asset.path)
            .collect::<BTreeSet<_>>()
            != self.manifest.values().map(|asset| &asset.path).collect();
        if changed {
            let kept = old.values().chain(self.manifest.values());
            let kept: BTreeSet<&str> = kept.map(|asset| asset.path.as_str()).collect();
            for file in self.folder.read_dir()? {
                let file = file?;
                let name = file.file_name().to_string_lossy().into_owned();
                if name != MANIFEST && !kept.contains(name.trim_end_matches(".br")) {
                    fs::remove_file(file.path())?;
                }
            }
        }
        replace(
            &path,
            serde_json::to_string_pretty(&self.manifest)?.as_bytes(),
        )
    }

    fn write(&mut self, logical: &str, path: String, bytes: &[u8]) -> Result<()> {
        let asset = Asset {
            integrity: format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes))),
            mime: mime(&path)?.to_owned(),
            path,
        };
        let file = self.folder.join(&asset.path);
        let compressed = self.folder.join(format!("{}.br", asset.path));
        let same = fs::read(&file).is_ok_and(|old| old == bytes);
        if !(same && compressed.is_file()) {
            replace(&file, bytes)?;
            replace(&compressed, &brotli(bytes, QUALITY)?)?;
        }
        self.manifest.insert(logical.to_owned(), asset);
        Ok(())
    }
}

/// The manifest of a finished folder.
pub(crate) fn read_manifest(folder: &Path) -> Result<Manifest> {
    let path = folder.join(MANIFEST);
    let text = fs::read(&path).with_context(|| format!("no {}", path.display()))?;
    Ok(serde_json::from_slice(&text)?)
}

/// A running relay reads this folder, so a file appears whole or not at all.
fn replace(file: &Path, bytes: &[u8]) -> Result<()> {
    let partial = file.with_extension("partial");
    fs::write(&partial, bytes)?;
    Ok(fs::rename(partial, file)?)
}

/// As an encoder of this quality compresses it.
pub(crate) fn brotli(bytes: &[u8], quality: u32) -> Result<Vec<u8>> {
    let mut compressor = CompressorWriter::new(Vec::new(), 64 * 1024, quality, 22);
    compressor.write_all(bytes)?;
    compressor.flush()?;
    Ok(compressor.into_inner())
}

fn mime(path: &str) -> Result<&'static str> {
    Ok(
        match path.rsplit_once('.').map(|(_, extension)| extension) {
            Some("js") => "text/javascript",
            Some("wasm") => "application/wasm",
            Some("css") => "text/css",
            Some("json") => "application/json",
            Some("html") => "text/html",
            _ => bail!("no media type is known for {path}"),
        },
    )
}
