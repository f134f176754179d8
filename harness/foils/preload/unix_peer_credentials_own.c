/* SO_PEERCRED tells the process itself.
 * Noticed by: suites/local/test_credentials.py::test_the_target_learns_who_is_at_the_other_end_of_a_connection_it_took
 */
#include "foil.h"

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    int result = REAL(getsockopt)(fd, level, name, value, size);
    if (result == 0 && level == SOL_SOCKET && name == SO_PEERCRED)
        ((struct ucred *) value)->pid = getpid();
    return result;
}
