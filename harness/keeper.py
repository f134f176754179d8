"""The keeper: a small process that owns one private namespace and everything that runs in it.

It is started as a program of its own (``python -I -S keeper.py``), with one end of a
socketpair as its standard input, because a process with threads cannot enter a user
namespace and because whatever runs here must never share the harness's process. It has
one thread, imports little, and obeys: spawn, ended, kill. When the other end of the
socketpair closes, for whatever reason, it kills every descendant, orphans included,
removes its directory and exits; the namespace goes with it.

Messages are marshalled dictionaries; descriptors ride along as SCM_RIGHTS.
"""
import ctypes
import fcntl
import marshal
import os
import signal
import socket
import struct
import sys
import time

CLONE_NEWUTS, CLONE_NEWUSER, CLONE_NEWNET = 0x04000000, 0x10000000, 0x40000000
PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 24, 36, 38
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
RTM_NEWROUTE, NLM_F_REQUEST, NLM_F_ACK, NLM_F_CREATE = 24, 0x1, 0x4, 0x400
RTA_DST, RTA_OIF, RT_TABLE_LOCAL, RTPROT_STATIC, RTN_LOCAL = 1, 4, 255, 4, 2
LARGEST = 1 << 18

libc = ctypes.CDLL(None, use_errno=True)
sys.path.append(os.path.dirname(os.path.abspath(__file__)))


def call(function, *arguments):
    """A call of the C library that must succeed."""
    if getattr(libc, function)(*arguments) == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), function)


# --------------------------------------------------------------------------- the namespace

def enter_namespace():
    """A network namespace of our own, as root directly, otherwise inside a user namespace."""
    uid, gid = os.getuid(), os.getgid()
    if uid == 0:
        call("unshare", CLONE_NEWNET | CLONE_NEWUTS)
        return
    call("unshare", CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWUTS)
    write("/proc/self/setgroups", "deny")
    write("/proc/self/uid_map", "0 %d 1" % uid)
    write("/proc/self/gid_map", "0 %d 1" % gid)


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def quieten():
    """Loopback up, and the settings that tests rely on set and read back. Returns what could not be had."""
    loopback_up()
    settings = {"net/ipv4/tcp_congestion_control": "reno",     # others pace, or probe the path
                "net/ipv4/ip_unprivileged_port_start": "1024",
                "net/ipv4/tcp_rmem": "4096\t131072\t6291456",    # a namespace begins with the machine's, which anybody may have tuned
                "net/ipv4/tcp_wmem": "4096\t16384\t4194304"}
    lacks = set_all(settings)
    try:
        route_ipv6_multicast()
    except OSError as error:
        lacks["ipv6 multicast route"] = error.strerror
    return lacks


def answer_all():
    """No limit to the ICMP errors of a peer, which over loopback has none either."""
    return set_all({"net/ipv4/icmp_ratelimit": "0", "net/ipv6/icmp/ratelimit": "0"})


def set_all(settings):
    """Set what is in /proc/sys, and read it back. Returns what could not be had."""
    lacks = {}
    for name, wanted in settings.items():
        path = "/proc/sys/" + name
        try:
            write(path, wanted)
            with open(path) as file:
                found = file.read().strip()
        except OSError as error:
            found = error.strerror
        if found != wanted:
            lacks[name] = "%s instead of %s" % (found, wanted)
    return lacks


def loopback_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        request = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack("16xH14x", fcntl.ioctl(sock, SIOCGIFFLAGS, request))[0]
        fcntl.ioctl(sock, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | IFF_UP))


def route_ipv6_multicast():
    """ff00::/8 to this host itself, which has no such route (IPv4 needs none).

    Of type local: any other route over loopback the kernel makes one that drops, and the old
    SIOCADDRT cannot ask for a type.
    """
    group, loopback = b"\xff" + 15 * b"\0", socket.if_nametoindex("lo")
    route = struct.pack("BBBBBBBBI", socket.AF_INET6, 8, 0, 0, RT_TABLE_LOCAL, RTPROT_STATIC, 0, RTN_LOCAL, 0)
    route += struct.pack("HH16s", 20, RTA_DST, group) + struct.pack("HHI", 8, RTA_OIF, loopback)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW) as sock:
        sock.send(struct.pack("IHHII", 16 + len(route), RTM_NEWROUTE, NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE, 1, 0) + route)
        error = -struct.unpack_from("i", sock.recv(4096), 16)[0]
    if error:
        raise OSError(error, os.strerror(error))


# --------------------------------------------------------------------------- the directory

def make_directory():
    """A directory with a short name, for the sockets that have paths."""
    base = os.environ.get("TMPDIR", "/tmp")
    number = os.getpid()
    while True:
        path = "%s/harness-%x" % (base, number)
        try:
            os.mkdir(path, 0o700)
            return path
        except FileExistsError:
            number += 1 << 22       # beyond any process number


def remove_directory(path):
    for here, folders, files in os.walk(path, topdown=False):
        os.chmod(here, 0o700)
        for name in files:
            os.unlink(os.path.join(here, name))
        for name in folders:
            full = os.path.join(here, name)
            os.unlink(full) if os.path.islink(full) else os.rmdir(full)
    os.rmdir(path)


# --------------------------------------------------------------------------- processes

def spawn(argv, env, unprivileged, descriptors, keep):
    """Start a program with three descriptors as its standard ones, and ``keep``, by name, under the numbers they have: ``{name}`` in an argument."""
    for name, descriptor in keep.items():
        argv = [part.replace("{%s}" % name, str(descriptor)) for part in argv]
    reading, writing = os.pipe()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            become(argv, env, unprivileged, descriptors, keep, parent)
        except BaseException as error:
            os.write(writing, str(error).encode("utf-8", "replace")[:4000])
        os._exit(127)
    os.close(writing)
    fault = os.read(reading, 4096)      # empty once exec has closed it
    os.close(reading)
    if fault:
        os.waitpid(pid, 0)
        return {"error": fault.decode("utf-8", "replace")}
    return {"pid": pid}


def become(argv, env, unprivileged, descriptors, keep, parent):
    os.setpgid(0, 0)
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
    for descriptor in keep.values():
        os.set_inheritable(descriptor, True)
    if unprivileged:
        drop_privileges()
    call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(127)                   # it died before we asked to be told
    for number in (signal.SIGPIPE, signal.SIGXFSZ):     # the interpreter ignores these; a program expects them
        signal.signal(number, signal.SIG_DFL)
    try:
        os.execvpe(argv[0], argv, env)
    except OSError as error:
        raise OSError("%s cannot be started: %s" % (argv[0], error.strerror)) from error


def drop_privileges():
    """No capability now and none by exec; calls that need one are refused as they are to anybody."""
    for capability in range(64):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    header, nothing = struct.pack("Ii", 0x20080522, 0), bytes(24)
    call("capset", header, nothing)
    call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def ended(pid, seconds):
    """How a program ended, waiting that long for it; None if it has not."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            found, status = os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            return {"status": None}
        if found:
            return {"status": os.waitstatus_to_exitcode(status)}
        if time.monotonic() >= deadline:
            return {"status": None}
        time.sleep(0.001)


def kill_group(pid):
    """Kill a program and everything it started that stayed in its process group."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    return ended(pid, 5)


def kill_descendants():
    """Kill all there is below us. Orphans come to us, so nobody gets away by leaving the group."""
    while True:
        with open("/proc/self/task/%d/children" % os.getpid()) as file:
            children = [int(pid) for pid in file.read().split()]
        if not children:
            return
        for pid in children:
            os.kill(pid, signal.SIGKILL)    # it is ours to reap, so the number is still its own
            os.waitpid(pid, 0)


# --------------------------------------------------------------------------- the service

def serve(control):
    """Answer requests until the other end goes away."""
    while True:
        data, ancillary, _, _ = control.recvmsg(LARGEST, socket.CMSG_SPACE(64), socket.MSG_CMSG_CLOEXEC)
        if not data:
            return
        descriptors = []
        for _, _, payload in ancillary:
            descriptors += struct.unpack("%di" % (len(payload) // 4), payload)
        request = marshal.loads(data)
        try:
            answer = obey(request, descriptors)
        except OSError as error:
            answer = {"error": str(error)}
        for descriptor in descriptors:
            os.close(descriptor)
        control.send(marshal.dumps(answer))


def obey(request, descriptors):
    if request["do"] == "spawn":
        return spawn(request["argv"], request["env"], request["unprivileged"], descriptors[:3], dict(zip(request["keep"], descriptors[3:], strict=True)))
    if request["do"] == "ended":
        return ended(request["pid"], request["seconds"])
    return kill_group(request["pid"])


def prepare(request, handed):
    """Set the world up -> what became of it, and the descriptors to hand over. What fails is said, with the step."""
    if request["cpu"] is not None:
        os.sched_setaffinity(0, [request["cpu"]])
    call("prctl", PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    if not request["private"]:
        return {"lacks": {}}
    enter_namespace()
    answer = {"lacks": quieten()}
    if request["link"]:
        import keeper_link  # beside this file; few worlds need it
        try:
            if request["cable"]:
                kind, *descriptors = keeper_link.make_for_cable(request["link"], keeper_link.ADDRESSES[request["cable"]])
            else:
                kind, *descriptors = keeper_link.make(request["link"])
        except OSError as error:
            return dict(answer, no_link=error.strerror)
        handed += descriptors
        if request["cable"] == "far":
            answer["lacks"].update(answer_all())
        answer.update(link=kind, hardware=keeper_link.hardware_address(keeper_link.NEAR) if kind == "veth" else b"")
    return answer


def main():
    control = socket.socket(fileno=os.dup(0))
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)    # a person's interrupt ends the run, and the run ends us
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    request, handed = marshal.loads(control.recv(LARGEST)), []
    try:
        answer = prepare(request, handed)
    except OSError as error:
        control.send(marshal.dumps({"error": str(error)}))
        return
    directory = make_directory()
    try:
        os.chdir(directory)
        socket.send_fds(control, [marshal.dumps(dict(answer, directory=directory, pid=os.getpid()))], handed)
        for descriptor in handed:
            os.close(descriptor)
        serve(control)
    except OSError:
        pass            # whoever asked for a world has gone meanwhile
    finally:
        kill_descendants()
        os.chdir("/")
        remove_directory(directory)


if __name__ == "__main__":
    sys.exit(main())
