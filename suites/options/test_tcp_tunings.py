"""Numbers of TCP that an application may choose: what is kept, refused, and what follows."""
import pytest

covers = pytest.mark.covers
TCP_SYNCNT, TCP_LINGER2, TCP_WINDOW_CLAMP, TCP_NOTSENT_LOWAT = 7, 8, 10, 25     # Linux
tuning = pytest.mark.parametrize("option", ["TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT", TCP_SYNCNT],
                                 ids=["TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT", "TCP_SYNCNT"])
CONGESTION_NAME = 16


@tuning
@covers("linux:setsockopt:tcp-keepalive-tunings-range")
def test_a_tuning_is_read_as_it_was_set(target, tcp, option):
    sock = target.open(tcp)
    read = []

    for value in (1, 127, 42):
        sock.setsockopt(option, value, level="IPPROTO_TCP")
        read.append(sock.getsockopt(option, level="IPPROTO_TCP"))

    assert read == [1, 127, 42]


@tuning
@covers("linux:setsockopt:tcp-keepalive-tunings-range")
def test_a_tuning_out_of_range_is_refused_and_stays(target, tcp, option):
    sock = target.open(tcp)
    sock.setsockopt(option, 42, level="IPPROTO_TCP")

    errors = [sock.fails.setsockopt(option, value, level="IPPROTO_TCP") for value in (0, -1, 32768)]

    assert errors == ["EINVAL"] * 3

    assert sock.getsockopt(option, level="IPPROTO_TCP") == 42


@pytest.mark.parametrize("option", ["TCP_KEEPIDLE", "TCP_KEEPINTVL"])
@covers("linux:setsockopt:tcp-keepalive-tunings-range")
def test_times_may_be_longer_than_counts(target, tcp, option):
    sock = target.open(tcp)

    sock.setsockopt(option, 32767)

    assert sock.getsockopt(option) == 32767
    assert sock.fails.setsockopt("TCP_KEEPCNT", 128) == "EINVAL"


@covers("linux:setsockopt:tcp-keepalive-tunings-range")
def test_tunings_are_kept_one_by_one_and_through_connecting(target, peer, tcp):
    sock = target.open(tcp)
    sock.setsockopt("TCP_KEEPIDLE", 11)
    sock.setsockopt("TCP_KEEPINTVL", 12)
    sock.setsockopt("TCP_KEEPCNT", 13)

    sock.connect(peer.listener(tcp).address)

    assert [sock.getsockopt(name) for name in ("TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT")] == [11, 12, 13]


@covers("linux:setsockopt:tcp-keepalive-defaults")
def test_keepalive_begins_after_two_hours_and_probes_nine_times(target, tcp):
    sock = target.open(tcp)

    assert [sock.getsockopt(name) for name in ("TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT")] == [7200, 75, 9]


@covers("linux:setsockopt:tcp-maxseg-range")
def test_the_segment_size_is_read_as_it_was_set(target, tcp):
    sock = target.open(tcp)
    read = []

    for size in (88, 32767, 500):
        sock.setsockopt("TCP_MAXSEG", size)
        read.append(sock.getsockopt("TCP_MAXSEG"))

    assert read == [88, 32767, 500]


@covers("linux:setsockopt:tcp-maxseg-range")
def test_a_segment_size_out_of_range_is_refused_and_stays(target, tcp):
    sock = target.open(tcp)
    sock.setsockopt("TCP_MAXSEG", 500)

    errors = [sock.fails.setsockopt("TCP_MAXSEG", size) for size in (1, 87, 32768, -1)]

    assert errors == ["EINVAL"] * 4

    assert sock.getsockopt("TCP_MAXSEG") == 500


@covers("linux:setsockopt:tcp-maxseg-announced")
def test_a_segment_size_is_announced_to_the_peer(target, peer, tcp):
    ours, listener = target.open(tcp), peer.listener(tcp)
    ours.setsockopt("TCP_MAXSEG", 500)

    ours.connect(listener.address)

    assert listener.accept()[0].getsockopt("TCP_MAXSEG") <= 500


@covers("linux:setsockopt:tcp-maxseg-announced")
def test_a_listener_announces_its_segment_size(target, peer, tcp):
    listener = target.listener(tcp)
    listener.setsockopt("TCP_MAXSEG", 500)

    assert peer.connect(listener).getsockopt("TCP_MAXSEG") <= 500


@covers("linux:setsockopt:tcp-maxseg-announced")
def test_a_connected_socket_tells_the_size_of_its_segments(target, peer, tcp):
    ours, listener = target.open(tcp), peer.listener(tcp)
    listener.setsockopt("TCP_MAXSEG", 500)

    ours.connect(listener.address)

    assert 400 <= ours.getsockopt("TCP_MAXSEG") <= 500


@covers("linux:setsockopt:tcp-user-timeout")
def test_the_user_timeout_is_read_as_it_was_set(target, tcp):
    sock = target.open(tcp)
    read = [sock.getsockopt("TCP_USER_TIMEOUT")]

    for milliseconds in (1, 65536, 0x7FFFFFFF, 0):
        sock.setsockopt("TCP_USER_TIMEOUT", milliseconds)
        read.append(sock.getsockopt("TCP_USER_TIMEOUT"))

    assert read == [0, 1, 65536, 0x7FFFFFFF, 0]


@covers("linux:setsockopt:tcp-user-timeout")
def test_a_negative_user_timeout_is_refused_and_the_old_one_stays(target, tcp):
    sock = target.open(tcp)
    sock.setsockopt("TCP_USER_TIMEOUT", 42)

    assert sock.fails.setsockopt("TCP_USER_TIMEOUT", -1) == "EINVAL"

    assert sock.getsockopt("TCP_USER_TIMEOUT") == 42


@covers("linux:setsockopt:tcp-user-timeout-ends-connection", "posix:recv:ETIMEDOUT")
@pytest.mark.waits(0.5)
def test_a_peer_that_takes_nothing_for_the_user_timeout_ends_the_connection(target, peer, tcp):
    listener, ours = peer.listener(tcp), target.open(tcp)
    listener.setsockopt("SO_RCVBUF", 4096)
    ours.setsockopt("SO_SNDBUF", 8192)
    ours.connect(listener.address)
    ours.fill()

    ours.setsockopt("TCP_USER_TIMEOUT", 50)

    assert "POLLERR" in ours.ready("POLLERR", timeout=4)
    assert ours.fails.recv(10) == "ETIMEDOUT"


@covers("linux:accept:defer-accept-waits-for-data")
def test_a_listener_that_defers_takes_clients_that_have_said_something(target, peer, tcp):
    listener = target.open(tcp)
    listener.setsockopt("TCP_DEFER_ACCEPT", 30)
    listener.bind(target.anywhere(tcp))
    listener.listen(4)
    silent, speaking = peer.connect(listener), peer.connect(listener)

    speaking.send(b"hello")

    accepted, address = listener.accept()
    assert address == speaking.address != silent.address
    assert accepted.recv(10) == b"hello"
    assert listener.poll("POLLIN") == frozenset()


@covers("linux:setsockopt:tcp-defer-accept-rounds")
def test_the_time_to_defer_is_rounded_up_to_a_number_of_retries(target, tcp):
    sock = target.open(tcp)
    assert sock.getsockopt("TCP_DEFER_ACCEPT") == 0

    sock.setsockopt("TCP_DEFER_ACCEPT", 5)
    assert sock.getsockopt("TCP_DEFER_ACCEPT") >= 5

    sock.setsockopt("TCP_DEFER_ACCEPT", 0)
    assert sock.getsockopt("TCP_DEFER_ACCEPT") == 0


@covers("linux:setsockopt:tcp-quickack")
def test_quick_acknowledgements_can_be_switched_off_and_on(tcp_pair):
    ours, _ = tcp_pair

    ours.setsockopt("TCP_QUICKACK", 0)
    assert ours.getsockopt("TCP_QUICKACK") == 0

    ours.setsockopt("TCP_QUICKACK", 1)
    assert ours.getsockopt("TCP_QUICKACK") == 1


@covers("linux:setsockopt:tcp-linger2")
def test_the_time_in_fin_wait_2_is_read_as_it_was_set(target, tcp):
    sock = target.open(tcp)
    read = []

    for value in (7, 60, -1):
        sock.setsockopt(TCP_LINGER2, value, level="IPPROTO_TCP")
        read.append(sock.getsockopt(TCP_LINGER2, level="IPPROTO_TCP"))

    assert read == [7, 60, -1]


@covers("linux:setsockopt:tcp-linger2")
def test_without_time_in_fin_wait_2_close_ends_the_peers_direction_too(tcp_pair):
    ours, theirs = tcp_pair
    ours.setsockopt(TCP_LINGER2, -1, level="IPPROTO_TCP")
    ours.shutdown("SHUT_WR")
    assert theirs.recv(10) == b""

    ours.close()

    assert "POLLERR" in theirs.ready("POLLERR")


@covers("linux:setsockopt:tcp-linger2")
def test_with_time_in_fin_wait_2_close_leaves_the_peers_direction(tcp_pair):
    ours, theirs = tcp_pair
    ours.shutdown("SHUT_WR")
    assert theirs.recv(10) == b""

    ours.close()

    assert theirs.poll("POLLERR", timeout=0.03) == frozenset()


@covers("linux:setsockopt:tcp-window-clamp")
def test_the_window_clamp_is_read_as_it_was_set(target, tcp):
    sock = target.open(tcp)
    read = []

    for value in (20000, 65535, 10001):
        sock.setsockopt(TCP_WINDOW_CLAMP, value, level="IPPROTO_TCP")
        read.append(sock.getsockopt(TCP_WINDOW_CLAMP, level="IPPROTO_TCP"))

    assert read == [20000, 65535, 10001]


@covers("linux:setsockopt:tcp-congestion")
def test_the_congestion_control_is_known_by_name(target, tcp):
    sock = target.open(tcp)

    sock.setsockopt("TCP_CONGESTION", b"reno")

    assert sock.getsockopt("TCP_CONGESTION", size=CONGESTION_NAME).rstrip(b"\0") == b"reno"


@covers("linux:setsockopt:tcp-congestion")
def test_a_congestion_control_that_does_not_exist_is_refused(target, tcp):
    sock = target.open(tcp)
    before = sock.getsockopt("TCP_CONGESTION", size=CONGESTION_NAME)

    assert sock.fails.setsockopt("TCP_CONGESTION", b"nosuch") == "ENOENT"

    assert sock.getsockopt("TCP_CONGESTION", size=CONGESTION_NAME) == before


@covers("linux:setsockopt:tcp-notsent-lowat")
def test_a_limit_of_unsent_bytes_ends_writability_early(target, peer, tcp):
    listener, ours = peer.listener(tcp), target.open(tcp)
    listener.setsockopt("SO_RCVBUF", 4096)
    ours.setsockopt("SO_SNDBUF", 500000)
    ours.connect(listener.address)
    ours.send(b"a" * 100000)
    assert ours.poll("POLLOUT") == {"POLLOUT"}

    ours.setsockopt(TCP_NOTSENT_LOWAT, 1000, level="IPPROTO_TCP")

    assert ours.getsockopt(TCP_NOTSENT_LOWAT, level="IPPROTO_TCP") == 1000
    assert ours.poll("POLLOUT") == frozenset()


def state(sock):
    """The first field of struct tcp_info."""
    info = sock.getsockopt("TCP_INFO", size=104)
    assert len(info) == 104
    return STATES.get(info[0])


STATES = dict(enumerate(("ESTABLISHED", "SYN-SENT", "SYN-RECEIVED", "FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT", "CLOSED", "CLOSE-WAIT",
                         "LAST-ACK", "LISTEN", "CLOSING"), start=1))


@covers("linux:setsockopt:tcp-info-state")
def test_a_fresh_socket_is_closed_and_a_listener_listens(target, tcp):
    sock = target.bound(tcp)
    assert state(sock) == "CLOSED"

    sock.listen(1)

    assert state(sock) == "LISTEN"


@covers("linux:setsockopt:tcp-info-state")
def test_the_states_of_a_connection_that_the_peer_ends(tcp_pair):
    ours, theirs = tcp_pair
    assert state(ours) == "ESTABLISHED"

    theirs.shutdown("SHUT_WR")

    assert ours.recv(10) == b""
    assert state(ours) == "CLOSE-WAIT"


@covers("linux:setsockopt:tcp-info-state")
def test_the_states_of_a_connection_that_the_target_ends(tcp_pair):
    ours, theirs = tcp_pair

    ours.shutdown("SHUT_WR")

    assert theirs.recv(10) == b""
    assert state(ours) in {"FIN-WAIT-1", "FIN-WAIT-2"}
    theirs.close()
    assert "POLLHUP" in ours.ready("POLLHUP")
    assert state(ours) in {"CLOSED", "TIME-WAIT"}


@covers("linux:setsockopt:tcp-info-state")
def test_a_reset_connection_is_closed(tcp_reset):
    assert state(tcp_reset) == "CLOSED"
