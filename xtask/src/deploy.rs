//! `cargo x deploy`: to Cloudflare, with wrangler; or a rehearsal of it here.
//!
//! | module | owns |
//! |---|---|
//! | [`note`] | what a deployment is asked only once |
//! | [`place`] | the steps: what is made, and what is left alone |
//! | [`wrangler`], [`cloudflare`], [`rehearsal`] | the program; where it takes the relay |
//! | [`center`] | the relay's own door, by which its center is created |

mod center;
mod cloudflare;
mod note;
mod place;
mod rehearsal;
mod wrangler;

use std::path::PathBuf;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser, ValueExt};

use crate::build::{Kit, Part};
use crate::process::step;
use crate::workspace::Workspace;
use cloudflare::Cloudflare;
use note::Note;
use place::{Deployed, deploy};
use rehearsal::Rehearsal;
use wrangler::Wrangler;

/// What `--help` adds.
pub(crate) const MORE: &str = "\
The first deployment makes two secrets, sets the address, creates the center and
prints the owner's invitation. A later one brings new code and touches none of it.
What is to be remembered is in deploy.json, beside Cargo.toml and out of git: keep it.
";

/// The set of packages with wrangler.
pub(crate) const PACKAGES: &str = "deploy";

/// Where a rehearsal listens unless told otherwise.
const PORT: u16 = 8790;

/// What is asked for.
#[derive(Default)]
struct Options {
    dry: bool,
    origin: Option<String>,
    rehearse: Option<PathBuf>,
    port: Option<u16>,
}

/// Builds and deploys.
pub(crate) fn run(workspace: &Workspace, arguments: Parser) -> Result<()> {
    let options = read(arguments)?;
    Kit::make(workspace, &[Part::Assets, Part::Relay])?;
    let wrangler = Wrangler::provide(workspace)?;
    match (&options.rehearse, options.dry) {
        (None, true) => {
            step("checking the bundle");
            wrangler.check()
        }
        (None, false) => for_good(workspace, &wrangler, options.origin.as_deref()),
        (Some(folder), false) => rehearse(&wrangler, folder, options.port.unwrap_or(PORT)),
        (Some(_), true) => bail!("a rehearsal is no dry run: choose one"),
    }
}

fn read(mut arguments: Parser) -> Result<Options> {
    let mut options = Options::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("dry-run") => options.dry = true,
            Arg::Long("origin") => options.origin = Some(arguments.value()?.string()?),
            Arg::Long("rehearse") => options.rehearse = Some(arguments.value()?.into()),
            Arg::Long("port") => options.port = Some(arguments.value()?.parse()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

fn for_good(workspace: &Workspace, wrangler: &Wrangler, origin: Option<&str>) -> Result<()> {
    let mut note = Note::open(workspace.path("deploy.json"))?;
    note.settle_origin(origin)?;
    wrangler.sign_in()?;
    step(&format!("deploying to {}", note.origin()));
    let mut cloudflare = Cloudflare::new(workspace, wrangler);
    let deployed = deploy(&mut cloudflare, &mut note)?;
    tell(note.origin(), &deployed);
    Ok(())
}

fn rehearse(wrangler: &Wrangler, folder: &std::path::Path, port: u16) -> Result<()> {
    let mut rehearsal = Rehearsal::open(wrangler, folder, port)?;
    let mut note = Note::open(folder.join("deploy.json"))?;
    note.set_origin(rehearsal.origin())?;
    step(&format!("rehearsing a deployment to {}", note.origin()));
    let deployed = deploy(&mut rehearsal, &mut note)?;
    tell(note.origin(), &deployed);
    println!("Ctrl+C stops it.");
    rehearsal.wait()
}

fn tell(origin: &str, deployed: &Deployed) {
    println!("\ndeployed: {origin}");
    match deployed {
        Deployed::Invited(path) => {
            println!("the owner's invitation, which works once: {origin}{path}");
        }
        Deployed::HasOwner => println!("its center has an owner, who signs in there"),
        Deployed::Unknown => println!(
            "whether its center has an owner is not known here: deploy.json of the first \
             deployment has the secret that may ask"
        ),
    }
}
