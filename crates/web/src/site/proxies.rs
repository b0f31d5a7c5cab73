//! Servers in front of this one: from whom a request really came, and whether over TLS.
//!
//! What a request says of its way (`X-Forwarded-For`, `X-Forwarded-Proto`) anybody can write; it is
//! believed only as far back as it was written by a server somebody named as trusted.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;

const FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Addresses of trusted servers, such as `10.1.1.5` or `10.1.1.0/24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network(IpNet);

impl std::str::FromStr for Network {
    type Err = String;

    fn from_str(typed: &str) -> Result<Network, String> {
        let one =
            || typed.parse::<IpAddr>().ok().map(|address| IpNet::from(address.to_canonical()));
        let network = typed.parse().ok().or_else(one).map(Network);
        network.ok_or_else(|| "要写地址或网段，如 10.1.1.5 或 10.1.1.0/24".to_owned())
    }
}

/// The trusted servers in front of this one.
#[derive(Debug, Clone, Default)]
pub struct Proxies(pub Vec<Network>);

impl Proxies {
    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.0.contains(&address))
    }

    /// Who sent a request: the last on its way that is not one of the trusted servers.
    pub fn sender(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut from = peer.to_canonical();
        let hops = headers.get_all(FOR).iter().flat_map(|value| {
            value.to_str().unwrap_or("?").split(',').map(str::trim).collect::<Vec<_>>()
        });
        for hop in hops.collect::<Vec<_>>().into_iter().rev() {
            if !self.trusts(from) {
                break;
            }
            // What cannot be read says nothing of who was before it.
            let Some(before) = address(hop) else { break };
            from = before;
        }
        from
    }

    /// Whether the trusted server that passed a request on got it over TLS.
    pub fn is_tls(&self, peer: IpAddr, headers: &HeaderMap) -> bool {
        let last = headers.get_all(PROTO).iter().next_back();
        let last = last.and_then(|value| value.to_str().ok()?.rsplit(',').next());
        self.trusts(peer.to_canonical())
            && last.is_some_and(|proto| proto.trim().eq_ignore_ascii_case("https"))
    }
}

/// An address as servers write it, with or without a port.
fn address(hop: &str) -> Option<IpAddr> {
    let bare = hop.trim_start_matches('[').trim_end_matches(']');
    let with_port = || hop.parse::<SocketAddr>().ok().map(|address| address.ip());
    bare.parse().ok().or_else(with_port).map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sender(trusted: &[&str], peer: &str, way: &[&str]) -> String {
        let networks = trusted.iter().map(|network| network.parse().expect("a network"));
        let mut headers = HeaderMap::new();
        for value in way {
            headers.append(FOR, value.parse().expect("a header"));
        }
        let peer = peer.parse().expect("an address");
        Proxies(networks.collect()).sender(peer, &headers).to_string()
    }

    #[test]
    fn nobody_s_word_is_taken_who_is_not_trusted() {
        assert_eq!(sender(&[], "10.0.0.9", &["1.2.3.4"]), "10.0.0.9");
        assert_eq!(sender(&["10.0.0.1"], "10.0.0.9", &["1.2.3.4"]), "10.0.0.9");
        assert_eq!(sender(&["10.0.0.1"], "10.0.0.1", &["1.2.3.4"]), "1.2.3.4");
        assert_eq!(sender(&["10.0.0.1"], "10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn what_the_sender_wrote_before_the_first_trusted_server_counts_for_nothing() {
        let trusted = ["10.0.0.0/24", "::1"];
        assert_eq!(sender(&trusted, "10.0.0.1", &["6.6.6.6, 1.2.3.4"]), "1.2.3.4");
        assert_eq!(sender(&trusted, "10.0.0.1", &["6.6.6.6", "1.2.3.4, 10.0.0.2"]), "1.2.3.4");
        assert_eq!(sender(&trusted, "::1", &["10.0.0.7, 1.2.3.4"]), "1.2.3.4");
        assert_eq!(sender(&trusted, "::1", &["10.0.0.7"]), "10.0.0.7", "trusted all the way");
    }

    #[test]
    fn addresses_are_read_as_servers_write_them() {
        let trusted = ["10.0.0.0/8"];
        assert_eq!(sender(&trusted, "::ffff:10.0.0.1", &["1.2.3.4:5678"]), "1.2.3.4");
        assert_eq!(sender(&trusted, "10.0.0.1", &["[2001:db8::1]:443"]), "2001:db8::1");
        assert_eq!(sender(&trusted, "10.0.0.1", &["[2001:db8::1]"]), "2001:db8::1");
        assert_eq!(sender(&trusted, "10.0.0.1", &["1.2.3.4, unknown"]), "10.0.0.1");
        assert_eq!(sender(&["::ffff:10.0.0.1"], "10.0.0.1", &["1.2.3.4"]), "1.2.3.4");
        assert!("10.0.0.0/33".parse::<Network>().is_err() && "büro".parse::<Network>().is_err());
    }

    #[test]
    fn tls_is_what_the_nearest_trusted_server_says() {
        let says = |peer: &str, told: &str| {
            let headers = HeaderMap::from_iter([(PROTO, told.parse().expect("a header"))]);
            let proxies = Proxies(vec!["10.0.0.1".parse().expect("a network")]);
            proxies.is_tls(peer.parse().expect("an address"), &headers)
        };
        assert!(says("10.0.0.1", "https") && says("10.0.0.1", "http, HTTPS"));
        assert!(!says("10.0.0.1", "https, http") && !says("10.0.0.2", "https"));
    }
}
