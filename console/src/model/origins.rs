//! From the address that an owner types to the origins that it means.

/// The origins of a site: the address's own, and its other of `www` and apex.
/// `host` is what a browser made of the address (lower case, ports kept,
/// letters of other alphabets encoded).
pub fn origins(scheme: &str, host: &str) -> Vec<String> {
    let own = format!("{scheme}://{host}");
    match twin(host) {
        Some(twin) => vec![own, format!("{scheme}://{twin}")],
        None => vec![own],
    }
}

/// `www.example.com` for `example.com` and the other way round. A name of a
/// machine, a number or a deeper subdomain has no twin.
fn twin(host: &str) -> Option<String> {
    let (name, _port) = host.rsplit_once(':').unwrap_or((host, ""));
    let is_number = name.starts_with('[') || name.split('.').all(|part| part.parse::<u8>().is_ok());
    if is_number || !name.contains('.') {
        return None;
    }
    if let Some(apex) = host.strip_prefix("www.") {
        return apex.contains('.').then(|| apex.to_owned());
    }
    let n_labels = name.split('.').count();
    let is_apex = n_labels == 2 || (n_labels == 3 && has_short_suffix(name));
    is_apex.then(|| format!("www.{host}"))
}

/// Whether the last two labels are likely a registry's own (`co.uk`, `com.tr`).
fn has_short_suffix(name: &str) -> bool {
    let mut labels = name.rsplit('.');
    let (top, second) = (labels.next().unwrap_or(""), labels.next().unwrap_or(""));
    top.len() == 2 && matches!(second, "co" | "com" | "net" | "org" | "gov" | "edu" | "ac")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn www_and_apex_are_offered_together() {
        assert_eq!(
            origins("https", "example.com"),
            ["https://example.com", "https://www.example.com"]
        );
        assert_eq!(
            origins("https", "www.example.com"),
            ["https://www.example.com", "https://example.com"]
        );
        assert_eq!(
            origins("https", "shop.co.uk"),
            ["https://shop.co.uk", "https://www.shop.co.uk"]
        );
    }

    #[test]
    fn what_has_no_www_is_offered_alone() {
        for host in [
            "localhost:8080",
            "127.0.0.1",
            "[::1]:3000",
            "staging.shop.example",
            "www.com",
        ] {
            assert_eq!(origins("http", host), [format!("http://{host}")], "{host}");
        }
    }
}
