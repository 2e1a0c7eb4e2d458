//! What the build made: immutable assets, the pages, the loader's template.

use beseda_protocol::refusal::{Code, Refusal};
use worker::{EncodeBody, Env, Response};

use crate::answer::Answer;
use crate::asked::Asked;
use crate::cors;

/// `GET /a/NAME`: its name carries its hash, so it never changes.
pub(crate) async fn immutable(asked: &Asked, name: &str) -> Answer {
    let Some(mime) = immutable_mime(name) else {
        return Err(missing().into());
    };
    let brotli = accepts(asked.header("accept-encoding").as_deref(), "br");
    let (file, encode) = if brotli {
        (format!("{name}.br"), EncodeBody::Manual)
    } else {
        (name.to_owned(), EncodeBody::Automatic)
    };
    let Some(found) = read(&asked.env, &file).await? else {
        return Err(missing().into());
    };
    let response = Response::from_body(found.body().clone())?.with_encode_body(encode);
    let headers = response.headers();
    if brotli {
        headers.set("content-encoding", "br")?;
    }
    for (name, value) in [
        ("content-type", mime),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("vary", "accept-encoding"),
        ("x-content-type-options", "nosniff"),
    ] {
        headers.set(name, value)?;
    }
    cors::allow_all(&response)?;
    Ok(response)
}

/// A file that is always called the same, as text.
pub(crate) async fn named(env: &Env, name: &str) -> worker::Result<String> {
    match read(env, name).await? {
        Some(mut found) => found.text().await,
        None => Err(format!("the build made no {name}").into()),
    }
}

/// The same, as the build has compressed it.
pub(crate) async fn packed(env: &Env, name: &str) -> worker::Result<Vec<u8>> {
    match read(env, &format!("{name}.br")).await? {
        Some(mut found) => found.bytes().await,
        None => Err(format!("the build compressed no {name}").into()),
    }
}

/// Whether an `Accept-Encoding` header has this coding, not switched off.
pub(crate) fn accepts(header: Option<&str>, coding: &str) -> bool {
    header.unwrap_or_default().split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        parts.next() == Some(coding) && !parts.any(|part| matches!(part, "q=0" | "q=0.0"))
    })
}

/// Mostly a page that has stayed open over a new build.
fn missing() -> Refusal {
    Refusal::new(
        Code::NotFound,
        "There is no such part of the chat, or not any more: load the page anew.",
    )
}

async fn read(env: &Env, file: &str) -> worker::Result<Option<Response>> {
    let found = env
        .assets("ASSETS")?
        .fetch(format!("http://assets/{file}"), None)
        .await?;
    Ok((found.status_code() == 200).then_some(found))
}

/// The type of `STEM.HASH.EXT`; `None` for anything else. So nothing but hashed
/// files can be asked for: no folder, no listing, no page without its headers.
fn immutable_mime(name: &str) -> Option<&'static str> {
    let mut parts = name.split('.');
    let (stem, hash, extension) = (parts.next()?, parts.next()?, parts.next()?);
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_hashed = parts.next().is_none()
        && crate::gate::is_name(stem, 40, plain)
        && hash.len() >= 8
        && crate::gate::is_name(hash, 64, crate::gate::is_hex);
    match extension {
        _ if !is_hashed => None,
        "js" => Some("text/javascript; charset=utf-8"),
        "wasm" => Some("application/wasm"),
        "css" => Some("text/css; charset=utf-8"),
        "json" => Some("application/json"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hashed_names_of_known_types_are_assets() {
        assert_eq!(
            immutable_mime("widget.0123456789ab.wasm"),
            Some("application/wasm")
        );
        assert!(immutable_mime("en.0123456789ab.json").is_some());
        for name in [
            "",
            ".",
            "..",
            "manifest.json",
            "console.html",
            "loader.js",
            "widget.0123456789ab.js.br",
            "widget.0123456789ab.html",
            "widget.XYZ.js",
            "widget.01.js",
            "%2e%2e.0123456789ab.js",
            ".0123456789ab.js",
        ] {
            assert_eq!(immutable_mime(name), None, "{name}");
        }
    }

    #[test]
    fn a_coding_is_accepted_unless_it_is_switched_off() {
        assert!(accepts(Some("gzip, deflate, br, zstd"), "br"));
        assert!(accepts(Some("br;q=0.5"), "br"));
        assert!(!accepts(Some("gzip, br;q=0"), "br"));
        assert!(!accepts(Some("gzip"), "br"));
        assert!(!accepts(None, "br"));
    }
}
