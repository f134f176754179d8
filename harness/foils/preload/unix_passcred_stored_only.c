/* SO_PASSCRED is remembered and has no effect.
 * Noticed by: suites/local/test_credentials.py::test_the_target_learns_who_sent_a_plain_message, suites/local/test_autobind.py::test_connecting_with_passcred_gives_a_name
 */
#include "foil.h"

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    return level == SOL_SOCKET && name == SO_PASSCRED ? 0 : REAL(setsockopt)(fd, level, name, value, size);
}
