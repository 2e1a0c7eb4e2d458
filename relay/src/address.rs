//! From which address a request comes. A forwarded header counts only when a
//! proxy that the owner named put it there (S12).

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// A network, in CIDR notation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Network {
    base: u128,
    mask: u128,
}

impl Network {
    /// Reads `10.0.0.0/8`, `::1/128` or a bare address.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u32>().ok()?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let (width, offset) = if address.is_ipv4() {
            (32, 96)
        } else {
            (128, 0)
        };
        let bits = bits.unwrap_or(width);
        if bits > width {
            return None;
        }
        let mask = u128::MAX.checked_shl(128 - offset - bits).unwrap_or(0);
        Some(Self {
            base: wide(address) & mask,
            mask,
        })
    }

    fn contains(self, address: IpAddr) -> bool {
        wide(address) & self.mask == self.base
    }
}

/// The caller's address: the peer's, or, behind the trusted proxy, the last one
/// that the proxy wrote down. `?` stands for a peer that has none.
pub(crate) fn caller(
    peer: Option<&str>,
    forwarded: Option<&str>,
    proxy: Option<Network>,
) -> String {
    let Some(peer) = peer.and_then(read) else {
        return "?".to_owned();
    };
    let trusted = |address| proxy.is_some_and(|proxy| proxy.contains(address));
    if !trusted(peer) {
        return peer.to_string();
    }
    let told = forwarded
        .unwrap_or_default()
        .rsplit(',')
        .map_while(|one| read(one.trim()));
    let mut last = peer;
    for address in told {
        last = address;
        if !trusted(address) {
            break;
        }
    }
    last.to_string()
}

/// An address, with or without a port.
fn read(text: &str) -> Option<IpAddr> {
    text.parse::<SocketAddr>()
        .map(|socket| socket.ip())
        .or_else(|_| text.parse())
        .ok()
        .map(|address: IpAddr| address.to_canonical())
}

/// IPv4 as it is written in IPv6, so that one comparison does for both.
fn wide(address: IpAddr) -> u128 {
    let six: Ipv6Addr = match address {
        IpAddr::V4(four) => four.to_ipv6_mapped(),
        IpAddr::V6(six) => six,
    };
    six.to_bits()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_trusted_proxy_forwarded_headers_count_for_nothing() {
        assert_eq!(
            caller(Some("127.0.0.1:5000"), Some("6.6.6.6"), None),
            "127.0.0.1"
        );
        assert_eq!(caller(Some("[::1]:5000"), None, None), "::1");
        assert_eq!(caller(Some("9.9.9.9"), None, None), "9.9.9.9");
        assert_eq!(caller(Some("unix:@"), None, None), "?");
        assert_eq!(caller(None, Some("6.6.6.6"), None), "?");
    }

    #[test]
    fn behind_the_proxy_the_address_it_wrote_last_counts() {
        let proxy = Network::parse("127.0.0.0/8");
        let asked = |peer, forwarded| caller(Some(peer), forwarded, proxy);
        assert_eq!(asked("127.0.0.1:1", Some("6.6.6.6, 8.8.8.8")), "8.8.8.8");
        assert_eq!(asked("127.0.0.1:1", Some("8.8.8.8, 127.0.0.2")), "8.8.8.8");
        assert_eq!(asked("127.0.0.1:1", Some("6.6.6.6, nonsense")), "127.0.0.1");
        assert_eq!(asked("127.0.0.1:1", None), "127.0.0.1");
        assert_eq!(asked("9.9.9.9:1", Some("6.6.6.6")), "9.9.9.9");
    }

    #[test]
    fn networks_of_both_kinds_are_read() {
        let contains = |network: &str, address: &str| {
            Network::parse(network)
                .unwrap()
                .contains(address.parse().unwrap())
        };
        assert!(contains("10.0.0.0/8", "10.9.8.7"));
        assert!(!contains("10.0.0.0/8", "11.0.0.1"));
        assert!(contains("0.0.0.0/0", "1.2.3.4"));
        assert!(contains("fd00::/8", "fd12::1"));
        assert!(contains("192.0.2.7", "192.0.2.7"));
        for wrong in ["", "10.0.0.0/33", "10.0.0/8", "::/129", "x/8"] {
            assert_eq!(Network::parse(wrong), None, "{wrong}");
        }
    }
}
