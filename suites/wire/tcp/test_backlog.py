"""More calls than a listener has room for."""
import pytest

covers = pytest.mark.covers


@pytest.fixture
def narrow(target, wire, tcp_end):
    """``narrow(backlog, count)``: a listener with that backlog, and so many ends of ours that have not called yet."""

    def open_one(backlog, count):
        listener = target.listener(wire.tcp, backlog)
        return listener, [tcp_end(listener.address.port) for _ in range(count)]

    return open_one


@covers("linux:listen:full-queue")
def test_a_syn_to_a_full_queue_is_dropped(narrow):
    listener, (one, two, three) = narrow(1, 3)
    one.connect()
    two.connect()

    three.send(flags="S")

    assert three.silent()


@covers("linux:listen:full-queue")
def test_a_syn_is_answered_once_there_is_room_again(narrow):
    listener, (one, two, three) = narrow(1, 3)
    one.connect()
    two.connect()
    three.send(flags="S")
    listener.accept()

    three.send(flags="S", seq=three.first)

    three.expect("SA", ack=three.next)


@covers("linux:listen:full-queue")
def test_a_backlog_of_one_holds_two_connections(narrow):
    listener, ends = narrow(1, 2)
    for far in ends:
        far.connect()

    assert [listener.accept()[1].port for _ in ends] == [far.port for far in ends]


@covers("linux:listen:late-acknowledgement")
def test_an_acknowledgement_to_a_full_queue_is_dropped(narrow):
    listener, ends = narrow(2, 4)
    ends[0].connect()
    ends[1].connect()
    for far in ends[2:]:
        far.send(flags="S")
        far.expect("SA")
    ends[2].send()

    ends[3].send()

    assert ends[3].silent()


@covers("linux:listen:late-acknowledgement")
def test_an_acknowledgement_is_taken_once_there_is_room_again(narrow):
    listener, ends = narrow(2, 4)
    ends[0].connect()
    ends[1].connect()
    for far in ends[2:]:
        far.send(flags="S")
        far.expect("SA")
    ends[2].send()
    ends[3].send()
    assert [listener.accept()[1].port for _ in ends[:3]] == [far.port for far in ends[:3]]

    ends[3].send(b"me too")

    ours, _ = listener.accept()
    assert ours.recv(10) == b"me too"


@covers("linux:listen:syn-cookies")
def test_every_syn_is_answered_however_many_wait(narrow):
    listener, ends = narrow(2, 10)

    for far in ends:
        far.send(flags="S")

        far.expect("SA", ack=far.next)


@covers("linux:listen:syn-cookies")
def test_who_was_answered_with_a_cookie_is_taken(narrow):
    listener, ends = narrow(2, 10)
    for far in ends:
        far.send(flags="S")
        far.expect("SA")

    ends[-1].send()

    assert listener.accept()[1].port == ends[-1].port


@covers("linux:listen:synack-kept")
def test_who_was_answered_is_remembered_without_a_cookie(narrow):
    listener, (far,) = narrow(2, 1)
    far.send(flags="S")
    first = far.expect("SA")

    far.wire.fence()
    far.send(flags="S", seq=far.first)

    far.expect("SA", seq=first.seq)


@covers("linux:listen:somaxconn")
def test_a_large_backlog_is_granted(narrow):
    listener, ends = narrow(100, 40)

    for far in ends:
        far.connect()

    assert [listener.accept()[1].port for _ in ends] == [far.port for far in ends]
