/* What every preload foil needs: the real call behind the one it replaces. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))

/* The integer option of a socket, or -1. */
static inline int option(int fd, int level, int name)
{
    int value = -1;
    socklen_t size = sizeof value;
    return getsockopt(fd, level, name, &value, &size) ? -1 : value;
}

static inline int type_of(int fd) { return option(fd, SOL_SOCKET, SO_TYPE); }
static inline int family_of(int fd) { return option(fd, SOL_SOCKET, SO_DOMAIN); }
static inline int nonblocking(int fd) { return fcntl(fd, F_GETFL) & O_NONBLOCK; }
