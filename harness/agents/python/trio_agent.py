"""The trio agent: the calls of trio.socket, a task each. trio itself says when every task is parked.

Its sockets have neither timeouts nor modes of blocking, no ``connect_ex``, ``sendall``, ``sendfile`` or ``makefile``: all these are unsupported.
"""
import math

import agent
import cooperative
import trio
import trio.testing
from agent import FILLER, Unsupported, flags_of, foreign, native, pattern


class Words(cooperative.Untimed, cooperative.Nonblocking, agent.Words):
    """The words whose calls are coroutines in trio."""

    module = trio.socket
    errors = agent.Words.errors + (trio.ClosedResourceError, trio.BrokenResourceError, IndexError)
    refusals = agent.Words.refusals + (trio.BusyResourceError,)     # two tasks may not wait for one socket

    def socket(self, family, type, protocol=0, flags=()):
        cooperative.may_block(flags)
        return super().socket(family, type, protocol, flags)

    def socketpair(self, family, type, protocol=0, flags=()):
        cooperative.may_block(flags)
        return super().socketpair(family, type, protocol, flags)

    async def bind(self, sock, address):
        await self.sockets[sock].bind(native(self.sockets[sock], address))

    def close(self, sock):
        """A close that lingers would stop the loop: it is no coroutine, and nothing that a thread may do."""
        if self.lingers(sock):
            raise Unsupported("its close is no coroutine that could linger")
        self.sockets[sock].close()

    async def accept(self, sock, flags=None):
        if flags is not None:
            raise Unsupported("the runtime has no accept4")
        accepted, address = await self.sockets[sock].accept()
        return {"sock": self.add(accepted), "address": foreign(accepted, address)}

    async def connect(self, sock, address):
        await self.sockets[sock].connect(native(self.sockets[sock], address))

    async def send(self, sock, data, flags=()):
        return {"count": await self.sockets[sock].send(data, flags_of(flags))}

    async def sendto(self, sock, data, address, flags=()):
        target = native(self.sockets[sock], address)
        return {"count": await self.sockets[sock].sendto(data, flags_of(flags), target)}

    async def sendmsg(self, sock, buffers, control=(), flags=(), address=None):
        pieces = [self.control_out(item) for item in control]
        target = native(self.sockets[sock], address)
        return {"count": await self.sockets[sock].sendmsg(buffers, pieces, flags_of(flags), target)}

    async def pour(self, sock, size, offset=0, chunk=65536, flags=()):
        total, bits = 0, flags_of(flags)
        while total < size:
            data = pattern(offset + total, min(chunk, size - total))
            try:
                total += await self.sockets[sock].send(data, bits)
            except OSError as error:
                return {"count": total, "stopped": agent.error_name(error)}
        return {"count": total, "stopped": None}

    async def recv(self, sock, size, flags=()):
        return {"data": await self.sockets[sock].recv(size, flags_of(flags))}

    async def recv_into(self, sock, size, count=0, flags=()):
        room = bytearray(FILLER * size)
        taken = await self.sockets[sock].recv_into(room, count, flags_of(flags))
        return {"count": taken, "buffer": room}

    async def recvfrom(self, sock, size, flags=()):
        data, address = await self.sockets[sock].recvfrom(size, flags_of(flags))
        return {"data": data, "address": foreign(self.sockets[sock], address)}

    async def recvfrom_into(self, sock, size, count=0, flags=()):
        room = bytearray(FILLER * size)
        taken, address = await self.sockets[sock].recvfrom_into(room, count, flags_of(flags))
        return {"count": taken, "buffer": room, "address": foreign(self.sockets[sock], address)}

    async def recvmsg(self, sock, size, control=0, flags=()):
        data, pieces, bits, address = await self.sockets[sock].recvmsg(size, control, flags_of(flags))
        return dict(self.message(sock, pieces, bits, address), data=data)

    async def recvmsg_into(self, sock, sizes, control=0, flags=()):
        rooms = [bytearray(FILLER * size) for size in sizes]
        count, pieces, bits, address = await self.sockets[sock].recvmsg_into(rooms, control, flags_of(flags))
        return dict(self.message(sock, pieces, bits, address), count=count, buffers=rooms)

    async def drain(self, sock, size=None, offset=0, chunk=65536, flags=()):
        bits = flags_of(flags)
        return await cooperative.drained(lambda room: self.sockets[sock].recv(room, bits), size, offset, chunk)

    async def poll(self, socks, events, timeout=None):
        """Readiness is asked of the system; to wait for it, a thread is asked, as is due for what blocks."""
        return await cooperative.patiently(in_thread, super().poll, dict(socks=socks, events=events), "timeout", timeout,
                                           lambda found: found["count"])

    async def select(self, read=(), write=(), exceptional=(), us=None):
        return await cooperative.patiently(in_thread, super().select, dict(read=read, write=write, exceptional=exceptional), "us", us,
                                           lambda found: any(found.values()))

    async def getaddrinfo(self, host, service, family=0, type=0, protocol=0, flags=()):
        rows = await trio.socket.getaddrinfo(host, service, agent.constant(family), agent.constant(type),
                                             agent.constant(protocol), flags_of(flags))
        return {"entries": [self.entry(*row) for row in rows]}

    async def getnameinfo(self, address, flags=()):
        host, service = await trio.socket.getnameinfo(tuple(address[1:]), flags_of(flags))
        return {"host": host, "service": service}


async def in_thread(ask):
    return await trio.to_thread.run_sync(ask, abandon_on_cancel=True)


async def rest():
    with trio.move_on_after(cooperative.IMPATIENCE) as scope:
        await trio.testing.wait_all_tasks_blocked()
    return not scope.cancelled_caught


async def serve():
    """Read lines, and wait after each until every task is parked."""
    async with trio.open_nursery() as nursery:

        async def work(scope, call, word, fields):
            with scope:
                tasks.ended(call, *(await cooperative.perform(tasks.words, word, fields)))

        def spawn(call, word, fields):
            scope = trio.CancelScope()
            nursery.start_soon(work, scope, call, word, fields)
            return scope.cancel

        tasks = cooperative.Tasks(Words(), cooperative.own_line(), spawn)
        tasks.hello("trio", trio.__version__)
        while True:
            with trio.move_on_after(math.inf if tasks.attention is None else tasks.attention):
                await trio.lowlevel.wait_readable(0)
                tasks.hear()
            while tasks.turn(await rest()):
                pass


if __name__ == "__main__":
    trio.run(serve)
