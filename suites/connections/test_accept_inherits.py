"""Which options of a TCP listener its connections begin with."""
import socket
import struct

import pytest

covers = pytest.mark.covers

MCAST_JOIN_GROUP, MCAST_LEAVE_GROUP = 42, 45    # Linux's numbers; no version of the socket module has the names
GROUP = struct.pack("@I4xH2s4s120x", 1, socket.AF_INET, b"", socket.inet_aton("224.1.2.3"))
"""A group_req of Linux: on the first interface, an IPv4 group."""

UNSET = ["SO_KEEPALIVE", "SO_LINGER", "SO_OOBINLINE", "SO_RCVTIMEO", "SO_SNDTIMEO", "SO_RCVLOWAT", "SO_DONTROUTE", "SO_BROADCAST",
         "TCP_NODELAY", "TCP_CORK", "TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT", "TCP_USER_TIMEOUT", "TCP_LINGER2", "TCP_SYNCNT",
         "TCP_DEFER_ACCEPT", "TCP_NOTSENT_LOWAT"]


@covers("linux:accept:adds-no-options")
@pytest.mark.parametrize("option", UNSET)
def test_a_connection_has_the_options_nobody_set_as_the_listener_has_them(peer, tcp_listener, option):
    peer.connect(tcp_listener)

    accepted, _ = tcp_listener.accept()

    assert accepted.getsockopt(option) == tcp_listener.getsockopt(option)


@covers("linux:accept:adds-no-options")
@pytest.mark.parametrize("option", ["SO_LINGER", "SO_RCVTIMEO", "SO_SNDTIMEO", "SO_RCVBUF", "SO_SNDBUF", "SO_RCVLOWAT", "SO_PASSCRED"])
def test_a_unix_connection_has_the_options_nobody_set_as_the_listener_has_them(target, peer, local_connection, option):
    listener = target.listener(local_connection)
    peer.connect(listener)

    accepted, _ = listener.accept()

    assert accepted.getsockopt(option) == listener.getsockopt(option)


@covers("linux:accept:inherits-keepalive-linger-oobinline")
@pytest.mark.parametrize("option", ["SO_KEEPALIVE", "SO_OOBINLINE"])
def test_connections_have_the_switches_of_their_listener(peer, tcp_listener, option):
    tcp_listener.setsockopt(option, 1)
    peer.connect(tcp_listener)
    peer.connect(tcp_listener)

    accepted = [tcp_listener.accept()[0] for _ in range(2)]

    assert [sock.getsockopt(option) for sock in accepted] == [1] * 2


@covers("linux:accept:inherits-other-switches")
@pytest.mark.parametrize("option", ["SO_REUSEADDR", "SO_REUSEPORT", "SO_DONTROUTE", "SO_TIMESTAMP"])
def test_connections_have_the_less_usual_switches_of_their_listener(peer, tcp_listener, option):
    tcp_listener.setsockopt(option, 1)
    peer.connect(tcp_listener)
    peer.connect(tcp_listener)

    accepted = [tcp_listener.accept()[0] for _ in range(2)]

    assert [sock.getsockopt(option) for sock in accepted] == [1] * 2


@covers("linux:accept:inherits-keepalive-linger-oobinline")
def test_connections_have_the_linger_time_of_their_listener(peer, tcp_listener):
    tcp_listener.setsockopt("SO_LINGER", {"onoff": 1, "linger": 7})
    peer.connect(tcp_listener)
    peer.connect(tcp_listener)

    accepted = [tcp_listener.accept()[0] for _ in range(2)]

    assert [sock.getsockopt("SO_LINGER") for sock in accepted] == [{"onoff": 1, "linger": 7}] * 2


@covers("linux:accept:inherits-keepalive-linger-oobinline")
def test_a_connection_of_a_listener_with_linger_time_zero_is_reset_by_close(peer, tcp_listener):
    tcp_listener.setsockopt("SO_LINGER", {"onoff": 1, "linger": 0})
    client = peer.connect(tcp_listener)
    accepted, _ = tcp_listener.accept()

    accepted.close()

    assert client.fails.recv(10) == "ECONNRESET"


@covers("linux:accept:adds-no-options")
def test_a_connection_of_a_listener_without_linger_is_ended_by_close(peer, tcp_listener):
    client = peer.connect(tcp_listener)
    accepted, _ = tcp_listener.accept()
    accepted.send(b"good bye")

    accepted.close()

    assert client.recv(10) == b"good bye"
    assert client.recv(10) == b""


@covers("linux:accept:inherits-keepalive-linger-oobinline")
def test_a_connection_of_a_listener_with_oobinline_finds_urgent_data_in_line(peer, tcp_listener):
    tcp_listener.setsockopt("SO_OOBINLINE", 1)
    client = peer.connect(tcp_listener)
    accepted, _ = tcp_listener.accept()

    client.send(b"calm!", "MSG_OOB")

    assert accepted.recv(10) == b"calm"
    assert accepted.recv(10) == b"!"


@covers("linux:accept:inherits-buffer-sizes")
@pytest.mark.parametrize("option", ["SO_RCVBUF", "SO_SNDBUF"])
def test_connections_have_the_buffer_sizes_of_their_listener(peer, tcp_listener, option):
    tcp_listener.setsockopt(option, 20_000)
    peer.connect(tcp_listener)
    peer.connect(tcp_listener)

    accepted = [tcp_listener.accept()[0] for _ in range(2)]

    assert [sock.getsockopt(option) for sock in accepted] == [tcp_listener.getsockopt(option)] * 2


@covers("linux:accept:inherits-buffer-sizes")
def test_a_connection_of_a_listener_with_a_small_receive_buffer_takes_little(target, peer, tcp):
    listener = target.bound(tcp)
    listener.setsockopt("SO_RCVBUF", 8192)
    listener.listen(4)
    client = peer.open(tcp)
    client.setsockopt("SO_SNDBUF", 4096)
    client.connect(listener.address)
    accepted, _ = listener.accept()

    client.fill()

    assert accepted.readable() < 2 * 8192


@covers("linux:accept:inherits-buffer-sizes")
def test_a_connection_of_a_listener_with_a_small_send_buffer_takes_little(target, peer, tcp):
    listener = target.bound(tcp)
    listener.setsockopt("SO_SNDBUF", 4608)
    listener.listen(4)
    client = peer.open(tcp)
    client.setsockopt("SO_RCVBUF", 4096)
    client.connect(listener.address)
    accepted, _ = listener.accept()

    assert accepted.fill() < 50_000


@covers("linux:accept:inherits-tcp-tunings")
@pytest.mark.parametrize(("option", "value"), [("TCP_NODELAY", 1), ("TCP_KEEPIDLE", 123), ("TCP_KEEPINTVL", 45), ("TCP_KEEPCNT", 6),
                                               ("TCP_USER_TIMEOUT", 9000), ("TCP_SYNCNT", 4), ("TCP_LINGER2", 30), ("TCP_CORK", 1),
                                               ("TCP_NOTSENT_LOWAT", 5555)])
def test_connections_have_the_tcp_options_of_their_listener(peer, tcp_listener, option, value):
    tcp_listener.setsockopt(option, value)
    peer.connect(tcp_listener)
    peer.connect(tcp_listener)

    accepted = [tcp_listener.accept()[0] for _ in range(2)]

    assert [sock.getsockopt(option) for sock in accepted] == [value] * 2


@covers("linux:accept:inherits-ttl-tos")
@pytest.mark.parametrize(("option", "value"), [("IP_TTL", 33), ("IP_TOS", 0x28)])
def test_ipv4_connections_have_the_ip_options_of_their_listener(target, peer, tcp4, option, value):
    listener = target.listener(tcp4)
    listener.setsockopt(option, value)
    peer.connect(listener)
    peer.connect(listener)

    accepted = [listener.accept()[0] for _ in range(2)]

    assert [sock.getsockopt(option) for sock in accepted] == [value] * 2


@covers("linux:accept:inherits-ttl-tos")
@pytest.mark.parametrize(("option", "value"), [("IPV6_UNICAST_HOPS", 33), ("IPV6_TCLASS", 0x28)])
def test_ipv6_connections_have_the_ip_options_of_their_listener(target, peer, tcp6, option, value):
    listener = target.listener(tcp6)
    listener.setsockopt(option, value)
    peer.connect(listener)
    peer.connect(listener)

    accepted = [listener.accept()[0] for _ in range(2)]

    assert [sock.getsockopt(option) for sock in accepted] == [value] * 2


@covers("linux:accept:inherits-timeouts-linux")
@pytest.mark.parametrize("option", ["SO_RCVTIMEO", "SO_SNDTIMEO"])
def test_connections_have_the_timeouts_of_their_listener(peer, tcp_listener, option):
    tcp_listener.setsockopt(option, 3.5)
    peer.connect(tcp_listener)
    peer.connect(tcp_listener)

    accepted = [tcp_listener.accept()[0] for _ in range(2)]

    assert [sock.getsockopt(option) for sock in accepted] == [{"sec": 3, "usec": 500_000}] * 2


@covers("linux:accept:inherits-timeouts-linux")
def test_recv_on_a_connection_fails_when_the_receive_timeout_of_its_listener_has_passed(peer, tcp_listener):
    tcp_listener.setsockopt("SO_RCVTIMEO", 0.04)
    peer.connect(tcp_listener)
    assert "POLLIN" in tcp_listener.ready("POLLIN")
    accepted, _ = tcp_listener.accept()

    receiving = accepted.start.recv(10)

    assert receiving.error() in {"EAGAIN", "EWOULDBLOCK"}
    assert receiving.lasted(0.04)


@covers("linux:accept:inherits-low-water-mark")
def test_recv_on_a_connection_waits_for_as_many_bytes_as_its_listener_was_told(peer, tcp_listener):
    tcp_listener.setsockopt("SO_RCVLOWAT", 6)
    client = peer.connect(tcp_listener)
    accepted, _ = tcp_listener.accept()
    receiving = accepted.start.recv(10)
    assert receiving.blocked()

    client.send(b"abc")

    assert receiving.holds(0.03)
    client.send(b"def")
    assert receiving.result() == b"abcdef"


@covers("linux:accept:inherits-at-the-handshake")
def test_options_set_on_a_listener_do_not_reach_a_client_that_waits_already(peer, tcp_listener):
    peer.connect(tcp_listener)
    assert "POLLIN" in tcp_listener.ready("POLLIN")
    tcp_listener.setsockopt("SO_KEEPALIVE", 1)
    tcp_listener.setsockopt("TCP_NODELAY", 1)

    accepted, _ = tcp_listener.accept()

    assert (accepted.getsockopt("SO_KEEPALIVE"), accepted.getsockopt("TCP_NODELAY")) == (0, 0)


@covers("posix:accept:own-options")
def test_options_set_on_a_connection_reach_neither_the_listener_nor_the_next(peer, tcp_listener):
    peer.connect(tcp_listener)
    peer.connect(tcp_listener)
    first, _ = tcp_listener.accept()

    first.setsockopt("SO_KEEPALIVE", 1)

    second, _ = tcp_listener.accept()
    assert (tcp_listener.getsockopt("SO_KEEPALIVE"), second.getsockopt("SO_KEEPALIVE")) == (0, 0)


@covers("linux:accept:multicast-membership-not-copied")
def test_the_multicast_groups_of_a_listener_are_not_those_of_a_connection(target, peer, tcp4):
    listener = target.listener(tcp4)
    listener.setsockopt(MCAST_JOIN_GROUP, GROUP, "IPPROTO_IP")
    client = peer.connect(listener)
    accepted, _ = listener.accept()

    assert accepted.fails.setsockopt(MCAST_LEAVE_GROUP, GROUP, "IPPROTO_IP") == "EADDRNOTAVAIL"

    accepted.close()
    listener.setsockopt(MCAST_LEAVE_GROUP, GROUP, "IPPROTO_IP")
    assert client.recv(10) == b""


@covers("linux:accept:defer-accept-waits-for-data")
@pytest.mark.waits
def test_accept_of_a_deferring_listener_finds_no_client_that_has_not_spoken(peer, tcp_listener):
    tcp_listener.setsockopt("TCP_DEFER_ACCEPT", 5)
    tcp_listener.setblocking(False)
    peer.connect(tcp_listener)

    assert not tcp_listener.poll("POLLIN", timeout=0.05)
    assert tcp_listener.fails.accept() in {"EAGAIN", "EWOULDBLOCK"}


@covers("linux:accept:defer-accept-waits-for-data")
def test_accept_of_a_deferring_listener_returns_with_the_first_data_of_a_client(peer, tcp_listener):
    tcp_listener.setsockopt("TCP_DEFER_ACCEPT", 5)
    client = peer.connect(tcp_listener)
    accepting = tcp_listener.start.accept()
    assert accepting.blocked()

    client.send(b"I speak")

    accepted, _ = accepting.result()
    assert accepted.recv(10, "MSG_DONTWAIT") == b"I speak"


@covers("linux:accept:unix-options-fresh")
def test_recv_on_a_unix_connection_is_no_matter_of_the_timeout_of_its_listener(target, peer, local_connection):
    listener = target.listener(local_connection)
    listener.setsockopt("SO_RCVTIMEO", 0.02)
    client = peer.connect(listener)
    accepted, _ = listener.accept()

    receiving = accepted.start.recv(10)

    assert receiving.holds(0.04)
    client.send(b"no hurry")
    assert receiving.result() == b"no hurry"


@covers("linux:accept:unix-options-fresh")
@pytest.mark.parametrize("option", ["SO_RCVBUF", "SO_SNDBUF", "SO_KEEPALIVE"])
def test_a_unix_connection_has_the_options_of_a_fresh_socket_whatever_its_listener_has(target, peer, local_connection, option):
    listener = target.listener(local_connection)
    fresh = listener.getsockopt(option)
    listener.setsockopt(option, 20_000)
    peer.connect(listener)

    accepted, _ = listener.accept()

    assert accepted.getsockopt(option) == fresh


@covers("linux:accept:unix-passcred-inherited")
def test_a_unix_connection_of_a_listener_that_asked_for_credentials_gets_them(target, peer, local_connection):
    listener = target.listener(local_connection)
    listener.setsockopt("SO_PASSCRED", 1)
    client = peer.connect(listener)
    client.send(b"who am I")

    accepted, _ = listener.accept()

    assert accepted.getsockopt("SO_PASSCRED")
    data, _, _, control = accepted.recvmsg(20, control=100)
    assert data == b"who am I"
    assert [item["type"] for item in control] == ["SCM_CREDENTIALS"]
