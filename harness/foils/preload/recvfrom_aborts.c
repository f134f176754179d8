/* recvfrom ends the process, as a stack does whose assertion has failed.
 * Noticed by: suites/services/test_well_behaved.py::test_echo_answers_a_datagram_from_where_it_was_sent
 */
#include "foil.h"

ssize_t recvfrom(int fd, void *buffer, size_t size, int flags, struct sockaddr *address, socklen_t *length)
{
    (void) fd, (void) buffer, (void) size, (void) flags, (void) address, (void) length;
    abort();
}
