//! Exact origins: scheme, host, port (S1).

/// Longest origin: a host name has at most 253 characters.
const CHARS_MAX: usize = 300;

/// An origin as a browser writes it, or why it is none, as a sentence.
///
/// Lower case, no path, no default port; international names are to be given
/// in their ASCII form, as a browser sends them.
pub(crate) fn normalise(text: &str) -> Result<String, String> {
    let text = text.trim().to_ascii_lowercase();
    let not = |why: &str| Err(format!("“{}” is not an address: {why}.", shorten(&text)));
    if text.len() > CHARS_MAX {
        return not("it is too long");
    }
    let Some((scheme, rest)) = text.split_once("://") else {
        return not("it must begin with https:// or http://");
    };
    let default_port = match scheme {
        "https" => "443",
        "http" => "80",
        _ => return not("it must begin with https:// or http://"),
    };
    let authority = rest.strip_suffix('/').unwrap_or(rest);
    if authority.contains(['/', '?', '#']) {
        return not("leave out what follows the host name");
    }
    if authority.contains('@') {
        return not("leave out the user name");
    }
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    if !is_host(host) {
        return not("the host name has characters that it can't have");
    }
    match port {
        None => Ok(format!("{scheme}://{host}")),
        Some(port) if !is_port(port) => not("the port must be a number from 1 to 65535"),
        Some(port) if port == default_port => Ok(format!("{scheme}://{host}")),
        Some(port) => Ok(format!("{scheme}://{host}:{port}")),
    }
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        return address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    host.len() <= 253 && host.split('.').all(is_label)
}

fn is_port(port: &str) -> bool {
    !port.starts_with('0')
        && port.bytes().all(|byte| byte.is_ascii_digit())
        && port.parse::<u16>().is_ok()
}

fn shorten(text: &str) -> String {
    text.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_a_browser_writes_it() {
        for (given, wanted) in [
            ("https://Shop.Example", "https://shop.example"),
            (" https://shop.example/ ", "https://shop.example"),
            ("https://shop.example:443", "https://shop.example"),
            ("http://shop.example:80", "http://shop.example"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("https://[2001:db8::1]:444", "https://[2001:db8::1]:444"),
            (
                "https://xn--e1afmkfd.example",
                "https://xn--e1afmkfd.example",
            ),
        ] {
            assert_eq!(normalise(given).as_deref(), Ok(wanted));
        }
    }

    #[test]
    fn what_is_no_exact_origin_is_refused() {
        for given in [
            "",
            "null",
            "shop.example",
            "ftp://shop.example",
            "javascript://x",
            "https://",
            "https://*.example",
            "https://shop.example/path",
            "https://shop.example?x",
            "https://user@shop.example",
            "https://shop.example:0",
            "https://shop.example:65536",
            "https://shop.example:http",
            "https://shop..example",
            "https://shop.example.",
            "https://-shop.example",
            "https://магазин.example",
            "https://a b",
            "https://[::g]",
            "https://shop.example:",
            "https://a:1:2",
        ] {
            assert!(normalise(given).is_err(), "{given}");
        }
    }
}
