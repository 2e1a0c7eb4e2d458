//! `cargo x`: the only tooling entry.
//!
//! | module | owns |
//! |---|---|
//! | `demo`, `serve`, `host`, `test`, `tidy`, `size`, `deploy` | one command each |
//! | [`build`] | what is made of the crates: widget, console, relay, host |
//! | [`toolchain`] | a Rust that can make wasm, found or provided |
//! | [`tools`] | the other programs, installed once per user |
//! | [`workspace`], [`process`], [`lock`] | folders, child processes, one at a time |

mod build;
mod lock;
mod process;
mod toolchain;
mod tools;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser};
use workspace::Workspace;

/// One verb of `cargo x`.
struct Verb {
    name: &'static str,
    arguments: &'static str,
    does: &'static str,
    run: fn(&Workspace, Parser) -> Result<()>,
}

const VERBS: &[Verb] = &[Verb {
    name: "build",
    arguments: "[widget] [console] [relay] [relay-testing] [host]",
    does: "builds the parts named, or all, into target/dist",
    run: build::run,
}];

fn main() -> ExitCode {
    match dispatch() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch() -> Result<()> {
    let mut arguments = Parser::from_env();
    let name = match arguments.next()? {
        Some(Arg::Value(name)) => name.to_string_lossy().into_owned(),
        Some(Arg::Long("help") | Arg::Short('h')) | None => {
            print!("{}", usage());
            return Ok(());
        }
        Some(other) => return Err(other.unexpected().into()),
    };
    match VERBS.iter().find(|verb| verb.name == name) {
        Some(verb) => (verb.run)(&Workspace::find()?, arguments),
        None => bail!("there is no `cargo x {name}`\n\n{}", usage()),
    }
}

fn usage() -> String {
    let mut text = String::from("cargo x <command>\n\n");
    for verb in VERBS {
        text += &format!("  {} {}\n      {}\n", verb.name, verb.arguments, verb.does);
    }
    text
}
