//! One machine: runs the relay under workerd on a data folder.
//!
//! | module | owns |
//! |---|---|
//! | `arguments` | the command line |
//! | `data_folder` | secrets, the lock, what runs on the folder |
//! | `config` | what workerd is told |
//! | `workerd` | the child process |
//! | `room` | how many sockets fit |
//! | `relay` | the relay's second door |
//! | `serve`, `visit` | running it; doing one thing with it, whether it runs or not |
//! | `storage`, `database` | the objects' databases; one of them, seen from outside |
//! | `backup`, `restore`, `compact` | one verb each |
//! | `manifest` | what a backup says of itself |
//! | `moving` | clients and conversations out of other services |

mod arguments;
mod backup;
mod compact;
mod config;
mod data_folder;
mod database;
mod manifest;
mod moving;
mod relay;
mod restore;
mod room;
mod serve;
mod storage;
mod visit;
mod workerd;

use std::process::ExitCode;

use arguments::Verb;

fn main() -> ExitCode {
    match run(arguments::read()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(verb: Verb) -> anyhow::Result<()> {
    match verb {
        Verb::Serve(options) => serve::serve(&options),
        Verb::ResetPassword { email, place } => visit::reset_password(&place, &email),
        Verb::Dump { place } => visit::dump(&place),
        Verb::Backup { folder, to } => backup::backup(&folder.data, &to),
        Verb::Restore { place, from } => restore::restore(&place, &from),
        Verb::Import {
            place,
            from,
            transport,
            country,
            files,
        } => moving::import(&moving::Import {
            place: &place,
            from,
            transport: transport.as_deref(),
            country: &country,
            files: &files,
        }),
        Verb::Compact { folder } => compact::compact(&folder.data),
        Verb::BecomeWorkerd { line } => workerd::become_it(&line),
    }
}
