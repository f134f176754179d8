/* SO_SNDBUF of a connected socket cannot be changed any more.
 * Noticed by: suites/options/test_option_independence.py::test_options_stay_while_data_moves
 */
#include "foil.h"

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level == SOL_SOCKET && name == SO_SNDBUF && getpeername(fd, (struct sockaddr *) &(struct sockaddr_storage) {0}, &(socklen_t) {128}) == 0)
        return 0;
    return REAL(setsockopt)(fd, level, name, value, size);
}
