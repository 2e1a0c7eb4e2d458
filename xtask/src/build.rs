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
//! | [`reload`] | what pages of `cargo x dev` have besides |
//! | [`texts`] | the catalogues, read |
//! | [`assets`] | names with hashes, brotli, the manifest |

pub(crate) mod assets;
mod bindgen;
mod bundle;
mod console;
mod emoji;
mod host;
mod likeness;
mod parts;
pub(crate) mod reload;
mod shorten;
mod split;
mod stamp;
mod test_chat;
mod texts;
mod widget;
mod worker;

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser};

use crate::lock::Lock;
use crate::process;
use crate::progress;
use crate::toolchain::{Toolchain, rustflags};
use crate::tools::Tools;
use crate::workspace::Workspace;
use assets::Assets;
use worker::Worker;

/// What a build is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// What is shipped and tested: as small and fast as it gets.
    Release,
    /// What is looked at a moment later: nothing is optimized, and open pages load
    /// themselves anew (`cargo x dev`). It lies in a folder of its own.
    Dev,
}

/// One thing to build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Widget, console and emoji: all that browsers load.
    Assets,
    /// Of these the loader and the widget, anew.
    Widget,
    /// Of these the console, anew.
    Console,
    /// Of these the page of the test chat, anew.
    TestChat,
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
            Self::TestChat => 0,
            Self::Widget | Self::Console => 1,
            Self::Relay | Self::RelayTesting | Self::RelayMeasured | Self::Ceilings => 1,
            Self::Host => 1,
        }
    }
}

/// The profile of what is built again at every change.
const QUICK: &str = "quick";

/// Every part of the product and its tests.
pub(crate) const ALL: &[Part] = &[Part::Assets, Part::Relay, Part::RelayTesting, Part::Host];

/// What every build needs.
pub(crate) struct Kit<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) purpose: Purpose,
    pub(crate) toolchain: Toolchain,
    pub(crate) tools: Tools,
}

impl<'a> Kit<'a> {
    /// Finds or provides toolchain and tools.
    pub(crate) fn provide(workspace: &'a Workspace, purpose: Purpose) -> Result<Self> {
        Ok(Self {
            workspace,
            purpose,
            toolchain: Toolchain::provide(workspace)?,
            tools: Tools::provide(workspace)?,
        })
    }

    /// Provides what is missing and builds the parts, as steps that are counted.
    pub(crate) fn make(workspace: &'a Workspace, parts: &[Part]) -> Result<Self> {
        Self::make_for(Purpose::Release, workspace, parts)
    }

    /// The same, for another purpose.
    pub(crate) fn make_for(
        purpose: Purpose,
        workspace: &'a Workspace,
        parts: &[Part],
    ) -> Result<Self> {
        let has_rust = Toolchain::find(workspace).is_some();
        let n_missing = usize::from(!has_rust) + Tools::n_missing(workspace)?;
        let n_parts: usize = parts.iter().map(|part| part.n_steps()).sum();
        progress::expect(n_missing + n_parts);
        let kit = Self::provide(workspace, purpose)?;
        kit.build(parts)?;
        Ok(kit)
    }

    /// What runs: assets and Worker bundles.
    pub(crate) fn dist(&self) -> PathBuf {
        match self.purpose {
            Purpose::Release => self.workspace.dist(),
            Purpose::Dev => self.workspace.path("target/dev/dist"),
        }
    }

    /// The native binary.
    pub(crate) fn host_binary(&self) -> PathBuf {
        match self.purpose {
            Purpose::Release => self.workspace.host_binary(),
            Purpose::Dev => self.workspace.path("target/debug/beseda-host"),
        }
    }

    /// How rustc is told to make wasm. Leptos gives every view one type: a screen is
    /// compiled in a fraction of the time, and alike ones are alike in the module.
    fn rustflags(&self, more: &[&str]) -> OsString {
        rustflags(
            self.workspace,
            &[&["--cfg=erase_components"], more].concat(),
        )
    }

    /// What is told of the building of a part, and how it is called among stamps and
    /// half-made things.
    fn called(&self, part: &str) -> String {
        match self.purpose {
            Purpose::Release => part.to_owned(),
            Purpose::Dev => format!("{part}-dev"),
        }
    }

    /// Builds the parts into [`Kit::dist`].
    pub(crate) fn build(&self, parts: &[Part]) -> Result<()> {
        let _lock = Lock::hold(&self.dist())?;
        for part in parts {
            match part {
                Part::Assets => self.build_assets()?,
                Part::Widget => self.build_again(widget::build)?,
                Part::Console => self.build_again(console::build)?,
                Part::TestChat => self.build_again(test_chat::build)?,
                Part::Relay => worker::build(self, Worker::Relay)?,
                Part::RelayTesting => worker::build(self, Worker::RelayTesting)?,
                Part::RelayMeasured => worker::build(self, Worker::RelayMeasured)?,
                Part::Ceilings => worker::build(self, Worker::Ceilings)?,
                Part::Host => host::build(self)?,
            }
        }
        Ok(())
    }

    fn build_assets(&self) -> Result<()> {
        let mut assets = Assets::begin(self)?;
        if self.purpose == Purpose::Dev {
            assets.add(reload::SCRIPT, reload::SCRIPT, reload::SOURCE.as_bytes())?;
        }
        emoji::build(self, &mut assets)?;
        widget::build(self, &mut assets)?;
        console::build(self, &mut assets)?;
        test_chat::build(self, &mut assets)?;
        assets.finish()
    }

    /// Where the script lies by which they do.
    pub(crate) fn reload_script(&self) -> Result<String> {
        Assets::go_on(self)?.address(reload::SCRIPT)
    }

    /// Lets open pages load themselves anew; each time with another number.
    pub(crate) fn tell_pages(&self, number: u64) -> Result<()> {
        let mut assets = Assets::go_on(self)?;
        assets.add_named(reload::NUMBER, number.to_string().as_bytes())?;
        assets.finish()
    }

    /// Puts some assets in the place of those of the last build.
    fn build_again(&self, build: fn(&Self, &mut Assets) -> Result<()>) -> Result<()> {
        let mut assets = Assets::go_on(self)?;
        build(self, &mut assets)?;
        assets.finish()
    }
}

/// `cargo x build [PART…]`.
pub(crate) fn run(workspace: &Workspace, mut arguments: Parser) -> Result<()> {
    let mut parts = Vec::new();
    while let Some(argument) = arguments.next()? {
        parts.push(match argument {
            Arg::Value(name) if name == "assets" => Part::Assets,
            Arg::Value(name) if name == "widget" => Part::Widget,
            Arg::Value(name) if name == "console" => Part::Console,
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
