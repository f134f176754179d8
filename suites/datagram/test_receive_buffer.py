"""What a receive buffer keeps of the datagrams that come, and what it says is there."""
import pytest

covers = pytest.mark.covers


@covers("posix:recvfrom:buffer-full-drops-newest")
def test_a_full_receive_buffer_keeps_the_earliest_datagrams_whole(udp_pair, settle, fresh):
    ours, theirs = udp_pair
    ours.setsockopt("SO_RCVBUF", 4096)
    sent = [fresh(1000) for _ in range(60)]
    for data in sent:
        theirs.send(data)
    settle()

    kept = []
    while "POLLIN" in ours.poll("POLLIN"):
        kept.append(ours.recv(2000))

    assert 0 < len(kept) < 60
    assert kept == sent[:len(kept)]


@covers("posix:recvfrom:buffer-full-drops-newest")
def test_an_overflow_does_not_hinder_later_datagrams(udp_pair, settle):
    ours, theirs = udp_pair
    ours.setsockopt("SO_RCVBUF", 4096)
    theirs.pour(60_000, chunk=1000)
    settle()
    while "POLLIN" in ours.poll("POLLIN"):
        ours.recv(2000)

    theirs.send(b"after the flood")

    assert ours.recv(100) == b"after the flood"


@covers("posix:sendto:returns-full-length", "posix:recvfrom:buffer-full-drops-newest")
def test_sending_to_a_full_receiver_takes_whole_datagrams_all_the_same(udp_pair, transmit, fresh):
    ours, theirs = udp_pair
    theirs.setsockopt("SO_RCVBUF", 4096)
    sent = [fresh(1000) for _ in range(20)]

    assert [transmit(ours, data) for data in sent] == [1000] * 20

    assert [theirs.recv(2000), theirs.recv(2000)] == sent[:2]


@covers("linux:recvfrom:oversized-accepted-when-empty")
def test_a_datagram_larger_than_the_receive_buffer_is_taken_by_an_empty_queue(udp_pair, receive, fresh):
    ours, theirs = udp_pair
    ours.setsockopt("SO_RCVBUF", 1)
    large = fresh(30000)
    theirs.send(large)

    assert receive(ours, 40000) == large


@covers("linux:recvfrom:fionread-first-datagram-size")
def test_the_readable_count_is_the_size_of_the_first_datagram(datagram_pair):
    ours, theirs = datagram_pair
    for data in (b"eleven byte", b"eight by", b""):
        theirs.send(data)
    assert "POLLIN" in ours.ready("POLLIN")

    counts = [(ours.readable(), ours.recv(100)) for _ in range(3)]

    assert counts == [(11, b"eleven byte"), (8, b"eight by"), (0, b"")]


@covers("linux:recvfrom:fionread-first-datagram-size")
def test_the_readable_count_of_an_empty_queue_is_zero(datagram_pair):
    ours, theirs = datagram_pair
    assert ours.readable() == 0
    theirs.send(b"taken")
    assert ours.recv(100) == b"taken"

    assert ours.readable() == 0


@covers("linux:recvfrom:fionread-first-datagram-size")
@pytest.mark.parametrize("size", [1, 1473, 9000, 65507])
def test_the_readable_count_of_a_datagram_is_its_whole_size(datagram_pair, fresh, size):
    ours, theirs = datagram_pair
    theirs.send(fresh(size))
    assert "POLLIN" in ours.ready("POLLIN")

    assert ours.readable() == size
