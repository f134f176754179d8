"""Two implementations make a connection: both see the same one, and it waits for nothing but the other."""
import pytest

from harness.sockets import REFUSED

covers = pytest.mark.covers
pytestmark = pytest.mark.interop


@covers("posix:getpeername:connected-matches-peer")
def test_each_end_has_the_others_name(meeting):
    assert meeting.server.getpeername() == meeting.client.address
    assert meeting.client.getpeername() == meeting.server.address


@covers("posix:accept:blocks-until-connection")
def test_accept_waits_for_the_client(server_side, client_side, tcp):
    listener = server_side.listener(tcp)
    accepting = listener.start.accept()
    assert accepting.blocked()

    calling = client_side.connect(listener)

    _, address = accepting.result()
    assert address == calling.address


@covers("posix:connect:ECONNREFUSED")
def test_a_port_where_nobody_listens_refuses(server_side, client_side, tcp):
    nobody = server_side.bound(tcp)

    assert client_side.open(tcp).fails.connect(nobody.address) in REFUSED


@covers("posix:accept:fifo-order")
@pytest.mark.usefixtures("lossless")
def test_clients_that_wait_are_accepted_in_turn(server_side, client_side, tcp):
    listener = server_side.listener(tcp)
    calling = [client_side.connect(listener) for _ in range(5)]

    accepted = [listener.accept()[1] for _ in calling]

    assert accepted == [sock.address for sock in calling]


@covers("posix:recv:blocks-until-data")
def test_a_receive_waits_for_the_other_end(turned):
    receiving = turned.other.start.recv(100)
    assert receiving.blocked()

    turned.one.send(b"here you are")

    assert receiving.result() == b"here you are"


@covers("rfc9293:MUST-10")
@pytest.mark.waits(0.3)
def test_calls_that_cross_make_one_connection(server_side, client_side, tcp, choice):
    for _ in range(30):
        one, other = server_side.bound(tcp), client_side.bound(tcp)
        here, there = one.address, other.address
        calls = [one.start.connect(there), other.start.connect(here)]
        refusals = [call for call in calls if not succeeds(call)]
        if not refusals:
            break
        for sock in (one, other):
            sock.close()
    choice("rfc9293:MUST-10", "calls that were refused did not cross" if refusals else "calls that crossed made one connection")
    if not refusals:
        one.send(b"from the one")
        assert other.recv(100) == b"from the one"


def succeeds(call) -> bool:
    """Whether a connect that was started succeeds; it may be refused, by whatever name, if the other end had not called yet."""
    try:
        call.result()
    except (ConnectionRefusedError, ConnectionResetError):
        return False
    return True
