//! What is made of the crates.
//!
//! Everything is incremental: cargo knows whether a crate changed, and what
//! follows cargo (glue, optimizing, compressing) is skipped when a [`stamp`]
//! says that its inputs are those of the last time.
//!
//! | module | makes |
//! |---|---|
//! | [`widget`] | `assets/`: loader, widget, its parts, its texts |
//! | [`console`] | `assets/`: the console and its page |
//! | [`test_chat`] | `assets/`: the page of the test chat |
//! | [`emoji`] | `assets/`: emoji with their names |
//! | [`worker`] | `relay/`, `relay-testing/`, `ceilings/`…: Worker bundles |
//! | [`host`] | `target/release/beseda-host` |
//! | [`texts`] | the catalogues, read |
//! | [`assets`] | names with hashes, brotli, the manifest |

pub(crate) mod assets;
mod bindgen;
mod bundle;
mod console;
mod emoji;
mod host;
mod likeness;
mod shorten;
mod split;
mod stamp;
mod test_chat;
mod texts;
mod widget;
mod worker;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser};

use crate::lock::Lock;
use crate::process;
use crate::progress;
use crate::toolchain::Toolchain;
use crate::tools::Tools;
use crate::workspace::Workspace;
use assets::Assets;
use worker::Worker;

/// One thing to build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Widget, console and emoji: all that browsers load.
    Assets,
    /// The Worker that is deployed.
    Relay,
    /// The Worker with kill points, test transport and seeding.
    RelayTesting,
    /// The same, as fast as the one that is deployed.
    RelayMeasured,
    /// The bare objects that the relay is measured against.
    Ceilings,
    /// The native binary.
    Host,
}

impl Part {
    /// How many steps it takes that are told: the assets are made of two crates.
    fn n_steps(self) -> usize {
        match self {
            Self::Assets => 2,
            Self::Relay | Self::RelayTesting | Self::RelayMeasured | Self::Ceilings => 1,
            Self::Host => 1,
        }
    }
}

/// Every part of the product and its tests.
pub(crate) const ALL: &[Part] = &[Part::Assets, Part::Relay, Part::RelayTesting, Part::Host];

/// What every build needs.
pub(crate) struct Kit<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) toolchain: Toolchain,
    pub(crate) tools: Tools,
}

impl<'a> Kit<'a> {
    /// Finds or provides toolchain and tools.
    pub(crate) fn provide(workspace: &'a Workspace) -> Result<Self> {
        Ok(Self {
            workspace,
            toolchain: Toolchain::provide(workspace)?,
            tools: Tools::provide(workspace)?,
        })
    }

    /// Provides what is missing and builds the parts, as steps that are counted.
    pub(crate) fn make(workspace: &'a Workspace, parts: &[Part]) -> Result<Self> {
        let has_rust = Toolchain::find(workspace).is_some();
        let n_missing = usize::from(!has_rust) + Tools::n_missing(workspace)?;
        let n_parts: usize = parts.iter().map(|part| part.n_steps()).sum();
        progress::expect(n_missing + n_parts);
        let kit = Self::provide(workspace)?;
        kit.build(parts)?;
        Ok(kit)
    }

    /// Builds the parts into `target/dist`.
    pub(crate) fn build(&self, parts: &[Part]) -> Result<()> {
        let _lock = Lock::hold(&self.workspace.dist())?;
        for part in parts {
            match part {
                Part::Assets => self.build_assets()?,
                Part::Relay => worker::build(self, Worker::Relay)?,
                Part::RelayTesting => worker::build(self, Worker::RelayTesting)?,
                Part::RelayMeasured => worker::build(self, Worker::RelayMeasured)?,
                Part::Ceilings => worker::build(self, Worker::Ceilings)?,
                Part::Host => host::build(self.workspace)?,
            }
        }
        Ok(())
    }

    fn build_assets(&self) -> Result<()> {
        let mut assets = Assets::open(self.workspace)?;
        emoji::build(self, &mut assets)?;
        widget::build(self, &mut assets)?;
        console::build(self, &mut assets)?;
        test_chat::build(self, &mut assets)?;
        assets.finish()
    }
}

/// `cargo x build [PART…]`.
pub(crate) fn run(workspace: &Workspace, mut arguments: Parser) -> Result<()> {
    let mut parts = Vec::new();
    while let Some(argument) = arguments.next()? {
        parts.push(match argument {
            Arg::Value(name) if name == "assets" => Part::Assets,
            Arg::Value(name) if name == "relay" => Part::Relay,
            Arg::Value(name) if name == "relay-testing" => Part::RelayTesting,
            Arg::Value(name) if name == "host" => Part::Host,
            Arg::Value(name) => bail!("there is no part {}", name.display()),
            other => return Err(other.unexpected().into()),
        });
    }
    if parts.is_empty() {
        parts.extend(ALL);
    }
    Kit::make(workspace, &parts)?;
    process::step("built");
    Ok(())
}
