/* The port of lwIP: which calls the agent makes, and a link for the stack.
 *
 *     agent LINK IPV4 IPV6
 *
 * LINK is the number of a descriptor that carries one IP packet a read and a write; the addresses become the stack's, in networks of
 * 24 and 64 bits. lwIP's calls have POSIX's shapes, its sockets are numbers of its own, and its threads sleep on semaphores.
 *
 * Linked with liblwip, or, with OWN defined, with lwIP built by build.sh.
 */
#define _GNU_SOURCE         /* RTLD_NEXT */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include <lwip/init.h>
#include <lwip/ip.h>
#include <lwip/mld6.h>
#include <lwip/netif.h>
#include <lwip/sockets.h>
#include <lwip/sys.h>
#include <lwip/tcpip.h>

#include "port.h"

#define MTU 1500
#define LARGEST 65536       /* bytes of an IP packet */
#define SHORT 1             /* milliseconds: who waits no longer for another thread of the stack does not sleep */

/* --------------------------------------------------------------------------- what sleeps
 *
 * Whoever waits in lwIP waits for a semaphore, or for a mailbox, which has one inside. These two functions stand before the
 * stack's own of the same names, and announce that a call goes to sleep.
 */

#ifdef OWN      /* there the stack's own have been renamed when they were compiled */
u32_t own_sem_wait(sys_sem_t *semaphore, u32_t limit);
u32_t own_mbox_fetch(sys_mbox_t *box, void **message, u32_t limit);
#else
static u32_t own_sem_wait(sys_sem_t *semaphore, u32_t limit)
{
    static u32_t (*next)(sys_sem_t *, u32_t);
    if (next == NULL)
        *(void **) &next = dlsym(RTLD_NEXT, "sys_arch_sem_wait");
    return next(semaphore, limit);
}
#endif

/* A limit of 0 is none. */
u32_t sys_arch_sem_wait(sys_sem_t *semaphore, u32_t limit)
{
    u32_t waited = own_sem_wait(semaphore, SHORT);
    if (waited != SYS_ARCH_TIMEOUT || limit == SHORT)
        return waited;
    agent_sleeps();
    waited = own_sem_wait(semaphore, limit ? limit - SHORT : 0);
    agent_wakes();
    return waited;
}

#ifdef OWN
u32_t sys_arch_mbox_fetch(sys_mbox_t *box, void **message, u32_t limit)
{
    u32_t waited = own_mbox_fetch(box, message, SHORT);
    if (waited != SYS_ARCH_TIMEOUT || limit == SHORT)
        return waited;
    agent_sleeps();
    waited = own_mbox_fetch(box, message, limit ? limit - SHORT : 0);
    agent_wakes();
    return waited;
}

/* The semaphore that each thread waits for when it makes a call; it is never given back, as threads of the agent never end. */
sys_sem_t *semaphore_of_thread(void)
{
    static __thread sys_sem_t semaphore;
    if (semaphore == SYS_SEM_NULL && sys_sem_new(&semaphore, 0) != ERR_OK)
        abort();
    return &semaphore;
}
#endif

/* --------------------------------------------------------------------------- the link, and the stack */

static int cable;
static struct netif wire, loop;

/* The stack holds its lock, so there is one packet at a time. */
static err_t send_packet(struct netif *device, struct pbuf *packet)
{
    static char whole[LARGEST];
    u16_t size = pbuf_copy_partial(packet, whole, packet->tot_len, 0);
    if (!netif_is_up(device))
        return ERR_IF;
    return write(cable, whole, size) == (ssize_t) size ? ERR_OK : ERR_IF;
}

static err_t send4(struct netif *device, struct pbuf *packet, const ip4_addr_t *next)
{
    (void) next;
    return send_packet(device, packet);
}

static err_t send6(struct netif *device, struct pbuf *packet, const ip6_addr_t *next)
{
    (void) next;
    return send_packet(device, packet);
}

static err_t return4(struct netif *device, struct pbuf *packet, const ip4_addr_t *next)
{
    (void) next;
    return netif_loop_output(device, packet);
}

static err_t return6(struct netif *device, struct pbuf *packet, const ip6_addr_t *next)
{
    (void) next;
    return netif_loop_output(device, packet);
}

static err_t make_wire(struct netif *device)
{
    device->name[0] = 'w';
    device->name[1] = 'i';
    device->mtu = MTU;
    device->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_IGMP | NETIF_FLAG_MLD6;
    device->output = send4;
    device->output_ip6 = send6;
    return ERR_OK;
}

static err_t make_loop(struct netif *device)
{
    device->name[0] = 'l';
    device->name[1] = 'o';
    device->mtu = 0xFFFF;
    device->output = return4;
    device->output_ip6 = return6;
    return ERR_OK;
}

/* What the stack has no room for waits on the link: a stack that is slow loses nothing by it. A driver would take packets from PBUF_POOL,
 * but Debian's lwIP 2.1.3 writes beyond the end of those: memp.c makes them for the TCP_MSS of <netinet/tcp.h>, 512, not for its own.
 */
static void *receive_packets(void *nothing)
{
    static char whole[LARGEST];
    ssize_t size;
    while ((size = read(cable, whole, sizeof whole)) > 0 || (size < 0 && errno == EINTR)) {
        struct pbuf *packet = size > 0 ? pbuf_alloc(PBUF_RAW, (u16_t) size, PBUF_RAM) : NULL;
        if (packet == NULL)
            continue;
        pbuf_take(packet, whole, (u16_t) size);
        while (wire.input(packet, &wire) == ERR_MEM)
            sys_msleep(SHORT);
    }
    return nothing;
}

/* Bring a device up with its addresses, which are valid at once; nobody is asked for routers or for who else has them, and no group is
 * joined to be asked in. */
static void add_device(struct netif *device, netif_init_fn make, const char *host, const char *mask, const char *host6)
{
    ip4_addr_t address, netmask, none = {0};
    ip6_addr_t address6, neighbours;
    if (!ip4addr_aton(host, &address) || !ip4addr_aton(mask, &netmask) || !ip6addr_aton(host6, &address6))
        abort();
    if (netif_add(device, &address, &netmask, &none, NULL, make, tcpip_input) == NULL)
        abort();
    ip6_addr_clear_zone(&address6);
    netif_ip6_addr_set(device, 0, &address6);
    netif_ip6_addr_set_state(device, 0, IP6_ADDR_PREFERRED);
    ip6_addr_set_solicitednode(&neighbours, address6.addr[3]);
    ip6_addr_assign_zone(&neighbours, IP6_MULTICAST, device);
    mld6_leavegroup_netif(device, &neighbours);
    netif_set_link_up(device);
    netif_set_up(device);
    device->rs_count = 0;
}

static void is_up(void *semaphore)
{
    sys_sem_signal(semaphore);
}

static void start(int argc, char **argv)
{
    sys_sem_t up;
    pthread_t thread;
    struct timespec time;
    if (argc != 4) {
        fprintf(stderr, "usage: %s LINK IPV4 IPV6\n", argv[0]);
        exit(2);
    }
    cable = atoi(argv[1]);
    clock_gettime(CLOCK_REALTIME, &time);
    srand((unsigned) time.tv_nsec ^ (unsigned) getpid());       /* lwIP takes its random numbers from rand() */
    sys_sem_new(&up, 0);
    tcpip_init(is_up, &up);
    own_sem_wait(&up, 0);
    sys_sem_free(&up);
    LOCK_TCPIP_CORE();
    add_device(&loop, make_loop, "127.0.0.1", "255.0.0.0", "::1");
    add_device(&wire, make_wire, argv[2], "255.255.255.0", argv[3]);
    netif_set_default(&wire);
    UNLOCK_TCPIP_CORE();
    if (pthread_create(&thread, NULL, receive_packets, NULL))
        abort();
}

/* --------------------------------------------------------------------------- the calls */

/* lwIP looks at no family but IPv6: whatever else is asked for, it opens a socket of IPv4. It has no local sockets to be judged. */
static int open_socket(int family, int type, int protocol)
{
    if (family == AF_UNIX)
        agent_lacks("AF_UNIX");
    if (type & (SOCK_NONBLOCK | SOCK_CLOEXEC))
        agent_lacks("flag in the type of a socket");
    return lwip_socket(family, type, protocol);
}

/* lwip/sockets.h names more flags, but says that they are not implemented: most calls pass them over. */
static int possible(int flags)
{
    if (flags & ~(MSG_PEEK | MSG_DONTWAIT | MSG_MORE))
        agent_lacks("such flag");
    return flags;
}

static ssize_t send_data(int number, const void *data, size_t size, int flags)
{
    return lwip_send(number, data, size, possible(flags));
}

static ssize_t send_to(int number, const void *data, size_t size, int flags, const struct sockaddr *address, socklen_t address_size)
{
    return lwip_sendto(number, data, size, possible(flags), address, address_size);
}

static ssize_t send_message(int number, const struct msghdr *message, int flags)
{
    return lwip_sendmsg(number, message, possible(flags));
}

#define SOCKETS 4096        /* numbers of sockets that are watched */

static unsigned char receiving[SOCKETS];

/* lwip/opt.h lets one thread receive on a socket, while another sends and a third closes, and no more: of two that receive, each may be
 * given the other's data, or memory that was freed; of two that accept, one may sleep on.
 */
static int alone(int number)
{
    if (number >= 0 && number < SOCKETS && __atomic_exchange_n(&receiving[number], 1, __ATOMIC_SEQ_CST))
        agent_lacks("receiving or accepting by two threads at once");
    return number;
}

static ssize_t done(int number, ssize_t count)
{
    if (number >= 0 && number < SOCKETS)
        __atomic_store_n(&receiving[number], 0, __ATOMIC_SEQ_CST);
    return count;
}

static ssize_t receive(int number, void *buffer, size_t size, int flags)
{
    flags = possible(flags);
    return done(number, lwip_recv(alone(number), buffer, size, flags));
}

static ssize_t receive_from(int number, void *buffer, size_t size, int flags, struct sockaddr *address, socklen_t *address_size)
{
    flags = possible(flags);
    return done(number, lwip_recvfrom(alone(number), buffer, size, flags, address, address_size));
}

static ssize_t receive_message(int number, struct msghdr *message, int flags)
{
    flags = possible(flags);
    return done(number, lwip_recvmsg(alone(number), message, flags));
}

static int accept_one(int number, struct sockaddr *address, socklen_t *address_size)
{
    return (int) done(number, lwip_accept(alone(number), address, address_size));
}

#define NAMED 128           /* numbers of options that have a name anywhere */

/* The options that lwip/sockets.h names, without those of which it says that they are not implemented. */
static const struct option {
    int level, name;
} options[] = {
    {SOL_SOCKET, SO_ACCEPTCONN}, {SOL_SOCKET, SO_BINDTODEVICE}, {SOL_SOCKET, SO_BROADCAST}, {SOL_SOCKET, SO_ERROR},
    {SOL_SOCKET, SO_KEEPALIVE}, {SOL_SOCKET, SO_LINGER}, {SOL_SOCKET, SO_NO_CHECK}, {SOL_SOCKET, SO_RCVBUF}, {SOL_SOCKET, SO_RCVTIMEO},
    {SOL_SOCKET, SO_REUSEADDR}, {SOL_SOCKET, SO_SNDTIMEO}, {SOL_SOCKET, SO_TYPE},
    {IPPROTO_TCP, TCP_KEEPCNT}, {IPPROTO_TCP, TCP_KEEPIDLE}, {IPPROTO_TCP, TCP_KEEPINTVL}, {IPPROTO_TCP, TCP_NODELAY},
    {IPPROTO_IP, IP_ADD_MEMBERSHIP}, {IPPROTO_IP, IP_DROP_MEMBERSHIP}, {IPPROTO_IP, IP_MULTICAST_IF}, {IPPROTO_IP, IP_MULTICAST_LOOP},
    {IPPROTO_IP, IP_MULTICAST_TTL}, {IPPROTO_IP, IP_TOS}, {IPPROTO_IP, IP_TTL},
#if LWIP_NETBUF_RECVINFO
    {IPPROTO_IP, IP_PKTINFO},
#endif
    {IPPROTO_IPV6, IPV6_JOIN_GROUP}, {IPPROTO_IPV6, IPV6_LEAVE_GROUP}, {IPPROTO_IPV6, IPV6_V6ONLY},
};

/* What nobody has a name for is for the stack to refuse. */
static void refuse_what_is_not_there(int level, int name)
{
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (options[i].level == level && options[i].name == name)
            return;
    if (name < NAMED && (level == SOL_SOCKET || level == IPPROTO_TCP || level == IPPROTO_IP || level == IPPROTO_IPV6))
        agent_lacks("such option");
}

static int get_option(int number, int level, int name, void *value, socklen_t *size)
{
    refuse_what_is_not_there(level, name);
    return lwip_getsockopt(number, level, name, value, size);
}

static int set_option(int number, int level, int name, const void *value, socklen_t size)
{
    refuse_what_is_not_there(level, name);
    return lwip_setsockopt(number, level, name, value, size);
}

static int control(int number, int command, int value)
{
    if (command != F_GETFL && command != F_SETFL)
        agent_lacks("flag of descriptors");
    return lwip_fcntl(number, command, value);
}

/* lwip/sockets.h says of the other events that they are not implemented. */
static int poll_sockets(struct pollfd *sockets, nfds_t count, int milliseconds)
{
    for (nfds_t i = 0; i < count; i++)
        if (sockets[i].events & ~(POLLIN | POLLOUT | POLLERR | POLLHUP | POLLNVAL))
            agent_lacks("such event");
    return lwip_poll(sockets, count, milliseconds);
}

/* lwIP shuts connections down alone, and says so. */
static int shut_down(int number, int how)
{
    int result = lwip_shutdown(number, how);
    if (result < 0 && errno == EOPNOTSUPP)
        agent_lacks("shutdown of datagram sockets");
    return result;
}

#if LWIP_SOCKET_SELECT
/* What lwIP finds exceptional are errors; the urgent data that POSIX means it does not tell from other. */
static int select_sockets(int count, fd_set *read, fd_set *write, fd_set *exceptional, struct timeval *limit)
{
    for (int number = 0; number < count; number++)
        if (FD_ISSET(number, exceptional))
            agent_lacks("exceptional condition");
    return lwip_select(count, read, write, exceptional, limit);
}
#endif

static int readable(int number, int *count)
{
    return lwip_ioctl(number, FIONREAD, count);
}

/* Closing a listener that is to linger is not for lwIP 2.1.3: it looks for unsent data where listeners have no such field. */
static void abandon(int number)
{
    struct linger at_once = {1, 0};
    int listens = 0;
    socklen_t size = sizeof listens;
    if (lwip_getsockopt(number, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && !listens)
        lwip_setsockopt(number, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    lwip_close(number);
}

const struct port port = {
    .implementation = "lwIP",
    .version = LWIP_VERSION_STRING,
    .start = start,
    .announces = 1,
    .own_numbers = 1,
#if !LWIP_NETCONN_FULLDUPLEX
    .holds_sleepers = 1,
#endif
    .socket = open_socket,
    .close = lwip_close,
    .abandon = abandon,
    .bind = lwip_bind,
    .listen = lwip_listen,
    .accept = accept_one,
    .connect = lwip_connect,
    .shutdown = shut_down,
    .getsockname = lwip_getsockname,
    .getpeername = lwip_getpeername,
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
#if LWIP_SOCKET_SELECT
    .select = select_sockets,
#endif
    .readable = readable,
};
