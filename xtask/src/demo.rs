//! `cargo x demo`: a center with a past, and a shop to write from.
//!
//! | module | owns |
//! |---|---|
//! | [`stage`] | all of it together: what `cargo x dev` runs, too |
//! | [`folder`] | the demo's data folder: is it one, is it seeded |
//! | [`site`] | the shop's pages, filled in for this relay |
//! | [`door`] | the host's second socket: seeding |

mod door;
mod folder;
mod site;
mod stage;

use std::net::TcpListener;
use std::path::PathBuf;

use anyhow::{Context, Result};
use lexopt::{Arg, Parser, ValueExt};
use serde::{Deserialize, Serialize};

use crate::build::{Kit, Part};
use crate::progress;
use crate::workspace::Workspace;
pub(crate) use stage::Stage;

/// Where a demo listens, unless it is told.
pub(crate) const PORT: u16 = 8787;

/// What a demo is made of.
pub(crate) const PARTS: &[Part] = &[Part::Assets, Part::RelayTesting, Part::Host];

/// Where a demo listens, and how other programs see it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Addresses {
    port: u16,
}

impl Addresses {
    /// On a port that nobody listens on.
    pub(crate) fn free(port: u16) -> Result<Self> {
        drop(
            TcpListener::bind(("127.0.0.1", port))
                .with_context(|| format!("port {port} is taken; choose another with --port"))?,
        );
        Ok(Self { port })
    }

    /// The relay and the console.
    fn relay(self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The shop: to a browser another site than the relay.
    fn shop(self) -> String {
        format!("http://localhost:{}", self.port)
    }
}

/// What is asked for.
struct Options {
    port: u16,
    data: Option<PathBuf>,
    json: bool,
}

/// Someone who can sign in.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Operator {
    name: String,
    email: String,
    password: String,
}

/// The line of `--json`.
#[derive(Serialize)]
struct Ready<'a> {
    origin: String,
    console: String,
    demo: String,
    site: &'a str,
    operators: &'a [Operator],
}

/// Builds, serves, seeds, tells, and waits for the end.
pub(crate) fn run(workspace: &Workspace, arguments: Parser) -> Result<()> {
    let options = read(arguments)?;
    let addresses = Addresses::free(options.port)?;
    if options.json {
        progress::be_quiet();
    }
    let kit = Kit::make(workspace, PARTS)?;
    let data = match options.data {
        Some(data) => data,
        None => default_data(workspace, "demo", options.port),
    };
    let mut stage = Stage::open(&kit, &data, addresses)?;
    let host = stage.start()?;
    tell(options.json, &stage)?;
    host.wait()
}

fn read(mut arguments: Parser) -> Result<Options> {
    let mut options = Options {
        port: PORT,
        data: None,
        json: false,
    };
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("port") => options.port = arguments.value()?.parse()?,
            Arg::Long("data") => options.data = Some(arguments.value()?.into()),
            Arg::Long("json") => options.json = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

/// One folder a port: what is seeded names its addresses.
pub(crate) fn default_data(workspace: &Workspace, name: &str, port: u16) -> PathBuf {
    match port {
        PORT => workspace.target().join(name),
        port => workspace.target().join(format!("{name}-{port}")),
    }
}

fn tell(in_json: bool, stage: &Stage<'_>) -> Result<()> {
    let (at, operators) = (stage.addresses(), door::operators(stage.workspace())?);
    let ready = Ready {
        origin: at.relay(),
        console: format!("{}/", at.relay()),
        demo: format!("{}/demo/", at.shop()),
        site: stage.key(),
        operators: &operators,
    };
    if in_json {
        println!("{}", serde_json::to_string(&ready)?);
        return Ok(());
    }
    println!("\nThe demo is ready.\n");
    stage.show()?;
    println!("\nIts clients, their names and what they wrote are invented.");
    println!("Ctrl+C stops it.");
    Ok(())
}
