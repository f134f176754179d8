"""The reference clients: one that reads to the end like a file, and one that talks."""
import socket
import sys
import threading
from io import RawIOBase
from typing import BinaryIO

Address = tuple | str
"""As the socket module has it: (host, port), or a path."""


def connect(family: int, type: int, address: Address) -> socket.socket:
    """A connected socket; raises OSError as the system does."""
    sock = socket.socket(family, type)
    try:
        sock.connect(address)
    except OSError:
        sock.close()
        raise
    return sock


def read_to_the_end(sock: socket.socket) -> bytes:
    """Everything the server sends until it closes, read like a file."""
    with sock.makefile("rb") as file:
        return file.read()


def talk(sock: socket.socket, source: RawIOBase, sink: BinaryIO) -> None:
    """Send what ``source`` has and write to ``sink`` what comes, until the server closes.

    ``source`` has no buffer: a thread that waits for it must not hold a lock when the program ends.
    """
    threading.Thread(target=_send_all, args=(sock, source), daemon=True).start()
    while data := sock.recv(65536):
        sink.write(data)
        sink.flush()


def _send_all(sock: socket.socket, source: RawIOBase) -> None:
    try:
        while data := source.read(65536):
            sock.sendall(data)
        sock.shutdown(socket.SHUT_WR)
    except OSError:
        pass        # the server has gone; whoever reads from it will see that


def ask(sock: socket.socket, source: BinaryIO, sink: BinaryIO, seconds: float = 2.0) -> None:
    """Send each line of ``source`` as a datagram and write the answer to ``sink``; raises TimeoutError when none comes."""
    sock.settimeout(seconds)
    for line in source:
        sock.send(line)
        sink.write(sock.recv(65535))
        sink.flush()


def main() -> None:
    """``clients.py KIND HOST PORT`` or ``clients.py unix-stream PATH``: print what the server sends to its end."""
    from harness.reference.servers import KINDS
    kind, *place = sys.argv[1:]
    address = place[0] if kind.startswith("unix") else (place[0], int(place[1]))
    with connect(*KINDS[kind], address) as sock:
        sys.stdout.buffer.write(read_to_the_end(sock))


if __name__ == "__main__":
    main()
