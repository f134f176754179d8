"""When the target gives a connection up that is not acknowledged any more, and when it does not."""
import time

import pytest

covers = pytest.mark.covers
passive = pytest.mark.parametrize("role", ["passive"])
ipv4 = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])
TCP_RTO_MAX_MS = 44     # Linux 6.15


@passive
@covers("rfc9293:MUST-20", "rfc9293:MUST-21", "linux:setsockopt:tcp-user-timeout-ends-connection")
@pytest.mark.waits(0.5)
def test_data_that_is_not_acknowledged_for_the_user_timeout_ends_the_connection(established):
    ours, far = established
    ours.setsockopt("TCP_USER_TIMEOUT", 400)
    ours.send(b"lost")
    far.expect("A", data=b"lost")
    sent = far.came

    waiting = ours.start.recv(10)

    assert waiting.error() == "ETIMEDOUT"
    assert 0.4 <= waiting.ended_at - sent < 4


@passive
@covers("rfc9293:MUST-21", "linux:setsockopt:tcp-user-timeout-ends-connection")
@pytest.mark.waits(0.5)
def test_data_that_waits_for_a_window_for_the_user_timeout_ends_the_connection(tcp_end, meet, role):
    ours, far = meet(tcp_end(window=0), role)
    ours.setsockopt("TCP_USER_TIMEOUT", 300)
    sending = ours.start.send(b"waits")
    sending.result()

    waiting = ours.start.recv(10)

    assert waiting.error() == "ETIMEDOUT"
    assert 0.3 <= waiting.ended_at - sending.began < 4


@passive
@covers("rfc9293:MUST-21")
@pytest.mark.waits(0.5)
def test_data_that_is_acknowledged_in_time_does_not_end_the_connection(established):
    ours, far = established
    ours.setsockopt("TCP_USER_TIMEOUT", 100)
    ours.send(b"arrives")
    far.expect("A", data=b"arrives")
    far.send()

    assert far.silent(for_=0.3)

    far.send(b"alive")
    assert ours.recv(10) == b"alive"


@ipv4
@covers("rfc9293:SHLD-11", "linux:tcp:retries2")
@pytest.mark.waits(3.5)
def test_a_few_retransmissions_without_answer_do_not_end_the_connection(wire, accepted):
    ours, far = accepted
    ours.setsockopt(TCP_RTO_MAX_MS, 1000, level="IPPROTO_TCP")
    ours.send(b"lost")

    waiting = ours.start.recv(10)
    assert not waiting.ended()
    far.silent(for_=3.6)

    assert not waiting.ended()


@pytest.mark.slow
@ipv4
@covers("rfc9293:MUST-20", "linux:tcp:retries2")
def test_as_many_retransmissions_as_the_system_allows_end_the_connection(wire, accepted):
    ours, far = accepted
    ours.setsockopt(TCP_RTO_MAX_MS, 1000, level="IPPROTO_TCP")
    ours.send(b"lost")
    began = time.monotonic()
    waiting = ours.start.recv(10)

    while not waiting.ended() and time.monotonic() - began < 30:
        far.silent(for_=0.5)

    assert waiting.error() == "ETIMEDOUT"
    assert 14.4 <= waiting.ended_at - began < 22


@pytest.mark.slow
@pytest.mark.timeout(240)
@ipv4
@covers("rfc9293:SHLD-11")
def test_a_hundred_seconds_without_acknowledgement_do_not_end_the_connection(wire, accepted):
    ours, far = accepted
    ours.send(b"lost")
    waiting = ours.start.recv(10)

    far.silent(for_=101)

    assert not waiting.ended()
    far.send(b"at last")
    assert waiting.result() == b"at last"
