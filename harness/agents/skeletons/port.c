/* The port of @NAME@: which calls the agent makes. {agents}/c/port.h explains each row, PORTING.md the way.
 *
 * It begins with this system's own calls, so that the agent works from the first minute on. Replace one row after the other by
 * your stack's; what your stack does not have, leave out: tests that need it are `unsupported`, and judge nothing.
 */
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "port.h"

/* Brings the stack up, once, before the agent says hello. */
static void start(int argc, char **argv)
{
    (void) argc;
    (void) argv;
}

/* A call of the stack's that has another shape than POSIX gives it: bring it into shape here. Return -1 and set errno, or the result. */
static int control(int number, int command, int value)
{
    return fcntl(number, command, value);
}

static int readable(int number, int *count)
{
    return ioctl(number, FIONREAD, count);
}

const struct port port = {
    .implementation = "@NAME@",
    .version = "0",
    .start = start,
    .announces = 0,
    .own_numbers = 0,

    .socket = socket,
    .bind = bind,
    .listen = listen,
    .accept = accept,
    .connect = connect,
    .shutdown = shutdown,
    .close = close,
    .getsockname = getsockname,
    .getpeername = getpeername,

    .send = send,
    .sendto = sendto,
    .sendmsg = sendmsg,
    .recv = recv,
    .recvfrom = recvfrom,
    .recvmsg = recvmsg,

    .getsockopt = getsockopt,
    .setsockopt = setsockopt,
    .fcntl = control,
    .poll = poll,
    .select = select,
    .readable = readable,
    .sockatmark = sockatmark,

    .socketpair = socketpair,
    .dup = dup,

    .gethostname = gethostname,
    .getaddrinfo = getaddrinfo,
    .freeaddrinfo = freeaddrinfo,
    .getnameinfo = getnameinfo,
};
