"""Options that are on or off: what is set is what is read, on the one socket it was set on."""
import pytest

covers = pytest.mark.covers
option_of_tcp = pytest.mark.parametrize("option", ["SO_KEEPALIVE", "SO_OOBINLINE", "SO_REUSEADDR", "SO_DONTROUTE"])
option_of_udp = pytest.mark.parametrize("option", ["SO_BROADCAST", "SO_REUSEADDR", "SO_DONTROUTE"])
LINUX_OPTIONS = ("SO_KEEPALIVE", "SO_OOBINLINE", "SO_REUSEADDR", "SO_DONTROUTE", "SO_BROADCAST", "SO_TIMESTAMP")
ALL_OFF, ALL_ON = dict.fromkeys(LINUX_OPTIONS, 0), dict.fromkeys(LINUX_OPTIONS, 1)


def switch(sock, value):
    """Set all options to a value."""
    for option in LINUX_OPTIONS:
        sock.setsockopt(option, value)


def read(sock):
    """All options as they are read."""
    return {option: sock.getsockopt(option) for option in LINUX_OPTIONS}


@option_of_tcp
@covers("posix:setsockopt:boolean-defaults-off")
def test_an_option_of_a_fresh_tcp_socket_is_off(target, tcp, option):
    assert target.open(tcp).getsockopt(option) == 0


@option_of_udp
@covers("posix:setsockopt:boolean-defaults-off")
def test_an_option_of_a_fresh_udp_socket_is_off(target, udp, option):
    assert target.open(udp).getsockopt(option) == 0


@option_of_tcp
@covers("posix:setsockopt:boolean-roundtrip")
def test_a_tcp_option_reads_as_it_was_set_last(target, tcp, option):
    sock = target.open(tcp)

    sock.setsockopt(option, 1)
    assert sock.getsockopt(option) != 0

    sock.setsockopt(option, 0)
    assert sock.getsockopt(option) == 0


@option_of_udp
@covers("posix:setsockopt:boolean-roundtrip")
def test_a_udp_option_reads_as_it_was_set_last(target, udp, option):
    sock = target.open(udp)

    sock.setsockopt(option, 1)
    assert sock.getsockopt(option) != 0

    sock.setsockopt(option, 0)
    assert sock.getsockopt(option) == 0


@covers("linux:setsockopt:boolean-every-kind")
def test_all_options_of_a_fresh_socket_of_any_kind_are_off(target, any_kind):
    assert read(target.open(any_kind)) == ALL_OFF


@covers("linux:setsockopt:boolean-every-kind")
def test_all_options_read_as_they_were_set_last_however_often(target, any_kind):
    sock = target.open(any_kind)
    seen = []

    for value in (0, 1, 1, 0, 0, 1):
        switch(sock, value)
        seen.append(read(sock))

    assert seen == [ALL_OFF, ALL_ON, ALL_ON, ALL_OFF, ALL_OFF, ALL_ON]


@covers("posix:setsockopt:boolean-any-nonzero-is-true")
def test_whatever_is_not_zero_means_on(target, any_kind):
    sock = target.open(any_kind)
    seen = {}

    for value in (5, -1, 256, 1 << 16, -1 << 31):
        switch(sock, 0)
        switch(sock, value)
        seen[value] = read(sock)

    assert seen == dict.fromkeys(seen, ALL_ON)


@covers("posix:setsockopt:own-value-of-each-socket")
def test_options_set_on_one_socket_are_off_on_those_before_and_after(target, any_kind):
    before, sock = target.open(any_kind), target.open(any_kind)

    switch(sock, 1)

    assert (read(before), read(sock), read(target.open(any_kind))) == (ALL_OFF, ALL_ON, ALL_OFF)


@covers("posix:setsockopt:own-value-of-each-socket")
def test_options_set_on_one_end_of_a_pair_are_off_on_the_other(local_pair_of_one):
    here, there = local_pair_of_one

    switch(here, 1)

    assert (read(here), read(there)) == (ALL_ON, ALL_OFF)


@covers("posix:setsockopt:shared-by-duplicates")
def test_options_set_by_one_handle_are_read_by_its_duplicate(target, any_kind):
    sock = target.open(any_kind)
    duplicate = sock.dup()

    switch(sock, 1)

    assert read(duplicate) == ALL_ON


@covers("linux:setsockopt:reuseport-roundtrip")
def test_reuseport_reads_as_it_was_set_last(target, inet):
    sock = target.open(inet)
    seen = [sock.getsockopt("SO_REUSEPORT")]

    for value in (1, 0, 7):
        sock.setsockopt("SO_REUSEPORT", value)
        seen.append(sock.getsockopt("SO_REUSEPORT"))

    assert seen == [0, 1, 0, 1]


@covers("linux:setsockopt:reuseport-roundtrip")
def test_af_unix_knows_no_reuseport(target, local):
    assert target.open(local).fails.setsockopt("SO_REUSEPORT", 1) in {"EOPNOTSUPP", "ENOTSUP"}
