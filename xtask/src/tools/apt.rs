//! Packages of the system, where it is Debian or its kin.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process::{command, on_path, probe, run};

/// Installs packages, as root or through sudo.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    if on_path("apt-get").is_none() {
        bail!(
            "there is no apt-get; install by hand what stands for: {}",
            packages.join(" ")
        );
    }
    let wanted = || -> Result<()> {
        run(apt_get()?
            .args(["install", "--yes", "--no-install-recommends"])
            .args(packages))
    };
    if wanted().is_ok() {
        return Ok(());
    }
    // A fresh machine has no package lists yet, an old one has stale ones.
    run(apt_get()?.arg("update"))?;
    wanted().with_context(|| format!("install by hand: apt-get install {}", packages.join(" ")))
}

fn apt_get() -> Result<Command> {
    let root = probe(command("id").arg("-u")).as_deref() == Some("0");
    let mut apt = if root {
        command("apt-get")
    } else if on_path("sudo").is_some() {
        let mut sudo = command("sudo");
        sudo.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    } else {
        bail!("apt-get needs root, and there is no sudo");
    };
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(apt)
}
