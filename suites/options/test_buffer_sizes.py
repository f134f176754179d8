"""SO_SNDBUF and SO_RCVBUF: what is read back, and how much waits in the buffers then."""
import pytest

covers = pytest.mark.covers
size_option = pytest.mark.parametrize("option", ["SO_RCVBUF", "SO_SNDBUF"])
SO_RCVBUFFORCE = 33     # Linux


@covers("posix:setsockopt:rcvbuf-readback-at-least-requested")
def test_the_receive_buffer_is_at_least_as_large_as_asked(target, any_kind):
    sock = target.open(any_kind)

    sock.setsockopt("SO_RCVBUF", 10001)

    assert sock.getsockopt("SO_RCVBUF") >= 10001


@covers("posix:setsockopt:sndbuf-readback-at-least-requested")
def test_the_send_buffer_is_at_least_as_large_as_asked(target, any_kind):
    sock = target.open(any_kind)

    sock.setsockopt("SO_SNDBUF", 10001)

    assert sock.getsockopt("SO_SNDBUF") >= 10001


@size_option
@covers("linux:setsockopt:buffer-doubled")
def test_linux_doubles_what_was_asked(target, any_kind, option):
    sock = target.open(any_kind)
    read = []

    for size in (8192, 10001, 65536, 100000, 20000):
        sock.setsockopt(option, size)
        read.append(sock.getsockopt(option))

    assert read == [16384, 20002, 131072, 200000, 40000]


@size_option
@covers("linux:setsockopt:buffer-below-minimum-clamped")
def test_a_size_below_the_minimum_becomes_the_minimum(target, any_kind, option):
    sock = target.open(any_kind)
    read = []

    for size in (0, 1):
        sock.setsockopt(option, size)
        read.append(sock.getsockopt(option))

    assert 256 <= read[0] == read[1] <= 8192


@covers("linux:setsockopt:buffer-below-minimum-clamped")
def test_data_flows_through_buffers_of_the_minimum(stream_pair):
    ours, theirs = stream_pair
    ours.setsockopt("SO_SNDBUF", 0)
    ours.setsockopt("SO_RCVBUF", 0)

    pouring, back = ours.start.pour(30000), theirs.start.pour(30000, offset=70000)

    assert theirs.drain(30000)[:2] == (30000, 30000)
    assert ours.drain(30000, offset=70000)[:2] == (30000, 30000)
    assert (pouring.result(), back.result()) == ((30000, None), (30000, None))


@covers("linux:setsockopt:buffer-below-minimum-clamped")
def test_a_message_passes_through_buffers_of_the_minimum(message_pair):
    ours, theirs = message_pair
    ours.setsockopt("SO_SNDBUF", 0)
    ours.setsockopt("SO_RCVBUF", 0)

    ours.send(b"there" * 20)
    theirs.send(b"back" * 20)

    assert (theirs.recv(200), ours.recv(200)) == (b"there" * 20, b"back" * 20)


@size_option
@covers("linux:setsockopt:buffer-above-maximum-clamped")
def test_a_size_above_the_maximum_becomes_the_maximum(target, any_kind, option):
    sock, same = target.open(any_kind), target.open(any_kind)

    sock.setsockopt(option, 0x3FFFFFFF)
    same.setsockopt(option, 0x3FFFFFFE)

    assert 65536 <= sock.getsockopt(option) == same.getsockopt(option) < 0x3FFFFFFF


@covers("posix:setsockopt:rcvbuf-limits-queued-datagrams")
def test_a_larger_receive_buffer_keeps_more_datagrams(target, peer, udp):
    small, large, sender = target.bound(udp), target.bound(udp), peer.open(udp)
    small.setsockopt("SO_RCVBUF", 5000)
    large.setsockopt("SO_RCVBUF", 100000)

    for number in range(60):
        sender.sendto(b"%03d" % number + bytes(997), small.address)
        sender.sendto(b"%03d" % number + bytes(997), large.address)

    kept = {sock: sock.drain(None, "MSG_DONTWAIT").count for sock in (small, large)}
    assert 1000 <= kept[small] < kept[large] == 60000


@covers("posix:setsockopt:rcvbuf-limits-queued-datagrams")
def test_a_receive_buffer_made_larger_later_keeps_more_datagrams(target, peer, udp):
    sock, sender = target.bound(udp), peer.open(udp)
    sock.setsockopt("SO_RCVBUF", 5000)
    for number in range(60):
        sender.sendto(b"%03d" % number + bytes(997), sock.address)
    before = sock.drain(None, "MSG_DONTWAIT").count

    sock.setsockopt("SO_RCVBUF", 100000)
    for number in range(60, 120):
        sender.sendto(b"%03d" % number + bytes(997), sock.address)

    assert before < sock.drain(None, "MSG_DONTWAIT").count == 60000


@covers("posix:setsockopt:rcvbuf-loses-nothing-queued")
def test_a_receive_buffer_made_smaller_later_loses_nothing_that_is_queued(any_pair, fresh, arrived):
    ours, theirs = any_pair
    data = fresh(8000)
    theirs.send(data)
    arrived(ours, len(data))

    ours.setsockopt("SO_RCVBUF", 0)

    assert ours.recv(9000) == data


@covers("linux:setsockopt:rcvbuf-limits-stream")
def test_a_smaller_receive_buffer_takes_less_from_a_tcp_peer(target, peer, tcp):
    taken = {}
    for size in (3000, 300000):
        listener = target.listener(tcp)
        listener.setsockopt("SO_RCVBUF", size)
        theirs = peer.open(tcp)
        theirs.setsockopt("SO_SNDBUF", 10000)
        theirs.connect(listener.address)
        taken[size] = theirs.fill()

    assert taken[3000] * 4 < taken[300000]


@covers("posix:setsockopt:sndbuf-limits-unsent")
def test_a_larger_send_buffer_takes_more(target, peer, stream):
    taken = {}
    for size in (5000, 200000):
        theirs, ours = peer.listener(stream), target.open(stream)
        theirs.setsockopt("SO_RCVBUF", 5000)
        ours.setsockopt("SO_SNDBUF", size)
        ours.connect(theirs.address)
        taken[size] = ours.fill()

    assert taken[5000] * 3 < taken[200000]


@covers("posix:setsockopt:sndbuf-limits-unsent")
def test_the_send_buffer_of_one_socket_does_not_limit_another(target, unix_stream):
    (small, _), (large, _) = target.pair(unix_stream), target.pair(unix_stream)
    small.setsockopt("SO_SNDBUF", 5000)

    assert small.fill() * 3 < large.fill()


@covers("linux:setsockopt:sndbuf-limits-message")
def test_a_message_larger_than_the_send_buffer_is_refused(target, local_message):
    ours, theirs = target.pair(local_message)
    ours.setsockopt("SO_SNDBUF", 10000)

    assert ours.fails.send(b"a" * 30000) == "EMSGSIZE"

    ours.setsockopt("SO_SNDBUF", 50000)
    assert ours.send(b"b" * 30000) == 30000
    assert theirs.recv(40000) == b"b" * 30000


@covers("linux:setsockopt:buffer-force")
def test_privilege_sets_sizes_above_the_maximum(target, any_kind):
    sock = target.open(any_kind)
    sock.setsockopt("SO_RCVBUF", 0x3FFFFFFF)
    maximum = sock.getsockopt("SO_RCVBUF")

    sock.setsockopt(SO_RCVBUFFORCE, maximum + 5000, level="SOL_SOCKET")

    assert sock.getsockopt("SO_RCVBUF") == 2 * (maximum + 5000)
