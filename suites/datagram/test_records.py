"""Seqpacket connections: records keep their boundaries and have an end behind them."""
import pytest

from harness.sockets import UNIX_SEQPACKET

covers = pytest.mark.covers


@covers("posix:recvfrom:eof-of-records")
def test_the_end_comes_behind_all_records_and_stays(seqpacket_pair, receive):
    ours, theirs = seqpacket_pair
    theirs.send(b"first")
    theirs.send(b"and last")
    theirs.close()

    received = [receive(ours, 100) for _ in range(4)]

    assert received == [b"first", b"and last", b"", b""]


@covers("posix:recvfrom:eof-of-records")
def test_a_receive_that_waits_ends_with_the_connection(seqpacket_pair, receive):
    ours, theirs = seqpacket_pair
    receiving = receive.start(ours, 100)
    assert receiving.blocked()

    theirs.close()

    assert receiving.result() == b""


@covers("posix:recvfrom:eof-of-records", "posix:send:seqpacket-zero-length-record")
def test_an_empty_record_is_not_the_end(seqpacket_pair, receive):
    ours, theirs = seqpacket_pair
    theirs.send(b"")

    assert receive(ours, 100) == b""

    theirs.send(b"it goes on")
    assert receive(ours, 100) == b"it goes on"


@covers("posix:recvfrom:ECONNRESET", "posix:recvmsg:ECONNRESET")
def test_a_peer_that_closes_without_reading_resets_the_connection(seqpacket_pair, receive):
    ours, theirs = seqpacket_pair
    ours.send(b"never read")
    theirs.close()

    assert receive.fails(ours, 100) == "ECONNRESET"

    assert receive(ours, 100) == b""


@covers("posix:sendto:ECONNRESET", "posix:sendmsg:ECONNRESET")
def test_a_send_reports_the_reset_of_a_connection(seqpacket_pair, transmit):
    ours, theirs = seqpacket_pair
    ours.send(b"never read")
    theirs.close()

    assert transmit.fails(ours, b"one more") == "ECONNRESET"

    assert transmit.fails(ours, b"yet more") == "EPIPE"


@covers("posix:recvfrom:ENOTCONN", "posix:recvmsg:ENOTCONN")
def test_a_socket_without_connection_receives_nothing(target, unix_seqpacket, receive):
    assert receive.fails(target.open(unix_seqpacket), 100) == "ENOTCONN"


@covers("posix:recvfrom:ENOTCONN", "posix:recvmsg:ENOTCONN")
def test_a_listener_receives_nothing(target, unix_seqpacket, receive):
    assert receive.fails(target.listener(unix_seqpacket), 100) == "ENOTCONN"


@covers("posix:sendto:ENOTCONN", "posix:sendmsg:ENOTCONN")
def test_a_socket_without_connection_sends_nothing(target, unix_seqpacket):
    ours = target.open(unix_seqpacket)

    assert ours.fails.send(b"to whom?") == "ENOTCONN"
    assert ours.fails.sendmsg([b"to", b"whom?"]) == "ENOTCONN"


@covers("posix:sendmsg:eor-accepted-on-seqpacket")
def test_a_record_with_an_end_mark_arrives_whole(seqpacket_pair, transmit):
    ours, theirs = seqpacket_pair

    assert transmit(ours, b"a whole record", "MSG_EOR") == 14
    transmit(ours, b"the next")

    assert [theirs.recv(100), theirs.recv(100)] == [b"a whole record", b"the next"]


@covers("posix:sendto:unix-seqpacket-address-ignored")
def test_a_record_to_a_name_that_nobody_has_goes_to_the_peer(seqpacket_pair, a_path, send_to):
    ours, theirs = seqpacket_pair

    assert send_to(ours, b"to the peer", a_path) == 11

    assert theirs.recv(100) == b"to the peer"


@covers("posix:sendto:unix-seqpacket-address-ignored")
def test_a_record_to_another_listener_goes_to_the_peer(seqpacket_pair, peer, send_to):
    ours, theirs = seqpacket_pair
    other = peer.listener(UNIX_SEQPACKET)

    send_to(ours, b"to the peer", other.address)

    assert theirs.recv(100) == b"to the peer"
    assert other.poll("POLLIN") == set()
