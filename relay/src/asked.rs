//! One request, with what every route needs to know about it.

use beseda_center::turn::Whence;
use beseda_protocol::ids::CenterId;
use beseda_protocol::refusal::Refusal;
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use worker::{Context, Env, Request};

use crate::answer::{self, Failure};
use crate::center_call::CenterLink;
use crate::gate::Provenance;
use crate::settings::Settings;
use crate::{address, runtime};

/// A JSON body, in bytes: the longest is a password of 256 characters, escaped.
const BODY_BYTES_MAX: usize = 16 * 1024;

/// What a connection tells is kept with its socket, where the runtime has room for 2,048
/// bytes (`serializeAttachment`); browsers name themselves in 150 characters or so.
const WHENCE_CHARS_MAX: usize = 256;

/// A request and its surroundings.
pub(crate) struct Asked {
    /// As it came.
    pub(crate) request: Request,
    /// Bindings.
    pub(crate) env: Env,
    /// Work that goes on when the caller has hung up.
    pub(crate) context: Context,
    /// What the relay was started with.
    pub(crate) settings: Settings,
}

impl Asked {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.request.headers().get(name).ok().flatten()
    }

    /// What it says of where it comes from.
    pub(crate) fn provenance(&self) -> Provenance {
        Provenance {
            origin: self.header("origin"),
            fetch_site: self.header("sec-fetch-site"),
            content_type: self.header("content-type"),
        }
    }

    /// The caller's network, by which limits count.
    pub(crate) fn network(&self) -> String {
        address::network_of_caller(
            runtime::peer_address(&self.request).as_deref(),
            self.header("x-forwarded-for").as_deref(),
            self.settings.proxy,
        )
    }

    /// What the connection tells of the caller's browser, and the edge of where he is; on one
    /// machine nobody knows that.
    pub(crate) fn whence(&self) -> Whence {
        let short = |told: Option<String>| {
            let told = told.unwrap_or_default();
            told.chars().take(WHENCE_CHARS_MAX).collect()
        };
        let edge = |name: &str| short(runtime::edge_knows(&self.request, name));
        Whence {
            agent: short(self.header("user-agent")),
            country: edge("country"),
            city: edge("city"),
            time_zone: edge("timezone"),
        }
    }

    /// The way to a center, which a checked token or our settings named.
    pub(crate) fn link_to(&self, center: &CenterId) -> Result<CenterLink, Failure> {
        Ok(CenterLink::to(&self.env, center)?)
    }

    /// The way to the center of this relay's console.
    pub(crate) fn home(&self) -> Result<CenterLink, Failure> {
        self.link_to(&self.settings.center)
    }

    /// The body as JSON, of a content type that a form cannot send.
    pub(crate) async fn json<T: DeserializeOwned>(&mut self) -> Result<T, Failure> {
        self.provenance().says_json()?;
        self.json_of_any_type(BODY_BYTES_MAX).await
    }

    /// The body as JSON, up to a length.
    pub(crate) async fn json_of_any_type<T: DeserializeOwned>(
        &mut self,
        bytes_max: usize,
    ) -> Result<T, Failure> {
        let body = self.body(bytes_max).await?;
        serde_json::from_slice(&body)
            .map_err(|error| unreadable(&format!("This cannot be read: {error}.")).into())
    }

    /// The body as the members of an object; none, if there is no body.
    pub(crate) async fn members(
        &mut self,
        bytes_max: usize,
    ) -> Result<serde_json::Map<String, serde_json::Value>, Failure> {
        let body = self.body(bytes_max).await?;
        if body.is_empty() {
            return Ok(Default::default());
        }
        serde_json::from_slice(&body)
            .map_err(|error| unreadable(&format!("This is no JSON object: {error}.")).into())
    }

    async fn body(&mut self, bytes_max: usize) -> Result<Vec<u8>, Failure> {
        if self.request.inner().body().is_none() {
            return Ok(Vec::new());
        }
        let mut body = Vec::new();
        let mut pieces = self.request.stream()?;
        while let Some(piece) = pieces.next().await {
            body.extend_from_slice(&piece?);
            if body.len() > bytes_max {
                return Err(unreadable("This is longer than anything that is asked here.").into());
            }
        }
        Ok(body)
    }
}

fn unreadable(text: &str) -> Refusal {
    answer::malformed(text)
}
