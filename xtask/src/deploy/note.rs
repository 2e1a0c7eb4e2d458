//! What a deployment is asked only once: its address, and the secret by which its
//! center is created. A file for its owner alone.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

/// The file, and what it says.
pub(super) struct Note {
    file: PathBuf,
    said: Said,
}

#[derive(Default, Serialize, Deserialize)]
struct Said {
    origin: String,
    host_secret: Option<String>,
}

impl Note {
    /// As the last deployment left it.
    pub(super) fn open(file: PathBuf) -> Result<Self> {
        let said = match fs::read(&file) {
            Ok(text) => serde_json::from_slice(&text)
                .with_context(|| format!("{} is no note of a deployment", file.display()))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Said::default(),
            Err(error) => return Err(error.into()),
        };
        Ok(Self { file, said })
    }

    /// The public address.
    pub(super) fn origin(&self) -> &str {
        &self.said.origin
    }

    /// The secret by which the center is created, if this is where it was made.
    pub(super) fn host_secret(&self) -> Option<&str> {
        self.said.host_secret.as_deref()
    }

    /// The same; made and written down if there is none.
    pub(super) fn host_secret_or(
        &mut self,
        make: impl FnOnce() -> Result<String>,
    ) -> Result<String> {
        if let Some(secret) = &self.said.host_secret {
            return Ok(secret.clone());
        }
        let secret = make()?;
        self.said.host_secret = Some(secret.clone());
        self.write()?;
        Ok(secret)
    }

    /// The address that was given, or the last one, or what somebody answers.
    pub(super) fn settle_origin(&mut self, given: Option<&str>) -> Result<()> {
        match given {
            Some(given) => self.set_origin(&public_origin(given)?),
            None if !self.said.origin.is_empty() => Ok(()),
            None => self.set_origin(&ask_for_origin()?),
        }
    }

    /// From now on it is this one.
    pub(super) fn set_origin(&mut self, origin: &str) -> Result<()> {
        if self.said.origin != origin {
            origin.clone_into(&mut self.said.origin);
            self.write()?;
        }
        Ok(())
    }

    fn write(&self) -> Result<()> {
        write_private(&self.file, &serde_json::to_vec_pretty(&self.said)?)
    }
}

/// Writes a file that nobody else may read; it appears whole or not at all.
pub(super) fn write_private(file: &Path, bytes: &[u8]) -> Result<()> {
    let partial = file.with_extension("partial");
    let _ = fs::remove_file(&partial);
    let mut options = fs::OpenOptions::new();
    let mut writer = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&partial)
        .with_context(|| format!("can't write {}", partial.display()))?;
    writer.write_all(bytes)?;
    writer.sync_all()?;
    Ok(fs::rename(partial, file)?)
}

fn ask_for_origin() -> Result<String> {
    if !io::stdin().is_terminal() {
        bail!("say the public address: --origin https://chat.example.com");
    }
    eprintln!(
        "The public address of the chat: a name of a domain in your Cloudflare account,\n\
         such as chat.example.com, or beseda.YOURS.workers.dev (the dashboard shows\n\
         YOURS under Workers & Pages)."
    );
    loop {
        eprint!("Address: ");
        let mut typed = String::new();
        if io::stdin().read_line(&mut typed)? == 0 {
            bail!("no address was given");
        }
        match public_origin(&typed) {
            Ok(origin) => return Ok(origin),
            Err(why) => eprintln!("{why}"),
        }
    }
}

/// Scheme and host, as browsers write an origin: links, cookies and checks go by it.
fn public_origin(typed: &str) -> Result<String> {
    let typed = typed.trim().to_ascii_lowercase();
    let host = typed.strip_prefix("https://").unwrap_or(&typed);
    let host = host.strip_suffix('/').unwrap_or(host);
    let host = host.strip_suffix(":443").unwrap_or(host);
    if let Some((scheme, _)) = host.split_once("://") {
        bail!("Cloudflare serves https, not {scheme}");
    }
    if !host.is_ascii() {
        bail!("write the name in its ASCII form, which begins with xn--");
    }
    let is_label = |label: &str| {
        let mut bytes = label.bytes();
        !label.is_empty() && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if !host.contains('.') || !host.split('.').all(is_label) {
        bail!("an address is a host's name alone, such as chat.example.com");
    }
    Ok(format!("https://{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_hosts_name_however_it_is_typed() {
        for typed in [
            "chat.example.com",
            "https://chat.example.com",
            " HTTPS://Chat.Example.com/ \n",
            "https://chat.example.com:443",
        ] {
            let origin = public_origin(typed).unwrap();
            assert_eq!(origin, "https://chat.example.com", "{typed}");
        }
        for wrong in [
            "",
            "chat",
            "http://chat.example.com",
            "https://chat.example.com/chat",
            "https://me@chat.example.com",
            "https://chat.example.com:8443",
            "чат.example.com",
            "chat..example.com",
        ] {
            assert!(public_origin(wrong).is_err(), "{wrong}");
        }
    }
}
