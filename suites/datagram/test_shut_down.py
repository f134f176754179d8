"""shutdown of a message socket: no more is sent, with or without an address; what came before can be read."""
import pytest

covers = pytest.mark.covers


@covers("posix:sendto:after-shut-wr-epipe", "posix:sendto:EPIPE", "posix:sendmsg:EPIPE")
def test_a_datagram_fails_when_writing_was_shut_down(datagram_pair, transmit, settle):
    ours, theirs = datagram_pair
    ours.shutdown("SHUT_WR")

    assert transmit.fails(ours, b"too late") == "EPIPE"

    settle()
    assert "POLLIN" not in theirs.poll("POLLIN")


@covers("posix:sendto:after-shut-wr-epipe", "posix:sendto:EPIPE", "posix:sendmsg:EPIPE")
def test_a_datagram_to_another_address_fails_too_when_writing_was_shut_down(datagram_pair, peer, send_to, settle):
    ours, _ = datagram_pair
    other = peer.bound(ours.kind)
    ours.shutdown("SHUT_WR")

    assert send_to.fails(ours, b"too late", other.address) == "EPIPE"

    settle()
    assert "POLLIN" not in other.poll("POLLIN")


@covers("posix:send:datagram-epipe-no-sigpipe")
def test_a_datagram_that_fails_so_raises_no_sigpipe(datagram_pair, target, transmit):
    ours, _ = datagram_pair
    ours.shutdown("SHUT_WR")

    assert transmit.fails(ours, b"too late") == "EPIPE"

    assert target.signals()["SIGPIPE"] == 0


@covers("posix:sendto:after-shut-wr-epipe")
def test_what_was_sent_before_the_shutdown_arrives(message_pair, transmit):
    ours, theirs = message_pair
    transmit(ours, b"in time")

    ours.shutdown("SHUT_WR")

    assert theirs.recv(100) == b"in time"


@covers("posix:sendto:after-shut-wr-epipe")
def test_a_datagram_socket_still_receives_when_writing_was_shut_down(datagram_pair, receive):
    ours, theirs = datagram_pair
    ours.shutdown("SHUT_WR")

    theirs.send(b"still open")

    assert receive(ours, 100) == b"still open"


@covers("posix:sendto:EPIPE", "posix:sendmsg:EPIPE")
def test_a_record_fails_when_writing_was_shut_down(seqpacket_pair, transmit):
    ours, theirs = seqpacket_pair
    ours.shutdown("SHUT_WR")

    assert transmit.fails(ours, b"too late") == "EPIPE"

    assert theirs.recv(100) == b""


@covers("posix:sendto:EPIPE", "posix:sendmsg:EPIPE")
def test_a_record_to_a_peer_that_closed_fails(seqpacket_pair, transmit):
    ours, theirs = seqpacket_pair
    theirs.close()

    assert transmit.fails(ours, b"too late") == "EPIPE"


@covers("posix:sendto:EPIPE", "posix:sendmsg:EPIPE", "posix:send:epipe-raises-sigpipe")
def test_a_record_to_a_peer_that_closed_raises_sigpipe(seqpacket_pair, target):
    ours, theirs = seqpacket_pair
    theirs.close()
    assert target.signals()["SIGPIPE"] == 0

    assert ours.fails.sendmsg([b"too", b"late"]) == "EPIPE"

    assert target.signals()["SIGPIPE"] == 1


@covers("posix:send:nosignal-suppresses-sigpipe")
def test_a_record_with_nosignal_fails_without_sigpipe(seqpacket_pair, target, transmit):
    ours, theirs = seqpacket_pair
    theirs.close()

    assert transmit.fails(ours, b"too late", "MSG_NOSIGNAL") == "EPIPE"

    assert target.signals()["SIGPIPE"] == 0


@covers("linux:recvfrom:after-shut-rd-blocking-returns-zero")
def test_an_empty_queue_reads_as_nothing_when_reading_was_shut_down(message_pair, receive):
    ours, _ = message_pair

    ours.shutdown("SHUT_RD")

    assert receive(ours, 100) == b""


@covers("linux:recvfrom:after-shut-rd-queued-data")
def test_what_is_queued_can_be_read_when_reading_was_shut_down(datagram_pair, receive, settle):
    ours, theirs = datagram_pair
    theirs.send(b"queued")
    theirs.send(b"and this too")
    settle()

    ours.shutdown("SHUT_RD")

    assert [receive(ours, 100), receive(ours, 100)] == [b"queued", b"and this too"]


@covers("linux:recvfrom:after-shut-rd-blocking-returns-zero")
def test_a_receive_that_waits_ends_when_reading_is_shut_down(message_pair, receive):
    ours, _ = message_pair
    receiving = receive.start(ours, 100)
    assert receiving.blocked()

    ours.shutdown("SHUT_RD")

    assert receiving.result() == b""


@covers("posix:sendto:after-shut-wr-epipe")
def test_a_socket_whose_reading_was_shut_down_still_sends(message_pair, transmit):
    ours, theirs = message_pair
    ours.shutdown("SHUT_RD")

    assert transmit(ours, b"still sending") == 13

    assert theirs.recv(100) == b"still sending"
