//! What workerd is told: a Cap'n Proto text, and the files that it embeds.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::data_folder::{DataFolder, STORAGE, replace};

/// Behaviour of the runtime as of this day; `relay/wrangler.toml` names the same.
const COMPATIBILITY_DATE: &str = "2026-05-03";
/// The center of a relay that serves one company.
const DEFAULT_CENTER: &str = "eu-main";
/// The objects of centers, as the folder of their databases is called…
pub(crate) const CENTERS: &str = "beseda-center";
/// …and the objects with a client's files.
pub(crate) const FILES: &str = "beseda-files";
/// The objects that carry out webhooks; they keep nothing.
const DELIVERIES: &str = "beseda-deliveries";
/// The two files of a bundle.
const BUNDLE: [&str; 2] = ["index.js", "index_bg.wasm"];
/// Routes the demo's two hosts.
const DEMO_FRONT: &str = include_str!("demo_front.js");

/// A closed socket stays in memory, some 10 KB of it outside V8's heap, until V8
/// looks through all of its heap, which it puts off while that is small: by itself
/// a relay reaches 500 MB after 40,000 sockets that came and went, 200 at a time;
/// with these flags 200 MB, at the same speed. Young objects are looked through each
/// megabyte, old ones from eight on. `tests/ceilings` has the same.
const V8_FLAGS: &str = r#""--max-semi-space-size=1", "--initial-old-space-size=8""#;

/// The socket for everybody.
pub(crate) const PUBLIC: &str = "public";
/// The socket for this program.
pub(crate) const HOST: &str = "host";

/// The environment variables by which secrets reach workerd, and no file.
pub(crate) const SECRET: &str = "BESEDA_SECRET";
/// See [`SECRET`].
pub(crate) const HOST_SECRET: &str = "BESEDA_HOST_SECRET";

/// What differs from one relay to another.
pub(crate) struct Config<'a> {
    /// Assets and bundles.
    pub(crate) dist: &'a Path,
    /// Which bundle.
    pub(crate) bundle: &'a str,
    /// The public origin.
    pub(crate) origin: &'a str,
    /// Whose forwarded headers count.
    pub(crate) trusted_proxy: Option<&'a str>,
    /// What calls go through, if not to the internet itself.
    pub(crate) outgoing_proxy: Option<SocketAddr>,
    /// How many sockets fit.
    pub(crate) sockets_max: u64,
    /// A site to serve beside the relay.
    pub(crate) demo_site: Option<&'a Path>,
}

/// Writes everything into the folder's `run`; returns the configuration's path.
/// The bundle is copied: a new build does not change a relay that runs.
pub(crate) fn write(data: &DataFolder, config: &Config<'_>) -> Result<PathBuf> {
    let run = data.folder("run")?;
    let bundle = config.dist.join(config.bundle);
    for file in BUNDLE {
        let from = bundle.join(file);
        fs::copy(&from, run.join(file)).with_context(|| format!("no {}", from.display()))?;
    }
    fs::write(run.join("demo_front.js"), DEMO_FRONT)?;
    let assets = absolute(&config.dist.join("assets"))?;
    let demo_site = config.demo_site.map(absolute).transpose()?;
    let text = text(
        config,
        &assets,
        &data.folder(STORAGE)?,
        demo_site.as_deref(),
    );
    let path = run.join("workerd.capnp");
    replace(&path, text.as_bytes())?;
    Ok(path)
}

fn text(config: &Config<'_>, assets: &Path, storage: &Path, demo_site: Option<&Path>) -> String {
    let (front, demo_services, demo_worker) = match demo_site {
        None => ("relay", String::new(), String::new()),
        Some(folder) => ("front", demo_services(folder), demo_worker()),
    };
    format!(
        r#"using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  v8Flags = [{V8_FLAGS}],
  services = [
    (name = "relay", worker = .relay),
    (name = "relay-host", worker = .relayHost),
    (name = "assets", disk = (path = {assets})),
    (name = "storage", disk = (path = {storage}, writable = true)),{outgoing}{demo_services}
  ],
  sockets = [
    (name = "{PUBLIC}", http = (), service = "{front}"),
    (name = "{HOST}", http = (), service = "relay-host"),
  ],
);

const relay :Workerd.Worker = (
  {common}{through}
  bindings = [{bindings}
    (name = "CENTER", durableObjectNamespace = "CenterObject"),
    (name = "FILES", durableObjectNamespace = "FilesObject"),
    (name = "DELIVERIES", durableObjectNamespace = "DeliveryObject"),
  ],
  durableObjectNamespaces = [
    (className = "CenterObject", uniqueKey = "{CENTERS}", enableSql = true),
    (className = "FilesObject", uniqueKey = "{FILES}", enableSql = true),
    (className = "DeliveryObject", uniqueKey = "{DELIVERIES}", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "storage"),
);

const relayHost :Workerd.Worker = (
  {common}
  bindings = [{bindings}
    (name = "CENTER", durableObjectNamespace = (className = "CenterObject", serviceName = "relay")),
    (name = "FILES", durableObjectNamespace = (className = "FilesObject", serviceName = "relay")),
    (name = "DELIVERIES", durableObjectNamespace = (className = "DeliveryObject", serviceName = "relay")),
    (name = "HOST_SECRET", fromEnvironment = "{HOST_SECRET}"),
  ],
);
{demo_worker}"#,
        assets = quoted(&assets.to_string_lossy()),
        storage = quoted(&storage.to_string_lossy()),
        outgoing = outgoing(config),
        through = through(config),
        common = common(),
        bindings = bindings(config),
    )
}

fn common() -> String {
    format!(
        r#"compatibilityDate = "{COMPATIBILITY_DATE}",
  modules = [
    (name = "index.js", esModule = embed "index.js"),
    (name = "index_bg.wasm", wasm = embed "index_bg.wasm"),
  ],"#
    )
}

fn bindings(config: &Config<'_>) -> String {
    let sockets_max = config.sockets_max.to_string();
    let mut bindings = format!(
        r#"
    (name = "ASSETS", service = "assets"),
    (name = "SECRET", fromEnvironment = "{SECRET}"),"#
    );
    let texts = [
        ("ORIGIN", Some(config.origin)),
        ("DEFAULT_CENTER", Some(DEFAULT_CENTER)),
        ("SOCKETS_MAX", Some(&sockets_max)),
        ("TRUSTED_PROXY", config.trusted_proxy),
    ];
    for (name, value) in texts {
        if let Some(value) = value {
            bindings.push_str(&format!(
                "\n    (name = \"{name}\", text = {}),",
                quoted(value)
            ));
        }
    }
    bindings
}

/// Without one workerd connects to public addresses alone, whatever a name leads to.
fn outgoing(config: &Config<'_>) -> String {
    let service = config.outgoing_proxy.map(|address| {
        format!(
            "\n    (name = \"outgoing\", external = (address = \"{address}\", \
             http = (style = proxy))),"
        )
    });
    service.unwrap_or_default()
}

fn through(config: &Config<'_>) -> &'static str {
    match config.outgoing_proxy {
        Some(_) => "\n  globalOutbound = \"outgoing\",",
        None => "",
    }
}

fn demo_services(folder: &Path) -> String {
    format!(
        r#"
    (name = "front", worker = .front),
    (name = "demo-site", disk = (path = {})),"#,
        quoted(&folder.to_string_lossy())
    )
}

fn demo_worker() -> String {
    format!(
        r#"
const front :Workerd.Worker = (
  compatibilityDate = "{COMPATIBILITY_DATE}",
  modules = [(name = "demo_front.js", esModule = embed "demo_front.js")],
  bindings = [
    (name = "RELAY", service = "relay"),
    (name = "SITE", service = "demo-site"),
  ],
);
"#
    )
}

/// A Cap'n Proto text literal.
fn quoted(text: &str) -> String {
    let mut literal = String::from("\"");
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            literal.push('\\');
        }
        literal.push(c);
    }
    literal.push('"');
    literal
}

fn absolute(folder: &Path) -> Result<PathBuf> {
    folder
        .canonicalize()
        .with_context(|| format!("no folder {}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(demo_site: Option<&Path>) -> String {
        let config = Config {
            dist: Path::new("/d"),
            bundle: "relay",
            origin: "https://chat.example",
            trusted_proxy: None,
            outgoing_proxy: None,
            sockets_max: 9_000,
            demo_site,
        };
        text(
            &config,
            Path::new("/d/assets"),
            Path::new("/data/s"),
            demo_site,
        )
    }

    #[test]
    fn secrets_never_stand_in_the_configuration() {
        let text = example(None);
        assert!(text.contains(r#"(name = "SECRET", fromEnvironment = "BESEDA_SECRET")"#));
        assert!(text.contains(r#"(name = "ORIGIN", text = "https://chat.example")"#));
        assert!(!text.contains("TRUSTED_PROXY"));
    }

    #[test]
    fn only_the_demo_has_a_front() {
        assert!(!example(None).contains("front"));
        let text = example(Some(Path::new("/demo")));
        assert!(text.contains(r#"http = (), service = "front""#));
        assert!(text.contains(r#"disk = (path = "/demo")"#));
    }

    #[test]
    fn a_path_cannot_end_its_literal() {
        assert_eq!(quoted(r#"a"b\c"#), r#""a\"b\\c""#);
    }
}
