//! From the address that an owner types to the origins that it means.

/// An address as somebody types it, as far as a browser understands it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteAddress {
    /// `https`, unless another was typed.
    pub scheme: String,
    /// Whether it was typed.
    pub has_scheme: bool,
    /// Lower case, ports kept, letters of other alphabets encoded.
    pub host: String,
}

/// Why an address is none of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSite {
    /// Nothing was typed.
    Empty,
    /// No browser would go there.
    Unreadable,
    /// It begins with `ftp://` or the like.
    Scheme,
    /// One word, such as a company's name.
    NoEnding,
    /// Every origin that it means was left out.
    NoneChosen,
}

impl NoSite {
    /// The text that explains it; `{address}` stands for what was typed.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Empty => "address_empty",
            Self::Unreadable => "address_unreadable",
            Self::Scheme => "address_scheme",
            Self::NoEnding => "address_no_ending",
            Self::NoneChosen => "address_none_chosen",
        }
    }
}

impl SiteAddress {
    /// What it means by itself.
    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme, self.clean_host())
    }

    /// The origins of a site: the address's own, and its other of `www` and apex. An
    /// address of the own machine or network has https seldom: http is offered first.
    pub fn origins(&self) -> Result<Vec<String>, NoSite> {
        let host = self.clean_host();
        let name = name_of(&host);
        if !self.has_scheme && !name.contains(['.', ':']) && name != "localhost" {
            return Err(NoSite::NoEnding);
        }
        if !self.has_scheme && is_local(name) {
            return Ok(["http", "https"]
                .map(|scheme| format!("{scheme}://{host}"))
                .into());
        }
        let twin = twin(&host).map(|twin| format!("{}://{twin}", self.scheme));
        Ok([self.origin()].into_iter().chain(twin).collect())
    }

    /// The host without the dot that may end it: visitors do not type that.
    pub fn clean_host(&self) -> String {
        match self.host.split_once(".:") {
            Some((name, port)) => format!("{name}:{port}"),
            None => self.host.trim_end_matches('.').to_owned(),
        }
    }
}

/// The host without its port.
fn name_of(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => name,
        _ => host,
    }
}

/// The own machine, or one of the own network.
fn is_local(name: &str) -> bool {
    let endings = [".localhost", ".local", ".internal", ".home.arpa"];
    name == "localhost" || is_number(name) || endings.iter().any(|ending| name.ends_with(ending))
}

fn is_number(name: &str) -> bool {
    name.starts_with('[') || name.split('.').all(|part| part.parse::<u8>().is_ok())
}

/// `www.example.com` for `example.com` and the other way round. A name of a
/// machine, a number or a deeper subdomain has no twin.
fn twin(host: &str) -> Option<String> {
    let name = name_of(host);
    if is_local(name) || !name.contains('.') {
        return None;
    }
    if let Some(apex) = host.strip_prefix("www.") {
        return name_of(apex).contains('.').then(|| apex.to_owned());
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

    fn whole(scheme: &str, host: &str) -> SiteAddress {
        SiteAddress {
            scheme: scheme.to_owned(),
            has_scheme: true,
            host: host.to_owned(),
        }
    }

    fn bare(host: &str) -> SiteAddress {
        SiteAddress {
            has_scheme: false,
            ..whole("https", host)
        }
    }

    #[test]
    fn www_and_apex_are_offered_together() {
        for (host, twin) in [
            ("example.com", "www.example.com"),
            ("www.example.com", "example.com"),
            ("shop.co.uk", "www.shop.co.uk"),
            ("example.com:8443", "www.example.com:8443"),
        ] {
            let both = [host, twin].map(|host| format!("https://{host}"));
            assert_eq!(bare(host).origins(), Ok(both.into()), "{host}");
        }
    }

    #[test]
    fn what_has_no_www_is_offered_alone() {
        for host in [
            "localhost:8080",
            "127.0.0.1",
            "[::1]:3000",
            "staging.shop.example",
            "www.com",
            "intranet",
        ] {
            let own = format!("http://{host}");
            assert_eq!(whole("http", host).origins(), Ok(vec![own]), "{host}");
        }
    }

    #[test]
    fn a_local_address_is_offered_by_http_too() {
        for host in [
            "localhost",
            "localhost:3000",
            "shop.localhost:3000",
            "127.0.0.1:8080",
            "[::1]",
            "[::1]:3000",
            "192.168.0.10",
            "nas.local",
        ] {
            let both = ["http", "https"].map(|scheme| format!("{scheme}://{host}"));
            assert_eq!(bare(host).origins(), Ok(both.into()), "{host}");
        }
    }

    #[test]
    fn the_dot_that_may_end_a_name_is_dropped() {
        let offered = Ok(vec![
            "https://shop.example".to_owned(),
            "https://www.shop.example".to_owned(),
        ]);
        assert_eq!(bare("shop.example.").origins(), offered);
        assert_eq!(whole("https", "shop.example.").origins(), offered);
        assert_eq!(
            whole("https", "shop.example.:8443").origin(),
            "https://shop.example:8443"
        );
    }

    #[test]
    fn a_word_without_an_ending_is_no_address() {
        assert_eq!(bare("teapots").origins(), Err(NoSite::NoEnding));
        assert_eq!(bare("teapots:80").origins(), Err(NoSite::NoEnding));
    }
}
