"""Reading a socket like a file: so many bytes, a line, or all to the end, however it comes in pieces."""
import pytest

covers = pytest.mark.covers


@covers("python:file-read-size")
def test_a_read_waits_until_it_has_as_much_as_was_asked_for(stream_pair):
    ours, theirs = stream_pair
    reading = ours.start.file_read(10)
    theirs.send(b"abc")
    assert reading.blocked()
    theirs.send(b"defg")
    assert not reading.ended()

    theirs.send(b"hijkl")

    assert reading.result() == b"abcdefghij"
    assert ours.file_read(2) == b"kl"


@covers("python:file-read-size")
@pytest.mark.parametrize("size", [1, 8191, 8192, 8193, 100_001])
def test_a_read_of_any_size_gets_the_bytes_that_follow(stream_pair, size):
    ours, theirs = stream_pair
    content = b"".join(number.to_bytes(4, "big") for number in range(30_000))
    sending = theirs.start.sendall(content)

    assert ours.file_read(size) == content[:size]

    assert ours.file_read(len(content) - size) == content[size:]
    sending.result()


@covers("python:file-read-end")
def test_a_read_that_meets_the_end_gets_what_there_is(stream_pair):
    ours, theirs = stream_pair
    theirs.send(b"short")
    theirs.close()

    assert ours.file_read(10) == b"short"
    assert [ours.file_read(10), ours.file_read(10), ours.file_readline()] == [b"", b"", b""]


@covers("python:file-read-end")
def test_a_read_without_a_size_waits_for_the_end(stream_pair):
    ours, theirs = stream_pair
    reading = ours.start.file_read()
    theirs.send(b"first ")
    assert reading.blocked()
    theirs.send(b"second")

    theirs.shutdown("SHUT_WR")

    assert reading.result() == b"first second"
    ours.send(b"thank you")
    assert theirs.recv(20) == b"thank you"


@covers("python:file-readline")
def test_a_line_ends_with_its_newline_and_the_next_follows(stream_pair):
    ours, theirs = stream_pair
    theirs.send(b"one\n\ntwo\r\nthree\x00\xff\nrest")
    theirs.close()

    lines = [ours.file_readline() for _ in range(6)]

    assert lines == [b"one\n", b"\n", b"two\r\n", b"three\x00\xff\n", b"rest", b""]


@covers("python:file-readline")
def test_a_line_is_waited_for_to_its_newline(stream_pair):
    ours, theirs = stream_pair
    reading = ours.start.file_readline()
    theirs.send(b"a line ")
    assert reading.blocked()

    theirs.send(b"in two\nand more")

    assert reading.result() == b"a line in two\n"


@covers("python:file-readline")
def test_a_line_can_be_longer_than_any_buffer(stream_pair):
    ours, theirs = stream_pair
    line = b"".join(b"%d," % number for number in range(20_000)) + b"\n"
    sending = theirs.start.sendall(line + b"next\n")

    assert ours.file_readline() == line
    assert ours.file_readline() == b"next\n"
    sending.result()


@covers("python:file-readline", "python:file-read-size")
def test_lines_and_sizes_can_be_mixed(stream_pair):
    ours, theirs = stream_pair
    theirs.send(b"header\n12345678second\ntail")
    theirs.close()

    assert [ours.file_readline(), ours.file_read(8), ours.file_readline(), ours.file_read()] == [
        b"header\n", b"12345678", b"second\n", b"tail"]


@covers("python:file-keeps-socket-open")
def test_a_file_goes_on_when_its_socket_was_closed(stream_pair):
    ours, theirs = stream_pair
    theirs.send(b"first\n")
    assert ours.file_readline() == b"first\n"

    ours.close()

    theirs.send(b"second\n")
    assert ours.file_readline() == b"second\n"


@covers("python:file-timeout")
@pytest.mark.waits
def test_a_read_that_takes_too_long_times_out(stream_pair):
    ours, theirs = stream_pair
    ours.settimeout(0.05)
    theirs.send(b"half a li")

    reading = ours.start.file_readline()

    assert reading.error() == "TimeoutError"
    assert reading.seconds >= 0.05


@covers("python:file-raises-error")
def test_a_read_of_a_reset_connection_fails(tcp_reset):
    assert tcp_reset.fails.file_read(10) == "ECONNRESET"
