"""Nagle's algorithm: when the target sends small segments, and that an application can switch it off."""
import pytest

covers = pytest.mark.covers


@covers("rfc9293:SHLD-7")
def test_a_second_small_write_waits_while_the_first_is_not_acknowledged(established):
    ours, far = established
    ours.send(b"one")
    far.expect("A", data=b"one")

    ours.send(b"two")

    assert far.silent(data=True)


@covers("rfc9293:SHLD-7")
def test_what_waited_goes_out_in_one_segment_when_the_first_is_acknowledged(established):
    ours, far = established
    ours.send(b"one")
    ours.send(b"two")
    ours.send(b"three")
    far.expect("A", data=b"one")

    far.send()

    far.expect("A", data=b"twothree")


@covers("rfc9293:SHLD-7")
def test_a_full_segment_does_not_wait(tcp_end, meet, role):
    ours, far = meet(tcp_end(mss=500), role)
    ours.send(b"one")
    far.expect("A", data=b"one")

    ours.send(bytes(500))

    far.expect("A", data=bytes(500))


@covers("rfc9293:SHLD-7")
def test_what_waits_leaves_once_it_fills_a_segment(tcp_end, meet, role):
    ours, far = meet(tcp_end(mss=500), role)
    ours.send(b"one")
    far.expect("A", data=b"one")
    ours.send(bytes(300))
    assert far.silent(data=True)

    ours.send(bytes(300))

    far.expect("A", data=bytes(500))
    assert far.silent(data=True)


@covers("rfc9293:MUST-60", "rfc9293:SHLD-7")
def test_a_small_write_on_an_idle_connection_does_not_wait(established):
    ours, far = established
    for data in (b"one", b"two", b"three"):
        ours.send(data)

        far.expect("A", data=data)
        far.send()


@covers("rfc9293:MUST-17")
def test_with_nodelay_small_writes_do_not_wait(established):
    ours, far = established
    ours.setsockopt("TCP_NODELAY", 1)

    for data in (b"one", b"two", b"three"):
        ours.send(data)

    for data in (b"one", b"two", b"three"):
        far.expect("A", data=data)


@covers("rfc9293:MUST-17")
def test_nodelay_is_the_affair_of_one_connection(meet, tcp_end, role):
    ours, _ = meet(tcp_end(), role)
    other, far = meet(tcp_end(), role)
    ours.setsockopt("TCP_NODELAY", 1)
    other.send(b"one")
    far.expect("A", data=b"one")

    other.send(b"two")

    assert far.silent(data=True)


@covers("linux:tcp:nodelay-flushes")
def test_switching_nodelay_on_sends_what_waited(established):
    ours, far = established
    ours.send(b"one")
    ours.send(b"two")
    far.expect("A", data=b"one")
    assert far.silent(data=True)

    ours.setsockopt("TCP_NODELAY", 1)

    far.expect("A", data=b"two")
