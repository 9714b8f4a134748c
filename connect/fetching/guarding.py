"""Which IP addresses are on the public internet."""

import ipaddress

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address

# Addresses by which machines of a cloud ask who they are; this one looks public.
METADATA = frozenset({ipaddress.ip_address("168.63.129.16")})
# What Python's registry of special addresses leaves among the global ones, or does so in some versions only.
SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "169.254.0.0/16",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/9",
        "ff00::/8",
    )
)
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(ip: Ip) -> bool:
    """Whether an address is on the public internet, that which it carries inside included.

    An IPv6 address may stand for an IPv4 one (mapped, NAT64, 6to4): both must be public.
    """
    carried = _carried(ip)
    if carried is not None:
        return is_public(carried)
    if ip in METADATA or any(ip in network for network in SPECIAL if network.version == ip.version):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_loopback or ip.is_unspecified)


def _carried(ip: Ip) -> ipaddress.IPv4Address | None:
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip in NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour
