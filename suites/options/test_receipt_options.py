"""Options of IP and IPv6 that make a receive tell more: what is set is what is read."""
import pytest

covers = pytest.mark.covers
OF_IPV4 = ("IP_RECVTTL", "IP_RECVTOS", "IP_PKTINFO", "IP_RECVERR", "IP_FREEBIND")
OF_IPV6 = ("IPV6_RECVHOPLIMIT", "IPV6_RECVTCLASS", "IPV6_RECVPKTINFO", "IPV6_RECVERR")


def read(sock, options):
    """All options as they are read."""
    return [sock.getsockopt(option) for option in options]


@covers("linux:setsockopt:options-of-receipt-roundtrip")
def test_the_options_of_ipv4_are_read_as_they_were_set_last(target, udp4):
    sock = target.open(udp4)
    seen = [read(sock, OF_IPV4)]

    for value in (1, 0, 1):
        for option in OF_IPV4:
            sock.setsockopt(option, value)
        seen.append(read(sock, OF_IPV4))

    assert seen == [[0] * 5, [1] * 5, [0] * 5, [1] * 5]


@covers("linux:setsockopt:options-of-receipt-roundtrip")
def test_the_options_of_ipv6_are_read_as_they_were_set_last(target, udp6):
    sock = target.open(udp6)
    seen = [read(sock, OF_IPV6)]

    for value in (1, 0, 1):
        for option in OF_IPV6:
            sock.setsockopt(option, value)
        seen.append(read(sock, OF_IPV6))

    assert seen == [[0] * 4, [1] * 4, [0] * 4, [1] * 4]


@covers("linux:setsockopt:options-of-receipt-roundtrip")
def test_one_option_of_ipv4_that_changes_leaves_the_others(target, udp4):
    sock = target.open(udp4)
    seen = {}

    for option in OF_IPV4:
        sock.setsockopt(option, 1)
        seen[option] = [other for other, value in zip(OF_IPV4, read(sock, OF_IPV4), strict=True) if value]
        sock.setsockopt(option, 0)

    assert seen == {option: [option] for option in OF_IPV4}
