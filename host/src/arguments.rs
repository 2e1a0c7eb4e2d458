//! The command line.

use std::env;
use std::ffi::OsString;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand, ValueEnum};
use ipnet::IpNet;
use url::{ParseError, Url};

/// What `--help` says: every verb with its options, as `usage.txt` keeps it for
/// programs that tell of this one without running it.
const USAGE: &str = include_str!("usage.txt");

/// Runs the relay under workerd on a data folder, and does what can be done to one.
#[derive(Debug, Parser)]
#[command(name = "beseda-host", override_help = USAGE)]
#[command(arg_required_else_help = true, disable_help_subcommand = true)]
struct Line {
    #[command(subcommand)]
    verb: Verb,
}

/// What is asked for.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// The relay for one machine, until it is told to stop
    Serve(ServeOptions),
    /// Prints a link for a new password
    ResetPassword {
        /// Whose password is forgotten
        #[arg(long, value_name = "E")]
        email: String,
        #[command(flatten)]
        place: Place,
    },
    /// Prints all messages and events as JSON lines
    Dump {
        #[command(flatten)]
        place: Place,
    },
    /// Copies all that is kept, secrets included, while the relay serves or not
    Backup {
        #[command(flatten)]
        folder: Folder,
        /// The backup to make; it appears whole or not at all, where nothing is yet
        #[arg(long, value_name = "FOLDER")]
        to: PathBuf,
    },
    /// Puts a backup into an empty folder; every client is told the whole view anew,
    /// and sends again what it was not told is stored
    Restore {
        #[command(flatten)]
        place: Place,
        /// The backup to restore
        #[arg(long, value_name = "BACKUP")]
        from: PathBuf,
    },
    /// Moves clients and their old conversations in from another service, silently and at
    /// their own times; what is there already stays as it is
    Import {
        #[command(flatten)]
        place: Place,
        /// Whose API has answered so; without it, files have a line of JSON for each
        /// client, dialog and message
        #[arg(long, value_name = "SERVICE")]
        from: Option<Service>,
        /// Where the conversations belong, by its id; else to the first site
        #[arg(long, value_name = "ID")]
        transport: Option<String>,
        /// The country of phone numbers without one, as LV
        #[arg(
            long,
            value_name = "COUNTRY",
            default_value = "",
            hide_default_value = true
        )]
        country: String,
        /// What was kept of it
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
    },
    /// Gives back the room of what was deleted, and with it the deleted bytes
    /// themselves; the relay must not run
    Compact {
        #[command(flatten)]
        folder: Folder,
    },
    /// Turns into workerd; how `serve` starts it
    #[command(name = BECOME, hide = true)]
    BecomeWorkerd {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        line: Vec<OsString>,
    },
}

/// From where somebody moves in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Service {
    Chatwoot,
    Intercom,
    Crisp,
    Jivo,
    #[value(name = "carrotquest")]
    CarrotQuest,
    Chat2desk,
}

/// How to serve.
#[derive(Debug, Args)]
pub(crate) struct ServeOptions {
    /// Serve on http://127.0.0.1:P
    #[arg(long, value_name = "P")]
    pub(crate) port: u16,
    /// The public address, when a proxy stands in front
    #[arg(long, value_name = "URL", value_parser = origin)]
    origin: Option<String>,
    /// The proxy whose X-Forwarded-For counts
    #[arg(long, value_name = "CIDR", value_parser = network)]
    pub(crate) trusted_proxy: Option<String>,
    /// The HTTP proxy for what the relay calls: webhooks
    #[arg(long, value_name = "A:P")]
    pub(crate) outgoing_proxy: Option<SocketAddr>,
    /// Serve these files on http://localhost:P/demo/ too
    #[arg(long, value_name = "DIR")]
    pub(crate) demo_site: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) place: Place,
}

impl ServeOptions {
    /// For one deed on a port that nobody is told.
    pub(crate) fn for_a_moment(place: &Place, origin: &str) -> Self {
        Self {
            port: 0,
            origin: Some(origin.to_owned()),
            trusted_proxy: None,
            outgoing_proxy: None,
            demo_site: None,
            place: place.clone(),
        }
    }

    /// The public origin, without a slash at the end.
    pub(crate) fn origin(&self) -> String {
        match &self.origin {
            Some(origin) => origin.clone(),
            None => format!("http://127.0.0.1:{}", self.port),
        }
    }
}

/// The folder that a verb is about.
#[derive(Debug, Clone, Args)]
pub(crate) struct Folder {
    /// The folder with everything that is kept; made when missing
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
}

/// Where everything is that a relay runs on.
#[derive(Debug, Clone, Args)]
pub(crate) struct Place {
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    build: Build,
}

/// What a relay is made of.
#[derive(Debug, Clone, Args)]
struct Build {
    /// The bundle's folder in dist
    #[arg(long, value_name = "BUNDLE", default_value = "relay")]
    relay: String,
    /// The same as --relay relay-testing
    #[arg(long, conflicts_with = "relay")]
    testing: bool,
    /// Where the build is, unless beside this program
    #[arg(long, value_name = "DIR", env = "BESEDA_DIST", hide_env_values = true)]
    dist: Option<PathBuf>,
    /// The runtime, unless beside this program or on PATH
    #[arg(
        long,
        value_name = "PATH",
        env = "BESEDA_WORKERD",
        hide_env_values = true
    )]
    workerd: Option<PathBuf>,
}

impl Place {
    /// The data folder.
    pub(crate) fn data(&self) -> &Path {
        &self.folder.data
    }

    /// Which bundle.
    pub(crate) fn bundle(&self) -> &str {
        match self.build.testing {
            true => "relay-testing",
            false => &self.build.relay,
        }
    }

    /// Assets and bundles.
    pub(crate) fn dist(&self) -> Result<PathBuf> {
        self.build.dist.clone().map_or_else(default_dist, Ok)
    }

    /// The runtime.
    pub(crate) fn workerd(&self) -> Result<PathBuf> {
        self.build.workerd.clone().map_or_else(default_workerd, Ok)
    }
}

/// The verb by which this program turns into workerd.
pub(crate) const BECOME: &str = "become-workerd";

/// Reads the command line of this process. One that asks for help, or cannot be read,
/// is answered, and the process ends.
pub(crate) fn read() -> Verb {
    Line::parse().verb
}

/// An origin as browsers write it, by the URL standard: links, cookies and checks go
/// by it, letter by letter.
fn origin(text: &str) -> Result<String, String> {
    let not = |why: &str| format!("{why}; say scheme and host, like https://chat.example.com");
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

/// A network, or an address by itself.
fn network(text: &str) -> Result<String, String> {
    let is_one = text.parse::<IpNet>().is_ok() || text.parse::<IpAddr>().is_ok();
    match is_one {
        true => Ok(text.to_owned()),
        false => Err("say a network, like 10.0.0.0/8".to_owned()),
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
    use clap::{Command, CommandFactory};

    use super::*;

    fn read(line: &str) -> Result<Verb, String> {
        let words = ["beseda-host"].into_iter().chain(line.split(' '));
        let read = Line::try_parse_from(words);
        read.map(|line| line.verb)
            .map_err(|error| error.to_string())
    }

    /// Every verb for people with the options of its own, and then what all have that
    /// run a relay.
    fn usage() -> String {
        let runs = Build::augment_args(Command::new("runs"));
        let shared: Vec<String> = runs
            .get_arguments()
            .map(|it| it.get_id().to_string())
            .collect();
        let page = |command: Command, template: &'static str| {
            let command = command.disable_help_flag(true).term_width(80);
            command.help_template(template).render_help().to_string()
        };
        let mut pages = Vec::new();
        for verb in Line::command()
            .get_subcommands()
            .filter(|verb| !verb.is_hide_set())
        {
            let called = format!("beseda-host {}", verb.get_name());
            let verb = verb.clone().bin_name(called).mut_args(|option| {
                let is_shared = shared.iter().any(|id| *id == option.get_id().as_str());
                option.hide(is_shared)
            });
            pages.push(page(verb, "{usage}\n\n{about}\n\n{options}"));
        }
        let runs = page(runs, "{options}");
        pages.push(format!(
            "serve, reset-password, dump, restore, import\n\nThe build that they run\n\n{runs}"
        ));
        pages.join("\n") + "\n"
    }

    #[test]
    fn the_usage_is_what_the_command_line_takes() {
        let wanted = usage();
        if env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write("src/usage.txt", &wanted).unwrap();
        }
        assert!(
            std::fs::read_to_string("src/usage.txt").unwrap() == wanted,
            "host/src/usage.txt is stale: UPDATE_EXPECT=1 cargo test -p beseda-host"
        );
    }

    #[test]
    fn a_verb_refuses_what_is_not_its_own_by_name() {
        for (line, named) in [
            ("dump --data d --to x", "--to"),
            ("dump --data d --port 80", "--port"),
            ("backup --data d --to x --from y", "--from"),
            ("backup --data d --to x --testing", "--testing"),
            ("compact --data d --dist x", "--dist"),
            (
                "reset-password --data d --email e --origin http://a",
                "--origin",
            ),
            ("serve --data d --port 80 --email e", "--email"),
            ("restore --data d --from x y", "'y'"),
        ] {
            let error = read(line).unwrap_err();
            assert!(error.contains("unexpected argument"), "{line}: {error}");
            assert!(error.contains(named), "{line}: {error}");
        }
    }

    #[test]
    fn a_verb_asks_for_what_it_lacks() {
        for (line, named) in [
            ("serve --data d", "--port <P>"),
            ("serve --port 80", "--data <DIR>"),
            ("backup --data d", "--to <FOLDER>"),
            ("restore --data d", "--from <BACKUP>"),
            ("reset-password --data d", "--email <E>"),
        ] {
            let error = read(line).unwrap_err();
            assert!(error.contains(named), "{line}: {error}");
        }
        assert!(read("sevre").unwrap_err().contains("'serve'"));
    }

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
            let error = origin(wrong).unwrap_err();
            assert!(error.contains(why), "{error}");
            assert!(error.contains("like https://chat.example.com"), "{error}");
        }
    }

    #[test]
    fn a_proxy_is_a_network() {
        for good in ["10.0.0.0/8", "::1", "127.0.0.1", "fd00::/8"] {
            assert!(network(good).is_ok(), "{good}");
        }
        for wrong in ["", "10.0.0.0/33", "proxy", "10.0.0.0/x"] {
            assert!(network(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_line_is_read_whatever_the_order() {
        let line = "--data d --dist x --workerd w --testing --port 80 --origin http://a:80";
        let Ok(Verb::Serve(options)) = read(&format!("serve {line}")) else {
            panic!("it is serve");
        };
        assert_eq!((options.port, options.origin().as_str()), (80, "http://a"));
        assert_eq!(options.place.bundle(), "relay-testing");
        let Ok(Verb::Serve(options)) = read("serve --port 80 --data d") else {
            panic!("it is serve");
        };
        assert_eq!(options.origin(), "http://127.0.0.1:80");
        assert_eq!(options.place.bundle(), "relay");
    }

    #[test]
    fn workerd_gets_its_own_line_as_it_is() {
        let line = "become-workerd 7 workerd serve --socket-fd=public=3 --help";
        let Ok(Verb::BecomeWorkerd { line }) = read(line) else {
            panic!("it is not for people");
        };
        assert_eq!(line.len(), 5);
    }
}
