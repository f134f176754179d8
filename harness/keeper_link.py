"""A link: the only network device of a private namespace, whose far end the harness holds. Runs in the keeper.

``wire0`` is the target's. Its far end is a TUN descriptor, or, where /dev/net/tun cannot be
opened, a veth device without any address, written to through a packet socket. Nobody
answers behind our back in either case. Whatever passes is read from one packet socket
on ``wire0``: it sees both directions in order, each packet with the kernel's time.
"""
import ctypes
import errno
import fcntl
import os
import socket
import struct
import time

NEAR, FAR = "wire0", "wire1"
ADDRESSES = {"near": (("192.0.2.1", 24), ("2001:db8::1", 64)), "far": (("192.0.2.2", 24), ("2001:db8::2", 64))}
QUEUE = 5000
"""Packets that a device may hold until a cable has taken them."""
RECEIVE_BUFFER = 16 << 20
READY_SECONDS = 10.0

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x1, 0x1000
SIOCGIFFLAGS, SIOCSIFFLAGS, SIOCGIFHWADDR, SIOCSIFTXQLEN, SIOCETHTOOL = 0x8913, 0x8914, 0x8927, 0x8943, 0x8946
IFF_UP, IFF_NOARP = 0x1, 0x80
ETHTOOL_STXCSUM, ETHTOOL_STSO, ETHTOOL_SGSO = 0x17, 0x1F, 0x24
NLMSG_ERROR, RTM_NEWLINK, RTM_GETLINK, RTM_NEWADDR, RTM_NEWROUTE, RTM_GETROUTE = 2, 16, 18, 20, 24, 26
NLM_F_REQUEST, NLM_F_ACK, NLM_F_EXCL, NLM_F_CREATE = 0x1, 0x4, 0x200, 0x400
NLA_F_NESTED = 0x8000
IFLA_OPERSTATE, IF_OPER_UP = 16, 6
IFLA_IFNAME, IFLA_LINKINFO, IFLA_INFO_KIND, IFLA_INFO_DATA, VETH_INFO_PEER = 3, 18, 1, 2, 1
IFLA_AF_SPEC, IFLA_INET6_ADDR_GEN_MODE, IN6_ADDR_GEN_MODE_NONE = 26, 8, 1
IFA_ADDRESS, IFA_LOCAL, IFA_FLAGS, IFA_F_NODAD = 1, 2, 8, 0x02
RTA_DST, RTA_OIF, RT_TABLE_MAIN, RTPROT_STATIC, RTN_UNICAST, RTN_LOCAL = 1, 4, 254, 4, 1, 2
ETH_P_ALL, SO_TIMESTAMPNS, SO_RCVBUFFORCE = 0x0003, 35, 33


def make(kinds):
    """Make the first of these kinds of link ("tun", "veth") that the system allows.

    Returns what it is, the socket that sees what passes, and what packets are written to.
    Raises OSError, with what refused each, when it allows none.
    """
    kind, writer = make_device(kinds)
    set_up(kind, ADDRESSES["near"])
    return kind, make_tap(), writer


def make_for_cable(kinds, addresses):
    """Make such a link for the end of a cable: what it is, and the descriptor that packets are written to and read from."""
    kind, descriptor = make_device(kinds, hears=True)
    set_queue(NEAR, QUEUE)
    set_up(kind, addresses)
    return kind, descriptor


def set_up(kind, addresses):
    """Give the near device its addresses and routes, and return when the kernel has taken all into use."""
    without_automatic_addresses(NEAR)
    for text, bits in addresses:
        add_address(NEAR, text, bits)
    up(NEAR, IFF_NOARP)
    if kind == "veth":
        for name in (FAR, NEAR):
            await_state(lambda name=name: operational_state(name) == IF_OPER_UP, f"{name} does not come up")
    for family in (socket.AF_INET, socket.AF_INET6):
        add_default_route(family)
    for text, _ in addresses:
        await_state(lambda text=text: route_type(text) == RTN_LOCAL, f"{text} does not become ours")


# --------------------------------------------------------------------------- devices

def make_device(kinds, hears=False):
    """The first device that can be had, and the descriptor that packets are written to, and read from if it hears."""
    refusals = []
    for kind in kinds:
        try:
            return kind, make_tun() if kind == "tun" else make_veth(hears)
        except OSError as error:
            refusals.append(f"no {kind} device ({error.strerror})")
    raise OSError(errno.EOPNOTSUPP, ", ".join(refusals))


def make_tun():
    """The descriptor behind ``wire0``: what is written to it arrives there."""
    descriptor = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        fcntl.ioctl(descriptor, TUNSETIFF, struct.pack("16sH22x", NEAR.encode(), IFF_TUN | IFF_NO_PI))
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def make_veth(hears):
    """A packet socket on ``wire1``, connected to ``wire0`` as far as a packet socket can be: it knows where to send. One that hears gets what comes."""
    peer = attribute(VETH_INFO_PEER | NLA_F_NESTED, bytes(16) + attribute(IFLA_IFNAME, FAR.encode() + b"\0"))
    info = attribute(IFLA_INFO_KIND, b"veth") + attribute(IFLA_INFO_DATA | NLA_F_NESTED, peer)
    request = bytes(16) + attribute(IFLA_IFNAME, NEAR.encode() + b"\0") + attribute(IFLA_LINKINFO | NLA_F_NESTED, info)
    netlink(RTM_NEWLINK, request, NLM_F_CREATE | NLM_F_EXCL)
    without_automatic_addresses(FAR)
    for name in (NEAR, FAR):
        without_offload(name)
    up(FAR, IFF_NOARP)
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    sock.bind((FAR, ETH_P_ALL if hears else 0))
    return sock.detach()


def without_offload(name):
    """Packets pass as they would on a cable: with their checksums, in the size they are sent in."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        for command in (ETHTOOL_STXCSUM, ETHTOOL_STSO, ETHTOOL_SGSO):
            value = ctypes.create_string_buffer(struct.pack("II", command, 0))
            fcntl.ioctl(sock, SIOCETHTOOL, struct.pack("16sP16x", name.encode(), ctypes.addressof(value)))


def up(name, flags=0):
    """Switch a device on, with flags."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        request = struct.pack("16sH14x", name.encode(), 0)
        found = struct.unpack("16xH14x", fcntl.ioctl(sock, SIOCGIFFLAGS, request))[0]
        fcntl.ioctl(sock, SIOCSIFFLAGS, struct.pack("16sH14x", name.encode(), found | IFF_UP | flags))


def set_queue(name, packets):
    """How many packets a device may hold until somebody takes them."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        fcntl.ioctl(sock, SIOCSIFTXQLEN, struct.pack("16si20x", name.encode(), packets))


def await_state(reached, complaint):
    """Wait until the kernel has done what it does later, in its own time; until then it drops packets."""
    deadline = time.monotonic() + READY_SECONDS
    while not reached():
        if time.monotonic() > deadline:
            raise OSError(errno.ENETDOWN, complaint)
        time.sleep(0.001)


def operational_state(name):
    """What the kernel takes a device to be in: up, or anything else (RFC 2863)."""
    answer = netlink(RTM_GETLINK, struct.pack("BxHiII", socket.AF_UNSPEC, 0, socket.if_nametoindex(name), 0, 0))
    place = 32      # behind the two headers
    while place < len(answer):
        size, kind = struct.unpack_from("HH", answer, place)
        if kind == IFLA_OPERSTATE:
            return answer[place + 4]
        place += size + -size % 4
    return None


def hardware_address(name):
    """The six bytes by which a veth device knows that a frame is meant for it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        return fcntl.ioctl(sock, SIOCGIFHWADDR, struct.pack("16s16x", name.encode()))[18:24]


def make_tap():
    """A packet socket that sees all that passes ``wire0``, without link headers, each packet with its time."""
    tap = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, 0)
    try:
        tap.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER)
    except OSError:         # only the outermost user namespace may
        tap.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
    tap.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    tap.setblocking(False)
    tap.bind((NEAR, ETH_P_ALL))
    return tap.detach()


# --------------------------------------------------------------------------- addresses and routes

def without_automatic_addresses(name):
    """No link-local address: with it come solicitations that nobody asked for."""
    mode = attribute(IFLA_INET6_ADDR_GEN_MODE, struct.pack("B", IN6_ADDR_GEN_MODE_NONE))
    spec = attribute(IFLA_AF_SPEC | NLA_F_NESTED, attribute(socket.AF_INET6 | NLA_F_NESTED, mode))
    netlink(RTM_NEWLINK, struct.pack("BxHiII", socket.AF_UNSPEC, 0, socket.if_nametoindex(name), 0, 0) + spec)


def add_address(name, text, bits):
    """An address that is there at once: nobody is asked whether it is taken."""
    family = socket.AF_INET6 if ":" in text else socket.AF_INET
    packed = socket.inet_pton(family, text)
    request = struct.pack("BBBBI", family, bits, IFA_F_NODAD, 0, socket.if_nametoindex(name))
    request += attribute(IFA_LOCAL, packed) + attribute(IFA_ADDRESS, packed) + attribute(IFA_FLAGS, struct.pack("I", IFA_F_NODAD))
    netlink(RTM_NEWADDR, request, NLM_F_CREATE | NLM_F_EXCL)


def add_default_route(family):
    """Every other host there is lies at the far end."""
    request = struct.pack("BBBBBBBBI", family, 0, 0, 0, RT_TABLE_MAIN, RTPROT_STATIC, 0, RTN_UNICAST, 0)
    netlink(RTM_NEWROUTE, request + attribute(RTA_OIF, struct.pack("I", socket.if_nametoindex(NEAR))), NLM_F_CREATE | NLM_F_EXCL)


def route_type(text):
    """How the kernel would treat a packet to an address."""
    family = socket.AF_INET6 if ":" in text else socket.AF_INET
    packed = socket.inet_pton(family, text)
    request = struct.pack("BBBBBBBBI", family, 8 * len(packed), 0, 0, 0, 0, 0, 0, 0) + attribute(RTA_DST, packed)
    return netlink(RTM_GETROUTE, request)[16 + 7]


def attribute(kind, data):
    """A netlink attribute."""
    return struct.pack("HH", 4 + len(data), kind) + data + bytes(-len(data) % 4)


def netlink(kind, body, flags=0):
    """One request that must succeed; what came back first."""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW) as sock:
        sock.send(struct.pack("IHHII", 16 + len(body), kind, NLM_F_REQUEST | NLM_F_ACK | flags, 1, 0) + body)
        answer = sock.recv(65536)
    error = -struct.unpack_from("i", answer, 16)[0] if struct.unpack_from("H", answer, 4)[0] == NLMSG_ERROR else 0
    if error:
        raise OSError(error, os.strerror(error))
    return answer
