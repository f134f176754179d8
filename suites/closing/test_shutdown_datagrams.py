"""shutdown of datagram sockets is a matter of this side alone: nothing reaches the peer."""
import pytest

covers = pytest.mark.covers


@covers("posix:shutdown:udp-connected-write-local-only", "posix:send:after-shut-wr-epipe")
def test_nothing_can_be_sent_after_shutdown_for_writing(datagram_pair, transmit):
    ours, theirs = datagram_pair

    ours.shutdown("SHUT_WR")

    assert transmit.fails(ours, b"too late") == "EPIPE"
    assert transmit.fails(ours, b"later still") == "EPIPE"
    assert theirs.fails.recv(100, "MSG_DONTWAIT") in {"EAGAIN", "EWOULDBLOCK"}


@covers("posix:shutdown:udp-connected-write-local-only")
def test_the_peer_of_a_shutdown_for_writing_notices_nothing(datagram_pair):
    ours, theirs = datagram_pair
    receiving = theirs.start.recv(100)
    assert receiving.blocked()
    ours.send(b"in time")
    assert receiving.result() == b"in time"

    ours.shutdown("SHUT_WR")

    assert theirs.poll("POLLIN", "POLLOUT", "POLLRDHUP") == {"POLLOUT"}


@covers("posix:shutdown:udp-connected-write-local-only")
def test_receiving_goes_on_after_shutdown_for_writing(datagram_pair, receive):
    ours, theirs = datagram_pair
    ours.shutdown("SHUT_WR")

    theirs.send(b"still here")

    assert receive(ours, 100) == b"still here"


@covers("posix:shutdown:udp-connected-write-local-only")
def test_a_blocked_recv_waits_on_after_shutdown_for_writing(datagram_pair):
    ours, theirs = datagram_pair
    receiving = ours.start.recv(100)
    assert receiving.blocked()

    ours.shutdown("SHUT_WR")

    assert receiving.still_blocked()
    theirs.send(b"awaited")
    assert receiving.result() == b"awaited"


@covers("posix:shutdown:read-can-still-send")
def test_sending_goes_on_after_shutdown_for_reading(datagram_pair, transmit):
    ours, theirs = datagram_pair
    ours.shutdown("SHUT_RD")

    transmit(ours, b"still sending")

    assert theirs.recv(100) == b"still sending"


@covers("posix:shutdown:both-disables-both")
def test_shutdown_for_both_ends_sending(datagram_pair):
    ours, theirs = datagram_pair

    ours.shutdown("SHUT_RDWR")

    assert ours.fails.send(b"too late") == "EPIPE"
    assert ours.recv(100) == b""
    assert theirs.fails.recv(100, "MSG_DONTWAIT") in {"EAGAIN", "EWOULDBLOCK"}


@covers("linux:recv:blocked-wakes-on-own-shut-rd")
@pytest.mark.parametrize("how", ["SHUT_RD", "SHUT_RDWR"])
def test_shutdown_for_reading_wakes_a_blocked_recv(datagram_pair, how):
    ours, _ = datagram_pair
    receiving = ours.start.recv(100)
    assert receiving.blocked()

    ours.shutdown(how)

    assert receiving.result() == b""


@covers("linux:shutdown:udp-survives-reconnect")
def test_writing_stays_shut_down_when_a_udp_socket_connects_again(peer, udp_pair):
    ours, theirs = udp_pair
    ours.shutdown("SHUT_WR")

    ours.connect(peer.bound(theirs.kind).address)

    assert ours.fails.send(b"too late") == "EPIPE"


@covers("linux:shutdown:udp-survives-reconnect")
def test_reading_stays_shut_down_when_a_udp_socket_connects_again(peer, udp_pair):
    ours, theirs = udp_pair
    ours.shutdown("SHUT_RD")

    ours.connect(peer.bound(theirs.kind).address)

    assert ours.recv(100) == b""


@covers("linux:shutdown:udp-unconnected-wakes-reader")
def test_shutdown_of_an_unconnected_udp_socket_fails_and_yet_wakes_a_reader(udp_socket):
    receiving = udp_socket.start.recv(100)
    assert receiving.blocked()

    assert udp_socket.fails.shutdown("SHUT_RD") == "ENOTCONN"

    assert receiving.result() == b""


@covers("linux:shutdown:unix-dgram-sender-does-not-affect-receiver")
def test_one_local_sender_shuts_down_and_the_receiver_goes_on(target, peer, unix_datagram):
    receiver, ours, other = peer.bound(unix_datagram), target.bound(unix_datagram), target.bound(unix_datagram)
    ours.connect(receiver.address)
    other.connect(receiver.address)
    ours.send(b"sent in time")

    ours.shutdown("SHUT_WR")

    other.send(b"of the other one")
    assert receiver.recvfrom(100) == (b"sent in time", ours.address)
    assert receiver.recvfrom(100) == (b"of the other one", other.address)
    assert receiver.fails.recv(100, "MSG_DONTWAIT") in {"EAGAIN", "EWOULDBLOCK"}


@covers("linux:shutdown:unix-dgram-sender-does-not-affect-receiver")
def test_a_local_receiver_of_ours_is_not_affected_by_a_senders_shutdown(target, peer, unix_datagram):
    receiver, theirs, other = target.bound(unix_datagram), peer.bound(unix_datagram), peer.bound(unix_datagram)
    theirs.connect(receiver.address)
    theirs.send(b"sent in time")
    receiving = receiver.start.recv(100)
    assert receiving.result() == b"sent in time"
    receiving = receiver.start.recv(100)
    assert receiving.blocked()

    theirs.shutdown("SHUT_WR")

    assert receiving.still_blocked()
    other.sendto(b"of another one", receiver.address)
    assert receiving.result() == b"of another one"
