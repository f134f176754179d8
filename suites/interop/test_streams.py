"""What one implementation sends is what another receives: all of it, in order, in either direction and in both."""
import itertools

import pytest

covers = pytest.mark.covers
pytestmark = pytest.mark.interop

BULK = 1_000_000
ENDLESS = 1 << 30
MANY = 500
SIZES = [1, 2, 535, 536, 537, 1219, 1220, 1221, 1447, 1448, 1449, 1459, 1460, 1461, 4095, 4096, 4097, 65535, 65536, 65537]
"""Around what a segment, a page or a window may hold."""


@covers("rfc9293:2.2-byte-stream")
@pytest.mark.parametrize("size", SIZES)
def test_a_write_of_any_size_arrives_whole(turned, size):
    pouring = turned.one.start.pour(size)

    assert turned.other.drain(size).good == size
    assert pouring.result().count == size


@covers("rfc9293:2.2-byte-stream")
def test_a_lot_of_data_arrives_whole(turned):
    pouring = turned.one.start.pour(BULK)

    assert turned.other.drain(BULK).good == BULK
    assert pouring.result().count == BULK


@covers("rfc9293:2.2-byte-stream")
def test_many_small_writes_arrive_in_order(turned):
    sizes = list(itertools.islice(itertools.cycle([1, 2, 3, 5, 7, 11, 13]), MANY))
    draining = turned.other.start.drain(sum(sizes))

    sent = 0
    for size in sizes:
        turned.one.pour(size, offset=sent)
        sent += size

    assert draining.result().good == sent


@covers("rfc9293:2.2-byte-stream")
def test_small_reads_get_what_large_writes_sent(turned):
    pouring = turned.one.start.pour(20_000)

    assert turned.other.drain(20_000, chunk=7).good == 20_000
    assert pouring.result().count == 20_000


@covers("rfc9293:2.2-full-duplex")
def test_data_flows_in_both_directions_at_once(meeting):
    calls = [end.start.pour(BULK // 2) for end in meeting]
    looks = [end.start.drain(BULK // 2) for end in meeting]

    assert [look.result().good for look in looks] == [BULK // 2, BULK // 2]
    assert [call.result().count for call in calls] == [BULK // 2, BULK // 2]


@covers("posix:send:blocking-full-blocks-until-drain")
def test_a_sender_waits_for_a_reader(turned):
    pouring = turned.one.start.pour(ENDLESS)
    assert pouring.blocked()

    assert turned.other.drain(BULK).good == BULK

    turned.other.close()
    assert pouring.result().stopped in {"EPIPE", "ECONNRESET"}


@covers("posix:recv:oob-returns-urgent-byte")
def test_an_urgent_byte_is_received_out_of_band(turned):
    turned.one.send(b"quick!", "MSG_OOB")
    assert "POLLPRI" in turned.other.ready("POLLPRI")

    assert turned.other.recv(10, "MSG_OOB") == b"!"


@covers("posix:recv:stops-at-oob-mark")
def test_a_receive_stops_where_urgent_data_was(turned):
    turned.one.send(b"before!", "MSG_OOB")
    turned.one.send(b"behind")
    assert "POLLPRI" in turned.other.ready("POLLPRI")

    assert [turned.other.recv(100), turned.other.recv(100)] == [b"before", b"behind"]
