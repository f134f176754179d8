"""A signal that comes while a call waits is not the caller's business: the runtime makes the call again."""
import pytest

covers = pytest.mark.covers

PATTERN = b"".join(number.to_bytes(8, "big") for number in range(50_000))       # what drain compares with


@covers("python:eintr-retried")
@pytest.mark.parametrize("timeout", [None, 60])
@pytest.mark.parametrize(("call", "size", "position"), [("recv", 8, None), ("recvfrom", 8, 0), ("recvmsg", 8, 0), ("recv_into", 8, 1),
                                                        ("recvfrom_into", 8, 1), ("recvmsg_into", [8, 0], 1)])
def test_a_receive_goes_on_after_a_signal(local_datagram_pair, interrupt, call, size, position, timeout):
    ours, theirs = local_datagram_pair
    ours.settimeout(timeout)
    receiving = getattr(ours.start, call)(size)
    assert receiving.blocked()
    interrupt(receiving)

    theirs.send(b"after it")

    result = receiving.result()
    assert (result if position is None else result[position]) in (b"after it", [b"after it", b""])
    assert ours.poll("POLLIN") == set()


@covers("python:eintr-retried")
@pytest.mark.parametrize("timeout", [None, 60])
def test_a_receive_goes_on_after_several_signals(any_pair, interrupt, timeout):
    ours, theirs = any_pair
    ours.settimeout(timeout)
    receiving = ours.start.recv(20)
    assert receiving.blocked()
    for _ in range(3):
        interrupt(receiving)

    theirs.send(b"after all of them")

    assert receiving.result() == b"after all of them"
    assert ours.poll("POLLIN") == set()


@covers("python:eintr-keeps-timeout")
@pytest.mark.waits
def test_a_signal_does_not_shorten_the_timeout(udp_pair, interrupt):
    ours, _ = udp_pair
    ours.settimeout(0.1)
    receiving = ours.start.recv(10)
    assert receiving.blocked()

    interrupt(receiving)

    assert receiving.error() == "TimeoutError"
    assert receiving.seconds >= 0.1


@covers("python:eintr-retried")
@pytest.mark.parametrize("timeout", [None, 60])
def test_accept_goes_on_after_a_signal(peer, connection_listener, interrupt, timeout):
    connection_listener.settimeout(timeout)
    accepting = connection_listener.start.accept()
    assert accepting.blocked()
    interrupt(accepting)

    client = peer.connect(connection_listener)

    accepted, _ = accepting.result()
    client.send(b"hello")
    assert accepted.recv(10) == b"hello"


@covers("python:eintr-retried")
@pytest.mark.parametrize("timeout", [None, 60])
@pytest.mark.parametrize("call", ["send", "sendall", "sendmsg"])
def test_a_send_goes_on_after_a_signal(stream_full, interrupt, call, timeout):
    ours, theirs, count = stream_full
    ours.settimeout(timeout)
    sending = getattr(ours.start, call)([b"after it"] if call == "sendmsg" else b"after it")
    assert sending.blocked()
    interrupt(sending)

    assert theirs.drain(count).good == count

    assert sending.result() in {8, None}
    ours.close()
    assert theirs.file_read() == b"after it"


@covers("python:eintr-retried")
@pytest.mark.parametrize("timeout", [None, 60])
def test_sendall_loses_and_repeats_nothing_by_signals(stream_cramped, interrupt, timeout):
    ours, theirs = stream_cramped
    ours.settimeout(timeout)
    sending = ours.start.sendall(PATTERN)
    assert sending.blocked()
    interrupt(sending)
    assert theirs.drain(20_000).good == 20_000
    interrupt(sending)

    assert theirs.drain(len(PATTERN) - 20_000, offset=20_000).good == len(PATTERN) - 20_000

    assert sending.result() is None
    assert theirs.poll("POLLIN") == set()


@covers("python:eintr-retried")
def test_sendfile_loses_and_repeats_nothing_by_signals(stream_cramped, interrupt):
    ours, theirs = stream_cramped
    sending = ours.start.sendfile(PATTERN)
    assert sending.blocked()
    interrupt(sending)

    assert theirs.drain(len(PATTERN)).good == len(PATTERN)

    assert sending.result() == (len(PATTERN), len(PATTERN))
    assert theirs.poll("POLLIN") == set()


@covers("python:eintr-retried")
@pytest.mark.parametrize("call", ["send", "sendto", "sendmsg"])
def test_a_datagram_that_waits_for_room_is_sent_once_after_a_signal(target, peer, unix_datagram, interrupt, call):
    receiver, sender = peer.bound(unix_datagram), target.open(unix_datagram)
    sender.connect(receiver.address)
    queued = sender.pour(1_000_000, "MSG_DONTWAIT", chunk=8).count
    arguments = {"send": [b"after it"], "sendto": [b"after it", receiver.address], "sendmsg": [[b"after it"]]}
    sending = getattr(sender.start, call)(*arguments[call])
    assert sending.blocked()
    interrupt(sending)

    assert receiver.drain(queued, chunk=8).good == queued

    assert sending.result() == 8
    assert receiver.recv(20) == b"after it"
    assert receiver.poll("POLLIN") == set()


@covers("python:eintr-retried")
def test_a_file_read_goes_on_after_a_signal(stream_pair, interrupt):
    ours, theirs = stream_pair
    theirs.send(b"before ")
    assert "POLLIN" in ours.ready("POLLIN")
    reading = ours.start.file_read(12)
    assert reading.blocked()
    interrupt(reading)

    theirs.send(b"after")

    assert reading.result() == b"before after"


@covers("python:eintr-retried")
def test_poll_goes_on_after_a_signal(target, any_pair, interrupt):
    ours, theirs = any_pair
    polling = ours.start.poll("POLLIN", timeout=None)
    assert polling.blocked()
    interrupt(polling)

    theirs.send(b"something")

    assert polling.result() == {"POLLIN"}


@covers("python:eintr-keeps-timeout")
@pytest.mark.waits
def test_a_signal_does_not_shorten_a_poll(unix_stream_pair, interrupt):
    ours, _ = unix_stream_pair
    polling = ours.start.poll("POLLIN", timeout=0.1)
    assert polling.blocked()

    interrupt(polling)

    assert polling.result() == set()
    assert polling.seconds >= 0.1


@covers("python:eintr-retried")
def test_select_goes_on_after_a_signal(target, any_pair, interrupt):
    ours, theirs = any_pair
    selecting = target.start.select(read=[ours], timeout=None)
    assert selecting.blocked()
    interrupt(selecting)

    theirs.send(b"something")

    assert selecting.result() == ([ours], [], [])


@covers("python:eintr-keeps-timeout")
@pytest.mark.waits
def test_a_signal_does_not_shorten_a_select(target, unix_stream_pair, interrupt):
    selecting = target.start.select(read=[unix_stream_pair.ours], timeout=0.1)
    assert selecting.blocked()

    interrupt(selecting)

    assert selecting.result() == ([], [], [])
    assert selecting.seconds >= 0.1


@covers("python:eintr-retried")
@pytest.mark.waits(1)
def test_connect_goes_on_after_a_signal(target, peer, tcp4, interrupt):
    listener, sock = peer.listener(tcp4, 0), target.open(tcp4)
    peer.connect(listener)
    connecting = sock.start.connect(listener.address)
    assert connecting.blocked()
    interrupt(connecting)

    listener.accept()       # makes room, which the client finds at its next attempt, after a second

    assert connecting.result() is None
    assert sock.getpeername() == listener.address
    sock.send(b"here at last")
    assert listener.accept()[0].recv(20) == b"here at last"
