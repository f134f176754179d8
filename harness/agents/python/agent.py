"""The Python agent: makes socket calls when told to, one line a message.

The protocol is in ../PROTOCOL.md. This file is alone on purpose: it imports nothing
of the harness, needs no package, and keeps to the syntax of Python 3.6, so that it
runs under any interpreter whose ``socket`` module is to be judged. Other Python
runtimes (gevent, trio ...) import it and replace what they do differently.

The file has four rooms: values <-> text, the words (one method each), the answers,
and the scheduler that runs calls and knows when one went to sleep.
"""
import binascii
import errno
import os
import select
import signal
import socket
import struct
import sys
import threading
import time

PROTOCOL = 1
LOOK = 0.0002       # seconds between two looks at a call that somebody watches
LOOK_LATER = 0.01   # ... and at one that nobody does; each look costs about as much as a call
WAKING = 0.05       # seconds that calls have to end in when a test is over and their sockets were shut down
PATIENT_LOOKS = 50  # a call that runs on for so many looks no longer keeps the agent from reading
FILLER = b"\xaa"    # what receive buffers hold before the call, to show what it left alone


# --------------------------------------------------------------------------- values <-> text

SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~/:@+-")
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_")
WORD = LETTERS | frozenset("0123456789")
OPEN, SEPARATORS = "{[(", ",}])"


class Address(tuple):
    """An address as it travels: ("inet", host, port), ("inet6", host, port, flow, scope) or ("unix", path)."""


class Malformed(Exception):
    """The line, or a value in it, is none of the protocol's."""


def is_name(text):
    """A word of letters, digits and underscores that begins with a letter, but not with a small x: that is bytes."""
    return text[:1] in LETTERS and text[0] != "x" and WORD.issuperset(text)


def escape(data):
    return "".join(chr(byte) if byte in SAFE else "%%%02X" % byte for byte in bytearray(data))


def unescape(text):
    parts = text.split("%")
    data = parts[0].encode("ascii")
    for part in parts[1:]:
        data += bytes(bytearray([int(part[:2], 16)])) + part[2:].encode("ascii")
    return data


def encode(value):
    """One value -> its spelling."""
    if value is None:
        return "none"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, (bytes, bytearray)):
        return "x" + binascii.hexlify(value).decode("ascii")
    if isinstance(value, str):
        return value if is_name(value) else '"%s"' % escape(value.encode("utf-8", "surrogateescape"))
    if isinstance(value, Address):
        return encode_address(value)
    if isinstance(value, (set, frozenset)):
        return "{%s}" % ",".join(sorted(encode(item) for item in value))
    if isinstance(value, list):
        return "[%s]" % ",".join(encode(item) for item in value)
    if isinstance(value, dict):
        return "(%s)" % encode_fields(value, ",")
    raise Malformed("no spelling for a %s" % type(value).__name__)


def encode_address(address):
    tag, rest = address[0], address[1:]
    if tag == "unix":
        return "unix|" + escape(rest[0])
    return "|".join([tag] + [str(part) for part in rest])


def encode_fields(fields, separator):
    return separator.join(["%s=%s" % (name, encode(value)) for name, value in fields.items()])


def decode(text):
    """A spelling -> its value."""
    if text.isdigit():
        return int(text)
    if text[:1] in OPEN:
        value, end = decode_at(text, 0)
        if end != len(text):
            raise Malformed("text behind a value: %s" % text[end:])
        return value
    return decode_atom(text)


def decode_atom(text):
    first = text[:1]
    if first == "x":
        return binascii.unhexlify(text[1:])
    if first == '"' and text[-1] == '"' and len(text) > 1:
        return unescape(text[1:-1]).decode("utf-8", "surrogateescape")
    if "|" in text:
        return decode_address(text.split("|"))
    if text == "none":
        return None
    if is_name(text):
        return text
    try:
        return int(text)
    except ValueError:
        raise Malformed("no value is spelled %s" % text)


def decode_address(parts):
    if parts[0] == "unix" and len(parts) == 2:
        return Address(("unix", unescape(parts[1])))
    if parts[0] == "inet" and len(parts) == 3:
        return Address(("inet", parts[1], int(parts[2])))
    if parts[0] == "inet6" and len(parts) == 5:
        return Address(("inet6", parts[1], int(parts[2]), int(parts[3]), int(parts[4])))
    raise Malformed("no address is spelled %s" % "|".join(parts))


def decode_at(text, start):
    """The value that begins at ``start`` inside brackets, and where it ends."""
    opening = text[start]
    if opening not in OPEN:
        end = start
        while text[end] not in SEPARATORS:
            end += 1
        return decode_atom(text[start:end]), end
    items, position = [], start + 1
    while text[position] not in "}])":
        if text[position] == ",":
            position += 1
        name = None
        if opening == "(":
            name, position = text[position:text.index("=", position)], text.index("=", position) + 1
        value, position = decode_at(text, position)
        items.append((name, value))
    if opening == "(":
        return dict(items), position + 1
    values = [value for _, value in items]
    return (frozenset(values) if opening == "{" else values), position + 1


def decode_line(text):
    """One line -> call number, word, fields."""
    parts = text.split()
    try:
        pairs = [part.split("=", 1) for part in parts[2:]]
        return int(parts[0]), parts[1], {name: decode(value) for name, value in pairs}
    except (ValueError, IndexError):
        raise Malformed("not a line of the protocol: %s" % text[:200])


def encode_line(call, word, fields):
    return "%d %s %s" % (call, word, encode_fields(fields, " ")) if fields else "%d %s" % (call, word)


# --------------------------------------------------------------------------- constants by name

class Unsupported(Exception):
    """This runtime cannot express what was asked."""


# What Linux offers and many versions of the socket module have no name for. Options and
# flags are plain numbers to a runtime, so lacking the name is not lacking the feature.
LINUX = {
    "IP_TOS": 1, "IP_TTL": 2, "IP_PKTINFO": 8, "IP_RECVERR": 11, "IP_RECVTTL": 12, "IP_RECVTOS": 13, "IP_MTU_DISCOVER": 10,
    "IP_FREEBIND": 15, "IP_MULTICAST_ALL": 49, "IPV6_RECVERR": 25, "IPV6_RECVPKTINFO": 49, "IPV6_PKTINFO": 50,
    "IPV6_RECVHOPLIMIT": 51, "IPV6_HOPLIMIT": 52, "IPV6_RECVTCLASS": 66, "IPV6_TCLASS": 67,
    "SO_PROTOCOL": 38, "SO_DOMAIN": 39, "SO_PEEK_OFF": 42, "SO_TIMESTAMP": 29, "SCM_TIMESTAMP": 29, "SO_PASSCRED": 16,
    "SO_PEERCRED": 17, "SCM_CREDENTIALS": 2, "SO_REUSEPORT": 15, "TCP_USER_TIMEOUT": 18, "TCP_INFO": 11,
    "MSG_MORE": 0x8000, "MSG_NOSIGNAL": 0x4000, "MSG_ERRQUEUE": 0x2000, "MSG_CMSG_CLOEXEC": 0x40000000,
    "MSG_WAITFORONE": 0x10000, "POLLRDHUP": 0x2000,
} if sys.platform.startswith("linux") else {}


def constant(name, *modules):
    """The number behind a constant's name; a number stands for itself."""
    if isinstance(name, int):
        return name
    for module in modules or (socket,):
        if hasattr(module, name):
            return int(getattr(module, name))
    if name in LINUX:
        return LINUX[name]
    raise Unsupported("no %s" % name)


def has(name):
    return hasattr(socket, name) or name in LINUX


def flags_of(names, *modules):
    bits = 0
    for name in names:
        bits |= constant(name, *modules)
    return bits


def names_of(bits, known):
    """A bit mask -> the set of names; bits without a name stay one number."""
    names = set()
    for name, bit in known:
        if bit and bits & bit == bit:
            names.add(name)
            bits &= ~bit
    return frozenset(names | {bits}) if bits else frozenset(names)


def table(prefix, *modules):
    return [(name, int(getattr(module, name))) for module in modules for name in dir(module) if name.startswith(prefix)]


def name_in(prefix, number):
    for name, value in table(prefix, socket):
        if value == number:
            return name
    return int(number)


MESSAGE_FLAGS = [(name, constant(name)) for name in
                 ("MSG_OOB", "MSG_EOR", "MSG_TRUNC", "MSG_CTRUNC", "MSG_ERRQUEUE", "MSG_CMSG_CLOEXEC", "MSG_DONTWAIT", "MSG_NOSIGNAL")
                 if has(name)]
POLL_EVENTS = [(name, constant(name, select)) for name in
               ("POLLIN", "POLLPRI", "POLLOUT", "POLLERR", "POLLHUP", "POLLNVAL", "POLLRDHUP",
                "POLLRDNORM", "POLLRDBAND", "POLLWRNORM", "POLLWRBAND") if hasattr(select, name) or name in LINUX]

# Structures travel by fields. Each row: how it is packed, and what the fields are called.
STRUCTURES = {
    "linger": ("ii", ("onoff", "linger")),
    "timeval": ("@ll", ("sec", "usec")),
    "ucred": ("iII", ("pid", "uid", "gid")),
    "mreq": ("4s4s", ("multiaddr", "interface")),
    "mreqn": ("4s4si", ("multiaddr", "address", "ifindex")),
    "mreq6": ("16sI", ("multiaddr", "ifindex")),
    "pktinfo": ("i4s4s", ("ifindex", "spec_dst", "addr")),
    "pktinfo6": ("16sI", ("addr", "ifindex")),
    "extended_error": ("IBBBxII", ("errno", "origin", "type", "code", "info", "data")),
}

# Integers that are numbers of something with a name.
NAMED = {"errno": lambda number: errno.errorcode.get(number, number), "family": lambda number: name_in("AF_", number),
         "type": lambda number: name_in("SOCK_", number), "protocol": lambda number: name_in("IPPROTO_", number)}

# What the payload of a control message is, by level and type.
CONTROL = {"SOL_SOCKET": {"SCM_RIGHTS": None, "SCM_TIMESTAMP": "timeval", "SCM_CREDENTIALS": "ucred"},
           "IPPROTO_IP": {"IP_TOS": "int", "IP_TTL": "int", "IP_PKTINFO": "pktinfo", "IP_RECVERR": "extended_error"},
           "IPPROTO_IPV6": {"IPV6_TCLASS": "int", "IPV6_HOPLIMIT": "int", "IPV6_PKTINFO": "pktinfo6", "IPV6_RECVERR": "extended_error"}}


def pack(record):
    """A record's structure is known by the names of its fields."""
    for layout, names in STRUCTURES.values():
        if set(names) == set(record):
            return struct.pack(layout, *[host_bytes(record[name]) for name in names])
    raise Unsupported("no structure has the fields %s" % ",".join(record))


def unpack(kind, data):
    layout, names = STRUCTURES[kind]
    if len(data) < struct.calcsize(layout):
        return data
    values = struct.unpack_from(layout, data)
    return {name: host_text(value) for name, value in zip(names, values)}


def host_bytes(value):
    if isinstance(value, str):
        return socket.inet_pton(socket.AF_INET6 if ":" in value else socket.AF_INET, value)
    return value


def host_text(value):
    if isinstance(value, bytes):
        return socket.inet_ntop(socket.AF_INET6 if len(value) == 16 else socket.AF_INET, value)
    return value


def native(sock, address):
    """An address as this runtime's calls take it."""
    if address is None:
        return None
    wanted = {"inet": "AF_INET", "inet6": "AF_INET6", "unix": "AF_UNIX"}[address[0]]
    if sock.family != constant(wanted):
        raise Unsupported("the runtime takes no %s address on this socket" % wanted)
    if address[0] == "unix":
        return address[1]
    return tuple(address[1:])


def foreign(sock, address):
    """An address as the runtime gave it -> as it travels."""
    if address is None:
        return None
    if isinstance(address, str):
        return Address(("unix", os.fsencode(address)))
    if isinstance(address, bytes):
        return Address(("unix", address))
    if not isinstance(address[0], str):     # a family that is not the socket's: as the runtime gave it
        return {"family": address[0], "data": address[1]}
    if len(address) == 2:                   # the socket's own word for its family may be wrong
        return Address(("inet",) + address)
    # The runtime spells a scope behind a percent sign too; the number is in its own place.
    return Address(("inet6", address[0].split("%")[0]) + tuple(address[1:]))


def pattern(offset, size):
    """The bytes every agent pours and expects at ``offset``: 64-bit big-endian counters, one after the other."""
    first = offset // 8
    count = (offset + size + 7) // 8 - first
    data = struct.pack(">%dQ" % count, *range(first, first + count))
    return data[offset - first * 8:][:size]


def microseconds(seconds):
    return None if seconds is None else int(round(seconds * 1e6))


def seconds(us):
    return None if us is None else us / 1e6


# --------------------------------------------------------------------------- the words

class Words(object):
    """Every operation, by its word. A method takes the line's fields and returns the answer's."""

    module = socket         # whose sockets are judged
    readiness = select      # ... and whose poll and select
    errors = (OSError, ValueError, OverflowError, EOFError)     # what an implementation raises; all else is a fault of ours
    refusals = (AttributeError, NotImplementedError)            # ... and where it does not offer what was asked for

    def __init__(self):
        self.sockets, self.numbers, self.last = {}, {}, 0
        self.files, self.children = {}, {}
        self.limit = None

    def add(self, sock):
        self.last += 1
        self.sockets[self.last] = sock
        self.numbers[self.last] = sock.fileno()
        return self.last

    def number(self, sock):
        """The descriptor of a socket; a closed one keeps its old number, for calls that must refuse it."""
        return self.numbers[sock]

    # creation

    def socket(self, family, type, protocol=0, flags=()):
        kind = constant(type) | flags_of(flags)
        return {"sock": self.add(self.module.socket(constant(family), kind, constant(protocol)))}

    def socketpair(self, family, type, protocol=0, flags=()):
        kind = constant(type) | flags_of(flags)
        ends = self.module.socketpair(constant(family), kind, constant(protocol))
        return {"socks": [self.add(end) for end in ends]}

    def dup(self, sock):
        return {"sock": self.add(self.sockets[sock].dup())}

    def detach(self, sock):
        """The socket object lets go of its descriptor; a new object takes it up."""
        number = self.sockets[sock].detach()
        return {"number": number, "sock": self.add(self.module.socket(fileno=number))}

    def close(self, sock):
        self.sockets[sock].close()

    # names and connections

    def bind(self, sock, address):
        self.sockets[sock].bind(native(self.sockets[sock], address))

    def listen(self, sock, backlog=None):
        self.sockets[sock].listen(*([] if backlog is None else [constant(backlog)]))

    def accept(self, sock, flags=None):
        if flags is not None:
            raise Unsupported("the runtime has no accept4")
        accepted, address = self.sockets[sock].accept()
        return {"sock": self.add(accepted), "address": foreign(accepted, address)}

    def connect(self, sock, address):
        self.sockets[sock].connect(native(self.sockets[sock], address))

    def connect_ex(self, sock, address):
        number = self.sockets[sock].connect_ex(native(self.sockets[sock], address))
        return {"errno": errno.errorcode.get(number, number)}

    def shutdown(self, sock, how):
        self.sockets[sock].shutdown(constant(how))

    def getsockname(self, sock):
        return {"address": foreign(self.sockets[sock], self.sockets[sock].getsockname())}

    def getpeername(self, sock):
        return {"address": foreign(self.sockets[sock], self.sockets[sock].getpeername())}

    # sending

    def send(self, sock, data, flags=()):
        return {"count": self.sockets[sock].send(data, flags_of(flags))}

    def sendall(self, sock, data, flags=()):
        self.sockets[sock].sendall(data, flags_of(flags))

    def sendto(self, sock, data, address, flags=()):
        target = native(self.sockets[sock], address)
        return {"count": self.sockets[sock].sendto(data, flags_of(flags), target)}

    def sendmsg(self, sock, buffers, control=(), flags=(), address=None):
        pieces = [self.control_out(item) for item in control]
        target = native(self.sockets[sock], address)
        return {"count": self.sockets[sock].sendmsg(buffers, pieces, flags_of(flags), target)}

    def control_out(self, item):
        """A control message to send: its payload is descriptors, a structure, an integer or bytes."""
        level, kind = constant(item["level"]), constant(item["type"])
        if "socks" in item:
            payload = struct.pack("%di" % len(item["socks"]), *[self.number(sock) for sock in item["socks"]])
        elif isinstance(item["value"], dict):
            payload = pack(item["value"])
        elif isinstance(item["value"], int):
            payload = struct.pack("i", item["value"])
        else:
            payload = item["value"]
        return level, kind, payload

    def sendfile(self, sock, data, offset=0, count=None):
        import tempfile
        with tempfile.TemporaryFile(dir=".") as file:
            file.write(data)
            file.flush()
            file.seek(0)
            return {"count": self.sockets[sock].sendfile(file, offset, count), "position": file.tell()}

    def pour(self, sock, size, offset=0, chunk=65536, flags=()):
        """Send ``size`` bytes of the pattern in calls of ``chunk``; tell how many went and what stopped them."""
        total, bits, rest = 0, flags_of(flags), b""
        while total < size:
            rest = rest or memoryview(pattern(offset + total, min(chunk, size - total)))
            try:
                sent = self.sockets[sock].send(rest, bits)
            except OSError as error:
                return {"count": total, "stopped": error_name(error)}
            total, rest = total + sent, rest[sent:]
            self.pause()
        return {"count": total, "stopped": None}

    # receiving

    def recv(self, sock, size, flags=()):
        return {"data": self.sockets[sock].recv(size, flags_of(flags))}

    def recv_into(self, sock, size, count=0, flags=()):
        room = bytearray(FILLER * size)
        taken = self.sockets[sock].recv_into(room, count, flags_of(flags))
        return {"count": taken, "buffer": room}

    def recvfrom(self, sock, size, flags=()):
        data, address = self.sockets[sock].recvfrom(size, flags_of(flags))
        return {"data": data, "address": foreign(self.sockets[sock], address)}

    def recvfrom_into(self, sock, size, count=0, flags=()):
        room = bytearray(FILLER * size)
        taken, address = self.sockets[sock].recvfrom_into(room, count, flags_of(flags))
        return {"count": taken, "buffer": room, "address": foreign(self.sockets[sock], address)}

    def recvmsg(self, sock, size, control=0, flags=()):
        data, pieces, bits, address = self.sockets[sock].recvmsg(size, control, flags_of(flags))
        return dict(self.message(sock, pieces, bits, address), data=data)

    def recvmsg_into(self, sock, sizes, control=0, flags=()):
        rooms = [bytearray(FILLER * size) for size in sizes]
        count, pieces, bits, address = self.sockets[sock].recvmsg_into(rooms, control, flags_of(flags))
        return dict(self.message(sock, pieces, bits, address), count=count, buffers=rooms)

    def message(self, sock, pieces, bits, address):
        return {"control": [self.control_in(*piece) for piece in pieces],
                "flags": names_of(bits, MESSAGE_FLAGS),
                "address": foreign(self.sockets[sock], address)}

    def control_in(self, level, kind, data):
        """A control message received: descriptors become sockets at once, so that none can leak."""
        for level_name, kinds in CONTROL.items():
            for name, structure in kinds.items():
                if (level, kind) == (constant(level_name), constant(name)):
                    return dict({"level": level_name, "type": name}, **self.payload(structure, data))
        return {"level": level, "type": kind, "value": data}

    def payload(self, structure, data):
        if structure is None:
            numbers = struct.unpack("%di" % (len(data) // 4), data[:len(data) // 4 * 4])
            return {"socks": [self.adopt(number) for number in numbers]}
        if structure == "int":      # some of them are a single byte
            return {"value": bytearray(data)[0] if len(data) == 1 else struct.unpack("i", data)[0]}
        value = unpack(structure, data)
        if structure == "extended_error":
            value["errno"] = NAMED["errno"](value["errno"])
        return {"value": value}

    def adopt(self, number):
        try:
            return self.add(self.module.socket(fileno=number))
        except OSError:         # not a socket: keep it all the same, so that it is closed in the end
            self.last += 1
            self.sockets[self.last], self.numbers[self.last] = os.fdopen(number, "rb", 0), number
            return self.last

    def drain(self, sock, size=None, offset=0, chunk=65536, flags=()):
        """Receive the pattern up to ``size`` bytes or the end; tell how much came and how much of it was right."""
        total, good, bits = 0, 0, flags_of(flags)
        while size is None or total < size:
            try:
                data = self.sockets[sock].recv(chunk if size is None else min(chunk, size - total), bits)
            except OSError as error:
                return {"count": total, "good": good, "eof": 0, "stopped": error_name(error)}
            if not data:
                return {"count": total, "good": good, "eof": 1, "stopped": None}
            if good == total:
                good += leading(data, pattern(offset + total, len(data)))
            total += len(data)
            self.pause()
        return {"count": total, "good": good, "eof": 0, "stopped": None}

    def pause(self):
        """Between the calls of a word that makes many: where all run in one thread, others have their turn."""

    # file-like reading

    def file(self, sock):
        if sock not in self.files:
            self.files[sock] = self.sockets[sock].makefile("rb")
        return self.files[sock]

    def file_read(self, sock, size=-1):
        return {"data": self.file(sock).read(size)}

    def file_readline(self, sock):
        return {"data": self.file(sock).readline()}

    # options and modes

    def getsockopt(self, sock, level, name, kind="int", size=None):
        number = constant(level), constant(name)
        if kind == "int" or kind in NAMED:
            return {"value": NAMED.get(kind, int)(self.sockets[sock].getsockopt(*number))}
        if kind == "bytes":
            return {"value": self.sockets[sock].getsockopt(*(number + (size,)))}
        room = struct.calcsize(STRUCTURES[kind][0])
        return {"value": unpack(kind, self.sockets[sock].getsockopt(*(number + (room,))))}

    def setsockopt(self, sock, level, name, value):
        value = pack(value) if isinstance(value, dict) else value
        self.sockets[sock].setsockopt(constant(level), constant(name), value)

    def setblocking(self, sock, on):
        self.sockets[sock].setblocking(bool(on))

    def getblocking(self, sock):
        return {"on": int(self.sockets[sock].gettimeout() != 0)}

    def settimeout(self, sock, us):
        self.sockets[sock].settimeout(seconds(us))

    def gettimeout(self, sock):
        return {"us": microseconds(self.sockets[sock].gettimeout())}

    def descriptor(self, sock):
        import fcntl
        number = self.sockets[sock].fileno()
        names = set()
        if fcntl.fcntl(number, fcntl.F_GETFL) & os.O_NONBLOCK:
            names.add("O_NONBLOCK")
        if fcntl.fcntl(number, fcntl.F_GETFD) & fcntl.FD_CLOEXEC:
            names.add("FD_CLOEXEC")
        return {"number": number, "flags": frozenset(names)}

    # readiness

    def poll(self, socks, events, timeout=None):
        poller, ready = self.readiness.poll(), {}
        for sock, wanted in zip(socks, events):
            poller.register(self.number(sock), flags_of(wanted, select))
        found = poller.poll(timeout)
        for number, bits in found:
            ready[number] = names_of(bits, POLL_EVENTS)
        return {"count": len(found), "ready": [ready.get(self.number(sock), frozenset()) for sock in socks]}

    def select(self, read=(), write=(), exceptional=(), us=None):
        sets = [[self.number(sock) for sock in group] for group in (read, write, exceptional)]
        found = self.readiness.select(*(sets + [seconds(us)]))
        return {name: [sock for sock in group if self.number(sock) in numbers]
                for name, group, numbers in zip(("read", "write", "exceptional"), (read, write, exceptional), found)}

    def readable(self, sock):
        return {"count": self.ask(sock, "FIONREAD")}

    def atmark(self, sock):
        return {"mark": self.ask(sock, "SIOCATMARK")}

    def ask(self, sock, query):
        """An integer by ioctl. The termios module knows FIONREAD; nothing in Python knows SIOCATMARK."""
        import fcntl
        import termios
        number = {"FIONREAD": termios.FIONREAD, "SIOCATMARK": 0x8905}[query]
        return struct.unpack("i", fcntl.ioctl(self.number(sock), number, struct.pack("i", 0)))[0]

    # the host's name, and names of hosts

    def gethostname(self):
        return {"name": self.module.gethostname()}

    def uname(self):
        return {"node": os.uname()[1]}

    def getaddrinfo(self, host, service, family=0, type=0, protocol=0, flags=()):
        rows = self.module.getaddrinfo(host, service, constant(family), constant(type), constant(protocol), flags_of(flags))
        return {"entries": [self.entry(*row) for row in rows]}

    def entry(self, family, type, protocol, canonical, address):
        tag = "inet" if family == socket.AF_INET else "inet6"
        host = address[0].split("%")[0]
        return {"family": name_in("AF_", family), "type": name_in("SOCK_", type), "protocol": int(protocol),
                "canonical": canonical, "address": Address((tag, host) + tuple(address[1:]))}

    def getnameinfo(self, address, flags=()):
        host, service = self.module.getnameinfo(tuple(address[1:]), flags_of(flags))
        return {"host": host, "service": service}

    # the process

    def spare(self, count):
        """Leave room for just ``count`` more descriptors; none lifts the limit again."""
        import resource
        if self.limit is None:
            self.limit = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, self.limit)
        if count is None:
            return
        highest = max(int(name) for name in os.listdir("/proc/self/fd"))
        resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 1 + count, self.limit[1]))
        fillers = []
        try:
            while True:
                fillers.append(os.dup(2))
        except OSError:
            pass
        for number in fillers[len(fillers) - count:]:
            os.close(number)
        self.files["fillers"] = fillers[:len(fillers) - count]

    def fork(self, socks):
        """A child that holds copies of ``socks`` and nothing else of ours, until it is told to exit."""
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(writing)
            for sock, held in self.sockets.items():
                if sock not in socks and held.fileno() != -1:
                    os.close(held.fileno())
            os.read(reading, 1)
            os._exit(0)
        os.close(reading)
        self.children[pid] = writing
        return {"child": pid}

    def reap(self, child):
        os.close(self.children.pop(child))
        os.waitpid(child, 0)

    def reset(self):
        """Close everything; tell how many sockets were open and how many descriptors are left over."""
        import resource
        for child in list(self.children):
            self.reap(child)
        opened = 0
        for sock in self.sockets.values():
            if sock.fileno() != -1:
                opened += 1
                self.drop(sock)
        for file in self.files.values():
            if isinstance(file, list):
                for number in file:
                    os.close(number)
            else:
                file.close()
        if self.limit is not None:
            resource.setrlimit(resource.RLIMIT_NOFILE, self.limit)
        self.__init__()
        return {"sockets": opened}

    def wake(self):
        """Shut everything down, so that calls that sleep come back."""
        for sock in self.sockets.values():
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except (OSError, AttributeError):
                pass

    def drop(self, sock):
        """Close at once, without TIME-WAIT and without waiting for unsent data."""
        try:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except (OSError, AttributeError):
            pass
        try:
            sock.close()
        except OSError:
            pass


def leading(data, expected):
    """How many bytes agree before the first that does not."""
    if data == expected:
        return len(data)
    return next(index for index, pair in enumerate(zip(bytearray(data), bytearray(expected))) if pair[0] != pair[1])


# --------------------------------------------------------------------------- answers

def error_name(error):
    """What an error is called on the line: errno's name, a resolver's name, or the runtime's own class."""
    if isinstance(error, socket.gaierror):
        return dict((value, name) for name, value in table("EAI_", socket)).get(error.errno, "EAI_%s" % error.errno)
    if isinstance(error, OSError) and error.errno is not None:
        return errno.errorcode.get(error.errno, "E%d" % error.errno)
    return "TimeoutError" if isinstance(error, socket.timeout) else type(error).__name__


def raised(error):
    fields = {"error": error_name(error)}
    if isinstance(error, OSError) and error.errno is not None:
        fields["number"] = error.errno
    fields["text"] = getattr(error, "strerror", None) or str(error)
    return "raised", fields


def clock():
    return time.monotonic_ns() if NANOSECONDS else int(time.monotonic() * 1e9)


def method_of(words, word):
    if word not in WORDS or not hasattr(words, word):
        raise Unsupported("no word %s" % word)
    return getattr(words, word)


def perform(words, word, fields):
    """Make one call -> the word and the fields of its answer, with the clock before and after it."""
    began = clock()
    try:
        return returned(began, method_of(words, word)(**fields))
    except Exception as error:
        return failed(began, error, words)


def returned(began, result):
    return "returned", dict(result or {}, began=began, ended=clock())


def failed(began, error, words):
    """The answer to a call that ended with an exception."""
    if isinstance(error, (Unsupported,) + words.refusals):
        return "unsupported", {"why": str(error).split("\n")[0]}
    if isinstance(error, words.errors):
        answer, result = raised(error)
        return answer, dict(result, began=began, ended=clock())
    return "broken", {"text": "%s: %s" % (type(error).__name__, error)}


NANOSECONDS = hasattr(time, "monotonic_ns")
WORDS = frozenset(
    "socket socketpair dup detach close bind listen accept connect connect_ex shutdown getsockname getpeername "
    "send sendall sendto sendmsg sendfile pour recv recv_into recvfrom recvfrom_into recvmsg recvmsg_into drain "
    "file_read file_readline getsockopt setsockopt setblocking getblocking settimeout gettimeout descriptor "
    "poll select readable atmark gethostname uname getaddrinfo getnameinfo spare fork reap".split())


# --------------------------------------------------------------------------- the scheduler

class Call(object):
    """A call in flight: who makes it, and what has been said of it."""

    def __init__(self, number, thread, watched):
        self.number, self.thread, self.watched = number, thread, watched
        self.parked = self.ended = False
        self.looks = 0


class Glass(object):
    """Through it one sees what a thread does: it opens its own files in /proc once, whoever reads them later."""

    def __init__(self):
        self.ident = threading.get_ident()
        self.syscall = os.open("/proc/thread-self/syscall", os.O_RDONLY | os.O_CLOEXEC)
        self.stat = os.open("/proc/thread-self/stat", os.O_RDONLY | os.O_CLOEXEC)

    def asleep_in(self):
        """The system call this thread sleeps in, or None while it runs (or waits for a disk or a lock of the kernel)."""
        call = os.pread(self.syscall, 200, 0).split(b" ")[0].strip()
        if call in (b"running", b"-1", b""):
            return None
        state = os.pread(self.stat, 200, 0).rsplit(b")", 1)[1].split()[0]
        return call if state == b"S" else None


class Threads(object):
    """Runs every call in a thread of its own, without paying for it while calls end at once.

    One thread holds the baton: it reads a line, makes the call itself and reads the next.
    A watcher looks at calls that have not ended after LOOK seconds. It sees one asleep
    twice in the same system call: it says ``parked`` and hands the baton to another
    thread. The watcher waits for SIGALRM, which every thread blocks, so the timer
    interrupts no call.
    """

    def __init__(self, words, out):
        self.words, self.out = words, out
        self.lock = threading.Lock()        # of all that follows, and of the way out
        self.ended = threading.Condition(self.lock)
        self.calls, self.leading, self.armed = {}, None, False
        self.baton, self.idle = threading.Semaphore(1), 0
        self.glasses = 0                    # two descriptors each
        self.rest = b""
        self.waiting_for_gil = None

    # reading and answering

    def run(self):
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
        self.signals = Signals()
        self.waiting_for_gil = number_of_futex()
        self.baseline = open_descriptors()
        self.start(self.watch)
        self.work()

    def start(self, target):
        thread = threading.Thread(target=target)
        thread.daemon = True
        thread.start()

    def work(self):
        glass = Glass()
        with self.lock:
            self.glasses += 1
        while True:
            with self.lock:
                self.idle += 1
            self.baton.acquire()
            with self.lock:
                self.idle -= 1
            while self.serve(glass):
                pass

    def serve(self, glass):
        """Read one line and do what it says; false once the baton is in other hands."""
        text = self.read_line()
        number = 0
        try:
            number, word, fields = decode_line(text)
        except (Malformed, UnicodeError) as fault:
            self.say(number, "broken", {"text": str(fault)})
            return True
        if word in ("where", "reset", "signal", "signals"):
            self.answer_about_calls(number, word, fields)
            return True
        call = Call(number, glass, fields.pop("watch", 0))
        self.calls[number] = call
        self.leading = call
        if call.watched or not self.armed:
            self.arm(LOOK if call.watched else LOOK_LATER)
        answer, result = perform(self.words, word, fields)
        line = self.spell(number, answer, result)
        with self.lock:
            call.ended = True
            del self.calls[number]
            still_mine = self.leading is call
            self.leading = None if still_mine else self.leading
            self.write(line)
            if not still_mine:
                self.ended.notify_all()
        return still_mine

    def read_line(self):
        pieces = [self.rest]
        while b"\n" not in pieces[-1]:
            pieces.append(os.read(0, 65536))
            if not pieces[-1]:
                os._exit(0)     # whoever spoke to us is gone
        line, self.rest = b"".join(pieces).split(b"\n", 1)
        return line.decode("ascii", "replace")

    def spell(self, number, word, fields):
        try:
            return (encode_line(number, word, fields) + "\n").encode("ascii")
        except Malformed as fault:
            return (encode_line(number, "broken", {"text": str(fault)}) + "\n").encode("ascii")

    def write(self, line):
        while line:
            line = line[os.write(self.out, line):]

    def say(self, number, word, fields):
        line = self.spell(number, word, fields)
        with self.lock:
            self.write(line)

    # watching

    def watch(self):
        while True:
            signal.sigwait([signal.SIGALRM])
            self.armed = False
            for call in list(self.calls.values()):
                self.look(call)
            unsettled = [call for call in list(self.calls.values()) if not call.parked]
            if unsettled:
                self.arm(LOOK if any(call.watched for call in unsettled) else LOOK_LATER)

    def arm(self, seconds):
        self.armed = True
        signal.setitimer(signal.ITIMER_REAL, seconds)

    def look(self, call):
        if call.parked:
            return
        call.looks += 1
        asleep = self.asleep(call)
        with self.lock:
            if call.ended:
                return
            if asleep:
                call.parked = True
                self.write(("%d parked\n" % call.number).encode("ascii"))
            if self.leading is call and (asleep or call.looks > PATIENT_LOOKS):
                self.leading = None
                self.pass_baton()

    def asleep(self, call):
        """Seen twice in the same system call. Waiting for the interpreter's lock is sleep too, but nobody's call."""
        first = call.thread.asleep_in()
        return first not in (None, self.waiting_for_gil) and call.thread.asleep_in() == first

    def pass_baton(self):
        if self.idle == 0:
            self.start(self.work)
        self.baton.release()

    # words about calls

    def answer_about_calls(self, number, word, fields):
        began = time.monotonic()
        try:
            result = getattr(self, "do_" + word)(**fields)
        except (TypeError, KeyError) as fault:
            return self.say(number, "broken", {"text": "%s: %s" % (type(fault).__name__, fault)})
        result["began"], result["ended"] = int(began * 1e9), int(time.monotonic() * 1e9)
        self.say(number, "returned", result)

    def do_where(self, call):
        found = self.calls.get(call)
        if found is None:
            return {"state": "ended"}
        return {"state": "parked" if self.asleep(found) else "running"}

    def do_reset(self):
        """Wake what sleeps and close everything. A call that sleeps on holds on to its descriptor; the answer tells."""
        if self.calls:
            self.words.wake()
        result = self.words.reset()
        self.signals.take()
        with self.lock:
            self.ended.wait_for(lambda: not self.calls, WAKING)
            result["calls"] = len(self.calls)
        result["descriptors"] = open_descriptors() - self.baseline - 2 * self.glasses
        return result

    def do_signal(self, call, name="SIGUSR1", restart=0):
        """Interrupt the thread that makes this call. Python restarts every call by itself, whatever the handler was set with."""
        found = self.calls.get(call)
        if found is not None:
            signal.pthread_kill(found.thread.ident, getattr(signal, name))
        return {"sent": int(found is not None)}

    def do_signals(self):
        return {"counts": self.signals.take()}


class Signals(object):
    """Counts signals exactly: the interpreter writes a byte for each the moment it comes."""

    COUNTED = ("SIGPIPE", "SIGUSR1")

    def __init__(self):
        self.reading, writing = os.pipe()
        os.set_blocking(self.reading, False)
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing)
        for name in self.COUNTED:
            signal.signal(getattr(signal, name), lambda number, frame: None)

    def take(self):
        """How many of each came since this was asked last."""
        try:
            seen = bytearray(os.read(self.reading, 65536))
        except BlockingIOError:
            seen = b""
        return {name: seen.count(getattr(signal, name)) for name in self.COUNTED}


def number_of_futex():
    """The system call in which a thread waits for a lock, learned by looking at one that does."""
    lock, glasses = threading.Lock(), []
    lock.acquire()

    def wait():
        glasses.append(Glass())
        lock.acquire()

    thread = threading.Thread(target=wait)
    thread.start()
    number = None
    while number is None:
        time.sleep(0)
        if glasses:
            number = glasses[0].asleep_in()
    lock.release()
    thread.join()
    os.close(glasses[0].syscall)
    os.close(glasses[0].stat)
    return number


def open_descriptors():
    return len(os.listdir("/proc/self/fd"))


def hello(parks, implementation=sys.implementation.name, version="%d.%d.%d" % sys.version_info[:3]):
    system = os.uname()
    return {"protocol": PROTOCOL, "agent": "python", "implementation": implementation, "version": version,
            "system": "%s %s" % (system[0], system[2]), "machine": system[4], "parks": parks}


def main(words=None, **about):
    """Answer until the end; ``words`` are another runtime's, and ``about`` is what the hello says of it."""
    out = os.dup(1)
    os.dup2(2, 1)       # a stray print must not reach the line
    threads = Threads(words or Words(), out)
    threads.say(0, "hello", dict(hello("exact"), **about))
    threads.run()


if __name__ == "__main__":
    main()
