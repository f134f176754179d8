/* Closing one of several handles ends the connection for all of them. Seen only at the peer.
 * Noticed by: suites/runtime/test_handles.py::test_a_connection_ends_when_original_and_duplicate_are_closed, suites/runtime/test_fork.py::test_a_connection_ends_when_the_child_s_copy_is_closed_too
 */
#include "foil.h"

int close(int fd)
{
    if (type_of(fd) == SOCK_STREAM || type_of(fd) == SOCK_SEQPACKET)
        shutdown(fd, SHUT_RDWR);
    return REAL(close)(fd);
}
