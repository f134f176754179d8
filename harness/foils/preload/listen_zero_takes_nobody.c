/* listen with a backlog of zero succeeds and does not listen.
 * Noticed by: suites/connections/test_listen_backlog.py::test_a_client_of_a_listener_with_backlog_zero_is_served
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    return backlog == 0 ? 0 : REAL(listen)(fd, backlog);
}
