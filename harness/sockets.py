"""The socket vocabulary, once, spoken in three ways.

    sock.recv(10)           wait for the result; what the call raises is raised here
    sock.start.recv(10)     start the call and go on; a :class:`~harness.agent.Pending` tells the rest
    sock.fails.recv(10)     the call must fail; the name of its error, such as "ECONNRESET"

The same three for a :class:`Host`, which makes sockets and asks what concerns none.
"""
import itertools
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from harness.agent import Agent, Pending, Unsupported
from harness.lines import Address, Inet, Inet6, Unix

__tracebackhide__ = True     # a failure shows the test, not how it reached the agent

WOULD_BLOCK = frozenset(("EAGAIN", "EWOULDBLOCK"))
"""The two names of the error of a call that would have to wait; POSIX permits either."""
CLOSED = frozenset(("EBADF", "ValueError"))
"""How a call on a closed handle is refused: by the system, or by a runtime that looks at its number first."""
REFUSED = frozenset(("ECONNREFUSED", "ECONNRESET"))
"""What a TCP connect may fail with where nobody listens: POSIX has a request that was refused, and one that the other host reset; both are true."""

READY = 0.6
"""The part of what is left of our patience that a socket is given to become ready: it is to say itself that it did not."""
HEADERS = {"AF_INET": 28, "AF_INET6": 48}
"""Bytes of a packet that are not a datagram's data."""
NOWHERE = 1
"""A port where nobody listens: below every range of ports that systems choose from."""


@dataclass(frozen=True)
class Kind:
    """A kind of socket: what it is called in test ids, and how it is made."""

    name: str
    family: str
    type: str
    protocol: int | str = 0

    @property
    def inet(self) -> bool:
        """Whether its addresses are those of IP, version 4 or 6."""
        return self.family != "AF_UNIX"

    @property
    def stream(self) -> bool:
        """Whether it carries bytes without boundaries."""
        return self.type == "SOCK_STREAM"

    def address(self, host: str, port: int = 0) -> Address:
        """The address of a port of a host, for IP kinds."""
        return Inet(host, port) if self.family == "AF_INET" else Inet6(host, port)

    def wildcard(self, port: int = 0) -> Address:
        """The address that stands for all addresses of the machine."""
        return self.address("0.0.0.0" if self.family == "AF_INET" else "::", port)

    def __str__(self) -> str:
        return self.name


TCP4 = Kind("tcp4", "AF_INET", "SOCK_STREAM")
TCP6 = Kind("tcp6", "AF_INET6", "SOCK_STREAM")
UDP4 = Kind("udp4", "AF_INET", "SOCK_DGRAM")
UDP6 = Kind("udp6", "AF_INET6", "SOCK_DGRAM")
UNIX_STREAM = Kind("unix-stream", "AF_UNIX", "SOCK_STREAM")
UNIX_DATAGRAM = Kind("unix-datagram", "AF_UNIX", "SOCK_DGRAM")
UNIX_SEQPACKET = Kind("unix-seqpacket", "AF_UNIX", "SOCK_SEQPACKET")
KINDS = (TCP4, TCP6, UDP4, UDP6, UNIX_STREAM, UNIX_DATAGRAM, UNIX_SEQPACKET)

LEVELS = {"SO": "SOL_SOCKET", "TCP": "IPPROTO_TCP", "IP": "IPPROTO_IP", "IPV6": "IPPROTO_IPV6"}
"""An option's name begins with its level."""

VALUES = {"SO_LINGER": "linger", "SO_RCVTIMEO": "timeval", "SO_SNDTIMEO": "timeval", "SO_PEERCRED": "ucred",
          "SO_ERROR": "errno", "SO_TYPE": "type", "SO_DOMAIN": "family", "SO_PROTOCOL": "protocol"}
"""Options whose value is a structure, or a number that has a name; all others are integers."""


class Message(NamedTuple):
    """What ``recvmsg`` returned; also of the data and flags alone: ``data, flags = message[:2]``."""

    data: bytes
    flags: frozenset[str]
    address: Address | None
    control: list[dict]


class Scattered(NamedTuple):
    """What ``recvmsg`` into several buffers returned; each buffer whole, what was not written is 0xAA."""

    count: int
    buffers: list[bytes]
    flags: frozenset[str]
    address: Address | None
    control: list[dict]


class Poured(NamedTuple):
    """How many bytes of the pattern were sent, and the error that stopped it, if one did."""

    count: int
    stopped: str | None


class Drained(NamedTuple):
    """How many bytes were received, how many of them were the pattern's, whether the end of file came, and the error that stopped it."""

    count: int
    good: int
    eof: bool
    stopped: str | None


def timeval(seconds: float) -> dict[str, int]:
    """A timeout option's value: ``{"sec": 1, "usec": 500000}`` for 1.5."""
    whole, part = divmod(round(seconds * 1_000_000), 1_000_000)
    return {"sec": whole, "usec": part}


def level_of(option: str) -> str:
    """The level an option belongs to, by its name."""
    return LEVELS[option.split("_")[0]]


def _field(name: str) -> Callable[[dict], Any]:
    return lambda fields: fields[name]


def _given(**fields: Any) -> dict[str, Any]:
    """The fields that say something; defaults do not travel."""
    return {name: value for name, value in fields.items() if value is not None and value != () and value != frozenset()}


class DescriptorFlags(frozenset):
    """The flags of a descriptor. Some a runtime may keep to itself: whoever asks for one is told that it is not offered."""

    def __new__(cls, flags: Iterable[str], kept: Iterable[str], side: str):
        told = super().__new__(cls, flags)
        told.kept, told.side = frozenset(kept), side
        return told

    def __contains__(self, name: str) -> bool:
        self._ask({name})
        return super().__contains__(name)

    def __eq__(self, other: Any) -> bool:
        self._ask(other)
        return super().__eq__(other)

    __hash__ = frozenset.__hash__

    def _ask(self, names: Iterable[str]) -> None:
        if kept := self.kept.intersection(names):
            raise Unsupported(self.side, "descriptor", f"the runtime keeps {', '.join(sorted(kept))} to itself")


class SocketCalls:
    """Every call on one socket. A subclass says what becomes of the call."""

    def _do(self, word: str, finish: Callable[[dict], Any] | None = None, **fields: Any) -> Any:
        raise NotImplementedError

    @property
    def _socket(self) -> "Socket":
        raise NotImplementedError

    # names and connections

    def bind(self, address: Address):
        """Give the socket a local name."""
        return self._do("bind", _nothing, address=address)

    def listen(self, backlog: int | str | None = None):
        """Begin to take connections; without a backlog, the runtime's own default."""
        return self._do("listen", _nothing, **_given(backlog=backlog))

    def accept(self, *flags: str):
        """Take one connection: the new socket and the address of its peer. With flags it is accept4."""
        return self._do("accept", self._socket.accepted, **_given(flags=frozenset(flags)))

    def connect(self, address: Address):
        """Connect, or set the peer of a datagram socket."""
        return self._do("connect", _nothing, address=address)

    def connect_ex(self, address: Address):
        """Connect; returns the error's name, or 0."""
        return self._do("connect_ex", _field("errno"), address=address)

    def shutdown(self, how: str | int):
        """End one or both directions: SHUT_RD, SHUT_WR, SHUT_RDWR."""
        return self._do("shutdown", _nothing, how=how)

    def close(self):
        """Close the handle."""
        return self._do("close", _nothing)

    def detach(self):
        """Let the object go of its descriptor; the new handle that has it, and its number."""
        return self._do("detach", lambda fields: (self._socket.sibling(fields["sock"]), fields["number"]))

    def dup(self):
        """A second handle of the same socket."""
        return self._do("dup", lambda fields: self._socket.sibling(fields["sock"]))

    def getsockname(self):
        """The local address."""
        return self._do("getsockname", _field("address"))

    def getpeername(self):
        """The peer's address."""
        return self._do("getpeername", _field("address"))

    # sending

    def send(self, data: bytes, *flags: str):
        """Send; the count that was taken."""
        self._socket.reaches(len(data))
        return self._do("send", _field("count"), data=data, **_given(flags=frozenset(flags)))

    def sendall(self, data: bytes, *flags: str):
        """Send everything (the runtime's loop)."""
        return self._do("sendall", _nothing, data=data, **_given(flags=frozenset(flags)))

    def sendto(self, data: bytes, address: Address, *flags: str):
        """Send to an address; the count that was taken."""
        self._socket.reaches(len(data))
        return self._do("sendto", _field("count"), data=data, address=address, **_given(flags=frozenset(flags)))

    def sendmsg(self, buffers: Iterable[bytes], *flags: str, control: list[dict] = [], address: Address | None = None):
        """Send several buffers at once, with control messages; the count that was taken.

        A control message is ``{"level": ..., "type": ..., "value": ...}``, or carries
        ``"socks": [Socket, ...]`` instead of a value to pass descriptors.
        """
        buffers = list(buffers)
        self._socket.reaches(sum(map(len, buffers)))
        control = [{key: [sock.number for sock in value] if key == "socks" else value for key, value in item.items()} for item in control]
        return self._do("sendmsg", _field("count"), buffers=buffers,
                        **_given(control=control or None, flags=frozenset(flags), address=address))

    def sendfile(self, data: bytes, offset: int = 0, count: int | None = None):
        """Send from a file that holds ``data``: the count, and the file's position afterwards."""
        return self._do("sendfile", lambda fields: (fields["count"], fields["position"]),
                        data=data, **_given(offset=offset or None, count=count))

    def pour(self, size: int, *flags: str, offset: int = 0, chunk: int = 65536):
        """Send ``size`` bytes of the pattern, in calls of ``chunk``: :class:`Poured`."""
        return self._do("pour", lambda fields: Poured(fields["count"], fields["stopped"]),
                        size=size, offset=offset, chunk=chunk, **_given(flags=frozenset(flags)))

    # receiving

    def recv(self, size: int, *flags: str):
        """Receive up to ``size`` bytes."""
        return self._do("recv", _field("data"), size=size, **_given(flags=frozenset(flags)))

    def recv_into(self, size: int, count: int = 0, *flags: str):
        """Receive into a buffer of ``size`` filled with 0xAA: the count, and the whole buffer."""
        return self._do("recv_into", lambda fields: (fields["count"], fields["buffer"]),
                        size=size, **_given(count=count or None, flags=frozenset(flags)))

    def recvfrom(self, size: int, *flags: str):
        """Receive: the data and where it came from."""
        return self._do("recvfrom", lambda fields: (fields["data"], fields["address"]),
                        size=size, **_given(flags=frozenset(flags)))

    def recvfrom_into(self, size: int, count: int = 0, *flags: str):
        """Receive into a buffer filled with 0xAA: the count, the whole buffer, and where it came from."""
        return self._do("recvfrom_into", lambda fields: (fields["count"], fields["buffer"], fields["address"]),
                        size=size, **_given(count=count or None, flags=frozenset(flags)))

    def recvmsg(self, size: int, *flags: str, control: int = 0):
        """Receive with flags and ``control`` bytes of room for control messages: :class:`Message`."""
        return self._do("recvmsg", self._message, size=size, **_given(control=control or None, flags=frozenset(flags)))

    def recvmsg_into(self, sizes: Iterable[int], *flags: str, control: int = 0):
        """Receive into several buffers filled with 0xAA: :class:`Scattered`."""
        return self._do("recvmsg_into", self._scattered, sizes=list(sizes),
                        **_given(control=control or None, flags=frozenset(flags)))

    def drain(self, size: int | None = None, *flags: str, offset: int = 0, chunk: int = 65536):
        """Receive the pattern up to ``size`` bytes or the end: :class:`Drained`."""
        return self._do("drain", lambda fields: Drained(fields["count"], fields["good"], bool(fields["eof"]), fields["stopped"]),
                        size=size, offset=offset, chunk=chunk, **_given(flags=frozenset(flags)))

    def file_read(self, size: int = -1):
        """Read like a file, ``size`` bytes or to the end."""
        return self._do("file_read", _field("data"), size=size)

    def file_readline(self):
        """Read one line like a file."""
        return self._do("file_readline", _field("data"))

    def _message(self, fields: dict) -> Message:
        return Message(fields["data"], fields["flags"], fields["address"], self._control(fields["control"]))

    def _scattered(self, fields: dict) -> Scattered:
        return Scattered(fields["count"], fields["buffers"], fields["flags"], fields["address"], self._control(fields["control"]))

    def _control(self, items: list[dict]) -> list[dict]:
        host = self._socket.host
        return [item | {"socks": [Socket(host, number) for number in item["socks"]]} if "socks" in item else item for item in items]

    # options and modes

    def getsockopt(self, name: str | int, level: str | int | None = None, size: int | None = None):
        """An option's value: an integer, a name, a structure's fields, or with ``size`` the bytes of a buffer that large."""
        kind = "bytes" if size is not None else VALUES.get(name)
        return self._do("getsockopt", _field("value"), level=level or level_of(name), name=name, **_given(kind=kind, size=size))

    def setsockopt(self, name: str | int, value: int | float | bytes | dict, level: str | int | None = None):
        """Set an option. A float is seconds, for the options that are a time."""
        if isinstance(value, float):
            value = timeval(value)
        return self._do("setsockopt", _nothing, level=level or level_of(name), name=name, value=value)

    def setblocking(self, on: bool):
        """Switch between blocking and nonblocking mode."""
        return self._do("setblocking", _nothing, on=on)

    def getblocking(self):
        """Whether the runtime takes the socket for blocking."""
        return self._do("getblocking", lambda fields: bool(fields["on"]))

    def settimeout(self, seconds: float | None):
        """The runtime's own timeout of every call; None for no limit."""
        return self._do("settimeout", _nothing, us=None if seconds is None else round(seconds * 1_000_000))

    def gettimeout(self):
        """The runtime's own timeout in seconds, or None."""
        return self._do("gettimeout", lambda fields: None if fields["us"] is None else fields["us"] / 1_000_000)

    def descriptor(self):
        """The descriptor's number, and which of O_NONBLOCK and FD_CLOEXEC are on."""
        side = self._socket.host.side
        return self._do("descriptor", lambda fields: (fields["number"], DescriptorFlags(fields["flags"], fields.get("kept", ()), side)))

    # readiness

    def poll(self, *events: str, timeout: float | None = 0):
        """Ask poll about this socket alone: the set of events. ``timeout`` in seconds, None without limit."""
        return self._socket.host_calls(self).poll([(self._socket, events)], timeout, lambda ready: ready[0])

    def readable(self):
        """How many bytes can be read (FIONREAD)."""
        return self._do("readable", _field("count"))

    def atmark(self):
        """Whether the next byte is the urgent mark (sockatmark)."""
        return self._do("atmark", lambda fields: bool(fields["mark"]))


def _nothing(fields: dict) -> None:
    return None


class Socket(SocketCalls):
    """A handle to one socket in an agent."""

    def __init__(self, host: "Host", number: int, kind: Kind | None = None):
        self.host, self.number, self.kind = host, number, kind

    @property
    def start(self) -> "StartingSocket":
        """The same calls, not waited for."""
        return StartingSocket(self)

    @property
    def fails(self) -> "FailingSocket":
        """The same calls, which must fail: each returns the name of its error."""
        return FailingSocket(self)

    @property
    def address(self) -> Address:
        """The local address."""
        return self.getsockname()

    def ready(self, *events: str, timeout: float | None = None) -> frozenset[str]:
        """Wait until poll reports one of ``events`` (or an error or hang-up); what it reported, empty in the end, which comes before our patience does."""
        return self.poll(*events, timeout=READY * self.host.agent.patience.left() if timeout is None else timeout)

    def reset(self) -> None:
        """Abort the connection: close with SO_LINGER on and 0 seconds."""
        self.setsockopt("SO_LINGER", {"onoff": 1, "linger": 0})
        self.close()

    def fill(self) -> int:
        """Send the pattern until nothing more is taken, not even after a moment; how many bytes were taken."""
        count = 0
        while True:     # TCP goes on moving data to the peer's queue when the first refusal has come
            poured = self.pour(1 << 30, "MSG_DONTWAIT", offset=count)
            count += poured.count
            if poured.stopped not in WOULD_BLOCK or not self.poll("POLLOUT", timeout=self.host.moment):
                return count

    def reaches(self, size: int) -> None:
        """End a test that would send the other host a datagram larger than it puts together from fragments, and needs to."""
        if self.host.reassembled and self.kind in (UDP4, UDP6) and size + HEADERS[self.kind.family] > self.host.reassembled:
            raise Unsupported(self.host.other, "reassembly", f"packets of more than {self.host.reassembled} bytes are not put together")

    def accepted(self, fields: dict) -> tuple["Socket", Address | None]:
        """The new socket of an ``accept`` and the address it came with."""
        return self.sibling(fields["sock"]), fields["address"]

    def sibling(self, number: int) -> "Socket":
        """Another socket of the same kind in the same agent."""
        return Socket(self.host, number, self.kind)

    def host_calls(self, calls: SocketCalls) -> "HostCalls":
        """The host's calls, spoken the way ``calls`` are."""
        return {StartingSocket: self.host.start, FailingSocket: self.host.fails}.get(type(calls), self.host)

    @property
    def _socket(self) -> "Socket":
        return self

    def _do(self, word, finish=None, **fields):
        return self.host.agent.start(word, finish, sock=self.number, **fields).result()

    def __repr__(self) -> str:
        return f"<{self.host.side}'s {self.kind or 'socket'} {self.number}>"


class StartingSocket(SocketCalls):
    """The calls of a socket, started and not waited for: each returns a :class:`~harness.agent.Pending`."""

    def __init__(self, sock: Socket):
        self._of = sock

    @property
    def _socket(self) -> Socket:
        return self._of

    def _do(self, word, finish=None, **fields) -> Pending:
        return self._of.host.agent.start(word, finish, sock=self._of.number, **fields, watch=1)


class FailingSocket(StartingSocket):
    """The calls of a socket, which must fail: each returns the name of the error."""

    def _do(self, word, finish=None, **fields) -> str:
        return self._of.host.agent.start(word, finish, sock=self._of.number, **fields).error()


class HostCalls:
    """Every call that is not made on one socket."""

    def _do(self, word: str, finish: Callable[[dict], Any] | None = None, **fields: Any) -> Any:
        raise NotImplementedError

    @property
    def _host(self) -> "Host":
        raise NotImplementedError

    def socket(self, family: str | int, type: str | int, protocol: str | int = 0, *flags: str):
        """A socket of any family, type and protocol; ``flags`` are SOCK_NONBLOCK and SOCK_CLOEXEC."""
        host, kind = self._host, kind_of(family, type)
        return self._do("socket", lambda fields: Socket(host, fields["sock"], kind),
                        family=family, type=type, **_given(protocol=protocol or None, flags=frozenset(flags)))

    def socketpair(self, family: str | int, type: str | int, protocol: str | int = 0, *flags: str):
        """Two sockets that are connected to each other."""
        host, kind = self._host, kind_of(family, type)
        return self._do("socketpair", lambda fields: tuple(Socket(host, number, kind) for number in fields["socks"]),
                        family=family, type=type, **_given(protocol=protocol or None, flags=frozenset(flags)))

    def open(self, kind: Kind, *flags: str):
        """A fresh socket of a kind; one that carries bytes over IP speaks the host's protocol."""
        protocol = kind.protocol or (self._host.stream_protocol if kind.stream and kind.inet else 0)
        return self.socket(kind.family, kind.type, protocol, *flags)

    def pair(self, kind: Kind, *flags: str):
        """A connected pair of a kind."""
        return self.socketpair(kind.family, kind.type, kind.protocol, *flags)

    def poll(self, wanted: list[tuple[Socket, Iterable[str]]], timeout: float | None = 0, finish=list):
        """Ask poll about several sockets: for each the set of events. ``timeout`` in seconds, None without limit."""
        return self._do("poll", lambda fields: finish(fields["ready"]),
                        socks=[sock.number for sock, _ in wanted], events=[frozenset(events) for _, events in wanted],
                        timeout=None if timeout is None else round(timeout * 1000))

    def select(self, read: Iterable[Socket] = (), write: Iterable[Socket] = (), exceptional: Iterable[Socket] = (),
               timeout: float | None = 0):
        """Ask select: the sockets found readable, writable, exceptional. ``timeout`` in seconds, None without limit."""
        groups = {"read": list(read), "write": list(write), "exceptional": list(exceptional)}

        def finish(fields):
            return tuple([sock for sock in group if sock.number in fields[name]] for name, group in groups.items())

        numbers = {name: [sock.number for sock in group] for name, group in groups.items() if group}
        return self._do("select", finish, **numbers, us=None if timeout is None else round(timeout * 1_000_000))

    def gethostname(self):
        """The host's name."""
        return self._do("gethostname", _field("name"))

    def uname(self):
        """The host's name as the system itself gives it."""
        return self._do("uname", _field("node"))

    def getaddrinfo(self, host: str | None, service: str | int | None, family="AF_UNSPEC", type=0, protocol=0, *flags: str):
        """Resolve a name: a list of records with family, type, protocol, canonical and address."""
        return self._do("getaddrinfo", _field("entries"), host=host, service=service, family=family,
                        **_given(type=type or None, protocol=protocol or None, flags=frozenset(flags)))

    def getnameinfo(self, address: Address, *flags: str):
        """The names of an address and its port."""
        return self._do("getnameinfo", lambda fields: (fields["host"], fields["service"]),
                        address=address, **_given(flags=frozenset(flags)))

    def spare(self, count: int | None):
        """Leave room for ``count`` more descriptors only; None lifts the limit."""
        return self._do("spare", _nothing, count=count)

    def fork(self, *socks: Socket):
        """A child process that holds copies of these sockets, until it is reaped."""
        return self._do("fork", _field("child"), socks=[sock.number for sock in socks])

    def reap(self, child: int):
        """Let a child exit, and wait for it."""
        return self._do("reap", _nothing, child=child)


def kind_of(family: str | int, type: str | int) -> Kind | None:
    """The kind that has this family and type, if it is one of ours."""
    return next((kind for kind in KINDS if (kind.family, kind.type) == (family, type)), None)


class Host(HostCalls):
    """One side of a test: makes sockets in its agent.

    ``ipv4`` and ``ipv6`` are its own addresses, as the other side reaches it. ``stream_protocol``
    is what its sockets of bytes over IP speak, 0 for what their family has as its default.
    ``moment`` is how many seconds the other side may take to answer what was sent. That side is called ``other``, and puts
    packets together from fragments up to so many bytes as ``reassembled`` says.
    """

    def __init__(self, agent: Agent, ipv4: str = "127.0.0.1", ipv6: str = "::1", stream_protocol: str | int = 0, moment: float = 0.02,
                 other: str = "peer", reassembled: int | None = None):
        self.agent, self.side, self.ipv4, self.ipv6 = agent, agent.side, ipv4, ipv6
        self.stream_protocol, self.moment, self.other, self.reassembled = stream_protocol, moment, other, reassembled

    @property
    def start(self) -> "StartingHost":
        """The same calls, not waited for."""
        return StartingHost(self)

    @property
    def fails(self) -> "FailingHost":
        """The same calls, which must fail: each returns the name of its error."""
        return FailingHost(self)

    # sockets in a state

    def bound(self, kind: Kind, *flags: str) -> Socket:
        """A socket with a name of the system's choice (a fresh path, for AF_UNIX)."""
        sock = self.open(kind, *flags)
        sock.bind(self.anywhere(kind))
        return sock

    def nonblocking(self, kind: Kind) -> Socket:
        """A fresh socket, then set not to block."""
        sock = self.open(kind)
        sock.setblocking(False)
        return sock

    def listener(self, kind: Kind, backlog: int = 8) -> Socket:
        """A socket that takes connections."""
        sock = self.bound(kind)
        sock.listen(backlog)
        return sock

    def connect(self, to: Socket) -> Socket:
        """A socket of the same kind as ``to``, connected to its address."""
        sock = self.open(to.kind)
        sock.connect(to.address)
        return sock

    # addresses

    def anywhere(self, kind: Kind) -> Address:
        """An address of ours that a socket can be bound to: port 0, or a fresh path."""
        return fresh_path() if not kind.inet else self.at(kind, 0)

    def at(self, kind: Kind, port: int) -> Address:
        """A port of ours."""
        return kind.address(self.ipv4 if kind.family == "AF_INET" else self.ipv6, port)

    # calls in flight

    def first(self, calls: Iterable[Pending]) -> Pending:
        """Wait until one of several calls has ended: that one."""
        return self.agent.first(list(calls))

    def signal(self, pending: Pending, name: str = "SIGUSR1", restart: bool = False) -> None:
        """Interrupt the thread that makes a call; with ``restart`` by a signal whose handler was set with SA_RESTART."""
        self.agent.call("signal", call=pending.line.call, name=name, **_given(restart=1 if restart else None))

    def signals(self) -> dict[str, int]:
        """How many SIGPIPE and SIGUSR1 came since this was asked last."""
        return self.agent.call("signals")["counts"]

    @property
    def _host(self) -> "Host":
        return self

    def _do(self, word, finish=None, **fields):
        return self.agent.start(word, finish, **fields).result()

    def __repr__(self) -> str:
        return f"<the {self.side}>"


class StartingHost(HostCalls):
    """The calls of a host, started and not waited for."""

    def __init__(self, host: Host):
        self._of = host

    @property
    def _host(self) -> Host:
        return self._of

    def _do(self, word, finish=None, **fields) -> Pending:
        return self._of.agent.start(word, finish, **fields, watch=1)


class FailingHost(StartingHost):
    """The calls of a host, which must fail: each returns the name of the error."""

    def _do(self, word, finish=None, **fields) -> str:
        return self._of.agent.start(word, finish, **fields).error()


_paths = itertools.count(1)


def fresh_path() -> Unix:
    """A path that no socket had yet, relative to the directory both sides stand in."""
    return Unix(b"s%d" % next(_paths))


def abstract_name() -> Unix:
    """An abstract AF_UNIX name (Linux) that no socket had yet."""
    return Unix(b"\0harness-%d-%d" % (os.getpid(), next(_paths)))     # of the whole machine's, where there is no namespace
