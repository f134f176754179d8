"""TIME-WAIT: the side that closed first remembers the connection, and when it may be opened anew."""
import pytest

covers = pytest.mark.covers


@pytest.fixture
def remembered(listening):
    """Our end of a connection that is in TIME-WAIT at the target, whose listener goes on listening."""

    def close(**options):
        listener, far = listening
        far.timestamps = options.get("timestamps", False)
        far.connect()
        ours, _ = listener.accept()
        ours.close()
        far.expect("FA")
        far.finish()
        return listener, far

    return close


@covers("rfc9293:MUST-13")
@pytest.mark.parametrize("state", ["TIME-WAIT"], indirect=True)
def test_a_repeated_fin_is_acknowledged_time_and_again(synchronized):
    _, far, _ = synchronized

    for _ in range(5):
        far.send(flags="FA", seq=far.after(-1))

        far.expect("A", data=b"", ack=far.next)


@covers("rfc9293:MUST-13")
def test_the_connection_is_remembered_when_its_socket_is_closed(remembered):
    _, far = remembered()

    far.send(flags="FA", seq=far.after(-1))

    far.expect("A", data=b"", ack=far.next)


@covers("linux:time-wait:many")
def test_many_connections_are_remembered_at_a_time(listening, tcp_end):
    listener, _ = listening
    ends = [tcp_end(listener.address.port) for _ in range(10)]
    for far in ends:
        far.connect()
        listener.accept()[0].close()
        far.expect("FA")
        far.finish()

    for far in ends:
        far.send(flags="FA", seq=far.after(-1))

        far.expect("A", data=b"", ack=far.next)


@covers("rfc9293:MUST-13")
def test_an_acknowledgement_is_not_answered_in_time_wait(remembered):
    _, far = remembered()

    far.send()

    assert far.silent()


@covers("linux:time-wait:reset-ends-it")
def test_a_reset_ends_time_wait(remembered):
    _, far = remembered()
    far.reset()

    far.send(flags="FA", seq=far.after(-1))

    far.expect("R|RA", seq=far.received)


@covers("rfc9293:MAY-2", "rfc6191:1", "rfc9293:SHLD-4")
@pytest.mark.parametrize("timestamps", [False, True], ids=["plain", "stamped"])
def test_a_newer_syn_opens_the_connection_anew(remembered, timestamps):
    listener, far = remembered(timestamps=timestamps)
    far.next = far.after(1000)

    far.connect()

    ours, _ = listener.accept()
    far.send(b"anew")
    assert ours.recv(100) == b"anew"


@covers("rfc9293:MAY-2")
def test_the_new_connection_begins_above_the_old_one(remembered):
    _, far = remembered()
    old = far.received
    far.next = far.after(1000)

    answer = far.connect()

    assert 0 < (answer.seq - old) % (1 << 32) < 1 << 31


@covers("rfc9293:SHLD-4", "rfc6191:1")
def test_a_newer_timestamp_opens_the_connection_anew_whatever_the_number(remembered, demanded):
    listener, far = remembered(timestamps=True)
    demanded(far, "Timestamp")
    far.next = far.after(-100000)
    far.clock += 1000

    far.connect()

    assert listener.accept()[1].port == far.port


@covers("rfc9293:MAY-2", "rfc6191:1")
@pytest.mark.parametrize("timestamps", [False, True], ids=["plain", "stamped"])
def test_an_old_duplicate_syn_does_not_open_the_connection_anew(remembered, timestamps):
    listener, far = remembered(timestamps=timestamps)
    far.clock -= 1000

    far.send(flags="S", seq=far.first)

    assert not [sent for sent in far.all_until_now() if sent.flags.S or sent.flags.R]
    assert "POLLIN" not in listener.poll("POLLIN")


@covers("rfc9293:MAY-2")
def test_an_old_duplicate_syn_leaves_time_wait_in_place(remembered):
    _, far = remembered()
    far.send(flags="S", seq=far.first)
    far.all_until_now()

    far.send(flags="FA", seq=far.after(-1))

    far.expect("A", data=b"", ack=far.next)


@pytest.mark.slow
@covers("rfc9293:MUST-13", "linux:time-wait:one-minute")
def test_time_wait_lasts_a_minute(remembered):
    _, far = remembered()
    assert far.silent(for_=55)
    far.send(flags="FA", seq=far.after(-1))

    far.expect("A", data=b"", ack=far.next)


@pytest.mark.slow
@covers("linux:time-wait:one-minute")
def test_time_wait_ends_after_a_minute(remembered):
    _, far = remembered()
    assert far.silent(for_=70)

    far.send(flags="FA", seq=far.after(-1))

    far.expect("R|RA", seq=far.received)


@pytest.mark.slow
@covers("linux:fin-wait-2:linger2")
def test_fin_wait_2_of_a_closed_socket_ends_when_its_time_is_over(meet, far):
    ours, _ = meet(far, TCP_LINGER2=1)
    ours.close()
    far.expect("FA")
    far.send()
    assert far.silent(for_=1.5)

    far.send(flags="FA")

    far.expect("R|RA", seq=far.received)


@covers("linux:fin-wait-2:one-minute")
def test_the_time_of_fin_wait_2_is_a_minute(established):
    ours, _ = established

    assert ours.getsockopt("TCP_LINGER2") == 60


@pytest.mark.slow
@covers("linux:fin-wait-2:one-minute")
def test_fin_wait_2_of_a_closed_socket_lasts_nearly_a_minute(accepted):
    ours, far = accepted
    ours.close()
    far.expect("FA")
    far.send()
    assert far.silent(for_=50)

    far.send(flags="FA")

    far.expect("A", ack=far.next)
