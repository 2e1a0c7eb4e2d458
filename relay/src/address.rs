//! From which address a request comes, and which network that is. A forwarded header
//! counts only when a proxy that the owner named put it there (S12).

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

/// Of an IPv6 address, what one subscriber has: he can take any of the addresses in
/// it, so limits count them as one.
const SUBSCRIBER_BITS: u32 = 64;

/// What limits count by: the caller's IPv4 address, or the /64 of his IPv6 address.
/// `?` stands for a peer that has none.
pub(crate) fn network_of_caller(
    peer: Option<&str>,
    forwarded: Option<&str>,
    proxy: Option<Network>,
) -> String {
    match caller(peer, forwarded, proxy) {
        None => "?".to_owned(),
        Some(IpAddr::V4(four)) => four.to_string(),
        Some(IpAddr::V6(six)) => {
            let mask = u128::MAX << (128 - SUBSCRIBER_BITS);
            let base = Ipv6Addr::from_bits(six.to_bits() & mask);
            format!("{base}/{SUBSCRIBER_BITS}")
        }
    }
}

/// Whether this peer passes on what others ask, on this very machine, and is not the
/// proxy that the relay was told to trust: then all of them seem to be one.
pub(crate) fn is_stray_proxy(
    peer: Option<&str>,
    forwarded: Option<&str>,
    proxy: Option<Network>,
) -> bool {
    let is_stray =
        |peer: IpAddr| peer.is_loopback() && !proxy.is_some_and(|proxy| proxy.contains(peer));
    forwarded.is_some() && peer.and_then(read).is_some_and(is_stray)
}

/// The caller's address: the peer's, or, behind the trusted proxy, the last one
/// that the proxy wrote down.
fn caller(peer: Option<&str>, forwarded: Option<&str>, proxy: Option<Network>) -> Option<IpAddr> {
    let peer = peer.and_then(read)?;
    let trusted = |address| proxy.is_some_and(|proxy| proxy.contains(address));
    if !trusted(peer) {
        return Some(peer);
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
    Some(last)
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
        let network = |peer, forwarded| network_of_caller(peer, forwarded, None);
        assert_eq!(
            network(Some("127.0.0.1:5000"), Some("6.6.6.6")),
            "127.0.0.1"
        );
        assert_eq!(network(Some("[::1]:5000"), None), "::/64");
        assert_eq!(network(Some("9.9.9.9"), None), "9.9.9.9");
        assert_eq!(network(Some("unix:@"), None), "?");
        assert_eq!(network(None, Some("6.6.6.6")), "?");
    }

    #[test]
    fn behind_the_proxy_the_address_it_wrote_last_counts() {
        let proxy = Network::parse("127.0.0.0/8");
        let asked = |peer, forwarded| network_of_caller(Some(peer), forwarded, proxy);
        assert_eq!(asked("127.0.0.1:1", Some("6.6.6.6, 8.8.8.8")), "8.8.8.8");
        assert_eq!(asked("127.0.0.1:1", Some("8.8.8.8, 127.0.0.2")), "8.8.8.8");
        assert_eq!(asked("127.0.0.1:1", Some("6.6.6.6, nonsense")), "127.0.0.1");
        assert_eq!(asked("127.0.0.1:1", None), "127.0.0.1");
        assert_eq!(asked("9.9.9.9:1", Some("6.6.6.6")), "9.9.9.9");
    }

    #[test]
    fn a_subscribers_addresses_are_one_network() {
        let network = |peer| network_of_caller(Some(peer), None, None);
        let one = network("[2001:db8:1:2::3]:1");
        assert_eq!(one, "2001:db8:1:2::/64");
        assert_eq!(network("2001:db8:1:2:ffff:ffff:ffff:ffff"), one);
        assert_ne!(network("2001:db8:1:3::3"), one);
        // IPv4, as a socket of both kinds tells it.
        assert_eq!(network("[::ffff:192.0.2.7]:1"), "192.0.2.7");
        assert_ne!(network("::ffff:192.0.2.8"), "192.0.2.7");
        let proxy = Network::parse("127.0.0.1");
        let behind = network_of_caller(Some("127.0.0.1:1"), Some("2001:db8:1:2::9"), proxy);
        assert_eq!(behind, one);
    }

    #[test]
    fn a_proxy_on_this_machine_that_nobody_named_is_noticed() {
        let is_stray = |peer, forwarded, proxy: Option<&str>| {
            is_stray_proxy(Some(peer), forwarded, proxy.and_then(Network::parse))
        };
        let told = Some("6.6.6.6");
        assert!(is_stray("127.0.0.1:5000", told, None));
        assert!(is_stray("[::1]:5000", told, None));
        assert!(is_stray("[::ffff:127.0.0.1]:5000", told, None));
        assert!(is_stray("127.0.0.1:5000", told, Some("10.0.0.0/8")));
        assert!(!is_stray("127.0.0.1:5000", told, Some("127.0.0.1")));
        assert!(!is_stray("127.0.0.1:5000", None, None));
        // From outside, anybody may say so.
        assert!(!is_stray("9.9.9.9:5000", told, None));
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
