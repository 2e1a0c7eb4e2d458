//! Figures beside their ceilings, measured in the same run. Started by
//! `cargo x bench`, which builds what is measured.
//!
//! | module | owns |
//! |---|---|
//! | [`speed`] | a message's way at 1 to 1,000 sockets |
//! | [`fanout`] | the same with 1 to 1,000 operators |
//! | [`neighbours`] | who else waits when somebody misbehaves |
//! | [`crowded`] | who is connected and silent, and comes back after a cut |
//! | [`growth`] | the same message against a million stored ones |
//! | [`steps`], [`shares`] | where the time of a message goes: each step, and by subtraction |
//! | [`cost`] | what that costs on Cloudflare |
//! | [`center`] | what is asked of a center with 100,000 dialogs (`cargo x bench center`) |
//! | [`console`] | what a browser makes of them (`cargo x bench console`) |
//! | [`widget`] | what a page and its visitor have of a widget (`cargo x bench widget`) |
//! | [`beseda`], [`callers`] | the relay as it is measured, and who calls it |
//! | [`bare`], [`disk`] | what it is compared with |
//! | [`server`], [`spent`] | a program, its port and folder, and what it has spent |
//! | [`crowd`], [`socket`], [`letter`] | who speaks, over what, with what |
//! | [`sample`], [`report`], [`table`] | what was measured, and how it is told |

mod arguments;
mod bare;
mod beseda;
mod callers;
mod center;
mod console;
mod cost;
mod crowd;
mod crowded;
mod disk;
mod fanout;
mod growth;
mod letter;
mod neighbours;
mod report;
mod sample;
mod server;
mod shares;
mod socket;
mod speed;
mod steps;
mod table;
mod widget;

use std::error::Error;
use std::fs;
use std::process::Command;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use arguments::{Arguments, Part};
use bare::Bare;
use beseda::Beseda;
use center::Center;
use console::Console;
use cost::Cost;
use crowded::Crowded;
use fanout::Fanout;
use growth::Growth;
use neighbours::Neighbours;
use report::{Machine, Report};
use speed::{Servers, Speed};
use steps::Steps;
use widget::Widget;

/// One thread drives all sockets: the other core is the relay's.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::read()?;
    raise_limit()?;
    let report = measure(&arguments).await?;
    println!("{report}");
    if let Some(file) = &arguments.json {
        fs::write(file, serde_json::to_vec_pretty(&report)?)?;
    }
    if let Some(file) = &arguments.markdown {
        report.keep(file)?;
    }
    Ok(())
}

async fn measure(arguments: &Arguments) -> Result<Report, Box<dyn Error>> {
    let said = Command::new(&arguments.workerd).arg("--version").output()?;
    let version = String::from_utf8(said.stdout)?.trim().to_owned();
    let mut report = Report {
        machine: Machine::this(disk::flush(), version),
        speed: None,
        steps: None,
        fanout: None,
        neighbours: None,
        crowded: None,
        growth: None,
        cost: None,
        center: None,
        console: None,
        widget: None,
    };
    for part in &arguments.parts {
        let beseda = async || Beseda::start(&arguments.host, &arguments.workerd).await;
        let bare = async || Bare::objects(&arguments.workerd, &arguments.ceilings).await;
        match part {
            Part::Speed => {
                let (beseda, bare) = (beseda().await, bare().await);
                let node = match &arguments.node_modules {
                    Some(modules) => Some(Bare::node(modules).await),
                    None => None,
                };
                let sizes = arguments.sizes.as_deref().unwrap_or(&speed::SIZES);
                let servers = Servers {
                    beseda: &beseda,
                    bare: &bare,
                    node: node.as_ref(),
                };
                report.speed = Some(Speed::measure(&servers, sizes).await);
            }
            Part::Steps => report.steps = Some(Steps::measure(&bare().await).await),
            Part::Fanout => {
                report.fanout = Some(Fanout::measure(&beseda().await, &bare().await).await)
            }
            Part::Neighbours => {
                report.neighbours = Some(Neighbours::measure(&beseda().await).await)
            }
            Part::Crowded => {
                let crowded = Crowded::measure(&mut beseda().await, &bare().await).await;
                report.crowded = Some(crowded);
            }
            Part::Growth => {
                report.growth = Some(Growth::measure(&arguments.host, &arguments.workerd).await);
            }
            Part::Cost => report.cost = Some(Cost::measure(&beseda().await).await),
            Part::Center => {
                let sizes = arguments.sizes.as_deref().unwrap_or(&center::SIZES);
                let (host, workerd) = (&arguments.host, &arguments.workerd);
                report.center = Some(Center::measure(host, workerd, sizes).await);
            }
            Part::Console => report.console = Some(Console::measure(&mut beseda().await).await),
            Part::Widget => {
                let (host, workerd) = (&arguments.host, &arguments.workerd);
                let modules = arguments.node_modules.as_deref();
                let widget = Widget::measure(host, workerd, modules, arguments.other.clone());
                report.widget = Some(widget.await);
            }
        }
    }
    Ok(report)
}

/// As many sockets as the system lets us have.
fn raise_limit() -> Result<(), rustix::io::Errno> {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    let all = Rlimit {
        current: maximum,
        maximum,
    };
    setrlimit(Resource::Nofile, all)
}
