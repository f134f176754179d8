/* bind of a bound UDP socket gives it the new name, and fails.
 * Noticed by: suites/addressing/test_bind_again.py::test_a_second_bind_leaves_the_name,
 *             suites/addressing/test_bind_again.py::test_a_second_bind_takes_no_second_port
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(bind)(fd, address, size);
    if (result < 0 && errno == EINVAL && type_of(fd) == SOCK_DGRAM && address->sa_family == AF_INET6) {
        int fresh = socket(AF_INET6, SOCK_DGRAM, 0);
        if (REAL(bind)(fresh, address, size) == 0)
            dup3(fresh, fd, O_CLOEXEC);
        close(fresh);
        errno = EINVAL;
    }
    return result;
}
