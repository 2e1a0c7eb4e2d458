//! Where a webhook may be: an address that is meant by its name, for everybody and for good.
//! Whatever names a machine beside the relay's own, is refused: at one's own network nobody
//! may knock through it. (To which machine a name leads, only the runtime sees: on one
//! machine it connects to public addresses alone, `host/src/config.rs`; at the edge there are
//! no others.)

use beseda_protocol::limits::WEBHOOK_URL_BYTES_MAX;
use beseda_protocol::refusal::Refusal;
use url::{Host, Url};

use crate::turn::refusals::invalid;

/// Names that lead to one's own machine or network (RFC 6761, 6762, 8375, 9476, and what
/// routers and clouds use), with all below them.
const LOCAL: [&str; 19] = [
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "corp",
    "home",
    "lan",
    "private",
    "home.arpa",
    "in-addr.arpa",
    "ip6.arpa",
    "onion",
    "alt",
    "test",
    "invalid",
    "example",
    "consul",
    "svc",
];

/// Public names that lead wherever their first part says, or to one's own machine.
const WILD: [&str; 14] = [
    "nip.io",
    "sslip.io",
    "xip.io",
    "traefik.me",
    "localtest.me",
    "lvh.me",
    "vcap.me",
    "lacolhost.com",
    "localh.st",
    "fbi.com.local",
    "rbndr.us",
    "1u.ms",
    "yoogle.com",
    "spoofed.burpcollaborator.net",
];

/// Ports below are those of other services.
const PORT_MIN: u16 = 1024;

/// An address as it is kept.
pub(super) fn read(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(invalid("Give the address, as https://example.com/webhook."));
    }
    if text.len() > WEBHOOK_URL_BYTES_MAX {
        return Err(invalid("The address is too long."));
    }
    let unread = || invalid("This is no address, as https://example.com/webhook would be.");
    let url = Url::parse(text).map_err(|_| unread())?;
    check(&url)?;
    Ok(url.into())
}

/// Whether what is kept may be called now.
pub(super) fn is_allowed(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| check(&url).is_ok())
}

fn check(url: &Url) -> Result<(), Refusal> {
    if url.scheme() != "https" {
        return Err(invalid("The address has to begin with https://."));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid(
            "The address may not have a name or a password in it.",
        ));
    }
    if url.fragment().is_some() {
        return Err(invalid("The address may not have a # in it."));
    }
    if url.port().is_some_and(|port| port < PORT_MIN) {
        return Err(invalid("The port has to be 443, or 1024 and above."));
    }
    match url.host() {
        Some(Host::Domain(name)) => check_name(name),
        Some(Host::Ipv4(_) | Host::Ipv6(_)) | None => {
            Err(invalid("The address needs a name: numbers are not called."))
        }
    }
}

fn check_name(name: &str) -> Result<(), Refusal> {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let is_below = |of: &&str| {
        let rest = name.strip_suffix(*of);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let is_known_everywhere = name.contains('.')
        && !LOCAL.iter().any(is_below)
        && !WILD.iter().any(is_below)
        && !names_a_metadata_service(&name);
    match is_known_everywhere {
        true => Ok(()),
        false => Err(invalid("This name is not known everywhere.")),
    }
}

/// What clouds call the address that tells a machine its secrets.
fn names_a_metadata_service(name: &str) -> bool {
    let first = name.split('.').next().unwrap_or_default();
    matches!(first, "metadata" | "instance-data" | "kubernetes")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of machines that nobody may reach through the relay.
    const OWN: [[u8; 4]; 14] = [
        [127, 0, 0, 1],
        [127, 127, 127, 127],
        [0, 0, 0, 0],
        [10, 0, 0, 1],
        [10, 255, 255, 254],
        [172, 16, 0, 1],
        [172, 31, 255, 254],
        [192, 168, 0, 1],
        [192, 168, 255, 254],
        [169, 254, 169, 254],
        [100, 64, 0, 1],
        [100, 100, 100, 200],
        [198, 18, 0, 1],
        [255, 255, 255, 255],
    ];

    /// Each way in which such a number can be written in an address.
    fn written(ip: [u8; 4]) -> Vec<String> {
        let [a, b, c, d] = ip;
        let n = u32::from_be_bytes(ip);
        let (low, hex) = (n & 0xff_ffff, format!("{n:08x}"));
        let (high, tail) = hex.split_at(4);
        let wide = |text: &str| -> String {
            let wide = |c: char| char::from_u32(u32::from(c) - 0x30 + 0xff10);
            text.chars()
                .map(|c| {
                    if c.is_ascii_digit() {
                        wide(c).unwrap_or(c)
                    } else {
                        c
                    }
                })
                .collect()
        };
        let dotted = format!("{a}.{b}.{c}.{d}");
        vec![
            dotted.clone(),
            format!("{dotted}."),
            n.to_string(),
            format!("0x{n:x}"),
            format!("0X{n:X}"),
            format!("0{n:o}"),
            format!("{a}.{low}"),
            format!("{a}.{b}.{}", n & 0xffff),
            format!("0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}"),
            format!("0{a:o}.0{b:o}.0{c:o}.0{d:o}"),
            format!("0{a:o}.{b}.0x{c:x}.{d}"),
            format!("0x{a:x}.{low}"),
            format!("000{a:o}.000{b:o}.000{c:o}.000{d:o}"),
            format!("%{:02x}%{:02x}.{b}.{c}.{d}", b'0', b'x') + "",
            wide(&dotted),
            dotted.replace('.', "。"),
            dotted.replace('.', "．"),
            dotted.replace('.', "%2e"),
            dotted.bytes().map(|byte| format!("%{byte:02X}")).collect(),
            format!("[::{dotted}]"),
            format!("[::ffff:{dotted}]"),
            format!("[::ffff:{high}:{tail}]"),
            format!("[0:0:0:0:0:ffff:{high}:{tail}]"),
            format!("[::ffff:0:{dotted}]"),
            format!("[64:ff9b::{dotted}]"),
            format!("[64:ff9b:1::{high}:{tail}]"),
            format!("[2002:{high}:{tail}::]"),
            format!("{dotted}.nip.io"),
            format!("www.{}.sslip.io", dotted.replace('.', "-")),
            format!("user@{dotted}"),
            format!("good.com@{dotted}"),
            format!("good.com:80@{dotted}:443"),
            format!("{dotted}:443"),
            format!("{dotted}\\@good.com"),
            format!("{dotted}#good.com"),
            format!("{dotted}?@good.com"),
        ]
    }

    /// W3
    #[test]
    fn no_way_of_writing_a_number_is_called() {
        let mut n = 0;
        for form in OWN.into_iter().flat_map(written) {
            for scheme in ["https", "http", "HTTPS"] {
                let url = format!("{scheme}://{form}/hook");
                assert!(read(&url).is_err(), "{url} is kept as {:?}", read(&url));
                n += 1;
            }
        }
        assert!(n > 1_000);
    }

    /// W3
    #[test]
    fn no_name_of_ones_own_network_is_called() {
        let names = [
            "localhost",
            "localhost.",
            "LOCALHOST",
            "LocalHost.LocalDomain",
            "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
            "ｌｏｃａｌｈｏｓｔ",
            "foo.localhost",
            "a.b.localhost.",
            "localhost%00.good.com",
            "router",
            "printer.local",
            "db.internal",
            "metadata.google.internal",
            "metadata.google.internal.",
            "metadata",
            "metadata.packet.net",
            "instance-data",
            "instance-data.ec2.internal",
            "kubernetes.default.svc",
            "kubernetes.default.svc.cluster.local",
            "consul.service.consul",
            "nas.home.arpa",
            "1.0.0.127.in-addr.arpa",
            "fritz.lan",
            "wiki.corp",
            "intranet",
            "files.intranet",
            "abc.onion",
            "localtest.me",
            "anything.localtest.me",
            "lvh.me",
            "a.lvh.me",
            "vcap.me",
            "7f000001.c0a80001.rbndr.us",
            "make-127.0.0.1-rebind-169.254.169.254-rr.1u.ms",
            "spoofed.burpcollaborator.net",
            "[::1]",
            "[::]",
            "[0:0:0:0:0:0:0:1]",
            "[0000:0000:0000:0000:0000:0000:0000:0001]",
            "[fe80::1]",
            "[fe80::1%25eth0]",
            "[fc00::1]",
            "[fd00:ec2::254]",
            "[ff02::1]",
            "[::ffff:7f00:1]",
            "",
            ".",
            "..",
        ];
        for name in names {
            let url = format!("https://{name}/hook");
            assert!(read(&url).is_err(), "{url} is kept as {:?}", read(&url));
        }
    }

    /// W3
    #[test]
    fn no_other_scheme_port_or_shape_is_called() {
        let urls = [
            "http://good.com/",
            "ftp://good.com/",
            "file:///etc/passwd",
            "gopher://good.com:70/_x",
            "dict://good.com:11211/stat",
            "ldap://good.com/",
            "tftp://good.com/",
            "jar:https://good.com!/",
            "javascript:alert(1)",
            "data:text/plain,x",
            "blob:https://good.com/1",
            "ws://good.com/",
            "wss://good.com/",
            "//good.com/",
            "/hook",
            "good.com/hook",
            "https://good.com:22/",
            "https://good.com:25/",
            "https://good.com:80/",
            "https://good.com:1023/",
            "https://good.com:99999/",
            "https://good.com:0/",
            "https://user@good.com/",
            "https://user:password@good.com/",
            "https://:password@good.com/",
            "https://good.com/#fragment",
            "https://",
            "https:///",
            "",
            "   ",
        ];
        for url in urls {
            assert!(read(url).is_err(), "{url} is kept as {:?}", read(url));
        }
        let long = format!("https://good.com/{}", "a".repeat(WEBHOOK_URL_BYTES_MAX));
        assert!(read(&long).is_err());
    }

    #[test]
    fn what_is_known_everywhere_is_called() {
        let urls = [
            ("https://good.com/hook", "https://good.com/hook"),
            (" https://good.com ", "https://good.com/"),
            ("https://good.com:443/a?b=c", "https://good.com/a?b=c"),
            ("https://good.com:8443/", "https://good.com:8443/"),
            (
                "https://пример.рф/крюк",
                "https://xn--e1afmkfd.xn--p1ai/%D0%BA%D1%80%D1%8E%D0%BA",
            ),
            ("https://local.good.com/", "https://local.good.com/"),
            ("https://localhost.good.com/", "https://localhost.good.com/"),
            ("https://mylocal/", ""),
        ];
        for (url, kept) in urls {
            assert_eq!(read(url).unwrap_or_default(), kept, "{url}");
            assert!(kept.is_empty() || is_allowed(kept));
        }
    }
}
