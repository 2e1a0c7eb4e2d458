//! What the relay was started with.

use beseda_protocol::ids::CenterId;
use worker::Env;

use crate::address::Network;

/// The bindings that are plain text.
pub(crate) struct Settings {
    /// Makes and checks site keys and visitor tokens.
    pub(crate) secret: Vec<u8>,
    /// The public origin, without a slash at the end.
    pub(crate) origin: String,
    /// The center of a host that names none.
    pub(crate) center: CenterId,
    /// Sockets of this process; more would run it out of file descriptors.
    pub(crate) sockets_max: usize,
    /// Whose forwarded headers count.
    pub(crate) proxy: Option<Network>,
    /// Only on the loopback socket of the machine's owner.
    pub(crate) host_secret: Option<String>,
}

/// What one object can hold on Cloudflare (its documented limit), less a reserve.
const SOCKETS_MAX: usize = 32_000;

impl Settings {
    /// Reads the bindings.
    pub(crate) fn read(env: &Env) -> worker::Result<Self> {
        let text = |name: &str| optional(env, name);
        let secret = env.secret("SECRET")?.to_string();
        if secret.len() < 64 {
            return Err("SECRET has less than 32 bytes in hex".into());
        }
        Ok(Self {
            secret: secret.into_bytes(),
            origin: env.var("ORIGIN")?.to_string(),
            center: text("DEFAULT_CENTER")
                .as_deref()
                .unwrap_or("eu-main")
                .into(),
            sockets_max: text("SOCKETS_MAX")
                .and_then(|number| number.parse().ok())
                .unwrap_or(SOCKETS_MAX),
            proxy: text("TRUSTED_PROXY").as_deref().and_then(Network::parse),
            host_secret: text("HOST_SECRET"),
        })
    }
}

fn optional(env: &Env, name: &str) -> Option<String> {
    env.var(name).ok().map(|value| value.to_string())
}
