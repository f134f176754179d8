"""FIN, its acknowledgement, and what comes behind it, state by state."""
import pytest

covers = pytest.mark.covers

OPEN = pytest.mark.parametrize("state", ["ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2"], indirect=True)
FINISHED = pytest.mark.parametrize("state", ["CLOSE-WAIT", "CLOSING", "LAST-ACK", "TIME-WAIT"], indirect=True)


@covers("rfc9293:3.10.7.4-fin")
@OPEN
def test_a_fin_is_acknowledged_and_told(synchronized):
    ours, far, ack = synchronized

    far.send(flags="FA", ack=ack)

    far.expect("A", data=b"", ack=far.next)
    assert ours.recv(10) == b""


@covers("rfc9293:SHLD-31")
@OPEN
def test_a_fin_before_its_data_waits_for_it(synchronized):
    ours, far, ack = synchronized
    far.send(flags="FA", seq=far.after(4), ack=ack)
    far.expect("A", ack=far.next)

    far.send(b"data", ack=ack)

    assert ours.recv(10) == b"data"
    far.next = far.after(1)
    far.expect("A", ack=far.next)
    assert ours.recv(10) == b""


@covers("rfc9293:3.10.7.4-fin")
@OPEN
def test_a_fin_before_its_data_is_not_told(synchronized):
    ours, far, ack = synchronized
    receiving = ours.start.recv(10)
    assert receiving.blocked()

    far.send(flags="FA", seq=far.after(4), ack=ack)

    far.expect("A", data=b"", ack=far.next)
    assert receiving.still_blocked()


@covers("rfc9293:3.10.7.4-fin")
@FINISHED
def test_a_repeated_fin_is_acknowledged_again(synchronized):
    _, far, ack = synchronized

    far.send(flags="FA", seq=far.after(-1), ack=ack)

    far.expect("A", data=b"", ack=far.next)
    assert far.silent()


@covers("rfc9293:3.10.7.4-text-after-fin")
@pytest.mark.parametrize("state", ["CLOSE-WAIT"], indirect=True)
def test_data_behind_a_fin_never_reaches_the_user(synchronized):
    ours, far, ack = synchronized

    far.send(b"afterthought", seq=far.next, ack=ack)

    assert not [sent for sent in far.all_until_now() if sent.ack != far.next]
    assert ours.recv(100) == b""


@covers("rfc9293:3.10.7.4-text-after-fin")
@pytest.mark.parametrize("state", ["CLOSE-WAIT", "CLOSING", "LAST-ACK"], indirect=True)
def test_data_behind_a_fin_is_never_acknowledged(synchronized):
    _, far, ack = synchronized

    far.send(b"afterthought", seq=far.next, ack=ack)

    assert not [sent for sent in far.all_until_now() if sent.ack != far.next]


@covers("rfc9293:3.10.7.4-fin-acked")
@pytest.mark.parametrize("state", ["FIN-WAIT-1", "CLOSING", "LAST-ACK"], indirect=True)
def test_the_acknowledgement_of_fin_is_not_answered(synchronized):
    _, far, _ = synchronized

    far.send()

    assert far.silent()


@covers("rfc9293:3.10.7.4-fin-acked")
@pytest.mark.parametrize("state", ["LAST-ACK"], indirect=True)
def test_the_acknowledgement_of_the_last_fin_ends_the_connection(synchronized):
    _, far, _ = synchronized
    far.send()

    far.send(flags="FA", seq=far.after(-1))

    far.expect("R|RA", data=b"", seq=far.received)


@covers("rfc9293:3.10.7.4-fin-acked")
@pytest.mark.parametrize("state", ["CLOSING"], indirect=True)
def test_the_acknowledgement_of_fin_that_crossed_leads_to_time_wait(synchronized):
    _, far, _ = synchronized
    far.send()

    far.send(flags="FA", seq=far.after(-1))

    far.expect("A", data=b"", ack=far.next)


@covers("rfc9293:3.8.1-control")
@pytest.mark.parametrize("wire", [4], ids=["ipv4"], indirect=True)
@pytest.mark.parametrize("state", ["FIN-WAIT-1", "CLOSING", "LAST-ACK"], indirect=True)
@pytest.mark.waits
def test_a_fin_that_is_not_acknowledged_is_sent_again(synchronized):
    _, far, ack = synchronized

    far.expect("FA", data=b"", seq=ack, ack=far.next, within=10)


@covers("rfc9293:3.10.7.4-acceptable")
@OPEN
def test_data_that_came_in_part_is_taken_from_where_it_is_new(synchronized):
    ours, far, ack = synchronized
    far.send(b"known", ack=ack)
    far.expect("A", ack=far.next)

    far.send(b"known and new", seq=far.after(-5), ack=ack)

    far.next = far.after(8)
    far.expect("A", data=b"", ack=far.next)
    assert ours.recv(100) == b"known and new"


@covers("rfc9293:3.5.2-synchronized", "rfc9293:3.10.7.4-acceptable")
@OPEN
def test_data_that_came_before_is_acknowledged_again_and_taken_once(synchronized):
    ours, far, ack = synchronized
    far.send(b"once", ack=ack)
    far.expect("A", ack=far.next)
    assert ours.recv(100) == b"once"

    far.send(b"once", seq=far.after(-4), ack=ack)

    far.expect("A", data=b"", ack=far.next)
    far.send(b"more", ack=ack)
    assert ours.recv(100) == b"more"
