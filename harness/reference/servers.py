"""The reference servers. Run as a program it serves every service on ephemeral ports and prints where.

Only the standard library, since it also runs inside a target's world, as
``python servers.py DIRECTORY``.
"""
import itertools
import os
import select
import socket
import socketserver
import struct
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

THANKS = b"Thank you for connecting\r\n"
SLOW_READ = 0.02
"""Seconds that the slow reader lets pass between two bytes."""
PREFIX = "service-"
"""How the paths of AF_UNIX services begin."""


# --------------------------------------------------------------------------- what a server does with a connection

def echo(sock: socket.socket) -> None:
    """Send back what comes (RFC 862)."""
    while data := sock.recv(65536):
        sock.sendall(data)


def discard(sock: socket.socket) -> None:
    """Read everything, answer nothing (RFC 863)."""
    while sock.recv(65536):
        pass


def chargen(sock: socket.socket) -> None:
    """Send lines of characters until the client closes (RFC 864)."""
    for line in chargen_lines():
        sock.sendall(line)


def daytime(sock: socket.socket) -> None:
    """Send the time of day as a line of text, and close (RFC 867)."""
    sock.sendall(daytime_line())


def greeting(sock: socket.socket) -> None:
    """Say thank you, and close."""
    sock.sendall(THANKS)


def resets(sock: socket.socket) -> None:
    """Reset the connection as soon as it is accepted."""
    reset(sock)


def closes(sock: socket.socket) -> None:
    """Close the connection as soon as it is accepted."""


def never_reads(sock: socket.socket) -> None:
    """Keep the connection and read nothing, until the client is gone."""
    wait_for_end(sock)


def reads_slowly(sock: socket.socket) -> None:
    """Read one byte at a time, with pauses."""
    while sock.recv(1):
        time.sleep(SLOW_READ)


def half_closes(sock: socket.socket) -> None:
    """Shut down writing at once, and go on reading to the end."""
    sock.shutdown(socket.SHUT_WR)
    discard(sock)


def byte_at_a_time(sock: socket.socket) -> None:
    """Say thank you one byte a send, each in a segment of its own, and close."""
    if sock.family != socket.AF_UNIX:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for number in THANKS:
        sock.sendall(bytes([number]))


def sends_then_resets(sock: socket.socket) -> None:
    """Say thank you, and reset the connection."""
    sock.sendall(THANKS)
    reset(sock)


# --------------------------------------------------------------------------- what a server answers to a datagram

def echo_datagram(data: bytes) -> bytes:
    """The same datagram (RFC 862)."""
    return data


def no_datagram(data: bytes) -> None:
    """Nothing (RFC 863)."""


def chargen_datagram(data: bytes) -> bytes:
    """A line of characters, whatever came (RFC 864)."""
    return next(chargen_lines())


def daytime_datagram(data: bytes) -> bytes:
    """The time of day, whatever came (RFC 867)."""
    return daytime_line()


# --------------------------------------------------------------------------- pieces

def chargen_lines():
    """RFC 864's recommended pattern: 72 of the 95 printing characters, one further on each line."""
    ring = bytes(range(32, 127)) * 2
    for start in itertools.cycle(range(95)):
        yield ring[start:start + 72] + b"\r\n"


def daytime_line() -> bytes:
    """RFC 867's recommended form: ``Tuesday, February 22, 1982 17:37:43-PST``."""
    return time.strftime("%A, %B %d, %Y %H:%M:%S-%Z\r\n").encode()


def reset(sock: socket.socket) -> None:
    """Close with a reset: linger on, for 0 seconds."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def wait_for_end(sock: socket.socket) -> None:
    """Until the other end is closed or reset; reads nothing."""
    poller = select.poll()
    poller.register(sock, select.POLLRDHUP)
    poller.poll()


class Service(NamedTuple):
    """A server: its name, what it does with a connection, what it answers to a datagram (if it takes any)."""

    name: str
    converse: Callable[[socket.socket], None] | None
    answer: Callable[[bytes], bytes | None] | None = None

    @property
    def summary(self) -> str:
        """What it does, in a sentence."""
        return (self.converse.__doc__ if self.converse else "Listen, and never accept.").strip()


SERVICES = {service.name: service for service in (
    Service("echo", echo, echo_datagram),
    Service("discard", discard, no_datagram),
    Service("chargen", chargen, chargen_datagram),
    Service("daytime", daytime, daytime_datagram),
    Service("greeting", greeting),
    Service("resets", resets),
    Service("closes", closes),
    Service("never-accepts", None),
    Service("never-reads", never_reads),
    Service("reads-slowly", reads_slowly),
    Service("half-closes", half_closes),
    Service("byte-at-a-time", byte_at_a_time),
    Service("sends-then-resets", sends_then_resets),
)}


# --------------------------------------------------------------------------- serving

Address = tuple | str
"""As the socket module has it: (host, port), or a path."""


class StreamServer(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """A thread a connection; a connection's error ends that connection only."""

    daemon_threads, block_on_close, allow_reuse_address, request_queue_size = True, False, True, 1024

    def __init__(self, service: Service, family: int, address: Address):
        self.service, self.address_family = service, family
        super().__init__(address, None)

    def finish_request(self, request: socket.socket, client_address: Address) -> None:
        """Do what the service does with this connection."""
        self.service.converse(request)

    def shutdown_request(self, request: socket.socket) -> None:
        """Close, and nothing before it: what else a service wants to happen, it has done."""
        request.close()

    def handle_error(self, request: socket.socket, client_address: Address) -> None:
        """A client may do as it likes; only what is no socket error is worth a word."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def server_bind(self) -> None:
        """Bind; over IPv6 to IPv6 alone, so that both versions can have the same port."""
        if self.address_family == socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        super().server_bind()


class DatagramServer(socketserver.UDPServer):
    """Answers one datagram after the other, to where it came from."""

    max_packet_size = 65535

    def __init__(self, service: Service, family: int, address: Address):
        self.service, self.address_family = service, family
        super().__init__(address, None)

    def finish_request(self, request: tuple[bytes, socket.socket], client_address: Address) -> None:
        """Answer, if the service does and the sender has a name to answer to."""
        answer = self.service.answer(request[0])
        if answer is not None and client_address:
            request[1].sendto(answer, client_address)

    def handle_error(self, request, client_address) -> None:
        """A sender that has gone is no matter."""


def open_server(service: Service, family: int, type: int, address: Address) -> socketserver.BaseServer:
    """Bind a server to an address and start to serve in the background; raises OSError when that cannot be.

    Raises ValueError for a service that takes no datagrams.
    """
    if type == socket.SOCK_DGRAM and service.answer is None:
        raise ValueError(f"{service.name} takes connections, not datagrams")
    server = (DatagramServer if type == socket.SOCK_DGRAM else StreamServer)(service, family, address)
    if service.converse is not None or type == socket.SOCK_DGRAM:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": None}, daemon=True).start()
    return server


KINDS = {"tcp4": (socket.AF_INET, socket.SOCK_STREAM), "tcp6": (socket.AF_INET6, socket.SOCK_STREAM),
         "udp4": (socket.AF_INET, socket.SOCK_DGRAM), "udp6": (socket.AF_INET6, socket.SOCK_DGRAM),
         "unix-stream": (socket.AF_UNIX, socket.SOCK_STREAM), "unix-datagram": (socket.AF_UNIX, socket.SOCK_DGRAM)}


def main() -> None:
    """Serve everything, print ``service kind host port`` or ``service kind path`` a line, and wait to be killed."""
    directory, ipv4, ipv6 = Path(sys.argv[1]), *sys.argv[2:]
    servers = []
    for service in SERVICES.values():
        for kind, (family, type) in KINDS.items():
            if type == socket.SOCK_DGRAM and service.answer is None:
                continue
            path = f"{PREFIX}{service.name}-{kind}"
            local = {socket.AF_INET: (ipv4, 0), socket.AF_INET6: (ipv6, 0), socket.AF_UNIX: path}
            try:
                servers.append(open_server(service, family, type, local[family]))
            except OSError as error:     # such as no IPv6 here
                print(service.name, kind, "unavailable", error.strerror, file=sys.stderr)
                continue
            address = servers[-1].server_address
            print(service.name, kind, *(address[:2] if isinstance(address, tuple) else [directory / address]))
    print("ready", flush=True)
    os.read(0, 1)       # until whoever started us is gone


if __name__ == "__main__":
    main()
