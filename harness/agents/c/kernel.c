/* The sockets of the system the agent runs on, called through its C library. */
#define _DEFAULT_SOURCE     /* not _GNU_SOURCE: with it, glibc declares bind and its like with a type of its own */
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "port.h"

#define QUOTE(number) #number
#define IN_WORDS(number) QUOTE(number)
#if defined MUSL                    /* which has no macro that tells; given on the command line */
extern const char __libc_version[];
#define IMPLEMENTATION "musl"
#define VERSION __libc_version
#elif defined __GLIBC__
#define IMPLEMENTATION "glibc"
#define VERSION IN_WORDS(__GLIBC__) "." IN_WORDS(__GLIBC_MINOR__)
#else
#define IMPLEMENTATION "libc"
#define VERSION ""
#endif

#ifdef SOCK_NONBLOCK
int accept4(int number, struct sockaddr *address, socklen_t *size, int flags);      /* in POSIX since 2024, which many headers do not know */
#endif

static int control(int number, int command, int value)
{
    return fcntl(number, command, value);
}

static int readable(int number, int *count)
{
    return ioctl(number, FIONREAD, count);
}

const struct port port = {
    .implementation = IMPLEMENTATION,
    .version = VERSION,
    .socket = socket,
    .socketpair = socketpair,
    .dup = dup,
    .close = close,
    .bind = bind,
    .listen = listen,
    .accept = accept,
#ifdef SOCK_NONBLOCK
    .accept4 = accept4,
#endif
    .connect = connect,
    .shutdown = shutdown,
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
    .gethostname = gethostname,
    .getaddrinfo = getaddrinfo,
    .freeaddrinfo = freeaddrinfo,
    .getnameinfo = getnameinfo,
};
