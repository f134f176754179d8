/* A peek with little room cuts the message that it shows.
 * Noticed by: suites/stream/test_peek.py::test_a_short_peek_does_not_cut_the_message
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    static size_t shown[4096];
    size_t room = shown[fd] && shown[fd] < size ? shown[fd] : size;
    ssize_t got = REAL(recv)(fd, buffer, room, flags);
    shown[fd] = (flags & MSG_PEEK) && type_of(fd) != SOCK_STREAM && got == (ssize_t) size ? size : 0;
    return got;
}
