"""Data that nobody will read: what was not read at close, and what comes after it."""
import pytest

covers = pytest.mark.covers


@covers("rfc9293:SHLD-3")
def test_close_with_unread_data_resets(established):
    ours, far = established
    far.send(b"never read")
    far.expect("A", ack=far.next)

    ours.close()

    far.expect("R|RA", data=b"", seq=far.received)


@covers("rfc9293:SHLD-3")
def test_close_with_unread_data_and_the_end_resets(established):
    ours, far = established
    far.send(b"never read", flags="FPA")
    far.expect("A", ack=far.next)

    ours.close()

    far.expect("R|RA", data=b"", seq=far.received)


@covers("rfc9293:3.6-local-close")
def test_close_after_all_was_read_does_not_reset(established):
    ours, far = established
    far.send(b"read")
    assert ours.recv(10) == b"read"

    ours.close()

    far.expect("FA", data=b"", ack=far.next)


@covers("rfc9293:SHLD-3")
def test_close_with_the_end_unread_does_not_reset(established):
    ours, far = established
    far.finish()

    ours.close()

    far.expect("FA", data=b"", ack=far.next)


@covers("rfc9293:SHLD-3")
def test_close_with_part_unread_resets(established):
    ours, far = established
    far.send(b"half read")
    assert ours.recv(4) == b"half"

    ours.close()

    far.expect("R|RA", data=b"", seq=far.received)


@covers("rfc9293:SHLD-3", "rfc9293:MAY-1")
def test_data_after_close_is_reset(established, choice):
    ours, far = established
    ours.close()
    far.expect("FA")
    far.send()

    far.send(b"too late")

    far.expect("R|RA", data=b"", seq=far.received)
    choice("rfc9293:MAY-1", "half-duplex close")


@covers("rfc9293:SHLD-3")
def test_data_after_close_is_reset_before_fin_is_acknowledged(established):
    ours, far = established
    ours.close()
    before = far.expect("FA").seq

    far.send(b"too late", ack=before)

    far.expect("R|RA", data=b"")


@covers("rfc9293:SHLD-3")
def test_after_late_data_was_reset_the_connection_is_unknown(established):
    ours, far = established
    ours.close()
    far.expect("FA")
    far.send(b"too late")
    far.expect("R|RA")

    far.send()

    far.expect("R|RA", data=b"", seq=far.received)


@covers("rfc9293:SHLD-3")
def test_a_fin_without_data_after_close_is_not_reset(established):
    ours, far = established
    ours.close()
    far.expect("FA")

    far.send(flags="FA")

    far.expect("A", data=b"", ack=far.next)
