/* poll does not find a socket readable at the end of file.
 * Noticed by: suites/readiness/test_poll_readable.py::test_the_end_of_file_makes_it_readable
 */
#include "foil.h"

int poll(struct pollfd *set, nfds_t count, int timeout)
{
    int result = REAL(poll)(set, count, timeout);
    for (nfds_t i = 0; i < count && result > 0; i++)
        if (set[i].revents && type_of(set[i].fd) == SOCK_STREAM && recv(set[i].fd, &(char) {0}, 1, MSG_PEEK | MSG_DONTWAIT) == 0) {
            set[i].revents &= ~(POLLIN);
            result -= !set[i].revents;
        }
    return result;
}
