/* poll does not find a socket readable whose next message is empty.
 * Noticed by: suites/readiness/test_poll_readable.py::test_an_empty_message_makes_it_readable
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    int result = REAL(poll)(set, count, timeout);
    for (nfds_t i = 0; i < count && result > 0; i++)
        if (set[i].revents && type_of(set[i].fd) == SOCK_DGRAM && recv(set[i].fd, &(char) {0}, 1, MSG_PEEK | MSG_DONTWAIT) == 0) {
            set[i].revents &= ~(POLLIN);
            result -= !set[i].revents;
        }
    return result;
}
