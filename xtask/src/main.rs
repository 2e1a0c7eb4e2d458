//! `cargo x`: the only tooling entry.
//!
//! | module | owns |
//! |---|---|
//! | `demo`, `serve`, `host`, `test`, `bench`, `chaos`, `tidy`, `size`, `deploy` | one command each |
//! | [`build`] | what is made of the crates: widget, console, relay, host |
//! | [`toolchain`] | a Rust that can make wasm, found or provided |
//! | [`tools`] | the other programs, installed once per user |
//! | [`workspace`], [`process`], [`lock`] | folders, child processes, one at a time |

mod bench;
mod build;
mod chaos;
mod demo;
mod deploy;
mod host;
mod lint;
mod lock;
mod process;
mod report;
mod serve;
mod size;
mod test;
mod tidy;
mod toolchain;
mod tools;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser};
use workspace::Workspace;

/// One verb of `cargo x`; without a sentence about it, it is not for people.
struct Verb {
    name: &'static str,
    arguments: &'static str,
    does: &'static str,
    run: fn(&Workspace, Parser) -> Result<()>,
}

const VERBS: &[Verb] = &[
    Verb {
        name: "demo",
        arguments: "[--port P] [--data DIR] [--json]",
        does: "builds all and serves a seeded demo center beside a demo shop",
        run: demo::run,
    },
    Verb {
        name: "serve",
        arguments: "--port P --data DIR [--origin URL] [--trusted-proxy CIDR]",
        does: "runs the relay for one machine",
        run: serve::run,
    },
    Verb {
        name: "host",
        arguments: "<backup|restore|compact|dump|reset-password> --data DIR",
        does: "what can be done to a data folder",
        run: host::run,
    },
    Verb {
        name: "test",
        arguments: "[--fast]",
        does: "everything that CI checks; --fast: the native rings only",
        run: test::run,
    },
    Verb {
        name: "bench",
        arguments: "relay [--json FILE] [--parts speed,fanout,crowded,growth,cost] [--sizes N,…]",
        does: "figures beside their ceilings; a whole run writes tests/REPORT.md",
        run: bench::run,
    },
    Verb {
        name: "chaos",
        arguments: "[--minutes N] [--seed S] \
                    [--plan kills|points|weather|disorder|clock|everything|relay|soak]",
        does: "visitors and operators under kills, bad networks and disorder, and a checker",
        run: chaos::run,
    },
    Verb {
        name: "tidy",
        arguments: "",
        does: "format, lints, crate arrows",
        run: tidy::run,
    },
    Verb {
        name: "size",
        arguments: "",
        does: "compressed sizes against xtask/budget.toml",
        run: size::run,
    },
    Verb {
        name: "deploy",
        arguments: "[--dry-run]",
        does: "to Cloudflare, with wrangler; --dry-run only checks the bundle",
        run: deploy::run,
    },
    Verb {
        name: "build",
        arguments: "[assets] [relay] [relay-testing] [host]",
        does: "builds the parts named, or all, into target/dist",
        run: build::run,
    },
    Verb {
        name: demo::child::BECOME,
        arguments: "",
        does: "",
        run: demo::child::become_it,
    },
];

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
    for verb in VERBS.iter().filter(|verb| !verb.does.is_empty()) {
        text += &format!("  {} {}\n      {}\n", verb.name, verb.arguments, verb.does);
    }
    text
}
