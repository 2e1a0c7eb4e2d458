//! The command line.

use std::env;
use std::ffi::{OsStr, OsString};
use std::net::IpAddr;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, bail};
use lexopt::{Arg, Parser, ValueExt};
use url::{ParseError, Url};

/// What `--help` says.
pub(crate) const USAGE: &str = include_str!("usage.txt");

/// What is asked for.
#[derive(Debug)]
pub(crate) enum Verb {
    /// Run the relay until told to stop.
    Serve(ServeOptions),
    /// Make a link for a new password.
    ResetPassword {
        /// Whose.
        email: String,
        /// On which folder.
        place: Place,
    },
    /// Print all messages and events.
    Dump {
        /// Of which folder.
        place: Place,
    },
    /// Copy all that is kept.
    Backup {
        /// Of which folder.
        place: Place,
        /// To where nothing is yet.
        to: PathBuf,
    },
    /// Put a backup into an empty folder.
    Restore {
        /// Into which folder.
        place: Place,
        /// Of which backup.
        from: PathBuf,
    },
    /// Give back the room, and the bytes, of what was deleted.
    Compact {
        /// In which folder.
        place: Place,
    },
    /// Turn into workerd; how `serve` starts it.
    BecomeWorkerd(Vec<OsString>),
    /// Say what there is.
    Help,
}

/// How to serve.
#[derive(Debug)]
pub(crate) struct ServeOptions {
    /// On the loopback address.
    pub(crate) port: u16,
    /// The public origin, without a slash at the end.
    pub(crate) origin: String,
    /// Whose forwarded headers count.
    pub(crate) trusted_proxy: Option<String>,
    /// A site to serve beside the relay.
    pub(crate) demo_site: Option<PathBuf>,
    /// Where everything is.
    pub(crate) place: Place,
}

/// Where everything is.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The data folder.
    pub(crate) data: PathBuf,
    /// Which bundle.
    pub(crate) bundle: String,
    dist: Option<PathBuf>,
    workerd: Option<PathBuf>,
}

impl Place {
    /// Assets and bundles.
    pub(crate) fn dist(&self) -> Result<PathBuf> {
        self.dist.clone().map_or_else(default_dist, Ok)
    }

    /// The runtime.
    pub(crate) fn workerd(&self) -> Result<PathBuf> {
        self.workerd.clone().map_or_else(default_workerd, Ok)
    }
}

/// The verb by which this program turns into workerd.
pub(crate) const BECOME: &str = "become-workerd";

/// Reads the command line of this process.
pub(crate) fn read() -> Result<Verb> {
    let mut parser = Parser::from_env();
    let Some(Arg::Value(verb)) = parser.next()? else {
        return Ok(Verb::Help);
    };
    let verb = verb.string()?;
    if verb != BECOME && asks_for_help(&parser)? {
        return Ok(Verb::Help);
    }
    match verb.as_str() {
        "serve" => Ok(Verb::Serve(Given::read(parser)?.serve()?)),
        "reset-password" => {
            let mut given = Given::read(parser)?;
            let email = given.email.take().context("say whose: --email E")?;
            let place = given.place()?;
            Ok(Verb::ResetPassword { email, place })
        }
        "dump" => Ok(Verb::Dump {
            place: Given::read(parser)?.place()?,
        }),
        "backup" => {
            let mut given = Given::read(parser)?;
            let to = given.to.take().context("say where to: --to FOLDER")?;
            let place = given.place()?;
            Ok(Verb::Backup { place, to })
        }
        "restore" => {
            let mut given = Given::read(parser)?;
            let from = given.from.take().context("say what: --from BACKUP")?;
            let place = given.place()?;
            Ok(Verb::Restore { place, from })
        }
        "compact" => Ok(Verb::Compact {
            place: Given::read(parser)?.place()?,
        }),
        BECOME => Ok(Verb::BecomeWorkerd(parser.raw_args()?.collect())),
        other => bail!("there is no verb {other}\n\n{USAGE}"),
    }
}

/// Whether `--help` stands anywhere behind a verb. No option has it as its value.
fn asks_for_help(line: &Parser) -> Result<bool> {
    let is_help = |word: &OsStr| word == "--help" || word == "-h";
    Ok(line.clone().raw_args()?.any(|word| is_help(&word)))
}

/// Everything that may stand on the line, before it is known what belongs.
#[derive(Default)]
struct Given {
    port: Option<u16>,
    data: Option<PathBuf>,
    origin: Option<String>,
    trusted_proxy: Option<String>,
    dist: Option<PathBuf>,
    workerd: Option<PathBuf>,
    bundle: Option<String>,
    demo_site: Option<PathBuf>,
    email: Option<String>,
    to: Option<PathBuf>,
    from: Option<PathBuf>,
}

impl Given {
    fn read(mut parser: Parser) -> Result<Self> {
        let mut given = Self::default();
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("port") => given.port = Some(parser.value()?.parse()?),
                Arg::Long("data") => given.data = Some(parser.value()?.into()),
                Arg::Long("origin") => given.origin = Some(parser.value()?.string()?),
                Arg::Long("trusted-proxy") => {
                    given.trusted_proxy = Some(parser.value()?.string()?);
                }
                Arg::Long("dist") => given.dist = Some(parser.value()?.into()),
                Arg::Long("workerd") => given.workerd = Some(parser.value()?.into()),
                Arg::Long("relay") => given.bundle = Some(parser.value()?.string()?),
                Arg::Long("testing") => given.bundle = Some("relay-testing".to_owned()),
                Arg::Long("demo-site") => given.demo_site = Some(parser.value()?.into()),
                Arg::Long("email") => given.email = Some(parser.value()?.string()?),
                Arg::Long("to") => given.to = Some(parser.value()?.into()),
                Arg::Long("from") => given.from = Some(parser.value()?.into()),
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(given)
    }

    fn serve(mut self) -> Result<ServeOptions> {
        let port = self.port.context("say on which port: --port P")?;
        let origin = match self.origin.take() {
            Some(text) => origin(&text)?,
            None => format!("http://127.0.0.1:{port}"),
        };
        if let Some(network) = &self.trusted_proxy {
            check_network(network)?;
        }
        Ok(ServeOptions {
            port,
            origin,
            trusted_proxy: self.trusted_proxy.take(),
            demo_site: self.demo_site.take(),
            place: self.place()?,
        })
    }

    fn place(self) -> Result<Place> {
        Ok(Place {
            data: self.data.context("say which folder: --data DIR")?,
            dist: self.dist,
            bundle: self.bundle.unwrap_or_else(|| "relay".to_owned()),
            workerd: self.workerd,
        })
    }
}

/// An origin as browsers write it, by the URL standard: links, cookies and checks go
/// by it, letter by letter.
fn origin(text: &str) -> Result<String> {
    let not = |why: &str| {
        anyhow!("--origin {text}: {why}; say scheme and host, like https://chat.example.com")
    };
    let url = match Url::parse(text) {
        Err(ParseError::RelativeUrlWithoutBase) => return Err(not("the scheme is missing")),
        read => read.map_err(|error| not(&error.to_string()))?,
    };
    let why = match url.scheme() {
        "http" | "https" if !url.username().is_empty() || url.password().is_some() => {
            "leave out the user"
        }
        "http" | "https" if url.path() != "/" => "leave out the path",
        "http" | "https" if url.query().is_some() => "leave out the question mark",
        "http" | "https" if url.fragment().is_some() => "leave out the hash sign",
        "http" | "https" => return Ok(url.origin().ascii_serialization()),
        _ => "the scheme must be https, or http on this machine",
    };
    Err(not(why))
}

fn check_network(text: &str) -> Result<()> {
    let (address, bits) = text.split_once('/').unwrap_or((text, "0"));
    let width = match address.parse() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => bail!("--trusted-proxy is a network, like 10.0.0.0/8"),
    };
    match bits.parse::<u32>() {
        Ok(bits) if bits <= width => Ok(()),
        _ => bail!("--trusted-proxy is a network, like 10.0.0.0/8"),
    }
}

/// Beside the program, as it is shipped, or where `cargo x build` puts it.
fn default_dist() -> Result<PathBuf> {
    let program = env::current_exe()?;
    let here = program.parent().context("this program lies in a folder")?;
    let found = [here.join("dist"), here.join("../dist")]
        .into_iter()
        .find(|folder| folder.is_dir());
    found.context("the build is not beside this program: say where, --dist DIR")
}

fn default_workerd() -> Result<PathBuf> {
    if let Some(path) = env::var_os("BESEDA_WORKERD") {
        return Ok(path.into());
    }
    let beside = env::current_exe()?.with_file_name("workerd");
    let on_path = env::var_os("PATH").unwrap_or_default();
    let places = env::split_paths(&on_path).map(|folder| folder.join("workerd"));
    std::iter::once(beside)
        .chain(places)
        .find(|path| path.is_file())
        .context(
            "workerd is not on PATH: say where, --workerd PATH (the npm package workerd has it)",
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        for (given, written) in [
            ("https://Chat.Example/", "https://chat.example"),
            ("https://chat.example:443", "https://chat.example"),
            ("http://chat.example:80/", "http://chat.example"),
            ("https://chat.example:8443", "https://chat.example:8443"),
            ("HTTPS://chat.example:0443", "https://chat.example"),
            ("http://[::1]:8000", "http://[::1]:8000"),
            ("http://[0:0:0:0:0:0:0:1]:8000", "http://[::1]:8000"),
            ("http://127.1:8000", "http://127.0.0.1:8000"),
            ("https://чат.рф", "https://xn--80a0bn.xn--p1ai"),
            (" https://chat.example ", "https://chat.example"),
        ] {
            assert_eq!(origin(given).unwrap(), written);
        }
    }

    #[test]
    fn what_is_no_origin_is_refused_with_the_reason() {
        for (wrong, why) in [
            ("", "the scheme is missing"),
            ("chat.example", "the scheme is missing"),
            ("chat.example:443", "the scheme must be https"),
            ("ftp://a", "the scheme must be https"),
            ("https://", "empty host"),
            ("https://:443", "empty host"),
            ("https://a b", "invalid"),
            ("https://a:65536", "invalid port"),
            ("https://[::g]", "invalid IPv6"),
            ("https://user@a", "leave out the user"),
            ("https://:word@a", "leave out the user"),
            ("https://a/b", "leave out the path"),
            ("https://a/?b", "leave out the question mark"),
            ("https://a?b", "leave out the question mark"),
            ("https://a#b", "leave out the hash sign"),
        ] {
            let error = origin(wrong).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
            assert!(error.contains("like https://chat.example.com"), "{error}");
        }
    }

    #[test]
    fn a_proxy_is_a_network() {
        for good in ["10.0.0.0/8", "::1", "127.0.0.1", "fd00::/8"] {
            assert!(check_network(good).is_ok(), "{good}");
        }
        for wrong in ["", "10.0.0.0/33", "proxy", "10.0.0.0/x"] {
            assert!(check_network(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_line_is_read_whatever_the_order() {
        let line = "--data d --dist x --workerd w --testing --port 80 --origin http://a:80";
        let parser = Parser::from_args(line.split(' '));
        let options = Given::read(parser).unwrap().serve().unwrap();
        assert_eq!((options.port, options.origin.as_str()), (80, "http://a"));
        assert_eq!(options.place.bundle, "relay-testing");
    }
}
