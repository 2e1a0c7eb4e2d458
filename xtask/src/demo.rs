//! `cargo x demo`: a center with a past, and a shop to write from.
//!
//! | module | owns |
//! |---|---|
//! | [`folder`] | the demo's data folder: is it one, is it seeded |
//! | [`site`] | the shop's pages, filled in for this relay |
//! | [`door`] | the host's second socket: seeding |

mod door;
mod folder;
mod site;

use std::net::TcpListener;
use std::path::PathBuf;

use anyhow::{Context, Result};
use lexopt::{Arg, Parser, ValueExt};
use serde::{Deserialize, Serialize};

use crate::build::{Kit, Part};
use crate::child::Server;
use crate::process::step;
use crate::progress;
use crate::serve;
use crate::workspace::Workspace;
use folder::Folder;

const PORT: u16 = 8787;

/// Where a demo listens, and how other programs see it.
#[derive(Debug, Clone, Copy)]
struct Addresses {
    port: u16,
}

impl Addresses {
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
    let addresses = Addresses { port: options.port };
    drop(
        TcpListener::bind(("127.0.0.1", options.port)).with_context(|| {
            format!("port {} is taken; choose another with --port", options.port)
        })?,
    );

    if options.json {
        progress::be_quiet();
    }
    let kit = Kit::make(workspace, &[Part::Assets, Part::RelayTesting, Part::Host])?;
    let folder = match &options.data {
        Some(data) => Folder::open(data, options.port)?,
        None => Folder::open(&default_data(workspace, options.port), options.port)?,
    };
    site::fill(
        workspace,
        &folder.site(),
        addresses,
        folder.key().unwrap_or_default(),
    )?;

    step("starting");
    let mut command = serve::host(&kit, "serve")?;
    command
        .arg("--testing")
        .args(["--port", &options.port.to_string()])
        .arg("--data")
        .arg(folder.relay())
        .arg("--demo-site")
        .arg(folder.site());
    let host = Server::start(&command, "listening on ")?;
    let key = match folder.key() {
        Some(key) => key.to_owned(),
        None => {
            step("seeding the demo center");
            let key = door::seed(workspace, &folder.relay(), addresses)?;
            site::fill(workspace, &folder.site(), addresses, &key)?;
            folder.remember(&key)?;
            key
        }
    };
    tell(&options, addresses, &key, &door::operators(workspace)?)?;
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
fn default_data(workspace: &Workspace, port: u16) -> PathBuf {
    match port {
        PORT => workspace.path("target/demo"),
        port => workspace.path(format!("target/demo-{port}")),
    }
}

fn tell(options: &Options, at: Addresses, key: &str, operators: &[Operator]) -> Result<()> {
    let ready = Ready {
        origin: at.relay(),
        console: format!("{}/", at.relay()),
        demo: format!("{}/demo/", at.shop()),
        site: key,
        operators,
    };
    if options.json {
        println!("{}", serde_json::to_string(&ready)?);
        return Ok(());
    }
    println!("\nThe demo is ready.\n");
    println!("  the shop      {}", ready.demo);
    println!("  the console   {}", ready.console);
    for Operator {
        name,
        email,
        password,
    } in operators
    {
        println!("                {name}: {email}, {password}");
    }
    println!("\nIts clients, their names and what they wrote are invented.");
    println!("Ctrl+C stops it.");
    Ok(())
}
