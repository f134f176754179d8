/* What the agent needs of a stack: a table of calls, and a few facts.
 *
 * kernel.c fills it with the calls of the system the agent runs on. Another stack fills its own, and is linked with agent.c
 * in place of kernel.c; ../PORTING.md tells how. A call that is left out is answered `unsupported`.
 */
#ifndef PORT_H
#define PORT_H

#include <netdb.h>
#include <poll.h>
#include <stddef.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/types.h>

struct port {
    const char *implementation;             /* what it is called, and its version, as reports show them */
    const char *version;

    /* Brings the stack up before the agent says hello, and gets the agent's own arguments; NULL if there is nothing to do. */
    void (*start)(int argc, char **argv);

    /* Brings up what each thread that makes calls needs of its own, in that thread and before its first call. Returns a descriptor that it keeps
     * open for that, or -1; NULL if there is nothing to do. */
    int (*start_thread)(void);

    /* Not 0: the port says itself when a call goes to sleep, by agent_sleeps and agent_wakes, because the threads of this stack
     * do not sleep in system calls that tell. 0: the agent looks into /proc. */
    int announces;

    /* Not 0: the numbers of sockets are the stack's own and no descriptors of the system, so that no limit on descriptors
     * concerns them, and no child process inherits them. */
    int own_numbers;

    /* Not 0: who sleeps in a call is not woken when its socket is shut down or closed, or whoever does that never comes back. Such a call
     * is left alone when a test is over, and the agent is started anew. */
    int holds_sleepers;

    /* Calls. Each returns -1 and sets errno, or returns what POSIX says it does. */
    int (*socket)(int family, int type, int protocol);
    int (*socketpair)(int family, int type, int protocol, int numbers[2]);
    int (*dup)(int number);
    int (*close)(int number);
    void (*abandon)(int number);            /* closes, without waiting for what is unsent; left out: SO_LINGER and close do it */
    int (*bind)(int number, const struct sockaddr *address, socklen_t size);
    int (*listen)(int number, int backlog);
    int (*accept)(int number, struct sockaddr *address, socklen_t *size);
    int (*accept4)(int number, struct sockaddr *address, socklen_t *size, int flags);
    int (*connect)(int number, const struct sockaddr *address, socklen_t size);
    int (*shutdown)(int number, int how);
    int (*getsockname)(int number, struct sockaddr *address, socklen_t *size);
    int (*getpeername)(int number, struct sockaddr *address, socklen_t *size);
    ssize_t (*send)(int number, const void *data, size_t size, int flags);
    ssize_t (*sendto)(int number, const void *data, size_t size, int flags, const struct sockaddr *address, socklen_t address_size);
    ssize_t (*sendmsg)(int number, const struct msghdr *message, int flags);
    ssize_t (*recv)(int number, void *buffer, size_t size, int flags);
    ssize_t (*recvfrom)(int number, void *buffer, size_t size, int flags, struct sockaddr *address, socklen_t *address_size);
    ssize_t (*recvmsg)(int number, struct msghdr *message, int flags);
    int (*getsockopt)(int number, int level, int name, void *value, socklen_t *size);
    int (*setsockopt)(int number, int level, int name, const void *value, socklen_t size);
    int (*fcntl)(int number, int command, int value);           /* F_GETFL, F_SETFL (O_NONBLOCK) and F_GETFD */
    int (*poll)(struct pollfd *sockets, nfds_t count, int milliseconds);
    int (*select)(int count, fd_set *read, fd_set *write, fd_set *exceptional, struct timeval *limit);
    int (*readable)(int number, int *count);                    /* ioctl FIONREAD */
    int (*sockatmark)(int number);
    int (*gethostname)(char *name, size_t size);
    int (*getaddrinfo)(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found);
    void (*freeaddrinfo)(struct addrinfo *found);
    int (*getnameinfo)(const struct sockaddr *address, socklen_t size, char *host, socklen_t host_size,
                       char *service, socklen_t service_size, int flags);
};

extern const struct port port;

/* For ports that announce: called in the thread that makes the call, right before it goes to sleep and right after it woke. */
void agent_sleeps(void);
void agent_wakes(void);

/* For what the stack does not have although it has the call, a family or an option: the call is answered `unsupported`. Does not come
 * back. Called in the thread that makes the call, with no lock of the stack held. */
void agent_lacks(const char *what);

#endif
