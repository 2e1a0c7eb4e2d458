//! `cargo x dev`: the demo, built anew at every change.
//!
//! | module | owns |
//! |---|---|
//! | [`changes`] | files that change, and what has to be built for which |

mod changes;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use lexopt::{Arg, Parser, ValueExt};

use crate::build::{Kit, Purpose};
use crate::child::Server;
use crate::demo::{self, Addresses, Stage};
use crate::process::step;
use crate::workspace::Workspace;
use changes::{Changes, Piece};

/// What `--help` says besides.
pub(crate) const MORE: &str = include_str!("dev/more.txt");

/// Builds, serves, and builds what changes, until it is told to stop.
pub(crate) fn run(workspace: &Workspace, arguments: Parser) -> Result<()> {
    let options = read(arguments)?;
    let addresses = Addresses::free(options.port)?;
    // From here on: what changes during the first build is built after it.
    let changes = Changes::watch(workspace)?;
    let kit = Kit::make_for(Purpose::Dev, workspace, demo::PARTS)?;
    let data = match options.data {
        Some(data) => data,
        None => demo::default_data(workspace, "dev/data", options.port),
    };
    let mut dev = Dev {
        stage: Stage::open(&kit, &data, addresses)?,
        kit: &kit,
        host: None,
        to_build: BTreeSet::new(),
        built: BTreeSet::from([Piece::Host]),
        n_shown: 0,
    };
    dev.show()?;
    println!("\nWhat you change is built, and open pages load themselves anew.\n");
    dev.stage.show()?;
    println!("\nCtrl+C stops it.");
    while let Some(change) = changes.next() {
        step(&change.in_words());
        dev.to_build.extend(change.pieces);
        if let Err(error) = dev.build() {
            eprintln!("error: {error:#}");
            eprintln!("  what runs is as it was before");
        }
    }
    Ok(())
}

struct Options {
    port: u16,
    data: Option<PathBuf>,
}

fn read(mut arguments: Parser) -> Result<Options> {
    let mut options = Options {
        port: demo::PORT,
        data: None,
    };
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("port") => options.port = arguments.value()?.parse()?,
            Arg::Long("data") => options.data = Some(arguments.value()?.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

struct Dev<'a> {
    kit: &'a Kit<'a>,
    stage: Stage<'a>,
    /// None after a start that failed.
    host: Option<Server>,
    to_build: BTreeSet<Piece>,
    /// Built, and not shown yet.
    built: BTreeSet<Piece>,
    n_shown: u64,
}

impl Dev<'_> {
    /// Builds what has changed, and shows it when all of it is there: halves of
    /// different builds may not understand each other.
    fn build(&mut self) -> Result<()> {
        let begun = now();
        while let Some(&piece) = self.to_build.first() {
            if let Some(part) = piece.part() {
                self.kit.build(&[part])?;
            }
            self.to_build.remove(&piece);
            self.built.insert(piece);
        }
        self.show()?;
        step(&format!(
            "shown after {:.1} s",
            begun.elapsed().as_secs_f32()
        ));
        Ok(())
    }

    fn show(&mut self) -> Result<()> {
        if self.built.contains(&Piece::Shop) {
            self.stage.fill_shop()?;
        }
        let restarts = self.built.contains(&Piece::Relay) || self.built.contains(&Piece::Host);
        if restarts || self.host.is_none() {
            if let Some(host) = self.host.take() {
                host.end_at_once()?;
            }
            self.host = Some(self.stage.start()?);
        }
        self.n_shown += 1;
        self.kit.tell_pages(self.n_shown)?;
        self.built.clear();
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "a user is told how long it took")]
fn now() -> Instant {
    Instant::now()
}
