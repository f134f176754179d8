"""A datagram goes where the call says, and to the connected peer where it says nothing."""
import pytest

from harness.lines import Inet

covers = pytest.mark.covers


@covers("posix:sendmsg:destination-address", "posix:sendto:one-call-one-datagram")
def test_each_datagram_goes_to_the_address_of_its_call(target, peer, datagram, send_to):
    ours = target.open(datagram)
    first, second = peer.bound(datagram), peer.bound(datagram)

    sent = [send_to(ours, data, to.address) for data, to in ((b"one", first), (b"second", second), (b"three", first))]

    assert sent == [3, 6, 5]
    assert [first.recv(100), first.recv(100), second.recv(100)] == [b"one", b"three", b"second"]


@covers("posix:sendto:unbound-binds-ephemeral")
def test_the_first_datagram_gives_its_socket_a_port(target, peer, udp, send_to):
    ours, theirs = target.open(udp), peer.bound(udp)

    send_to(ours, b"hello", theirs.address)

    port = ours.address.port
    assert port != 0
    assert theirs.recvfrom(100) == (b"hello", target.at(udp, port))


@covers("posix:sendto:unbound-binds-ephemeral")
def test_the_port_stays_with_the_socket(target, peer, udp, send_to):
    ours, first, second = target.open(udp), peer.bound(udp), peer.bound(udp)
    send_to(ours, b"one", first.address)
    send_to(ours, b"two", second.address)
    send_to(ours, b"three", first.address)

    sources = {first.recvfrom(100)[1], second.recvfrom(100)[1], first.recvfrom(100)[1]}

    assert sources == {target.at(udp, ours.address.port)}


@covers("posix:sendto:unbound-binds-ephemeral")
def test_the_first_datagram_leaves_the_address_open(target, peer, udp, send_to):
    ours, theirs = target.open(udp), peer.bound(udp)

    send_to(ours, b"hello", theirs.address)

    assert ours.address == udp.wildcard(ours.address.port)


@covers("posix:sendto:bound-keeps-name")
def test_a_datagram_leaves_the_name_of_a_bound_socket_alone(datagram_socket, peer, send_to):
    theirs, before = peer.bound(datagram_socket.kind), datagram_socket.address

    send_to(datagram_socket, b"hello", theirs.address)

    assert datagram_socket.address == before
    assert theirs.recvfrom(100) == (b"hello", before)


@covers("posix:sendto:one-call-one-datagram")
def test_a_datagram_does_not_reach_another_port(target, peer, datagram, settle, send_to):
    ours, theirs, other = target.open(datagram), peer.bound(datagram), peer.bound(datagram)

    send_to(ours, b"private", theirs.address)

    assert theirs.recv(100) == b"private"
    settle()
    assert other.poll("POLLIN") == set()


@covers("posix:sendto:unconnected-without-address-edestaddrreq", "posix:sendto:EDESTADDRREQ")
def test_a_udp_datagram_without_destination_fails(udp_socket):
    assert udp_socket.fails.send(b"where to?") in {"EDESTADDRREQ", "ENOTCONN"}


@covers("posix:sendmsg:no-destination-error", "posix:sendmsg:EDESTADDRREQ", "posix:sendto:unconnected-without-address-edestaddrreq")
def test_a_udp_message_without_destination_fails(udp_socket):
    assert udp_socket.fails.sendmsg([b"where", b"to?"]) in {"EDESTADDRREQ", "ENOTCONN"}


@covers("linux:sendto:udp-unconnected-edestaddrreq")
def test_a_udp_datagram_without_destination_fails_with_edestaddrreq(udp_socket):
    assert udp_socket.fails.send(b"where to?") == "EDESTADDRREQ"


@covers("linux:sendto:udp-unconnected-edestaddrreq")
def test_a_udp_message_without_destination_fails_with_edestaddrreq(udp_socket):
    assert udp_socket.fails.sendmsg([b"where", b"to?"]) == "EDESTADDRREQ"


@covers("linux:sendto:unix-dgram-unconnected-enotconn")
def test_a_local_datagram_without_destination_fails(target, unix_datagram):
    assert target.bound(unix_datagram).fails.send(b"where to?") == "ENOTCONN"
    assert target.open(unix_datagram).fails.sendmsg([b"where", b"to?"]) == "ENOTCONN"


@covers("posix:sendto:unconnected-without-address-edestaddrreq")
def test_a_datagram_without_destination_harms_nothing(datagram_socket, peer):
    theirs = peer.bound(datagram_socket.kind)
    assert datagram_socket.fails.send(b"where to?") in {"EDESTADDRREQ", "ENOTCONN"}

    datagram_socket.sendto(b"there", theirs.address)

    assert theirs.recvfrom(100) == (b"there", datagram_socket.address)


@covers("posix:sendto:connected-other-address", "posix:sendto:EISCONN", "posix:sendmsg:EISCONN")
def test_a_connected_socket_sends_elsewhere_or_refuses(target, datagram_pair, peer, send_to, choice):
    ours, theirs = datagram_pair
    other = peer.bound(ours.kind)
    sending = target.first([send_to.start(ours, b"elsewhere", other.address)])

    if sending.answer.word == "raised":
        choice("posix:sendto:connected-other-address", "refused")
        assert sending.error() == "EISCONN"
    else:
        choice("posix:sendto:connected-other-address", "sent")
        assert other.recvfrom(100) == (b"elsewhere", ours.address)


@covers("linux:sendto:connected-other-address-overrides")
def test_a_connected_socket_sends_elsewhere_for_one_call(datagram_pair, peer, send_to):
    ours, theirs = datagram_pair
    other = peer.bound(ours.kind)

    assert send_to(ours, b"elsewhere", other.address) == 9

    assert other.recvfrom(100) == (b"elsewhere", ours.address)


@covers("posix:sendto:connected-keeps-default-peer")
def test_a_connected_socket_keeps_its_peer_when_it_sent_elsewhere(target, datagram_pair, peer, send_to, transmit):
    ours, theirs = datagram_pair
    other = peer.bound(ours.kind)
    target.first([send_to.start(ours, b"elsewhere", other.address)])

    transmit(ours, b"to you")

    assert theirs.recvfrom(100) == (b"to you", ours.address)
    assert ours.getpeername() == theirs.address


@covers("posix:sendto:connected-keeps-default-peer")
def test_the_peer_gets_nothing_of_what_was_sent_elsewhere(target, datagram_pair, peer, send_to, settle):
    ours, theirs = datagram_pair
    other = peer.bound(ours.kind)

    target.first([send_to.start(ours, b"elsewhere", other.address)])

    settle()
    assert theirs.poll("POLLIN") == set()


@covers("linux:sendto:port-zero-error", "posix:sendto:EINVAL")
def test_a_datagram_to_port_zero_fails(target, udp, send_to):
    ours = target.open(udp)

    assert send_to.fails(ours, b"nowhere", target.at(udp, 0)) == "EINVAL"


@covers("linux:sendto:flags-without-effect")
@pytest.mark.parametrize("flag", ["MSG_CONFIRM", "MSG_DONTROUTE", "MSG_EOR", "MSG_NOSIGNAL", "MSG_DONTWAIT"])
def test_a_datagram_with_a_flag_that_changes_nothing_here_arrives(target, peer, udp, send_to, flag):
    ours, theirs = target.bound(udp), peer.bound(udp)

    assert send_to(ours, b"with a flag", theirs.address, flag) == 11

    assert theirs.recvfrom(100) == (b"with a flag", ours.address)


@covers("posix:sendto:one-call-one-datagram")
def test_a_datagram_to_another_local_address_arrives_there(one_host, target, peer, udp4, send_to):
    ours, theirs, same_port = target.open(udp4), peer.open(udp4), peer.open(udp4)
    theirs.bind(Inet("127.0.0.2", 0))
    same_port.bind(Inet("127.0.0.3", theirs.address.port))

    send_to(ours, b"to .2", theirs.address)
    send_to(ours, b"to .3", same_port.address)

    assert [theirs.recv(100), same_port.recv(100)] == [b"to .2", b"to .3"]


@covers("posix:sendto:unbound-binds-ephemeral")
def test_a_port_that_was_given_by_sending_receives(target, peer, udp, send_to):
    ours, theirs = target.open(udp), peer.bound(udp)
    send_to(ours, b"hello", theirs.address)

    theirs.sendto(b"welcome", target.at(udp, ours.address.port))

    assert ours.recvfrom(100) == (b"welcome", theirs.address)


@covers("posix:sendto:one-call-one-datagram")
def test_a_socket_gets_nothing_that_is_sent_to_another_address_of_its_port(one_host, target, peer, udp4, settle):
    ours, theirs = target.bound(udp4), peer.open(udp4)

    theirs.sendto(b"for the neighbour", Inet("127.0.0.2", ours.address.port))

    settle()
    assert ours.poll("POLLIN") == set()
