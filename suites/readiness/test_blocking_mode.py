"""Blocking and nonblocking mode: of one socket, of its duplicates, and of nothing else."""
import pytest

covers = pytest.mark.covers

WOULD_BLOCK = {"EAGAIN", "EWOULDBLOCK"}
SIZE = 1_000_000        # more than the buffers of both ends hold


@covers("posix:blocking:toggle-affects-next-call", "posix:recv:EAGAIN")
def test_the_mode_counts_for_the_next_receive(any_pair, receive):
    ours, theirs = any_pair
    ours.setblocking(False)
    assert receive.fails(ours, 10) in WOULD_BLOCK

    ours.setblocking(True)

    receiving = receive.start(ours, 10)
    assert receiving.blocked()
    theirs.send(b"waited for")
    assert receiving.result() == b"waited for"


@covers("posix:blocking:toggle-affects-next-call")
def test_the_mode_can_be_changed_again_and_again(any_pair):
    ours, theirs = any_pair

    for data in (b"first", b"second"):
        ours.setblocking(False)
        assert ours.fails.recv(10) in WOULD_BLOCK
        ours.setblocking(True)
        receiving = ours.start.recv(10)
        assert receiving.blocked()
        theirs.send(data)
        assert receiving.result() == data


@covers("posix:blocking:toggle-affects-next-call")
def test_a_nonblocking_receive_takes_what_is_there(any_pair, receive):
    ours, theirs = any_pair
    ours.setblocking(False)
    theirs.send(b"there")
    assert ours.ready("POLLIN") == {"POLLIN"}

    assert receive(ours, 10) == b"there"

    assert receive.fails(ours, 10) in WOULD_BLOCK


@covers("posix:blocking:eagain-equals-ewouldblock-class", "posix:send:EAGAIN")
def test_a_nonblocking_send_without_room_does_not_wait(stream_full, push):
    ours = stream_full.ours
    ours.setblocking(False)

    assert push.fails(ours, b"no room for this") in WOULD_BLOCK


@covers("posix:blocking:eagain-equals-ewouldblock-class", "posix:send:EAGAIN")
def test_nonblocking_sends_end_when_the_room_does(stream_pair):
    ours, _ = stream_pair
    ours.setblocking(False)

    assert ours.pour(1 << 30).stopped in WOULD_BLOCK


@covers("posix:blocking:eagain-equals-ewouldblock-class")
def test_a_nonblocking_message_without_room_does_not_wait(local_message_pair, transmit):
    ours, _ = local_message_pair
    ours.setsockopt("SO_SNDBUF", 8192)
    ours.setblocking(False)
    assert ours.pour(1 << 30, chunk=1000).stopped in WOULD_BLOCK

    assert transmit.fails(ours, b"m" * 1000) in WOULD_BLOCK


@covers("posix:blocking:toggle-affects-next-call")
def test_in_blocking_mode_again_a_send_without_room_waits(stream_full):
    ours, theirs, count = stream_full
    ours.setblocking(False)
    assert ours.fails.send(b"no room for this") in WOULD_BLOCK

    ours.setblocking(True)

    sending = ours.start.pour(1000, offset=count)
    assert sending.blocked()
    assert theirs.drain(count + 1000) == (count + 1000, count + 1000, False, None)
    assert sending.result() == (1000, None)


@covers("posix:blocking:flag-on-listener-set-after-listen", "posix:accept:EAGAIN")
def test_a_listener_set_nonblocking_after_listen_does_not_wait(connection_listener):
    connection_listener.setblocking(False)

    assert connection_listener.fails.accept() in WOULD_BLOCK


@covers("posix:blocking:flag-on-listener-set-after-listen")
def test_a_listener_set_nonblocking_before_listen_does_not_wait(target, connection):
    sock = target.bound(connection, "SOCK_NONBLOCK")

    sock.listen(1)

    assert sock.fails.accept() in WOULD_BLOCK


@covers("posix:blocking:toggle-affects-next-call")
def test_a_listener_in_blocking_mode_again_waits_for_a_client(connection_listener, peer):
    connection_listener.setblocking(False)
    connection_listener.setblocking(True)
    accepting = connection_listener.start.accept()
    assert accepting.blocked()

    theirs = peer.connect(connection_listener)

    accepting.result()[0].send(b"welcome")
    assert theirs.recv(10) == b"welcome"


@covers("posix:connect:nonblocking-einprogress")
def test_a_nonblocking_connect_does_not_wait(target, tcp, silent_server):
    sock = target.open(tcp)
    sock.setblocking(False)

    assert sock.fails.connect(silent_server.address) == "EINPROGRESS"


@covers("posix:blocking:toggle-affects-next-call")
@pytest.mark.waits
def test_a_connect_in_blocking_mode_again_waits(target, tcp, silent_server):
    sock = target.open(tcp)
    sock.setblocking(False)
    sock.setblocking(True)
    connecting = sock.start.connect(silent_server.address)
    assert connecting.blocked()

    silent_server.meet(sock)

    connecting.result()


@covers("posix:blocking:flag-reads-back")
def test_the_flag_of_the_description_follows_the_mode(target, any_kind):
    sock = target.open(any_kind)
    seen = []

    for on in (True, False, False, True, False):
        sock.setblocking(on)
        seen.append("O_NONBLOCK" in sock.descriptor()[1])

    assert seen == [False, True, True, False, True]


@covers("posix:blocking:mode-does-not-affect-running-call")
def test_a_receive_that_waits_goes_on_waiting(any_pair):
    ours, theirs = any_pair
    receiving = ours.start.recv(10)
    assert receiving.blocked()

    ours.setblocking(False)

    assert receiving.holds(0.03)
    theirs.send(b"for it")
    assert receiving.result() == b"for it"


@covers("posix:blocking:mode-does-not-affect-running-call")
def test_an_accept_that_waits_goes_on_waiting(connection_listener, peer):
    accepting = connection_listener.start.accept()
    assert accepting.blocked()

    connection_listener.setblocking(False)

    assert accepting.holds(0.03)
    theirs = peer.connect(connection_listener)
    accepting.result()[0].send(b"welcome")
    assert theirs.recv(10) == b"welcome"


@covers("posix:blocking:mode-shared-by-duplicates")
def test_a_duplicate_of_a_nonblocking_handle_is_nonblocking(any_pair):
    ours, _ = any_pair
    ours.setblocking(False)

    duplicate = ours.dup()

    assert "O_NONBLOCK" in duplicate.descriptor()[1]
    assert duplicate.fails.recv(10) in WOULD_BLOCK


@covers("posix:blocking:mode-shared-by-duplicates")
def test_a_handle_set_nonblocking_makes_its_duplicate_nonblocking(any_pair):
    ours, _ = any_pair
    duplicate = ours.dup()

    ours.setblocking(False)

    assert "O_NONBLOCK" in duplicate.descriptor()[1]
    assert duplicate.fails.recv(10) in WOULD_BLOCK


@covers("posix:blocking:mode-shared-by-duplicates")
def test_a_duplicate_set_blocking_makes_the_handle_blocking(any_pair):
    ours, theirs = any_pair
    ours.setblocking(False)
    duplicate = ours.dup()

    duplicate.setblocking(True)

    assert "O_NONBLOCK" not in ours.descriptor()[1]
    receiving = duplicate.start.recv(10)
    assert receiving.blocked()
    theirs.send(b"for both")
    assert receiving.result() == b"for both"


@covers("posix:blocking:mode-independent-of-peer")
def test_the_other_end_of_a_pair_stays_blocking(local_pair_of_one):
    here, there = local_pair_of_one

    here.setblocking(False)

    assert "O_NONBLOCK" not in there.descriptor()[1]
    receiving = there.start.recv(10)
    assert receiving.blocked()
    here.send(b"across")
    assert receiving.result() == b"across"


@covers("posix:blocking:mode-independent-of-peer")
def test_another_socket_stays_blocking(target, peer, datagram):
    sock, other = target.bound(datagram), target.bound(datagram)

    sock.setblocking(False)

    receiving = other.start.recv(10)
    assert receiving.blocked()
    assert sock.fails.recv(10) in WOULD_BLOCK
    peer.open(datagram).sendto(b"to it", other.address)
    assert receiving.result() == b"to it"


@covers("posix:blocking:mode-survives-connect")
def test_a_socket_that_connects_stays_nonblocking(target, peer, any_kind, any_destination):
    sock = target.nonblocking(any_kind)

    sock.connect_ex(any_destination.address)

    assert "POLLOUT" in sock.ready("POLLOUT")
    assert "O_NONBLOCK" in sock.descriptor()[1]
    assert sock.fails.recv(10) in WOULD_BLOCK


@covers("posix:blocking:mode-survives-connect")
def test_a_socket_that_connects_stays_blocking(target, any_kind, any_destination):
    sock = target.open(any_kind)

    sock.connect(any_destination.address)

    assert "O_NONBLOCK" not in sock.descriptor()[1]
    assert sock.start.recv(10).blocked()


@covers("posix:blocking:mode-survives-calls")
def test_a_socket_stays_nonblocking_whatever_is_done_with_it(any_pair):
    ours, theirs = any_pair
    ours.setblocking(False)

    ours.send(b"there")
    assert theirs.recv(10) == b"there"
    theirs.send(b"and back")
    assert ours.ready("POLLIN") == {"POLLIN"}
    assert ours.recv(10) == b"and back"
    ours.setsockopt("SO_KEEPALIVE", 1)

    assert ours.fails.recv(10) in WOULD_BLOCK


@covers("posix:blocking:mode-survives-calls")
def test_a_socket_stays_nonblocking_after_it_ended_writing(connection_pair):
    ours, _ = connection_pair
    ours.setblocking(False)

    ours.shutdown("SHUT_WR")

    assert ours.fails.recv(10) in WOULD_BLOCK


@covers("posix:blocking:mode-survives-calls")
def test_a_socket_stays_nonblocking_however_often_it_would_have_to_wait(any_pair):
    ours, _ = any_pair
    ours.setblocking(False)

    errors = [ours.fails.recv(10) for _ in range(4)]

    assert WOULD_BLOCK.issuperset(errors)


@covers("posix:blocking:mode-survives-calls")
def test_a_listener_stays_nonblocking_after_it_took_a_client(connection_listener, peer):
    connection_listener.setblocking(False)
    client = peer.connect(connection_listener)
    assert "POLLIN" in connection_listener.ready("POLLIN")

    accepted, _ = connection_listener.accept()

    assert connection_listener.fails.accept() in WOULD_BLOCK
    client.send(b"welcome")
    assert accepted.recv(10) == b"welcome"


@covers("posix:blocking:deadlock-two-writers-detectable")
def test_two_who_write_and_do_not_read_wait_until_one_reads(stream_pair):
    ours, theirs = stream_pair
    for sock in stream_pair:
        sock.setsockopt("SO_RCVBUF", 100_000)
        sock.setsockopt("SO_SNDBUF", 100_000)
    sending, back = ours.start.pour(SIZE, chunk=SIZE), theirs.start.pour(SIZE, chunk=SIZE, offset=SIZE)
    assert (sending.holds(0.03), back.holds(0.03)) == (True, True)

    assert theirs.drain(SIZE) == (SIZE, SIZE, False, None)

    assert sending.result() == (SIZE, None)
    assert back.still_blocked()
    assert ours.drain(SIZE, offset=SIZE) == (SIZE, SIZE, False, None)
    assert back.result() == (SIZE, None)


@covers("posix:blocking:other-sockets-progress")
def test_who_waits_on_one_socket_does_not_hold_up_others(any_pair, target, peer, tcp4):
    waiting = any_pair.ours.start.recv(10)
    assert waiting.blocked()
    listener = target.listener(tcp4)

    theirs = peer.connect(listener)
    accepted, _ = listener.accept()
    accepted.send(b"on another")
    assert theirs.recv(20) == b"on another"

    assert waiting.still_blocked()
    any_pair.theirs.send(b"at last")
    assert waiting.result() == b"at last"


@covers("posix:blocking:other-sockets-progress")
def test_who_waits_for_data_does_not_hold_up_who_sends_on_the_same_socket(any_pair):
    ours, theirs = any_pair
    waiting = ours.start.recv(10)
    assert waiting.blocked()

    ours.send(b"there")

    assert theirs.recv(10) == b"there"
    assert waiting.still_blocked()
    theirs.send(b"and back")
    assert waiting.result() == b"and back"
