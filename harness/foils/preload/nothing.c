/* Nothing is wrong: calls pass through a library that replaces them with themselves. */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags) { return REAL(recv)(fd, buffer, size, flags); }
ssize_t send(int fd, const void *data, size_t size, int flags) { return REAL(send)(fd, data, size, flags); }
int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags) { return REAL(accept4)(fd, address, size, flags); }
int connect(int fd, const struct sockaddr *address, socklen_t size) { return REAL(connect)(fd, address, size); }
int close(int fd) { return REAL(close)(fd); }
int poll(struct pollfd *set, nfds_t count, int timeout) { return REAL(poll)(set, count, timeout); }
