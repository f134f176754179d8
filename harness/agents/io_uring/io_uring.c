/* The port of io_uring: the sockets API as Linux offers it to programs that ask for each call by a request in a ring.
 *
 * What is judged is the request: what it does, how it completes, and whether it waits. A call of the agent puts one request into the ring and
 * sleeps in io_uring_enter until that has completed; its result is the call's, as it came. So what is the request's own way is seen as it
 * is: it waits although its socket is nonblocking, unless MSG_DONTWAIT says otherwise; it knows no SO_RCVTIMEO; a signal interrupts the wait for
 * it, which goes on here, and not the request; it raises no SIGPIPE; and it holds its socket when that is closed.
 *
 * For what io_uring has no request the program makes the plain call, as any program with a ring does: pairs, names of sockets, fcntl and the
 * mark. Where the kernel is too old for a request (bind and listen before 6.11, options before 6.7), or refuses it (options of protocols are
 * set by requests, but not read), so it is with these. What is neither io_uring's nor needed to use it, such as select and the resolver, is left out.
 *
 * What sleeps. Each thread has a ring of its own, in which there is no request but the one at hand. The kernel tries a request
 * when it is submitted, and only if it would block waits for the socket to become ready: the thread sleeps in io_uring_enter if and only
 * if the request waits, and the agent sees that in /proc as with any system call. Once the socket is ready, the kernel wakes that very
 * thread to try again, so that it is no longer seen asleep. Where a ready socket does not mean that the call succeeds (an AF_UNIX listener is full),
 * a thread of the kernel makes it, and sleeps as long as ours does. A shutdown is never tried, but handed to such a thread at once, which needs no
 * sleep for it: meanwhile the call counts as running, and looks for the completion without sleeping.
 *
 * Linux 6.1 or later, and liburing 2.3 or later.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <liburing.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "port.h"

#define ENTRIES 8           /* of a ring; when there are more requests, they are submitted in several goes */

/* What liburing 2.3 does not know yet. */
#define OP_BIND 56
#define OP_LISTEN 57
enum { COMMAND_READABLE = 0, COMMAND_GETSOCKOPT = 2, COMMAND_SETSOCKOPT = 3 };

/* --------------------------------------------------------------------------- the ring of a thread */

static __thread struct io_uring ring;
static __thread struct io_uring_sqe *entry;         /* the request that is being prepared */
static __thread __u64 last;                         /* the number of the last request: each has its own, by which its completion is known */
static int binds_and_listens;

/* The thread keeps its ring as long as it lives, which is as long as the agent does. */
static int start_thread(void)
{
    if (io_uring_queue_init(ENTRIES, &ring, 0))
        abort();
    return ring.ring_fd;
}

/* Room for another request. */
static struct io_uring_sqe *fresh(void)
{
    while ((entry = io_uring_get_sqe(&ring)) == NULL)
        io_uring_submit(&ring);
    return entry;
}

static void number_it(void)
{
    io_uring_sqe_set_data64(entry, ++last);
}

/* Takes the next completion, once there is one: whose it is, and its result. A signal ends the wait for it, but not the request. */
static int take(__u64 *number)
{
    struct io_uring_cqe *completion;
    int error, result;
    while ((error = io_uring_wait_cqe(&ring, &completion)) == -EINTR)
        ;
    if (error)
        abort();
    *number = completion->user_data;
    result = completion->res;
    io_uring_cqe_seen(&ring, completion);
    return result;
}

/* The result of the one request, as calls give theirs. */
static int result(void)
{
    __u64 number;
    int found = take(&number);
    if (number != last)
        abort();
    if (found >= 0)
        return found;
    errno = -found;
    return -1;
}

static int done(void)
{
    number_it();
    io_uring_submit_and_wait(&ring, 1);
    return result();
}

/* The same for what the kernel has a thread of its own do, and what need not wait for anything. */
static int done_elsewhere(void)
{
    struct io_uring_cqe *completion;
    number_it();
    io_uring_submit(&ring);
    while (io_uring_peek_cqe(&ring, &completion))
        sched_yield();
    return result();
}

/* Makes a request by one of liburing's helpers. */
#define REQUEST(helper, ...) (io_uring_prep_##helper(fresh(), __VA_ARGS__), done())

/* --------------------------------------------------------------------------- calls that are requests */

static int open_socket(int family, int type, int protocol)
{
    return REQUEST(socket, family, type, protocol, 0);
}

static int close_socket(int number)
{
    return REQUEST(close, number);
}

static int bind_socket(int number, const struct sockaddr *address, socklen_t size)
{
    if (!binds_and_listens)
        return bind(number, address, size);
    io_uring_prep_rw(OP_BIND, fresh(), number, address, 0, size);
    return done();
}

static int listen_on(int number, int backlog)
{
    if (!binds_and_listens)
        return listen(number, backlog);
    io_uring_prep_rw(OP_LISTEN, fresh(), number, NULL, (unsigned) backlog, 0);
    return done();
}

static int accept_with(int number, struct sockaddr *address, socklen_t *size, int flags)
{
    return REQUEST(accept, number, address, size, flags);
}

static int accept_one(int number, struct sockaddr *address, socklen_t *size)
{
    return accept_with(number, address, size, 0);
}

static int connect_to(int number, const struct sockaddr *address, socklen_t size)
{
    return REQUEST(connect, number, address, size);
}

static int shut_down(int number, int how)
{
    io_uring_prep_shutdown(fresh(), number, how);
    return done_elsewhere();
}

static ssize_t send_data(int number, const void *data, size_t size, int flags)
{
    return REQUEST(send, number, data, size, flags);
}

static ssize_t send_to(int number, const void *data, size_t size, int flags, const struct sockaddr *address, socklen_t address_size)
{
    io_uring_prep_send(fresh(), number, data, size, flags);
    io_uring_prep_send_set_addr(entry, address, (__u16) address_size);
    return done();
}

static ssize_t send_message(int number, const struct msghdr *message, int flags)
{
    return REQUEST(sendmsg, number, message, (unsigned) flags);
}

static ssize_t receive(int number, void *buffer, size_t size, int flags)
{
    return REQUEST(recv, number, buffer, size, flags);
}

static ssize_t receive_message(int number, struct msghdr *message, int flags)
{
    return REQUEST(recvmsg, number, message, (unsigned) flags);
}

/* There is no request like recvfrom. */
static ssize_t receive_from(int number, void *buffer, size_t size, int flags, struct sockaddr *address, socklen_t *address_size)
{
    struct iovec piece = {buffer, size};
    struct msghdr message = {.msg_name = address, .msg_namelen = *address_size, .msg_iov = &piece, .msg_iovlen = 1};
    ssize_t count = receive_message(number, &message, flags);
    if (count >= 0)
        *address_size = message.msg_namelen;
    return count;
}

/* --------------------------------------------------------------------------- options */

/* A command to a socket; the fields are named in later headers: level and optname, optval and optlen. */
static int command(unsigned which, int number, int level, int name, const void *value, socklen_t size)
{
    int option[] = {level, name};
    io_uring_prep_rw(IORING_OP_URING_CMD, fresh(), number, NULL, 0, 0);
    entry->cmd_op = which;
    memcpy(&entry->addr, option, sizeof option);
    entry->addr3 = (uintptr_t) value;
    entry->file_index = size;
    return done();
}

static int is_no_command(int outcome)
{
    return outcome < 0 && errno == EOPNOTSUPP;
}

static int get_option(int number, int level, int name, void *value, socklen_t *size)
{
    int outcome = command(COMMAND_GETSOCKOPT, number, level, name, value, *size);
    if (is_no_command(outcome))
        return getsockopt(number, level, name, value, size);
    if (outcome < 0)
        return -1;
    *size = (socklen_t) outcome;
    return 0;
}

static int set_option(int number, int level, int name, const void *value, socklen_t size)
{
    int outcome = command(COMMAND_SETSOCKOPT, number, level, name, value, size);
    return is_no_command(outcome) ? setsockopt(number, level, name, value, size) : outcome;
}

static int readable(int number, int *count)
{
    int outcome = command(COMMAND_READABLE, number, 0, 0, NULL, 0);
    if (is_no_command(outcome))
        return ioctl(number, FIONREAD, count);
    *count = outcome;
    return outcome < 0 ? -1 : 0;
}

static int control(int number, int command, int value)
{
    return fcntl(number, command, value);
}

/* --------------------------------------------------------------------------- readiness
 *
 * A request for each socket, and one for the limit. The first that completes ends the wait; what has not completed by then is cancelled,
 * and what completes before it could be cancelled counts.
 */

static int ask_for_each(struct pollfd *sockets, nfds_t count)
{
    int requests = 0;
    for (nfds_t i = 0; i < count; i++) {
        sockets[i].revents = 0;
        last++;
        if (sockets[i].fd < 0)
            continue;
        io_uring_prep_poll_add(fresh(), sockets[i].fd, (unsigned short) sockets[i].events);
        io_uring_sqe_set_data64(entry, last);
        requests++;
    }
    return requests;
}

/* Whether a request for a socket completed with events; a descriptor that is none is told as poll tells it. */
static int found_ready(struct pollfd *socket, int outcome)
{
    if (outcome == -EBADF)
        outcome = POLLNVAL;
    if (outcome > 0)
        socket->revents = (short) outcome;
    return outcome > 0;
}

static int poll_sockets(struct pollfd *sockets, nfds_t count, int milliseconds)
{
    struct __kernel_timespec limit = {milliseconds / 1000, milliseconds % 1000 * 1000000LL};
    struct io_uring_cqe *completion;
    __u64 first = last + 1, number;
    int requests = ask_for_each(sockets, count), ready = 0;
    if (milliseconds > 0) {
        io_uring_prep_timeout(fresh(), &limit, 0, 0);
        number_it();
        requests++;
    }
    io_uring_submit(&ring);
    while (milliseconds && io_uring_wait_cqe(&ring, &completion) == -EINTR)
        ;
    io_uring_prep_cancel64(fresh(), 0, IORING_ASYNC_CANCEL_ANY | IORING_ASYNC_CANCEL_ALL);
    number_it();
    io_uring_submit(&ring);
    for (requests++; requests; requests--) {
        int outcome = take(&number);
        if (number - first < count)
            ready += found_ready(&sockets[number - first], outcome);
    }
    return ready;
}

/* --------------------------------------------------------------------------- the port */

static struct utsname kernel;       /* io_uring's version is the kernel's */

static void start(int argc, char **argv)
{
    struct io_uring_probe *probe = io_uring_get_probe();
    (void) argc;
    if (probe == NULL || !io_uring_opcode_supported(probe, IORING_OP_SENDMSG_ZC)) {
        fprintf(stderr, "%s: this kernel has no io_uring, does not allow it, or is older than Linux 6.1\n", argv[0]);
        exit(2);
    }
    binds_and_listens = io_uring_opcode_supported(probe, OP_BIND) && io_uring_opcode_supported(probe, OP_LISTEN);
    io_uring_free_probe(probe);
    uname(&kernel);
}

const struct port port = {
    .implementation = "io_uring",
    .version = kernel.release,
    .start = start,
    .start_thread = start_thread,
    .socket = open_socket,
    .socketpair = socketpair,
    .dup = dup,
    .close = close_socket,
    .bind = bind_socket,
    .listen = listen_on,
    .accept = accept_one,
    .accept4 = accept_with,
    .connect = connect_to,
    .shutdown = shut_down,
    .getsockname = getsockname,
    .getpeername = getpeername,
    .send = send_data,
    .sendto = send_to,
    .sendmsg = send_message,
    .recv = receive,
    .recvfrom = receive_from,
    .recvmsg = receive_message,
    .getsockopt = get_option,
    .setsockopt = set_option,
    .fcntl = control,
    .poll = poll_sockets,
    .readable = readable,
    .sockatmark = sockatmark,
};
