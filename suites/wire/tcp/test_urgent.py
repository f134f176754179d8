"""Urgent data: what the pointer says in segments of the target, and what an application learns of ours."""
import pytest

covers = pytest.mark.covers


@covers("rfc9293:MUST-30")
def test_urgent_data_leaves_with_urg(established):
    ours, far = established

    ours.send(b"!", "MSG_OOB")

    far.expect("UA", data=b"!")


@covers("rfc9293:MUST-62")
@pytest.mark.parametrize("size", [1, 2, 100])
def test_the_urgent_pointer_names_the_byte_after_the_urgent_data(established, size):
    ours, far = established

    ours.send(bytes(size), "MSG_OOB")

    assert far.expect("UA", data=bytes(size)).urgptr == size


@covers("rfc9293:MUST-30", "rfc9293:MUST-62")
def test_segments_before_the_end_of_urgent_data_point_there_too(tcp_end, meet, role):
    ours, far = meet(tcp_end(mss=1000), role)

    ours.send(bytes(2500), "MSG_OOB")

    assert [(segment.flags.U, segment.urgptr) for segment in far.all_until_now()] == [(True, 2500), (True, 1500), (True, 500)]


@covers("rfc9293:MUST-30")
def test_data_after_the_urgent_data_has_no_urg(established):
    ours, far = established
    ours.send(b"!", "MSG_OOB")
    far.expect("UA", data=b"!")
    far.send()

    ours.send(b"calm")

    far.expect("A", data=b"calm")


@covers("rfc9293:MUST-30")
def test_urgent_data_is_readable_out_of_band(established):
    ours, far = established

    far.send(b"!", flags="PUA", urgptr=1)

    assert "POLLPRI" in ours.ready("POLLPRI")
    assert ours.recv(1, "MSG_OOB") == b"!"


@covers("rfc9293:MUST-62", "linux:tcp:stdurg-off")
def test_the_byte_before_the_one_the_pointer_names_is_urgent(established):
    ours, far = established

    far.send(b"abcd", flags="PUA", urgptr=3)

    assert "POLLPRI" in ours.ready("POLLPRI")
    assert ours.recv(1, "MSG_OOB") == b"c"
    assert ours.recv(10) == b"ab"
    assert ours.recv(10) == b"d"


@covers("rfc9293:MUST-31")
@pytest.mark.parametrize("size", [1, 1000, 30000])
def test_urgent_data_of_any_length_arrives(established, size):
    ours, far = established
    ours.setsockopt("SO_OOBINLINE", 1)
    sent = bytes(number % 251 for number in range(size))

    for place in range(0, size, 1000):
        far.send(sent[place:place + 1000], flags="PUA", urgptr=size - place)

    received = b""
    while len(received) < size:
        received += ours.recv(size)
    assert received == sent


@covers("rfc9293:MUST-31", "rfc9293:MUST-33")
@pytest.mark.parametrize("size", [1, 1000, 30000])
def test_the_mark_is_where_the_urgent_data_ends(established, size):
    ours, far = established
    ours.setsockopt("SO_OOBINLINE", 1)

    for place in range(0, size, 1000):
        far.send(bytes(min(1000, size - place)), flags="PUA", urgptr=size - place)
    far.send(b"behind")

    assert "POLLPRI" in ours.ready("POLLPRI")
    if size > 1:
        assert not ours.atmark()
        assert len(ours.recv(size - 1, "MSG_WAITALL")) == size - 1
    assert ours.atmark()
    assert ours.recv(1) == b"\0"
    assert not ours.atmark()


@covers("rfc9293:MUST-32")
def test_the_application_is_told_of_urgent_data_and_not_of_other(established):
    ours, far = established
    far.send(b"calm")
    far.expect("A", ack=far.next)
    assert ours.poll("POLLPRI") == frozenset()

    far.send(b"!", flags="PUA", urgptr=1)

    assert "POLLPRI" in ours.ready("POLLPRI")


@covers("rfc9293:MUST-32")
def test_the_application_is_told_each_time_the_pointer_advances(established):
    ours, far = established
    far.send(b"!", flags="PUA", urgptr=1)
    assert "POLLPRI" in ours.ready("POLLPRI")
    assert ours.recv(1, "MSG_OOB") == b"!"
    assert ours.poll("POLLPRI") == frozenset()

    far.send(b"?", flags="PUA", urgptr=1)

    assert "POLLPRI" in ours.ready("POLLPRI")
    assert ours.recv(1, "MSG_OOB") == b"?"


@covers("rfc9293:MUST-33")
def test_the_application_sees_whether_urgent_data_remains(established):
    ours, far = established
    far.send(b"ab!cd", flags="PUA", urgptr=3)
    assert "POLLPRI" in ours.ready("POLLPRI")

    assert not ours.atmark()
    assert ours.recv(10) == b"ab"
    assert ours.atmark()
    assert ours.recv(10) == b"cd"
    assert not ours.atmark()


@covers("rfc9293:MUST-66")
def test_urgent_is_heard_although_the_window_is_closed(shut):
    ours, far = shut

    far.send(flags="UA", urgptr=1)

    assert ours.recv(100000)
    assert ours.atmark()
