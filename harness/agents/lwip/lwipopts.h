/* lwIP as Debian configures it, and with what is left out there: sockets that several threads use at once, the backlog of a
 * listener, select, and what is told of a datagram.
 */
#ifndef OWN_LWIPOPTS_H
#define OWN_LWIPOPTS_H

#include_next <lwipopts.h>

struct sys_sem;
struct sys_sem **semaphore_of_thread(void);         /* in lwip.c */

#define LWIP_NETCONN_FULLDUPLEX 1
#define LWIP_NETCONN_SEM_PER_THREAD 1
#define LWIP_NETCONN_THREAD_SEM_GET() semaphore_of_thread()
#define LWIP_NETCONN_THREAD_SEM_ALLOC() ((void) semaphore_of_thread())
#define LWIP_NETCONN_THREAD_SEM_FREE() ((void) 0)

#define TCP_LISTEN_BACKLOG 1
#define LWIP_NETBUF_RECVINFO 1
#define SO_REUSE_RXTOALL 1
#define IP_SOF_BROADCAST 1

#undef LWIP_SOCKET_OPEN_COUNT                       /* which goes without select only */
#define LWIP_SOCKET_OPEN_COUNT 0
#undef LWIP_SOCKET_SELECT
#define LWIP_SOCKET_SELECT 1
#define MEMP_NUM_NETCONN 1000                       /* sockets there can be; not more than fit into an fd_set */

#endif
