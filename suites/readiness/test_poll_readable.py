"""POLLIN: reported while a receive would not wait, and only then."""
import pytest

covers = pytest.mark.covers

WOULD_BLOCK = {"EAGAIN", "EWOULDBLOCK"}
NOTHING = frozenset()


@covers("posix:poll:no-pollin-when-empty")
def test_an_empty_queue_is_not_readable(any_pair):
    assert any_pair.ours.poll("POLLIN") == NOTHING


@covers("posix:poll:pollin-when-data")
def test_data_makes_it_readable_and_can_be_received_without_waiting(any_pair):
    ours, theirs = any_pair

    theirs.send(b"readable")

    assert ours.ready("POLLIN") == {"POLLIN"}
    assert ours.recv(20, "MSG_DONTWAIT") == b"readable"


@covers("posix:poll:pollin-when-data")
def test_a_single_byte_makes_it_readable(any_pair):
    ours, theirs = any_pair

    theirs.send(b"1")

    assert ours.ready("POLLIN") == {"POLLIN"}


@covers("posix:poll:level-triggered")
def test_it_stays_readable_until_the_data_is_received(any_pair):
    ours, theirs = any_pair
    theirs.send(b"readable")
    assert ours.ready("POLLIN") == {"POLLIN"}

    again = [ours.poll("POLLIN") for _ in range(3)]

    assert again == [{"POLLIN"}] * 3
    assert ours.recv(20) == b"readable"
    assert ours.poll("POLLIN") == NOTHING


@covers("posix:poll:level-triggered")
def test_it_stays_readable_after_a_peek(any_pair):
    ours, theirs = any_pair
    theirs.send(b"readable")
    assert ours.recv(20, "MSG_PEEK") == b"readable"

    assert ours.poll("POLLIN") == {"POLLIN"}


@covers("posix:poll:level-triggered")
def test_a_stream_stays_readable_until_its_last_byte(stream_pair):
    ours, theirs = stream_pair
    theirs.send(b"abc")
    assert ours.ready("POLLIN") == {"POLLIN"}

    assert ours.recv(2) == b"ab"
    assert ours.poll("POLLIN") == {"POLLIN"}

    assert ours.recv(2) == b"c"
    assert ours.poll("POLLIN") == NOTHING


@covers("posix:poll:level-triggered")
def test_a_queue_of_messages_stays_readable_until_the_last(message_pair, settle):
    ours, theirs = message_pair
    theirs.send(b"first")
    theirs.send(b"last")
    settle()

    assert ours.recv(2) == b"fi"
    assert ours.poll("POLLIN") == {"POLLIN"}

    assert ours.recv(20) == b"last"
    assert ours.poll("POLLIN") == NOTHING


@covers("posix:poll:pollin-when-data")
def test_it_is_readable_each_time_data_comes(any_pair):
    ours, theirs = any_pair

    for data in (b"once", b"twice", b"a third time"):
        assert ours.poll("POLLIN") == NOTHING
        theirs.send(data)
        assert ours.ready("POLLIN") == {"POLLIN"}
        assert ours.recv(20) == data


@covers("posix:recvfrom:zero-datagram-polls-readable")
def test_an_empty_message_makes_it_readable(message_pair):
    ours, theirs = message_pair

    theirs.send(b"")

    assert ours.ready("POLLIN") == {"POLLIN"}
    assert ours.recv(20) == b""
    assert ours.poll("POLLIN") == NOTHING


@covers("posix:poll:polling-changes-nothing")
def test_polling_leaves_the_data_as_it_is(any_pair, fresh, arrived):
    ours, theirs = any_pair
    data = fresh(5000)
    theirs.send(data)
    arrived(ours, 5000)

    for _ in range(5):
        ours.ready("POLLIN", "POLLPRI", "POLLOUT")

    assert ours.recv(6000) == data


@covers("posix:poll:eof-reports-pollin")
def test_the_end_of_file_makes_it_readable(connection_pair):
    ours, theirs = connection_pair

    theirs.shutdown("SHUT_WR")

    assert "POLLIN" in ours.ready("POLLIN")
    assert ours.recv(10, "MSG_DONTWAIT") == b""
    assert "POLLIN" in ours.poll("POLLIN")


@covers("posix:poll:eof-reports-pollin")
def test_a_peer_that_closed_makes_it_readable(connection_pair):
    ours, theirs = connection_pair

    theirs.close()

    assert "POLLIN" in ours.ready("POLLIN")
    assert ours.recv(10, "MSG_DONTWAIT") == b""


@covers("posix:poll:eof-reports-pollin")
def test_it_stays_readable_through_the_last_data_to_the_end_of_file(connection_pair):
    ours, theirs = connection_pair
    theirs.send(b"last words")
    theirs.close()

    assert "POLLIN" in ours.ready("POLLIN")
    assert ours.recv(20) == b"last words"

    assert "POLLIN" in ours.ready("POLLIN")
    assert ours.recv(20) == b""


@covers("posix:poll:reset-readable")
def test_a_reset_makes_it_readable(tcp_pair):
    ours, theirs = tcp_pair

    theirs.reset()

    assert ours.ready("POLLIN")     # the error may be told a moment earlier
    assert "POLLIN" in ours.ready("POLLIN")
    assert not ours.start.recv(10).blocked()


@covers("posix:poll:listener-readable-with-connection")
def test_a_listener_is_readable_while_a_client_waits(connection_listener, peer):
    assert connection_listener.poll("POLLIN") == NOTHING

    client = peer.connect(connection_listener)
    assert connection_listener.ready("POLLIN") == {"POLLIN"}

    accepted, _ = connection_listener.accept()
    assert connection_listener.poll("POLLIN") == NOTHING
    client.send(b"hello")
    assert accepted.recv(10) == b"hello"


@covers("posix:poll:listener-readable-with-connection")
def test_a_listener_stays_readable_until_the_last_client_is_accepted(connection_listener, peer):
    clients = [peer.connect(connection_listener) for _ in range(2)]
    assert connection_listener.ready("POLLIN") == {"POLLIN"}

    accepted = [connection_listener.accept()[0]]
    assert connection_listener.ready("POLLIN") == {"POLLIN"}

    accepted.append(connection_listener.accept()[0])
    assert connection_listener.poll("POLLIN") == NOTHING
    assert len(clients) == 2


@covers("posix:poll:pollin-when-data")
def test_an_accepted_socket_is_readable_if_its_client_has_spoken_already(connection_listener, peer):
    client = peer.connect(connection_listener)
    client.send(b"early")

    accepted, _ = connection_listener.accept()

    assert accepted.ready("POLLIN") == {"POLLIN"}
    assert accepted.recv(10) == b"early"


@covers("posix:poll:accept-race-readable-then-none")
def test_of_two_that_saw_one_client_one_gets_it_and_the_other_does_not_wait(connection_listener, target, peer):
    connection_listener.setblocking(False)
    peer.connect(connection_listener)
    assert [connection_listener.ready("POLLIN") for _ in range(2)] == [{"POLLIN"}] * 2

    accepted, _ = connection_listener.accept()

    assert connection_listener.fails.accept() in WOULD_BLOCK
    assert accepted.getpeername() is not None


@covers("linux:poll:own-shutdown-read-readable")
def test_who_ended_reading_is_readable(connection_pair):
    ours, _ = connection_pair

    ours.shutdown("SHUT_RD")

    assert "POLLIN" in ours.poll("POLLIN")
    assert ours.recv(10, "MSG_DONTWAIT") == b""


@covers("posix:poll:normal-data-bands")
def test_normal_data_is_reported_under_its_other_name_too(any_pair):
    ours, theirs = any_pair

    theirs.send(b"normal")

    assert ours.ready("POLLRDNORM") == {"POLLRDNORM"}
    assert ours.poll("POLLRDNORM", "POLLIN") == {"POLLRDNORM", "POLLIN"}


@covers("posix:poll:rcvlowat-threshold")
def test_a_higher_low_water_mark_makes_readable_unreadable_and_back(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"12345")
    assert ours.ready("POLLIN") == {"POLLIN"}

    ours.setsockopt("SO_RCVLOWAT", 6)
    assert ours.poll("POLLIN") == NOTHING

    ours.setsockopt("SO_RCVLOWAT", 5)
    assert ours.poll("POLLIN") == {"POLLIN"}
