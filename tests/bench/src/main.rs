//! Figures beside their ceilings, measured in the same run. Started by
//! `cargo x bench relay`, which builds what is measured.
//!
//! | module | owns |
//! |---|---|
//! | [`speed`] | a message's way at 1 to 1,000 sockets |
//! | [`beseda`] | the relay as it is measured |
//! | [`bare`], [`disk`] | what it is compared with |
//! | [`server`] | a program with its port and its folder |
//! | [`crowd`], [`socket`], [`letter`] | who speaks, over what, with what |
//! | [`sample`], [`spent`] | what was measured |
//! | [`report`], [`table`] | how it is told |

mod bare;
mod beseda;
mod crowd;
mod disk;
mod letter;
mod report;
mod sample;
mod server;
mod socket;
mod speed;
mod spent;
mod table;

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use lexopt::Arg;

use bare::Bare;
use beseda::Beseda;
use report::{Machine, Report};
use speed::{Servers, Speed};

/// What is measured, and where the figures go.
#[derive(Debug, Default)]
struct Arguments {
    /// The runtime.
    workerd: PathBuf,
    /// What runs it on one machine.
    host: PathBuf,
    /// The bundle of the bare objects.
    ceilings: PathBuf,
    /// `node_modules` with `ws` and `better-sqlite3`, if they could be had.
    node_modules: Option<PathBuf>,
    json: Option<PathBuf>,
    markdown: Option<PathBuf>,
}

/// One thread drives all sockets: the other core is the relay's.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::read()?;
    let report = measure(&arguments).await?;
    println!("{report}");
    if let Some(file) = arguments.json {
        fs::write(file, serde_json::to_vec_pretty(&report)?)?;
    }
    if let Some(file) = arguments.markdown {
        fs::write(file, report.to_string())?;
    }
    Ok(())
}

async fn measure(arguments: &Arguments) -> Result<Report, Box<dyn Error>> {
    let said = Command::new(&arguments.workerd).arg("--version").output()?;
    let version = String::from_utf8(said.stdout)?.trim().to_owned();
    let machine = Machine::this(disk::flush(), version);
    let beseda = Beseda::start(&arguments.host, &arguments.workerd).await;
    let bare = Bare::objects(&arguments.workerd, &arguments.ceilings).await;
    let node = match &arguments.node_modules {
        Some(modules) => Some(Bare::node(modules).await),
        None => None,
    };
    let servers = Servers {
        beseda: &beseda,
        bare: &bare,
        node: node.as_ref(),
    };
    Ok(Report {
        machine,
        speed: Speed::measure(&servers).await,
    })
}

impl Arguments {
    fn read() -> Result<Self, lexopt::Error> {
        let mut read = Self::default();
        let mut parser = lexopt::Parser::from_env();
        while let Some(argument) = parser.next()? {
            let Arg::Long(name) = argument else {
                return Err(argument.unexpected());
            };
            let name = name.to_owned();
            let value = PathBuf::from(parser.value()?);
            match name.as_str() {
                "workerd" => read.workerd = value,
                "host" => read.host = value,
                "ceilings" => read.ceilings = value,
                "node-modules" => read.node_modules = Some(value),
                "json" => read.json = Some(value),
                "markdown" => read.markdown = Some(value),
                _ => return Err(format!("there is no --{name}").into()),
            }
        }
        Ok(read)
    }
}
