//! `cargo x`: the only tooling entry.
//!
//! | module | owns |
//! |---|---|
//! | `demo`, `dev`, `serve`, `host`, `test`, `bench`, `chaos`, `tidy`, `size`, `deploy` | one command each |
//! | [`verb`] | the command line and its help |
//! | [`build`] | what is made of the crates: widget, console, relay, host |
//! | [`toolchain`] | a Rust that can make wasm, found or provided |
//! | [`tools`] | the other programs, installed once per user |
//! | [`workspace`], [`process`], [`child`], [`lock`] | folders, child processes, servers among them, one at a time |
//! | [`progress`] | what takes minutes, told as it goes |

mod bench;
mod build;
mod chaos;
mod child;
mod demo;
mod deploy;
mod dev;
mod hex;
mod host;
mod lint;
mod lock;
mod process;
mod progress;
mod report;
mod serve;
mod size;
mod test;
mod tidy;
mod toolchain;
mod tools;
mod verb;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use lexopt::Parser;
use verb::{Asked, Verb};
use workspace::Workspace;

const VERBS: &[Verb] = &[
    Verb {
        name: "demo",
        does: "builds all and serves a seeded demo center beside a demo shop",
        options: &[
            ("[--port P]", "where both listen (8787)"),
            ("[--data DIR]", "where the demo is kept (target/demo)"),
            (
                "[--json]",
                "one line of JSON when it is ready, for programs",
            ),
        ],
        more: "",
        run: demo::run,
    },
    Verb {
        name: "dev",
        does: "the demo, built anew at every change; open pages load themselves anew",
        options: &[
            ("[--port P]", "where it listens (8787)"),
            ("[--data DIR]", "where its data are kept (target/dev/data)"),
        ],
        more: dev::MORE,
        run: dev::run,
    },
    Verb {
        name: "serve",
        does: "runs the relay for one machine",
        options: &[
            ("--port P", "serve on http://127.0.0.1:P"),
            (
                "--data DIR",
                "the folder with everything that is kept; made when missing",
            ),
            (
                "[--origin URL]",
                "the public address, when a proxy stands in front",
            ),
            (
                "[--trusted-proxy CIDR]",
                "the proxy whose X-Forwarded-For counts",
            ),
        ],
        more: "",
        run: serve::run,
    },
    Verb {
        name: "host",
        does: "what can be done to a data folder",
        options: &[(
            "<backup|restore|compact|dump|reset-password> --data DIR",
            "see below",
        )],
        more: host::USAGE,
        run: host::run,
    },
    Verb {
        name: "test",
        does: "everything that CI checks",
        options: &[("[--fast]", "the native rings only")],
        more: "",
        run: test::run,
    },
    Verb {
        name: "bench",
        does: "figures beside their ceilings; a whole run writes its chapter of tests/REPORT.md",
        options: &[
            ("relay|center|console", "what is measured"),
            ("[--json FILE]", "where to write the figures"),
            (
                "[--parts speed,fanout,crowded,growth,cost]",
                "only some of them",
            ),
            (
                "[--sizes N,…]",
                "at how many sockets, with how many dialogs",
            ),
        ],
        more: "",
        run: bench::run,
    },
    Verb {
        name: "chaos",
        does: "visitors and operators under kills, bad networks and disorder, and a checker",
        options: &[
            ("[--minutes N]", "how long (5)"),
            ("[--seed S]", "which faults (1)"),
            (
                "[--plan kills|points|weather|disorder|clock|everything|relay|soak]",
                "only this one",
            ),
        ],
        more: "",
        run: chaos::run,
    },
    Verb {
        name: "tidy",
        does: "format, lints, arrows between crates and modules",
        options: &[],
        more: "",
        run: tidy::run,
    },
    Verb {
        name: "size",
        does: "compressed sizes against xtask/budget.toml",
        options: &[],
        more: "",
        run: size::run,
    },
    Verb {
        name: "deploy",
        does: "to Cloudflare, with wrangler",
        options: &[
            (
                "[--origin URL]",
                "the public address; asked for the first time, then kept",
            ),
            ("[--dry-run]", "only checks the bundle"),
            (
                "[--rehearse DIR]",
                "the same on this machine, without an account: kept in DIR, served by wrangler dev",
            ),
            ("[--port P]", "where a rehearsal listens (8790)"),
        ],
        more: deploy::MORE,
        run: deploy::run,
    },
    Verb {
        name: "build",
        does: "builds the parts named, or all, into target/dist",
        options: &[("[assets] [relay] [relay-testing] [host]", "which parts")],
        more: "",
        run: build::run,
    },
    Verb {
        name: child::BECOME,
        does: "",
        options: &[],
        more: "",
        run: child::become_it,
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
    match Asked::read(Parser::from_env(), VERBS)? {
        Asked::Help(text) => {
            print!("{text}");
            Ok(())
        }
        Asked::Run(verb, arguments) => (verb.run)(&Workspace::find()?, arguments),
    }
}
