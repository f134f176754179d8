"""POLLHUP, POLLERR, POLLRDHUP and POLLNVAL: what has become of a socket, asked for or not."""
import pytest

covers = pytest.mark.covers

NOTHING = frozenset()
ALL = ("POLLIN", "POLLPRI", "POLLOUT", "POLLRDHUP")


@pytest.fixture
def unreachable(target, udp):
    """A connected UDP socket whose first datagram found no receiver; nobody has asked yet."""
    sock, nobody = target.open(udp), target.bound(udp)
    sock.connect(nobody.address)
    nobody.close()
    sock.send(b"anyone?")
    sock.ready("POLLERR")
    return sock


@covers("linux:poll:exact-conditions")
def test_an_idle_connection_has_no_condition(any_pair):
    assert any_pair.ours.poll(*ALL) == {"POLLOUT"}
    assert any_pair.ours.poll() == NOTHING


@covers("posix:poll:peer-half-close-no-pollhup")
def test_a_peer_that_ended_writing_is_no_hangup(connection_pair):
    ours, theirs = connection_pair
    theirs.shutdown("SHUT_WR")

    assert ours.ready("POLLIN") == {"POLLIN"}

    assert ours.poll("POLLOUT") == {"POLLOUT"}
    assert ours.poll() == NOTHING


@covers("linux:poll:rdhup-on-peer-shutdown")
def test_a_peer_that_ended_writing_is_reported_to_who_asks(connection_pair):
    ours, theirs = connection_pair
    assert ours.poll("POLLRDHUP") == NOTHING

    theirs.shutdown("SHUT_WR")

    assert ours.ready("POLLRDHUP") == {"POLLRDHUP"}
    assert ours.poll(*ALL) == {"POLLIN", "POLLOUT", "POLLRDHUP"}


@covers("linux:poll:rdhup-on-peer-shutdown")
def test_a_peer_that_ended_writing_wakes_who_polls_for_it(connection_pair):
    ours, theirs = connection_pair
    polling = ours.start.poll("POLLRDHUP", timeout=None)
    theirs.send(b"not the end")
    assert polling.holds(0.03)

    theirs.shutdown("SHUT_WR")

    assert polling.result() == {"POLLRDHUP"}


@covers("linux:poll:rdhup-on-peer-shutdown")
def test_a_peer_that_closed_is_reported_to_who_asks(connection_pair):
    ours, theirs = connection_pair

    theirs.close()

    assert "POLLRDHUP" in ours.ready("POLLRDHUP")
    assert "POLLRDHUP" not in ours.poll("POLLIN")


@covers("linux:poll:exact-conditions")
def test_a_tcp_peer_that_closed_is_no_hangup(tcp_pair):
    ours, theirs = tcp_pair

    theirs.close()

    assert ours.ready("POLLRDHUP") == {"POLLRDHUP"}
    assert ours.poll(*ALL) == {"POLLIN", "POLLOUT", "POLLRDHUP"}


@covers("linux:poll:exact-conditions")
def test_an_af_unix_peer_that_closed_is_a_hangup(local_connection_pair):
    ours, theirs = local_connection_pair

    theirs.close()

    assert ours.poll() == {"POLLHUP"}
    assert ours.poll(*ALL) == {"POLLIN", "POLLOUT", "POLLHUP", "POLLRDHUP"}


@covers("linux:poll:exact-conditions")
def test_an_af_unix_datagram_peer_that_closed_is_no_condition(local_datagram_pair):
    ours, theirs = local_datagram_pair

    theirs.close()

    assert ours.poll(*ALL) == {"POLLOUT"}


@covers("posix:poll:hup-when-both-directions-closed")
def test_both_ends_that_ended_writing_are_a_hangup(connection_pair):
    ours, theirs = connection_pair
    theirs.shutdown("SHUT_WR")
    assert "POLLIN" in ours.ready("POLLIN")

    ours.shutdown("SHUT_WR")

    assert "POLLHUP" in ours.ready()        # perhaps not before the peer has acknowledged the end


@covers("posix:poll:hup-when-both-directions-closed")
def test_a_hangup_wakes_who_polls_for_nothing_in_particular(connection_pair):
    ours, theirs = connection_pair
    ours.shutdown("SHUT_WR")
    polling = ours.start.poll(timeout=None)
    assert polling.blocked()

    theirs.shutdown("SHUT_WR")

    assert "POLLHUP" in polling.result()


@covers("linux:poll:exact-conditions")
def test_the_conditions_of_a_connection_that_both_ends_ended(connection_pair):
    ours, theirs = connection_pair
    theirs.shutdown("SHUT_WR")
    assert "POLLIN" in ours.ready("POLLIN")

    ours.shutdown("SHUT_WR")

    assert ours.poll(*ALL) == {"POLLIN", "POLLOUT", "POLLHUP", "POLLRDHUP"}


@covers("linux:poll:exact-conditions")
def test_the_conditions_of_who_ended_writing(connection_pair):
    connection_pair.ours.shutdown("SHUT_WR")

    assert connection_pair.ours.poll(*ALL) == {"POLLOUT"}


@covers("linux:poll:exact-conditions")
def test_the_conditions_of_who_ended_reading(connection_pair):
    connection_pair.ours.shutdown("SHUT_RD")

    assert connection_pair.ours.poll(*ALL) == {"POLLIN", "POLLOUT", "POLLRDHUP"}


@covers("posix:poll:reset-reports-err-and-hup", "posix:poll:err-hup-reported-unasked")
def test_a_reset_is_reported_unasked(tcp_reset):
    assert tcp_reset.poll() & {"POLLERR", "POLLHUP"}


@covers("linux:poll:exact-conditions")
def test_the_conditions_of_a_reset_before_and_after_its_error_was_taken(tcp_reset):
    assert tcp_reset.poll(*ALL) == {"POLLIN", "POLLOUT", "POLLERR", "POLLHUP", "POLLRDHUP"}

    assert tcp_reset.getsockopt("SO_ERROR") == "ECONNRESET"

    assert tcp_reset.poll(*ALL) == {"POLLIN", "POLLOUT", "POLLHUP", "POLLRDHUP"}


@covers("linux:poll:exact-conditions")
@pytest.mark.usefixtures("lossless")
def test_the_conditions_of_a_reset_behind_data(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"last words")
    theirs.reset()
    assert "POLLERR" in ours.ready("POLLERR")

    assert ours.poll(*ALL) == {"POLLIN", "POLLOUT", "POLLERR", "POLLHUP", "POLLRDHUP"}


@covers("posix:poll:polling-changes-nothing")
def test_polling_does_not_take_the_error(tcp_reset):
    found = tcp_reset.poll()
    assert "POLLERR" in found
    assert [tcp_reset.poll() for _ in range(3)] == [found] * 3

    assert tcp_reset.getsockopt("SO_ERROR") == "ECONNRESET"


@covers("posix:poll:udp-pending-error-pollerr", "posix:poll:err-hup-reported-unasked")
def test_a_datagram_that_found_no_receiver_is_an_error_until_it_is_taken(unreachable):
    assert unreachable.poll() == {"POLLERR"}
    assert unreachable.poll("POLLIN", "POLLOUT") >= {"POLLERR", "POLLOUT"}

    assert unreachable.getsockopt("SO_ERROR") == "ECONNREFUSED"

    assert unreachable.poll("POLLIN", "POLLOUT") == {"POLLOUT"}


@covers("posix:poll:udp-pending-error-pollerr")
def test_an_error_wakes_who_polls_for_data(target, udp):
    sock, nobody = target.open(udp), target.bound(udp)
    sock.connect(nobody.address)
    nobody.close()
    polling = sock.start.poll("POLLIN", timeout=None)
    assert polling.blocked()

    sock.send(b"anyone?")

    assert "POLLERR" in polling.result()
    assert sock.fails.recv(10) == "ECONNREFUSED"


@covers("posix:poll:unconnected-stream-state")
def test_a_stream_that_is_not_connected_is_told_at_once(target, connection, choice):
    sock = target.open(connection)

    found = sock.poll("POLLIN", "POLLOUT")

    choice("posix:poll:unconnected-stream-state", " ".join(sorted(found)) or "nothing")


@covers("linux:poll:exact-conditions")
def test_a_stream_that_is_not_connected_is_a_hangup(target, connection):
    assert target.open(connection).poll(*ALL) == {"POLLOUT", "POLLHUP"}


@covers("linux:poll:exact-conditions")
def test_a_refused_connect_is_an_error_and_a_hangup(target, peer, tcp):
    listener = peer.listener(tcp)
    address = listener.address
    listener.close()
    sock = target.nonblocking(tcp)

    sock.connect_ex(address)

    assert sock.ready() == {"POLLERR", "POLLHUP"}


@covers("posix:poll:nval-on-closed-descriptor")
def test_a_closed_handle_is_invalid_at_once(target, any_kind):
    sock = target.open(any_kind)
    sock.close()

    polling = sock.start.poll("POLLIN", timeout=4)

    assert polling.result() == {"POLLNVAL"}


@covers("posix:poll:nval-on-closed-descriptor")
def test_a_closed_handle_in_a_set_leaves_the_others_as_they_are(target, any_pair):
    ours, theirs = any_pair
    closed, idle = target.open(ours.kind), target.bound(ours.kind)
    theirs.send(b"readable")
    assert ours.ready("POLLIN") == {"POLLIN"}
    closed.close()

    assert target.poll([(ours, ["POLLIN"]), (closed, ["POLLIN"]), (idle, ["POLLPRI"])])[:2] == [{"POLLIN"}, {"POLLNVAL"}]
