//! `dist/assets`: immutable files with their hash in the name, each also
//! compressed, and `manifest.json`, which maps logical names to them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use beseda_protocol::loader;
use brotli::CompressorWriter;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256, Sha384};

use super::{Kit, Purpose, reload};
use crate::hex::hex;

const MANIFEST: &str = "manifest.json";

/// Assets by their logical names.
pub(crate) type Manifest = BTreeMap<String, Asset>;

/// The folder while it is being filled.
pub(crate) struct Assets {
    folder: PathBuf,
    manifest: Manifest,
    purpose: Purpose,
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
    /// Begins with none.
    pub(super) fn begin(kit: &Kit<'_>) -> Result<Self> {
        let folder = kit.dist().join("assets");
        fs::create_dir_all(&folder)?;
        Ok(Self {
            folder,
            manifest: BTreeMap::new(),
            purpose: kit.purpose,
        })
    }

    /// Begins with those of the last build.
    pub(super) fn go_on(kit: &Kit<'_>) -> Result<Self> {
        let begun = Self::begin(kit)?;
        Ok(Self {
            manifest: read_manifest(&begun.folder)?,
            ..begun
        })
    }

    /// Adds an immutable asset: `STEM.HASH.EXT`, known as `logical`.
    pub(super) fn add(&mut self, logical: &str, file_name: &str, bytes: &[u8]) -> Result<()> {
        let Some((stem, extension)) = file_name.rsplit_once('.') else {
            bail!("{file_name} has no ending");
        };
        // 40 bits: enough that no two versions of one file ever meet, and no more, since
        // the loader has five of these and digits can't be compressed.
        let hash = hex(&Sha256::digest(bytes)[..5]);
        self.write(logical, format!("{stem}.{hash}.{extension}"), bytes)
    }

    /// Adds an asset that is always called the same: a page, a template.
    pub(super) fn add_named(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.write(name, name.to_owned(), bytes)
    }

    /// Adds a page; in `cargo x dev` with the script by which it loads itself anew.
    pub(super) fn add_page(&mut self, name: &str, page: &str) -> Result<()> {
        match self.purpose {
            Purpose::Release => self.add_named(name, page.as_bytes()),
            Purpose::Dev => {
                let script = self.address(reload::SCRIPT)?;
                self.add_named(name, reload::with_script(page, &script).as_bytes())
            }
        }
    }

    /// Adds the loader's template; what is compressed of it is its beginning.
    pub(super) fn add_template(&mut self, name: &str, template: &str) -> Result<()> {
        let quality = quality(self.purpose);
        let beginning = loader::beginning(template).as_bytes();
        let beginning = |_: &[u8]| brotli_beginning(beginning, quality);
        self.write_with(name, name.to_owned(), template.as_bytes(), beginning)
    }

    /// The address of an asset on the relay.
    pub(super) fn address(&self, logical: &str) -> Result<String> {
        Ok(format!("/a/{}", self.name(logical)?))
    }

    /// The name of an asset's file, beside all others.
    pub(super) fn name(&self, logical: &str) -> Result<&str> {
        let asset = self.manifest.get(logical);
        let asset = asset.with_context(|| format!("there is no asset {logical}"))?;
        Ok(&asset.path)
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
        let quality = quality(self.purpose);
        self.write_with(logical, path, bytes, |bytes| brotli(bytes, quality))
    }

    fn write_with(
        &mut self,
        logical: &str,
        path: String,
        bytes: &[u8],
        compress: impl FnOnce(&[u8]) -> Result<Vec<u8>>,
    ) -> Result<()> {
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
            replace(&compressed, &compress(bytes)?)?;
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

/// What is shipped is compressed once and downloaded a million times.
fn quality(purpose: Purpose) -> u32 {
    match purpose {
        Purpose::Release => 11,
        Purpose::Dev => 1,
    }
}

fn brotli(bytes: &[u8], quality: u32) -> Result<Vec<u8>> {
    let mut compressor = CompressorWriter::new(Vec::new(), 64 * 1024, quality, 22);
    compressor.write_all(bytes)?;
    compressor.flush()?;
    Ok(compressor.into_inner())
}

/// The same up to a flush: something else will follow.
fn brotli_beginning(bytes: &[u8], quality: u32) -> Result<Vec<u8>> {
    let mut compressor = CompressorWriter::new(Vec::new(), 64 * 1024, quality, 22);
    compressor.write_all(bytes)?;
    compressor.flush()?;
    Ok(compressor.get_ref().clone())
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

#[cfg(test)]
mod tests {
    use std::io::Read;

    use beseda_protocol::look::Look;
    use beseda_protocol::site::WidgetSettings;

    use super::*;

    #[test]
    fn a_browser_unpacks_the_loader_that_was_put_together_compressed() {
        let template = format!("/* {} */ start(__BESEDA__);\n", "loader ".repeat(500));
        for title in ["Shop".to_owned(), "Ж".repeat(70_000)] {
            let settings = WidgetSettings {
                key: "eu-main-s1-0".to_owned(),
                relay: "https://chat.example".to_owned(),
                title,
                locale: "auto".to_owned(),
                css: Look::default().css(),
                cues: Vec::new(),
            };
            let beginning = loader::beginning(&template).as_bytes();
            let beginning = brotli_beginning(beginning, quality(Purpose::Release)).unwrap();
            let packed = loader::packed(&beginning, &template, &settings);
            let mut unpacked = String::new();
            brotli::Decompressor::new(&*packed, 4096)
                .read_to_string(&mut unpacked)
                .unwrap();
            assert!(unpacked == loader::plain(&template, &settings));
        }
    }

    #[test]
    fn a_page_loads_itself_anew_in_dev_and_is_shipped_as_it_was_written() {
        const PAGE: &str = "<!doctype html>\n<head>\n<title>Beseda</title>\n</head>\n";
        let folder = std::env::temp_dir().join(format!("beseda-page-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let made_for = |purpose| {
            let mut assets = Assets {
                folder: folder.clone(),
                manifest: BTreeMap::new(),
                purpose,
            };
            if purpose == Purpose::Dev {
                assets
                    .add(reload::SCRIPT, reload::SCRIPT, b"reload")
                    .unwrap();
            }
            assets.add_page("page.html", PAGE).unwrap();
            fs::read_to_string(folder.join("page.html")).unwrap()
        };
        assert_eq!(made_for(Purpose::Release), PAGE);
        let in_dev = made_for(Purpose::Dev);
        assert!(
            in_dev.contains("<script async src=\"/a/reload."),
            "{in_dev}"
        );
        fs::remove_dir_all(folder).unwrap();
    }
}
