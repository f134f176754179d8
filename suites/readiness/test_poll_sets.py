"""poll of several sockets: each is told what is true of it, and what it asked for."""
import pytest

covers = pytest.mark.covers

NOTHING = frozenset()
MANY = 70       # more than fit into a word of bits
BYTE = 256      # ... and more than a byte counts


@pytest.fixture
def bound(target, datagram):
    """``bound(5)``: so many datagram sockets of the target."""
    return lambda count: [target.bound(datagram) for _ in range(count)]


@covers("posix:poll:only-requested-events")
def test_of_a_socket_that_is_both_only_what_was_asked_is_told(any_pair):
    ours, theirs = any_pair
    theirs.send(b"both")
    assert ours.ready("POLLIN") == {"POLLIN"}

    assert ours.poll("POLLOUT") == {"POLLOUT"}
    assert ours.poll("POLLIN", "POLLOUT") == {"POLLIN", "POLLOUT"}
    assert ours.poll("POLLPRI") == NOTHING
    assert ours.poll() == NOTHING


@covers("posix:poll:multiple-sockets-count")
def test_exactly_those_that_are_ready_are_told(target, peer, bound, datagram):
    socks, sender = bound(5), peer.open(datagram)
    for sock in (socks[1], socks[3], socks[4]):
        sender.sendto(b"for %d" % sock.number, sock.address)
        assert sock.ready("POLLIN") == {"POLLIN"}

    found = target.poll([(sock, ["POLLIN"]) for sock in socks], timeout=3)

    assert found == [NOTHING, {"POLLIN"}, NOTHING, {"POLLIN"}, {"POLLIN"}]


@pytest.mark.parametrize("index", [0, 1, 4])
@covers("posix:poll:multiple-sockets-count")
def test_one_of_several_ends_the_wait_wherever_it_stands(target, peer, bound, datagram, index):
    socks, sender = bound(5), peer.open(datagram)
    polling = target.start.poll([(sock, ["POLLIN"]) for sock in socks], timeout=None)
    assert polling.blocked()

    sender.sendto(b"for one", socks[index].address)

    assert polling.result() == [{"POLLIN"} if sock is socks[index] else NOTHING for sock in socks]


@covers("posix:poll:multiple-sockets-count")
def test_each_is_told_what_it_asked_for(target, peer, bound, datagram):
    socks, sender = bound(4), peer.open(datagram)
    for sock in socks:
        sender.sendto(b"for %d" % sock.number, sock.address)
        assert sock.ready("POLLIN") == {"POLLIN"}

    found = target.poll([(socks[0], ["POLLOUT"]), (socks[1], ["POLLIN"]), (socks[2], []), (socks[3], ["POLLIN", "POLLOUT"])])

    assert found == [{"POLLOUT"}, {"POLLIN"}, NOTHING, {"POLLIN", "POLLOUT"}]


@covers("posix:poll:multiple-sockets-count")
def test_sockets_of_all_kinds_stand_in_one_set(target, peer, tcp4, udp4, unix_stream, unix_datagram):
    listeners = [target.listener(tcp4), target.listener(unix_stream)]
    receivers = [target.bound(udp4), target.bound(unix_datagram)]
    clients = [peer.connect(sock) for sock in listeners]
    for sock in receivers:
        peer.open(sock.kind).sendto(b"for %s" % sock.kind.name.encode(), sock.address)
    for sock in listeners + receivers:
        assert sock.ready("POLLIN") == {"POLLIN"}

    found = target.poll([(sock, ["POLLIN", "POLLOUT"]) for sock in listeners + receivers])

    assert found == [{"POLLIN"}, {"POLLIN"}, {"POLLIN", "POLLOUT"}, {"POLLIN", "POLLOUT"}]
    assert len(clients) == 2


@covers("posix:poll:multiple-sockets-count")
def test_many_sockets_are_all_looked_at(target, peer, udp4):
    socks, sender = [target.bound(udp4) for _ in range(MANY)], peer.open(udp4)
    ready = [socks[0], socks[31], socks[32], socks[63], socks[64], socks[MANY - 1]]
    for number, sock in enumerate(ready):
        sender.sendto(b"for %d" % number, sock.address)
        assert sock.ready("POLLIN") == {"POLLIN"}

    found = target.poll([(sock, ["POLLIN"]) for sock in socks])

    assert [number for number, events in enumerate(found) if events] == [0, 31, 32, 63, 64, MANY - 1]
    assert set(found) == {frozenset({"POLLIN"}), NOTHING}


@covers("posix:poll:multiple-sockets-count")
def test_hundreds_of_sockets_are_all_writable_and_one_is_readable(target, peer, udp4):
    socks = [target.open(udp4) for _ in range(BYTE + 20)]
    socks[-1].bind(target.anywhere(udp4))
    peer.open(udp4).sendto(b"for the last", socks[-1].address)
    assert socks[-1].ready("POLLIN") == {"POLLIN"}

    found = target.poll([(sock, ["POLLIN", "POLLOUT"]) for sock in socks])

    assert found == [{"POLLOUT"}] * (BYTE + 19) + [{"POLLIN", "POLLOUT"}]


@covers("posix:poll:multiple-sockets-count")
def test_the_last_of_many_sockets_ends_the_wait(target, peer, udp4):
    socks, sender = [target.bound(udp4) for _ in range(MANY)], peer.open(udp4)
    polling = target.start.poll([(sock, ["POLLIN"]) for sock in socks], timeout=None)
    assert polling.blocked()

    sender.sendto(b"for the last", socks[-1].address)

    assert polling.result() == [NOTHING] * (MANY - 1) + [{"POLLIN"}]
    assert socks[-1].recv(20) == b"for the last"


@covers("posix:poll:level-triggered")
def test_what_was_told_once_is_not_told_again_when_it_is_no_longer_true(target, peer, bound, datagram):
    socks, sender = bound(3), peer.open(datagram)
    sender.sendto(b"first", socks[0].address)
    sender.sendto(b"second", socks[2].address)
    assert [sock.ready("POLLIN") for sock in (socks[0], socks[2])] == [{"POLLIN"}] * 2
    wanted = [(sock, ["POLLIN"]) for sock in socks]
    assert target.poll(wanted) == [{"POLLIN"}, NOTHING, {"POLLIN"}]

    assert socks[0].recv(10) == b"first"

    assert target.poll(wanted) == [NOTHING, NOTHING, {"POLLIN"}]


@covers("posix:poll:multiple-sockets-count")
def test_both_ends_of_a_pair_are_told_apart(target, local_pair_of_one):
    here, there = local_pair_of_one

    here.send(b"to the other end")

    assert target.poll([(here, ["POLLIN"]), (there, ["POLLIN"])]) == [NOTHING, {"POLLIN"}]
    assert target.poll([(there, ["POLLIN"]), (here, ["POLLIN"])]) == [{"POLLIN"}, NOTHING]


@covers("posix:poll:multiple-sockets-count")
def test_a_handle_and_its_duplicate_are_both_told(any_pair, target):
    ours, theirs = any_pair
    duplicate = ours.dup()
    theirs.send(b"for both")
    assert ours.ready("POLLIN") == {"POLLIN"}

    assert target.poll([(duplicate, ["POLLIN"]), (ours, ["POLLOUT"])]) == [{"POLLIN"}, {"POLLOUT"}]
    assert target.poll([(duplicate, ["POLLOUT"]), (ours, ["POLLIN"])]) == [{"POLLOUT"}, {"POLLIN"}]
