"""The asyncio agent: the calls that its event loops have (``loop.sock_recv`` and the like), a task each.

With the argument ``uvloop`` the loop is that of uvloop. asyncio wants sockets that do not block and waits on
their behalf, so blocking modes and timeouts of sockets are nothing it can express; neither are flags, nor a
``send`` that tells how much it took. What its documentation leaves to the socket (bind, options, names, shutdown
...) is called on the socket.
"""
import asyncio
import contextlib
import functools
import selectors
import sys
import time

import agent
import cooperative
from agent import FILLER, Unsupported, foreign, native

TURNS = 6       # of a loop that does not say when it rests: a call takes one to begin, one to be woken, one to end


def lacks(why):
    """A word that the runtime cannot express."""
    def word(self, **fields):
        raise Unsupported(why)
    return word


class Words(cooperative.Untimed, agent.Words):
    """The calls of asyncio's loops."""

    @property
    def loop(self):
        return asyncio.get_running_loop()

    def add(self, sock):
        if hasattr(sock, "setblocking"):
            sock.setblocking(False)
        return super().add(sock)

    def socket(self, family, type, protocol=0, flags=()):
        cooperative.may_block(flags)
        return super().socket(family, type, protocol, flags)

    def socketpair(self, family, type, protocol=0, flags=()):
        cooperative.may_block(flags)
        return super().socketpair(family, type, protocol, flags)

    async def close(self, sock):
        """A close that lingers waits, and is the socket's own call: whoever has a loop to turn makes it in a thread."""
        if self.lingers(sock):
            await asyncio.to_thread(self.sockets[sock].close)
        else:
            self.sockets[sock].close()

    async def accept(self, sock, flags=None):
        if flags is not None:
            raise Unsupported("the runtime has no accept4")
        accepted, address = await self.loop.sock_accept(self.sockets[sock])
        return {"sock": self.add(accepted), "address": foreign(accepted, address)}

    async def connect(self, sock, address):
        await self.loop.sock_connect(self.sockets[sock], native(self.sockets[sock], address))

    async def sendall(self, sock, data, flags=()):
        without(flags)
        await self.loop.sock_sendall(self.sockets[sock], data)

    async def sendto(self, sock, data, address, flags=()):
        without(flags)
        if self.sockets[sock].type == self.module.SOCK_STREAM:
            raise Unsupported("sock_sendto sends datagrams")
        return {"count": await self.loop.sock_sendto(self.sockets[sock], data, native(self.sockets[sock], address))}

    async def sendfile(self, sock, data, offset=0, count=None):
        import tempfile
        with tempfile.TemporaryFile(dir=".") as file:
            file.write(data)
            file.flush()
            file.seek(0)
            return {"count": await self.loop.sock_sendfile(self.sockets[sock], file, offset, count), "position": file.tell()}

    async def recv(self, sock, size, flags=()):
        without(flags)
        return {"data": await self.loop.sock_recv(self.sockets[sock], size)}

    async def recv_into(self, sock, size, count=0, flags=()):
        without(flags)
        if count:
            raise Unsupported("sock_recv_into takes no count")
        room = bytearray(FILLER * size)
        return {"count": await self.loop.sock_recv_into(self.sockets[sock], room), "buffer": room}

    async def recvfrom(self, sock, size, flags=()):
        without(flags)
        data, address = await self.loop.sock_recvfrom(self.sockets[sock], size)
        return {"data": data, "address": foreign(self.sockets[sock], address)}

    async def recvfrom_into(self, sock, size, count=0, flags=()):
        without(flags)
        room = bytearray(FILLER * size)
        taken, address = await self.loop.sock_recvfrom_into(self.sockets[sock], room, count)
        return {"count": taken, "buffer": room, "address": foreign(self.sockets[sock], address)}

    async def drain(self, sock, size=None, offset=0, chunk=65536, flags=()):
        without(flags)
        return await cooperative.drained(lambda room: self.loop.sock_recv(self.sockets[sock], room), size, offset, chunk)

    async def poll(self, socks, events, timeout=None):
        """Readiness is asked of the system; to wait for it, a thread is asked, as is due for what blocks."""
        return await cooperative.patiently(asyncio.to_thread, super().poll, dict(socks=socks, events=events), "timeout", timeout,
                                           lambda found: found["count"])

    async def select(self, read=(), write=(), exceptional=(), us=None):
        return await cooperative.patiently(asyncio.to_thread, super().select, dict(read=read, write=write, exceptional=exceptional), "us", us,
                                           lambda found: any(found.values()))

    async def getaddrinfo(self, host, service, family=0, type=0, protocol=0, flags=()):
        rows = await self.loop.getaddrinfo(host, service, family=agent.constant(family), type=agent.constant(type),
                                           proto=agent.constant(protocol), flags=agent.flags_of(flags))
        return {"entries": [self.entry(*row) for row in rows]}

    async def getnameinfo(self, address, flags=()):
        host, service = await self.loop.getnameinfo(tuple(address[1:]), agent.flags_of(flags))
        return {"host": host, "service": service}

    send = pour = lacks("its loops have sock_sendall only, which does not say how much was taken")
    sendmsg = lacks("its loops have no sock_sendmsg")
    recvmsg = recvmsg_into = lacks("its loops have no sock_recvmsg")
    connect_ex = lacks("its loops have no sock_connect_ex")
    file_read = file_readline = lacks("a socket that does not block cannot be read like a file")
    setblocking = getblocking = settimeout = gettimeout = descriptor = lacks("asyncio's sockets do not block, and its calls wait")


def without(flags):
    if flags:
        raise Unsupported("the calls of its loops take no flags")


class Selector(selectors.DefaultSelector):
    """Tells when the loop would sleep: then nothing is ready any more."""

    resting = None      # a future of whoever waits for that
    until = 0.0         # ... and how long

    def select(self, timeout=None):
        events = super().select(0)
        busy = events or (timeout is not None and timeout <= 0)
        if self.resting is not None and (not busy or time.monotonic() > self.until):
            resting, self.resting = self.resting, None
            resting.set_result(not busy)
            return events
        return events if busy else super().select(timeout)


async def rest_of_asyncio(selector):
    resting = selector.resting = asyncio.get_running_loop().create_future()
    selector.until = time.monotonic() + cooperative.IMPATIENCE
    return await resting


async def rest_of_uvloop():
    for _ in range(TURNS):
        await asyncio.sleep(0)
    return True


async def serve(rest, implementation, version):
    """Read lines, and let the loop rest after each."""
    loop, running = asyncio.get_running_loop(), set()

    async def work(call, word, fields):
        tasks.ended(call, *(await cooperative.perform(tasks.words, word, fields)))

    def spawn(call, word, fields):
        task = loop.create_task(work(call, word, fields))
        running.add(task)       # the loop itself holds on to none
        task.add_done_callback(running.discard)
        return task.cancel

    tasks = cooperative.Tasks(Words(), cooperative.own_line(), spawn)
    heard = asyncio.Event()

    def hear():
        tasks.hear()
        heard.set()

    loop.add_reader(0, hear)
    tasks.hello(implementation, version)
    while True:
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(heard.wait(), tasks.attention)
        heard.clear()
        while tasks.turn(await rest()):
            pass


def main():
    if sys.argv[1:] == ["uvloop"]:
        import uvloop
        loop, rest, name, version = uvloop.new_event_loop(), rest_of_uvloop, "uvloop", uvloop.__version__
    else:
        selector = Selector()
        loop, rest = asyncio.SelectorEventLoop(selector), functools.partial(rest_of_asyncio, selector)
        name, version = "asyncio", "%d.%d.%d" % sys.version_info[:3]
    asyncio.set_event_loop(loop)
    loop.run_until_complete(serve(rest, name, version))


if __name__ == "__main__":
    main()
