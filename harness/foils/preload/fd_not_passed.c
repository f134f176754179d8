/* sendmsg sends no descriptors. Seen only at the peer.
 * Noticed by: suites/local/test_descriptors.py::test_a_descriptor_of_the_target_works_at_the_peer
 */
#include "foil.h"

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    struct msghdr changed = *message;
    changed.msg_controllen = 0;
    return REAL(sendmsg)(fd, &changed, flags);
}
