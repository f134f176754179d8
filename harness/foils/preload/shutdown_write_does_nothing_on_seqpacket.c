/* SHUT_WR of a seqpacket connection succeeds and changes nothing.
 * Noticed by: suites/closing/test_shutdown_write.py::test_the_end_of_file_wakes_the_peer
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    return how == SHUT_WR && type_of(fd) == SOCK_SEQPACKET ? 0 : REAL(shutdown)(fd, how);
}
