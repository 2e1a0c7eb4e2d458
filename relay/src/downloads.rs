//! A file's way back: asked of the center, read from the client's store, sent
//! with headers under which no browser runs it (F5).

use beseda_center::turn::command::{Asker, Command, Reply};
use beseda_protocol::ids::CenterId;
use beseda_protocol::message::File;
use worker::{Headers, Response};

use crate::answer::{self, Answer};
use crate::asked::Asked;
use crate::files_call::FilesLink;
use crate::{gate, sniff};

/// Who may read the answer besides its asker: see `Cross-Origin-Resource-Policy`.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Readers {
    /// The pages that a widget is on.
    AnyPage,
    /// The console.
    OwnOrigin,
}

/// Sends a file to somebody who may have it. That there is none, or none for him,
/// is one answer.
pub(crate) async fn send(
    asked: &Asked,
    center: &CenterId,
    asker: Asker,
    file: &str,
    readers: Readers,
) -> Answer {
    if file.len() != 32 || !file.bytes().all(gate::is_hex) {
        return Err(answer::not_found().into());
    }
    let find = Command::FindFile {
        owner: asker,
        file: file.into(),
    };
    let Reply::FileIn { file, store } = asked.link_to(center)?.ask(find).await? else {
        return Err(answer::unexpected());
    };
    let files = FilesLink::to(&asked.env, center, &store)?;
    let found = files.give(file.id.clone()).await?;
    let stored_mime = found.headers().get("content-type")?.unwrap_or_default();
    let response = Response::from_body(found.body().clone())?;
    describe(response.headers(), &file, &stored_mime, readers)?;
    Ok(response)
}

fn describe(
    headers: &Headers,
    file: &File,
    stored_mime: &str,
    readers: Readers,
) -> worker::Result<()> {
    // Two places must agree that it is a picture before it is called one (F4).
    let mime = if file.is_image() && file.mime == stored_mime {
        &file.mime
    } else {
        sniff::OPAQUE
    };
    let policy = match readers {
        Readers::AnyPage => "cross-origin",
        Readers::OwnOrigin => "same-origin",
    };
    for (name, value) in [
        ("content-type", mime),
        ("content-length", &file.size.to_string()),
        ("content-disposition", &disposition(&file.name)),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cross-origin-resource-policy", policy),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "private, no-store"),
    ] {
        headers.set(name, value)?;
    }
    Ok(())
}

/// RFC 6266 with RFC 8187: whatever the name is, the header is plain ASCII.
pub(crate) fn disposition(name: &str) -> String {
    let mut header = String::from("attachment; filename*=UTF-8''");
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            header.push(char::from(byte));
        } else {
            header.push_str(&format!("%{byte:02X}"));
        }
    }
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_makes_one_plain_header() {
        assert_eq!(
            disposition("отчёт 1.pdf"),
            "attachment; filename*=UTF-8''%D0%BE%D1%82%D1%87%D1%91%D1%82%201.pdf"
        );
        for name in [
            "a\r\nSet-Cookie: x=1",
            "\"; filename=x.html",
            "\0\u{202e}gpj.exe",
            "../x",
        ] {
            let header = disposition(name);
            assert!(header.bytes().all(|b| b.is_ascii_graphic() || b == b' '));
            assert!(
                !header["attachment; filename*=".len()..].contains([';', '"', '/']),
                "{header}"
            );
        }
    }
}
