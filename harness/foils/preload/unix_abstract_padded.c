/* An abstract name that is bound is as long as the address structure.
 * Noticed by: suites/local/test_abstract.py::test_a_socket_reports_the_abstract_name_it_was_bound_to, suites/local/test_abstract.py::test_the_peer_reaches_a_listener_by_its_abstract_name
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_un name = {0};
    memcpy(&name, address, size < sizeof name ? size : sizeof name);
    if (address->sa_family == AF_UNIX && size > 2 && !name.sun_path[0])
        return REAL(bind)(fd, (struct sockaddr *) &name, sizeof name);
    return REAL(bind)(fd, address, size);
}
