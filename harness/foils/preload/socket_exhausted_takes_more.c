/* socket goes beyond the limit of numbers.
 * Noticed by: suites/creation/test_socket_descriptors.py::test_without_a_free_number_no_socket_can_be_made
 */
#include "foil.h"
#include <sys/resource.h>

int socket(int family, int type, int protocol)
{
    struct rlimit limit, more;
    getrlimit(RLIMIT_NOFILE, &limit);
    more = limit;
    more.rlim_cur = limit.rlim_cur + 1 < limit.rlim_max ? limit.rlim_cur + 1 : limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &more);
    int fd = REAL(socket)(family, type, protocol);
    int wrong = errno;
    setrlimit(RLIMIT_NOFILE, &limit);
    errno = wrong;
    return fd;
}
