//! Where what was built lies, and the tools that tests run.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the workspace.
pub fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("a crate of the workspace lies in it")
}

/// A file of a package that other people's pages are made with.
pub(crate) fn page_module(file: &str) -> PathBuf {
    place("BESEDA_PAGE_MODULES", || workspace().join("target/pages")).join(file)
}

/// What is served: bundles and assets.
pub fn dist() -> PathBuf {
    place("BESEDA_DIST", || workspace().join("target/dist"))
}

/// The host's program, which must find workerd.
pub fn host() -> Command {
    let binary = place("BESEDA_HOST", || {
        workspace().join("target/release/beseda-host")
    });
    let mut command = Command::new(binary);
    command.env("BESEDA_WORKERD", workerd());
    command
}

/// A file of a tool from npm.
pub fn node_module(file: &str) -> PathBuf {
    let modules = place("BESEDA_NODE_MODULES", || {
        let home = std::env::home_dir().unwrap_or_default();
        home.join(".cache/beseda/tools/node_modules")
    });
    modules.join(file)
}

fn workerd() -> PathBuf {
    place("BESEDA_WORKERD", || node_module(".bin/workerd"))
}

/// A path out of the environment, or where tooling puts it.
pub(crate) fn place(name: &str, default: impl FnOnce() -> PathBuf) -> PathBuf {
    std::env::var_os(name).map_or_else(default, PathBuf::from)
}
