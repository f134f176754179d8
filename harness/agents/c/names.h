/* Constants by name, since they travel by name. What POSIX knows is there everywhere; the rest where the system knows it. */
#ifndef NAMES_H
#define NAMES_H

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

struct name {
    const char *name;
    long number;
};

#define N(constant) {#constant, (long) constant},

static const struct name constants[] = {
    /* families; a number's first name is the one it travels by */
    N(AF_UNSPEC) N(AF_UNIX) N(AF_INET) N(AF_INET6)
    /* types */
    N(SOCK_STREAM) N(SOCK_DGRAM) N(SOCK_RAW) N(SOCK_SEQPACKET)
    /* protocols and levels */
    N(IPPROTO_IP) N(IPPROTO_ICMP) N(IPPROTO_TCP) N(IPPROTO_UDP) N(IPPROTO_IPV6) N(IPPROTO_RAW) N(SOL_SOCKET)
    /* how to shut down, and how many may queue */
    N(SHUT_RD) N(SHUT_WR) N(SHUT_RDWR) N(SOMAXCONN)
    /* flags of messages */
    N(MSG_OOB) N(MSG_PEEK) N(MSG_DONTROUTE) N(MSG_CTRUNC) N(MSG_TRUNC) N(MSG_EOR) N(MSG_WAITALL) N(MSG_NOSIGNAL)
    /* events; those that are sums of others on some systems come last */
    N(POLLIN) N(POLLPRI) N(POLLOUT) N(POLLERR) N(POLLHUP) N(POLLNVAL)
    /* options */
    N(SO_ACCEPTCONN) N(SO_BROADCAST) N(SO_DEBUG) N(SO_DONTROUTE) N(SO_ERROR) N(SO_KEEPALIVE) N(SO_LINGER) N(SO_OOBINLINE)
    N(SO_RCVBUF) N(SO_RCVLOWAT) N(SO_RCVTIMEO) N(SO_REUSEADDR) N(SO_SNDBUF) N(SO_SNDLOWAT) N(SO_SNDTIMEO) N(SO_TYPE) N(SCM_RIGHTS)
    N(TCP_NODELAY) N(IPV6_JOIN_GROUP) N(IPV6_LEAVE_GROUP) N(IPV6_MULTICAST_HOPS) N(IPV6_MULTICAST_IF) N(IPV6_MULTICAST_LOOP)
    N(IPV6_UNICAST_HOPS) N(IPV6_V6ONLY)
    /* names of hosts */
    N(AI_PASSIVE) N(AI_CANONNAME) N(AI_NUMERICHOST) N(AI_NUMERICSERV) N(AI_V4MAPPED) N(AI_ALL) N(AI_ADDRCONFIG) N(NI_NOFQDN)
    N(NI_NUMERICHOST) N(NI_NAMEREQD) N(NI_NUMERICSERV) N(NI_DGRAM)
    /* signals */
    N(SIGPIPE) N(SIGUSR1)
    /* what not every system has */
#ifdef AF_VSOCK
    N(AF_VSOCK)
#endif
#ifdef AF_NETLINK
    N(AF_NETLINK)
#endif
#ifdef AF_PACKET
    N(AF_PACKET)
#endif
#ifdef AF_BLUETOOTH
    N(AF_BLUETOOTH)
#endif
#ifdef SOCK_RDM
    N(SOCK_RDM)
#endif
#ifdef SOCK_NONBLOCK
    N(SOCK_NONBLOCK)
#endif
#ifdef SOCK_CLOEXEC
    N(SOCK_CLOEXEC)
#endif
#ifdef IPPROTO_ICMPV6
    N(IPPROTO_ICMPV6)
#endif
#ifdef IPPROTO_UDPLITE
    N(IPPROTO_UDPLITE)
#endif
#ifdef IPPROTO_SCTP
    N(IPPROTO_SCTP)
#endif
#ifdef IPPROTO_MPTCP
    N(IPPROTO_MPTCP)
#endif
#ifdef MSG_DONTWAIT
    N(MSG_DONTWAIT)
#endif
#ifdef MSG_ERRQUEUE
    N(MSG_ERRQUEUE)
#endif
#ifdef MSG_MORE
    N(MSG_MORE)
#endif
#ifdef MSG_CONFIRM
    N(MSG_CONFIRM)
#endif
#ifdef MSG_CMSG_CLOEXEC
    N(MSG_CMSG_CLOEXEC)
#endif
#ifdef MSG_WAITFORONE
    N(MSG_WAITFORONE)
#endif
#ifdef MSG_FASTOPEN
    N(MSG_FASTOPEN)
#endif
#ifdef POLLRDHUP
    N(POLLRDHUP)
#endif
#ifdef POLLRDNORM
    N(POLLRDNORM)
#endif
#ifdef POLLRDBAND
    N(POLLRDBAND)
#endif
#ifdef POLLWRNORM
    N(POLLWRNORM)
#endif
#ifdef POLLWRBAND
    N(POLLWRBAND)
#endif
#ifdef SO_BINDTODEVICE
    N(SO_BINDTODEVICE)
#endif
#ifdef SO_BUSY_POLL
    N(SO_BUSY_POLL)
#endif
#ifdef SO_DOMAIN
    N(SO_DOMAIN)
#endif
#ifdef SO_INCOMING_CPU
    N(SO_INCOMING_CPU)
#endif
#ifdef SO_MARK
    N(SO_MARK)
#endif
#ifdef SO_NO_CHECK
    N(SO_NO_CHECK)
#endif
#ifdef SO_PASSCRED
    N(SO_PASSCRED)
#endif
#ifdef SO_PEEK_OFF
    N(SO_PEEK_OFF)
#endif
#ifdef SO_PEERCRED
    N(SO_PEERCRED)
#endif
#ifdef SO_PRIORITY
    N(SO_PRIORITY)
#endif
#ifdef SO_PROTOCOL
    N(SO_PROTOCOL)
#endif
#ifdef SO_REUSEPORT
    N(SO_REUSEPORT)
#endif
#ifdef SO_TIMESTAMP
    N(SO_TIMESTAMP)
#endif
#ifdef SO_TIMESTAMPNS
    N(SO_TIMESTAMPNS)
#endif
#ifdef SO_USELOOPBACK
    N(SO_USELOOPBACK)
#endif
#ifdef SO_ZEROCOPY
    N(SO_ZEROCOPY)
#endif
#ifdef SCM_TIMESTAMP
    N(SCM_TIMESTAMP)
#endif
#ifdef SCM_CREDENTIALS
    N(SCM_CREDENTIALS)
#endif
#ifdef IP_ADD_MEMBERSHIP
    N(IP_ADD_MEMBERSHIP)
#endif
#ifdef IP_BIND_ADDRESS_NO_PORT
    N(IP_BIND_ADDRESS_NO_PORT)
#endif
#ifdef IP_DROP_MEMBERSHIP
    N(IP_DROP_MEMBERSHIP)
#endif
#ifdef IP_FREEBIND
    N(IP_FREEBIND)
#endif
#ifdef IP_MTU
    N(IP_MTU)
#endif
#ifdef IP_MTU_DISCOVER
    N(IP_MTU_DISCOVER)
#endif
#ifdef IP_MULTICAST_ALL
    N(IP_MULTICAST_ALL)
#endif
#ifdef IP_MULTICAST_IF
    N(IP_MULTICAST_IF)
#endif
#ifdef IP_MULTICAST_LOOP
    N(IP_MULTICAST_LOOP)
#endif
#ifdef IP_MULTICAST_TTL
    N(IP_MULTICAST_TTL)
#endif
#ifdef IP_OPTIONS
    N(IP_OPTIONS)
#endif
#ifdef IP_PKTINFO
    N(IP_PKTINFO)
#endif
#ifdef IP_RECVERR
    N(IP_RECVERR)
#endif
#ifdef IP_RECVTOS
    N(IP_RECVTOS)
#endif
#ifdef IP_RECVTTL
    N(IP_RECVTTL)
#endif
#ifdef IP_TOS
    N(IP_TOS)
#endif
#ifdef IP_TRANSPARENT
    N(IP_TRANSPARENT)
#endif
#ifdef IP_TTL
    N(IP_TTL)
#endif
#ifdef IPV6_HOPLIMIT
    N(IPV6_HOPLIMIT)
#endif
#ifdef IPV6_MTU
    N(IPV6_MTU)
#endif
#ifdef IPV6_MTU_DISCOVER
    N(IPV6_MTU_DISCOVER)
#endif
#ifdef IPV6_PKTINFO
    N(IPV6_PKTINFO)
#endif
#ifdef IPV6_RECVERR
    N(IPV6_RECVERR)
#endif
#ifdef IPV6_RECVHOPLIMIT
    N(IPV6_RECVHOPLIMIT)
#endif
#ifdef IPV6_RECVPKTINFO
    N(IPV6_RECVPKTINFO)
#endif
#ifdef IPV6_RECVTCLASS
    N(IPV6_RECVTCLASS)
#endif
#ifdef IPV6_TCLASS
    N(IPV6_TCLASS)
#endif
#ifdef TCP_CONGESTION
    N(TCP_CONGESTION)
#endif
#ifdef TCP_CORK
    N(TCP_CORK)
#endif
#ifdef TCP_DEFER_ACCEPT
    N(TCP_DEFER_ACCEPT)
#endif
#ifdef TCP_FASTOPEN
    N(TCP_FASTOPEN)
#endif
#ifdef TCP_INFO
    N(TCP_INFO)
#endif
#ifdef TCP_KEEPCNT
    N(TCP_KEEPCNT)
#endif
#ifdef TCP_KEEPIDLE
    N(TCP_KEEPIDLE)
#endif
#ifdef TCP_KEEPINTVL
    N(TCP_KEEPINTVL)
#endif
#ifdef TCP_LINGER2
    N(TCP_LINGER2)
#endif
#ifdef TCP_MAXSEG
    N(TCP_MAXSEG)
#endif
#ifdef TCP_NOTSENT_LOWAT
    N(TCP_NOTSENT_LOWAT)
#endif
#ifdef TCP_QUICKACK
    N(TCP_QUICKACK)
#endif
#ifdef TCP_SYNCNT
    N(TCP_SYNCNT)
#endif
#ifdef TCP_USER_TIMEOUT
    N(TCP_USER_TIMEOUT)
#endif
#ifdef TCP_WINDOW_CLAMP
    N(TCP_WINDOW_CLAMP)
#endif
#ifdef UDP_CORK
    N(UDP_CORK)
#endif
#ifdef UDP_GRO
    N(UDP_GRO)
#endif
#ifdef UDP_SEGMENT
    N(UDP_SEGMENT)
#endif
    {NULL, 0}
};

/* Where two names have one number, errors go by the first. */
static const struct name errors[] = {
    N(E2BIG) N(EACCES) N(EADDRINUSE) N(EADDRNOTAVAIL) N(EAFNOSUPPORT) N(EAGAIN) N(EALREADY) N(EBADF) N(EBADMSG) N(EBUSY)
    N(ECANCELED) N(ECHILD) N(ECONNABORTED) N(ECONNREFUSED) N(ECONNRESET) N(EDEADLK) N(EDESTADDRREQ) N(EDOM) N(EDQUOT) N(EEXIST)
    N(EFAULT) N(EFBIG) N(EHOSTUNREACH) N(EIDRM) N(EILSEQ) N(EINPROGRESS) N(EINTR) N(EINVAL) N(EIO) N(EISCONN) N(EISDIR) N(ELOOP)
    N(EMFILE) N(EMLINK) N(EMSGSIZE) N(ENAMETOOLONG) N(ENETDOWN) N(ENETRESET) N(ENETUNREACH) N(ENFILE) N(ENOBUFS) N(ENODEV)
    N(ENOENT) N(ENOEXEC) N(ENOLCK) N(ENOMEM) N(ENOMSG) N(ENOPROTOOPT) N(ENOSPC) N(ENOSYS) N(ENOTCONN) N(ENOTDIR) N(ENOTEMPTY)
    N(ENOTSOCK) N(ENOTSUP) N(ENOTTY) N(ENXIO) N(EOPNOTSUPP) N(EOVERFLOW) N(EPERM) N(EPIPE) N(EPROTO) N(EPROTONOSUPPORT)
    N(EPROTOTYPE) N(ERANGE) N(EROFS) N(ESPIPE) N(ESRCH) N(ESTALE) N(ETIMEDOUT) N(ETXTBSY) N(EWOULDBLOCK) N(EXDEV)
#ifdef EADV
    N(EADV)
#endif
#ifdef EBADE
    N(EBADE)
#endif
#ifdef EBADFD
    N(EBADFD)
#endif
#ifdef ECOMM
    N(ECOMM)
#endif
#ifdef EHOSTDOWN
    N(EHOSTDOWN)
#endif
#ifdef ELIBBAD
    N(ELIBBAD)
#endif
#ifdef ENODATA
    N(ENODATA)
#endif
#ifdef ENOKEY
    N(ENOKEY)
#endif
#ifdef ENONET
    N(ENONET)
#endif
#ifdef ENOPKG
    N(ENOPKG)
#endif
#ifdef ENOSR
    N(ENOSR)
#endif
#ifdef ENOSTR
    N(ENOSTR)
#endif
#ifdef ENOTBLK
    N(ENOTBLK)
#endif
#ifdef ENOTUNIQ
    N(ENOTUNIQ)
#endif
#ifdef EPFNOSUPPORT
    N(EPFNOSUPPORT)
#endif
#ifdef EREMCHG
    N(EREMCHG)
#endif
#ifdef EREMOTE
    N(EREMOTE)
#endif
#ifdef ERESTART
    N(ERESTART)
#endif
#ifdef ESHUTDOWN
    N(ESHUTDOWN)
#endif
#ifdef ESOCKTNOSUPPORT
    N(ESOCKTNOSUPPORT)
#endif
#ifdef ESTRPIPE
    N(ESTRPIPE)
#endif
#ifdef ETIME
    N(ETIME)
#endif
#ifdef ETOOMANYREFS
    N(ETOOMANYREFS)
#endif
#ifdef EUCLEAN
    N(EUCLEAN)
#endif
#ifdef EUSERS
    N(EUSERS)
#endif
    {NULL, 0}
};

static const struct name resolver_errors[] = {
    N(EAI_AGAIN) N(EAI_BADFLAGS) N(EAI_FAIL) N(EAI_FAMILY) N(EAI_MEMORY) N(EAI_NONAME) N(EAI_OVERFLOW) N(EAI_SERVICE)
    N(EAI_SOCKTYPE) N(EAI_SYSTEM)
#ifdef EAI_ADDRFAMILY
    N(EAI_ADDRFAMILY)
#endif
#ifdef EAI_NODATA
    N(EAI_NODATA)
#endif
    {NULL, 0}
};

#undef N

/* The constant of that name, or NULL. */
static const struct name *by_name(const char *name)
{
    const struct name *row = constants;
    while (row->name && strcmp(row->name, name))
        row++;
    return row->name ? row : NULL;
}

/* The name of a number, among those that begin with `prefix`, or NULL. */
static const char *by_number(const struct name *row, const char *prefix, long number)
{
    while (row->name && (row->number != number || strncmp(row->name, prefix, strlen(prefix))))
        row++;
    return row->name;
}

#endif
